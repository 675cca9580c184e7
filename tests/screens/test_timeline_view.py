"""The timeline on a page: its groups, its filter, what it opens, and what it says of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import add, edit
from tests.screens.record_host import HOSTILE, UNSAFE, Desk, shown
from tui_crm import i18n
from tui_crm.screens.detail.screen import DetailScreen
from tui_crm.screens.form.screen import FormScreen
from tui_crm.screens.history.change_screen import BatchScreen
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from syrupy.assertion import SnapshotAssertion

    from tests.screens.conftest import Opened
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

WIDE = (120, 36)


def page_of(desk: Desk) -> DetailScreen:
    page = desk.screen
    assert isinstance(page, DetailScreen)
    return page


@pytest.fixture
def lead(store: Store) -> int:
    return add(store, "leads", last_name="清水", created_at="2026-01-05T00:00:00Z")


def log(store: Store, lead: int, subject: str, at: str, **more: Value) -> None:
    values: dict[str, Value] = {"kind": "call", "status": "done", "done_at": at, "start_at": at}
    add(store, "activities", subject=subject, lead=lead, **{**values, **more})


async def test_the_past_stands_under_its_day_its_week_and_its_month(
    store: Store, lead: int
) -> None:
    # It is noon of Saturday 21 November 2026 in Tokyo.
    for subject, at in (
        ("seven", "2025-11-30T01:00:00Z"),
        ("two", "2026-11-16T01:00:00Z"),
        ("one", "2026-11-21T01:00:00Z"),
        ("six", "2026-09-05T01:00:00Z"),
        ("three", "2026-11-15T01:00:00Z"),
        ("four", "2026-11-08T01:00:00Z"),
        ("five", "2026-10-30T01:00:00Z"),
    ):
        log(store, lead, subject, at)
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        wanted = (
            *("Today", "10:00", "one", "This week", "Mon 16 Nov", "two"),
            *("Last week", "Sun 15 Nov", "three", "This month", "8 Nov", "four"),
            *("Last month", "30 Oct", "five", "September", "5 Sep", "six"),
            *("January", "5 Jan", "Lead added", "November 2025", "30 Nov 2025", "seven"),
        )
        lines = [line.pieces for line in page_of(desk).side.timeline.lines]
        words = " ".join(piece.text for pieces in lines for piece in pieces)
        places = [words.index(word) for word in wanted]
        assert places == sorted(places)


async def test_what_is_overdue_is_red_and_has_a_sign(store: Store, lead: int) -> None:
    for subject, day in (("late", "2026-11-20"), ("soon", "2026-11-22")):
        add(store, "activities", subject=subject, due_on=day, lead=lead)
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        lines = {
            line.pieces[3].text: line.pieces[1]
            for line in page_of(desk).side.timeline.lines
            if len(line.pieces) > 3
        }
        assert (lines["late"].text, lines["late"].part) == ("! Fri 20 Nov", "error")
        assert (lines["soon"].text, lines["soon"].part) == ("Sun 22 Nov", "muted")


async def test_f_shows_one_kind_and_again_all(store: Store, lead: int) -> None:
    log(store, lead, "a call", "2026-11-20T01:00:00Z")
    add(store, "notes", body="a note", lead=lead)
    add(store, "notes", body="another note", lead=lead)
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        assert "f  All 4 · Note 2 · Added 1 · Call 1" in desk.text
        await desk.press("f")
        assert "Note  2" in desk.text
        await desk.press("2")
        assert page_of(desk).side.timeline.has_focus
        assert "another note" in desk.text
        assert "a call" not in desk.text
        assert "f  All 4 · Note 2 · Added 1 · Call 1" in desk.text
        await desk.press("f", "escape")
        assert "a call" not in desk.text
        await desk.press("f", "1")
        assert "a call" in desk.text
        await desk.press("4", "f")
        assert page_of(desk).side.open_key != "timeline"


async def test_a_filter_that_leaves_nothing_says_so_and_a_sibling_has_none(
    store: Store, lead: int
) -> None:
    other = add(store, "leads", last_name="Abe")
    log(store, lead, "a call", "2026-11-20T01:00:00Z")
    call = store.connection.scalar("SELECT id FROM activities")
    async with shown(store, DetailScreen("leads", lead, [lead, other]), WIDE) as desk:
        page_of(desk).show_kind("call")
        await desk.rest()
        with unit(store, "delete") as work:
            work.delete("activities", [call])
        desk.app.changed.publish(False)
        await desk.rest()
        assert "f  All 1 · Added 1 · Call 0" in desk.text
        assert "Nothing of this kind. The filter hides 1 entry (f shows it)." in desk.text
        await desk.press("right_square_bracket")
        assert "Lead added" in desk.text


async def test_a_second_list_of_a_panel_has_its_digit_twice(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    add(store, "contacts", last_name="田中", account=account)
    add(store, "leads", last_name="清水", converted_account=account)
    async with shown(store, DetailScreen("accounts", account), WIDE) as desk:
        assert "2 Contacts 1" in desk.text
        assert "2·2 Converted leads 1" in desk.text


async def test_filtering_while_the_page_is_read_again_loses_no_change(
    store: Store, lead: int
) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        edit(store, "leads", lead, company="青空商事")
        desk.app.changed.publish(False)
        page_of(desk).reload()
        page_of(desk).show_kind("created")
        await desk.rest()
        assert "青空商事" in desk.text
        assert page_of(desk).side.timeline.timeline.kind == "created"


async def test_what_is_not_shown_yet_is_counted_and_enter_shows_it(store: Store, lead: int) -> None:
    for n in range(130):
        add(
            store,
            "notes",
            body=f"note {n}.",
            lead=lead,
            created_at=f"2026-02-01T00:00:{n % 60:02}Z",
        )
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await desk.press("1", "G")
        assert "▌" in desk.line("… 31 older (enter shows them)")
        await desk.press("enter")
        await desk.press("G")
        assert "older" not in desk.text
        assert "▌" in desk.line("Lead added")


async def test_enter_opens_a_note_to_be_read_and_a_change_as_what_it_was(
    store: Store, lead: int
) -> None:
    add(store, "notes", body="first\nsecond", lead=lead, created_at="2026-11-20T00:00:00Z")
    edit(store, "leads", lead, status="working")
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await desk.press("1", "enter")
        assert isinstance(desk.screen, BatchScreen)
        assert "New → Working" in desk.text
        await desk.press("escape", "j", "enter")
        assert isinstance(desk.screen, FormScreen)
        assert "second" in desk.text
        await desk.type(" third")
        await desk.press("ctrl+s")
        await desk.written()
        assert "▌" in desk.line("first")
        assert page_of(desk).side.timeline.has_focus
        await desk.press("P")
        assert "Notes › first" in desk.text
    (body,) = store.connection.row("SELECT body FROM notes") or ("",)
    assert body == "first\nsecond third"


async def test_a_record_with_which_nothing_was_done_names_the_keys_that_help(
    store: Store, lead: int
) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        assert "Nothing was done yet." in desk.text
        for key, words in (("c", "call"), ("n", "next step"), ("a", "add note")):
            assert f"{key}  {words}" in desk.text
        add(store, "notes", body="x", lead=lead)
        desk.app.changed.publish(False)
        await desk.rest()
        assert "Nothing was done yet." not in desk.text


async def test_an_account_shows_its_people_and_deals_first_and_says_whose_an_entry_is(
    store: Store,
) -> None:
    account = add(store, "accounts", name="青空商事")
    contact = add(store, "contacts", last_name="田中", account=account)
    values = {"account": account, "currency": "JPY"}
    add(store, "deals", name="見積", amount=1_500, stage="proposal", **values)
    add(store, "deals", name="失注", amount=9_000, stage="lost", **values)
    add(store, "notes", body="of the contact", contact=contact)
    async with shown(store, DetailScreen("accounts", account), WIDE) as desk:
        assert "2 Contacts 1" in desk.app.lines()[1]
        assert "3 Deals 2 · ¥1,500" in desk.app.lines()[1]
        assert "of the contact – 田中" in desk.text
        await desk.press("3")
        assert "3 Deals 2 · ¥1,500" not in desk.text
        assert "◑ Proposal" in desk.text
    async with shown(store, DetailScreen("accounts", account), (80, 24)) as desk:
        assert "3 Deals 2 · ¥1,500" not in desk.text
        assert "of the contact – 田中" in desk.text


async def test_a_click_on_a_small_panel_and_on_a_tab_opens_it(store: Store) -> None:
    account = add(store, "accounts", name="Blue Sky")
    add(store, "contacts", last_name="Tanaka", account=account)
    async with shown(store, DetailScreen("accounts", account), WIDE) as desk:
        side = page_of(desk).side
        await desk.pilot.click("RelatedListPreview")
        await desk.rest()
        assert side.open_key == "contacts.account"
        edge = desk.app.lines()[side.panel.region.y]
        at = edge.index("1 Timeline") - side.panel.region.x
        await desk.pilot.click("TabbedPanel", offset=(at, 0))
        await desk.rest()
        assert side.open_key == "timeline"


async def test_keys_that_come_faster_than_the_page_go_where_they_were_meant(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.pilot.press("enter", "a", *"said", "ctrl+s", "1", "enter")
        await ui.rest()
        assert isinstance(ui.app.screen, FormScreen)
        assert "said" in ui.text()
    assert store.connection.row("SELECT lead, body FROM notes") == (five_leads[0], "said")


@pytest.mark.parametrize("size", [WIDE, (80, 24)])
@pytest.mark.parametrize("data", HOSTILE)
async def test_hostile_entries_are_drawn_as_they_are(
    store: Store, data: str, size: tuple[int, int]
) -> None:
    account = add(store, "accounts", name=data)
    contact = add(store, "contacts", last_name=data, account=account)
    add(store, "notes", body=data, contact=contact)
    add(store, "activities", subject=data, place=data, contact=contact, due_on="2026-11-20")
    add(store, "activities", subject=data, result=data, status="done", contact=contact)
    add(store, "deals", name=data, account=account)
    add(store, "attachments", name=data, account=account)
    async with shown(store, DetailScreen("accounts", account), size) as desk:
        for key in ("1", "f", "escape", "2", "3", "4", "0"):
            await desk.press(key)
            assert not UNSAFE.intersection(desk.text.replace("\n", ""))


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("size", [WIDE, (80, 24)], ids=["wide", "narrow"])
async def test_the_page_of_a_customer(
    store: Store,
    open_app: Callable[..., Opened],
    snapshot: SnapshotAssertion,
    size: tuple[int, int],
    language: Language,
) -> None:
    account = add(
        store,
        "accounts",
        name="青空商事株式会社",
        kana="あおぞらしょうじ",
        account_type="customer",
        phone="03-1234-5678",
    )
    tanaka = add(store, "contacts", last_name="田中", first_name="花子", account=account)
    add(store, "contacts", last_name="Garcia", first_name="Luis", account=account)
    deal = add(
        store,
        "deals",
        name="更新案件",
        account=account,
        primary_contact=tanaka,
        stage="needs",
        amount=1_200_000,
        currency="JPY",
    )
    edit(store, "deals", deal, stage="proposal")
    links: dict[str, Value] = {"account": account, "contact": tanaka}
    call = {"kind": "call", "status": "done", "start_at": "2026-11-18T05:20:00Z"}
    said = {"result": "来週もう一度", "done_at": "2026-11-18T05:24:00Z"}
    times = {"end_at": "2026-11-18T05:24:00Z"}
    add(store, "activities", subject="つながった", **links, **call, **said, **times)
    add(
        store,
        "activities",
        subject="見積の件",
        kind="call",
        start_at="2026-11-22T01:00:00Z",
        **links,
    )
    add(store, "activities", subject="資料送付", due_on="2026-11-19", deal=deal)
    add(
        store,
        "notes",
        body="年内に決めたい。競合はA社。",
        deal=deal,
        created_at="2026-10-30T00:00:00Z",
    )
    async with open_app(size=size, language=language) as ui:
        await ui.press("2", "enter")
        assert ui.text() == snapshot
    i18n.use("en")
