"""A first dialog is as quick as the next: nothing is left to load when its key is pressed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.screens.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui_crm.store.db.store import Store

NOTED = """
import sys
from textual.css.stylesheet import Stylesheet
from tui_crm.app import CrmApp
from tui_crm.screens import warm_up as warming

class Noting:
    def find_spec(name, *_):
        if name.startswith(("tui_crm", "textual")):
            note(name)

def note(what):
    with open({file!r}, "a") as file:
        print(what, file=file)

async def warm_up_and_note(host):
    await warming.warm_up(host)
    parse_anew = Stylesheet.reparse
    Stylesheet.reparse = lambda sheet: note("reparse") or parse_anew(sheet)
    sys.meta_path.insert(0, Noting)
    host.say("loaded")

from tui_crm import app
app.warm_up = warm_up_and_note
"""

FAILING = """
from tui_crm.screens import warm_up
warm_up.MODULES = ("tui_crm.screens.of_another_version",)
"""


@pytest.fixture
def start(
    store: Store, tmp_path: Path, add: Callable[..., list[int]], request: pytest.FixtureRequest
) -> Callable[[str], Terminal]:
    def started(before: str) -> Terminal:
        add("leads", {"last_name": "Abe", "company": "Blue Bird"})
        terminal = Terminal(store.path, tmp_path, before)
        request.addfinalizer(terminal.close)
        return terminal

    return started


def is_gone(words: str, terminal: Terminal) -> bool:
    return words not in terminal.text()


def test_the_first_of_each_dialog_has_nothing_left_to_load(
    start: Callable[[str], Terminal], tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    terminal = start(NOTED.format(file=str(notes)))
    terminal.wait_for("loaded")
    notes.touch()
    for key, shown in (
        ("t", "Status · Abe"),
        ("e", "Edit Abe"),
        ("c", "Log a call · Abe"),
        ("n", "Next step · Abe"),
        ("\r", "1 Timeline"),
    ):
        terminal.press(key.encode())
        terminal.wait_for(shown)
        terminal.press(b"\x1b")
        terminal.wait_until(partial(is_gone, shown, terminal))
    assert notes.read_text() == ""


def test_a_program_that_lacks_a_part_of_itself_says_so(
    start: Callable[[str], Terminal], tmp_path: Path
) -> None:
    terminal = start(FAILING)
    assert terminal.ended() == 1
    (report,) = (tmp_path / "state" / "tui-crm" / "crashes").iterdir()
    assert "ModuleNotFoundError" in report.read_text(encoding="utf-8")
