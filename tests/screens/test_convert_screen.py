"""A lead is converted on one page, by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.records import add, edit, stored
from tests.screens.record_host import HOSTILE, Desk, shown
from tui_crm import i18n
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.leads.convert.list_actions import convert_screen
from tui_crm.features.leads.convert.screen import ConvertScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

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


def converting(
    store: Store, *leads: int, size: tuple[int, int] = WIDE
) -> AbstractAsyncContextManager[Desk]:
    """Show what the key for converting these leads opens."""
    return shown(store, convert_screen(leads), size)


async def test_one_page_shows_the_best_choice_and_where_everything_goes(
    store: Store, lead: int
) -> None:
    async with converting(store, lead) as desk:
        page = desk.text
        assert "◉ Attach  たちつてと株式会社" in page
        assert "97 % · same company name" in page
        assert "○ Attach  有限会社たちつてと" in page
        assert "◉ Create  清水 一郎" in page
        assert "○ Attach  更新案件" in page
        assert "⇄ kept: 80" in desk.line("Employees")
        assert "same" in desk.line("Account › Phone")
        assert "stays on the lead" in desk.line("Rating")
        assert "1 open activity, 1 note" in page
        assert "enter convert" in desk.app.lines()[-1]


async def test_enter_enter_converts_in_the_usual_case(store: Store, lead: int) -> None:
    async with converting(store, lead, size=NARROW) as desk:
        await desk.press("enter")
        assert stored(store, "leads", lead)["converted_at"] is None
        assert "enter once more: Attach to Account" in desk.text
        await desk.press("enter")
    assert desk.app.answers == [stored_batch(store)]
    record = stored(store, "leads", lead)
    assert record["converted_account"] == 1
    assert record.links["converted_contact"] == "清水 一郎"
    assert record["converted_deal"] == 2


def stored_batch(store: Store) -> int:
    return int(store.connection.scalar("SELECT max(id) FROM batches"))


async def test_escape_leaves_everything_as_it_is(store: Store, lead: int) -> None:
    async with converting(store, lead, size=NARROW) as desk:
        await desk.press("enter", "escape")
    assert desk.app.answers == [None]
    assert stored(store, "leads", lead)["converted_at"] is None


async def test_every_part_is_chosen_with_arrows_and_tab(store: Store, lead: int) -> None:
    async with converting(store, lead) as desk:
        await desk.press("down", "down")
        assert "◉ Create  たちつてと㈱" in desk.text
        assert "更新案件" not in desk.text, "a new account has no deals"
        await desk.press("down", "down", "down")
        assert "◉ None" in desk.text
        assert "attach to Account" not in desk.text
        await desk.press("up", "up", "up", "tab", "down")
        await desk.press("tab", "k", "k")
        assert "◉ Attach  更新案件" in desk.text
        await desk.press("enter", "enter")
    record = stored(store, "leads", lead)
    assert (record["converted_account"], record["converted_contact"], record["converted_deal"]) == (
        1,
        None,
        1,
    )


async def test_another_key_than_enter_takes_the_first_enter_back(store: Store, lead: int) -> None:
    async with converting(store, lead) as desk:
        await desk.press("enter")
        await desk.press("down")
        assert "once more" not in desk.text
        await desk.press("enter")
        assert desk.app.answers == []
        assert "once more" in desk.text


async def test_space_turns_the_winner_of_a_field(store: Store, lead: int) -> None:
    async with converting(store, lead) as desk:
        await desk.press("shift+tab", "down", "space")
        assert "⇄ lead's; was: 80" in desk.line("Employees")
        await desk.press("space", "space", "enter", "enter")
    assert stored(store, "accounts", 1)["employees"] == 120
    assert stored(store, "accounts", 1)["name"] == "たちつてと株式会社"


async def test_the_new_deal_is_named_and_priced_on_the_page(store: Store, lead: int) -> None:
    async with converting(store, lead) as desk:
        await desk.press("tab", "tab", "down", "space")
        await desk.press("ctrl+u", *"Quote", "enter")
        await desk.press("down", "space")
        await desk.press(*"120man", "enter")
        await desk.press("ctrl+u", *"1200000", "enter")
        await desk.press("down", "space")
        await desk.press(*"Propos", "enter")
        await desk.press("down", "space")
        await desk.press("ctrl+u", *"2027-01-15", "enter")
        await desk.press("enter", "enter")
    deal = stored(store, "deals", 2)
    assert (deal["name"], deal["amount"], deal["stage"], deal["close_date"]) == (
        "Quote",
        1_200_000,
        "proposal",
        "2027-01-15",
    )


async def test_what_was_not_proposed_can_be_attached_by_its_name(store: Store, lead: int) -> None:
    other = add(store, "accounts", name="みらい商事")
    async with converting(store, lead) as desk:
        await desk.press("f")
        await desk.press(*"nobody", "enter")
        assert "There is no Account called “nobody”." in desk.text
        await desk.press("ctrl+u", *str(other), "enter")
        assert "◉ Attach  みらい商事" in desk.text
        await desk.press("enter", "enter")
    assert stored(store, "leads", lead)["converted_account"] == other


async def test_a_new_owner_is_chosen_on_the_page(
    store: Store, open_store: Callable[..., Store], lead: int
) -> None:
    add(open_store("suzuki"), "notes", body="x")
    async with converting(store, lead) as desk:
        await desk.press("w")
        await desk.press(*"suzuki", "enter")
        assert "with a new owner" in desk.text
        await desk.press("enter", "enter")
    assert stored(store, "contacts", 1).links["owner"] == "suzuki"
    assert stored(store, "activities", 1).links["owner"] == "suzuki"


async def test_a_lead_that_somebody_converted_meanwhile_is_named(store: Store, lead: int) -> None:
    async with converting(store, lead) as desk:
        conversion.apply_conversion(store, proposal.propose(store, lead))
        await desk.press("enter", "enter")
    assert desk.app.answers == [None]
    assert "has been converted already" in desk.app.said[-1]


async def test_an_account_that_somebody_changed_meanwhile_is_shown_anew(
    store: Store, lead: int
) -> None:
    async with converting(store, lead) as desk:
        edit(store, "accounts", 1, employees=90)
        await desk.press("enter", "enter")
        assert desk.app.answers == []
        assert "⇄ kept: 90" in desk.line("Employees")
        assert stored(store, "leads", lead)["converted_at"] is None


async def test_a_deal_without_a_name_is_refused_and_nothing_is_lost(
    store: Store, lead: int
) -> None:
    async with converting(store, lead) as desk:
        await desk.press("tab", "tab", "down", "space")
        await desk.press("ctrl+u", "enter")
        await desk.press("enter", "enter")
        assert desk.app.answers == []
        assert "is required" in desk.app.said[-1]
        assert "◉ Attach  たちつてと株式会社" in desk.text
    assert stored(store, "leads", lead)["converted_at"] is None


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_names_are_drawn_and_not_obeyed(store: Store, hostile: str) -> None:
    add(store, "accounts", name=hostile, phone="03-1234-5678")
    lead = add(store, "leads", last_name=hostile, company=hostile, phone="03-1234-5678")
    async with converting(store, lead) as desk:
        page = desk.text
        assert not {"\x1b", "\x9b", "\u202e", "\r"} & set(page)
        assert "Attach" in page
        await desk.press("enter", "enter")
    assert stored(store, "leads", lead)["converted_at"] is not None


async def test_in_japanese_every_word_is_japanese(store: Store, lead: int) -> None:
    i18n.use("ja")
    async with converting(store, lead) as desk:
        page = desk.text
        for word in (
            "取引先",
            "関連付け",
            "新規作成",
            "商談名",
            "移行先",
            "見込み客に残る",
            "引き継ぎ",
        ):
            assert word in page
        for word in ("Attach", "Create", "convert.", "sales."):
            assert word not in page


async def test_a_wide_page_fits_and_a_narrow_one_scrolls(store: Store, lead: int) -> None:
    for size in (WIDE, NARROW):
        async with converting(store, lead, size=size) as desk:
            screen = desk.screen
            assert isinstance(screen, ConvertScreen)
            assert screen.choices.size.height + 2 <= size[1]
            fits = screen.choices.virtual_size.height <= screen.choices.size.height
            assert fits == (size == WIDE)
            assert screen.mappings.size.height >= 4


async def test_a_converted_lead_can_be_taken_back_from_here(store: Store, lead: int) -> None:
    conversion.apply_conversion(store, proposal.propose(store, lead))
    async with converting(store, lead, size=NARROW) as desk:
        assert "Undo the conversion of “清水 一郎”?" in desk.text
        assert "たちつてと株式会社" in desk.text
        await desk.press("right", "enter")
    assert desk.app.answers == [stored_batch(store)]
    assert stored(store, "leads", lead)["converted_at"] is None


async def test_what_stands_in_the_way_back_is_named_in_full(store: Store, lead: int) -> None:
    done = conversion.apply_conversion(store, proposal.propose(store, lead))
    edit(store, "deals", done.deal or 0, next_step="見積")
    edit(store, "contacts", done.contact or 0, job_title="部長")
    async with converting(store, lead, size=NARROW) as desk:
        await desk.press("right", "enter")
        assert "Deal 2" in desk.text
        assert "Contact 1" in desk.text
        await desk.press("enter")
    assert desk.app.answers == [None]
    assert stored(store, "leads", lead)["converted_at"] is not None


# --- many -----------------------------------------------------------------------------------------


async def test_many_are_converted_with_the_same_two_keys(store: Store, lead: int) -> None:
    other = add(store, "leads", last_name="Garcia", company="Northwind GmbH")
    async with converting(store, lead, other, size=NARROW) as desk:
        assert "◉ たちつてと" in desk.text
        assert "＋Northwind GmbH" in desk.text
        await desk.press("d")
        assert "without deals" in desk.text
        await desk.press("enter")
        assert "enter once more" in desk.text
        assert stored(store, "leads", lead)["converted_at"] is None
        await desk.press("enter")
    assert desk.app.answers == [stored_batch(store)]
    assert stored(store, "leads", other)["converted_account"] == 3
    assert stored(store, "leads", other)["converted_deal"] is None


async def test_those_that_cannot_be_converted_are_named(store: Store, lead: int) -> None:
    gone = add(store, "leads", last_name="鈴木", company="みらい")
    conversion.apply_conversion(store, proposal.propose(store, gone))
    async with converting(store, lead, gone) as desk:
        assert "has been converted already" in desk.text
        await desk.press("enter", "enter")
        assert "1 lead was not converted" in desk.text
        await desk.press("enter")
    assert desk.app.answers == [stored_batch(store)]
    assert stored(store, "leads", lead)["converted_at"] is not None
