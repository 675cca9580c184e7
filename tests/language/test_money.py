from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.errors import UsageError
from tui_crm.language.money import (
    DIGITS,
    LARGEST,
    Money,
    format_money,
    parse_money,
    plain_money,
)

MONEYLIKE = st.text(st.sampled_from("0123456789.,'-()¥$円万億千KM E+USD▲"), max_size=20)


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1234", Money(1234)),
        ("¥1,234", Money(1234, "JPY")),
        ("￥１，２３４", Money(1234, "JPY")),
        ("1,234円", Money(1234, "JPY")),
        ("120万円", Money(1_200_000, "JPY")),
        ("1.2億", Money(120_000_000)),
        ("1億2,345万6,789円", Money(123_456_789, "JPY")),
        ("120千円", Money(120_000, "JPY")),
        ("3百万円", Money(3_000_000, "JPY")),
        ("1.5M", Money(1_500_000)),
        ("1.2E+06", Money(1_200_000)),
        ("100.0", Money(100)),
        ("-¥1,234", Money(-1234, "JPY")),
        ("¥ -1,234", Money(-1234, "JPY")),
        ("▲300", Money(-300)),
        ("−300", Money(-300)),
        ("(300)", Money(-300)),
        ("$12,400.00", Money(1_240_000, "USD")),
        ("USD 1,200", Money(120_000, "USD")),
        ("1200 EUR", Money(120_000, "EUR")),
        ("1.5 million USD", Money(150_000_000, "USD")),
    ],
)
def test_amounts_in_yen_unless_they_say_otherwise(text: str, money: Money) -> None:
    assert parse_money(text, "JPY") == money


@pytest.mark.parametrize(
    ("text", "currency", "decimal", "minor"),
    [
        ("(1.62)", "USD", ".", -162),
        (".5", "USD", ".", 50),
        ("0.30000000000000004", "USD", ".", 30),
        ("1.234,56", "EUR", ",", 123_456),
        ("1 234,56 €", "EUR", ",", 123_456),
        ("1'234.50", "CHF", ".", 123_450),
        ("12,34,567", "INR", ".", 123_456_700),
        ("$5", "CAD", ".", 500),
        ("1.234", "KWD", ".", 1234),
    ],
)
def test_amounts_in_other_currencies(
    text: str, currency: str, decimal: Literal[".", ","], minor: int
) -> None:
    assert parse_money(text, currency, decimal=decimal).minor == minor


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "language.money"),
        ("abc", "language.money"),
        ("¥", "language.money"),
        ("inf", "language.money"),
        ("nan", "language.money"),
        ("1,5", "language.money"),
        ("1.234.567", "language.money"),
        ("12,3456", "language.money"),
        ("1万2億", "language.money"),
        ("¥5$", "language.money"),
        ("1E+999999999", "language.money"),
        ("9" * 5000, "language.money"),
        ("\ud800", "language.money"),
        ("XYZ 5", "language.money_currency"),
        ("100.5", "language.money_fraction"),
        ("9223372036854775808", "language.money_too_large"),
        ("1E+99", "language.money_too_large"),
    ],
)
def test_what_is_no_amount_is_refused_in_words(text: str, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_money(text, "JPY")
    assert refused.value.key == key
    assert not str(refused.value).startswith("errors.")


def test_the_largest_amount_fits() -> None:
    assert parse_money(str(LARGEST), "JPY").minor == LARGEST
    assert parse_money(plain_money(-LARGEST, "USD"), "USD").minor == -LARGEST


@given(st.integers(-LARGEST, LARGEST), st.sampled_from([*DIGITS]))
def test_what_is_written_reads_the_same(minor: int, currency: str) -> None:
    assert parse_money(plain_money(minor, currency), currency) == Money(minor)
    assert parse_money(format_money(minor, currency), "CHF") == Money(minor, currency)


@given(st.text() | MONEYLIKE, st.sampled_from(["JPY", "USD", "KWD", "XYZ"]))
def test_any_text_is_an_amount_or_a_plain_error(text: str, currency: str) -> None:
    try:
        money = parse_money(text, currency)
    except UsageError:
        return
    assert abs(money.minor) <= LARGEST
    assert parse_money(plain_money(money.minor, currency), currency).minor == money.minor


def test_amounts_are_shown_in_their_currency() -> None:
    assert format_money(1_200_000, "JPY") == "¥1,200,000"
    assert format_money(-1_240_000, "USD") == "-$12,400.00"
    assert format_money(5, "CHF") == "CHF 0.05"
    assert format_money(0, "KWD") == "KWD 0.000"
