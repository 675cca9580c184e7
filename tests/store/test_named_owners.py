"""Records whose file named an owner nobody was: they go to the member of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, given, records
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.i18n import use
from tui_crm.store.journal import history, undo
from tui_crm.store.journal.hooks import remarks
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


@pytest.fixture
def waiting(store: Store, tmp_path: Path) -> Store:
    """A store with three leads and a deal of people who are no members yet."""
    bring(
        store,
        given(
            tmp_path,
            "姓|会社名|営業担当|備考",
            "田中|光商事|山本 次郎|急ぎ",
            "佐藤|桜工業|山本次郎|",
            "鈴木|梅商会|Ann Lee|",
        ),
    )
    bring(store, given(tmp_path, "商談名|取引先名|営業担当", "導入|光商事|山本 次郎"), to="deals")
    return store


def owners(store: Store, record_type: str = "leads") -> list[object]:
    return [each["owner"] for each in records(store, record_type, "owner")]


def test_a_new_member_takes_over_what_names_them_in_one_change(waiting: Store) -> None:
    before = records(waiting, "leads", "owner", "description", "title")
    with unit(waiting, "add") as work:
        member = work.create("users", {"name": "yamamoto", "full_name": "山本 次郎"})
    assert owners(waiting) == [member, member, 1]
    assert owners(waiting, "deals") == [member]
    found = [lead["description"] for lead in records(waiting, "leads", "description")]
    assert found == ["急ぎ", None, "Owner in the file: Ann Lee"]
    assert work.batch is not None
    batch = history.get(waiting.connection, work.batch)
    assert batch.info == {"given": {"leads": 2, "deals": 1}}
    assert any("2" in sentence for sentence in remarks(waiting.schema, batch))
    undo.undo(waiting, work.batch)
    assert records(waiting, "leads", "owner", "description", "title") == before


def test_a_member_who_gets_that_name_takes_them_over_too(waiting: Store) -> None:
    with unit(waiting, "add") as work:
        member = work.create("users", {"name": "al"})
    assert owners(waiting)[2] == 1
    with unit(waiting, "edit") as work:
        work.update("users", member, {"full_name": "ann lee"})
    assert owners(waiting)[2] == member


def test_members_that_are_imported_take_them_over(waiting: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "User Name|Full Name|Email", "ann|Ann Lee|ann@example.com")
    trial = bring(waiting, path, to="users", dry_run=True)
    assert trial.given == {"leads": 1}
    assert owners(waiting) == [1, 1, 1]
    report = bring(waiting, path, to="users")
    assert report.given == {"leads": 1}
    assert report.batch is not None
    assert history.get(waiting.connection, report.batch).info["given"] == {"leads": 1}
    assert any("1" in s or "One" in s for s in sentences_of(report, {}))
    assert owners(waiting)[2] != 1


def test_what_somebody_else_has_taken_over_stays_theirs(waiting: Store) -> None:
    with unit(waiting, "edit") as work:
        other = work.create("users", {"name": "kato"})
        work.update("leads", 1, {"owner": other})
    with unit(waiting, "add") as work:
        member = work.create("users", {"name": "山本次郎"})
    assert owners(waiting) == [other, member, 1]


def test_a_member_who_has_left_takes_over_nothing(waiting: Store) -> None:
    with unit(waiting, "add") as work:
        work.create("users", {"name": "山本次郎", "is_inactive": 1})
    assert owners(waiting) == [1, 1, 1]


def test_a_name_that_was_kept_in_the_other_language_is_found(store: Store, tmp_path: Path) -> None:
    use("ja")
    bring(store, given(tmp_path, "姓|会社名|営業担当", "田中|光商事|山本 次郎"))
    use("en")
    with unit(store, "add") as work:
        member = work.create("users", {"name": "山本次郎"})
    assert records(store, "leads", "owner", "description") == [
        {"owner": member, "description": None}
    ]


def test_a_member_is_known_by_the_number_that_their_records_name(
    store: Store, tmp_path: Path
) -> None:
    path = given(
        tmp_path,
        "Id|LastName|Company|OwnerId|IsConverted|LeadSource",
        "00Q5g00000AbCdEFAA|Lee|Acme|0055g000007LkJhAAK|0|Web",
    )
    bring(store, path, to="leads")
    with unit(store, "add") as work:
        member = work.create("users", {"name": "ann", "external_id": "salesforce:0055g000007LkJh"})
    assert owners(store) == [member]
