"""Convert the values of records to cells that ``crm import`` reads back as the same values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from tui_crm.exchange.exporting.options import Headers
from tui_crm.exchange.formula_escape import DANGEROUS, escape_formula
from tui_crm.language import formats
from tui_crm.language.fold import fold
from tui_crm.store.model import Kind
from tui_crm.store.records import read_rows, titles
from tui_crm.store.values import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value

_Texts: TypeAlias = "Callable[[Sequence[Value], Sequence[str]], list[str]]"
"""Values as text, blanks as empty text. With each comes the currency of an amount, or the title of
what a link points at."""

_HARMLESS: Final = frozenset(
    {Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.DATETIME, Kind.BOOLEAN}
)
_SUSPICIOUS: Final = DANGEROUS | {"'"}

_DIGITS: Final = 15
"""So many a spreadsheet keeps of a number."""

_FIRST_DAY: Final = "1900-03-02"
"""Before it, Excel counts a day that there never was."""

_STAMP: Final = "%Y-%m-%d %H:%M:%S"


class Amount(NamedTuple):
    """An amount of money in a workbook, in the unit of its currency (ISO 4217)."""

    value: float
    currency: str


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


class Cells:
    """Reads some fields of records, and gives them as cells; ``guarded`` counts the cells made
    harmless, ``live`` those that a spreadsheet would run as a formula.

    It goes column by column through a few hundred records, of which most columns are blank.
    ``currency`` is that of amounts whose records name none.
    """

    def __init__(
        self,
        connection: Connection,
        schema: Schema,
        record_type: RecordType,
        specs: Sequence[FieldSpec],
        headers: Headers,
        *,
        for_excel: bool,
        currency: str,
    ) -> None:
        self.guarded = 0
        self.live = 0
        self._connection = connection
        self._record_type = record_type
        self._for_excel = for_excel
        self._currency = currency
        self._specs = specs
        keys = dict.fromkeys(key for s in specs for key in (s.key, s.currency) if key)
        self._keys = [key for key in keys if key in record_type]
        self._texts = [_texts_of(schema, spec, headers) for spec in specs]

    def texts(self, ids: Sequence[int]) -> list[tuple[str, ...]]:
        """The values of the records with these ids as text, a row each."""
        columns = [
            texts if spec.kind in _HARMLESS or not any(texts) else self._harmless(texts)
            for spec, _, texts, _ in self._columns(ids)
        ]
        return list(zip(*columns, strict=True))

    def typed(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The same as a workbook holds them: numbers, dates and local times, or else text; an
        amount with its currency, as an ``Amount``."""
        columns = []
        for spec, values, texts, currencies in self._columns(ids):
            cells = zip(values, texts, currencies, strict=True)
            columns.append([None if v is None else _typed(spec, v, t, c) for v, t, c in cells])
        return list(zip(*columns, strict=True))

    def _columns(
        self, ids: Sequence[int]
    ) -> Iterator[tuple[FieldSpec, Sequence[Value], list[str], Sequence[str]]]:
        """Each field, its values, the same as text, and the currencies of its amounts."""
        rows = read_rows(self._connection, self._record_type, ids, self._keys)
        by_key = zip(self._keys, zip(*rows, strict=True), strict=True)
        columns: dict[str, Sequence[Value]] = dict(by_key) if rows else {}
        blank, usual = [""] * len(rows), [self._currency] * len(rows)
        for spec, texts_of in zip(self._specs, self._texts, strict=True):
            values = columns.get(spec.key, ())
            if values.count(None) == len(values):
                yield spec, values, blank, usual
                continue
            currencies = usual
            if spec.currency in columns:
                currencies = [str(each or self._currency) for each in columns[spec.currency]]
            context = currencies
            if spec.kind is Kind.LINK:
                linked = {int(value) for value in values if value is not None}
                known = titles(self._connection, spec.target, linked)
                context = ["" if value is None else known.get(int(value), "") for value in values]
            yield spec, values, texts_of(values, context), currencies

    def _harmless(self, texts: list[str]) -> list[str]:
        """Texts, of which none is a formula where a spreadsheet will open the file."""
        if _SUSPICIOUS.isdisjoint({text[:1] for text in texts}):
            return texts
        return [self._guard(text) if text[:1] in _SUSPICIOUS else text for text in texts]

    def _guard(self, text: str) -> str:
        guarded = escape_formula(text, for_spreadsheet=self._for_excel)
        self.guarded += self._for_excel and guarded != text
        self.live += guarded[:1] in DANGEROUS
        return guarded


def _texts_of(schema: Schema, spec: FieldSpec, headers: Headers) -> _Texts:
    """How the values of a field are written, in words that are read back as the same."""
    known: dict[Value, str] = {None: ""}
    if headers is Headers.LABELS:
        match spec.kind:
            case Kind.CHOICE:
                known.update(_labels(schema, spec.choices))
            case Kind.BOOLEAN:
                known |= {0: formats.boolean(False), 1: formats.boolean(True)}
            case Kind.DATETIME:
                return lambda values, _: ["" if v is None else stamp(str(v)) for v in values]
    if len(known) > 1:
        return lambda values, _: [known[v] if v in known else str(v) for v in values]
    match spec.kind:
        case Kind.MONEY:
            return lambda values, currencies: [
                to_text(spec, v, each) for v, each in zip(values, currencies, strict=True)
            ]
        case Kind.LINK:
            return lambda values, found: [
                to_text(spec, v, title=each) for v, each in zip(values, found, strict=True)
            ]
        case Kind.TAGS | Kind.PHONES | Kind.EMAILS | Kind.BOOLEAN | Kind.NUMBER:
            return lambda values, _: [to_text(spec, value) for value in values]
    return lambda values, _: ["" if v is None else str(v) for v in values]


def _typed(spec: FieldSpec, value: Value, text: str, currency: str) -> Any:
    """How a value of a field stands in a workbook."""
    match spec.kind:
        case Kind.DATE if str(value) >= _FIRST_DAY:
            return date.fromisoformat(str(value))
        case Kind.DATETIME if (moment := stamp(str(value))) >= _FIRST_DAY:
            local = _local(str(value)).replace(tzinfo=None)
            return local if str(local) == moment else moment
        case Kind.INTEGER | Kind.NUMBER if _fits(str(value)):
            return value
        case Kind.MONEY if _fits(text):
            return Amount(float(text) if "." in text else int(text), currency)
    return escape_formula(text, for_spreadsheet=False)


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
