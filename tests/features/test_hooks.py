"""What follows from a write follows whichever way the record is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import still_clock
from tests.exchange.importing import bring, given
from tests.features.dumping import add, get
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.program import HOOKS, PROGRAM
from tui_crm.screens.form.request import FormRequest, open_form, save_form
from tui_crm.store import bulk, commands
from tui_crm.store.db.store import Store
from tui_crm.store.journal.hooks import Event, Hook, Hooks
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tui_crm.store.journal.hooks import Saved
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Value


@pytest.fixture
def account(store: Store) -> int:
    return add(store, "accounts", name="みなと商会")


def open_deal(store: Store) -> int:
    return add(store, "deals", name="更新", account=1, stage="needs")


def added(store: Store, _: Path) -> int:
    return commands.add(store, "deals", {"name": "更新", "account": 1, "stage": "won"}).id


def edited(store: Store, _: Path) -> int:
    return commands.edit(store, "deals", open_deal(store), {"stage": "won"}).id


def added_in_a_form(store: Store, _: Path) -> int:
    values = {"name": "更新", "account": 1, "stage": "won"}
    opened = open_form(store, FormRequest("deals", None, values), "JPY")
    return save_form(store, opened.request, opened.state).id


def edited_with_others(store: Store, _: Path) -> int:
    deal = open_deal(store)
    seen = bulk.versions(store.connection, "deals", [deal])
    assert commands.set_field(store, "deals", seen, "stage", "won").changed == 1
    return deal


def imported(store: Store, folder: Path) -> int:
    path = given(folder, "商談名|取引先名|ステージ", "更新|みなと商会|受注")
    assert bring(store, path, to="deals").created == 1
    return 1


def updated_by_an_import(store: Store, folder: Path) -> int:
    deal = open_deal(store)
    path = given(folder, "商談名|取引先名|ステージ", "更新|みなと商会|受注")
    assert bring(store, path, to="deals", duplicates=Duplicates.OVERWRITE).updated == 1
    return deal


def merged(store: Store, _: Path) -> int:
    keep, other = open_deal(store), open_deal(store)
    with unit(store, "edit") as work:
        won = {"stage": "won", "probability": None, "closed_at": None}
        work.update_many("deals", [(other, won)], as_is=True)
    merge(store, "deals", keep, [other], take={"stage": other})
    return keep


@pytest.mark.parametrize(
    "way",
    [
        added,
        edited,
        added_in_a_form,
        edited_with_others,
        imported,
        updated_by_an_import,
        merged,
    ],
)
@pytest.mark.usefixtures("account")
def test_a_deal_that_is_won_is_certain_whichever_way_it_was_written(
    store: Store, tmp_path: Path, way: Callable[[Store, Path], int]
) -> None:
    deal = get(store, "deals", way(store, tmp_path))
    assert (deal["stage"], deal["probability"]) == ("won", 100)
    assert deal["closed_at"] is not None


def test_a_deal_of_a_converted_lead_is_as_likely_as_its_stage(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", company="みなと商会")
    done = conversion.apply_conversion(store, proposal.propose(store, lead, deal=True))
    deal = get(store, "deals", done.deal)
    assert (deal["stage"], deal["probability"]) == ("qualification", 10)


def call_done(store: Store, _: Path) -> int:
    return commands.add(store, "activities", {"subject": "電話", "status": "done"}).id


def call_edited(store: Store, _: Path) -> int:
    call = add(store, "activities", subject="電話")
    return commands.edit(store, "activities", call, {"status": "done"}).id


def calls_edited(store: Store, _: Path) -> int:
    call = add(store, "activities", subject="電話")
    seen = bulk.versions(store.connection, "activities", [call])
    commands.set_field(store, "activities", seen, "status", "done")
    return call


def call_imported(store: Store, folder: Path) -> int:
    bring(store, given(folder, "件名|状況", "電話|完了"), to="activities")
    return 1


@pytest.mark.parametrize("way", [call_done, call_edited, calls_edited, call_imported])
def test_an_activity_that_is_done_knows_when_whichever_way_it_was_written(
    store: Store, tmp_path: Path, way: Callable[[Store, Path], int]
) -> None:
    call = get(store, "activities", way(store, tmp_path))
    assert (call["status"], call["done_at"]) == ("done", store.now())


# --- hooks of anybody's ---------------------------------------------------------------------------

_CALLED: list[tuple[str, str, tuple[Value, ...]]] = []


def note_saved(_: UnitOfWork, record_type: RecordType, saved: Sequence[Saved]) -> None:
    ids = tuple(each.after["id"] for each in saved)
    _CALLED.append(("saved", record_type.key, ids))


def note_deleted(
    _: UnitOfWork, record_type: RecordType, rows: Sequence[Mapping[str, Value]]
) -> None:
    _CALLED.append(("deleted", record_type.key, tuple(row["id"] for row in rows)))


def count_tags(_: Any, __: RecordType, saves: Sequence[Any]) -> None:
    for save in saves:
        tags = str(save.changes["tags"] or "").split()
        save.changes["department"] = str(len(tags))


@pytest.fixture
def hooked(store: Store) -> Iterator[Store]:
    """The test's store, opened by a program with hooks for leads and accounts."""
    ours = (
        Hook(Event.AFTER_SAVE, f"{__name__}:note_saved", ("leads", "accounts")),
        Hook(Event.AFTER_DELETE, f"{__name__}:note_deleted", ("leads", "accounts")),
        Hook(
            Event.BEFORE_SAVE,
            f"{__name__}:count_tags",
            ("leads",),
            on=("tags",),
            sets=("department",),
        ),
    )
    every = [hook for event in Event for hook in HOOKS.all(event)]
    declared = replace(PROGRAM.declared, hooks=Hooks((*every, *ours)))
    program = replace(PROGRAM, declared=declared)
    opened = Store.open(store.path, program, user="sato", clock=still_clock)
    _CALLED.clear()
    yield opened
    opened.close()


