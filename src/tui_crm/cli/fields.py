"""``crm fields`` and ``crm field``: the fields of record types, and those that people add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli import completion
from tui_crm.cli.options import AsJson, Output, TypeName
from tui_crm.cli.output import OutputColumn, PlainRow, write_rows
from tui_crm.cli.report import answer
from tui_crm.cli.session import Session
from tui_crm.errors import UsageError
from tui_crm.i18n import t
from tui_crm.store import commands
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from tui_crm.store.model import FieldSpec, RecordType, Value

FieldKey = Annotated[str, typer.Argument(metavar="KEY", autocompletion=completion.fields)]
Japanese = Annotated[str | None, typer.Option("--ja", metavar="TEXT")]
English = Annotated[str | None, typer.Option("--en", metavar="TEXT")]


def list_fields(
    session: Session,
    out: Output,
    type_name: Annotated[
        str, typer.Argument(metavar="TYPE", autocompletion=completion.record_types)
    ] = "",
) -> None:
    """Write the fields of one record type, or of all."""
    types = [session.schema.type(type_name)] if type_name else list(session.schema)
    columns = [
        OutputColumn("type", t("cli.column.type"), 12, priority=2),
        OutputColumn("key", t("fields.key"), 20),
        OutputColumn("label", t("cli.column.label"), 24),
        OutputColumn("kind", t("fields.kind"), 10),
        OutputColumn("required", t("fields.is_required"), 8, priority=3),
        OutputColumn("of", t("cli.column.of"), 16, priority=4),
        OutputColumn("readonly", t("cli.column.readonly"), 8, priority=5),
        OutputColumn("custom", t("cli.column.custom"), 8, priority=6),
    ]
    facts = [_fact(columns, declared, spec) for declared in types for spec in declared.fields]
    write_rows(out.format, columns, facts)


def _fact(columns: list[OutputColumn], declared: RecordType, spec: FieldSpec) -> PlainRow:
    data: dict[str, object] = {
        "type": declared.key,
        "key": spec.key,
        "label": spec.label(declared.key),
        "kind": spec.kind.value,
        "required": spec.required or spec.required_without or False,
        "of": spec.choices or spec.target or None,
        "readonly": spec.readonly,
        "custom": spec.custom,
    }
    needed = t("cli.yes") if spec.required else ""
    if spec.required_without:
        other = declared.field(spec.required_without).label(declared.key)
        needed = t("cli.fields.without", field=other)
    shown = {
        "type": declared.label(),
        "kind": t(f"cli.fields.kind.{spec.kind.value}"),
        "required": needed,
        "readonly": t("cli.yes") if spec.readonly else "",
        "custom": t("cli.yes") if spec.custom else "",
    }
    return PlainRow(columns, data, shown)


def add_field(
    session: Session,
    type_name: TypeName,
    key: Annotated[str, typer.Argument(metavar="KEY")],
    kind: Annotated[Kind, typer.Option("--kind", metavar="KIND")] = Kind.TEXT,
    ja: Japanese = None,
    en: English = None,
    choices: Annotated[
        str, typer.Option("--choices", metavar="LIST", autocompletion=completion.picklists)
    ] = "",
    values: Annotated[str, typer.Option("--values", metavar="A,B,C")] = "",
    target: Annotated[
        str, typer.Option("--target", metavar="TYPE", autocompletion=completion.record_types)
    ] = "",
    required: Annotated[bool, typer.Option("--required")] = False,
    listed: Annotated[bool, typer.Option("--listed")] = False,
    maps_to: Annotated[str, typer.Option("--maps-to", metavar="TYPE.FIELD")] = "",
    as_json: AsJson = False,
) -> None:
    """Add a field to a record type, or bring a retired one back."""
    declared = session.schema.type(type_name)
    picklist = choices or (f"{declared.key}_{key}" if kind is Kind.CHOICE else "")
    if values and kind is not Kind.CHOICE:
        raise UsageError("cli.values_kind")
    batch = commands.add_field(
        session.store,
        declared.key,
        key,
        kind,
        ja=ja or "",
        en=en or "",
        picklist=picklist,
        target=target,
        is_required=required,
        is_listed=listed,
        maps_to=maps_to,
        values=[value.strip() for value in values.split(",") if value.strip()],
    )
    _answer(session, batch, "field_add.done", declared, key, as_json)


def edit_field(
    session: Session,
    type_name: TypeName,
    key: FieldKey,
    ja: Japanese = None,
    en: English = None,
    required: Annotated[bool | None, typer.Option("--required/--optional")] = None,
    listed: Annotated[bool | None, typer.Option("--listed/--unlisted")] = None,
    position: Annotated[int | None, typer.Option("--position", metavar="N")] = None,
    maps_to: Annotated[str | None, typer.Option("--maps-to", metavar="TYPE.FIELD")] = None,
    as_json: AsJson = False,
) -> None:
    """Change the words or the place of a field that people added."""
    given: dict[str, Value] = {
        "ja": ja,
        "en": en,
        "is_required": required,
        "is_listed": listed,
        "position": position,
        "maps_to": maps_to,
    }
    changes = {name: _stored(value) for name, value in given.items() if value is not None}
    if not changes:
        raise UsageError("cli.nothing_given")
    declared = session.schema.type(type_name)
    batch = commands.edit_field(session.store, declared.key, key, changes)
    _answer(session, batch, "field_edit.done", declared, key, as_json)


def _stored(value: Value) -> Value:
    return int(value) if isinstance(value, bool) else value


def retire_field(
    session: Session, type_name: TypeName, key: FieldKey, as_json: AsJson = False
) -> None:
    """Take a field out of use; what was filled in stays in the store."""
    declared = session.schema.type(type_name)
    batch = commands.edit_field(session.store, declared.key, key, {"is_retired": 1})
    _answer(session, batch, "field_retire.done", declared, key, as_json)


def _answer(
    session: Session,
    batch: int | None,
    sentence: str,
    declared: RecordType,
    key: str,
    as_json: bool,
) -> None:
    data = {"type": declared.key, "field": key}
    answer(session, batch, sentence, data, as_json=as_json, type=declared.label(), field=key)
