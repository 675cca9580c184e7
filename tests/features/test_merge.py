"""Several records become one, nothing is lost, and undo takes them apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import add, dump, stored
from tui_crm.errors import CrmError, NotFoundError, UsageError
from tui_crm.features.duplicates.candidates import mark_distinct
from tui_crm.features.duplicates.groups import find_all
from tui_crm.features.duplicates.merge.merge import apply_merge, merge, propose_merge
from tui_crm.store.import_lookups import ids_by
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import VersionConflictError, find

if TYPE_CHECKING:
    from tui_crm.features.duplicates.merge.merge import MergePlan
    from tui_crm.store.db.store import Store


def plan(store: Store, record_type: str, keep: int, *others: int) -> MergePlan:
    with store.reading() as connection:
        return propose_merge(connection, store.schema, record_type, keep, others)


def test_the_keepers_value_stands_and_its_blanks_are_filled(store: Store) -> None:
    keep = add(store, "leads", last_name="田中", first_name="一郎", job_title="部長", rating="hot")
    other = add(store, "leads", last_name="田中", first_name="一朗", job_title="課長", phone="03")
    third = add(store, "leads", last_name="田中", phone="06", department="営業部")
    done = merge(store, "leads", keep, [other, third])
    record = stored(store, "leads", keep)
    assert record["job_title"] == "部長"
    assert record["first_name"] == "一郎"
    assert record["phone"] == "03"
    assert record["department"] == "営業部"
    assert done.merged == (other, third)
    assert done.changed == {"phone": "03", "department": "営業部", "more_phones": "\n\t06\n"}


def test_a_field_can_be_taken_from_another_record(store: Store) -> None:
    keep = add(store, "leads", last_name="田中", job_title="部長", city="渋谷区", state="東京都")
    other = add(store, "leads", last_name="田中", job_title="課長", city="港区", street="芝1-1")
    merge(store, "leads", keep, [other], take={"job_title": other, "city": other})
    record = stored(store, "leads", keep)
    assert record["job_title"] == "課長"
    assert (record["state"], record["city"], record["street"]) == (None, "港区", "芝1-1")


def test_an_address_is_taken_whole_or_not_at_all(store: Store) -> None:
    keep = add(store, "leads", last_name="田中", state="東京都", city="渋谷区")
    other = add(store, "leads", last_name="田中", state="大阪府", city="大阪市", street="梅田1-1")
    merge(store, "leads", keep, [other])
    record = stored(store, "leads", keep)
    assert (record["state"], record["city"], record["street"]) == ("東京都", "渋谷区", None)


def test_an_address_that_says_the_same_and_more_is_taken(store: Store) -> None:
    keep = add(store, "leads", last_name="田中", state="東京都")
    other = add(store, "leads", last_name="田中", state="東京都", city="渋谷区", street="1-2-3")
    merge(store, "leads", keep, [other])
    assert stored(store, "leads", keep)["street"] == "1-2-3"


def test_half_a_name_is_not_completed_from_another_person(store: Store) -> None:
    keep = add(store, "leads", last_name="田中", company="青空")
    other = add(
        store,
        "leads",
        last_name="鈴木",
        first_name="花子",
        last_name_kana="すずき",
        first_name_kana="はなこ",
    )
    merge(store, "leads", keep, [other])
    record = stored(store, "leads", keep)
    assert record.title == "田中"
    assert record["last_name_kana"] is None


def test_an_amount_comes_with_its_currency(store: Store) -> None:
    account = add(store, "accounts", name="青空")
    keep = add(store, "deals", name="更新", account=account)
    other = add(store, "deals", name="更新 2", account=account, amount=120_00, currency="USD")
    assert stored(store, "deals", keep)["currency"] == "JPY"
    merge(store, "deals", keep, [other])
    record = stored(store, "deals", keep)
    assert (record["amount"], record["currency"]) == (120_00, "USD")


def test_zero_is_a_value_and_not_blank(store: Store) -> None:
    account = add(store, "accounts", name="青空")
    keep = add(store, "deals", name="更新", account=account, probability=0)
    other = add(store, "deals", name="更新", account=account, probability=50)
    merge(store, "deals", keep, [other])
    assert stored(store, "deals", keep)["probability"] == 0


def test_tags_are_united_and_opt_out_sticks(store: Store) -> None:
    keep = add(store, "contacts", last_name="田中", tags="\nVIP\n", opted_in=1, opted_out=0)
    other = add(store, "contacts", last_name="田中", tags="\n展示会\nVIP\n", opted_out=1)
    merge(store, "contacts", keep, [other])
    record = stored(store, "contacts", keep)
    assert record["tags"] == "\nVIP\n展示会\n"
    assert record["opted_out"] == 1


def test_a_further_address_is_kept_as_the_second_one(store: Store) -> None:
    keep = add(store, "contacts", last_name="田中", email="ichiro@aozora.example")
    same = add(store, "contacts", last_name="田中", email="ICHIRO@aozora.example")
    other = add(store, "contacts", last_name="田中", email="tanaka@gmail.com")
    merge(store, "contacts", keep, [same, other])
    record = stored(store, "contacts", keep)
    assert (record["email"], record["email_2"]) == ("ichiro@aozora.example", "tanaka@gmail.com")


def test_numbers_and_addresses_without_a_field_of_their_own_are_kept_with_labels(
    store: Store,
) -> None:
    keep = add(
        store,
        "contacts",
        last_name="田中",
        email="a@aozora.example",
        email_2="b@aozora.example",
        phone="03-1111-2222",
        mobile="090-1111-2222",
        more_phones="\nnight desk\t03-5555-6666\n",
    )
    other = add(
        store,
        "contacts",
        last_name="田中",
        email="A@aozora.example",
        email_2="c@aozora.example",
        phone="+81 3-1111-2222",
        mobile="090-3333-4444",
        more_phones="\n\t03-5555-6666\nshop\t06-1111-2222\n",
    )
    merge(store, "contacts", keep, [other])
    record = stored(store, "contacts", keep)
    assert (record["email"], record["email_2"]) == ("a@aozora.example", "b@aozora.example")
    assert record["more_emails"] == "\n\tc@aozora.example\n"
    assert record["more_phones"] == (
        "\nnight desk\t03-5555-6666\nshop\t06-1111-2222\nMobile\t090-3333-4444\n"
    )


def test_a_number_that_was_chosen_changes_places_with_the_other(store: Store) -> None:
    keep = add(store, "leads", last_name="田中", phone="03-1111-2222")
    other = add(store, "leads", last_name="田中", phone="03-3333-4444")
    proposed = plan(store, "leads", keep, other)
    chosen = proposed.take("phone", other)
    values = {k: v for choice in chosen.choices for k, v in choice.values.items()}
    assert values["more_phones"] == "\n\t03-1111-2222\n"
    again = chosen.as_proposed("phone", proposed)
    values = {k: v for choice in again.choices for k, v in choice.values.items()}
    assert values["more_phones"] == "\n\t03-3333-4444\n"


def test_a_description_that_is_not_kept_becomes_a_note(store: Store) -> None:
    keep = add(store, "leads", last_name="田中", description="Met at the fair. Wants a quote.")
    same = add(store, "leads", last_name="田中", description="met at the fair.")
    other = add(store, "leads", last_name="田中", description="Called twice.")
    before = dump(store)
    done = merge(store, "leads", keep, [same, other])
    notes = [store.connection.rows("SELECT subject, body, lead FROM notes")]
    assert notes == [[(f"From the merged record “田中” ({other})", "Called twice.", keep)]]
    undo(store, done.batch or 0)
    assert dump(store) == before


def test_the_keepers_own_description_becomes_a_note_where_another_was_chosen(store: Store) -> None:
    keep = add(store, "accounts", name="青空", description="old")
    other = add(store, "accounts", name="青空", description="new")
    merge(store, "accounts", keep, [other], {"description": other})
    assert stored(store, "accounts", keep)["description"] == "new"
    assert store.connection.rows("SELECT body, account FROM notes") == [("old", keep)]


def test_an_owner_is_kept_and_a_missing_one_is_taken_over(store: Store) -> None:
    suzuki = add(store, "users", name="suzuki")
    mine = add(store, "leads", last_name="田中")
    theirs = add(store, "leads", last_name="田中", owner=suzuki)
    nobodys = add(store, "leads", last_name="田中", owner=None)
    merge(store, "leads", mine, [theirs])
    assert stored(store, "leads", mine).links["owner"] == "sato"
    merge(store, "leads", nobodys, [mine])
    assert stored(store, "leads", nobodys).links["owner"] == "sato"


def test_custom_fields_are_merged_like_others(store: Store) -> None:
    from tui_crm.store.custom_fields import add_field
    from tui_crm.store.model import Kind

    with unit(store, "fields") as work:
        add_field(work, "leads", "hobby", Kind.TEXT, ja="趣味", en="Hobby")
    keep = add(store, "leads", last_name="田中")
    other = add(store, "leads", last_name="田中", hobby="釣り")
    merge(store, "leads", keep, [other])
    assert stored(store, "leads", keep)["hobby"] == "釣り"


def test_everything_that_hung_on_the_losers_hangs_on_the_keeper(store: Store) -> None:
    keep = add(store, "accounts", name="青空")
    loser = add(store, "accounts", name="㈱青空")
    branch = add(store, "accounts", name="青空 大阪支店", parent=loser)
    contact = add(store, "contacts", last_name="田中", account=loser)
    deal = add(store, "deals", name="更新", account=loser)
    activity = add(
        store, "activities", subject="電話", account=loser, start_at="2026-11-25T01:00:00Z"
    )
    note = add(store, "notes", body="メモ", account=loser)
    lead = add(store, "leads", last_name="田中", company="青空")
    with unit(store, "convert") as work:
        work.update("leads", lead, {"converted_at": store.now(), "converted_account": loser})
    done = merge(store, "accounts", keep, [loser])
    assert done.relinked == 6
    assert stored(store, "accounts", branch)["parent"] == keep
    assert stored(store, "contacts", contact)["account"] == keep
    assert stored(store, "deals", deal)["account"] == keep
    assert stored(store, "activities", activity)["account"] == keep
    assert stored(store, "notes", note)["account"] == keep
    assert stored(store, "leads", lead)["converted_account"] == keep
    assert stored(store, "accounts", keep)["next_activity_at"] == "2026-11-25T01:00:00Z"


def test_no_account_becomes_its_own_parent(store: Store) -> None:
    head = add(store, "accounts", name="青空ホールディングス")
    middle = add(store, "accounts", name="青空グループ", parent=head)
    keep = add(store, "accounts", name="青空", parent=middle)
    merge(store, "accounts", keep, [head])
    assert stored(store, "accounts", keep)["parent"] is None
    assert stored(store, "accounts", middle)["parent"] == keep
    other = add(store, "accounts", name="みらい", parent=keep)
    merge(store, "accounts", other, [keep])
    assert stored(store, "accounts", other)["parent"] is None


def test_a_losers_number_still_finds_the_keeper(store: Store) -> None:
    keep, loser, last = (add(store, "leads", last_name=name) for name in ("田中", "田仲", "多中"))
    merge(store, "leads", keep, [loser])
    assert stored(store, "leads", loser).id == keep
    assert find(store.connection, store.schema.type("leads"), str(loser)) == keep
    merge(store, "leads", last, [keep])
    assert stored(store, "leads", loser).id == last


def test_the_number_of_a_loser_in_another_program_finds_the_keeper(store: Store) -> None:
    keep = add(store, "leads", last_name="田中", external_id="zoho:1")
    loser = add(store, "leads", last_name="田仲", external_id="zoho:2")
    last = add(store, "leads", last_name="多中", external_id="zoho:3")
    leads = store.schema.type("leads")

    def who(number: str) -> int:
        return find(store.connection, leads, number)

    done = merge(store, "leads", keep, [loser])
    assert (who("zoho:1"), who("zoho:2")) == (keep, keep)
    again = merge(store, "leads", last, [keep])
    assert {who(f"zoho:{n}") for n in (1, 2, 3)} == {last}
    assert ids_by(store.connection, leads, "external_id", ["zoho:2", "zoho:9"]) == {
        "zoho:2": [last]
    }
    for change in (again, done):
        assert change.batch is not None
        undo(store, change.batch)
    assert (who("zoho:1"), who("zoho:2"), who("zoho:3")) == (keep, loser, last)


def test_who_was_told_apart_from_a_loser_is_told_apart_from_the_keeper(store: Store) -> None:
    same = {"last_name": "田中", "first_name": "一郎", "email": "ichiro@gmail.com"}
    keep, loser, other = (add(store, "leads", **same) for _ in range(3))
    mark_distinct(store, "leads", [(loser, other)])
    before = dump(store)
    done = merge(store, "leads", keep, [loser])
    assert list(find_all(store, "leads")) == []
    assert done.batch is not None
    undo(store, done.batch)
    assert dump(store) == before


def test_undo_takes_them_apart_exactly(store: Store) -> None:
    keep = add(store, "accounts", name="青空", phone="03-1111-2222", external_id="A-1")
    loser = add(store, "accounts", name="㈱青空", fax="03-1111-2223", tags="\nVIP\n", parent=keep)
    add(store, "contacts", last_name="田中", account=loser)
    add(store, "activities", subject="電話", account=loser, start_at="2026-11-25T01:00:00Z")
    before = dump(store)
    done = merge(store, "accounts", keep, [loser])
    assert dump(store) != before
    assert done.batch is not None
    report = undo(store, done.batch)
    assert dump(store) == before
    assert stored(store, "accounts", loser).id == loser
    assert report.batch is not None
    undo(store, report.batch)
    assert stored(store, "accounts", loser).id == keep, (
        "redone, the number leads to the keeper again"
    )


def test_a_merge_after_an_undone_one_leads_to_its_own_keeper(store: Store) -> None:
    one, two, three = (add(store, "leads", last_name=name) for name in ("田中", "田仲", "多中"))
    first = merge(store, "leads", one, [two])
    assert first.batch is not None
    undo(store, first.batch)
    merge(store, "leads", three, [two])
    assert stored(store, "leads", two).id == three


def test_a_keeper_changed_since_keeps_the_merge(store: Store) -> None:
    keep = add(store, "leads", last_name="田中")
    loser = add(store, "leads", last_name="田中", phone="03-1111-2222")
    done = merge(store, "leads", keep, [loser])
    with unit(store, "edit") as work:
        work.update("leads", keep, {"phone": "03-9999-9999"})
    assert done.batch is not None
    before = dump(store)
    with pytest.raises(CrmError, match="田中"):
        undo(store, done.batch)
    assert dump(store) == before


def test_a_record_changed_after_the_plan_was_made_stops_the_merge(store: Store) -> None:
    keep = add(store, "leads", last_name="田中")
    loser = add(store, "leads", last_name="田中", phone="03-1111-2222")
    seen = plan(store, "leads", keep, loser)
    with unit(store, "edit") as work:
        work.update("leads", loser, {"phone": "03-9999-9999"})
    before = dump(store)
    with pytest.raises(VersionConflictError):
        apply_merge(store, seen)
    assert dump(store) == before


def test_the_history_names_them_all(store: Store) -> None:
    from tui_crm.store.journal.history import get as batch

    keep, loser = add(store, "leads", last_name="田中"), add(store, "leads", last_name="田仲")
    done = merge(store, "leads", keep, [loser])
    assert done.batch is not None
    assert batch(store.connection, done.batch).note == "田中 (1) + 田仲 (2)"


def test_what_cannot_be_merged_is_refused_before_anything_changes(store: Store) -> None:
    keep = add(store, "leads", last_name="田中")
    note = add(store, "notes", body="メモ")
    converted = add(store, "leads", last_name="鈴木")
    with unit(store, "convert") as work:
        work.update("leads", converted, {"converted_at": store.now()})
    before = dump(store)
    with pytest.raises(NotFoundError):
        merge(store, "leads", keep, [999])
    with pytest.raises(UsageError):
        merge(store, "leads", keep, [keep])
    with pytest.raises(UsageError):
        merge(store, "leads", keep, [converted])
    with pytest.raises(UsageError):
        merge(store, "notes", note, [note + 1])
    with pytest.raises(UsageError):
        merge(store, "leads", keep, [converted], take={"phone": keep})
    assert dump(store) == before


def test_a_plan_says_where_a_person_may_want_to_choose(store: Store) -> None:
    keep = add(store, "leads", last_name="田中", phone="03-1234-5678", job_title="部長")
    other = add(store, "leads", last_name="田中", phone="０３１２３４５６７８", job_title="課長")
    choices = {choice.group.key: choice for choice in plan(store, "leads", keep, other).choices}
    assert choices["job_title"].differs
    assert not choices["phone"].differs, "written differently, but one number"
    assert not choices["department"].differs
    with pytest.raises(UsageError):
        plan(store, "leads", keep, other).take("job_title", 999)
    with pytest.raises(UsageError):
        plan(store, "leads", keep, other).take("no_such_field", keep)
