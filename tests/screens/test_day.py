"""A day at the keyboard: sixty leads one after the other, on a real terminal, keys in bursts."""

from __future__ import annotations

from itertools import cycle, pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.screens.terminal import Terminal
from tui_crm.store.journal.unit import unit
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store
    from tui_crm.store.records import Record

LEADS = 60
CURSOR = "▌"


class Act(NamedTuple):
    """What is typed with the cursor on a lead, and what there is about the lead afterwards."""

    keys: bytes
    """All in one write."""
    status: str = "new"
    rating: str = ""
    calls: int = 0
    plans: int = 0


ACTS = (
    Act(b"c121\rj", status="working", calls=1, plans=1),
    Act(b"c2\rj", calls=1),
    Act(b"t3r1j", status="contacted", rating="hot"),
    Act(b"n1\rj", plans=1),
    Act(b"c14\rj", status="qualified", calls=1),
    Act(b"\rt2\x1bj", status="working"),
)
"""Reached and to be called again; nobody there; a status and a rating; a next step; reached and
qualified; a status on the lead's page."""


@pytest.mark.parametrize("language", ["en", "ja"])
def test_sixty_leads_get_what_was_typed_for_them(
    store: Store, tmp_path: Path, language: Language
) -> None:
    names = [f"Lead {number:02}" for number in range(LEADS)]
    with unit(store, "add") as work:
        for name in names:
            work.create("leads", {"last_name": name, "status": "new"})
    terminal = Terminal(store.path, tmp_path, language=language)
    try:
        for name, act in zip(names, cycle(ACTS), strict=False):
            wait_for_cursor(terminal, name)
            terminal.press(act.keys)
        terminal.press(b"g")
        wait_for_cursor(terminal, names[0])
    finally:
        terminal.close()
    for lead, act in zip(records(store, "leads", sort="sort_key"), cycle(ACTS), strict=False):
        about = records(store, "activities", f"lead={lead.id}")
        done, planned = (
            sum(each.text("status") == status for each in about) for status in ("done", "planned")
        )
        found = act._replace(
            status=lead.text("status"), rating=lead.text("rating"), calls=done, plans=planned
        )
        assert found == act, lead.title
    starts = sorted(
        each.text("start_at") for each in records(store, "activities", "status=planned")
    )
    assert len(starts) == LEADS // len(ACTS) * sum(act.plans for act in ACTS)
    assert all(one < other for one, other in pairwise(starts)), "two calls at the same time"


def wait_for_cursor(terminal: Terminal, name: str) -> None:
    """Wait until the cursor of the list is on the row of a name."""

    def is_there() -> bool:
        return any(CURSOR in line and name in line for line in terminal.text().split("\n"))

    terminal.wait_until(is_there)


def records(store: Store, record_type: str, where: str = "", sort: str = "id") -> list[Record]:
    """The records of a query, in its order."""
    listing = Listing(store.schema, Query(record_type, where, sort=sort), store.query_context())
    with store.reading() as connection:
        declared = store.schema.type(record_type)
        return read_many(connection, declared, listing.ids(connection))
