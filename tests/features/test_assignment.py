"""Who gets a record: by the rules when nobody says, by hand, and with open activities."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records import add
from tui_crm.errors import UsageError
from tui_crm.features.team.assignment import assign, hand_over
from tui_crm.features.team.assignment_rules import owners_for
from tui_crm.store import commands, records
from tui_crm.store.journal import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.validate import InvalidRecordError
from tui_crm.store.values import pack_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_crm.store.db.store import Store


def owner(store: Store, record_type: str, record_id: int) -> object:
    return records.read(store.connection, store.schema.type(record_type), record_id)["owner"]


def seen(store: Store, ids: Sequence[int], record_type: str = "leads") -> dict[int, int]:
    return records.versions(store.connection, record_type, ids)


@pytest.fixture
def team(store: Store) -> dict[str, int]:
    """Four users by name; sato is who writes."""
    return {"sato": 1} | {name: add(store, "users", name=name) for name in ("abe", "baba", "chiba")}


def test_a_lead_without_a_named_owner_goes_to_the_next_in_turn(
    store: Store, team: dict[str, int]
) -> None:
    add(store, "assignment_rules", name="All", members=["abe", "baba", "chiba"])
    leads = [add(store, "leads", last_name=str(n)) for n in range(4)]
    names = ("abe", "baba", "chiba", "abe")
    assert [owner(store, "leads", lead) for lead in leads] == [team[name] for name in names]
    named = add(store, "leads", last_name="named", owner=team["chiba"])
    assert owner(store, "leads", named) == team["chiba"]
    assert owner(store, "accounts", add(store, "accounts", name="A")) == team["sato"]


def test_who_has_left_is_passed_over_and_who_joins_gets_a_turn(
    store: Store, team: dict[str, int]
) -> None:
    rule = add(store, "assignment_rules", name="All", members=["abe", "baba"])
    add(store, "leads", last_name="1")
    with unit(store, "edit") as work:
        work.update("users", team["baba"], {"is_inactive": 1})
    assert owner(store, "leads", add(store, "leads", last_name="2")) == team["abe"]
    with unit(store, "edit") as work:
        work.update("assignment_rules", rule, {"members": pack_tags(["abe", "chiba"])})
    assert owner(store, "leads", add(store, "leads", last_name="3")) == team["chiba"]
    with unit(store, "edit") as work:
        work.update_many("users", [(team[name], {"is_inactive": 1}) for name in ("abe", "chiba")])
    assert owner(store, "leads", add(store, "leads", last_name="4")) == team["sato"]


def test_a_lead_can_be_taken_back_though_others_came_since(
    store: Store, team: dict[str, int]
) -> None:
    add(store, "assignment_rules", name="All", members=["abe", "baba"])
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "first"})
    add(store, "leads", last_name="second")
    assert work.batch is not None
    assert undo.undo(store, work.batch).blocked == ()
    assert owner(store, "leads", add(store, "leads", last_name="third")) == team["abe"]


def test_two_windows_never_give_the_same_turn_twice(
    open_store: Callable[..., Store],
) -> None:
    store = open_store()
    names = ("abe", "baba", "chiba")
    for name in names:
        add(store, "users", name=name)
    add(store, "assignment_rules", name="All", members=list(names))
    start = Barrier(2)

    def fill(user: str) -> None:
        window = open_store(user)
        start.wait()
        for n in range(15):
            add(window, "leads", last_name=f"{user} {n}")

    windows = [Thread(target=fill, args=(user,)) for user in ("sato", "mori")]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    rows = store.connection.rows("SELECT owner FROM leads")
    assert sorted(Counter(row[0] for row in rows).values()) == [10, 10, 10]


def test_leads_are_handed_over_with_the_open_activities_of_their_owner(
    store: Store, team: dict[str, int]
) -> None:
    lead, other = (add(store, "leads", last_name=name) for name in ("田中", "佐藤"))
    taken = [
        add(store, "activities", subject="電話", lead=lead),
        add(store, "activities", subject="誰も", lead=lead, owner=None),
    ]
    left = [
        add(store, "activities", subject="済み", lead=lead, status="done"),
        add(store, "activities", subject="頼んだ", lead=lead, owner=team["chiba"]),
        add(store, "activities", subject="別", lead=other),
    ]
    done = hand_over(store, "leads", seen(store, [lead]), team["abe"], with_activities=True)
    assert (done.changed, done.activities) == (1, 2)
    assert [owner(store, "activities", each) for each in taken] == [team["abe"]] * 2
    assert [owner(store, "activities", each) for each in left] == [1, team["chiba"], 1]
    assert done.batch is not None
    undo.undo(store, done.batch)
    assert [owner(store, "activities", each) for each in taken] == [1, None]
    assert owner(store, "leads", lead) == 1


def test_without_being_told_activities_stay(store: Store, team: dict[str, int]) -> None:
    lead = add(store, "leads", last_name="田中")
    call = add(store, "activities", subject="電話", lead=lead)
    hand_over(store, "leads", seen(store, [lead]), team["abe"])
    assert owner(store, "activities", call) == 1


def test_the_rules_say_who_gets_leads_there_are(store: Store, team: dict[str, int]) -> None:
    leads = [
        add(store, "leads", last_name=str(n), state="東京都" if n < 4 else None) for n in range(6)
    ]
    with pytest.raises(UsageError):
        assign(store, "leads", seen(store, leads))
    add(store, "assignment_rules", name="K", condition="state=東京都", members=["abe", "baba"])
    call = add(store, "activities", subject="電話", lead=leads[1])
    done = assign(store, "leads", seen(store, leads), with_activities=True)
    assert (done.changed, done.unmatched, done.activities) == (4, 2, 1)
    names = ("abe", "baba", "abe", "baba", "sato", "sato")
    assert [owner(store, "leads", lead) for lead in leads] == [team[name] for name in names]
    assert owner(store, "activities", call) == team["baba"]


def test_nobody_is_handed_what_they_may_not_own(store: Store, team: dict[str, int]) -> None:
    lead = add(store, "leads", last_name="田中")
    call = add(store, "activities", subject="電話", lead=lead)
    add(store, "work_rules", name="L", kind="owners", owners=["sato", "abe"])
    refused = hand_over(store, "leads", seen(store, [lead]), team["baba"], with_activities=True)
    assert (refused.batch, len(refused.plan.refused)) == (None, 1)
    record = records.read(store.connection, store.schema.type("leads"), lead)
    with pytest.raises(InvalidRecordError):
        commands.edit(store, "leads", record.id, {"owner": team["baba"]}, version=record.version)
    kinds = {"kind": "owners", "record_type": "activities"}
    with unit(store, "add") as work:
        work.create("work_rules", {"name": "A", "owners": "\nsato\n", **kinds})
    done = hand_over(store, "leads", seen(store, [lead]), team["abe"], with_activities=True)
    assert (done.changed, done.activities) == (1, 0)
    assert owner(store, "activities", call) == 1


RULES = st.lists(
    st.tuples(
        st.sampled_from(
            ["", "state=東京都", "employees>=100", "lead_source=web", "not rating=hot"]
        ),
        st.lists(st.sampled_from(["abe", "baba", "chiba"]), min_size=1, max_size=3, unique=True),
        st.none() | st.integers(0, 3),
    ),
    max_size=4,
)
LEADS = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["東京都", None]),
            "employees": st.sampled_from([10, 500, None]),
            "lead_source": st.sampled_from(["web", None]),
            "rating": st.sampled_from(["hot", None]),
        }
    ),
    max_size=12,
)


def fits(lead: dict[str, Any], condition: str) -> bool:
    held: dict[str, bool] = {
        "": True,
        "state=東京都": lead["state"] == "東京都",
        "employees>=100": (lead["employees"] or 0) >= 100,
        "lead_source=web": lead["lead_source"] == "web",
        "not rating=hot": lead["rating"] != "hot",
    }
    return held[condition]


@given(rules=RULES, leads=LEADS)
def test_the_first_rule_in_order_that_fits_decides_whatever_comes_together(
    store: Store, rules: list[tuple[str, list[str], int | None]], leads: list[dict[str, Any]]
) -> None:
    with unit(store, "add", dry_run=True) as work:
        ids = {name: work.create("users", {"name": name}) for name in ("abe", "baba", "chiba")}
        for n, (condition, members, position) in enumerate(rules):
            values = {"condition": condition or None, "position": position}
            members_text = pack_tags(members)
            work.create("assignment_rules", {"name": str(n), "members": members_text, **values})
        work.reload_schema()
        ordered = sorted(
            range(len(rules)), key=lambda n: (rules[n][2] is None, rules[n][2] or 0, n)
        )
        turns: Counter[int] = Counter()
        expected: list[int | None] = []
        for lead in leads:
            first = next((n for n in ordered if fits(lead, rules[n][0])), None)
            if first is None:
                expected.append(None)
                continue
            members = rules[first][1]
            expected.append(ids[members[turns[first] % len(members)]])
            turns[first] += 1
        declared = work.schema.type("leads")
        half = len(leads) // 2
        got = owners_for(work.context, declared, leads[:half]) + owners_for(
            work.context, declared, leads[half:]
        )
        assert got == expected
