"""Filters, orders and lists of fields as people read them: by labels, not by keys.

What comes out is read back as the same filter (``language.py`` knows fields and values by label).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.language.fold import fold
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.compile import ME, filter_word
from tui_crm.store.filter.language import AllOf, AnyOf, Comparison, Filter, Not
from tui_crm.store.model import USERS, Kind
from tui_crm.store.values import read_boolean, unpack_tags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.store.model import FieldSpec, RecordType, Schema


def filter_in_words(schema: Schema, record_type: RecordType, where: str) -> str:
    """A filter by labels; one that cannot be read any more as it stands."""
    try:
        return filters.write(_translated(schema, record_type, filters.parse(where)))
    except UsageError:
        return where


def sort_in_words(record_type: RecordType, sort: str) -> str:
    """An order by labels, ``-`` for the other way round."""
    names = [name.strip() for name in sort.split(",") if name.strip()]
    return ", ".join(name[: -len(key)] + _label(record_type, key) for name, key in _signed(names))


def fields_in_words(record_type: RecordType, names: Iterable[str]) -> list[str]:
    """Fields by label; what is no field (any more) as it stands."""
    return [_label(record_type, name) for name in names]


def part_in_words(schema: Schema, type_: str, of: str, key: str, value: object) -> str | None:
    """A field of a view or a rule by labels, where it names types or fields; None for any other.

    ``type_`` is the record's own type, ``of`` the one that the view or rule is about, and
    ``value`` what is stored.
    """
    own, record_type = schema.types.get(type_), schema.types.get(of)
    has_filter = own is not None and ("where" in own or "condition" in own)
    if record_type is None or not has_filter or not value:
        return None
    match key:
        case "record_type":
            return record_type.label()
        case "where" | "condition":
            return filter_in_words(schema, record_type, str(value))
        case "sort":
            return sort_in_words(record_type, str(value))
        case "columns":
            names = [name.strip() for name in str(value).split(",") if name.strip()]
        case "needed":
            names = unpack_tags(str(value))
        case _:
            return None
    return t("ui.comma").join(fields_in_words(record_type, names))


def _signed(names: list[str]) -> list[tuple[str, str]]:
    return [(name, key) for name in names if (key := name.lstrip("+-"))]


def _label(record_type: RecordType, name: str) -> str:
    spec = record_type.called(name)
    return spec.label(record_type.key) if spec else name


def _translated(schema: Schema, record_type: RecordType, condition: Filter) -> Filter:
    match condition:
        case Comparison():
            return _test(schema, record_type, condition)
        case Not(part):
            return Not(_translated(schema, record_type, part))
        case AllOf(parts):
            return AllOf(tuple(_translated(schema, record_type, part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_translated(schema, record_type, part) for part in parts))


def _test(schema: Schema, record_type: RecordType, test: Comparison) -> Comparison:
    name, _, rest = test.field.partition(".")
    spec = record_type.called(name)
    if spec is None:
        word = None if rest else filter_word(schema, record_type, name)
        if word is None or test.operator not in ("=", "!="):
            return test
        answer = formats.boolean(bool(read_boolean(test.values[0])))
        return Comparison(t(f"filter.word.{word.name}"), test.operator, (answer,))
    label = spec.label(record_type.key)
    if rest and spec.kind is Kind.LINK:
        there = _test(schema, schema.type(spec.target), replace(test, field=rest))
        return replace(there, field=f"{label}.{there.field}")
    values = tuple(_value(schema, spec, value) for value in test.values)
    return replace(test, field=label, values=values)


def _value(schema: Schema, spec: FieldSpec, value: str) -> str:
    if spec.kind is Kind.CHOICE and (found := schema.choices_called(spec.choices, value)):
        return found[0].label() if len(found) == 1 else value
    if spec.kind is Kind.BOOLEAN and value:
        return formats.boolean(bool(read_boolean(value)))
    if spec.target == USERS and fold(value) in ME:
        return t("filter.me")
    return value
