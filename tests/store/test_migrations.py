"""A store that an older version of the program made is carried forward with all that is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import still_clock
from tests.store.older_stores import VERSIONS, make_store, script_of
from tui_crm.features.duplicates import groups
from tui_crm.features.program import open_store
from tui_crm.i18n import use
from tui_crm.store.db.check.run import check
from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.filter.words import filter_in_words
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import read, read_many
from tui_crm.store.validate import InvalidRecordError
from tui_crm.store.views import saved_views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tui_crm.store.db.store import Store


@pytest.fixture
def carried(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Open a store as version N left it."""
    opened: list[Store] = []

    def open_version(version: int, script: str = "") -> Store:
        path = tmp_path / "crm.db"
        make_store(path, version, script)
        opened.append(open_store(path, user="sato", clock=still_clock))
        return opened[-1]

    yield open_version
    for store in opened:
        store.close()


def test_a_store_of_every_older_version_is_kept() -> None:
    assert list(range(1, HEAD)) == VERSIONS, "see docs/migrations.md"


def test_the_first_version_keeps_its_records_and_is_whole(carried: Callable[[int], Store]) -> None:
    store = carried(1)
    leads = store.schema.type("leads")
    found = read_many(store.connection, leads, [1, 2, 3])
    assert [record.title for record in found] == ["田中 一郎", "田中 一郎", "鈴木"]
    assert found[0]["hobby"] == "釣り"
    assert check(store).findings == ()
    assert len(list(store.backups.glob("*before-v*"))) == 1


def test_the_second_version_gets_rules_and_what_they_are_chosen_from(
    carried: Callable[[int], Store],
) -> None:
    store = carried(2)
    assert check(store).findings == ()
    assert [choice.key for choice in store.schema.choices("rating")][-1] == "burning"
    assert [c.label("ja") for c in store.schema.choices("ruled_type")][:2] == ["見込み客", "取引先"]
    with unit(store, "add") as work:
        work.create("work_rules", {"name": "Reachable", "needed": "\nemail\n"})
    with pytest.raises(InvalidRecordError), unit(store, "add") as work:
        work.create("leads", {"last_name": "佐藤"})


def test_the_third_version_gets_more_phones_and_addresses(
    carried: Callable[[int], Store],
) -> None:
    store = carried(3)
    assert check(store).findings == ()
    with unit(store, "edit") as work:
        work.update("contacts", 1, {"more_phones": "\nnight desk\t03-1234-5678\n"})
    assert check(store).findings == ()


def test_a_merge_in_the_third_version_is_taken_back_in_this_one(
    carried: Callable[[int], Store],
) -> None:
    store = carried(3)
    undo(store, 3)
    leads = store.schema.type("leads")
    found = read_many(store.connection, leads, [1, 2])
    assert [record["email_2"] for record in found] == ["akira@aozora.example", "a3@aozora.example"]
    assert found[1]["description"] == "second card"
    assert check(store).findings == ()


def test_all_day_entries_of_the_fifth_version_are_on_days(carried: Callable[[int], Store]) -> None:
    store = carried(5)
    fair, visit = read_many(store.connection, store.schema.type("activities"), [1, 2])
    assert (fair["due_on"], fair["end_on"]) == ("2026-12-02", "2026-12-04")
    assert (fair["start_at"], fair["end_at"]) == (None, None)
    assert visit["start_at"] == "2026-12-05T05:00:00Z"
    lead = read(store.connection, store.schema.type("leads"), 1)
    assert lead["next_activity_at"] == "2026-12-02"
    assert check(store).findings == ()


def test_the_sixth_version_loses_its_copy_of_the_declarations_and_nothing_else(
    carried: Callable[[int], Store],
) -> None:
    store = carried(6)
    assert check(store).findings == ()
    tables = [name for (name,) in store.connection.rows("SELECT name FROM sqlite_master")]
    assert "meta" not in tables
    deal = read(store.connection, store.schema.type("deals"), 1)
    assert (deal.title, deal["rank"], deal.links["account"]) == (
        "新システム",
        "A",
        "青葉商事株式会社",
    )
    assert read(store.connection, store.schema.type("views"), 1).title == "A-rank"


