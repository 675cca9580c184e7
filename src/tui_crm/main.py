"""Entry point: global options, and the terminal UI when no verb is given."""

from __future__ import annotations

from typing import Annotated

import typer

from tui_crm import __version__
from tui_crm.cli.group import CrmGroup
from tui_crm.cli.session import Session

app = typer.Typer(
    name="crm",
    cls=CrmGroup,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"crm {__version__}")
        raise typer.Exit


@app.callback()
def start(
    ctx: typer.Context,
    store: Annotated[str, typer.Option("--store", metavar="FILE")] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="ja|en")] = "",
    user: Annotated[str, typer.Option("--user", metavar="NAME")] = "",
    config: Annotated[str, typer.Option("--config", metavar="FILE")] = "",
    debug: Annotated[bool, typer.Option("--debug")] = False,
    version: Annotated[  # noqa: ARG001  its callback does it all
        bool, typer.Option("--version", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Global options."""
    session: Session = ctx.obj
    session.set_flags(store=store, lang=lang, user=user, config=config)
    session.debug = debug
    if ctx.invoked_subcommand is None:
        from tui_crm.launch import open_screen

        open_screen(session)


def run() -> None:
    """Run the program (the console script ``crm``)."""
    app(prog_name="crm")
