"""One comparison of a filter as SQL, by the kind of value that is compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui_crm.errors import UsageError
from tui_crm.language.fold import fold
from tui_crm.language.search_terms import plain, query_terms, spellings, word_groups
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
    """A text that is, holds or stands beside what is looked for, as a search compares them."""
    column = quote(spec.sql_name)
    if operator not in ("=", "~"):
        return Sql(f"crm_plain({column}) {operator} ?", (plain(value),))
    test = named_test(column, operator, value)
    groups = word_groups(value) if spec.search else ()
    if not groups:
        return test
    # The search key finds the few rows that can match, so that only they are folded.
    like = "search_key LIKE ? ESCAPE '!'"
    likes = " AND ".join(f"({' OR '.join([like] * len(group))})" for group in groups)
    words = (f"%{escape_like(word)}%" for group in groups for word in group)
    return Sql(f"({likes} AND {test.text})", (*words, *test.parameters))


def named_test(column: str, operator: str, value: str) -> Sql:
    """Whether a column is (``=``) or holds (``~``) a text, in any of its spellings."""
    wanted = spellings(value)
    if operator == "=":
        return Sql(f"crm_plain({column}) IN ({', '.join('?' * len(wanted))})", wanted)
    likes = [f"crm_haystack({column}) LIKE ? ESCAPE '!'"] * len(wanted)
    return Sql(f"({' OR '.join(likes)})", tuple(f"%{escape_like(w)}%" for w in wanted))


def phone_test(column: str, operator: str, value: str) -> Sql:
    """A telephone number that is (``=``) or holds (``~``) these digits, in any of its forms.

    Raises:
        UsageError: it is put in an order.
    """
    if operator not in ("=", "~"):
        raise UsageError("filter.no_order")
    if operator == "=":
        return _same_number(column, value) or named_test(column, "=", value)
    return _part_of_number(column, value) or named_test(column, "~", value)


def labelled_test(column: str, operator: str, value: str) -> Sql:
    """Labelled values, one of which is (``=``) a number or an address, or holds a text (``~``)."""
    if operator not in ("=", "~"):
        raise UsageError("filter.no_order")
    if operator == "=":
        line = f"%\t{escape_like(value.lower())}\n%"
        text = Sql(f"lower({column}) LIKE ? ESCAPE '!'", (line,))
        number = _same_number(column, value)
    else:
        text = named_test(column, "~", value)
        number = _part_of_number(column, value)
    if number is None:
        return text
    return Sql(f"({text.text} OR {number.text})", (*text.parameters, *number.parameters))


def _same_number(column: str, value: str) -> Sql | None:
    """Whether one of the numbers in a column dials what ``value`` dials; None where it is none."""
    from tui_crm.language.phones import phone_key

    wanted = phone_key(value)
    return Sql(f"instr(crm_phones({column}), ?) > 0", (f"\n{wanted}\n",)) if wanted else None


def _part_of_number(column: str, value: str) -> Sql | None:
    """Whether a number in a column holds the digits of ``value``; None where it has letters."""
    groups = query_terms(value)
    if not groups or not all(word.isdecimal() for group in groups for word in group):
        return None
    one = f"instr(crm_numbers({column}), ?) > 0"
    tests = " AND ".join(f"({' OR '.join([one] * len(group))})" for group in groups)
    return Sql(f"({tests})", tuple(word for group in groups for word in group))


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


def amount_of(value: str, usual: str) -> float:
    """An amount as people write it: 1,200, 3万, $500 where ``usual`` is USD; in whole units.

    Raises:
        UsageError: it is none, could be two, or is in another currency, which a comparison of
            figures would pass over.
    """
    from tui_crm.language.money import parse_figure

    figure, currency = parse_figure(value, usual)
    if currency not in (None, usual):
        raise UsageError("filter.currency", value=value, currency=currency)
    if not abs(figure) < 10**15:
        raise UsageError("filter.number", value=value)
    return float(figure)


def number_of(value: str) -> int | float:
    """A number as people write it: 1,200, 3万, ¥500, 50%.

    Raises:
        UsageError: it is none, or too large.
    """
    plain = fold(value).replace(",", "").strip("¥$€£円 ")
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
