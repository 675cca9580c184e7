"""What is read off the declarations, kept in the store so that opening it needs no table class.

Importing the table classes costs about 0.5 s, reading this copy about 1 ms. The copy carries a
fingerprint of the files it was read off; where that differs, it is read again and replaced.
"""

from __future__ import annotations

import json
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tui_crm import __version__
from tui_crm.features.team import rules
from tui_crm.store.model import SYSTEM_FIELDS, Choice, FieldSpec, Kind, RecordType, Schema

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.record_base import Record

_HERE = Path(__file__).parent
_TUPLES = ("aliases", "kana")
SCHEMA_TYPES: Final = frozenset({"choices", "custom_fields"}) | rules.TYPES
"""The types whose records say what a schema is."""


def fingerprint() -> str:
    """Changes whenever a declaration may have changed."""
    stats = [(_HERE / f"{name}.py").stat() for name in ("declaration", "model", "own_types")]
    stats += [path.stat() for path in _HERE.with_name("features").glob("*/*model*.py")]
    return f"{__version__}:{sum(s.st_size for s in stats)}:{max(s.st_mtime_ns for s in stats)}"


def declared() -> Schema:
    """The schema that the table classes declare: no custom field, no picklist yet."""
    from tui_crm.features.record_types import RECORD_TYPES

    return Schema({r.key: r for r in map(_read_class, RECORD_TYPES)})


def _read_class(table_class: type[Record]) -> RecordType:
    from tui_crm.store.declaration import SPEC

    about = table_class.about
    table = table_class.__table__  # type: ignore[attr-defined]
    own = [replace(c.info[SPEC], key=c.name) for c in table.columns if SPEC in c.info]
    system = list(SYSTEM_FIELDS)
    if not any(spec.column == 1 for spec in own):
        system[1] = replace(system[1], column=1)
    return RecordType(
        key=table.name,
        singular=about.singular,
        fields=(*system, *own),
        title=about.title,
        kana=about.kana,
        base_where=about.base_where,
        frozen_by=about.frozen_by,
        default_sort=about.default_sort,
        shortcut=about.shortcut,
        is_menu=about.is_menu,
    )


def _without_defaults(value: FieldSpec | RecordType) -> dict[str, Any]:
    return {
        f.name: getattr(value, f.name)
        for f in dataclass_fields(value)
        if f.init and f.name != "fields" and getattr(value, f.name) != f.default
    }


def dump(schema: Schema) -> str:
    """The schema as JSON."""
    return json.dumps(
        [
            {**_without_defaults(r), "fields": [_without_defaults(s) for s in r.fields]}
            for r in schema
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def parse(text: str) -> Schema:
    """The schema that ``dump`` wrote."""
    types: dict[str, RecordType] = {}
    for entry in json.loads(text):
        specs = tuple(_parse_field(spec) for spec in entry.pop("fields"))
        title = tuple(tuple(pair) for pair in entry.pop("title"))
        kana = tuple(entry.pop("kana", ()))
        types[entry["key"]] = RecordType(fields=specs, title=title, kana=kana, **entry)
    return Schema(types)


def _parse_field(entry: dict[str, Any]) -> FieldSpec:
    entry["kind"] = Kind(entry["kind"])
    entry["aliases"] = tuple(entry.get("aliases", ()))
    return FieldSpec(**entry)


def load(connection: Connection) -> Schema:
    """The schema of an open store, with the fields, values and rules that its people added."""
    known = dict(
        connection.rows("SELECT key, value FROM meta WHERE key IN ('catalogue', 'fingerprint')")
    )
    is_fresh = known.get("fingerprint") == fingerprint()
    schema = parse(known["catalogue"]) if is_fresh else declared()
    schema = schema.with_custom(_custom_fields(connection), _picklists(connection))
    return replace(
        schema,
        work_rules=rules.load_work_rules(connection),
        assignment_rules=rules.load_assignment_rules(connection),
    )


def last_change(connection: Connection) -> int:
    """The number of the last change to the fields, values and rules that people added; or 0."""
    marks = ", ".join("?" * len(SCHEMA_TYPES))
    found = connection.scalar(
        f"SELECT max(id) FROM changes WHERE record_type IN ({marks})", sorted(SCHEMA_TYPES)
    )
    return int(found or 0)


def save(connection: Connection) -> None:
    """Keep what the declarations say, inside a transaction of the caller's."""
    for key, value in (("catalogue", dump(declared())), ("fingerprint", fingerprint())):
        connection.run("DELETE FROM meta WHERE key = ?", (key,))
        connection.run("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))


def is_current(connection: Connection) -> bool:
    """Whether the copy in the store was read off the declarations of this program."""
    kept = connection.scalar("SELECT value FROM meta WHERE key = 'fingerprint'")
    return bool(kept == fingerprint())


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