def test_pairs_called_different_in_the_first_version_still_are(
    carried: Callable[[int], Store],
) -> None:
    store = carried(1)
    assert list(groups.find_all(store, "leads")) == []
    pair = read(store.connection, store.schema.type("distinct_pairs"), 1)
    assert (pair["record_type"], pair["low_id"], pair["high_id"]) == ("leads", 1, 2)


def test_a_merge_in_the_first_version_keeps_the_number_of_the_record_that_went(
    carried: Callable[[int], Store],
) -> None:
    connection = carried(1).connection
    assert connection.rows("SELECT old_id, new_id, external_id FROM redirects") == [
        (4, 3, "zoho:10")
    ]


def test_what_older_versions_indexed_is_indexed_as_today(carried: Callable[[int], Store]) -> None:
    store = carried(1)
    listing = Listing(store.schema, Query("leads", search="田中一郎"), store.query_context())
    assert list(listing.ids(store.connection)) == [1, 2]
    assert read(store.connection, store.schema.type("leads"), 1).version == 1


def test_what_the_fourth_version_could_not_find_is_found(carried: Callable[[int], Store]) -> None:
    store = carried(4)
    assert check(store).findings == ()
    for record_type, words in (
        ("leads", "山田太郎"),
        ("leads", "lodz"),
        ("leads", "+81 90 1234 5678"),
        ("leads", "(212) 555-0123"),
        ("accounts", "青葉商事"),
        ("accounts", "020 7946 0958"),
        ("contacts", "Mueller"),
        ("contacts", "jose@example.com"),
        ("notes", "電話03"),
    ):
        listing = Listing(store.schema, Query(record_type, search=words), store.query_context())
        assert list(listing.ids(store.connection)) == [1], words


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_keys_of_any_older_version_are_computed_anew(
    carried: Callable[[int, str], Store], version: int
) -> None:
    """Keys that hold what no version would compute are gone, in all places."""
    stale = script_of(version).replace(
        "COMMIT;",
        "UPDATE leads SET sort_key = 'zzz', search_key = 'zzz', title = 'zzz';"
        "INSERT INTO leads_keys VALUES ('nzzz', 1); COMMIT;",
    )
    store = carried(version, stale)
    assert check(store).findings == ()
    assert store.connection.scalar("SELECT count(*) FROM leads WHERE search_key = 'zzz'") == 0
    assert store.connection.scalar("SELECT count(*) FROM leads_keys WHERE key = 'nzzz'") == 0


def test_values_of_the_seventh_version_are_called_as_today_unless_somebody_named_them(
    carried: Callable[[int], Store],
) -> None:
    store = carried(7)
    assert check(store).findings == ()
    labels = {
        picklist: [choice.label("ja") for choice in store.schema.choices(picklist)]
        for picklist in ("rating", "lead_status", "deal_stage", "contact_role")
    }
    assert labels["rating"] == ["A", "B", "弱"]
    assert labels["lead_status"] == ["新規", "対応中", "接触済み", "有望", "見送り"]
    assert labels["deal_stage"][0] == "初期検討"
    assert labels["contact_role"][1] == "影響者", "it was called so again by a person"
    assert [c.label("en") for c in store.schema.choices("rating")] == ["Hot", "Warm", "Cold"]
    mail = store.schema.choice("activity_kind", "mail")
    assert mail is not None
    assert mail.label("en") == "E-mail"


def _changed(*statements: str) -> str:
    """The store of the seventh version after some more statements."""
    return script_of(7).replace("COMMIT;", " ".join((*statements, "COMMIT;")))


_ADDED = (
    "INSERT INTO choices (id, version, title, sort_key, search_key, created_at, updated_at,"
    " picklist, key, ja, en, position, is_retired)"
    " VALUES ({id}, 1, '{en}', 'x', '', '2026-12-01T01:34:02Z', '2026-12-01T01:34:02Z',"
    " '{picklist}', '{key}', '{ja}', '{en}', 9, {retired});"
)


