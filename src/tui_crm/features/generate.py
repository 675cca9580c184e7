"""Write ``generated.py``: all that the declarations say, as literals.

``python -m tui_crm.features.generate`` does it after a change to a declaration. Importing the
classes costs half a second, importing the literals two milliseconds; a test keeps both the same.
"""

from __future__ import annotations

import sys
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tui_crm.errors import UsageError
from tui_crm.exchange.importing.match_rules import meanings
from tui_crm.manifest import features, hooks, load
from tui_crm.store.declaration import DeclarationError, read_fields
from tui_crm.store.filter.compile import QueryContext
from tui_crm.store.journal.hooks import Hooks
from tui_crm.store.model import SYSTEM_FIELDS, TITLED_FIELDS, Choice, RecordType, Schema
from tui_crm.store.own_types import CustomField, PicklistValue, SavedView
from tui_crm.store.query import Listing, Query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from tui_crm.store.record_base import Record

TARGET: Final = Path(__file__).with_name("generated.py")

_HEAD: Final = '''\
"""What the declarations say, as literals; ``python -m tui_crm.features.generate`` writes it."""

# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Final

from tui_crm.store.model import (
    SYSTEM_FIELDS,
    TITLED_FIELDS,
    FieldSpec,
    Kind,
    RecordType,
    RelatedPart,
    Rollup,
    UsualView,
)
'''


def record_classes() -> list[type[Record]]:
    """The classes of all record types: those of the features, and the engine's own."""
    found = [load(ref) for feature in features() for ref in feature.types]
    return [*found, PicklistValue, CustomField, SavedView]


def read_class(record_class: type[Record]) -> RecordType:
    """What the class of a record type declares.

    Raises:
        DeclarationError: a field is told something of the wrong type.
    """
    table = record_class.__table__  # type: ignore[attr-defined]
    own = read_fields(table, record_class.__name__)
    system = SYSTEM_FIELDS if any(spec.column == 1 for spec in own) else TITLED_FIELDS
    return replace(record_class.about, key=table.name, fields=(*system, *own))


def picklists(classes: Iterable[type[Record]]) -> dict[str, str]:
    """The picklists that the modules of the classes bring along."""
    found: dict[str, str] = {}
    for module in dict.fromkeys(sys.modules[each.__module__] for each in classes):
        found |= getattr(module, "PICKLISTS", {})
    return found


def problems(types: Collection[RecordType], lists: Mapping[str, str]) -> list[str]:
    """What record types say of themselves and cannot mean, a sentence each.

    ``lists`` are the picklists that filters may name values of.
    """
    bare = {each.key: replace(each, base_where="") for each in types}
    choices = {
        name: tuple(Choice(word.partition("=")[0].rstrip("*"), "", "") for word in values.split())
        for name, values in lists.items()
    }
    schema = Schema(bare, choices, Hooks(hooks()))
    return [
        f"{each.key}: {attribute}: {problem}"
        for each in types
        for attribute, problem in (*_unknown_fields(each), *_unread_filters(schema, each))
    ]


def _unknown_fields(declared: RecordType) -> Iterator[tuple[str, str]]:
    named = {
        "status_field": [declared.status_field],
        "owner_field": [declared.owner_field],
        "frozen_by": [declared.frozen_by],
        "title": [name for alternative in declared.title for name in alternative],
        "kana": declared.kana,
    }
    for attribute, names in named.items():
        for name in names:
            if name and name not in declared:
                yield attribute, f"there is no field {name!r}"
    for part in dict.fromkeys(part for alternative in declared.identity for part in alternative):
        if part not in declared and part not in meanings(declared):
            yield "identity", f"there is no field {part!r}, and the word means no other ones here"


def _unread_filters(schema: Schema, declared: RecordType) -> Iterator[tuple[str, str]]:
    said = [
        ("base_where", declared.base_where, ""),
        ("offered_where", declared.offered_where, ""),
        ("figure_where", declared.figure_where, ""),
        ("default_sort", "", declared.default_sort),
    ]
    said += [(f"views: {each.key}", each.where, each.sort) for each in declared.views]
    said += [(f"parts: {each.key}", each.where, each.sort) for each in declared.parts]
    now = datetime.now(UTC).astimezone()
    for attribute, where, sort in said:
        query = Query(declared.key, where, sort=sort or "sort_key")
        try:
            Listing(schema, query, QueryContext(now))
        except UsageError as error:
            yield attribute, str(error)


def source() -> str:
    """The text of the module.

    Raises:
        DeclarationError: a type says something of itself or of a field that it cannot mean.
    """
    classes = record_classes()
    types, lists = [read_class(each) for each in classes], picklists(classes)
    if found := problems(types, lists):
        raise DeclarationError("\n".join(found))
    lines = [_HEAD, "RECORD_TYPES: Final[tuple[RecordType, ...]] = ("]
    for declared in types:
        lines += _type_lines(declared)
    lines += [")", "", "PICKLISTS: Final[dict[str, str]] = {"]
    lines += [f"    {name!r}: {values!r}," for name, values in lists.items()]
    return "\n".join([*lines, "}", ""])


def _type_lines(declared: RecordType) -> Iterator[str]:
    yield "    RecordType("
    for name, value in _arguments(declared).items():
        if name != "fields":
            yield f"        {name}={_literal(value)},"
    system = len(SYSTEM_FIELDS)
    is_titled = declared.fields[:system] == TITLED_FIELDS
    yield "        fields=("
    yield f"            *{'TITLED_FIELDS' if is_titled else 'SYSTEM_FIELDS'},"
    for spec in declared.fields[system:]:
        yield f"            {_literal(spec)},"
    yield "        ),"
    yield "    ),"


def _arguments(value: Any) -> dict[str, Any]:
    """What a dataclass or named tuple has to be made with: all that is not its default."""
    if is_dataclass(value):
        usual = {f.name: f.default for f in fields(value) if f.init}
        return {
            name: v for name, default in usual.items() if (v := getattr(value, name)) != default
        }
    usual = value._field_defaults
    return {k: v for k, v in value._asdict().items() if k not in usual or v != usual[k]}


def _literal(value: Any) -> str:
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if is_dataclass(value) or hasattr(value, "_asdict"):
        named = [f"{name}={_literal(each)}" for name, each in _arguments(value).items()]
        return f"{type(value).__name__}({', '.join(named)})"
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def main() -> None:
    """Write the module, or say what is declared wrongly and leave it as it is."""
    try:
        text = source()
    except DeclarationError as error:
        sys.exit(str(error))
    TARGET.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
