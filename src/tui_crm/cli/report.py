"""The result of a writing verb on stdout: a sentence, or JSON, with its change number."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from tui_crm.cli.messages import tell
from tui_crm.cli.output import write_object
from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.store.journal import history
from tui_crm.store.journal.hooks import remarks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.cli.session import Session


def answer(
    session: Session,
    batch: int | None,
    key: str,
    /,
    data: Mapping[str, object] | None = None,
    *,
    as_json: bool = False,
    **params: Any,
) -> None:
    """Write the result of a change, with the number to undo it by.

    ``data`` is what stands in the JSON object beside the batch; ``params`` fill the sentence
    ``key`` of the catalog ``cli``. Afterwards the backup of the day is made, if it is time.
    """
    if as_json:
        write_object({"batch": batch, **(data or {})})
    elif batch is None:
        say(t("cli.nothing_changed"))
    else:
        say(joined(t(f"cli.{key}", **params), t("cli.taken_back", batch=batch)))
    sys.stdout.flush()
    if batch is not None:
        with session.reading() as connection:
            written = history.get(connection, batch)
        for sentence in remarks(session.schema, written):
            tell(sentence)
        session.back_up()


def say(sentence: str) -> None:
    """Write a sentence to stdout, sanitized."""
    sys.stdout.write(visible(sentence, multiline=True) + "\n")


def joined(sentence: str, more: str) -> str:
    """Two sentences joined as the language does it, with or without a blank."""
    return t("cli.and_then", sentence=sentence, more=more)
