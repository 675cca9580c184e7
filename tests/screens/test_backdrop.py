"""The screen behind a dialog has the colours that Textual gives it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Label, Static

from tui_crm.screens.backdrop import Backdrop

TINT = Color(10, 20, 30, 0.4)


class Colourful(App[None]):
    """Words of several colours, one of them a link."""

    CSS = "Label { color: red; background: blue; } Static { text-style: bold; }"

    def compose(self) -> ComposeResult:
        yield Label("清水 一郎", markup=False)
        yield Static("[@click=app.bell]bell[/] [green]●[/] Adams")


async def test_the_screen_behind_has_the_colours_that_textual_gives_it() -> None:
    app = Colourful()
    async with app.run_test(size=(30, 4)) as pilot:
        behind = app.screen
        await app.push_screen(ModalScreen())
        await pilot.pause()
        options = app.console_options.update(width=30, height=4)
        theirs = list(app.console.render(BackgroundScreen(behind, TINT), options))
        drawn = Backdrop(behind, TINT).render_strips(30, 4, None, None)  # type: ignore[arg-type]
        ours = [segment for line in drawn for segment in line]
        plain = [segment for segment in theirs if segment.text != "\n"]
        assert Strip(ours).simplify() == Strip(plain).simplify()
        assert not any(style and style.meta for _, style, _ in ours)
