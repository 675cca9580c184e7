"""Convert the values of records to cells that ``crm import`` reads back as the same values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tui_crm.exchange.exporting.options import Headers
from tui_crm.exchange.formula_escape import DANGEROUS, escape_formula
from tui_crm.language import formats
from tui_crm.language.fold import fold
from tui_crm.store.model import Kind
from tui_crm.store.values import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value
    from tui_crm.store.records import Record

_Words: TypeAlias = "Callable[[Record, Value], str]"

_HARMLESS: Final = frozenset(
    {Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.DATETIME, Kind.BOOLEAN}
)
_SUSPICIOUS: Final = DANGEROUS | {"'"}

_DIGITS: Final = 15
"""So many a spreadsheet keeps of a number."""

_FIRST_DAY: Final = "1900-03-02"
"""Before it, Excel counts a day that there never was."""

_STAMP: Final = "%Y-%m-%d %H:%M:%S"


def columns_of(record_type: RecordType, keys: Sequence[str]) -> tuple[FieldSpec, ...]:
    """The fields with these keys, or all that a person may see, the number first.

    Raises:
        UsageError: there is no such field.
    """
    if keys:
        return tuple(record_type.field(key) for key in keys)
    last = ("external_id", "created_at", "updated_at")
    middle = [s for s in record_type.fields if s.section != "system" or s.key == "converted_at"]
    return (
        record_type.field("id"),
        *middle,
        *(record_type.field(key) for key in last),
    )


def header_of(
    record_type: RecordType, specs: Sequence[FieldSpec], headers: Headers
) -> tuple[str, ...]:
    """What stands above each column, each once; two fields with one label get their keys too."""
    if headers is Headers.KEYS:
        return tuple(spec.key for spec in specs)
    labels = [spec.label(record_type.key) for spec in specs]
    return tuple(
        f"{text} ({spec.key})" if labels.count(text) > 1 else text
        for spec, text in zip(specs, labels, strict=True)
    )


class CellWriter:
    """Writes the values of some fields; ``guarded`` counts the cells made harmless, ``live`` those
    that a spreadsheet would run as a formula.

    ``currency`` is that of amounts whose records name none.
    """

    def __init__(
        self,
        schema: Schema,
        specs: Sequence[FieldSpec],
        headers: Headers,
        *,
        for_excel: bool,
        currency: str,
    ) -> None:
        self.guarded = 0
        self.live = 0
        self.currency = currency
        self._for_excel = for_excel
        self._columns = [
            (spec.key, spec.kind in _HARMLESS, _words_of(schema, spec, headers, currency))
            for spec in specs
        ]
        self._typed = [
            (spec.key, _typed(spec, _words_of(schema, spec, headers, currency))) for spec in specs
        ]

    def texts(self, record: Record) -> list[str]:
        """The values of a record as text."""
        cells = []
        values = record.values
        for key, is_harmless, words in self._columns:
            value = values.get(key)
            if value is None:
                cells.append("")
                continue
            text = words(record, value)
            if not is_harmless and text[:1] in _SUSPICIOUS:
                guarded = escape_formula(text, for_spreadsheet=self._for_excel)
                self.guarded += self._for_excel and guarded != text
                self.live += guarded[0] in DANGEROUS
                text = guarded
            cells.append(text)
        return cells

    def typed(self, record: Record) -> list[Any]:
        """The values as a workbook holds them: numbers, dates and local times, or else text."""
        values = record.values
        return [
            None if (value := values.get(key)) is None else typed(record, value)
            for key, typed in self._typed
        ]


def _words_of(schema: Schema, spec: FieldSpec, headers: Headers, usual: str) -> _Words:
    """How a value of a field is written, in words that are read back as the same."""
    if headers is Headers.LABELS:
        match spec.kind:
            case Kind.CHOICE:
                labels = _labels(schema, spec.choices)
                return lambda _, value: labels.get(str(value), str(value))
            case Kind.BOOLEAN:
                words = (formats.boolean(False), formats.boolean(True))
                return lambda _, value: words[bool(value)]
            case Kind.DATETIME:
                return lambda _, value: stamp(str(value))
    match spec.kind:
        case Kind.MONEY:
            return lambda record, value: to_text(
                spec, value, str(record.values.get(spec.currency) or usual)
            )
        case Kind.LINK:
            return lambda record, value: to_text(spec, value, title=record.links.get(spec.key, ""))
        case Kind.TAGS | Kind.PHONES | Kind.EMAILS | Kind.BOOLEAN | Kind.NUMBER:
            return lambda _, value: to_text(spec, value)
    return lambda _, value: str(value)


def _typed(spec: FieldSpec, words: _Words) -> Callable[[Record, Value], Any]:
    """How a value of a field stands in a workbook."""

    def typed(record: Record, value: Value) -> Any:
        match spec.kind:
            case Kind.DATE if str(value) >= _FIRST_DAY:
                return date.fromisoformat(str(value))
            case Kind.DATETIME if (text := stamp(str(value))) >= _FIRST_DAY:
                local = _local(str(value)).replace(tzinfo=None)
                return local if str(local) == text else text
            case Kind.INTEGER | Kind.NUMBER if _fits(str(value)):
                return value
            case Kind.MONEY if _fits(amount := words(record, value)):
                return float(amount) if "." in amount else int(amount)
        return escape_formula(words(record, value), for_spreadsheet=False)

    return typed


def _fits(number: str) -> bool:
    digits = "".join(map(str, Decimal(number).as_tuple().digits))
    return len(digits.strip("0")) <= _DIGITS


def _labels(schema: Schema, picklist: str) -> dict[str, str]:
    """The labels of a picklist by key, as far as each means one value alone."""
    choices = schema.choices(picklist, retired=True)
    found = {}
    for choice in choices:
        label = choice.label()
        meant = [c.key for c in choices if fold(label) in (fold(c.key), fold(c.ja), fold(c.en))]
        if meant == [choice.key]:
            found[choice.key] = label
    return found


def _local(moment: str) -> datetime:
    found = datetime.fromisoformat(moment)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone()


@lru_cache(maxsize=4096)
def stamp(moment: str) -> str:
    """A point in time by the clocks of this machine; the hour that they show twice has its offset.

    A time before the zone had whole minutes would lose seconds, and stands in UTC.
    """
    local = _local(moment)
    offset = local.utcoffset()
    if offset is not None and offset.seconds % 60:
        return moment
    text = local.strftime(_STAMP)
    if local.year < 1000:
        return moment
    same = datetime.fromisoformat(text).astimezone(UTC) == local.astimezone(UTC)
    return text if same else local.isoformat(sep=" ")
