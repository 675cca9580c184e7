"""What follows from a write follows whichever way the record is written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import still_clock
from tests.exchange.importing import bring, given
from tests.records import add, stored
from tui_crm.exchange.exporting.exporter import export
from tui_crm.exchange.exporting.options import ExportOptions
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import Duplicates, ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.program import program
from tui_crm.screens.form.request import FormRequest, open_form, save_form
from tui_crm.store import commands, records
from tui_crm.store.db.store import Store
from tui_crm.store.journal.hooks import Event, Hook, Hooks
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.validate import InvalidRecordError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tui_crm.exchange.importing.report import RowOutcome
    from tui_crm.store.journal.hooks import HookContext, Save, Saved
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Schema, Value


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
    values: dict[str, Value] = {"name": "更新", "account": 1, "stage": "won"}
    opened = open_form(store, FormRequest("deals", None, values), "JPY")
    return save_form(store, opened.request, opened.state).id


def edited_with_others(store: Store, _: Path) -> int:
    deal = open_deal(store)
    seen = records.versions(store.connection, "deals", [deal])
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
    deal = stored(store, "deals", way(store, tmp_path))
    assert (deal["stage"], deal["probability"]) == ("won", 100)
    assert deal["closed_at"] is not None


def test_a_deal_of_a_converted_lead_is_as_likely_as_its_stage(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", company="みなと商会")
    done = conversion.apply_conversion(store, proposal.propose(store, lead, deal=True))
    deal = stored(store, "deals", done.deal)
    assert (deal["stage"], deal["probability"]) == ("qualification", 10)


def call_done(store: Store, _: Path) -> int:
    return commands.add(store, "activities", {"subject": "電話", "status": "done"}).id


def call_edited(store: Store, _: Path) -> int:
    call = add(store, "activities", subject="電話")
    return commands.edit(store, "activities", call, {"status": "done"}).id


def calls_edited(store: Store, _: Path) -> int:
    call = add(store, "activities", subject="電話")
    seen = records.versions(store.connection, "activities", [call])
    commands.set_field(store, "activities", seen, "status", "done")
    return call


def call_imported(store: Store, folder: Path) -> int:
    bring(store, given(folder, "件名|状況", "電話|完了"), to="activities")
    return 1


@pytest.mark.parametrize("way", [call_done, call_edited, calls_edited, call_imported])
def test_an_activity_that_is_done_knows_when_whichever_way_it_was_written(
    store: Store, tmp_path: Path, way: Callable[[Store, Path], int]
) -> None:
    call = stored(store, "activities", way(store, tmp_path))
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


@contextmanager
def opened_with(store: Store, *ours: Hook) -> Iterator[Store]:
    """The test's store, opened by a program with further hooks."""
    every = [hook for event in Event for hook in program().declared.hooks.all(event)]
    declared = replace(program().declared, hooks=Hooks((*every, *ours)))
    with_ours = replace(program(), declared=declared)
    opened = Store.open(store.path, with_ours, user="sato", clock=still_clock)
    try:
        yield opened
    finally:
        opened.close()


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
    _CALLED.clear()
    with opened_with(store, *ours) as opened:
        yield opened


def called() -> list[tuple[str, str, tuple[Value, ...]]]:
    found = list(_CALLED)
    _CALLED.clear()
    return found


def test_hooks_are_called_once_for_what_is_written_in_one_piece(
    hooked: Store, tmp_path: Path
) -> None:
    bring(hooked, given(tmp_path, "Last name", "Abe", "Baba", "Chiba"), to="leads")
    assert called() == [("saved", "leads", (1, 2, 3))]
    seen = records.versions(hooked.connection, "leads", [1, 3])
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
    assert stored(hooked, "leads", lead)["department"] == "1"
    commands.edit(hooked, "leads", lead, {"department": "Sales"})
    batch = commands.edit(hooked, "leads", lead, {"tags": "\nVIP\nTokyo\n"}).batch
    assert stored(hooked, "leads", lead)["department"] == "2"
    called()
    assert batch is not None
    undo(hooked, batch)
    stands = stored(hooked, "leads", lead)
    assert (stands["tags"], stands["department"]) == ("\nVIP\n", "Sales")
    assert called() == [("saved", "leads", (lead,))]
    gone = commands.delete(hooked, commands.plan_delete(hooked, "leads", [lead]))
    assert gone is not None
    undo(hooked, gone)
    assert stored(hooked, "leads", lead)["department"] == "Sales"


def add_a_colleague(work: UnitOfWork, record_type: RecordType, saved: Sequence[Saved]) -> None:
    """Add a second lead for each that is new, and write on the first that there is one."""
    for before, after in saved:
        if not before and after["last_name"] != "Colleague":
            colleague = {"last_name": "Colleague", "company": after.get("company")}
            work.create(record_type.key, colleague)
            work.update(record_type.key, int(after["id"] or 0), {"department": "two"})


