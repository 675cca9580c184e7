"""What follows when an activity is done, or a deal won or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui_crm.store.journal.hooks import Save, derive

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

NOW = "2026-11-21T03:00:00Z"
BEFORE = "2026-11-01T03:00:00Z"


def derived(
    store: Store, record_type: str, before: dict[str, Value], changes: dict[str, Value]
) -> dict[str, Value]:
    save = Save(before, dict(changes))
    context = store.hook_context(store.connection)._replace(now=NOW)
    derive(context, store.schema.type(record_type), [save])
    return save.changes


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
    assert derived(store, "activities", before, changes)["done_at"] == done_at


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
    found = derived(store, "deals", {"probability": 20}, changes)
    assert (found["probability"], found["closed_at"]) == (probability, closed_at)


def test_nothing_else_follows_from_anything_else(store: Store) -> None:
    cases: dict[str, dict[str, Value]] = {"deals": {"amount": 1}, "leads": {"status": "done"}}
    for record_type, changes in cases.items():
        assert derived(store, record_type, {}, changes) == changes
