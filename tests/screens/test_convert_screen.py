"""A lead is converted on one page, by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.features.dumping import add, edit
from tests.features.dumping import get as stored
from tests.screens.record_host import HOSTILE, RecordHost
from tests.screens.resting import until
from tui_crm import i18n
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.leads.convert.list_actions import convert_screen
from tui_crm.features.leads.convert.screen import ConvertScreen
from tui_crm.screens.dialogs.confirm import ConfirmScreen, MessageScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tui_crm.store.db.store import Store

WIDE, NARROW = (120, 36), (80, 24)
SHIMIZU: dict[str, Any] = {
    "last_name": "清水",
    "first_name": "一郎",
    "company": "たちつてと㈱",
    "phone": "03-1234-5678",
    "mobile": "090-1111-2222",
    "employees": 120,
    "rating": "hot",
}


@pytest.fixture
def lead(store: Store) -> int:
    """A lead whose company is an account already, and which has an open deal."""
    account = add(store, "accounts", name="たちつてと株式会社", phone="03-1234-5678", employees=80)
    add(store, "accounts", name="有限会社たちつてと")
    add(store, "deals", name="更新案件", account=account)
    found = add(store, "leads", **SHIMIZU)
    add(store, "activities", subject="見積の件", lead=found)
    add(store, "notes", body="来週", lead=found)
    return found


async def rest(pilot: Pilot[None]) -> None:
    """Wait until nothing is being read or written, but for what waits for an answer."""

    def is_at_rest() -> bool:
        waiting = ("ask", "keys")
        busy = [w for w in pilot.app.workers if not w.is_finished and w.group not in waiting]
        return not busy or isinstance(pilot.app.screen, (MessageScreen, ConfirmScreen))

    await pilot.pause()
    await until(is_at_rest, lambda: pilot.pause(0.01))
    await pilot.pause()


def host(store: Store, *leads: int) -> RecordHost:
    return RecordHost(store, convert_screen(leads))


def line_with(app: RecordHost, words: str) -> str:
    return next(line for line in app.lines() if words in line)


async def test_one_page_shows_the_best_choice_and_where_everything_goes(
    store: Store, lead: int
) -> None:
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        shown = app.text
        assert "◉ Attach  たちつてと株式会社" in shown
        assert "97 % · same company name" in shown
        assert "○ Attach  有限会社たちつてと" in shown
        assert "◉ Create  清水 一郎" in shown
        assert "○ Attach  更新案件" in shown
        assert "⇄ kept: 80" in line_with(app, "Employees")
        assert "same" in line_with(app, "Account › Phone")
        assert "stays on the lead" in line_with(app, "Rating")
        assert "1 open activity, 1 note" in shown
        assert "enter convert" in app.lines()[-1]


async def test_enter_enter_converts_in_the_usual_case(store: Store, lead: int) -> None:
    app = host(store, lead)
    async with app.run_test(size=NARROW) as pilot:
        await rest(pilot)
        await pilot.press("enter")
        await rest(pilot)
        assert stored(store, "leads", lead)["converted_at"] is None
        assert "enter once more: Attach to Account" in app.text
        await pilot.press("enter")
        await rest(pilot)
    assert app.answers == [stored_batch(store)]
    record = stored(store, "leads", lead)
    assert record["converted_account"] == 1
    assert record.links["converted_contact"] == "清水 一郎"
    assert record["converted_deal"] == 2


def stored_batch(store: Store) -> int:
    return int(store.connection.scalar("SELECT max(id) FROM batches"))


async def test_escape_leaves_everything_as_it_is(store: Store, lead: int) -> None:
    app = host(store, lead)
    async with app.run_test(size=NARROW) as pilot:
        await rest(pilot)
        await pilot.press("enter", "escape")
        await rest(pilot)
    assert app.answers == [None]
    assert stored(store, "leads", lead)["converted_at"] is None


async def test_every_part_is_chosen_with_arrows_and_tab(store: Store, lead: int) -> None:
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        await pilot.press("down", "down")
        await rest(pilot)
        assert "◉ Create  たちつてと㈱" in app.text
        assert "更新案件" not in app.text, "a new account has no deals"
        await pilot.press("down", "down", "down")
        await rest(pilot)
        assert "◉ None" in app.text
        assert "attach to Account" not in app.text
        await pilot.press("up", "up", "up", "tab", "down")
        await rest(pilot)
        await pilot.press("tab", "k", "k")
        await rest(pilot)
        assert "◉ Attach  更新案件" in app.text
        await pilot.press("enter", "enter")
        await rest(pilot)
    record = stored(store, "leads", lead)
    assert (record["converted_account"], record["converted_contact"], record["converted_deal"]) == (
        1,
        None,
        1,
    )


async def test_another_key_than_enter_takes_the_first_enter_back(store: Store, lead: int) -> None:
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        await pilot.press("enter")
        await rest(pilot)
        await pilot.press("down")
        await rest(pilot)
        assert "once more" not in app.text
        await pilot.press("enter")
        await rest(pilot)
        assert app.answers == []
        assert "once more" in app.text


async def test_space_turns_the_winner_of_a_field(store: Store, lead: int) -> None:
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        await pilot.press("shift+tab", "down", "space")
        await rest(pilot)
        assert "⇄ lead's; was: 80" in line_with(app, "Employees")
        await pilot.press("space", "space", "enter", "enter")
        await rest(pilot)
    assert stored(store, "accounts", 1)["employees"] == 120
    assert stored(store, "accounts", 1)["name"] == "たちつてと株式会社"


async def test_the_new_deal_is_named_and_priced_on_the_page(store: Store, lead: int) -> None:
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        await pilot.press("tab", "tab", "down", "space")
        await rest(pilot)
        await pilot.press("ctrl+u", *"Quote", "enter")
        await rest(pilot)
        await pilot.press("down", "space")
        await rest(pilot)
        await pilot.press(*"120man", "enter")
        await rest(pilot)
        await pilot.press("ctrl+u", *"1200000", "enter")
        await rest(pilot)
        await pilot.press("down", "space")
        await rest(pilot)
        await pilot.press(*"Propos", "enter")
        await rest(pilot)
        await pilot.press("down", "space")
        await rest(pilot)
        await pilot.press("ctrl+u", *"2027-01-15", "enter")
        await rest(pilot)
        await pilot.press("enter", "enter")
        await rest(pilot)
    deal = stored(store, "deals", 2)
    assert (deal["name"], deal["amount"], deal["stage"], deal["close_date"]) == (
        "Quote",
        1_200_000,
        "proposal",
        "2027-01-15",
    )


async def test_what_was_not_proposed_can_be_attached_by_its_name(store: Store, lead: int) -> None:
    other = add(store, "accounts", name="みらい商事")
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        await pilot.press("f")
        await rest(pilot)
        await pilot.press(*"nobody", "enter")
        await rest(pilot)
        assert "There is no Account called “nobody”." in app.text
        await pilot.press("ctrl+u", *str(other), "enter")
        await rest(pilot)
        assert "◉ Attach  みらい商事" in app.text
        await pilot.press("enter", "enter")
        await rest(pilot)
    assert stored(store, "leads", lead)["converted_account"] == other


async def test_a_new_owner_is_chosen_on_the_page(
    store: Store, open_store: Callable[..., Store], lead: int
) -> None:
    add(open_store("suzuki"), "notes", body="x")
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        await pilot.press("w")
        await rest(pilot)
        await pilot.press(*"suzuki", "enter")
        await rest(pilot)
        assert "with a new owner" in app.text
        await pilot.press("enter", "enter")
        await rest(pilot)
    assert stored(store, "contacts", 1).links["owner"] == "suzuki"
    assert stored(store, "activities", 1).links["owner"] == "suzuki"


async def test_a_lead_that_somebody_converted_meanwhile_is_named(store: Store, lead: int) -> None:
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        conversion.apply_conversion(store, proposal.propose(store, lead))
        await pilot.press("enter", "enter")
        await rest(pilot)
    assert app.answers == [None]
    assert "has been converted already" in app.said[-1]


async def test_an_account_that_somebody_changed_meanwhile_is_shown_anew(
    store: Store, lead: int
) -> None:
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        edit(store, "accounts", 1, employees=90)
        await pilot.press("enter", "enter")
        await rest(pilot)
        assert app.answers == []
        assert "⇄ kept: 90" in line_with(app, "Employees")
        assert stored(store, "leads", lead)["converted_at"] is None


async def test_a_deal_without_a_name_is_refused_and_nothing_is_lost(
    store: Store, lead: int
) -> None:
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        await pilot.press("tab", "tab", "down", "space")
        await rest(pilot)
        await pilot.press("ctrl+u", "enter")
        await rest(pilot)
        await pilot.press("enter", "enter")
        await rest(pilot)
        assert app.answers == []
        assert "is required" in app.said[-1]
        assert "◉ Attach  たちつてと株式会社" in app.text
    assert stored(store, "leads", lead)["converted_at"] is None


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_names_are_drawn_and_not_obeyed(store: Store, hostile: str) -> None:
    add(store, "accounts", name=hostile, phone="03-1234-5678")
    lead = add(store, "leads", last_name=hostile, company=hostile, phone="03-1234-5678")
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        shown = app.text
        assert not {"\x1b", "\x9b", "\u202e", "\r"} & set(shown)
        assert "Attach" in shown
        await pilot.press("enter", "enter")
        await rest(pilot)
    assert stored(store, "leads", lead)["converted_at"] is not None


async def test_in_japanese_every_word_is_japanese(store: Store, lead: int) -> None:
    i18n.use("ja")
    app = host(store, lead)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        shown = app.text
        for word in (
            "取引先",
            "関連付け",
            "新規作成",
            "商談名",
            "移行先",
            "見込み客に残る",
            "引き継ぎ",
        ):
            assert word in shown
        for word in ("Attach", "Create", "convert.", "sales."):
            assert word not in shown


async def test_a_wide_page_fits_and_a_narrow_one_scrolls(store: Store, lead: int) -> None:
    for size in (WIDE, NARROW):
        app = host(store, lead)
        async with app.run_test(size=size) as pilot:
            await rest(pilot)
            screen = app.screen
            assert isinstance(screen, ConvertScreen)
            assert screen.choices.size.height + 2 <= size[1]
            fits = screen.choices.virtual_size.height <= screen.choices.size.height
            assert fits == (size == WIDE)
            assert screen.mappings.size.height >= 4


async def test_a_converted_lead_can_be_taken_back_from_here(store: Store, lead: int) -> None:
    conversion.apply_conversion(store, proposal.propose(store, lead))
    app = host(store, lead)
    async with app.run_test(size=NARROW) as pilot:
        await rest(pilot)
        assert "Take the conversion of “清水 一郎” back?" in app.text
        assert "たちつてと株式会社" in app.text
        await pilot.press("right", "enter")
        await rest(pilot)
    assert app.answers == [stored_batch(store)]
    assert stored(store, "leads", lead)["converted_at"] is None


async def test_what_stands_in_the_way_back_is_named_in_full(store: Store, lead: int) -> None:
    done = conversion.apply_conversion(store, proposal.propose(store, lead))
    edit(store, "deals", done.deal or 0, next_step="見積")
    edit(store, "contacts", done.contact or 0, job_title="部長")
    app = host(store, lead)
    async with app.run_test(size=NARROW) as pilot:
        await rest(pilot)
        await pilot.press("right", "enter")
        await rest(pilot)
        assert "Deal 2" in app.text
        assert "Contact 1" in app.text
        await pilot.press("enter")
        await rest(pilot)
    assert app.answers == [None]
    assert stored(store, "leads", lead)["converted_at"] is not None


# --- many -----------------------------------------------------------------------------------------


async def test_many_are_converted_with_the_same_two_keys(store: Store, lead: int) -> None:
    other = add(store, "leads", last_name="Garcia", company="Northwind GmbH")
    app = host(store, lead, other)
    async with app.run_test(size=NARROW) as pilot:
        await rest(pilot)
        assert "◉ たちつてと" in app.text
        assert "＋Northwind GmbH" in app.text
        await pilot.press("d")
        await rest(pilot)
        assert "without deals" in app.text
        await pilot.press("enter")
        await rest(pilot)
        assert "enter once more" in app.text
        assert stored(store, "leads", lead)["converted_at"] is None
        await pilot.press("enter")
        await rest(pilot)
    assert app.answers == [stored_batch(store)]
    assert stored(store, "leads", other)["converted_account"] == 3
    assert stored(store, "leads", other)["converted_deal"] is None


async def test_those_that_cannot_be_converted_are_named(store: Store, lead: int) -> None:
    gone = add(store, "leads", last_name="鈴木", company="みらい")
    conversion.apply_conversion(store, proposal.propose(store, gone))
    app = host(store, lead, gone)
    async with app.run_test(size=WIDE) as pilot:
        await rest(pilot)
        assert "has been converted already" in app.text
        await pilot.press("enter", "enter")
        await rest(pilot)
        await pilot.pause()
        assert "1 lead was not converted" in app.text
        await pilot.press("enter")
        await rest(pilot)
    assert app.answers == [stored_batch(store)]
    assert stored(store, "leads", lead)["converted_at"] is not None