def names(store: Store) -> list[tuple[Value, ...]]:
    return store.connection.rows("SELECT id, last_name, department FROM leads ORDER BY id")


@pytest.fixture
def in_pairs(store: Store) -> Iterator[Store]:
    """The test's store, in which each new lead brings a colleague along."""
    hook = Hook(Event.AFTER_SAVE, f"{__name__}:add_a_colleague", ("leads",), writes=True)
    with opened_with(store, hook) as opened:
        yield opened


def test_what_a_hook_writes_of_the_same_type_goes_and_comes_with_the_record(
    in_pairs: Store,
) -> None:
    batch = commands.add(in_pairs, "leads", {"last_name": "Abe"}).batch
    assert batch is not None
    both = names(in_pairs)
    assert both == [(1, "Abe", "two"), (2, "Colleague", None)]
    undone = undo(in_pairs, batch).batch
    assert names(in_pairs) == []
    assert undone is not None
    undo(in_pairs, undone)
    assert names(in_pairs) == both


def test_records_added_in_many_parts_leave_room_for_what_hooks_add(in_pairs: Store) -> None:
    with unit(in_pairs, "import") as work:
        ids = work.create_many("leads", [{"last_name": f"L{n}"} for n in range(700)])
        called_so = [work.writer("leads").read([i])[i].values["last_name"] for i in ids]
    assert called_so == [f"L{n}" for n in range(700)]
    assert len(names(in_pairs)) == 1400
    assert work.batch is not None
    assert undo(in_pairs, work.batch).restored >= 1400
    assert names(in_pairs) == []


def test_a_hook_that_writes_is_not_called_when_records_come_back(in_pairs: Store) -> None:
    lead = commands.add(in_pairs, "leads", {"last_name": "Abe"}).id
    gone = commands.delete(in_pairs, commands.plan_delete(in_pairs, "leads", [lead]))
    assert gone is not None
    undo(in_pairs, gone)
    assert names(in_pairs) == [(1, "Abe", "two"), (2, "Colleague", None)]


def mark_edited(work: UnitOfWork, record_type: RecordType, saved: Sequence[Saved]) -> None:
    for before, after in saved:
        if before and before["city"] != after["city"]:
            work.update(record_type.key, int(after["id"] or 0), {"department": after["city"]})


def test_what_goes_back_in_part_has_nothing_written_anew(store: Store) -> None:
    hook = Hook(Event.AFTER_SAVE, f"{__name__}:mark_edited", ("leads",), writes=True)
    with opened_with(store, hook) as opened:
        leads = [add(opened, "leads", last_name=name, city="Ube") for name in ("Abe", "Baba")]
        seen = records.versions(opened.connection, "leads", leads)
        batch = commands.set_field(opened, "leads", seen, "city", "Chiba").batch
        assert batch is not None
        commands.edit(opened, "leads", leads[0], {"city": "Nara"})
        assert undo(opened, batch).blocked
        stands = [
            (stored(opened, "leads", i)["city"], stored(opened, "leads", i)["department"])
            for i in leads
        ]
        assert stands == [("Nara", "Nara"), ("Ube", None)]


def refuse_the_cold(
    _: Schema, record_type: RecordType, values: Mapping[str, Value]
) -> tuple[Problem, ...]:
    """A lead that is rated cold needs a city."""
    if values.get("rating") == "cold" and values.get("city") is None:
        return (Problem("city", record_type.key, "A cold lead needs a city."),)
    return ()


@pytest.fixture
def checked(store: Store) -> Iterator[Store]:
    hook = Hook(Event.CHECK, f"{__name__}:refuse_the_cold", ("leads",))
    with opened_with(store, hook) as opened:
        yield opened


def test_what_a_record_is_checked_for_keeps_a_new_row_of_an_import_out(
    checked: Store, tmp_path: Path
) -> None:
    rows = ("Last name|Rating|City", "Abe|Cold|", "Baba|Cold|Ube", "Chiba|Hot|")
    plan = plan_import(checked, given(tmp_path, *rows), ImportOptions(to="leads"))
    told: list[RowOutcome] = []
    report = run_import(checked, plan, on_row=lambda _, outcome: told.append(outcome))
    assert (report.created, report.failed) == (2, 1)
    assert [name for _, name, _ in names(checked)] == ["Baba", "Chiba"]
    assert ("A cold lead needs a city.",) in [outcome.problems for outcome in told]


def test_what_a_record_is_checked_for_keeps_an_update_of_an_import_out(
    checked: Store, tmp_path: Path
) -> None:
    lead = add(checked, "leads", last_name="Abe", email="abe@x.example", rating="hot")
    path = given(tmp_path, "Email|Last name|Rating", "abe@x.example|Abe|Cold")
    report = bring(checked, path, to="leads", duplicates=Duplicates.OVERWRITE)
    assert (report.updated, report.failed) == (0, 1)
    assert stored(checked, "leads", lead)["rating"] == "hot"


_NUMBERS: list[str] = []