@pytest.mark.parametrize("retired", [0, 1])
def test_a_value_of_the_seventh_version_keeps_its_name_where_another_has_the_new_one(
    carried: Callable[[int, str], Store], retired: int
) -> None:
    added = [
        ("rating", "top", "Ａ", "Top"),
        ("activity_kind", "e-mail", "電子メール", "e-mail"),
        ("lead_status", "later", "見送り", "Later"),
    ]
    rows = [
        _ADDED.format(id=900 + n, picklist=p, key=key, ja=ja, en=en, retired=retired)
        for n, (p, key, ja, en) in enumerate(added)
    ]
    store = carried(7, _changed(*rows))
    labels = dict(store.connection.rows("SELECT picklist || '.' || key, ja FROM choices"))
    assert labels["rating.hot"] == "高"
    assert labels["rating.warm"] == "B"
    assert labels["lead_status.unqualified"] == "対象外"
    mails = dict(store.connection.rows("SELECT picklist, en FROM choices WHERE key = 'mail'"))
    assert mails == {"activity_kind": "Mail", "lead_source": "E-mail"}


def test_a_name_of_the_seventh_version_that_was_taken_back_was_chosen_by_nobody(
    carried: Callable[[int, str], Store],
) -> None:
    """Renamed and undone: a value of the program's. Undone and done again: a person's."""
    batch = (
        "INSERT INTO batches VALUES({id},'{kind}','2026-12-01T01:35:00Z',1,'sato','','',"
        "0,1,0,{undoes},{undone_by});"
    )
    change = (
        "INSERT INTO changes VALUES({id},{id},'choices',{choice},{choice},'update',2,'x',"
        '\'{{"ja":"{before}"}}\',\'{{"ja":"{after}"}}\');'
    )
    rows = [
        batch.format(id=20, kind="choices", undoes="NULL", undone_by="21"),
        batch.format(id=21, kind="undo", undoes="20", undone_by="NULL"),
        change.format(id=20, choice=6, before="高", after="熱"),
        change.format(id=21, choice=6, before="熱", after="高"),
        batch.format(id=22, kind="choices", undoes="NULL", undone_by="NULL"),
        batch.format(id=23, kind="undo", undoes="22", undone_by="24"),
        batch.format(id=24, kind="redo", undoes="23", undone_by="NULL"),
        change.format(id=22, choice=7, before="温", after="中"),
        change.format(id=23, choice=7, before="中", after="温"),
        change.format(id=24, choice=7, before="温", after="中"),
    ]
    store = carried(7, _changed(*rows))
    ja = dict(store.connection.rows("SELECT key, ja FROM choices WHERE picklist = 'rating'"))
    assert ja == {"hot": "A", "warm": "中", "cold": "弱"}


def test_views_and_rules_of_the_seventh_version_mean_what_they_meant(
    carried: Callable[[int], Store],
) -> None:
    use("ja")
    store = carried(7)
    leads = store.schema.type("leads")
    [view] = saved_views(store, store.connection, "leads")
    assert filter_in_words(store.schema, leads, view.where) == (
        "ステータス=見送り and not (温度感=A and フォロー漏れ=はい)"
    )
    listing = Listing(store.schema, Query("leads", where=view.where), store.query_context())
    assert list(listing.ids(store.connection)) == [1]
    with pytest.raises(InvalidRecordError), unit(store, "edit") as work:
        work.update("leads", 2, {"status": "qualified"})  # 状態=有望 wants 会社名


def test_changes_of_the_seventh_version_are_told_and_taken_back(
    carried: Callable[[int], Store],
) -> None:
    use("ja")
    store = carried(7)
    undo(store, 12)
    undo(store, 11)
    undo(store, 9)
    ja = dict(store.connection.rows("SELECT key, ja FROM choices WHERE picklist = 'rating'"))
    assert ja == {"hot": "A", "warm": "B", "cold": "低"}
    assert check(store).findings == ()


def test_what_comes_of_a_call_is_chosen_from_a_picklist(carried: Callable[[int], Store]) -> None:
    store = carried(8)
    keys = [choice.key for choice in store.schema.choices("call_outcome")]
    assert keys == ["reached", "no_answer", "message", "call_back"]
