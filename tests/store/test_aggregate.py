"""Groups of records have the counts and sums that adding up by hand has."""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_crm.errors import UsageError
from tui_crm.language.zones import MACHINE
from tui_crm.store.aggregate import Aggregate, Group, Period
from tui_crm.store.journal.unit import unit
from tui_crm.store.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store

ACCOUNTS = (
    {"name": "Aoba", "industry": "retail"},
    {"name": "Kita", "industry": "it"},
    {"name": "Umi"},
)
DEAL = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Renewal", "Trial", "北"]),
        "account": st.sampled_from([1, 2, 3]),
        "stage": st.sampled_from(["needs", "proposal", "won"]),
        "close_date": st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(str),
        "currency": st.sampled_from([None, "JPY", "USD"]),
        "amount": st.none() | st.integers(0, 10**12),
        "probability": st.none() | st.integers(0, 100),
    }
)
FIGURES = ("count", "count:amount", "sum:probability", "avg:probability", "max:close_date")


def groups(
    store: Store, connection: Connection, query: Query, by: list[str], *values: str, **more: Any
) -> list[Group]:
    wanted = Aggregate(store.schema, query, store.query_context(), by, values or ("count",))
    return wanted.groups(connection, **more)


def period_of(day: str | None, period: Period) -> str | None:
    if day is None:
        return None
    at = date.fromisoformat(day)
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return str(at - timedelta(days=at.weekday()))
        case Period.MONTH:
            return f"{at:%Y-%m}"
        case Period.QUARTER:
            return f"{at.year}-Q{(at.month + 2) // 3}"
        case _:
            return f"{at.year}"


def figures(rows: list[dict[str, Any]]) -> tuple[Any, ...]:
    """What ``FIGURES`` are for some deals."""
    likely = [row["probability"] for row in rows if row["probability"] is not None]
    days = [row["close_date"] for row in rows if row["close_date"] is not None]
    return (
        len(rows),
        sum(row["amount"] is not None for row in rows),
        sum(likely) if likely else None,
        pytest.approx(sum(likely) / len(likely)) if likely else None,
        max(days, default=None),
    )


@pytest.fixture
def market(store: Store) -> Store:
    """A store with three accounts."""
    with unit(store, "add") as work:
        for account in ACCOUNTS:
            work.create("accounts", account)
    return store


@settings(max_examples=30)
@given(deals=st.lists(DEAL, max_size=12), period=st.sampled_from(Period))
def test_groups_are_those_that_python_makes(
    market: Store, deals: list[dict[str, Any]], period: Period
) -> None:
    by = ["stage", f"close_date:{period}", "account.industry"]
    with unit(market, "add", dry_run=True) as work:
        work.create_many("deals", deals)
        rows = [
            dict(zip(DEAL_FIELDS, row, strict=True))
            for row in work.connection.rows(f"SELECT {', '.join(DEAL_FIELDS)} FROM deals")
        ]
        found = groups(market, work.connection, Query("deals"), by, *FIGURES)
    wanted: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        industry = ACCOUNTS[row["account"] - 1].get("industry")
        wanted[row["stage"], period_of(row["close_date"], period), industry].append(row)
    assert {group.keys: group.values for group in found} == {
        keys: figures(part) for keys, part in wanted.items()
    }
    assert len(found) == len(wanted)


DEAL_FIELDS = ("account", "stage", "close_date", "currency", "amount", "probability")


@settings(max_examples=30)
@given(deals=st.lists(DEAL, max_size=12))
def test_currencies_are_never_added_up(market: Store, deals: list[dict[str, Any]]) -> None:
    with unit(market, "add", dry_run=True) as work:
        work.create_many("deals", deals)
        found = groups(market, work.connection, Query("deals"), ["stage"], "sum:amount", "count")
        all_of_them = groups(market, work.connection, Query("deals"), [], "sum:amount")
    sums: dict[tuple[str, str], list[int]] = defaultdict(list)
    for deal in deals:
        sums[deal["stage"], deal["currency"] or "JPY"].append(deal["amount"])
    assert {(group.keys[0], group.currency): group.values for group in found} == {
        key: (total(amounts), len(amounts)) for key, amounts in sums.items()
    }
    assert {group.currency: group.values[0] for group in all_of_them} == {
        currency: total([a for (_, c), amounts in sums.items() if c == currency for a in amounts])
        for _, currency in sums
    }