def number(_: HookContext, record_type: RecordType, saves: Sequence[Save]) -> None:
    """The next number of a series, in a field that has no default."""
    for save in saves:
        if "postal_code" not in save.named:
            _NUMBERS.append(record_type.key)
            save.changes["postal_code"] = f"N-{len(_NUMBERS)}"


def number_account(_: HookContext, __: RecordType, saves: Sequence[Save]) -> None:
    for save in saves:
        save.changes.setdefault("account", 1)


@pytest.fixture
def numbered(store: Store) -> Iterator[Store]:
    types = ("leads", "accounts")
    hook = Hook(Event.ALLOCATE, f"{__name__}:number", types, sets=("postal_code",))
    _NUMBERS.clear()
    with opened_with(store, hook) as opened:
        yield opened


def numbers_of(store: Store, record_type: str) -> list[Value]:
    rows = store.connection.rows(f"SELECT postal_code FROM {record_type} ORDER BY id")
    return [row[0] for row in rows]


def test_imported_records_take_the_next_numbers_of_a_series(
    numbered: Store, tmp_path: Path
) -> None:
    commands.add(numbered, "leads", {"last_name": "Abe"})
    bring(numbered, given(tmp_path, "Last name", "Baba", "Chiba"), to="leads")
    assert numbers_of(numbered, "leads") == ["N-1", "N-2", "N-3"]


def test_a_record_that_is_made_for_a_name_takes_a_number(numbered: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "Last name|Account", "Abe|Minato Works", "Baba|Minato Works")
    bring(numbered, path, to="contacts")
    assert numbers_of(numbered, "accounts") == ["N-1"]


def test_a_blank_of_our_own_export_uses_up_no_number(numbered: Store, tmp_path: Path) -> None:
    with unit(numbered, "add") as work:
        work.create_many("leads", [{"last_name": "Abe", "status": "new"}])
    path = tmp_path / "leads.csv"
    export(numbered, ExportOptions("leads"), path)
    commands.delete(numbered, commands.plan_delete(numbered, "leads", [1]))
    bring(numbered, path, to="leads")
    assert (numbers_of(numbered, "leads"), _NUMBERS) == ([None], [])


def test_a_note_that_a_merge_writes_is_a_new_record_like_any(store: Store) -> None:
    hook = Hook(Event.ALLOCATE, f"{__name__}:number_account", ("notes",), sets=("account",))
    with opened_with(store, hook) as opened:
        add(opened, "accounts", name="Minato Works")
        leads = [add(opened, "leads", last_name="Abe", description=text) for text in "xy"]
        merge(opened, "leads", leads[0], leads[1:])
        assert opened.connection.rows("SELECT lead, account FROM notes") == [(leads[0], 1)]


def test_a_conversion_hands_over_only_what_its_rules_let_go(store: Store) -> None:
    suzuki, mori = (add(store, "users", name=name) for name in ("suzuki", "mori"))
    lead = add(store, "leads", last_name="Abe", company="Minato Works")
    call, visit, of_mori = (
        add(store, "activities", subject=subject, lead=lead, **more)
        for subject, more in (("call", {}), ("visit", {}), ("plan", {"owner": mori}))
    )
    held = {"record_type": "activities", "condition": "subject=visit", "owners": "\nsato\n"}
    add(store, "work_rules", name="Visits", kind="owners", **held)
    plan = proposal.choose_owner(proposal.propose(store, lead), suzuki)
    conversion.apply_conversion(store, plan)
    owners = [stored(store, "activities", i).links["owner"] for i in (call, visit, of_mori)]
    assert owners == ["suzuki", "sato", "mori"]


def test_many_records_at_once_keep_the_rules_unless_the_caller_has_seen_to_them(
    store: Store,
) -> None:
    lead = add(store, "leads", last_name="Abe", email="abe@x.example")
    add(store, "work_rules", name="Reach", record_type="leads", kind="required", needed="\nemail\n")
    with pytest.raises(InvalidRecordError), unit(store, "bulk_edit") as work:
        work.update_many("leads", [(lead, {"email": None})])
    with pytest.raises(InvalidRecordError), unit(store, "bulk_edit") as work:
        work.update_many("leads", [(lead, {"status": "nonsense"})])
    with unit(store, "bulk_edit") as work:
        assert work.update_many("leads", [(lead, {"email": None})], enforce=False) == 1


def test_a_rule_cannot_keep_a_link_to_what_is_deleted_or_merged(store: Store) -> None:
    keep, other, gone = (add(store, "accounts", name=name) for name in ("Ao", "Aka", "Ki"))
    moved, loose = (add(store, "contacts", last_name="Abe", account=i) for i in (other, gone))
    needed = {"record_type": "contacts", "kind": "required", "needed": "\nemail\naccount\n"}
    add(store, "work_rules", name="Whole", **needed)
    merge(store, "accounts", keep, [other])
    commands.delete(store, commands.plan_delete(store, "accounts", [gone]))
    assert [stored(store, "contacts", i)["account"] for i in (moved, loose)] == [keep, None]
