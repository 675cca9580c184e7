"""The timeline of a record: what each source gives, in which order, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.records import add, edit, stored
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.features.leads.convert.conversion import apply_conversion
from tui_crm.features.leads.convert.proposal import propose
from tui_crm.features.notes.attachments import attach
from tui_crm.screens.detail.timeline import CHANGE, Timeline, read_timeline
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


def timeline(store: Store, record_type: str, record_id: int, **how: Any) -> Timeline:
    with store.reading() as connection:
        record = stored(store, record_type, record_id)
        return read_timeline(store, connection, record, "JPY", **how)


def told(found: Timeline) -> list[str]:
    """The past as text, the newest first."""
    return [" | ".join(filter(None, (e.text, e.whose))) for e in found.past]


def counts(found: Timeline) -> dict[str, int]:
    return {kind.key: n for kind, n in found.counts.items()}


@pytest.fixture
def lead(store: Store) -> int:
    return add(store, "leads", last_name="清水", company="青空", created_at="2026-01-05T00:00:00Z")


def test_a_record_without_history_tells_when_it_was_added(store: Store, lead: int) -> None:
    found = timeline(store, "leads", lead)
    assert told(found) == ["Lead added"]
    assert found.past[0].at == "2026-01-05T00:00:00Z"
    assert found.past[0].who == "sato"


def test_plans_come_by_their_time_those_without_a_day_last(store: Store, lead: int) -> None:
    for subject, when in (
        ("someday", {}),
        ("later", {"start_at": "2026-11-30T01:00:00Z"}),
        ("day", {"due_on": "2026-11-25"}),
        ("late", {"start_at": "2026-11-10T01:00:00Z"}),
    ):
        add(store, "activities", subject=subject, lead=lead, status="planned", **when)
    found = timeline(store, "leads", lead)
    assert [e.text for e in found.planned] == ["late", "day", "later", "someday"]
    assert [e.is_late for e in found.planned] == [True, False, False, False]
    assert counts(found) == {"planned": 4, "created": 1}


def test_what_was_done_tells_what_was_said_and_how_long_it_took(store: Store, lead: int) -> None:
    at = {"start_at": "2026-11-18T05:20:00Z", "end_at": "2026-11-18T05:24:00Z"}
    values = {"kind": "call", "status": "done", "done_at": "2026-11-18T05:24:00Z", "lead": lead}
    add(store, "activities", subject="Reached", result="\n来週もう一度\nと言われた", **values, **at)
    add(store, "activities", subject="off", status="cancelled", due_on="2026-11-01", lead=lead)
    call, off, _ = timeline(store, "leads", lead).past
    assert call.text == "Reached: “来週もう一度”"
    assert (call.kind.key, call.extra) == ("call", "4 min")
    assert (off.sign, off.is_dim, off.kind.key) == ("×", True, "task")


def test_notes_and_files_are_told_by_their_first_line_and_their_name(
    store: Store, lead: int, tmp_path: Path
) -> None:
    add(store, "notes", body="\n  年内に決めたい。\n競合はA社", lead=lead)
    add(store, "notes", subject="budget", body="x", lead=lead)
    (tmp_path / "catalog.pdf").write_bytes(b"%PDF" * 400)
    attach(store, tmp_path / "catalog.pdf", {"lead": lead})
    found = timeline(store, "leads", lead)
    assert sorted(told(found)) == ["Lead added", "budget", "catalog.pdf", "年内に決めたい。"]
    (file,) = [e for e in found.past if e.kind.key == "file"]
    assert (file.ref.record_type, file.extra) == ("attachments", "1.6 KB")
    assert counts(found) == {"note": 2, "file": 1, "created": 1}


def test_changes_of_key_facts_are_told_and_others_are_not(store: Store, lead: int) -> None:
    edit(store, "leads", lead, status="working", city="渋谷区")
    edit(store, "leads", lead, city="港区")
    edit(store, "leads", lead, description='{"status":1}')
    change, *rest = [e for e in timeline(store, "leads", lead).past if e.kind.key == "change"]
    assert rest == []
    assert change.text == "Status New → Working"
    assert change.ref.record_type == CHANGE


def test_what_was_taken_back_is_not_told(store: Store, lead: int) -> None:
    with unit(store, "edit") as work:
        work.update("leads", lead, {"status": "working"})
    assert work.batch is not None
    assert counts(timeline(store, "leads", lead))["change"] == 1
    taken = undo(store, work.batch)
    assert "change" not in counts(timeline(store, "leads", lead))
    assert taken.batch is not None
    undo(store, taken.batch)
    assert counts(timeline(store, "leads", lead))["change"] == 1


def test_an_import_is_told_by_its_file_and_an_older_record_by_its_own_date(store: Store) -> None:
    with unit(store, "import", "/tmp/展示会2026.csv") as work:
        new = work.create("leads", {"last_name": "清水"})
        old = work.create("leads", {"last_name": "田中", "created_at": "2025-03-01T00:00:00Z"})
    assert told(timeline(store, "leads", new)) == ["Lead imported from 展示会2026.csv"]
    found = timeline(store, "leads", old)
    assert told(found) == ["Lead imported from 展示会2026.csv", "Lead added"]
    assert found.total == 2


def test_an_account_tells_what_its_contacts_and_deals_went_through(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    other = add(store, "accounts", name="よそ")
    contact = add(store, "contacts", last_name="田中", account=account)
    deal = add(store, "deals", name="見積", account=account, stage="needs")
    add(store, "notes", body="of the contact", contact=contact)
    add(store, "notes", body="of both", contact=contact, account=account)
    add(store, "notes", body="of the deal", deal=deal)
    add(store, "notes", body="of another", account=other)
    edit(store, "deals", deal, stage="proposal")
    found = timeline(store, "accounts", account)
    assert sorted(told(found)) == [
        "Account added",
        "Contact added | 田中",
        "Deal added | 見積",
        "Stage Needs analysis → Proposal | 見積",
        "of both | 田中",
        "of the contact | 田中",
        "of the deal | 見積",
    ]
    assert found.total == 7
    assert "of the deal | 見積" not in told(timeline(store, "contacts", contact))
    edit(store, "deals", deal, primary_contact=contact)
    assert "of the deal | 見積" in told(timeline(store, "contacts", contact))


def test_the_history_of_a_lead_follows_it_and_each_fact_is_told_once(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", company="青空")
    add(store, "notes", body="said", lead=lead)
    add(store, "activities", subject="call", status="planned", due_on="2026-12-01", lead=lead)
    edit(store, "leads", lead, status="working")
    done = apply_conversion(store, propose(store, lead, deal=True))
    for record_type, record_id in (
        ("accounts", done.account),
        ("contacts", done.contact),
        ("deals", done.deal),
    ):
        assert record_id is not None
        found = timeline(store, record_type, record_id)
        words = [e.text for e in found.past]
        assert words.count("said") == 1
        assert words.count("Status New → Working") == 1
        assert words.count("Converted from the lead 清水") == 1
        assert words.count("Lead added") == 1
        assert len(words) == 5  # and its own creation, but not that of what was made with it
        assert [e.text for e in found.planned] == ["call"]
    of_lead = timeline(store, "leads", lead)
    (converted,) = [e for e in of_lead.past if e.kind.key == "converted"]
    assert converted.text.startswith("Converted: ")


def test_a_merge_is_told(store: Store) -> None:
    keeper = add(store, "leads", last_name="清水", phone="03-1234-5678")
    other = add(store, "leads", last_name="清水", email="s@example.com", phone="03-1234-5678")
    merge(store, "leads", keeper, [other])
    (merged,) = [e for e in timeline(store, "leads", keeper).past if e.kind.key == "change"]
    assert merged.text.startswith("Merge")


def test_a_kind_alone_is_read_and_all_is_counted(store: Store, lead: int) -> None:
    add(store, "notes", body="n", lead=lead)
    done = {"status": "done", "lead": lead}
    add(store, "activities", subject="c", kind="call", start_at="2026-11-02T00:00:00Z", **done)
    add(store, "activities", subject="m", kind="meeting", start_at="2026-11-01T00:00:00Z", **done)
    add(store, "activities", subject="p", due_on="2026-12-01", lead=lead)
    everything = {"note": 1, "call": 1, "meeting": 1, "planned": 1, "created": 1}
    for kind, words in (("call", "c"), ("note", "n"), ("planned", "p"), ("created", "Lead added")):
        found = timeline(store, "leads", lead, kind=kind)
        assert [e.text for e in (*found.planned, *found.past)] == [words]
        assert counts(found) == everything
        assert (found.more_past, found.more_planned) == (0, 0)


def test_what_a_conversion_added_is_counted_under_no_filter(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", company="青空")
    apply_conversion(store, propose(store, lead))
    account = store.connection.scalar("SELECT id FROM accounts")
    shown = [e.text for e in timeline(store, "accounts", account).past if e.kind.key == "created"]
    for kind in ("", "created", "call"):
        found = timeline(store, "accounts", account, kind=kind)
        assert counts(found)["created"] == len(shown)


def test_what_is_left_out_is_counted(store: Store, lead: int) -> None:
    for n in range(12):
        add(store, "notes", body=f"note {n}", lead=lead, created_at=f"2026-10-{n + 1:02}T00:00:00Z")
        add(store, "activities", subject=f"plan {n}", due_on=f"2026-12-{n + 1:02}", lead=lead)
    found = timeline(store, "leads", lead, limit=10)
    assert [e.text for e in found.past] == [f"note {n}" for n in range(11, 1, -1)]
    assert [e.text for e in found.planned] == [f"plan {n}" for n in range(10)]
    assert (found.more_past, found.more_planned) == (3, 2)
    notes = timeline(store, "leads", lead, limit=10, kind="note")
    assert (notes.more_past, notes.more_planned) == (2, 0)


def test_a_change_that_the_journal_has_damaged_hides_nothing(store: Store, lead: int) -> None:
    edit(store, "leads", lead, status="working")
    store.connection.run("UPDATE changes SET before = '{' WHERE op = 'update'")
    damaged, added = timeline(store, "leads", lead).past
    assert damaged.text == "Damaged entry"
    assert added.text == "Lead added"
