"""What the keys of a list do."""

from __future__ import annotations


async def test_list_shows_its_records_and_how_many(open_app, five_leads) -> None:
    async with open_app() as ui:
        assert ui.lines()[0].startswith(" Leads › Open leads")
        assert " 5 " in ui.lines()[0]
        assert [line.split()[0] for line in ui.lines()[3:8]] == ["▌", "Baba", "Chiba", "Doi", "Endo"]


async def test_search_narrows_as_it_is_typed(open_app, five_leads) -> None:
    async with open_app() as ui:
        await ui.press("slash")
        await ui.type("chi")
        assert "Chiba" in ui.cursor_line()
        assert "Baba" not in ui.text()
        await ui.press("enter", "j")
        assert " / chi" in ui.text()
        await ui.press("escape")
        assert "Baba" in ui.text()


async def test_palette_finds_actions(open_app, five_leads) -> None:
    async with open_app() as ui:
        await ui.press("ctrl+p")
        await ui.type("clone")
        assert "clone" in ui.text()
