"""Past changes are listed, narrowed and read in parts, and an undo tells how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import add, edit
from tui_crm.errors import StoreError
from tui_crm.store.journal import history
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store


def test_changes_are_narrowed_by_kind_person_and_words(
    store: Store, open_store: Callable[..., Store]
) -> None:
    lead = add(store, "leads", last_name="髙橋")
    edit(open_store("suzuki"), "leads", lead, city="港区")
    with unit(store, "delete", "%_'") as work:
        work.delete("leads", [lead])
    connection = store.connection
    assert list(history.numbers(connection)) == [3, 2, 1]
    assert list(history.numbers(connection, kind="edit")) == [2]
    assert list(history.numbers(connection, user="sato")) == [3, 1]
    assert list(history.numbers(connection, words="高橋")) == [3, 2], "however it is written"
    assert list(history.numbers(connection, words="%_'")) == [3]
    assert list(history.numbers(connection, words="_%")) == []
    assert history.kinds(connection) == ["add", "delete", "edit"]
    assert {b.id for b in history.read_many(connection, [1, 3, 99])} == {1, 3}


def test_an_undo_of_many_tells_how_far_it_is(store: Store) -> None:
    with unit(store, "import") as work:
        leads = work.schema.type("leads")
        rows = (work.with_defaults(leads, {"last_name": f"n{n}"}) for n in range(1_200))
        work.create_many("leads", rows)
    assert history.spans(store.connection, 1) == [(1, 1_200)]
    told: list[tuple[int, int]] = []
    undo(store, 1, progress=lambda *at: told.append(at))
    assert [done for done, _ in told] == [500, 1_000, 1_200, 1_200]
    assert {total for _, total in told} == {1_200}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE batches SET at = 'yesterday' WHERE id = 2",
        "UPDATE batches SET info = '[' WHERE id = 2",
        "UPDATE batches SET undoes = 2 WHERE id = 2",
        "UPDATE batches SET info = '{\"also_created\": 5}' WHERE id = 2",
        "UPDATE batches SET created = 'x', note = x'ff' WHERE id = 2",
    ],
)
def test_a_damaged_batch_hides_no_other_and_is_not_taken_back(store: Store, damage: str) -> None:
    lead = add(store, "leads", last_name="Smith")
    edit(store, "leads", lead, city="Kyoto")
    edit(store, "leads", lead, city="Osaka")
    store.connection.run(damage)
    kinds = ["edit", history.DAMAGED, "add"]
    assert [batch.kind for batch in history.latest(store.connection)] == kinds
    told = history.history(store.connection, "leads", lead)
    assert [entry.batch.kind for entry in told] == kinds
    assert told[0].after == {"city": "Osaka"}
    with pytest.raises(StoreError):
        undo(store, 2)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE changes SET after = '{' WHERE batch = 2",
        "UPDATE changes SET op = 'paint' WHERE batch = 2",
        "UPDATE changes SET op = x'00', title = x'ff', version = 'v' WHERE batch = 2",
    ],
)
def test_a_damaged_change_stands_in_the_history_without_its_values(
    store: Store, damage: str
) -> None:
    lead = add(store, "leads", last_name="Smith")
    edit(store, "leads", lead, city="Kyoto")
    edit(store, "leads", lead, city="Osaka")
    store.connection.run(damage)
    told = history.history(store.connection, "leads", lead)
    assert [entry.batch.kind for entry in told] == ["edit", history.DAMAGED, "add"]
    assert (told[1].batch.id, told[1].after) == (2, {})
    assert {c.batch for c in history.first_changes(store.connection, [1, 2, 3]).values()} == {1, 3}
    with pytest.raises(StoreError):
        undo(store, 2)