def total(amounts: Sequence[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Pacific/Auckland"])
def test_a_point_in_time_counts_on_its_local_day(
    store: Store, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    moments = [
        f"2026-{month:02}-{day}T{hour:02}:30:00Z"
        for month in range(1, 13)
        for day in ("01", "28")
        for hour in (3, 11, 14, 23)
    ]
    with unit(store, "add") as work:
        work.create_many("leads", ({"last_name": "L", "created_at": at} for at in moments))
    for period in Period:
        wanted: dict[str | None, int] = defaultdict(int)
        for at in moments:
            local = datetime.fromisoformat(at).astimezone(MACHINE)
            wanted[period_of(str(local.date()), period)] += 1
        found = groups(store, store.connection, Query("leads"), [f"created_at:{period}"])
        assert {group.keys[0]: group.values[0] for group in found} == wanted


def test_groups_stand_in_the_order_of_their_values_and_blanks_last(market: Store) -> None:
    stages = ["won", "needs", "proposal", "needs", "won", "won"]
    with unit(market, "add") as work:
        for n, stage in enumerate(stages):
            deal: dict[str, Any] = {
                "name": "D",
                "account": 1 + n % 3,
                "stage": stage,
                "amount": 10 * n,
            }
            work.create("deals", deal)
    deals, connection = Query("deals"), market.connection
    by_stage = groups(market, connection, deals, ["stage"])
    assert [group.keys[0] for group in by_stage] == ["needs", "proposal", "won"]
    by_industry = groups(market, connection, deals, ["account.industry"])
    assert by_industry[-1] == Group((None,), "", (2,))
    largest = groups(
        market, connection, deals, ["stage"], "count", "sum:amount", sort="-count", limit=1
    )
    assert largest == [Group(("won",), "JPY", (3, 90))]
    by_account = groups(market, connection, deals, ["account"], sort="-account")
    assert [group.keys[0] for group in by_account] == [3, 2, 1]


def test_only_what_a_list_would_have_is_counted(market: Store) -> None:
    with unit(market, "add") as work:
        work.create("leads", {"last_name": "田中", "rating": "hot"})
        work.create("leads", {"last_name": "鈴木", "rating": "hot"})
        gone = {"last_name": "佐藤", "rating": "hot", "converted_at": "2026-11-01T00:00:00Z"}
        work.create("leads", gone)
    connection = market.connection
    assert groups(market, connection, Query("leads"), ["rating"]) == [Group(("hot",), "", (2,))]
    searched = Query("leads", "rating=hot", "田")
    assert groups(market, connection, searched, []) == [Group((), "", (1,))]
    assert groups(market, connection, Query("leads", "rating=cold"), []) == [Group((), "", (0,))]


@pytest.mark.parametrize(
    ("by", "value", "said"),
    [
        (["colour"], "count", "colour"),
        (["stage.name"], "count", "stage"),
        (["stage:month"], "count", "stage"),
        (["close_date:decade"], "count", "decade"),
        (["stage"], "median:amount", "median"),
        (["stage"], "sum:name", "name"),
        (["stage"], "max:stage", "stage"),
    ],
)
def test_what_cannot_be_added_up_is_named(
    store: Store, by: list[str], value: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        groups(store, store.connection, Query("deals"), by, value)


def test_an_order_that_was_not_asked_for_is_named(store: Store) -> None:
    with pytest.raises(UsageError, match="amount"):
        groups(store, store.connection, Query("deals"), ["stage"], sort="amount")
