"""``crm count``: groups of records, their counts and sums, in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


@pytest.fixture
def market(crm: Crm) -> Crm:
    """Two customers with four deals, one of them in dollars."""
    crm("add", "accounts", "name=Aoba", "industry=it")
    crm("add", "accounts", "name=Kita")
    for name, account, amount, currency, stage in (
        ("A", 1, "1,000,000", "JPY", "needs"),
        ("B", 1, "250,000", "JPY", "needs"),
        ("C", 2, "12.50", "USD", "needs"),
        ("D", 2, "500", "JPY", "proposal"),
    ):
        money = (f"amount={amount}", f"currency={currency}")
        crm("add", "deals", f"name={name}", f"account={account}", *money, f"stage={stage}")
    return crm


def test_deals_are_added_up_by_stage_and_never_over_currencies(market: Crm) -> None:
    asked = ("--by", "stage", "--values", "count,sum:amount")
    assert market.json("count", "deals", *asked) == [
        {"stage": "needs", "currency": "JPY", "count": 2, "sum:amount": 1_250_000},
        {"stage": "needs", "currency": "USD", "count": 1, "sum:amount": 12.5},
        {"stage": "proposal", "currency": "JPY", "count": 1, "sum:amount": 500},
    ]


def test_a_person_reads_labels_and_amounts(market: Crm) -> None:
    said = market(
        "count", "商談", "--by", "ステージ", "--values", "sum:amount,avg:amount", lang="ja"
    )
    lines = [line.split() for line in said.splitlines()]
    assert lines[0] == ["ステージ", "通貨", "金額の合計", "金額の平均"]
    assert lines[1][1:] == ["JPY", "¥1,250,000", "¥625,000"]


def test_groups_can_lie_behind_links_and_be_sorted_and_cut(market: Crm) -> None:
    assert market.json("count", "deals", "--by", "account.industry") == [
        {"account.industry": "it", "count": 2},
        {"account.industry": None, "count": 2},
    ]
    most = market.json("count", "deals", "--by", "account", "--sort", "-account", "--limit", "1")
    assert most == [{"account": "Kita", "account_id": 2, "count": 2}]


def test_dates_are_grouped_by_periods(market: Crm) -> None:
    assert market.json("count", "deals", "--by", "created_at:quarter") == [
        {"created_at:quarter": "2026-Q4", "count": 4}
    ]


def test_views_filters_and_searches_narrow_it(market: Crm) -> None:
    assert market.json("count", "deals", "--view", "open") == [{"count": 4}]
    assert market.json("count", "deals", "--where", "amount>1000") == [{"count": 2}]
    assert market("count", "deals", "--search", "A", "--csv").split() == ["count", "1"]


def test_what_cannot_be_counted_is_said(market: Crm) -> None:
    assert "colour" in market.fails("count", "deals", "--by", "colour", status=2)
    assert "median" in market.fails("count", "deals", "--values", "median:amount", status=2)
