"""What stands in a form: what was typed, what it means, what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conftest import still_clock
from tui_crm import i18n
from tui_crm.errors import UsageError
from tui_crm.screens.form.draft_keeper import draft_of, restore
from tui_crm.screens.form.state import FormState, HintKind
from tui_crm.store import picklists
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.values import ValueParser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, Value


def never(spec: FieldSpec, words: str) -> int:
    raise UsageError("value.link_not_chosen")


def form(
    store: Store,
    record_type: str = "leads",
    base: Mapping[str, Value] | None = None,
    values: Mapping[str, Value] | None = None,
    titles: Mapping[str, str] | None = None,
    only: tuple[str, ...] | None = None,
) -> FormState:
    reader = ValueParser(store.schema, still_clock().astimezone(), never)
    stands = dict(base or {})
    declared = store.schema.type(record_type)
    opened = {**stands, **(values or {})}
    return FormState(store.schema, declared, reader, stands, opened, titles or {}, only=only)


def test_sections_stand_together_and_the_programs_own_fields_are_left_out(store: Store) -> None:
    state = form(store, "contacts")
    sections = [entry.spec.section for entry in state.entries.values()]
    assert len(set(sections)) == len([s for n, s in enumerate(sections) if s != sections[n - 1]])
    assert not {"id", "title", "created_at", "next_activity_at"} & set(state.entries)


def test_a_day_in_words_is_read_and_shown(store: Store) -> None:
    state = form(store)
    state.type_in("consent_on", "明日")
    assert state.values["consent_on"] == "2026-11-22"
    hint = state.hint("consent_on", is_current=True)
    assert (hint.words, hint.kind) == ("Sun 22 Nov", HintKind.RESULT)
    state.leave("consent_on")
    assert state.entries["consent_on"].text == "2026-11-22"
    assert state.shown("consent_on") == "Sun 22 Nov"


def test_a_moment_is_typed_in_local_time_and_kept_in_utc(store: Store) -> None:
    state = form(store, "activities")
    state.type_in("start_at", "明日15時")
    state.leave("start_at")
    assert state.values["start_at"] == "2026-11-22T06:00:00Z"
    assert state.entries["start_at"].text == "2026-11-22 15:00"
    state.type_in("start_at", "2026-11-22 15:00 ")
    assert state.values["start_at"] == "2026-11-22T06:00:00Z"


def test_a_moment_that_nobody_touched_keeps_its_seconds(store: Store) -> None:
    at = "2026-11-22T06:00:31Z"
    state = form(store, "activities", {"subject": "x", "kind": "call", "start_at": at})
    state.leave("start_at")
    assert state.values["start_at"] == at
    assert not state.is_changed


def test_what_cannot_be_read_is_said_on_leaving_and_stays(store: Store) -> None:
    state = form(store)
    state.type_in("employees", "twelve")
    assert not state.entries["employees"].error
    state.leave("employees")
    assert "not a number" in state.entries["employees"].error
    assert state.shown("employees") == "twelve"
    state.type_in("employees", "12")
    assert not state.entries["employees"].error


def test_one_of_two_is_enough_and_is_asked_for_after_both_were_left(store: Store) -> None:
    state = form(store)
    state.leave("last_name")
    assert not state.entries["last_name"].error
    state.leave("company")
    said = [entry.error for entry in state.entries.values() if entry.error]
    assert said == ["Last name or Company is required."]
    state.type_in("company", "青空商事")
    state.leave("company")
    assert not state.entries["company"].error
    assert not state.entries["last_name"].error


def test_addresses_and_numbers_are_put_in_order_on_leaving(store: Store) -> None:
    state = form(store)
    state.type_in("email", "Taro <taro@EXAMPLE.jp>")
    state.leave("email")
    assert state.entries["email"].text == "taro@example.jp"
    state.type_in("phone", "０３ー１２３４ー５６７８")
    state.leave("phone")
    assert state.entries["phone"].text == "03-1234-5678"
    assert not state.entries["phone"].notice
    state.type_in("mobile", "ask her")
    state.leave("mobile")
    assert state.hint("mobile", is_current=False).kind is HintKind.WARNING
    assert state.values["mobile"] == "ask her"


@pytest.mark.parametrize("typed", ["working", "Working", "対応中", "ＷＯＲＫＩＮＧ"])
def test_a_choice_may_be_typed_in_any_language(store: Store, typed: str) -> None:
    state = form(store)
    state.type_in("status", typed)
    state.leave("status")
    assert state.values["status"] == "working"
    assert state.entries["status"].text == "Working"


def test_a_retired_value_stays_where_it_is_and_goes_nowhere_else(store: Store) -> None:
    with unit(store, "choices") as work:
        picklists.edit_choice(work, "rating", "hot", {"is_retired": 1})
    had = form(store, base={"last_name": "x", "rating": "hot"})
    had.type_in("rating", "cold")
    had.type_in("rating", "hot")
    assert had.values["rating"] == "hot"
    new = form(store)
    new.type_in("rating", "hot")
    new.leave("rating")
    assert "no longer" in new.entries["rating"].error


def test_an_amount_brings_its_currency_and_follows_it(store: Store) -> None:
    state = form(store, "deals", values={"currency": "JPY"})
    state.type_in("amount", "$12.50")
    assert (state.values["amount"], state.values["currency"]) == (1250, "USD")
    state.leave("amount")
    state.type_in("currency", "JPY")
    assert state.entries["amount"].error
    assert state.entries["amount"].text == "12.50"
    state.type_in("amount", "120万円")
    assert state.values["amount"] == 1_200_000
    assert state.hint("amount", is_current=True).words == "¥1,200,000"


def test_a_link_names_what_was_chosen_never_what_was_typed(store: Store) -> None:
    state = form(store, "deals", {"account": 4}, titles={"account": "青空商事"})
    assert state.entries["account"].text == "青空商事"
    state.type_in("account", "青空")
    assert state.values["account"] is None
    state.leave("account")
    assert "chosen" in state.entries["account"].error
    state.fill("account", 7, "青空商事")
    assert not state.entries["account"].error
    draft = draft_of(state)
    assert draft is not None
    assert draft.links == {"account": 7}


def test_only_what_differs_is_saved(store: Store) -> None:
    state = form(store, base={"last_name": "清水", "city": "渋谷区", "status": "new"})
    state.type_in("city", "港区")
    state.type_in("last_name", "清水 ")
    assert state.changes() == {"city": "港区"}
    new = form(store, values={"status": "new", "owner": 1})
    new.type_in("status", "")
    new.type_in("last_name", "x")
    assert new.changes() == {"last_name": "x", "owner": 1, "status": None}


def test_what_a_form_was_given_and_does_not_show_is_saved_too(store: Store) -> None:
    state = form(store, "notes", values={"lead": 3}, only=("body",))
    state.type_in("body", "called")
    assert state.changes() == {"lead": 3, "body": "called"}


def test_a_draft_keeps_days_not_words_and_comes_back(store: Store) -> None:
    state = form(store, "deals")
    state.type_in("name", "見積")
    state.type_in("close_date", "明日")
    state.type_in("amount", "lots")
    state.fill("account", 7, "青空商事")
    draft = draft_of(state)
    assert draft is not None
    assert draft.texts["close_date"] == "2026-11-22"
    again = form(store, "deals")
    restore(again, draft)
    assert again.values["account"] == 7
    assert again.entries["account"].text == "青空商事"
    assert again.entries["amount"].text == "lots"
    assert draft_of(again) == draft
    assert not form(store, "deals").is_changed


def test_a_draft_of_a_field_that_is_gone_does_no_harm(store: Store) -> None:
    from tui_crm.store.drafts import FormDraft

    state = form(store)
    restore(state, FormDraft({"no_such_field": "x", "city": "港区"}, {}))
    assert state.values["city"] == "港区"


def test_the_other_version_is_taken_over_but_for_what_is_kept(store: Store) -> None:
    state = form(store, base={"last_name": "清水", "city": "渋谷区", "phone": "1"})
    state.type_in("city", "港区")
    state.type_in("phone", "03-1234-5678")
    theirs = {"last_name": "清水", "city": "新宿区", "phone": "2", "state": "東京都"}
    state.rebase(theirs, {}, 5, {"phone"})
    assert state.version == 5
    assert state.changes() == {"phone": "03-1234-5678"}
    assert state.values["state"] == "東京都"


def test_undoing_a_field_brings_back_what_stood_there(store: Store) -> None:
    state = form(store, "deals", {"account": 4}, titles={"account": "青空商事"})
    state.type_in("account", "")
    state.revert("account")
    assert (state.values["account"], state.entries["account"].text) == (4, "青空商事")
    assert not state.is_changed
    state.type_in("name", "見積")
    state.revert("name")
    assert state.values["name"] is None
    state.type_again("name")
    assert state.values["name"] == "見積"


def test_hints_follow_the_language(store: Store) -> None:
    state = form(store)
    state.type_in("consent_on", "tomorrow")
    i18n.use("ja")
    assert state.hint("consent_on", is_current=True).words == "11/22(日)"


@settings(max_examples=60)
@given(typed=st.text(max_size=60))
@example(typed="\xad")  # a soft hyphen, which cannot be seen
def test_anything_may_be_typed_anywhere(store: Store, typed: str) -> None:
    for record_type in ("leads", "deals", "activities"):
        state = form(store, record_type)
        for key, entry in state.entries.items():
            if entry.spec.kind is not Kind.BOOLEAN:
                state.type_in(key, typed)
                state.leave(key)
                state.shown(key)
                state.hint(key, is_current=True)
        again = form(store, record_type)
        draft = draft_of(state)
        if draft is not None:
            restore(again, draft)
        readable = [key for key, entry in state.entries.items() if not entry.mistake]
        assert {key: again.values[key] for key in readable} == {
            key: state.values[key] for key in readable
        }


@pytest.mark.parametrize("only", [None, ("phone",)])
def test_a_second_number_goes_where_more_may_be(store: Store, only: tuple[str, ...] | None) -> None:
    state = form(store, base={"phone": "03-1111-2222"}, only=only)
    state.type_in("phone", "03-1111-2222; 03-1111-2223")
    assert state.is_changed
    state.leave("phone")
    assert state.is_changed
    assert state.changes() == {"more_phones": "\n\t03-1111-2223\n"}
    assert "03-1111-2223" in state.hint("phone", is_current=True).words
