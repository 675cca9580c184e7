"""Chips: one sign and one tone for a value, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui_crm.screens.chips import LOST, NO_CHIP, WON, Chip, chip
from tui_crm.store import commands

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Opened
    from tui_crm.store.db.store import Store


@pytest.mark.parametrize(
    ("record_type", "field", "value", "expected"),
    [
        ("leads", "status", "new", Chip("○", "primary")),
        ("leads", "status", "qualified", Chip("●", "success")),
        ("leads", "status", "unqualified", LOST),
        ("leads", "rating", "hot", Chip("▲", "accent")),
        ("leads", "lead_source", "web", NO_CHIP),
        ("leads", "status", None, NO_CHIP),
        ("leads", "status", "no such value", NO_CHIP),
        ("leads", "company", "new", NO_CHIP),
        ("deals", "stage", "won", WON),
        ("deals", "stage", "lost", LOST),
        ("accounts", "account_type", "customer", NO_CHIP),
        ("activities", "status", "done", WON),
    ],
)
def test_values_have_their_chips(
    store: Store, record_type: str, field: str, value: str | None, expected: Chip
) -> None:
    spec = store.schema.type(record_type).field(field)
    assert chip(store.schema, spec, value) == expected


def test_open_stages_fill_up_one_after_the_other(store: Store) -> None:
    spec = store.schema.type("deals").field("stage")
    keys = [choice.key for choice in store.schema.choices("deal_stage")]
    signs = [chip(store.schema, spec, key).sign for key in keys]
    assert signs == [*sorted(signs[:-2], key="○◔◑◕".index), "✓", "×"]
    assert (signs[0], signs[-3]) == ("○", "◕")


def test_a_stage_that_was_retired_is_none_of_those_on_the_way(store: Store) -> None:
    commands.edit_choice(store, "lead_status", "working", {"is_retired": 1})
    spec = store.schema.type("leads").field("status")
    assert chip(store.schema, spec, "working") == NO_CHIP


async def test_a_status_looks_the_same_in_list_preview_and_page(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    add("leads", {"last_name": "Abe", "status": "qualified", "rating": "hot"})
    async with open_app(size=(140, 36)) as ui:
        assert ui.text().count("● Qualified") == 2
        assert ui.text().count("▲ Hot") == 2
        await ui.press("enter")
        assert "● Qualified" in ui.text()
