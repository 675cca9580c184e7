"""``crm show``: a record with its related lists and its history."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from tui_crm.cli.change_log import entries_of, history_columns, history_facts
from tui_crm.cli.options import AsJson, RecordId, TypeName
from tui_crm.cli.output import write_object
from tui_crm.cli.rows import RecordFormat, all_fields, rows
from tui_crm.cli.session import Session
from tui_crm.cli.table import draw
from tui_crm.i18n import t
from tui_crm.sanitize import visible, width
from tui_crm.store import records, related
from tui_crm.store.labelled_values import shown_labelled
from tui_crm.store.model import USERS
from tui_crm.store.query import Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.records import Record
    from tui_crm.store.related import RelatedList

_MOST_FOR_PEOPLE: Final = 10


def show_record(
    session: Session, type_name: TypeName, record_id: RecordId, as_json: AsJson = False
) -> None:
    """Write one record, its related lists and its history."""
    record_type = session.schema.type(type_name)
    with session.reading() as connection:
        found = session.find(connection, record_type, record_id)
        record = records.read(connection, record_type, found)
        if as_json:
            write_object(_whole(session, connection, record))
        else:
            _tell(session, connection, record)


def _lists(session: Session, record: Record) -> tuple[RelatedList, ...]:
    """The related lists of a record; a user has none, as everything points at users."""
    return () if record.type == USERS else related.lists_of(session.schema, record.type)


def _whole(session: Session, connection: Connection, record: Record) -> dict[str, Any]:
    whole: dict[str, Any] = RecordFormat.of(session, session.schema.type(record.type)).data(record)
    known = set(whole)
    for each in _lists(session, record):
        ids = _listing(session, each, record.id).ids(connection)
        shape = RecordFormat.of(session, session.schema.type(each.record_type))
        found = [row.data() for row in rows(connection, shape, ids)]
        key = each.record_type if each.record_type not in known else f"{each.record_type}_list"
        if each.part:
            whole.setdefault(key, {}).setdefault(each.part, []).extend(found)
        else:
            held = whole.setdefault(key, [])
            held += [row for row in found if row not in held]
    return {**whole, "history": entries_of(session, connection, record)}


def _listing(session: Session, each: RelatedList, record_id: int) -> Listing:
    query = related.query(session.schema, each, record_id)
    return Listing(session.schema, query, session.store.query_context())


def _tell(session: Session, connection: Connection, record: Record) -> None:
    record_type = session.schema.type(record.type)
    head = t("cli.show.head", type=record_type.label(1), id=record.id, title=record.title)
    sys.stdout.write(f"{visible(head)}\n")
    for line in _sections(session, record):
        sys.stdout.write(f"{line}\n")
    for each in _lists(session, record):
        _tell_list(session, connection, each, record.id)
    entries = history_facts(session, connection, record)
    _heading(t("cli.show.history"), len(entries))
    draw(history_columns(), entries[:_MOST_FOR_PEOPLE], indent="  ")


def _sections(session: Session, record: Record) -> Iterator[str]:
    record_type = session.schema.type(record.type)
    shape = RecordFormat.of(session, record_type)
    filled = [s for s in all_fields(record_type)[1:] if s.key != "title" and shape.shown(record, s)]
    label_width = max((width(s.label(record.type)) for s in filled), default=0)
    for section, specs in groupby(filled, key=lambda spec: spec.section):
        yield f"\n{t(f'fields.section.{section}')}"
        for spec in specs:
            label = spec.label(record.type)
            blanks = " " * (label_width - width(label))
            shown = shape.shown(record, spec)
            if spec.is_labelled:
                shown = shown_labelled(record[spec.key], "\n")
            text = visible(shown, multiline=spec.is_multiline)
            behind = "\n" + " " * (label_width + 4)
            yield f"  {visible(label)}{blanks}  {text.replace(chr(10), behind)}"


def _tell_list(session: Session, connection: Connection, each: RelatedList, record_id: int) -> None:
    ids = _listing(session, each, record_id).ids(connection)
    if not ids:
        return
    linked = session.schema.type(each.record_type)
    part = f"cli.show.{each.record_type}.{each.part}"
    title = t(part) if each.part else linked.label()
    spec = linked.field(each.field)
    if spec != linked.link_to(spec.target):
        title = f"{title} ({spec.label(linked.key)})"
    _heading(title, len(ids))
    keys = ["id", *(s.key for s in sorted(linked.columns, key=lambda s: s.column)[:5])]
    shape = RecordFormat.of(session, linked, [key for key in keys if key != each.field])
    draw(shape.columns, rows(connection, shape, ids[:_MOST_FOR_PEOPLE]), indent="  ")


def _heading(title: str, n: int) -> None:
    sys.stdout.write(f"\n{visible(title)} ({n})\n")
