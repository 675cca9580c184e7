"""A line of choices is answered by what the choices begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.app import App

from tui_crm.screens.form.editors import ChoiceEditor

if TYPE_CHECKING:
    from textual.app import ComposeResult

WORDS = ("つながった", "不在", "伝言を残した", "かけ直し")
ENGLISH = ("Reached", "No answer", "Left a message", "Call back", "Later")


class LineHost(App[None]):
    """One line of choices."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        yield ChoiceEditor()

    def on_mount(self) -> None:
        editor = self.query_one(ChoiceEditor)
        editor.options = tuple(enumerate(self._words))
        editor.value = 0
        editor.focus()


@pytest.mark.parametrize(
    ("words", "typed", "chosen"),
    [
        (WORDS, "不", 1),
        (WORDS, "不在", 1),
        (WORDS, "か", 3),
        (WORDS, "カ", 3),
        (WORDS, "伝言", 2),
        (ENGLISH, "n", 1),
        (ENGLISH, "l", 2),
        (ENGLISH, "ll", 4),
        (ENGLISH, "la", 4),
        (ENGLISH, "c", 3),
        (ENGLISH, "z", 0),
    ],
)
async def test_typed_characters_take_the_choice_that_begins_so(
    words: tuple[str, ...], typed: str, chosen: int
) -> None:
    app = LineHost(words)
    async with app.run_test() as pilot:
        for character in typed:
            app.post_message(events.Key(character, character))
            await pilot.pause()
        assert app.query_one(ChoiceEditor).value == chosen


async def test_words_that_an_input_method_gives_at_once_take_their_choice() -> None:
    app = LineHost(WORDS)
    async with app.run_test() as pilot:
        app.query_one(ChoiceEditor).post_message(events.Paste("不在"))
        await pilot.pause()
        assert app.query_one(ChoiceEditor).value == 1
