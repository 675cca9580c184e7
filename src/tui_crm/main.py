"""Entry point: global options, and the terminal UI when no verb is given."""

from __future__ import annotations

from typing import Annotated

import typer

from tui_crm import __version__
from tui_crm.cli.group import CrmGroup

app = typer.Typer(
    name="crm",
    cls=CrmGroup,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100},
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"crm {__version__}")
        raise typer.Exit


def _install_completion(ctx: typer.Context, is_asked: bool) -> None:
    if is_asked:
        from tui_crm.cli.completion import install

        install(ctx)
        raise typer.Exit


def _show_completion(ctx: typer.Context, param: typer.CallbackParam, is_asked: bool) -> None:
    if is_asked:
        from typer.completion import show_callback

        from tui_crm.cli.completion import known_shell

        known_shell()
        show_callback(ctx, param, is_asked)


@app.callback()
def start(
    ctx: typer.Context,
    store: Annotated[str, typer.Option("--store", metavar="FILE")] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="ja|en")] = "",
    user: Annotated[str, typer.Option("--user", metavar="NAME")] = "",
    config: Annotated[str, typer.Option("--config", metavar="FILE")] = "",
    debug: Annotated[bool, typer.Option("--debug")] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version)
    ] = False,
    install_completion: Annotated[
        bool, typer.Option("--install-completion", callback=_install_completion)
    ] = False,
    show_completion: Annotated[
        bool, typer.Option("--show-completion", callback=_show_completion)
    ] = False,
) -> None:
    """Global options; those with a value are the session's, which has taken them off the line."""
    ctx.obj.debug = debug
    if ctx.invoked_subcommand is None:
        from tui_crm.launch import open_screen

        open_screen(ctx.obj)


def run() -> None:
    """Run the program (the console script ``crm``)."""
    app(prog_name="crm")
