"""What can be done with products on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Opened
    from tui_crm.store.db.store import Store


async def test_its_list_has_a_key_a_tab_a_form_and_a_page(
    store: Store, open_app: Callable[..., Opened]
) -> None:
    async with open_app((160, 30)) as ui:
        await ui.press("f12")
        assert "Products" in ui.text()
        await ui.press("a")
        await ui.type("Carbon rod")
        await ui.press("ctrl+s")
        assert "Carbon rod" in ui.cursor_line()
        assert "On sale" in ui.cursor_line()
        await ui.press("t")
        await ui.press("2")
        assert "Retired" in ui.cursor_line()
        await ui.press("enter")
        assert "Products › Carbon rod" in ui.text()
        await ui.press("H")
        assert "Retired" in ui.text()


async def test_it_is_searched_and_filtered_on_the_screen(
    store: Store, open_app: Callable[..., Opened]
) -> None:
    with unit(store, "add") as work:
        for name in ("Carbon rod", "Spinner"):
            work.create("products", {"name": name})
    async with open_app((160, 30)) as ui:
        await ui.press("f12", "slash")
        await ui.type("spin")
        await ui.press("enter")
        assert "Spinner" in ui.text()
        assert "Carbon" not in ui.text()


async def test_its_words_are_japanese_on_the_screen(
    store: Store, open_app: Callable[..., Opened]
) -> None:
    async with open_app((100, 30), "ja") as ui:
        await ui.press("f12")
        assert "商品コード" in ui.text()


async def test_its_list_is_in_the_palette_and_its_views_are_offered(
    store: Store, open_app: Callable[..., Opened]
) -> None:
    async with open_app((100, 30)) as ui:
        await ui.press("ctrl+p")
        await ui.type("products")
        assert "Products" in ui.text()
        await ui.press("enter")
        assert ui.app.current_mode == "products"
        await ui.press("v")
        assert "On sale" in ui.text()
