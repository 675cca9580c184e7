from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.errors import UsageError
from tui_crm.language.currencies import DIGITS
from tui_crm.language.money import (
    Money,
    Notation,
    format_money,
    parse_money,
    plain_money,
    short_money,
)
from tui_crm.language.money_headers import read_amount_header
from tui_crm.language.number_bounds import LARGEST

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
    assert parse_money(text, currency, Notation(decimal)).minor == minor
    assert parse_money(text, currency).minor == minor


@pytest.mark.parametrize(
    ("text", "usual", "money"),
    [
        ("¥1,234-", "JPY", Money(1234, "JPY")),
        ("金1,234円也", "JPY", Money(1234, "JPY")),
        ("金壱百万円也", "JPY", Money(1_000_000, "JPY")),
        ("三百二十万円", "JPY", Money(3_200_000, "JPY")),
        ("千円", "JPY", Money(1000, "JPY")),
        ("△ 1,234", "JPY", Money(-1234)),
        ("約5万円", "JPY", Money(50_000, "JPY", is_rough=True)),
        ("100,000円（税込）", "JPY", Money(100_000, "JPY", is_rough=True)),
        ("1.234億", "JPY", Money(123_400_000)),
        ("1,5万", "JPY", Money(15_000)),
        ("1.234.567", "JPY", Money(1_234_567)),
        ("100万ドル", "JPY", Money(100_000_000, "USD")),
        ("approx. 5k", "USD", Money(500_000, is_rough=True)),
        ("~ $5k", "JPY", Money(500_000, "USD", is_rough=True)),
        ("1,234.-", "CHF", Money(123_400)),
        ("1.234,- €", "JPY", Money(123_400, "EUR")),
        ("1.234,56-", "EUR", Money(-123_456)),
        ("TEUR 500", "JPY", Money(50_000_000, "EUR")),
        ("12 k€", "JPY", Money(1_200_000, "EUR")),
        ("3,4 Mio. €", "JPY", Money(340_000_000, "EUR")),
        ("R$ 1.234,56", "JPY", Money(123_456, "BRL")),
        ("$5 CAD", "JPY", Money(500, "CAD")),
        ("12,50 €", "JPY", Money(1250, "EUR")),
        ("5 lakh", "INR", Money(50_000_000)),
        ("40.000", "EUR", Money(4_000_000)),
        ("0.500", "EUR", Money(50)),
        ("12,500", "USD", Money(1_250_000)),
        ("1,234", "KWD", Money(1_234_000)),
    ],
)
def test_signs_and_words_round_a_number_are_read_as_papers_write_them(
    text: str, usual: str, money: Money
) -> None:
    assert parse_money(text, usual) == money


@pytest.mark.parametrize(
    ("text", "currency"), [("40.000", "USD"), ("8.000", "JPY"), ("1,234 Mio", "EUR")]
)
def test_what_could_be_two_amounts_is_neither(text: str, currency: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_money(text, currency)
    assert refused.value.key == "language.money_thousands"


@pytest.mark.parametrize(
    "text", ["5円〜10円", "〜5万円", "5万円以上", "1,200²", "1,234-", "月額5万円", "100 kr"]
)
def test_what_is_not_just_one_amount_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_money(text, "JPY")


def test_a_column_has_one_decimal_mark() -> None:
    assert parse_money("12.500", "USD", Notation(",")).minor == 1_250_000
    assert parse_money("12.500", "USD", Notation(".")).minor == 1250
    with pytest.raises(UsageError):
        parse_money("12.500", "USD", Notation(".", is_strict=True))
    with pytest.raises(UsageError):
        parse_money("1,234.56", "USD", Notation(","))


def test_the_unit_of_a_header_counts_where_the_amount_names_none() -> None:
    assert parse_money("120", "JPY", Notation(power=4)).minor == 1_200_000
    assert parse_money("1.5", "JPY", Notation(power=4)).minor == 15_000
    assert parse_money("120万", "JPY", Notation(power=4)).minor == 1_200_000
    assert parse_money("1,200", "JPY", Notation(power=3)).minor == 1_200_000


@pytest.mark.parametrize(
    ("header", "currency", "power"),
    [
        ("金額(万円)", "JPY", 4),
        ("売上高（単位：百万円）", "JPY", 6),
        ("売上高［億円］", "JPY", 8),
        ("金額千円", "JPY", 3),
        ("売上(USD)", "USD", 0),
        ("予算（元）", "CNY", 0),
        ("金額(円/税込)", "JPY", 0),
        ("Amount (EUR)", "EUR", 0),
        ("USD Amount", "USD", 0),
        ("Amount in k EUR", "EUR", 3),
        ("Revenue ($000s)", "USD", 3),
        ("Revenue ('000)", None, 3),
        ("Annual Revenue in thousands", None, 3),
        ("Umsatz (T€)", "EUR", 3),
        ("Umsatz in Mio. €", "EUR", 6),
        ("Valor (R$)", "BRL", 0),
        ("確度(%)", None, 0),
        ("Amount in company currency", None, 0),
        ("Phone (Work)", None, 0),
    ],
)
def test_a_header_says_the_currency_and_the_unit(
    header: str, currency: str | None, power: int
) -> None:
    said = read_amount_header(header)
    assert (said.currency, said.power) == (currency, power)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "language.money"),
        ("abc", "language.money"),
        ("¥", "language.money"),
        ("inf", "language.money"),
        ("nan", "language.money"),
        ("1,5", "language.money_fraction"),
        ("1.234.56", "language.money"),
        ("12.34,567", "language.money"),
        ("12,3456", "language.money_fraction"),
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


def test_amounts_are_shortened_where_there_is_little_room() -> None:
    assert short_money(12_800_000, "JPY", "ja") == "¥1,280万"
    assert short_money(1_284_000, "USD", "en") == "$12.8K"
    assert short_money(-500, "CHF", "en") == "-CHF 5"
