"""Amounts of imported columns: one reading a column, by its values, header and currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.exchange import importing
from tests.exchange.importing import counts, given, records
from tests.paths import SHARED_DATA, needs_shared_data
from tui_crm.errors import UsageError
from tui_crm.exchange.importing.options import DecimalMark
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.exchange.question import UnansweredError

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.exchange.importing.report import ImportReport
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

CASES = SHARED_DATA / "cases"


def bring(store: Store, path: Path, **options: Any) -> ImportReport:
    """Import a table of deals."""
    return importing.bring(store, path, **{"to": "deals", **options})


def amounts(store: Store) -> list[tuple[Value, Value]]:
    """The amounts of all deals, in minor units, and their currencies."""
    return [(r["amount"], r["currency"]) for r in records(store, "deals", "amount", "currency")]


def deals(folder: Path, header: str, *cells: str, more: str = "", name: str = "deals.csv") -> Path:
    """A table of deals with one column of amounts, and perhaps another column."""
    title, _, value = more.partition("=")
    rows = [f"d{n}|A|{cell}" + (f"|{value}" if title else "") for n, cell in enumerate(cells)]
    head = f"Deal Name|Account Name|{header}" + (f"|{title}" if title else "")
    return given(folder, head, *rows, name=name)


@needs_shared_data
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("euro2.csv", [(123_456, "EUR"), (1250, "EUR"), (100_000_000, "EUR")]),
        ("euro4.csv", [(1_250_000, "EUR"), (300_000, "EUR"), (15_000_000, "EUR")]),
        ("unit_deals.csv", [(1_200_000, "JPY"), (15_000, "JPY")]),
        ("xl_thousand.xlsx", [(1_200_000, "JPY")]),
    ],
)
def test_a_column_of_amounts_is_read_as_its_people_mean_it(
    store: Store, file: str, expected: list[tuple[int, str]]
) -> None:
    bring(store, CASES / file)
    assert amounts(store)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("header", "cells", "currency", "expected"),
    [
        ("Amount (EUR)", ["12.500", "99,5"], "EUR", [1_250_000, 9950]),
        ("Amount (USD)", ["12,500", "99.5"], "USD", [1_250_000, 9950]),
        ("Amount in k EUR", ["12,5", "3"], "EUR", [1_250_000, 300_000]),
        ("Amount (USD)", ["1250.000", "12.500"], "USD", [125_000, 1250]),
        ("金額(百万円)", ["1.234", "1,200"], "JPY", [1_234_000, 1_200_000_000]),
        ("金額", ["¥1,234-", "金1,234円也"], "JPY", [1234, 1234]),
        ("売上(USD)", ["1,200", "$5"], "USD", [120_000, 500]),
        ("売上高（億円）", ["1.2", "3"], "JPY", [120_000_000, 300_000_000]),
        ("Amount", ["€ 5,50", "EUR 1.000"], "EUR", [550, 100_000]),
    ],
)
def test_header_values_and_currency_decide_how_a_column_is_read(
    store: Store,
    tmp_path: Path,
    header: str,
    cells: list[str],
    currency: str,
    expected: list[int],
) -> None:
    bring(store, deals(tmp_path, header, *cells))
    assert amounts(store) == [(minor, currency) for minor in expected]


def test_a_column_that_could_be_read_in_two_ways_is_one_question(
    store: Store, tmp_path: Path
) -> None:
    path = deals(tmp_path, "Amount (USD)", "12.500", "3.000")
    with pytest.raises(UsageError, match="--decimal comma"):
        bring(store, path)
    assert records(store, "deals") == []
    bring(store, path, decimal=DecimalMark.COMMA)
    assert amounts(store) == [(1_250_000, "USD"), (300_000, "USD")]


def test_yen_with_a_dot_are_thousands_or_a_question(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--decimal"):
        bring(store, deals(tmp_path, "Amount (JPY)", "8.000"))
    dotted = deals(tmp_path, "Amount (JPY)", "8.000", more="Close Date=15.12.2026", name="b.csv")
    bring(store, dotted)
    assert amounts(store) == [(8000, "JPY")]


def test_all_rows_decide_how_a_column_is_read_not_the_first_ones(
    store: Store, tmp_path: Path
) -> None:
    late = deals(tmp_path, "Amount (USD)", *["500"] * 300, "1.500", "1.500.000")
    bring(store, late)
    assert amounts(store)[-2:] == [(150_000, "USD"), (150_000_000, "USD")]
    unclear = deals(tmp_path, "Amount (USD)", *["7"] * 300, "1.500", name="b.csv")
    with pytest.raises(UsageError, match="--decimal"):
        bring(store, unclear)


def test_an_amount_that_contradicts_its_column_is_rejected(store: Store, tmp_path: Path) -> None:
    report = bring(store, deals(tmp_path, "Amount (USD)", "99.50", "12.500", "1,000"))
    assert counts(report) == (2, 0, 0, 1)
    assert "12.500" in report.outcomes[0].sentence


def test_an_amount_that_is_not_known_yet_is_blank_and_its_words_are_kept(
    store: Store, tmp_path: Path
) -> None:
    report = bring(store, deals(tmp_path, "金額", "未定", "応相談", "TBD", "約5万円"))
    assert report.created == 4
    found = records(store, "deals", "amount", "description")
    assert [r["amount"] for r in found] == [None, None, None, 50_000]
    assert [r["description"] for r in found] == [
        "金額: 未定",
        "金額: 応相談",
        "金額: TBD",
        "金額: 約5万円",
    ]
    assert any("未定" in s or "not known yet" in s for s in sentences_of(report, {}))


def test_two_currencies_in_one_row_are_no_amount(store: Store, tmp_path: Path) -> None:
    report = bring(store, deals(tmp_path, "Amount (USD)", "€5", more="Currency=USD"))
    assert report.failed == 1
    other = bring(store, deals(tmp_path, "Amount (USD)", "€5", name="b.csv"))
    assert other.failed == 1


def test_numbers_of_a_table_have_the_decimal_mark_of_its_amounts(
    store: Store, tmp_path: Path
) -> None:
    path = given(
        tmp_path, "Company|Annual Revenue (EUR)|Employees", "A|1.234,50|1.200", "B|5,00|1.500"
    )
    bring(store, path, to="leads")
    assert records(store, "leads", "annual_revenue", "employees") == [
        {"annual_revenue": 123_450, "employees": 1200},
        {"annual_revenue": 500, "employees": 1500},
    ]


def test_the_country_is_told_by_rows_from_all_over_the_file(store: Store, tmp_path: Path) -> None:
    early = [f"k{n}|A|{n}|" for n in range(250)]
    late = [f"u{n}|A|{n}|(850) 644-4{n:03}" for n in range(600)]
    header = "会社名|評価|年商|電話"
    abroad = given(tmp_path, header, *early, *late)
    with pytest.raises(UnansweredError):
        bring(store, abroad, to="leads")
    report = bring(store, abroad, to="leads", currency="USD")
    assert report.region == "US"
    home = given(
        tmp_path, header, *early, *late[:50], *(f"j{n}|A|{n}|03-1234-{n:04}" for n in range(600))
    )
    assert bring(store, home, to="leads", dry_run=True).region == ""
