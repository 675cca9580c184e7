"""``crm help``: help for the program or one of its verbs."""

from __future__ import annotations

from typing import Annotated

import typer

from tui_crm.cli import completion
from tui_crm.cli.session import Session


def show_help(
    session: Session,
    verb: Annotated[
        list[str] | None, typer.Argument(metavar="VERB", autocompletion=completion.any_verb)
    ] = None,
) -> None:
    """Write the same as ``crm VERB --help``."""
    group = session.program
    with group.make_context("crm", [*(verb or ()), "--help"], obj=session) as ctx:
        group.invoke(ctx)
