"""``crm`` alone, and ``crm demo``: the screen."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from tui_crm.cli.session import Session
from tui_crm.cli.talk import is_terminal
from tui_crm.errors import UsageError


def open_screen(session: Session) -> None:
    """Open the store on the screen."""
    settings = session.config
    _need_a_terminal()
    from tui_crm.app import run

    _leave(run(settings, session.config_file))


def open_demo(session: Session) -> None:
    """Open the screen over sample data that is gone afterwards."""
    settings = session.config
    _need_a_terminal()
    from tui_crm.app import run
    from tui_crm.sales import demo
    from tui_crm.store.engine import Store

    with TemporaryDirectory(prefix="crm-demo-") as folder:
        path = Path(folder) / "demo.db"
        store = Store.open(path, user=settings.user)
        try:
            demo.fill(store, settings.language)
        finally:
            store.close()
        status = run(replace(settings, store=path), session.config_file, keeps_settings=False)
    _leave(status)


def _leave(status: int) -> None:
    if status:
        raise typer.Exit(status)


def _need_a_terminal() -> None:
    if not is_terminal(sys.stdin) or not is_terminal(sys.stdout):
        raise UsageError("cli.no_terminal")
