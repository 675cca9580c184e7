"""One change to many records: nobody is written over, and one undo takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui_crm.store import bulk, records
from tui_crm.store.bulk import EditTags, SetField
from tui_crm.store.journal import history, undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value


def add_leads(store: Store, *rows: dict[str, Value]) -> list[int]:
    with unit(store, "add") as work:
        return [work.create("leads", {"last_name": f"n{n}", **row}) for n, row in enumerate(rows)]


def value(store: Store, lead: int, key: str) -> Value:
    return records.read(store.connection, store.schema.type("leads"), lead)[key]


def test_one_batch_changes_all_and_one_undo_takes_it_back(store: Store) -> None:
    leads = add_leads(store, {}, {"status": "working"}, {})
    seen = records.versions(store.connection, "leads", leads)
    context = store.hook_context(store.connection)
    planned = bulk.plan(context, "leads", seen, SetField("status", "working"))
    assert (len(planned.changes), planned.same) == (2, 1)
    report = bulk.apply(store, "leads", seen, SetField("status", "working"))
    assert report.changed == 2
    assert [value(store, lead, "status") for lead in leads] == ["working"] * 3
    assert report.batch is not None
    assert history.get(store.connection, report.batch).kind == "bulk_edit"
    undo.undo(store, report.batch)
    assert [value(store, lead, "status") for lead in leads] == ["new", "working", "new"]


def test_what_somebody_changed_meanwhile_is_listed_and_left(
    open_store: Callable[..., Store],
) -> None:
    mine, theirs = open_store("sato"), open_store("suzuki")
    first, second, third = add_leads(mine, {}, {}, {})
    seen = records.versions(mine.connection, "leads", [first, second, third])
    with unit(theirs, "edit") as work:
        work.update("leads", first, {"status": "qualified"})
        work.delete("leads", [third])
    report = bulk.apply(mine, "leads", seen, SetField("status", "working"))
    assert report.changed == 1
    assert [refused.id for refused in report.plan.moved] == [first, third]
    assert value(mine, first, "status") == "qualified"
    assert value(mine, second, "status") == "working"


def test_tags_are_added_and_taken_away_beside_the_others(store: Store) -> None:
    leads = add_leads(store, {"tags": "\n展示会\n"}, {"tags": "\nVIP\n展示会\n"}, {})
    seen = records.versions(store.connection, "leads", leads)
    assert bulk.apply(store, "leads", seen, EditTags("tags", add=("VIP",))).changed == 2
    assert value(store, leads[0], "tags") == "\n展示会\nVIP\n"
    seen = records.versions(store.connection, "leads", leads)
    assert bulk.apply(store, "leads", seen, EditTags("tags", remove=("展示会",))).changed == 2
    assert [value(store, lead, "tags") for lead in leads] == ["\nVIP\n"] * 3


def test_a_record_that_would_break_a_rule_is_refused_alone(store: Store) -> None:
    leads = add_leads(store, {"company": "青空商事"}, {})
    seen = records.versions(store.connection, "leads", leads)
    report = bulk.apply(store, "leads", seen, SetField("last_name", None))
    assert report.changed == 1
    assert [refused.id for refused in report.plan.refused] == [leads[1]]
    assert "required" in report.plan.refused[0].reason


def test_a_converted_lead_stays_as_it_is(store: Store) -> None:
    (lead,) = add_leads(store, {"converted_at": "2026-11-01T00:00:00Z"})
    seen = records.versions(store.connection, "leads", [lead])
    report = bulk.apply(store, "leads", seen, SetField("status", "working"))
    assert (report.batch, report.changed) == (None, 0)
    assert "read-only" in report.plan.refused[0].reason


def test_deals_won_together_know_when_and_are_sure(store: Store) -> None:
    with unit(store, "add") as work:
        account = work.create("accounts", {"name": "みなと商会"})
        deals = [
            work.create("deals", {"name": name, "account": account, "probability": 50})
            for name in ("更新", "増設")
        ]
    seen = records.versions(store.connection, "deals", deals)
    report = bulk.apply(store, "deals", seen, SetField("stage", "won"))
    found = records.read_many(store.connection, store.schema.type("deals"), deals)
    assert {(deal["probability"], deal["closed_at"]) for deal in found} == {(100, store.now())}
    assert report.batch is not None
    undo.undo(store, report.batch)
    found = records.read_many(store.connection, store.schema.type("deals"), deals)
    assert {(deal["probability"], deal["closed_at"]) for deal in found} == {(50, None)}


def test_tasks_done_together_are_the_last_touch_of_their_leads(store: Store) -> None:
    (lead,) = add_leads(store, {})
    with unit(store, "add") as work:
        tasks = [work.create("activities", {"subject": "送付", "lead": lead}) for _ in range(2)]
    seen = records.versions(store.connection, "activities", tasks)
    bulk.apply(store, "activities", seen, SetField("status", "done"))
    found = records.read_many(store.connection, store.schema.type("activities"), tasks)
    assert {task["done_at"] for task in found} == {store.now()}
    assert value(store, lead, "last_activity_at") == store.now()


def test_what_follows_from_a_stage_is_there_before_the_rules_are_asked(store: Store) -> None:
    with unit(store, "add") as work:
        account = work.create("accounts", {"name": "Aoba"})
        deal = work.create("deals", {"name": "Trial", "account": account})
        rule = {"name": "Known", "record_type": "deals", "condition": "closed_at=none"}
        work.create("work_rules", {**rule, "needed": "\nclose_date\n"})
        sure = {"name": "Sure", "record_type": "deals", "condition": "probability>=100"}
        work.create("work_rules", {**sure, "needed": "\namount\n"})
    seen = records.versions(store.connection, "deals", [deal])
    report = bulk.apply(store, "deals", seen, SetField("stage", "won"))
    assert "Sure" in report.plan.refused[0].reason
    with unit(store, "edit") as work:
        work.update("deals", deal, {"amount": 100})
    seen = records.versions(store.connection, "deals", [deal])
    assert bulk.apply(store, "deals", seen, SetField("stage", "won")).changed == 1
    won = records.read(store.connection, store.schema.type("deals"), deal)
    assert (won["probability"], won["closed_at"]) == (100, store.now())


def test_two_rules_of_a_kind_have_names_of_their_own(store: Store) -> None:
    with unit(store, "add") as work:
        first = work.create("work_rules", {"name": "Reach", "needed": "\nemail\n"})
        other = work.create("work_rules", {"name": "Phone", "needed": "\nphone\n"})
    with pytest.raises(InvalidRecordError, match="Reach"), unit(store, "add") as work:
        work.create("work_rules", {"name": "Reach", "record_type": "deals", "needed": "\nname\n"})
    with pytest.raises(InvalidRecordError, match="Reach"), unit(store, "edit") as work:
        work.update("work_rules", other, {"name": "Reach"})
    with unit(store, "edit") as work:
        work.update("work_rules", first, {"name": "Reach", "needed": "\nphone\n"})
