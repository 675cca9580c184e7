"""``crm delete``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli.messages import agrees, can_ask, remark
from tui_crm.cli.options import AsJson, TypeName, Yes
from tui_crm.cli.report import answer
from tui_crm.cli.session import Session
from tui_crm.i18n import t
from tui_crm.store import links, records
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType

_NAMED = 3
"""How many titles a question names."""


def delete_records(
    session: Session,
    type_name: TypeName,
    record_ids: Annotated[list[str], typer.Argument(metavar="ID")],
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Delete records, and what cannot be without them."""
    record_type = session.schema.type(type_name)
    with session.reading() as connection:
        ids = list(
            dict.fromkeys(session.find(connection, record_type, words) for words in record_ids)
        )
        question = {"what": _named(connection, record_type, ids)}
        also = _also(session, connection, record_type, ids)
    key = "delete.ask_also" if also else "delete.ask"
    if not yes and can_ask() and not agrees(key, also=", ".join(_told(session, also)), **question):
        remark("left_alone")
        return
    with unit(session.store, "delete") as work:
        # Somebody may have added to it since the question; what goes now is what is reported.
        also = _also(session, work.connection, record_type, ids)
        n = work.delete(record_type.key, ids)
    data = {"type": record_type.key, "deleted": ids, "also": also}
    answer(session, work.batch, "delete.done", data, as_json=as_json, n=n)


def _also(
    session: Session, connection: Connection, record_type: RecordType, ids: list[int]
) -> dict[str, list[int]]:
    """What goes besides the records themselves, by type."""
    doomed = links.cascade(connection, session.schema, record_type.key, ids)
    found = {
        key: sorted(going - (set(ids) if key == record_type.key else set()))
        for key, going in doomed.items()
    }
    return {key: going for key, going in found.items() if going}


def _told(session: Session, also: dict[str, list[int]]) -> list[str]:
    return [
        t("cli.delete.also", n=len(ids), type=session.schema.type(key).label(len(ids)))
        for key, ids in also.items()
    ]


def _named(connection: Connection, record_type: RecordType, ids: list[int]) -> str:
    known = records.titles(connection, record_type.key, ids[:_NAMED])
    named = ", ".join(
        t("cli.delete.one", type=record_type.label(1), id=record_id, title=title)
        for record_id, title in known.items()
    )
    rest = len(ids) - _NAMED
    return named if rest <= 0 else t("cli.delete.more_of_them", named=named, n=rest)
