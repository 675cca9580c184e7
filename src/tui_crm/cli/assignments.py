"""Field assignments on the command line: ``key=value``, ``tags+=x``, ``tags-=x``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from tui_crm.cli.messages import remark
from tui_crm.cli.resolve import field_key, nearest_fields
from tui_crm.errors import CrmError, NotFoundError, UsageError
from tui_crm.language import formats
from tui_crm.store.labelled_values import (
    joined,
    parted,
    read_labelled,
    shown_labelled,
    unpack_labelled,
    with_more,
)
from tui_crm.store.model import Kind
from tui_crm.store.values import pack_tags, unpack_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.cli.session import Session
    from tui_crm.language.emails import Email
    from tui_crm.language.phones import Phone
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.labelled_values import Labelled
    from tui_crm.store.model import FieldSpec, RecordType, Value

_ASSIGNMENT: Final = re.compile(r"\s*([^\s=+-][^=]*?)\s*([+-]?)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment to one field: ``=`` sets it, ``+`` adds a tag, ``-`` removes one."""

    key: str
    way: str
    text: str


class AssignmentsError(UsageError):
    """Invalid assignments, each with its sentence."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("record.invalid")
        self.sentences = tuple(sentences)

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def read_assignments(words: Iterable[str]) -> list[Assignment]:
    """Parse the words of a command as assignments.

    Raises:
        UsageError: a word is none.
    """
    found = []
    for word in words:
        match = _ASSIGNMENT.fullmatch(word)
        if match is None:
            raise UsageError("cli.assignment", word=word)
        found.append(Assignment(match[1], match[2] or "=", match[3]))
    return found


def assigned(
    session: Session,
    connection: Connection,
    record_type: RecordType,
    assignments: Sequence[Assignment],
    stands: Mapping[str, Value],
) -> dict[str, Value]:
    """The field values of assignments; ``stands`` are those of the existing record, if any.

    Raises:
        UsageError: some cannot be read; every one of them has its sentence.
    """
    reader = session.reader(connection)
    assignments = [replace(each, key=field_key(record_type, each.key)) for each in assignments]
    values: dict[str, Value] = {}
    missing: NotFoundError | None = None
    sentences: list[str] = []
    further: list[tuple[FieldSpec, list[Labelled]]] = []
    ordered = sorted(assignments, key=lambda each: _is_money(record_type, each.key))
    for each in ordered:
        try:
            spec = _writable(record_type, each.key)
            if each.way == "=":
                currency = session.currency_of(spec, {**stands, **values})
                values[spec.key] = reader.read(spec, each.text, currency)
                if items := parted(record_type, spec, each.text):
                    values[spec.key] = items[0].value
                    further.append((spec, items[1:]))
            else:
                values[spec.key] = _tagged(spec, each, {**stands, **values}.get(spec.key))
        except CrmError as error:
            missing = error if isinstance(error, NotFoundError) else missing
            sentences.append(_sentence(record_type, each.key, error))
    if sentences:
        raise AssignmentsError(sentences) if len(sentences) > 1 or not missing else missing
    for spec, items in further:
        to, value = with_more(record_type, spec, {**stands, **values}, items)
        values[to] = value
        label = record_type.field(to).label(record_type.key)
        remark("understood", field=label, value=shown_labelled(value))
    parted_fields = {spec.key for spec, _ in further}
    for each in ordered:
        spec = record_type.field(each.key)
        if spec.key in parted_fields:
            continue
        tell_understood(spec, record_type.key, each.text, values.get(spec.key))
    return _with_currency(session, record_type, values, stands)


def tell_understood(spec: FieldSpec, record_type: str, typed: str, value: Value) -> None:
    """Tell the user how a date in words was read, and warn about a doubtful phone or address."""
    words = _said_back(spec, value)
    if value is not None and words and str(value) != typed.strip():
        remark("understood", field=spec.label(record_type), value=words)
    if doubt := _doubt(spec, typed):
        remark("understood", field=spec.label(record_type), value=doubt)


def _said_back(spec: FieldSpec, value: Value) -> str:
    if spec.kind is Kind.DATE and value is not None:
        return formats.weekday_day(date.fromisoformat(str(value)))
    if spec.kind is Kind.DATETIME and value is not None:
        return formats.stamp(formats.local(str(value)))
    return ""


def _doubt(spec: FieldSpec, typed: str) -> str:
    found: Email | Phone | None = None
    if spec.kind is Kind.EMAIL:
        from tui_crm.language.emails import normalise_email

        found = normalise_email(typed)
    elif spec.kind is Kind.PHONE:
        from tui_crm.language.phones import normalise_phone

        found = normalise_phone(typed)
    return found.warning.sentence if found and found.warning else ""


def _is_money(record_type: RecordType, key: str) -> bool:
    """Whether the field is an amount: parsed last, as the same command may set its currency."""
    return key in record_type and record_type.field(key).kind is Kind.MONEY


def _writable(record_type: RecordType, key: str) -> FieldSpec:
    spec = record_type.field(key)
    if spec.readonly:
        raise UsageError("cli.readonly", field=spec.label(record_type.key))
    return spec


def _tagged(spec: FieldSpec, each: Assignment, stands: Value) -> Value:
    if spec.is_labelled:
        return _one_more_or_less(spec, each, stands)
    if spec.kind is not Kind.TAGS:
        raise UsageError("cli.not_tags", key=spec.key, way=each.way)
    tags = unpack_tags(stands)
    named = [tag.strip() for tag in re.split(r"[,、，]", each.text)]
    if each.way == "+":
        return pack_tags([*tags, *named])
    return pack_tags([tag for tag in tags if tag not in named])


def _one_more_or_less(spec: FieldSpec, each: Assignment, stands: Value) -> Value:
    """Further numbers or addresses with some added or removed."""
    named = unpack_labelled(read_labelled(spec.kind, each.text))
    if each.way == "+":
        return joined(spec.kind, unpack_labelled(stands), named)
    return joined(spec.kind, unpack_labelled(stands), without=[item.value for item in named])


def _sentence(record_type: RecordType, key: str, error: CrmError) -> str:
    if key not in record_type:
        return " ".join(filter(None, (str(error), nearest_fields(record_type, key))))
    if error.key == "cli.readonly":
        return str(error)
    return f"{record_type.field(key).label(record_type.key)}: {error}"


def _with_currency(
    session: Session,
    record_type: RecordType,
    values: dict[str, Value],
    stands: Mapping[str, Value],
) -> dict[str, Value]:
    """Set the currency of amounts whose record names none."""
    for key in list(values):
        currency = record_type.field(key).currency
        if values[key] is None or currency not in record_type:
            continue
        if not values.get(currency) and not stands.get(currency):
            values[currency] = session.currency
    return values
