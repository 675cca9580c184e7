"""``crm add``, ``crm edit`` and ``crm clone``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.cli.assignments import assigned, read_assignments
from tui_crm.cli.messages import remark
from tui_crm.cli.options import AsJson, Assignments, RecordId, TypeName, WithActivities
from tui_crm.cli.report import answer
from tui_crm.cli.rows import full
from tui_crm.cli.session import Session
from tui_crm.i18n import t
from tui_crm.store import commands, records
from tui_crm.store.model import RecordType, Value
from tui_crm.store.possible_duplicates import possible_duplicates

if TYPE_CHECKING:
    from collections.abc import Mapping

_TWINS: Final = 3
"""Records that are named as probably the same as a new one."""


def add_record(
    session: Session, type_name: TypeName, assignments: Assignments, as_json: AsJson = False
) -> None:
    """Add a record."""
    record_type = session.schema.type(type_name)
    with session.reading() as connection:
        values = assigned(session, connection, record_type, read_assignments(assignments), {})
    _create(session, record_type, values, "add", as_json)


def clone_record(
    session: Session,
    type_name: TypeName,
    record_id: RecordId,
    assignments: Assignments = [],  # noqa: B006  Typer copies it
    as_json: AsJson = False,
) -> None:
    """Add a record like another one, apart from what is given anew."""
    record_type = session.schema.type(type_name)
    with session.reading() as connection:
        found = session.find(connection, record_type, record_id)
        original = records.read(connection, record_type, found)
        like = {spec.key: original[spec.key] for spec in record_type.editable}
        changes = assigned(session, connection, record_type, read_assignments(assignments), like)
    _create(session, record_type, {**like, **changes}, "clone", as_json)


def _create(
    session: Session,
    record_type: RecordType,
    values: dict[str, Value],
    kind: str,
    as_json: bool,
) -> None:
    filled = {key: value for key, value in values.items() if value is not None}
    new_id, batch = commands.add(session.store, record_type.key, filled, kind=kind, note="")
    _answer(session, record_type, new_id, batch, kind, as_json)
    if "owner" in record_type and "owner" not in filled:
        _tell_owner(session, record_type, new_id)
    if kind == "add":
        _tell_twins(session, record_type, new_id, filled)


def _tell_owner(session: Session, record_type: RecordType, new_id: int) -> None:
    """Say whom the assignment rules have given a new record, if not to the one who made it."""
    with session.reading() as connection:
        record = records.read(connection, record_type, new_id)
    owner = record["owner"]
    if owner is not None and owner != record["created_by"]:
        remark("add.owner", owner=record.links["owner"])


def _tell_twins(
    session: Session, record_type: RecordType, new_id: int, values: Mapping[str, Value]
) -> None:
    """Say which records the new one probably is already."""
    with session.reading() as connection:
        found = possible_duplicates(
            connection,
            session.schema,
            record_type.key,
            values,
            limit=_TWINS,
            exclude=new_id,
            is_sure=True,
        )
    for match in found:
        key = "twin" if match.record_type == record_type.key else "other"
        ids = f"{record_type.key} {match.id} {new_id}"
        remark(
            f"add.{key}",
            type=session.schema.type(match.record_type).label(1),
            id=match.id,
            title=match.title,
            reasons=t("cli.comma").join(match.reasons),
            merge=f"crm merge {ids}",
            distinct=f"crm distinct {ids}",
            show=f"crm show {match.record_type} {match.id}",
        )


def edit_record(
    session: Session,
    type_name: TypeName,
    record_id: RecordId,
    assignments: Assignments,
    with_activities: WithActivities = False,
    as_json: AsJson = False,
) -> None:
    """Change fields of a record."""
    record_type = session.schema.type(type_name)
    wanted = read_assignments(assignments)
    with session.reading() as connection:
        found = session.find(connection, record_type, record_id)
        record = records.read(connection, record_type, found)
        changes = assigned(session, connection, record_type, wanted, dict(record.values))
    written = commands.edit(
        session.store,
        record_type.key,
        record.id,
        changes,
        version=record.version,
        with_open_work=with_activities,
        note="",
    )
    _answer(session, record_type, record.id, written.batch, "edit", as_json)


def _answer(
    session: Session,
    record_type: RecordType,
    record_id: int,
    batch: int | None,
    verb: str,
    as_json: bool,
) -> None:
    with session.reading() as connection:
        record = records.read(connection, record_type, record_id)
        data = {"type": record_type.key, "id": record_id, "record": full(session, record)}
    answer(
        session,
        batch,
        f"{verb}.done",
        data,
        as_json=as_json,
        type=record_type.label(1),
        id=record_id,
        title=record.title,
    )
