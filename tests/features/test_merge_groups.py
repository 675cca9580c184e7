"""Many merges are one change, and the fullest record of each group is the one that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import add, dump, edit, stored
from tui_crm.features.duplicates.merge.bulk import by_completeness, count_relinked, merge_groups
from tui_crm.store.journal import undo
from tui_crm.store.journal.history import get as batch_of

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store


class StoppedError(Exception):
    pass


def test_the_fullest_record_is_kept_and_of_equals_the_older(store: Store) -> None:
    poor = add(store, "leads", last_name="清水")
    rich = add(store, "leads", last_name="清水", city="渋谷区")
    twin = add(store, "leads", last_name="清水", city="港区")
    with store.reading() as connection:
        leads = store.schema.type("leads")
        assert by_completeness(connection, leads, [poor, twin, rich]) == [rich, twin, poor]


def test_all_groups_are_one_change_that_undo_takes_back(store: Store) -> None:
    groups = [[add(store, "leads", last_name=name, city=city) for city in "ab"] for name in "xyz"]
    add(store, "notes", body="n", lead=groups[1][1])
    before = dump(store)
    told: list[tuple[int, int]] = []
    done = merge_groups(store, "leads", groups, lambda *at: told.append(at))
    assert (done.groups, done.gone, done.refused) == (3, 3, ())
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert stored(store, "notes", 1)["lead"] == groups[1][0]
    assert done.batch is not None
    assert batch_of(store.connection, done.batch).note == "3 groups"
    undo.undo(store, done.batch)
    assert dump(store) == before


def test_a_group_that_cannot_be_merged_stays_and_is_told(store: Store) -> None:
    good = [add(store, "leads", last_name="x") for _ in range(2)]
    converted = [add(store, "leads", last_name="y") for _ in range(2)]
    edit(store, "leads", converted[1], converted_at="2026-11-20T00:00:00Z")
    done = merge_groups(store, "leads", [converted, good, [good[0], 999]])
    assert done.groups == 1
    assert [refused.records for refused in done.refused] == [tuple(converted), (good[0], 999)]
    assert stored(store, "leads", converted[0])["last_name"] == "y"


def test_a_group_that_would_break_a_rule_of_work_stays_and_the_others_are_merged(
    store: Store,
) -> None:
    full = add(store, "leads", last_name="y", city="渋谷区", department="営業部")
    bad = [full, add(store, "leads", last_name="y", website="https://a.example")]
    good = [add(store, "leads", last_name="x") for _ in range(2)]
    add(store, "work_rules", name="Web", condition='website!=""', needed="\nphone\n")
    done = merge_groups(store, "leads", [bad, good])
    assert (done.groups, done.gone) == (1, 1)
    assert [refused.records for refused in done.refused] == [tuple(bad)]
    assert "Web" in done.refused[0].reason


def test_what_progress_raises_takes_everything_back(store: Store) -> None:
    groups = [[add(store, "leads", last_name=name) for _ in range(2)] for name in "xy"]
    before = dump(store)

    def stop(done: int, total: int) -> None:
        if done:
            raise StoppedError

    with pytest.raises(StoppedError):
        merge_groups(store, "leads", groups, stop)
    assert dump(store) == before


def test_what_moves_along_is_counted_by_type(store: Store) -> None:
    head = add(store, "accounts", name="本社")
    loser = add(store, "accounts", name="本社2", parent=head)
    add(store, "accounts", name="支店", parent=loser)
    for n in range(3):
        add(store, "contacts", last_name=f"c{n}", account=loser)
    with store.reading() as connection:
        found = dict(count_relinked(connection, store.schema, "accounts", [loser]))
    assert found == {"accounts": 1, "contacts": 3}
