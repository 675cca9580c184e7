"""Start the terminal UI: ``crm`` on the user's store, ``crm demo`` on sample data."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from tui_crm.cli.messages import is_terminal
from tui_crm.cli.session import Session
from tui_crm.errors import UsageError
from tui_crm.i18n import t


def open_screen(session: Session) -> None:
    """Open the store in the terminal UI; create it the first time."""
    settings = session.config
    _need_a_terminal()
    if not settings.store.exists():
        with _said(t("cli.preparing_store")):
            from tui_crm.features.program import open_store

            open_store(settings.store, user=settings.user).close()
    with _nothing_collected():
        from tui_crm.app import run

        status = run(settings, session.config_file)
    _leave(status)


def open_demo(session: Session) -> None:
    """Open the terminal UI on sample data in a temporary store."""
    settings = session.config
    _need_a_terminal()
    with TemporaryDirectory(prefix="crm-demo-") as folder:
        path = Path(folder) / "demo.db"
        with _said(t("cli.preparing_demo")):
            from tui_crm.app import run
            from tui_crm.features.demo.fill import sample_store

            sample_store(path, settings.language, user=settings.user).close()
        settings = replace(settings, store=path)
        with _nothing_collected():
            status = run(settings, session.config_file, keeps_settings=False)
    _leave(status)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """No garbage is looked for until the app turns that on, when the first screen stands.

    Nearly all that is made until then, modules and classes, is there to stay.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _said(sentence: str) -> Iterator[None]:
    """Show a message during a slow step, and erase it afterwards."""
    sys.stdout.write(sentence)
    sys.stdout.flush()
    try:
        yield
    finally:
        sys.stdout.write("\r\x1b[K")
        sys.stdout.flush()


def _leave(status: int) -> None:
    if status:
        raise typer.Exit(status)


def _need_a_terminal() -> None:
    if not is_terminal(sys.stdin) or not is_terminal(sys.stdout):
        raise UsageError("cli.no_terminal")
