"""A store is verified from end to end, and what can be made anew is."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from tui_crm.errors import StoreError
from tui_crm.features.notes import attachments
from tui_crm.store import custom_fields, picklists
from tui_crm.store.db.check.finding import Area
from tui_crm.store.db.check.run import CheckReport, check
from tui_crm.store.db.connection import Connection
from tui_crm.store.journal import history
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value


@pytest.fixture
def lived_in(store: Store, tmp_path: Path) -> Store:
    """A store in which something of everything was done: also deleted, undone and attached."""
    with unit(store, "import") as work:
        rows = [
            work.with_defaults(
                work.schema.type("leads"), {"last_name": f"田中{n}", "company": "青葉"}
            )
            for n in range(20)
        ]
        work.create_many("leads", rows)
    with unit(store, "add") as work:
        account = work.create("accounts", {"name": "Aoba"})
        work.create("deals", {"name": "Renewal", "account": account})
        planned: dict[str, Value] = {"subject": "Call", "kind": "call", "lead": 3}
        planned |= {"start_at": "2026-11-24T01:00:00Z", "account": account}
        work.create("activities", planned)
    with unit(store, "edit") as work:
        work.update("leads", 2, {"last_name": "鈴木", "company": None})
    with unit(store, "delete") as work:
        work.delete("leads", [5, 6, 9])
        deleted = work
    assert deleted.batch is not None
    undo(store, deleted.batch)
    with unit(store, "delete") as work:
        work.delete("leads", [19, 20])
    (tmp_path / "quote.txt").write_text("a quote")
    attachments.attach(store, tmp_path / "quote.txt", {"lead": 1})
    return store


def areas(report: CheckReport) -> list[Area]:
    return [finding.area for finding in report.findings]


def test_store_that_was_only_written_through_the_journal_is_whole(lived_in: Store) -> None:
    report = check(lived_in)
    assert report.findings == ()
    assert report.is_whole
    assert report.batches == 7
    assert report.records > 20


DAMAGE = {
    "search index lost a record": (
        "INSERT INTO leads_search (leads_search, rowid, pairs) VALUES ('delete', 2, '鈴木 木')",
        [Area.SEARCH],
    ),
    "search index has one record too many": (
        "INSERT INTO leads_search (rowid, pairs) VALUES (999, 'ab b')",
        [Area.SEARCH],
    ),
    "search index has words of another": (
        "INSERT INTO leads_search (leads_search, rowid, pairs) VALUES ('delete', 2, '鈴木 木');"
        "INSERT INTO leads_search (rowid, pairs) VALUES (2, '山田 田')",
        [Area.SEARCH],
    ),
    "search index is empty": (
        "INSERT INTO leads_search (leads_search) VALUES ('delete-all')",
        [Area.SEARCH],
    ),
    "duplicates index lost a key": (
        "DELETE FROM leads_keys WHERE id = 3",
        [Area.MATCHING],
    ),
    "duplicates index has a key too many": (
        "INSERT INTO leads_keys VALUES ('ea.example@b', 3)",
        [Area.MATCHING],
    ),
    "title of another": ("UPDATE leads SET title = 'x' WHERE id = 2", [Area.KEYS]),
    "order of another": ("UPDATE leads SET sort_key = 'x' WHERE id = 2", [Area.KEYS]),
    "search key of another": ("UPDATE leads SET search_key = 'x' WHERE id = 2", [Area.KEYS]),
    "name changed behind the journal": (
        "UPDATE leads SET last_name = '山田' WHERE id = 2",
        [Area.KEYS],
    ),
    "next activity of another": (
        "UPDATE leads SET next_activity_at = '2020-01-01' WHERE id IN (3, 4)",
        [Area.DATES],
    ),
    "counter set back": (
        "UPDATE counters SET next_id = 3 WHERE record_type = 'leads'",
        [Area.COUNTERS],
    ),
    "counter lost": ("DELETE FROM counters WHERE record_type = 'leads'", [Area.COUNTERS]),
    "owner is gone": ("UPDATE leads SET owner = 77 WHERE id IN (2, 3, 4, 5)", [Area.LINKS]),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_that_can_be_repaired_is_found_repaired_and_gone(lived_in: Store, name: str) -> None:
    statements, expected = DAMAGE[name]
    connection = lived_in.connection
    connection.run("PRAGMA foreign_keys = OFF")
    for statement in statements.split(";"):
        connection.run(statement)
    connection.run("PRAGMA foreign_keys = ON")

    found = check(lived_in)
    assert areas(found) == expected
    assert not found.is_whole
    assert areas(check(lived_in)) == expected, "looking changes nothing"

    repaired = check(lived_in, repair=True)
    assert areas(repaired) == expected
    assert repaired.is_whole
    assert check(lived_in, repair=True).findings == (), "the second time there is nothing to do"


def test_repaired_index_finds_again(lived_in: Store) -> None:
    lived_in.connection.run("INSERT INTO leads_search (leads_search) VALUES ('delete-all')")
    listing = Listing(lived_in.schema, Query("leads", search="鈴木"), lived_in.query_context())
    assert list(listing.ids(lived_in.connection)) == []
    check(lived_in, repair=True)
    assert list(listing.ids(lived_in.connection)) == [2]


LOSS = {
    "record gone behind the journal": "DELETE FROM leads WHERE id = 4",
    "deleted record risen": "INSERT INTO leads (id, version, title, sort_key, search_key,"
    " last_name, created_at, updated_at) VALUES (20, 1, 'x', 'x', 'x', 'x', '', '')",
    "change without a batch": "DELETE FROM batches WHERE id = 3",
    "change that is no JSON": "UPDATE changes SET after = '{' WHERE batch = 3",
    "change of nothing known": "UPDATE changes SET op = 'paint' WHERE batch = 3",
    "run that ends before it begins": "UPDATE changes SET last_id = 1 WHERE batch = 3",
    "change of a type that there is not": "UPDATE changes SET record_type = 'x' WHERE batch = 3",
    "change of no number": "UPDATE changes SET record_id = 'a', last_id = 'b' WHERE batch = 3",
    "batch of no time": "UPDATE batches SET at = 'yesterday' WHERE id = 3",
    "batch of bytes": "UPDATE batches SET at = x'00', note = x'ff' WHERE id = 3",
    "batch that made numbers": "UPDATE batches SET info = '{\"also_created\": 5}' WHERE id = 3",
    "batch that counts wrong": "UPDATE batches SET updated = 5 WHERE id = 3",
    "undone by a batch that undid nothing": "UPDATE batches SET undone_by = 1 WHERE id = 3",
}


@pytest.mark.parametrize("name", LOSS)
def test_damage_to_what_people_did_is_reported_and_left(lived_in: Store, name: str) -> None:
    connection = lived_in.connection
    connection.run("PRAGMA foreign_keys = OFF")
    connection.run(LOSS[name])
    connection.run("PRAGMA foreign_keys = ON")
    check(lived_in, repair=True)
    before = list(connection.raw.iterdump())
    report = check(lived_in, repair=True)
    assert Area.JOURNAL in areas(report)
    assert not report.is_whole
    assert list(connection.raw.iterdump()) == before


def test_deal_without_its_account_is_reported_and_left(lived_in: Store) -> None:
    lived_in.connection.run("PRAGMA foreign_keys = OFF")
    lived_in.connection.run("UPDATE deals SET account = 99")
    lived_in.connection.run("PRAGMA foreign_keys = ON")
    for repair in (False, True):
        [finding] = check(lived_in, repair=repair).findings
        assert (finding.area, finding.is_repaired) == (Area.LINKS, False)
        assert "Account" in finding.sentence


def test_blanked_link_stands_in_the_history(lived_in: Store) -> None:
    lived_in.connection.run("PRAGMA foreign_keys = OFF")
    lived_in.connection.run("UPDATE leads SET owner = 77 WHERE id = 2")
    lived_in.connection.run("PRAGMA foreign_keys = ON")
    check(lived_in, repair=True)
    kind = lived_in.connection.scalar("SELECT kind FROM batches ORDER BY id DESC LIMIT 1")
    assert kind == "repair"


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("change", "attachment_changed"),
        ("remove", "attachment_lost"),
        ("hide", "attachment_unreadable"),
    ],
)
def test_attached_file_must_be_what_was_attached(
    lived_in: Store, damage: str, problem: str
) -> None:
    [file] = lived_in.attachments.iterdir()
    if damage == "change":
        file.write_text("another quote")
    else:
        file.unlink()
        if damage == "hide":
            file.mkdir()
    [finding] = check(lived_in, repair=True).findings
    assert (finding.key, finding.is_repaired) == (problem, False)
    assert "quote.txt" in finding.sentence


def test_broken_file_is_reported_as_such(lived_in: Store, tmp_path: Path) -> None:
    path = lived_in.path
    lived_in.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    page = lived_in.connection.scalar("SELECT rootpage FROM sqlite_master WHERE name = 'changes'")
    lived_in.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096 + 200)
        file.write(b"\xff" * 3000)
    report = check(lived_in)
    assert areas(report) == [Area.FILE]
    assert not report.is_whole


def test_store_that_may_not_be_written_to_is_checked_all_the_same(
    lived_in: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived_in.connection.run("UPDATE counters SET next_id = 3 WHERE record_type = 'leads'")
    uri = f"file:{lived_in.path}?mode=ro"
    read_only = Connection(sqlite3.connect(uri, uri=True, isolation_level=None), str(lived_in.path))
    monkeypatch.setattr(type(lived_in), "connection", read_only)
    assert areas(check(lived_in)) == [Area.COUNTERS]
    with pytest.raises(StoreError, match="may not be written"):
        check(lived_in, repair=True)


def test_words_of_a_retired_field_are_no_damage(lived_in: Store) -> None:
    with unit(lived_in, "fields") as work:
        custom_fields.add_field(work, "leads", "first", Kind.TEXT)
        custom_fields.add_field(work, "leads", "second", Kind.TEXT)
    with unit(lived_in, "edit") as work:
        work.update("leads", 3, {"first": "one", "second": "two"})
    with unit(lived_in, "fields") as work:
        custom_fields.edit_field(work, "leads", "first", {"is_retired": 1})
    with unit(lived_in, "edit") as work:
        work.update("leads", 4, {"second": "three"})
    assert check(lived_in).findings == ()
    lived_in.connection.run("UPDATE leads SET search_key = 'two' WHERE id = 3")
    assert areas(check(lived_in)) == [Area.KEYS]


def test_every_finding_has_its_sentence(lived_in: Store) -> None:
    lived_in.connection.run("PRAGMA foreign_keys = OFF")
    for statements, _ in DAMAGE.values():
        for statement in statements.split(";"):
            lived_in.connection.run(statement)
    lived_in.connection.run("PRAGMA foreign_keys = ON")
    report = check(lived_in)
    assert len(report.findings) >= 4
    for finding in report.findings:
        assert finding.sentence != f"check.{finding.key}"
        assert "{" not in finding.sentence


def test_a_value_that_is_in_no_list_is_named_and_put_back(store: Store) -> None:
    with unit(store, "choices") as work:
        picklists.add_choice(work, "lead_source", "fair", en="Fair")
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "田中", "lead_source": "fair"})
    assert check(store).is_whole
    store.connection.run("UPDATE choices SET key = 'else' WHERE key = 'fair'")
    [finding] = check(store).findings
    assert (finding.area, finding.params["value"]) == (Area.CHOICES, "fair")
    assert check(store, repair=True).is_whole
    assert check(store).findings == ()
    assert store.schema.choice("lead_source", "fair") is not None


def damaged(store: Store, sql: str) -> Store:
    """The store after somebody was at its file with another program."""
    raw = sqlite3.connect(store.path)
    raw.executescript(sql)
    raw.commit()
    raw.close()
    return store


@pytest.mark.parametrize(
    ("sql", "key"),
    [
        ("DROP INDEX leads_external_id", "index_lost"),
        (
            "DROP INDEX leads_external_id; CREATE INDEX leads_external_id ON leads (id)",
            "index_changed",
        ),
        ("CREATE UNIQUE INDEX own ON leads (status, id)", "index_foreign"),
        ("DROP TABLE leads_search", "table_lost"),
        ("DROP TABLE leads_keys", "table_lost"),
        ("DROP TABLE drafts", "table_lost"),
        ("DROP TABLE counters", "table_lost"),
        (
            "CREATE TRIGGER own AFTER UPDATE ON leads BEGIN DELETE FROM notes; END",
            "trigger",
        ),
    ],
)
def test_lost_parts_are_made_anew_and_foreign_ones_go(lived_in: Store, sql: str, key: str) -> None:
    damaged(lived_in, sql)
    assert key in [finding.key for finding in check(lived_in).findings]
    assert check(lived_in, repair=True).is_whole
    again = check(lived_in, repair=True)
    assert (again.is_whole, again.findings) == (True, ())


@pytest.mark.parametrize(
    ("sql", "key"),
    [
        ("DROP TABLE notes", "table_lost"),
        ("ALTER TABLE leads DROP COLUMN city", "column_lost"),
        (
            "ALTER TABLE leads DROP COLUMN employees; ALTER TABLE leads ADD COLUMN employees BLOB",
            "column_type",
        ),
    ],
)
def test_what_only_a_backup_brings_back_is_named(lived_in: Store, sql: str, key: str) -> None:
    damaged(lived_in, sql)
    for repair in (False, True):
        report = check(lived_in, repair=repair)
        assert key in [finding.key for finding in report.findings]
        assert not report.is_whole


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE changes SET before = '{' WHERE op = 'update'",
        "UPDATE changes SET after = '5' WHERE op = 'update'",
        "UPDATE changes SET op = 'zap' WHERE op = 'update'",
        "UPDATE batches SET info = '[1]' WHERE id = 3",
    ],
)
def test_journal_that_cannot_be_read_is_found_and_said(lived_in: Store, sql: str) -> None:
    damaged(lived_in, sql)
    assert Area.JOURNAL in areas(check(lived_in))
    with pytest.raises(StoreError, match="damaged"):
        undo(lived_in, 3)
    told = history.history(lived_in.connection, "leads", 2)
    assert history.DAMAGED in [entry.batch.kind for entry in told]
    assert len({entry.batch.kind for entry in told}) > 1, "the others are shown"


def test_change_that_takes_back_one_that_is_not_there_is_found(lived_in: Store) -> None:
    damaged(lived_in, "PRAGMA foreign_keys = 0; UPDATE batches SET undoes = 99 WHERE id = 5")
    assert "journal_pointer" in [finding.key for finding in check(lived_in).findings]
