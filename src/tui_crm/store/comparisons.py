"""One comparison of a filter as SQL, by the kind of value that is compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui_crm.errors import UsageError
from tui_crm.language.fold import fold, search_words
from tui_crm.store.dialect import escape_like, quote

if TYPE_CHECKING:
    from tui_crm.store.schema import FieldSpec, RecordType


@dataclass(frozen=True, slots=True)
class Sql:
    """A condition and its parameters."""

    text: str
    parameters: tuple[Any, ...] = ()


def ordered_test(column: str, operator: str, value: object) -> Sql:
    """A value beside a column, by an operator of the filter language."""
    return Sql(f"{column} {'=' if operator == '~' else operator} ?", (value,))


def text_test(spec: FieldSpec, operator: str, value: str) -> Sql:
    """A text that is, holds or stands beside what is looked for, folded."""
    column = quote(spec.sql_name)
    if operator == "~":
        test, wanted = f"crm_fold({column}) LIKE ? ESCAPE '!'", f"%{escape_like(fold(value))}%"
    else:
        test, wanted = f"crm_fold({column}) {operator} ?", fold(value)
    words = search_words(value) if spec.search and operator in ("=", "~") else []
    if not words:
        return Sql(test, (wanted,))
    # The search key finds the few rows that can match, so that only they are folded.
    likes = " AND ".join("search_key LIKE ? ESCAPE '!'" for _ in words)
    return Sql(f"({likes} AND {test})", (*(f"%{escape_like(w)}%" for w in words), wanted))


def phone_test(column: str, operator: str, value: str) -> Sql:
    """A telephone number by its digits alone."""
    digits = "".join(search_words(value))
    bare = _digits_alone(column)
    if operator == "~":
        return Sql(f"{bare} LIKE ? ESCAPE '!'", (f"%{escape_like(digits)}%",))
    return Sql(f"{bare} {operator} ?", (digits,))


def labelled_test(column: str, operator: str, value: str) -> Sql:
    """Labelled values, one of which is (``=``) a number or an address, or holds a text (``~``)."""
    if operator not in ("=", "~"):
        raise UsageError("filter.no_order")
    bare = _digits_alone(column)
    digits = escape_like("".join(search_words(value)))
    wanted = escape_like(fold(value))
    if operator == "=":
        words = f"\t{wanted}\n"
        return Sql(
            f"(lower({column}) LIKE ? ESCAPE '!' OR {bare} LIKE ? ESCAPE '!')",
            (f"%{words}%", f"%\t{digits}\n%"),
        )
    text = Sql(f"crm_fold({column}) LIKE ? ESCAPE '!'", (f"%{wanted}%",))
    if not digits.isdecimal():
        return text
    number = f"{bare} LIKE ? ESCAPE '!'"
    return Sql(f"({text.text} OR {number})", (*text.parameters, f"%{digits}%"))


def _digits_alone(column: str) -> str:
    return f"replace(replace(replace({column}, '-', ''), ' ', ''), '+', '')"


def major_units(record_type: RecordType, spec: FieldSpec, usual: str) -> str:
    """An amount in whole yen, dollars, …, as people write it; of ``usual`` where none is named."""
    from tui_crm.language.money import DIGITS, digits_of

    column, one = quote(spec.sql_name), 10 ** digits_of(usual)
    if spec.currency not in record_type:
        return f"({column} / {one}.0)"
    cases = " ".join(
        f"WHEN '{code}' THEN {10**digits}.0" for code, digits in DIGITS.items() if digits
    )
    named = quote(record_type.field(spec.currency).sql_name)
    divisor = f"CASE {named} {cases} ELSE 1 END"
    return f"({column} / CASE WHEN {named} IS NULL THEN {one}.0 ELSE {divisor} END)"


def number_of(value: str) -> int | float:
    """A number as people write it: 1,200, 3万, 50%.

    Raises:
        UsageError: it is none, or too large.
    """
    plain = fold(value).replace(",", "")
    for suffix, factor in (("億", 10**8), ("万", 10**4), ("%", 1)):
        if plain.endswith(suffix):
            return _small_float(plain.removesuffix(suffix), value) * factor
    return _small_float(plain, value)


def _small_float(plain: str, value: str) -> float:
    try:
        found = float(plain)
    except ValueError:
        raise UsageError("filter.number", value=value) from None
    if not abs(found) < 1e15:
        raise UsageError("filter.number", value=value)
    return found


def whole_number_of(value: str) -> int:
    """A number of digits alone, as far as the store can hold it; UsageError beyond."""
    if len(value) > 18:
        raise UsageError("filter.number", value=value)
    return int(value)
