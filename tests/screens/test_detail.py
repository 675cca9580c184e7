"""The page of a record: what it shows, and what its keys do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.records import add, edit, stored
from tests.screens.record_host import HOSTILE, UNSAFE, Desk, shown
from tui_crm import i18n
from tui_crm.features.notes.attachments import attach
from tui_crm.sanitize import visible
from tui_crm.screens import external_links
from tui_crm.screens.detail.page_data import read_page
from tui_crm.screens.detail.panels import CHANGES, TIMELINE, names_of
from tui_crm.screens.detail.screen import DetailScreen
from tui_crm.store import commands
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Opened
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store

WIDE = (120, 36)


def page_of(desk: Desk) -> DetailScreen:
    page = desk.screen
    assert isinstance(page, DetailScreen)
    return page


def field_here(desk: Desk) -> str:
    """The text of the field under the cursor."""
    line = page_of(desk).fields.field
    return line.text if line is not None else ""


async def reach(desk: Desk, words: str) -> None:
    """Go down to the field with ``words`` in it."""
    for _ in range(60):
        if words in field_here(desk):
            return
        await desk.press("down")
    raise AssertionError(words)


@pytest.fixture
def lead(store: Store) -> int:
    found = add(
        store,
        "leads",
        last_name="清水",
        first_name="一郎",
        last_name_kana="しみず",
        company="たちつてと株式会社",
        email="ichiro@tatitute.example",
        phone="03-1234-5678",
        postal_code="150-0002",
        state="東京都",
        city="渋谷区",
        street="渋谷1-2-3",
        status="working",
        annual_revenue=120_000_000,
    )
    for subject, at, day, status in (
        ("later", "2026-11-30T01:00:00Z", None, "planned"),
        ("sooner", "2026-11-22T01:00:00Z", None, "planned"),
        ("between", None, "2026-11-25", "planned"),
        ("over", "2026-11-18T01:00:00Z", None, "done"),
    ):
        add(
            store,
            "activities",
            subject=subject,
            start_at=at,
            due_on=day,
            status=status,
            lead=found,
        )
    add(store, "notes", body="5%まで", lead=found)
    return found


async def test_the_page_says_what_matters(store: Store, lead: int) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        header = desk.app.place()
        assert "Leads › 清水 一郎" in header
        assert "清水 一郎  しみず" in desk.text
        assert "Working" in desk.text
        assert "sato" in desk.line("Owner")
        assert "¥120,000,000" in desk.line("Annual revenue")
        assert "渋谷1-2-3, 渋谷区, 東京都" in desk.text
        assert "Fax" not in desk.text


async def test_an_address_is_written_the_way_of_the_language(store: Store, lead: int) -> None:
    i18n.use("ja")
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        assert "〒150-0002 東京都渋谷区渋谷1-2-3" in desk.text


async def test_the_card_stands_beside_where_there_is_room_and_above_elsewhere(
    store: Store, lead: int
) -> None:
    for size, is_beside in ((WIDE, True), ((80, 24), False)):
        async with shown(store, DetailScreen("leads", lead), size) as desk:
            page = page_of(desk)
            fields, panel = page.fields.region, page.side.panel.region
            assert (panel.x >= fields.right) is is_beside
            assert (panel.y >= fields.bottom) is not is_beside
            assert is_beside or (fields.height <= 8 and panel.height > 11)


async def test_the_card_says_how_to_reach_them_and_how_much_is_blank(
    store: Store, lead: int
) -> None:
    edit(store, "leads", lead, mobile="090-1111-2222", website="https://tatitute.example")
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        for way in (
            "✉ ichiro@tatitute.example",
            "☎ 03-1234-5678",
            "☎ 090-1111-2222  Mobile",
            "⌂ 渋谷1-2-3",
            "↗ https://tatitute.example",
        ):
            assert way in desk.text
        declared = store.schema.type("leads").fields
        record = stored(store, "leads", lead)
        blanks = [s for s in declared if record[s.key] is None and s.key != "external_id"]
        assert f"… {len(blanks)} blank fields (. shows them)" in desk.text


def test_what_is_lost_counts_for_nothing_however_its_stage_says_so(store: Store) -> None:
    commands.add_choice(store, "deal_stage", "no budget", en="No budget", meaning="lost")
    account = add(store, "accounts", name="青空商事")
    for stage, amount in (("proposal", 1_000), ("lost", 20_000), ("no budget", 300_000)):
        add(store, "deals", name=stage, account=account, stage=stage, amount=amount, currency="JPY")
    page = read_page(store, "accounts", account, "JPY")
    assert [rows.total for rows in page.first_rows.values() if rows.total] == ["¥1,000"]


async def test_a_deal_shows_its_amount_its_stages_and_an_overdue_close_date(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    values = {"account": account, "stage": "proposal", "amount": 1_000, "currency": "JPY"}
    deal = add(store, "deals", name="見積", close_date="2026-11-01", probability=50, **values)
    async with shown(store, DetailScreen("deals", deal), WIDE) as desk:
        assert "¥1,000" in desk.text
        assert "Proposal  ▰▰▰▱▱" in desk.text
        assert "50% · Close date ! Sun 1 Nov" in desk.text
        edit(store, "deals", deal, stage="won")
        desk.app.changed.publish(False)
        await desk.rest()
        assert "Won  ▰▰▰▰▰" in desk.text
        assert "!" not in desk.line("Close date")


async def test_plans_come_by_their_time_and_before_what_was_done(store: Store, lead: int) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        places = [desk.text.index(word) for word in ("sooner", "between", "later", "over")]
        assert places == sorted(places)
        assert "25 Nov" in desk.line("between")


async def test_a_digit_opens_its_panel_and_again_the_next_list_of_it(
    store: Store, lead: int
) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        assert "1 Timeline 6" in desk.text
        await desk.press("1")
        assert page_of(desk).side.timeline.has_focus
        await desk.press("1")
        assert "1 Open activities 3" in desk.text
        assert "over" not in desk.text
        await desk.press("1")
        assert "1 Closed activities 1" in desk.text
        assert "over" in desk.text
        await desk.press("1")
        assert "1 Notes 1" in desk.text
        assert "5%まで" in desk.text
        await desk.press("1")
        assert page_of(desk).side.open_key == TIMELINE
        await desk.press("4")
        assert "Files: none yet" in desk.text
        assert "a adds the first one" in desk.text
        await desk.press("0")
        assert page_of(desk).side.open_key == CHANGES
        for nothing in ("2", "3", "5", "6", "7", "8", "9"):
            await desk.press(nothing)
            assert page_of(desk).side.open_key == CHANGES


async def test_enter_drills_in_and_escape_comes_back_to_the_same_place(
    store: Store, lead: int
) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await desk.press("1", "down", "enter")
        assert "Activities › between" in desk.text
        await desk.press("escape")
        assert "▌" in desk.line("between")
        await desk.press("1", "down", "enter")
        assert "Activities › between" in desk.text
        await desk.press("escape")
        assert "▌" in desk.line("between")
        assert "Leads › 清水 一郎" in desk.text


async def test_brackets_go_to_the_neighbours(store: Store, lead: int) -> None:
    second = add(store, "leads", last_name="田中")
    third = add(store, "leads", last_name="高橋")
    page = DetailScreen("leads", second, (lead, second, third))
    async with shown(store, page, WIDE) as desk:
        assert "2/3" in desk.text
        await desk.press("right_square_bracket")
        assert "高橋" in desk.app.place()
        await desk.press("right_square_bracket")
        assert "3/3" in desk.text
        await desk.press("left_square_bracket", "left_square_bracket")
        assert "清水" in desk.app.place()


async def test_a_field_is_changed_where_it_stands(store: Store, lead: int) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        assert field_here(desk) == "たちつてと株式会社"
        await desk.press("enter")
        assert "Edit 清水 一郎" in desk.text
        await desk.type("青空商事")
        await desk.press("enter")
        await desk.written()
        assert field_here(desk) == "青空商事"
    assert stored(store, "leads", lead)["company"] == "青空商事"


async def test_an_address_is_changed_whole(store: Store, lead: int) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await reach(desk, "渋谷1-2-3")
        await desk.press("enter")
        assert "Postal code" in desk.text
        assert "Building" in desk.text
        await desk.press("tab", "tab", "tab", "tab")
        await desk.type("青空ビル")
        await desk.press("ctrl+s")
        await desk.written()
    assert stored(store, "leads", lead)["building"] == "青空ビル"


async def test_a_linked_record_opens(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    deal = add(store, "deals", name="見積", account=account)
    async with shown(store, DetailScreen("deals", deal), WIDE) as desk:
        assert field_here(desk) == "青空商事"
        await desk.press("enter")
        assert "Accounts › 青空商事" in desk.text
        await desk.press("escape")
        assert "Deals › 見積" in desk.text


async def test_every_field_is_a_key_away(store: Store, lead: int) -> None:
    async with shown(store, DetailScreen("leads", lead), (120, 70)) as desk:
        await desk.press("full_stop")
        assert "Fax" in desk.text
        assert "Postal code" in desk.text
        await desk.press("full_stop")
        assert "Fax" not in desk.text


async def test_adding_to_a_list_links_what_is_added(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    contact = add(store, "contacts", last_name="田中", account=account)
    async with shown(store, DetailScreen("contacts", contact), WIDE) as desk:
        await desk.press("1", "a")
        assert "New Note" in desk.text
        await desk.type("called")
        await desk.press("ctrl+s")
        await desk.written()
        assert "Note 1" in desk.text
        assert "called" in desk.text
    row = store.connection.row("SELECT contact, account FROM notes")
    assert row == (contact, account)


async def test_a_closed_activity_is_added_as_done(store: Store, lead: int) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await desk.press("1", "1", "1", "a", "tab")
        await desk.type("asked back")
        await desk.press("ctrl+s")
        await desk.written()
        assert "1 Closed activities 2" in desk.text
    row = store.connection.row("SELECT status, lead FROM activities WHERE subject = 'asked back'")
    assert row == ("done", lead)


async def test_a_file_is_attached_by_its_path(store: Store, lead: int, tmp_path: Path) -> None:
    (tmp_path / "quotes").mkdir()
    (tmp_path / "quotes" / "見積書.pdf").write_text("pdf")
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await desk.press("4", "a")
        await desk.type(f"{tmp_path}/qu")
        assert "▌quotes/" in desk.text
        await desk.press("enter")
        assert "▌見積書.pdf" in desk.text
        await desk.press("enter")
        await desk.written()
        assert "4 Files 1" in desk.text
        assert "見積書.pdf" in desk.text
    assert len(list(store.attachments.iterdir())) == 1


@pytest.mark.parametrize("key", ["enter", "o"])
async def test_a_file_is_opened_with_the_systems_program_and_told_by_kind_and_size(
    store: Store, lead: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    handed: list[str] = []

    async def hand_over(target: str) -> bool:
        handed.append(target)
        return True

    monkeypatch.setattr(external_links, "hand_over", hand_over)
    for name in ("見積書.pdf", "x.exe"):
        (tmp_path / name).write_bytes(b"%PDF" * 400)
        attach(store, tmp_path / name, {"lead": lead})
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await desk.press("4", "j")
        await desk.rest()
        row = next(line for line in desk.text.splitlines() if "見積書.pdf" in line)
        assert "PDF  1.6 KB" in row
        await desk.press(key)
        await desk.rest()
        assert [Path(each).name for each in handed] == ["見積書.pdf"]
        assert "見積書.pdf: opened" in desk.app.said[-1]
        await desk.press("k", key)
        await desk.rest()
        assert len(handed) == 1
        assert "x.exe is a program" in desk.app.said[-1]
        await desk.press("P")
        await desk.rest()
        assert "x.exe" in desk.app.place()


@pytest.mark.parametrize(
    ("path", "keys", "words"),
    [
        ("/dev/zero", ("escape", "enter"), "! /dev/zero is not an ordinary file"),
        ("/", ("escape", "enter"), "! / is not an ordinary file"),
        ("~nobody-at-all/x", ("enter",), "! ~nobody-at-all/x cannot be read"),
    ],
)
async def test_what_cannot_be_attached_is_said_in_the_dialog(
    store: Store, lead: int, path: str, keys: tuple[str, ...], words: str
) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await desk.press("4", "a")
        await desk.type(path)
        await desk.press(*keys)
        await desk.written()
        assert words in desk.text.replace("\n", " ")


async def test_the_page_follows_what_others_save(
    store: Store, lead: int, open_store: Callable[..., Store]
) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        edit(open_store("suzuki"), "leads", lead, company="青空商事")
        desk.app.changed.publish(False)
        await desk.rest()
        assert "青空商事" in desk.text
        assert "0 Changes 2" in desk.text


async def test_a_record_that_is_deleted_elsewhere_closes_its_page(
    store: Store, lead: int, open_store: Callable[..., Store]
) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        with unit(open_store("suzuki"), "delete") as work:
            work.delete("leads", [lead])
        desk.app.changed.publish(False)
        await desk.rest()
        assert f"no Lead number {lead}" in desk.app.said[-1]
        assert not isinstance(desk.screen, DetailScreen)


async def test_deleting_asks_and_then_leaves_the_page(store: Store, lead: int) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await desk.press("delete")
        assert "清水 一郎" in desk.text
        await desk.press("enter")
        assert isinstance(desk.screen, DetailScreen)
        await desk.press("delete", "right", "enter")
        assert not isinstance(desk.screen, DetailScreen)
    assert store.connection.scalar("SELECT count(*) FROM leads") == 0


async def test_a_record_that_is_undone_or_deleted_here_is_told_as_that_alone(
    open_app: Callable[..., Opened], store: Store
) -> None:
    async with open_app() as ui:
        written = await ui.app.write(commands.add, store, "leads", {"last_name": "Abe"})
        made = written.id
        ui.app.push_screen(DetailScreen("leads", made))
        await ui.rest()
        await ui.press("ctrl+z")
        assert not isinstance(ui.app.screen, DetailScreen)
        assert "undone" in ui.lines()[-1].lower() or "undid" in ui.lines()[-1].lower()
        assert not any("no Lead number" in each for each in ui.notices())
        await ui.press("ctrl+y")
        ui.app.push_screen(DetailScreen("leads", made))
        await ui.rest()
        await ui.press("delete", "right", "enter")
        assert not isinstance(ui.app.screen, DetailScreen)
        assert "Abe: deleted" in ui.lines()[-1]
        assert not any("no Lead number" in each for each in ui.notices())


async def test_today_is_a_key_away_and_keys_that_do_nothing_here_say_so(
    open_app: Callable[..., Opened], store: Store, lead: int
) -> None:
    async with open_app() as ui:
        await ui.press("enter", "q")
        assert "escape goes back; ctrl+q quits" in ui.notices()[-1].replace("esc ", "escape ")
        await ui.press("8")
        assert "no panel 8" in ui.notices()[-1]
        await ui.press("T")
        assert ui.app.current_mode == "today"


async def test_a_number_that_was_merged_away_shows_the_keeper(store: Store, lead: int) -> None:
    with store.connection.transaction():
        store.connection.run("INSERT INTO redirects VALUES ('leads', 77, ?, 1, NULL)", (lead,))
    async with shown(store, DetailScreen("leads", 77), WIDE) as desk:
        assert "Leads › 清水 一郎" in desk.text
        assert "merged into “清水 一郎”" in desk.app.said[-1]
        await desk.press("delete")
        assert "清水 一郎" in desk.text


async def test_a_converted_lead_names_what_it_became_and_cannot_be_changed(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    contact = add(store, "contacts", last_name="田中", account=account)
    lead = add(
        store,
        "leads",
        last_name="田中",
        company="青空",
        converted_at="2026-11-20T01:00:00Z",
        converted_account=account,
        converted_contact=contact,
    )
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        assert "Converted Fri 20 Nov 10:00" in desk.text
        assert field_here(desk) == "青空商事"
        for key in ("e", "x", "t", "c", "n", "a"):
            await desk.press(key)
            assert "cannot be changed any more" in desk.app.said.pop()
        offered = {offer.action.id for offer in page_of(desk).available_actions()}
        assert "record.history" in offered
        assert not offered & {"record.convert", "record.edit", "detail.add"}
        await desk.press("enter")
        assert "Accounts › 青空商事" in desk.text
        await desk.press("2", "2")
        assert "2 Converted leads 1" in desk.text
        await desk.press("a")
        assert "Accounts › 青空商事" in desk.text


async def test_the_field_under_the_cursor_is_copied(store: Store, lead: int) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await reach(desk, "ichiro")
        await desk.press("y")
        assert desk.app.clipboard == "ichiro@tatitute.example"
        await desk.press("1", "y")
        assert desk.app.clipboard.startswith("清水 一郎\t")


async def test_the_link_under_the_cursor_is_opened(
    store: Store, lead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_crm.screens.external_links.opener", lambda: None)
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        await reach(desk, "03-1234")
        await desk.press("o")
        assert "tel:0312345678" in desk.app.said[-1]


async def test_tab_goes_from_the_card_to_what_is_open_and_back(store: Store, lead: int) -> None:
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        page = page_of(desk)
        assert page.fields.has_focus
        await desk.press("tab")
        assert page.side.timeline.has_focus
        await desk.press("tab")
        assert page.fields.has_focus


@pytest.mark.parametrize("record_type", ["accounts", "contacts", "deals", "activities", "users"])
async def test_every_type_has_a_page(store: Store, record_type: str) -> None:
    account = add(store, "accounts", name="青空商事")
    made = {
        "accounts": account,
        "contacts": add(store, "contacts", last_name="田中", account=account),
        "deals": add(store, "deals", name="見積", account=account, amount=1000),
        "activities": add(store, "activities", subject="電話", account=account),
        "users": 1,
    }
    async with shown(store, DetailScreen(record_type, made[record_type]), (80, 24)) as desk:
        assert "0 Changes" in desk.text
        await desk.press("1", "2", "0", "full_stop")
        labels = [line.pieces[0].text for line in page_of(desk).fields.lines if line.ref]
        expected = [s.label(record_type) for s in store.schema.type(record_type).fields]
        assert not set(expected) - set(labels)


@pytest.mark.parametrize("data", HOSTILE)
async def test_hostile_data_is_drawn_as_it_is(store: Store, data: str) -> None:
    lead = add(store, "leads", last_name=data, company=data, description=data, tags=f"\n{data}\n")
    add(store, "notes", body=data, lead=lead)
    add(store, "activities", subject=data, lead=lead)
    edit(store, "leads", lead, city=data, company="x")
    async with shown(store, DetailScreen("leads", lead), WIDE) as desk:
        for key in ("1", "1", "1", "1", "0", "1", "full_stop"):
            await desk.press(key)
            assert not UNSAFE.intersection(desk.text.replace("\n", ""))
        assert visible(data) in desk.text


async def test_a_deal_is_named_at_the_top_and_its_probability_is_in_percent(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], store: Store
) -> None:
    (account,) = add("accounts", {"name": "青空商事株式会社"})
    name = "二〇二六年度 本社ビル空調設備の更新と保守契約"
    add(
        "deals",
        {
            "name": name,
            "account": account,
            "stage": "proposal",
            "amount": 12_345_678,
            "currency": "JPY",
            "probability": 60,
            "close_date": "2027-01-31",
            "owner": store.query_context().user_id,
        },
    )
    async with open_app(language="ja") as ui:
        await ui.press("4", "enter")
        assert "二〇二六年度 本社ビル" in ui.place()
        assert name in ui.text()
        assert "60%" in ui.text()
        await ui.press("e")
        assert "60%" in ui.text()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("record_type", ["accounts", "contacts", "deals", "leads", "users"])
async def test_every_list_of_a_record_is_named_in_80_columns_and_opened_by_its_key(
    store: Store, record_type: str, language: Language
) -> None:
    named: dict[str, dict[str, Any]] = {
        "accounts": {"name": "清水商店"},
        "contacts": {"last_name": "清水"},
        "deals": {"name": "清水商店様", "account": add(store, "accounts", name="清水商店")},
        "leads": {"last_name": "清水", "company": "清水商店"},
        "users": {"name": "suzuki"},
    }
    record = add(store, record_type, **named[record_type])
    i18n.use(language)
    try:
        async with shown(store, DetailScreen(record_type, record), (80, 24)) as desk:
            page = page_of(desk)
            assert page.page is not None
            names = names_of(store.schema, page.page.lists, record_type)
            opened = []
            for panel in page.side.panels:
                for key in panel.keys:
                    await desk.press(panel.digit)
                    opened.append(page.side.open_key)
                    assert page.side.body.has_focus
                    assert f"{panel.digit} {names[key]} {page.page.counts[key]}" in desk.text
            assert opened == [key for panel in page.side.panels for key in panel.keys]
            assert {each.key for each in page.page.lists} < set(opened)
    finally:
        i18n.use("en")


@pytest.mark.parametrize(
    ("language", "salutation", "line"),
    [("en", "Mr.", "Mr. Joe Smith"), ("ja", "様", "Joe Smith  様")],
)
async def test_a_salutation_stands_where_its_language_has_it(
    store: Store, language: Language, salutation: str, line: str
) -> None:
    record = add(store, "leads", first_name="Joe", last_name="Smith", salutation=salutation)
    i18n.use(language)
    try:
        async with shown(store, DetailScreen("leads", record), WIDE) as desk:
            assert desk.line(line).lstrip("│ ▌").startswith(line)
    finally:
        i18n.use("en")
