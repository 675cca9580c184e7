"""The rules of work by hand: what they keep out, what they let be, what they flag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records import add
from tui_crm import i18n
from tui_crm.errors import UsageError
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.team import rules_file
from tui_crm.features.team.rules import validation_rules
from tui_crm.features.team.validation_rules import violations
from tui_crm.store import bulk, custom_fields, picklists, records
from tui_crm.store.filter.language import parse
from tui_crm.store.filter.rows import matching
from tui_crm.store.journal import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store


def change(store: Store, record_type: str, record_id: int, **values: Any) -> int | None:
    with unit(store, "edit") as work:
        work.update(record_type, record_id, values)
    return work.batch


def found(store: Store, where: str, record_type: str = "leads") -> list[int]:
    listing = Listing(store.schema, Query(record_type, where), store.query_context())
    return sorted(listing.ids(store.connection))


def test_required_fields_hold_for_new_records_and_for_changes(store: Store) -> None:
    add(store, "work_rules", name="Reach", condition="status=qualified", needed=["email"])
    with pytest.raises(InvalidRecordError, match="E-mail is missing"):
        add(store, "leads", last_name="田中", status="qualified")
    lead = add(store, "leads", last_name="田中")
    with pytest.raises(InvalidRecordError):
        change(store, "leads", lead, status="qualified")
    change(store, "leads", lead, status="qualified", email="a@b.example")
    with pytest.raises(InvalidRecordError):
        change(store, "leads", lead, email=None)


def test_one_sentence_names_all_that_is_missing_in_both_languages(store: Store) -> None:
    add(store, "work_rules", name="Reach", needed=["メール", "Phone"])
    for language, sentence in (
        ("en", "E-mail, Phone are missing, which the rule “Reach” wants."),
        ("ja", "「メール、電話」が未入力です（ルール「Reach」）。"),
    ):
        i18n.use(language)  # type: ignore[arg-type]
        with pytest.raises(InvalidRecordError) as refused:
            add(store, "leads", last_name="田中")
        assert str(refused.value) == sentence


def test_what_was_there_before_the_rule_can_be_worked_on(store: Store) -> None:
    lead = add(store, "leads", last_name="田中", status="qualified")
    add(store, "work_rules", name="Reach", condition="status=qualified", needed=["email"])
    change(store, "leads", lead, department="営業部")
    change(store, "leads", lead, status="working")
    with pytest.raises(InvalidRecordError):
        change(store, "leads", lead, status="qualified")


def test_undo_and_redo_are_not_subject(store: Store) -> None:
    lead = add(store, "leads", last_name="田中", status="qualified")
    batch = change(store, "leads", lead, status="working")
    add(store, "work_rules", name="Reach", condition="status=qualified", needed=["email"])
    assert batch is not None
    back = undo.undo(store, batch)
    assert found(store, "status=qualified") == [lead]
    assert back.batch is not None
    undo.undo(store, back.batch)
    assert found(store, "status=qualified") == []


def test_an_inactive_rule_and_a_rule_taken_back_hold_nobody(store: Store) -> None:
    rule = add(store, "work_rules", name="Reach", needed=["email"])
    change(store, "work_rules", rule, is_inactive=1)
    add(store, "leads", last_name="田中")
    batch = change(store, "work_rules", rule, is_inactive=0)
    with pytest.raises(InvalidRecordError):
        add(store, "leads", last_name="佐藤")
    assert batch is not None
    undo.undo(store, batch)
    add(store, "leads", last_name="佐藤")


def test_another_window_knows_the_rule_when_it_reads_the_schema_again(
    open_store: Callable[..., Store],
) -> None:
    mine, theirs = open_store("sato"), open_store("suzuki")
    assert validation_rules(theirs.schema) == ()
    add(mine, "work_rules", name="Reach", needed=["email"])
    theirs.reload_schema()
    with pytest.raises(InvalidRecordError):
        add(theirs, "leads", last_name="田中")


def test_only_those_named_may_own(store: Store) -> None:
    suzuki = add(store, "users", name="suzuki", full_name="鈴木 花子")
    tanaka = add(store, "users", name="tanaka")
    lead = add(store, "leads", last_name="田中")
    add(
        store, "work_rules", name="Big", kind="owners", condition="employees>=100",
        owners=["鈴木 花子"],
    )  # fmt: skip
    with pytest.raises(InvalidRecordError, match="only 鈴木 花子 may own"):
        change(store, "leads", lead, employees=100)
    change(store, "leads", lead, employees=100, owner=suzuki)
    with pytest.raises(InvalidRecordError):
        change(store, "leads", lead, owner=tanaka)
    change(store, "leads", lead, owner=None)


def test_a_bulk_edit_leaves_out_what_would_break_a_rule(store: Store) -> None:
    whole = add(store, "leads", last_name="田中", email="a@b.example")
    lacking = add(store, "leads", last_name="佐藤")
    add(store, "work_rules", name="Reach", condition="status=qualified", needed=["email"])
    seen = records.versions(store.connection, "leads", [whole, lacking])
    report = bulk.apply(store, "leads", seen, bulk.SetField("status", "qualified"))
    assert report.changed == 1
    assert [(r.id, "Reach" in r.reason) for r in report.plan.refused] == [(lacking, True)]


def test_a_lead_is_converted_only_when_it_has_what_must_be_there(store: Store) -> None:
    add(store, "work_rules", name="Known", kind="convert", needed=["phone"])
    lacking = add(store, "leads", last_name="田中", company="青葉")
    with pytest.raises(InvalidRecordError, match="Phone is missing"):
        proposal.propose(store, lacking)
    ready = add(store, "leads", last_name="佐藤", company="若葉", phone="03-1234-5678")
    plan = proposal.propose(store, ready)
    change(store, "leads", ready, phone=None)
    with pytest.raises(InvalidRecordError):
        conversion.apply_conversion(store, plan)
    done = conversion.convert_many(store, [lacking, ready])
    assert [refused.lead for refused in done.refused] == [lacking, ready]
    change(store, "leads", ready, phone="03-1234-5678")
    assert conversion.convert_many(store, [lacking, ready]).done[0].lead == ready


def test_what_a_conversion_would_create_keeps_the_rules_and_nothing_is_left_half_done(
    store: Store,
) -> None:
    add(store, "work_rules", name="Site", record_type="accounts", needed=["website"])
    lead = add(store, "leads", last_name="田中", company="青葉")
    done = conversion.convert_many(store, [lead])
    assert (done.batch, len(done.refused)) == (None, 1)
    assert "Website" in done.refused[0].reason
    assert found(store, "id>0", "contacts") == []


@pytest.mark.parametrize(
    ("record_type", "link"), [("contacts", "account"), ("accounts", "primary_contact")]
)
def test_of_many_a_lead_that_a_link_keeps_from_being_converted_leaves_nothing_behind(
    store: Store, record_type: str, link: str
) -> None:
    if record_type == "contacts":
        add(store, "contacts", last_name="森", first_name="恵", email="m@a.example")
    lead = add(store, "leads", last_name="森", first_name="恵", company="A", email="m@a.example")
    needed = "birthday" if record_type == "contacts" else "phone"
    add(
        store, "work_rules", name="Linked", record_type=record_type,
        condition=f'{link}!=""', needed=[needed],
    )  # fmt: skip
    done = conversion.convert_many(store, [lead])
    assert (done.batch, done.done, len(done.refused)) == (None, (), 1)
    assert found(store, "", "accounts") == []


def test_a_lead_is_flagged_after_so_many_days_without_an_activity(store: Store) -> None:
    fresh = add(store, "leads", last_name="新規")
    called, old, lost = (add(store, "leads", last_name=name) for name in ("電話", "放置", "失注"))
    store.connection.run("UPDATE leads SET created_at = '2026-10-01T00:00:00Z' WHERE id > 1")
    add(
        store,
        "activities",
        subject="電話",
        lead=called,
        status="done",
        done_at="2026-11-18T00:00:00Z",
    )
    change(store, "leads", lost, status="unqualified")
    assert found(store, "flagged=yes") == []
    add(
        store, "work_rules", name="Two weeks", kind="untouched", condition="status!=unqualified",
        days=14,
    )  # fmt: skip
    assert found(store, "flagged=yes") == [old]
    assert found(store, "放置=はい and id>0") == [old]
    assert found(store, "flagged!=yes") == [fresh, called, lost]


@pytest.mark.parametrize(
    "values",
    [
        {"condition": "colour=red", "needed": ["email"]},
        {"condition": "status=", "needed": ["colour"]},
        {"condition": "status", "needed": ["email"]},
        {"kind": "required"},
        {"kind": "convert", "record_type": "deals", "needed": ["amount"]},
        {"kind": "owners"},
        {"kind": "owners", "owners": ["nobody"]},
        {"kind": "untouched"},
        {"kind": "untouched", "days": 0},
        {"kind": "untouched", "days": 9, "record_type": "activities"},
        {"kind": "colour", "needed": ["email"]},
        {"record_type": "nothing", "needed": ["email"]},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(store: Store, values: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecordError):
        add(store, "work_rules", name="X", **values)


def test_a_field_that_a_rule_speaks_of_is_not_retired(store: Store) -> None:
    with unit(store, "fields") as work:
        custom_fields.add_field(work, "leads", "hobby", Kind.TEXT, ja="趣味")
        custom_fields.add_field(work, "leads", "size", Kind.TEXT)
    add(store, "work_rules", name="Fun", condition="趣味!=x", needed=["email"])
    add(store, "assignment_rules", name="Big", condition="size=big", members=["sato"])
    for field, rule in (("hobby", "Fun"), ("size", "Big")):
        with pytest.raises(UsageError, match=f"“{rule}”"), unit(store, "fields") as work:
            custom_fields.edit_field(work, "leads", field, {"is_retired": 1})
    change(store, "work_rules", 1, is_inactive=1)
    with unit(store, "fields") as work:
        custom_fields.edit_field(work, "leads", "hobby", {"is_retired": 1})


def test_a_rule_about_a_field_that_was_taken_back_says_so_by_name(store: Store) -> None:
    with unit(store, "fields") as work:
        custom_fields.add_field(work, "leads", "hobby", Kind.TEXT)
    rule = add(store, "work_rules", name="Fun", condition="hobby!=x", needed=["email"])
    assert work.batch is not None
    undo.undo(store, work.batch)
    with pytest.raises(UsageError, match="“Fun”"):
        add(store, "leads", last_name="田中")
    with pytest.raises(UsageError, match="“Fun”"):
        found(store, "incomplete=yes")
    change(store, "work_rules", rule, is_inactive=1)
    add(store, "leads", last_name="田中")


def test_a_rule_of_an_unknown_kind_or_type_is_refused_though_the_picklist_has_it(
    store: Store,
) -> None:
    with unit(store, "choices") as work:
        picklists.add_choice(work, "rule_kind", "colour")
        picklists.add_choice(work, "ruled_type", "notes")
        picklists.add_choice(work, "ruled_type", "planets")
    for values in (
        {"kind": "colour", "needed": ["email"]},
        {"kind": "required", "record_type": "planets", "needed": ["email"]},
        {"kind": "owners", "record_type": "notes", "owners": ["sato"]},
    ):
        with pytest.raises(InvalidRecordError):
            add(store, "work_rules", name="X", **values)


def test_a_rule_that_asks_for_what_rules_say_does_not_go_in_circles(store: Store) -> None:
    add(store, "work_rules", name="Round", condition="incomplete!=yes", needed=["email"])
    with pytest.raises(InvalidRecordError):
        add(store, "leads", last_name="田中")


def test_rules_survive_a_file(store: Store) -> None:
    add(store, "users", name="suzuki")
    add(
        store, "assignment_rules", name="関東", position=1, condition='state in ("東京都", 大阪府)',
        members=["suzuki", "sato"], how="first",
    )  # fmt: skip
    add(store, "work_rules", name='"Quote" \\ 引用\x7f', needed=["email"], is_inactive=1)
    add(store, "work_rules", name="Days", kind="untouched", days=5)
    written = rules_file.write(store)
    again = rules_file.load(store, written)
    assert (again.batch, again.added, again.changed, again.removed) == (None, 0, 0, 0)
    with unit(store, "delete") as work:
        work.delete("work_rules", [1])
    change(store, "work_rules", 2, days=9)
    add(store, "work_rules", name="Other", needed=["phone"])
    done = rules_file.load(store, written)
    assert (done.added, done.changed, done.removed) == (1, 1, 1)
    assert rules_file.write(store) == written
    assert done.batch is not None
    undo.undo(store, done.batch)
    assert [rule.needed for rule in validation_rules(store.schema)] == [(), ("phone",)]


@pytest.mark.parametrize(
    "written",
    [
        "[[work_rules]", "[[colours]]", "work_rules = 1", "[[work_rules]]\nneeded = ['email']",
        "[[work_rules]]\nname = 'a'\ncolour = 1", "[[work_rules]]\nname = 'a'\nneeded = 'email'",
        "[[work_rules]]\nname = 'a'\nneeded = [1]", "[[work_rules]]\nname = 'a'\ndays = true",
        "[[work_rules]]\nname = 'a'\nneeded = ['email']\n" * 2,
        "[[assignment_rules]]\nname = 'a'\nmembers = ['nobody']",
        "[[work_rules]]\nname = 'a'",
    ],
)  # fmt: skip
def test_a_file_that_makes_no_sense_changes_nothing(store: Store, written: str) -> None:
    add(store, "work_rules", name="Kept", needed=["email"])
    with pytest.raises(UsageError):
        rules_file.load(store, written)
    assert [rule.name for rule in validation_rules(store.schema)] == ["Kept"]


CONDITIONS = (
    "", "status=qualified", "status!=new", "employees>=100", "company~商事", "not rating=hot",
    'state="" or employees<50', "owner=sato", "owner!=sato", "last_name~田 and tags=vip",
    "created>-1d", "opted_out=yes", "title~田中", "mobile~090", "annual_revenue>=100万",
)  # fmt: skip

LEAD = st.fixed_dictionaries(
    {"last_name": st.sampled_from(["田中", "佐藤"])},
    optional={
        "status": st.sampled_from(["new", "working", "qualified"]),
        "rating": st.sampled_from(["hot", "cold"]),
        "company": st.sampled_from(["青葉商事", "㈱若葉"]),
        "employees": st.integers(0, 200),
        "annual_revenue": st.integers(0, 2_000_000),
        "email": st.just("a@b.example"),
        "state": st.just("東京都"),
        "mobile": st.just("090-1111-2222"),
        "owner": st.sampled_from([1, 2, None]),
        "tags": st.just("\nvip\n"),
        "opted_out": st.sampled_from([0, 1]),
    },
)


@settings(max_examples=40)
@given(leads=st.lists(LEAD, min_size=1, max_size=6), condition=st.sampled_from(CONDITIONS))
def test_a_row_is_judged_before_it_is_written_as_the_view_judges_it_afterwards(
    store: Store, leads: list[dict[str, Any]], condition: str
) -> None:
    schema, query_context = store.schema, store.query_context
    declared = schema.type("leads")
    with unit(store, "add", dry_run=True) as work:
        assert work.create("users", {"name": "suzuki"}) == 2
        rows = [work.with_defaults(declared, lead) for lead in leads]
        parsed = parse(condition)
        before = matching(work.connection, schema, declared, parsed, rows, query_context())
        ids = work.create_many("leads", rows)
        listing = Listing(schema, Query("leads", condition), query_context())
        after = set(listing.ids(work.connection))
        assert {ids[place] for place in before} == after & set(ids)
        work.create("work_rules", {"name": "R", "condition": condition, "needed": "\nemail\n"})
        owners = {"name": "O", "kind": "owners", "condition": condition, "owners": "\nsato\n"}
        work.create("work_rules", owners)
        work.reload_schema()
        listing = Listing(work.schema, Query("leads", "incomplete=yes"), query_context())
        broken = {ids[place] for place in violations(work.context, declared, rows)}
        assert broken == set(listing.ids(work.connection)) & set(ids)


def test_the_owner_of_an_old_record_is_read_by_the_rules_as_well(store: Store) -> None:
    lead = add(store, "leads", last_name="田中")
    add(store, "users", name="suzuki")
    add(store, "work_rules", name="O", kind="owners", owners=["suzuki"])
    assert found(store, "incomplete=yes") == [lead]
    assert records.read(store.connection, store.schema.type("leads"), lead)["owner"] == 1


def test_a_rule_about_the_place_of_an_activity_asks_for_the_place(store: Store) -> None:
    rows: list[dict[str, Any]] = [{"place": "Tokyo"}, {"place": "Osaka"}, {}]
    declared, context = store.schema.type("activities"), store.query_context()
    osaka = matching(store.connection, store.schema, declared, parse("place=Osaka"), rows, context)
    assert osaka == {1}