def called() -> list[tuple[str, str, tuple[Value, ...]]]:
    found = list(_CALLED)
    _CALLED.clear()
    return found


def test_hooks_are_called_once_for_what_is_written_in_one_piece(
    hooked: Store, tmp_path: Path
) -> None:
    bring(hooked, given(tmp_path, "Last name", "Abe", "Baba", "Chiba"), to="leads")
    assert called() == [("saved", "leads", (1, 2, 3))]
    seen = bulk.versions(hooked.connection, "leads", [1, 3])
    commands.set_field(hooked, "leads", seen, "rating", "hot")
    assert called() == [("saved", "leads", (1, 3))]
    commands.add(hooked, "notes", {"body": "x"})
    assert called() == []


def test_what_is_merged_converted_or_deleted_is_told_to_hooks(hooked: Store) -> None:
    leads = [add(hooked, "leads", last_name="Abe", company="Abe Works") for _ in range(3)]
    called()
    merge(hooked, "leads", leads[0], leads[1:2])
    assert ("deleted", "leads", (leads[1],)) in called()
    conversion.apply_conversion(hooked, proposal.propose(hooked, leads[0]))
    assert {("saved", "accounts", (1,)), ("saved", "leads", (leads[0],))} <= {*called()}
    plan = commands.plan_delete(hooked, "leads", leads[2:])
    commands.delete(hooked, plan)
    assert called() == [("deleted", "leads", (leads[2],))]


def test_undo_puts_back_what_was_and_derives_nothing_anew(hooked: Store) -> None:
    lead = commands.add(hooked, "leads", {"last_name": "Abe", "tags": "\nVIP\n"}).id
    assert get(hooked, "leads", lead)["department"] == "1"
    commands.edit(hooked, "leads", lead, {"department": "Sales"})
    batch = commands.edit(hooked, "leads", lead, {"tags": "\nVIP\nTokyo\n"}).batch
    assert get(hooked, "leads", lead)["department"] == "2"
    called()
    assert batch is not None
    undo(hooked, batch)
    stands = get(hooked, "leads", lead)
    assert (stands["tags"], stands["department"]) == ("\nVIP\n", "Sales")
    assert called() == [("saved", "leads", (lead,))]
    gone = commands.delete(hooked, commands.plan_delete(hooked, "leads", [lead]))
    assert gone is not None
    undo(hooked, gone)
    assert get(hooked, "leads", lead)["department"] == "Sales"
