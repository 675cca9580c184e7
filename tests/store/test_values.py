"""What a person types is read once, and written back so that it reads the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOON
from tui_crm import i18n
from tui_crm.errors import CrmError, UsageError
from tui_crm.features.program import program
from tui_crm.store import values
from tui_crm.store.model import Choice, FieldSpec, Kind, Schema, Value

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = Schema(
    program().declared.types,
    {"rating": (Choice("hot", "高", "Hot"), Choice("cold", "低", "Cold", is_retired=True))},
)


def find(spec: FieldSpec, words: str) -> int:
    if words == "青空商事":
        return 7
    raise UsageError("record.ambiguous", type=spec.target, words=words, found="")


TOKYO = NOON.astimezone(ZoneInfo("Asia/Tokyo"))
READER = values.ValueParser(SCHEMA, TOKYO, find)
RATING = FieldSpec("rating", Kind.CHOICE, choices="rating")


def spec(kind: Kind) -> FieldSpec:
    return FieldSpec("x", kind, currency="currency", target="accounts", choices="rating")


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (Kind.TEXT, "  青空\u3000商事 ", "青空\u3000商事"),
        (Kind.TEXT, "two\nlines", "two lines"),
        (Kind.TEXT, " \u3000 ", None),
        (Kind.LONG_TEXT, "a\r\n b\n", "a\n b"),
        (Kind.EMAIL, "Ｔａｒｏ@example.com", "Taro@example.com"),
        (Kind.PHONE, "０３（１２３４）５６７８", "03-1234-5678"),
        (Kind.PHONE, "call me", "call me"),
        (Kind.CHOICE, "高", "hot"),
        (Kind.CHOICE, "HOT", "hot"),
        (Kind.CHOICE, "Cold", "cold"),
        (Kind.TAGS, "vip、展示会, vip", "\nvip\n展示会\n"),
        (Kind.TAGS, " , ", None),
        (Kind.BOOLEAN, "はい", 1),
        (Kind.BOOLEAN, "✔", 1),
        (Kind.BOOLEAN, "☐", 0),
        (Kind.BOOLEAN, "FALSE", 0),
        (Kind.INTEGER, "１，２００人", 1200),
        (Kind.INTEGER, "9007199254740993", 2**53 + 1),
        (Kind.INTEGER, "９，２２３，３７２，０３６，８５４，７７５，８０７", 2**63 - 1),
        (Kind.INTEGER, "1.2e3", 1200),
        (Kind.NUMBER, "1.5", 1.5),
        (Kind.NUMBER, "0.30000000000000004", 0.1 + 0.2),
        (Kind.NUMBER, "0.1000000000000000056", 0.1),
        (Kind.MONEY, "9007199254740993", 2**53 + 1),
        (Kind.MONEY, "¥1,234", 1234),
        (Kind.MONEY, "120万", 1_200_000),
        (Kind.DATE, "12月1日", "2026-12-01"),
        (Kind.DATE, "令和8年12月1日", "2026-12-01"),
        (Kind.DATETIME, "2026-12-01 15:00", "2026-12-01T06:00:00Z"),
        (Kind.DATETIME, "2026-12-01T06:00:00Z", "2026-12-01T06:00:00Z"),
        (Kind.LINK, "青空商事", 7),
    ],
)
def test_typed_text_becomes_what_is_stored(kind: Kind, typed: str, stored: Value) -> None:
    assert READER.read(spec(kind), typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.EMAIL, "not an address"),
        (Kind.CHOICE, "lukewarm"),
        (Kind.BOOLEAN, "maybe"),
        (Kind.INTEGER, "1.5"),
        (Kind.INTEGER, "9" * 30),
        (Kind.INTEGER, "9223372036854775808"),
        (Kind.INTEGER, "9007199254740992.5"),
        (Kind.INTEGER, "1.23457E+17"),
        (Kind.NUMBER, "9007199254740993"),
        (Kind.NUMBER, "0.12345678901234567"),
        (Kind.NUMBER, "1.23457E+17"),
        (Kind.MONEY, "1.23457E+17"),
        (Kind.NUMBER, "1e999999999"),
        (Kind.NUMBER, "NaN"),
        (Kind.MONEY, "1E+999999999"),
        (Kind.MONEY, "9" * 5000),
        (Kind.MONEY, "$12,400.00"),
        (Kind.DATE, "the day before forever"),
        (Kind.DATE, "99999-01-01"),
        (Kind.DATETIME, "25:99"),
        (Kind.LINK, "nobody"),
    ],
)
def test_what_means_nothing_is_refused_in_words(kind: Kind, typed: str) -> None:
    with pytest.raises(CrmError) as caught:
        READER.read(spec(kind), typed)
    assert str(caught.value)
    assert "errors." not in str(caught.value)


STORED: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.TEXT: st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1),
    Kind.CHOICE: st.sampled_from(["hot", "cold"]),
    Kind.TAGS: st.lists(st.text("abc漢字 ", min_size=1), min_size=1).map(values.pack_tags),
    Kind.BOOLEAN: st.sampled_from([0, 1]),
    Kind.INTEGER: st.integers(-(2**63) + 1, 2**63 - 1),
    Kind.NUMBER: st.floats(-1e15, 1e15).map(lambda x: round(x, 6)) | st.integers(-(2**53), 2**53),
    Kind.MONEY: st.integers(-(2**62), 2**62),
    Kind.DATE: st.dates(
        min_value=NOON.date().replace(year=1901), max_value=NOON.date().replace(year=2200)
    ).map(lambda d: d.isoformat()),
    Kind.DATETIME: st.datetimes(
        min_value=NOON.replace(year=1950, tzinfo=None),
        max_value=NOON.replace(year=2200, tzinfo=None),
    ).map(lambda d: d.strftime("%Y-%m-%dT%H:%M:%SZ")),
}


@pytest.mark.parametrize("kind", STORED)
@pytest.mark.parametrize("currency", ["JPY", "USD"])
@given(data=st.data())
def test_plain_text_reads_back_as_the_same_value(
    kind: Kind, currency: str, data: st.DataObject
) -> None:
    stored = data.draw(STORED[kind])
    written = values.to_text(spec(kind), stored, currency)
    assert READER.read(spec(kind), written, currency) == stored


@pytest.mark.parametrize(
    ("language", "kind", "stored", "shown"),
    [
        ("en", Kind.CHOICE, "hot", "Hot"),
        ("ja", Kind.CHOICE, "hot", "高"),
        ("en", Kind.CHOICE, "gone", "gone"),
        ("en", Kind.BOOLEAN, 1, "Yes"),
        ("ja", Kind.BOOLEAN, 0, "いいえ"),
        ("en", Kind.INTEGER, 12000, "12,000"),
        ("en", Kind.TAGS, "\na\nb\n", "a, b"),
        ("en", Kind.TEXT, None, ""),
    ],
)
def test_values_are_shown_in_the_language_in_use(
    language: i18n.Language, kind: Kind, stored: Value, shown: str
) -> None:
    i18n.use(language)
    assert values.to_display(SCHEMA, spec(kind), stored) == shown


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("stored", ["2026-11-23", "2026-11-23T01:00:00Z"])
def test_a_next_step_without_a_time_of_day_is_shown_as_a_day(
    language: i18n.Language, stored: str
) -> None:
    i18n.use(language)
    shown = values.to_display(SCHEMA, spec(Kind.DATETIME), stored, now=TOKYO)
    assert any(day in shown for day in ("23", "Mon", "月"))
    assert ("10:00" in shown) == ("T" in stored)
    assert (":" in shown) == ("T" in stored)


@pytest.mark.parametrize(
    ("kind", "stored", "expected"),
    [
        (Kind.TAGS, "\na\nb\n", ["a", "b"]),
        (Kind.BOOLEAN, 1, True),
        (Kind.MONEY, 1234, 12.34),
        (Kind.MONEY, 9_007_199_254_740_993_17, "9007199254740993.17"),
        (Kind.INTEGER, 2**53 + 1, 2**53 + 1),
        (Kind.LINK, 7, "青空商事"),
        (Kind.TEXT, None, None),
    ],
)
def test_json_has_types_and_no_language(kind: Kind, stored: Value, expected: object) -> None:
    assert values.to_json(spec(kind), stored, "USD", "青空商事") == expected


@given(typed=st.text(max_size=40))
@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.LINK])
def test_any_text_is_a_value_or_one_sentence(kind: Kind, typed: str) -> None:
    read: Callable[[], Value] = lambda: READER.read(spec(kind), typed)  # noqa: E731
    try:
        stored = read()
    except CrmError:
        return
    assert stored is None or values.to_text(spec(kind), stored) is not None


@pytest.mark.parametrize("kind", [Kind.INTEGER, Kind.NUMBER, Kind.CHOICE, Kind.EMAIL, Kind.DATE])
def test_a_sentence_quotes_the_beginning_of_a_very_long_value(kind: Kind) -> None:
    with pytest.raises(CrmError) as caught:
        READER.read(spec(kind), "x" * 50_000)
    assert "xxx" in str(caught.value)
    assert len(str(caught.value)) < 1_000
