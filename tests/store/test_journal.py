"""What a user can rely on when they write: history, versions, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui_crm.errors import CrmError, NotFoundError
from tui_crm.store import records
from tui_crm.store.custom_fields import add_field
from tui_crm.store.db.check.run import check
from tui_crm.store.journal import history, undo
from tui_crm.store.journal.log import not_kept
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.picklists import add_choice, edit_choice
from tui_crm.store.records import VersionConflictError
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value


def add(store: Store, record_type: str = "leads", **values: Value) -> int:
    if record_type == "leads":
        values.setdefault("last_name", "田中")
    with unit(store, "add") as work:
        return work.create(record_type, values)


def edit(store: Store, record_id: int, **changes: Value) -> int | None:
    with unit(store, "edit") as work:
        work.update("leads", record_id, changes)
    return work.batch


def value(store: Store, record_id: int, key: str, record_type: str = "leads") -> Value:
    declared = store.schema.type(record_type)
    return records.read(store.connection, declared, record_id)[key]


def test_a_new_record_gets_its_defaults_and_its_owner(store: Store) -> None:
    lead = add(store)
    assert value(store, lead, "status") == "new"
    record = records.read(store.connection, store.schema.type("leads"), lead)
    assert record.links["owner"] == "sato"
    assert record.title == "田中"


def test_a_rule_that_is_broken_writes_nothing(store: Store) -> None:
    with pytest.raises(InvalidRecordError, match="Last name or Company is required"):
        add(store, last_name=None)
    with pytest.raises(InvalidRecordError, match="not one of its values"):
        add(store, status="nonsense")
    assert store.connection.scalar("SELECT count(*) FROM batches") == 0


def test_an_edit_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    lead = add(store, city="渋谷区")
    assert edit(store, lead, city="渋谷区") is None
    assert value(store, lead, "updated_at") == value(store, lead, "created_at")


def test_history_says_who_changed_what_from_what_to_what(open_store: Callable[..., Store]) -> None:
    sato, suzuki = open_store("sato"), open_store("suzuki")
    lead = add(sato, city="渋谷区")
    edit(suzuki, lead, city="港区")
    newest, oldest = history.history(sato.connection, "leads", lead)
    assert (newest.batch.user, newest.before, newest.after) == (
        "suzuki",
        {"city": "渋谷区"},
        {"city": "港区"},
    )
    assert (oldest.batch.user, oldest.op) == ("sato", history.Op.CREATE)


def test_the_second_of_two_editors_is_shown_what_the_first_saved(
    open_store: Callable[..., Store],
) -> None:
    mine, theirs = open_store("sato"), open_store("suzuki")
    lead = add(mine)
    edit(theirs, lead, city="港区")
    with pytest.raises(VersionConflictError) as caught, unit(mine, "edit") as work:
        work.update("leads", lead, {"city": "渋谷区"}, version=1)
    assert caught.value.theirs["city"] == "港区"
    assert value(mine, lead, "city") == "港区"


def test_a_failure_half_way_leaves_the_store_as_it_was(store: Store) -> None:
    lead = add(store)

    def edit_two() -> None:
        with unit(store, "edit") as work:
            work.update("leads", lead, {"city": "港区"})
            work.update("leads", 999, {"city": "港区"})

    with pytest.raises(NotFoundError):
        edit_two()
    assert value(store, lead, "city") is None


def test_a_dry_run_does_everything_and_keeps_nothing(store: Store) -> None:
    with unit(store, "add", dry_run=True) as work:
        lead = work.create("leads", {"last_name": "鈴木"})
        assert work.batch is not None
    assert work.batch is None
    assert store.connection.scalar("SELECT count(*) FROM leads WHERE id = ?", (lead,)) == 0
    assert store.connection.scalar("SELECT count(*) FROM leads_search") == 0


def test_undo_of_an_edit_puts_the_old_value_back_and_redo_the_new_one(store: Store) -> None:
    lead = add(store, city="渋谷区")
    batch = edit(store, lead, city="港区")
    assert batch is not None
    report = undo.undo(store, batch)
    assert (report.restored, value(store, lead, "city")) == (1, "渋谷区")
    assert report.batch is not None
    undo.undo(store, report.batch)
    assert value(store, lead, "city") == "港区"


def test_what_was_taken_back_and_done_again_can_be_taken_back_again(store: Store) -> None:
    lead = add(store)
    created = history.latest(store.connection)[0].id
    first = undo.undo(store, created)
    assert first.batch is not None
    undo.undo(store, first.batch)
    again = undo.undo(store, created)
    assert again.restored == 1
    with pytest.raises(NotFoundError):
        value(store, lead, "city")


def test_what_stands_is_known_however_often_it_was_taken_back(store: Store) -> None:
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "田中"})
    chain = [work.batch]
    for _ in range(4):
        assert chain[-1] is not None
        chain.append(undo.undo(store, chain[-1]).batch)
        stands = [history.get(store.connection, b).undone_by is None for b in chain if b]
        assert stands == [(len(chain) - place) % 2 != 0 for place in range(len(chain))]


def test_undo_refuses_what_was_changed_since_and_says_by_whom(
    open_store: Callable[..., Store],
) -> None:
    sato, suzuki = open_store("sato"), open_store("suzuki")
    lead = add(sato, city="渋谷区")
    batch = edit(sato, lead, city="港区")
    edit(suzuki, lead, city="品川区")
    assert batch is not None
    with pytest.raises(undo.UndoBlockedError, match="changed since by suzuki"):
        undo.undo(sato, batch)
    assert value(sato, lead, "city") == "品川区"


def test_older_edits_of_other_fields_can_be_taken_back_in_any_order(store: Store) -> None:
    lead = add(store)
    first = edit(store, lead, city="港区")
    second = edit(store, lead, rating="hot")
    assert first is not None
    assert second is not None
    undo.undo(store, first)
    undo.undo(store, second)
    assert (value(store, lead, "city"), value(store, lead, "rating")) == (None, None)


def test_a_batch_is_taken_back_only_once(store: Store) -> None:
    lead = add(store)
    batch = edit(store, lead, city="港区")
    assert batch is not None
    undo.undo(store, batch)
    with pytest.raises(CrmError, match="already been undone"):
        undo.undo(store, batch)


def test_a_deleted_record_comes_back_under_its_number_with_what_hung_on_it(store: Store) -> None:
    lead = add(store)
    call = add(store, "activities", subject="見積", lead=lead, start_at="2026-11-24T01:00:00Z")
    with unit(store, "delete") as work:
        assert work.delete("leads", [lead]) == 2
    assert store.connection.rows("SELECT id FROM activities") == []
    assert work.batch is not None
    undo.undo(store, work.batch)
    assert value(store, call, "lead", "activities") == lead
    assert value(store, lead, "next_activity_at") == "2026-11-24T01:00:00Z"


def test_a_number_is_never_given_twice(store: Store) -> None:
    lead = add(store)
    with unit(store, "delete") as work:
        work.delete("leads", [lead])
    assert add(store) != lead


def test_deleting_an_account_takes_its_deals_and_leaves_its_contacts(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    contact = add(store, "contacts", last_name="田中", account=account)
    add(store, "deals", name="更新", account=account)
    with unit(store, "delete") as work:
        work.delete("accounts", [account])
    assert store.connection.scalar("SELECT count(*) FROM deals") == 0
    assert value(store, contact, "account", "contacts") is None
    assert work.batch is not None
    undo.undo(store, work.batch)
    assert value(store, contact, "account", "contacts") == account


def test_an_import_goes_back_row_by_row_and_names_what_stays(
    open_store: Callable[..., Store],
) -> None:
    sato, suzuki = open_store("sato"), open_store("suzuki")
    with unit(sato, "import") as work:
        ids = work.create_many("leads", ({"last_name": f"L{n}"} for n in range(1200)))
    edit(suzuki, ids[7], city="港区")
    add(sato, "activities", subject="call", lead=ids[9])
    assert work.batch is not None
    report = undo.undo(sato, work.batch)
    assert report.restored == 1198
    assert sorted(blocked.id for blocked in report.blocked) == [ids[7], ids[9]]
    assert "suzuki" in next(b.reason for b in report.blocked if b.id == ids[7])


def test_an_import_of_many_rows_costs_the_journal_one_line(store: Store) -> None:
    with unit(store, "import") as work:
        work.create_many("leads", ({"last_name": f"L{n}"} for n in range(5000)))
    assert store.connection.scalar("SELECT count(*) FROM changes") == 1


def test_undo_takes_my_last_act_not_a_colleagues(open_store: Callable[..., Store]) -> None:
    sato, suzuki = open_store("sato"), open_store("suzuki")
    add(sato)
    mine = history.last_undoable(sato.connection, "sato")
    add(suzuki)
    assert history.last_undoable(sato.connection, "sato") == mine


def test_redo_is_offered_until_something_else_is_done(store: Store) -> None:
    lead = add(store)
    batch = edit(store, lead, city="港区")
    assert batch is not None
    undo.undo(store, batch)
    redoable = history.last_redoable(store.connection, "sato")
    assert redoable is not None
    assert redoable.undoes == batch
    edit(store, lead, rating="hot")
    assert history.last_redoable(store.connection, "sato") is None


def test_a_done_call_stands_on_the_lead_as_its_last_touch(store: Store) -> None:
    lead = add(store)
    call = add(store, "activities", subject="見積", kind="call", lead=lead)
    with unit(store, "done") as work:
        work.update("activities", call, {"status": "done", "done_at": "2026-11-20T05:00:00Z"})
    assert value(store, lead, "last_activity_at") == "2026-11-20T05:00:00Z"
    record = records.read(store.connection, store.schema.type("leads"), lead)
    assert record.version == 1, "the lead itself was not edited"
    undo.undo(store, work.batch or 0)
    assert value(store, lead, "last_activity_at") is None


def test_what_stays_of_an_import_keeps_what_it_points_at(
    open_store: Callable[..., Store],
) -> None:
    sato, suzuki = open_store("sato"), open_store("suzuki")
    with unit(sato, "import") as work:
        account = work.create("accounts", {"name": "青空商事"})
        branches = work.create_many(
            "accounts",
            [{"name": "東京支店"}, {"name": "渋谷営業所"}, {"name": "大阪支店"}],
        )
        work.update("accounts", branches[1], {"parent": branches[0]})
        people = [
            work.create("contacts", {"last_name": name, "account": account})
            for name in ("田中", "鈴木")
        ]
    with unit(suzuki, "edit") as edited:
        edited.update("contacts", people[0], {"city": "港区"})
        edited.update("accounts", branches[1], {"city": "港区"})
    assert work.batch is not None
    report = undo.undo(sato, work.batch)
    blocked = {(b.type, b.id) for b in report.blocked}
    assert blocked >= {("contacts", people[0]), ("accounts", account), ("accounts", branches[1])}
    left = sato.connection.rows("SELECT title FROM accounts ORDER BY id")
    assert ("大阪支店",) not in left
    assert ("青空商事",) in left
    assert sato.connection.rows("PRAGMA foreign_key_check") == []


def test_what_goes_back_whole_comes_again_whole_or_not_at_all(store: Store) -> None:
    lead = add(store)
    with unit(store, "convert") as work:
        account = work.create("accounts", {"name": "青空商事"})
        work.update("leads", lead, {"converted_account": account})
    undone = undo.undo(store, work.batch or 0)
    with unit(store, "convert") as again:
        other = again.create("accounts", {"name": "みなと商事"})
        again.update("leads", lead, {"converted_account": other})
    with pytest.raises(undo.UndoBlockedError):
        undo.undo(store, undone.batch or 0)
    assert store.connection.rows("SELECT name FROM accounts") == [("みなと商事",)]


def test_what_is_worked_out_is_nobodys_to_change_nor_to_take_back(store: Store) -> None:
    with unit(store, "add") as work:
        lead = work.create("leads", {"last_name": "清水"})
    with unit(store, "edit") as work:
        wrong = {"title": "別人", "updated_at": "2001-01-01T00:00:00Z", "last_activity_at": None}
        assert not work.update("leads", lead, wrong)
        assert work.update("leads", lead, {**wrong, "city": "港区"})
    entry = history.history(store.connection, "leads", lead)[0]
    assert entry.after == {"city": "港区"}
    older = '{"city":null,"title":"清","updated_at":"2001-01-01T00:00:00Z"}'
    store.connection.run(
        "UPDATE changes SET before = ?, after = ? WHERE batch = ?",
        (older, '{"city":"港区","title":"水","updated_at":"2002-01-01T00:00:00Z"}', work.batch),
    )
    undo.undo(store, entry.batch.id)
    found = records.read(store.connection, store.schema.type("leads"), lead)
    assert (found.title, found["city"]) == ("清水", None)


def test_a_field_that_somebody_else_has_just_added_is_in_what_is_kept_of_a_deleted_record(
    open_store: Callable[..., Store],
) -> None:
    mine, theirs = open_store("sato"), open_store("suzuki")
    lead = add(mine)
    with unit(theirs, "fields") as work:
        add_field(work, "leads", "rank", Kind.TEXT, en="Rank")
    with unit(theirs, "edit") as work:
        work.update("leads", lead, {"rank": "gold"})
    with unit(mine, "delete") as work:
        work.delete("leads", [lead])
    assert work.batch is not None
    undo.undo(mine, work.batch)
    assert value(mine, lead, "rank") == "gold"


def test_what_a_record_that_stays_holds_stays_too(store: Store) -> None:
    with unit(store, "import") as work:
        add_field(work, "leads", "rank", Kind.TEXT, en="Rank")
        add_choice(work, "lead_source", "fair", en="Fair")
        add_choice(work, "lead_source", "walk", en="Walk")
        work.reload_schema()
        rows = [
            {"last_name": "田中", "lead_source": "fair", "rank": "gold"},
            {"last_name": "鈴木", "lead_source": "walk"},
        ]
        work.create_many("leads", rows)
    assert work.batch is not None
    edit(store, 1, city="港区")
    report = undo.undo(store, work.batch)
    assert {each.type for each in report.blocked} == {"leads", "choices", "custom_fields"}
    assert any("is used by Lead 田中" in each.reason for each in report.blocked)
    keys = {choice.key for choice in store.schema.choices("lead_source")}
    assert "fair" in keys
    assert "walk" not in keys
    assert value(store, 1, "rank") == "gold"


def test_a_default_that_the_unit_itself_has_added_counts_at_once(store: Store) -> None:
    with unit(store, "import") as work:
        work.create("leads", {"last_name": "田中"})
        add_choice(work, "lead_source", "fair", en="Fair")
        edit_choice(work, "lead_source", "fair", {"is_default": 1})
        work.reload_schema()
        lead = work.create("leads", {"last_name": "鈴木"})
    assert value(store, lead, "lead_source") == "fair"


def test_what_is_rolled_up_over_a_link_is_not_replaced_over_a_custom_one(store: Store) -> None:
    with unit(store, "import") as work:
        lead, other = (work.create("leads", {"last_name": name}) for name in ("田中", "鈴木"))
        planned: dict[str, Value] = {"subject": "見積", "start_at": "2026-11-24T01:00:00Z"}
        work.create("activities", {**planned, "lead": lead})
        add_field(work, "activities", "about", Kind.LINK, en="About", target="leads")
        work.reload_schema()
        work.create("activities", {**planned, "lead": other, "about": lead})
        work.create("activities", {**planned, "about": other})
    for each in (lead, other):
        assert value(store, each, "next_activity_at") == "2026-11-24T01:00:00Z"
    assert not check(store).findings


@pytest.mark.parametrize("record_type", ["leads", "deals"])
def test_only_what_is_rolled_up_onto_a_type_is_no_part_of_its_records(
    store: Store, record_type: str
) -> None:
    rolled_up = {rollup.field for rollup in store.schema.type("activities").rollups}
    assert rolled_up <= not_kept(store.schema, record_type)
    assert not_kept(store.schema, "notes").isdisjoint(rolled_up)


def test_a_new_user_is_numbered_like_any_record_and_stays_when_their_first_change_is_undone(
    open_store: Callable[..., Store],
) -> None:
    sato, suzuki = open_store("sato"), open_store("suzuki")
    first = add(sato, "users", name="mori")
    lead = add(suzuki)
    mine = history.last_undoable(suzuki.connection, "suzuki")
    assert mine is not None
    undo.undo(suzuki, mine.id)
    kept = dict(sato.connection.rows("SELECT name, id FROM users"))
    assert kept == {"sato": kept["sato"], "mori": first, "suzuki": first + 1}
    assert add(sato, "users", name="abe") == first + 2
    assert add(sato) == lead + 1
    assert not check(sato).findings
