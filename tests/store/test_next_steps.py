"""The next planned activity of each record of a list."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tui_crm.features.activities.queries import NextStep, next_steps
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store

NOON = datetime.fromisoformat("2026-11-21T12:00:00+09:00")


def test_first_planned_activity_of_each_record_is_found(store: Store) -> None:
    with unit(store, "add") as work:
        first, second, third = (work.create("leads", {"last_name": name}) for name in "ABC")
        for values in (
            {"subject": "later", "start_at": "2026-11-25T01:00:00Z"},
            {"subject": "first", "kind": "call", "start_at": "2026-11-22T01:00:00Z"},
            {"subject": "done", "start_at": "2026-11-01T01:00:00Z", "status": "done"},
            {"subject": "some day"},
        ):
            work.create("activities", {**values, "lead": first})
        work.create("activities", {"subject": "day", "due_on": "2026-11-23", "lead": second})
        work.create("activities", {"subject": "over", "status": "done", "lead": third})
    with store.reading() as connection:
        found = next_steps(connection, "lead", [first, second, third])
    assert found == {
        first: NextStep("call", "first", "2026-11-22T01:00:00Z"),
        second: NextStep("task", "day", "2026-11-23"),
    }


def test_activity_without_a_day_is_no_next_step(store: Store) -> None:
    with unit(store, "add") as work:
        deal_less = work.create("accounts", {"name": "A"})
        work.create("activities", {"subject": "some day", "account": deal_less})
    with store.reading() as connection:
        assert next_steps(connection, "account", [deal_less]) == {}


@pytest.mark.parametrize(
    ("at", "is_overdue"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2026-11-21T02:59:59Z", True),
        ("2026-11-21T03:00:01Z", False),
        ("", False),
    ],
)
def test_what_is_overdue(at: str, is_overdue: bool) -> None:
    assert NextStep("task", "x", at).is_overdue(NOON) is is_overdue
