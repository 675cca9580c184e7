"""The record types of a store: what features hand to the engine, and what its people added."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.journal.hooks import Event
from tui_crm.store.model import Choice, FieldSpec, Kind, Schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.hooks import Hooks


def schema_types(hooks: Hooks) -> frozenset[str]:
    """The types whose records say what a schema is."""
    read = (key for hook in hooks.all(Event.SCHEMA) for key in hook.types)
    return frozenset({"choices", "custom_fields", *read})


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """What the features of a program hand to the engine, which knows none of them."""

    declared: Schema
    """The record types, without custom fields and picklist values."""
    picklists: Mapping[str, str] = field(default_factory=dict)
    """The values that a new store has, by picklist and in their order: ``*`` marks the default,
    ``=`` a probability in percent or another meaning, ``:`` one more."""
    version: int = HEAD
    """The number of the last migration."""
    migrations: tuple[str, ...] = ()
    """Folders with further migrations."""


def load(connection: Connection, declared: Schema) -> Schema:
    """The schema of an open store: as declared, with what its people added."""
    schema = declared.with_custom(_custom_fields(connection), _picklists(connection))
    extras = {hook.name: hook(connection) for hook in schema.hooks.all(Event.SCHEMA)}
    return replace(schema, extras=extras)


def last_change(connection: Connection, hooks: Hooks) -> int:
    """The number of the last change to what is read with the schema; or 0."""
    types = sorted(schema_types(hooks))
    marks = ", ".join("?" * len(types))
    found = connection.scalar(f"SELECT max(id) FROM changes WHERE record_type IN ({marks})", types)
    return int(found or 0)


def _picklists(connection: Connection) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, list[Choice]] = {}
    for picklist, *values in connection.rows(
        "SELECT picklist, key, coalesce(ja, ''), coalesce(en, ''), coalesce(position, 0),"
        " coalesce(is_default, 0), coalesce(is_retired, 0), coalesce(meaning, '')"
        " FROM choices ORDER BY picklist, position IS NULL, position, id"
    ):
        key, ja, en, position, is_default, is_retired, meaning = values
        value = Choice(key, ja, en, position, bool(is_default), bool(is_retired), meaning)
        lists.setdefault(picklist, []).append(value)
    return {name: tuple(values) for name, values in lists.items()}


def _custom_fields(connection: Connection) -> dict[str, tuple[FieldSpec, ...]]:
    specs: dict[str, list[FieldSpec]] = {}
    for record_type, key, kind, ja, en, picklist, target, *marks in connection.rows(
        "SELECT record_type, key, kind, coalesce(ja, ''), coalesce(en, ''),"
        " coalesce(picklist, ''), coalesce(target, ''),"
        " coalesce(is_required, 0), coalesce(is_listed, 0), coalesce(maps_to, '')"
        " FROM custom_fields WHERE coalesce(is_retired, 0) = 0 ORDER BY record_type, position, id"
    ):
        required, listed, maps_to = marks
        spec = FieldSpec(
            key=key,
            kind=Kind(kind),
            section="custom",
            required=bool(required),
            choices=picklist,
            target=target,
            currency="currency" if kind == Kind.MONEY else "",
            column=20 if listed else 0,
            search=kind in (Kind.TEXT, Kind.EMAIL, Kind.PHONE),
            custom=True,
            label_ja=ja,
            label_en=en,
            aliases=tuple(word for word in (ja, en) if word),
            maps_to=maps_to,
        )
        specs.setdefault(record_type, []).append(spec)
    return {name: tuple(found) for name, found in specs.items()}
