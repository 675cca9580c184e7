"""The rules of a team as a TOML file that can be read, kept under version control and passed on.

[[work_rules]]
name = "Reachable when qualified"
record_type = "leads"
kind = "required"
condition = "status=qualified"
needed = ["email", "phone"]
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import read_many
from tui_crm.store.validate import InvalidRecordError
from tui_crm.store.values import pack_tags, unpack_tags
from tui_crm.text_file import parse_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import FieldSpec, RecordType, Value
    from tui_crm.store.records import Record

TABLES: Final = ("assignment_rules", "work_rules")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading a file did to the rules, in which batch (None: they are as it says)."""

    batch: int | None
    added: int
    changed: int
    removed: int


def all_rules(store: Store, record_type: str) -> list[Record]:
    """The rules of one of ``TABLES``, in their order, those out of force too."""
    declared = store.schema.type(record_type)
    with store.reading() as connection:
        ids = Listing(store.schema, Query(record_type), store.query_context()).ids(connection)
        return read_many(connection, declared, ids)


def write(store: Store) -> str:
    """All rules, as ``load`` reads them."""
    tables = []
    for key in TABLES:
        specs = _fields(store.schema.type(key))
        for rule in all_rules(store, key):
            values = ((spec, rule[spec.key]) for spec in specs)
            lines = [f"{s.key} = {_written(s, value)}" for s, value in values if value is not None]
            tables.append("\n".join([f"[[{key}]]", *lines]) + "\n")
    return "\n".join(tables)


def load(store: Store, text: str) -> Loaded:
    """Make the rules what ``text`` says, in one batch: a rule of the same name is changed, and one
    that it does not have is deleted.

    Raises:
        UsageError: it is no such file, or a rule in it makes no sense.
    """
    wanted = _parse(store, text)
    added = changed = removed = 0
    with unit(store, "rules") as work:
        for key in TABLES:
            before = all_rules(store, key)
            stands = {rule.text("name"): rule for rule in reversed(before)}
            kept = [stands[name].id for name in wanted[key] if name in stands]
            for name, values in wanted[key].items():
                is_new = name not in stands
                is_changed = _put(work, key, None if is_new else stands[name].id, values)
                added += is_new
                changed += is_changed and not is_new
            doomed = [rule.id for rule in before if rule.id not in kept]
            removed += work.delete(key, doomed) if doomed else 0
    return Loaded(work.batch, added, changed, removed)


def _put(work: UnitOfWork, key: str, record_id: int | None, values: Mapping[str, Value]) -> bool:
    try:
        if record_id is None:
            work.create(key, {k: v for k, v in values.items() if v is not None})
            return True
        return work.update(key, record_id, values)
    except InvalidRecordError as error:
        raise UsageError("rules.file_rule", rule=values["name"], why=error) from error


def _fields(record_type: RecordType) -> list[FieldSpec]:
    return [spec for spec in record_type.editable if not spec.custom]


def _written(spec: FieldSpec, value: Value) -> str:
    if spec.kind is Kind.TAGS:
        return f"[{', '.join(map(_quoted, unpack_tags(value)))}]"
    if spec.kind is Kind.BOOLEAN:
        return "true" if value else "false"
    return str(value) if spec.kind is Kind.INTEGER else _quoted(str(value))


def _quoted(text: str) -> str:
    """A TOML basic string; its escapes are those of JSON, and DEL is one more that it needs."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _parse(store: Store, text: str) -> dict[str, dict[str, dict[str, Value]]]:
    try:
        read = parse_toml(text)
    except ValueError as error:
        raise UsageError("rules.file_syntax", why=error) from error
    unknown = [key for key in read if key not in TABLES]
    if unknown:
        raise UsageError("rules.file_key", rule="–", key=unknown[0], known=", ".join(TABLES))
    found: dict[str, dict[str, dict[str, Value]]] = {key: {} for key in TABLES}
    for key in TABLES:
        entries = read.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
            raise UsageError("rules.file_key", rule="–", key=key, known=f"[[{key}]]")
        for entry in entries:
            values = _values(store.schema.type(key), entry)
            name = str(values["name"] or "")
            if not name or name in found[key]:
                raise UsageError("rules.file_name", name=name or "–")
            found[key][name] = values
    return found


def _values(record_type: RecordType, entry: Mapping[str, object]) -> dict[str, Value]:
    specs = {spec.key: spec for spec in _fields(record_type)}
    name = entry.get("name", "–")
    for key in entry:
        if key not in specs:
            raise UsageError("rules.file_key", rule=name, key=key, known=", ".join(specs))
    values: dict[str, Value] = {key: spec.default for key, spec in specs.items()}
    for key, value in entry.items():
        spec = specs[key]
        match spec.kind, value:
            case Kind.TAGS, list() if all(isinstance(each, str) for each in value):
                values[key] = pack_tags(value)
            case Kind.BOOLEAN, bool():
                values[key] = int(value)
            case Kind.INTEGER, int() if not isinstance(value, bool):
                values[key] = value
            case ((Kind.TEXT | Kind.CHOICE), str()):
                values[key] = value.strip() or None
            case _:
                raise UsageError("rules.file_value", rule=name, key=key, value=value)
    return values
