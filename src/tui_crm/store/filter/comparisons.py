"""One comparison of a filter as SQL, by the kind of value that is compared."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.language.fold import fold
from tui_crm.language.number_bounds import LARGEST
from tui_crm.language.search_terms import equality_key, query_terms, spellings, word_groups
from tui_crm.store.sql import Sql, escape_like, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.model import FieldSpec, RecordType


def ordered_test(column: str, operator: str, value: object) -> Sql:
    """A value beside a column, by an operator of the filter language."""
    return Sql(f"{column} {'=' if operator == '~' else operator} ?", (value,))


def text_test(spec: FieldSpec, operator: str, value: str) -> Sql:
    """A text that is, holds or stands beside what is looked for, as a search compares them."""
    column = quote(spec.sql_name)
    if operator not in ("=", "~"):
        return Sql(f"crm_plain({column}) {operator} ?", (equality_key(value),))
    test = named_test(column, operator, value)
    return searched_test(test, value) if spec.search else test


def title_test(record_type: RecordType, operator: str, value: str) -> Sql:
    """Whether a record's title, or its name, is (``=``) or holds (``~``) what is looked for."""
    names = ["title"] + (["name"] if "name" in record_type else [])
    tests = [named_test(name, operator, value) for name in names]
    text = " OR ".join(test.text for test in tests)
    test = Sql(f"({text})", tuple(p for test in tests for p in test.parameters))
    made_of = {key for alternative in record_type.title for key in alternative} | {*names[1:]}
    is_searched = all(record_type.field(key).search for key in made_of)
    return searched_test(test, value) if is_searched else test


def searched_test(test: Sql, value: str) -> Sql:
    """``test``, of a text that is searched, only of the rows that have the words of ``value``.

    The search key finds those few, so that only they are folded.
    """
    groups = word_groups(value)
    if not groups:
        return test
    return _all_of([*(holding("search_key", group) for group in groups), test])


def named_test(column: str, operator: str, value: str) -> Sql:
    """Whether a column is (``=``) or holds (``~``) a text, in any of its spellings."""
    wanted = spellings(value)
    if operator == "=":
        return Sql(f"crm_plain({column}) IN ({', '.join('?' * len(wanted))})", wanted)
    return holding(f"crm_haystack({column})", wanted)


def holding(text: str, parts: Sequence[str]) -> Sql:
    """The condition that a text, folded, holds one of ``parts``."""
    likes = " OR ".join([f"{text} LIKE ? ESCAPE '!'"] * len(parts))
    return Sql(f"({likes})", tuple(f"%{escape_like(part)}%" for part in parts))


def phone_test(column: str, operator: str, value: str, keys: str = "") -> Sql:
    """A telephone number that is (``=``) or holds (``~``) these digits, in any of its forms.

    ``keys`` is the table with the match keys of the rows (``matching.table_name``), where it is
    known to have them.

    Raises:
        UsageError: it is put in an order.
    """
    if operator not in ("=", "~"):
        raise UsageError("filter.no_order")
    if operator == "=":
        return _same_number(column, value, keys) or named_test(column, "=", value)
    return _part_of_number(column, value) or named_test(column, "~", value)


def labelled_test(column: str, operator: str, value: str, keys: str = "") -> Sql:
    """Labelled values, one of which is (``=``) a number or an address, or holds a text (``~``).

    ``keys`` as in ``phone_test``.
    """
    if operator not in ("=", "~"):
        raise UsageError("filter.no_order")
    if operator == "=":
        line = f"%\t{escape_like(value.lower())}\n%"
        text = Sql(f"lower({column}) LIKE ? ESCAPE '!'", (line,))
        number = _same_number(column, value, keys)
    else:
        text = named_test(column, "~", value)
        number = _part_of_number(column, value)
    if number is None:
        return text
    return Sql(f"({text.text} OR {number.text})", (*text.parameters, *number.parameters))


def _same_number(column: str, value: str, keys: str) -> Sql | None:
    """Whether one of the numbers in a column dials what ``value`` dials; None where it is none."""
    from tui_crm.language.phones import phone_key
    from tui_crm.store.match_keys import KeyKind

    wanted = phone_key(value)
    if not wanted:
        return None
    test = holding(f"crm_phones({column})", [f"\n{wanted}\n"])
    if not keys:
        return test
    # The keys find the few rows that have the number in any field, so that only they are parsed.
    few = f"id IN (SELECT id FROM {keys} WHERE key = ?)"
    return _all_of([Sql(few, (f"{KeyKind.PHONE}{wanted}",)), test])


def _part_of_number(column: str, value: str) -> Sql | None:
    """Whether a number in a column holds the digits of ``value``; None where it has letters."""
    groups = query_terms(value)
    if not groups or not all(word.isdecimal() for group in groups for word in group):
        return None
    return _all_of([holding(f"crm_numbers({column})", group) for group in groups])


def _all_of(tests: Sequence[Sql]) -> Sql:
    text = " AND ".join(test.text for test in tests)
    return Sql(f"({text})", tuple(value for test in tests for value in test.parameters))


def amount_test(
    record_type: RecordType, spec: FieldSpec, operator: str, value: str, usual: str
) -> Sql:
    """Amounts in one currency beside ``value``: in that which it names (1000万 and 500円 are yen,
    $500 dollars), or in ``usual``, which is also that of records that name none.

    Compared in the smallest unit of the currency, where nothing is rounded.

    Raises:
        UsageError: it is no amount, could be two, or is in another currency than amounts that can
            only be in ``usual``.
    """
    from tui_crm.language.currencies import digits_of
    from tui_crm.language.money import implied_currency, parse_figure

    currency = implied_currency(value, usual) or usual
    figure, _ = parse_figure(value, currency)
    if not abs(figure) < 10**15:
        raise UsageError("filter.number", value=value)
    test = ordered_test(quote(spec.sql_name), operator, _in_units(figure, digits_of(currency)))
    if spec.currency in record_type:
        named = quote(record_type.field(spec.currency).sql_name)
        same = f"coalesce({named}, ?) = ?"
        return Sql(f"({same} AND {test.text})", (usual, currency, *test.parameters))
    if currency != usual:
        raise UsageError("filter.currency", value=value, currency=currency, usual=usual)
    return test


def _in_units(figure: Decimal, digits: int) -> int | float:
    """An amount in units of which 10**``digits`` are one whole."""
    minor = figure.scaleb(digits)
    return int(minor) if minor == minor.to_integral_value() else float(minor)


def number_of(value: str) -> int | float:
    """A number as people write it: 1,200, 3万, ¥500, 50%.

    Raises:
        UsageError: it is none, or too large.
    """
    plain = fold(value).replace(",", "").strip("¥$€£円 ")
    power = 0
    for suffix, power_of_ten in (("億", 8), ("万", 4), ("%", 0)):
        if plain.endswith(suffix):
            plain, power = plain.removesuffix(suffix), power_of_ten
            break
    try:
        found = Decimal(plain.strip()).scaleb(power)
    except ArithmeticError:
        raise UsageError("filter.number", value=value) from None
    if not found.is_finite() or abs(found) > LARGEST:
        raise UsageError("filter.number", value=value)
    return int(found) if found == found.to_integral_value() else float(found)


def whole_number_of(value: str) -> int:
    """A number of digits alone, as far as the store can hold it; UsageError beyond."""
    if len(value) > 18:
        raise UsageError("filter.number", value=value)
    return int(value)
