"""The rules that a record's values must keep, whoever writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from tui_crm.errors import ExitCode, UsageError
from tui_crm.i18n import t
from tui_crm.language.number_bounds import LARGEST
from tui_crm.store.journal.hooks import Event
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value

_LONGEST: Final = 1_000_000
_LONGEST_KEY: Final = 60
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


_CHECKED_HERE: Final = ("custom_fields", "choices")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, in words."""

    field: str
    label: str
    sentence: str
    is_waivable: bool = False
    """It breaks a rule of the team, from which an import may be let off."""


class InvalidRecordError(UsageError):
    """A record that breaks a rule; ``problems`` names every field concerned."""

    exit_code = ExitCode.USAGE

    def __init__(self, record_type: RecordType, problems: tuple[Problem, ...]) -> None:
        super().__init__("record.invalid")
        self.record_type = record_type
        self.problems = problems

    def __str__(self) -> str:
        return " ".join(problem.sentence for problem in self.problems)


def problems(
    schema: Schema,
    record_type: RecordType,
    values: Mapping[str, Value],
    only: Iterable[str] | None = None,
) -> tuple[Problem, ...]:
    """Every rule that ``values`` break; with ``only``, as far as those fields have a part in it."""
    touched = None if only is None else set(only)
    if touched and record_type.frozen_by and values.get(record_type.frozen_by) is not None:
        barred = [spec for spec in record_type.editable if spec.key in touched]
        if barred:
            label = barred[0].label(record_type.key)
            sentence = t("errors.record.frozen", title=values.get("title"))
            return (Problem(barred[0].key, label, sentence),)
    found = checks(schema, record_type, values)
    for spec in record_type.fields:
        if touched is not None and touched.isdisjoint((spec.key, spec.required_without)):
            continue
        if values.get(spec.key) is None and spec.required_without in {p.field for p in found}:
            continue  # that one of the two is missing was said of the other
        sentence = _problem(schema, record_type, spec, values)
        if sentence:
            found.append(Problem(spec.key, spec.label(record_type.key), sentence))
    return (*found, *out_of_order(record_type, values, touched))


def has_checks(schema: Schema, record_type: RecordType) -> bool:
    """Whether anything is checked of records of this type beside their fields one by one."""
    is_checked = record_type.key in _CHECKED_HERE
    return is_checked or bool(schema.hooks.of(Event.CHECK, record_type.key))


def checks(schema: Schema, record_type: RecordType, values: Mapping[str, Value]) -> list[Problem]:
    """What makes no sense in a record as a whole."""
    found: list[Problem] = []
    for hook in schema.hooks.of(Event.CHECK, record_type.key):
        found += hook(schema, record_type, values)
    if record_type.key in _CHECKED_HERE:
        found += _problems_of_setup(schema, record_type, values)
    return found


def out_of_order(
    record_type: RecordType, values: Mapping[str, Value], only: Iterable[str] | None = None
) -> list[Problem]:
    """The times that come before what they must not come before (``FieldSpec.not_before``), as far
    as the fields ``only`` have a part in it."""
    touched = None if only is None else set(only)
    found = []
    for first, last in record_type.in_order:
        begins, ends = values.get(first), values.get(last)
        if begins is None or ends is None or str(ends) >= str(begins):
            continue
        if touched is None or touched & {first, last}:
            label, start = (record_type.field(key).label(record_type.key) for key in (last, first))
            sentence = t("errors.value.end_before_start", field=label, start=start)
            found.append(Problem(last, label, sentence))
    return found


def check(
    schema: Schema,
    record_type: RecordType,
    values: Mapping[str, Value],
    only: Iterable[str] | None = None,
) -> None:
    """Raise ``InvalidRecordError`` where ``problems`` finds any."""
    found = problems(schema, record_type, values, only)
    if found:
        raise InvalidRecordError(record_type, found)


def _problem(
    schema: Schema, record_type: RecordType, spec: FieldSpec, values: Mapping[str, Value]
) -> str:
    value = values.get(spec.key)
    label = partial(spec.label, record_type.key)
    if value is None:
        if spec.required:
            return t("errors.value.required", field=label())
        other = spec.required_without
        if other and values.get(other) is None:
            return t(
                "errors.value.required_without",
                field=label(),
                other=record_type.field(other).label(record_type.key),
            )
        return ""
    if spec.kind is Kind.CHOICE and schema.choice(spec.choices, str(value)) is None:
        return t("errors.value.choice", field=label(), value=value)
    if isinstance(value, int) and abs(value) > LARGEST:
        return t("errors.value.too_large", field=label())
    if isinstance(value, str):
        if len(value) > _LONGEST:
            return t("errors.value.too_long", field=label(), limit=_LONGEST)
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            return t("errors.value.surrogate", field=label())
    return ""


def _problems_of_setup(
    schema: Schema, record_type: RecordType, values: Mapping[str, Value]
) -> tuple[Problem, ...]:
    """What makes no sense in a custom field or a picklist value."""
    words = {key: str(value) for key, value in values.items() if value is not None}
    find = _of_field(schema, words) if record_type.key == "custom_fields" else _of_choice(words)
    return tuple(
        Problem(key, record_type.field(key).label(record_type.key), sentence)
        for key, sentence in find
    )


def _of_field(schema: Schema, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    owner, key, kind = (words.get(name, "") for name in ("record_type", "key", "kind"))
    declared = schema.types.get(owner)
    if owner and declared is None:
        known = ", ".join(each.key for each in schema)
        yield "record_type", t("errors.type.unknown", name=owner, known=known)
    if kind and kind not in tuple(Kind):
        known = ", ".join(Kind)
        yield "kind", t("errors.field.no_kind", kind=kind, known=known)
    if key and declared is not None:
        stands = declared.field(key) if key in declared else None
        if _KEY.fullmatch(key) is None or (stands is not None and not stands.custom):
            yield "key", t("errors.field.key", field=key, label=declared.label())
        elif stands is not None and kind and stands.kind != kind:
            yield "kind", t("errors.field.retired_kind", field=key, kind=stands.kind.value)
    if kind == Kind.LINK and words.get("target") not in schema.types:
        known = ", ".join(each.key for each in schema)
        yield "target", t("errors.type.unknown", name=words.get("target", ""), known=known)
    if kind == Kind.CHOICE and not words.get("picklist"):
        yield "picklist", t("errors.field.no_picklist", field=key)


def _of_choice(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    key = words.get("key")
    if key is not None and (not key.strip() or len(key) > _LONGEST_KEY):
        yield "key", t("errors.choice.key")
