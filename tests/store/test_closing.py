"""What follows when an activity is done, or a deal won or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui_crm.features.deals.closing import stamped

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

NOW = "2026-11-21T03:00:00Z"
BEFORE = "2026-11-01T03:00:00Z"


@pytest.mark.parametrize(
    ("before", "changes", "done_at"),
    [
        ({}, {"status": "done"}, NOW),
        ({"done_at": BEFORE}, {"status": "done"}, BEFORE),
        ({}, {"status": "done", "done_at": BEFORE}, BEFORE),
        ({"done_at": BEFORE}, {"status": "planned"}, None),
    ],
)
def test_an_activity_that_is_done_knows_when(
    store: Store, before: dict[str, Value], changes: dict[str, Value], done_at: Value
) -> None:
    assert stamped(store.schema, "activities", before, changes, NOW)["done_at"] == done_at


@pytest.mark.parametrize(
    ("changes", "probability", "closed_at"),
    [
        ({"stage": "won"}, 100, NOW),
        ({"stage": "lost"}, 0, NOW),
        ({"stage": "proposal"}, 50, None),
        ({"stage": "proposal", "probability": 75}, 75, None),
        ({"stage": None}, 20, None),
    ],
)
def test_a_stage_says_how_likely_a_deal_is_unless_a_person_does(
    store: Store, changes: dict[str, Value], probability: int, closed_at: Value
) -> None:
    found = stamped(store.schema, "deals", {"probability": 20}, changes, NOW)
    assert (found["probability"], found["closed_at"]) == (probability, closed_at)


def test_nothing_else_follows_from_anything_else(store: Store) -> None:
    for record_type, changes in (("deals", {"amount": 1}), ("leads", {"status": "done"})):
        assert stamped(store.schema, record_type, {}, changes, NOW) == changes
