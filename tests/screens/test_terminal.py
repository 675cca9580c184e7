"""The terminal is given back sane, whatever ends the program, and reports hold no data."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest

from tests.screens.terminal import Terminal
from tui_crm.store import records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tui_crm.store.db.store import Store

ENTER_ALTERNATE_SCREEN = b"\x1b[?1049h"
LEAVE_ALTERNATE_SCREEN = b"\x1b[?1049l"
SHOW_CURSOR = b"\x1b[?25h"
NO_MOUSE = b"\x1b[?1000l"
NO_PASTE = b"\x1b[?2004l"
OLD_TITLE = b"\x1b[23;2t"
TAKEN = (
    *(ENTER_ALTERNATE_SCREEN, b"\x1b[?25l", b"\x1b[?1000h", b"\x1b[?2004h"),
    *(b"\x1b[22;2t", "\x1b]2;crm › Leads › Open leads\x07".encode()),
)

FAILING = """
from tui_crm.store import records
from tui_crm import app
def fail(*_):
    customer = "清水 090-1111-2222"
    raise ValueError(customer)
app.CrmApp.action_help = lambda self: fail()
"""

FAILING_IN_A_WORKER = """
from tui_crm.store import records
def fail(*_):
    customer = "清水 090-1111-2222"
    raise ValueError(customer)
records.read_record = fail
"""

SLOW_STORE = """
import asyncio
from tui_crm.screens.host import CrmHost
read = CrmHost.read
async def read_later(self, *args, **named):
    for _ in range(1000):
        await asyncio.sleep(0)
    return await read(self, *args, **named)
CrmHost.read = read_later
"""
"""What is read comes when all that was typed has long come."""

MODULES = """
import asyncio, sys
from pathlib import Path
from tui_crm.app import CrmApp
from tui_crm.config import Config
from tui_crm.features.program import open_store

async def main(path):
    store = open_store(path, user="sato")
    app = CrmApp(Config(store=path, language="en", user="sato"), store)
    async with app.run_test(size=(80, 24)) as pilot:
        while "Abe" not in "".join(s.text for s in app.screen._compositor.render_strips()):
            await pilot.pause(0.01)
        print(*sorted(sys.modules))
    store.close()

asyncio.run(main(Path(sys.argv[1])))
"""


@pytest.fixture
def terminal(
    store: Store, five_leads: list[int], tmp_path: Path
) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def open_terminal(before: str = "", *, is_controlling: bool = True) -> Terminal:
        opened.append(Terminal(store.path, tmp_path, before, is_controlling=is_controlling))
        opened[-1].wait_for("Abe")
        return opened[-1]

    yield open_terminal
    for each in opened:
        each.close()


def is_given_back(terminal: Terminal) -> bool:
    tail = terminal.raw[-4000:]
    signs = (LEAVE_ALTERNATE_SCREEN, SHOW_CURSOR, NO_MOUSE, NO_PASTE, OLD_TITLE)
    modes = termios.tcgetattr(terminal.fd)
    return all(sign in tail for sign in signs) and modes[3] == terminal.before[3]


def without_clock(text: str) -> str:
    return re.sub(r"\d\d:\d\d ", "", text.split("\n")[0]) + text[text.index("\n") :]


def test_leaving_gives_the_terminal_back(terminal: Callable[..., Terminal]) -> None:
    opened = terminal()
    opened.press(b"q")
    assert opened.ended() == 0
    assert is_given_back(opened)
    kept, old = opened.raw.index(b"\x1b[22;2t"), opened.raw.index(b"\x1b[23;2t")
    assert kept < opened.raw.index("\x1b]2;crm › Leads › Open leads\x07".encode()) < old


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signal_gives_the_terminal_back(
    terminal: Callable[..., Terminal], number: signal.Signals
) -> None:
    opened = terminal()
    opened.kill(number)
    assert opened.ended() == 128 + number
    assert is_given_back(opened)


@pytest.mark.parametrize("keys", [b"", b"?", b"/"])
def test_a_window_that_is_closed_takes_the_program_with_it(
    terminal: Callable[..., Terminal], keys: bytes
) -> None:
    opened = terminal()
    opened.press(keys)
    opened.hang_up()
    assert opened.ended() == 128 + signal.SIGHUP


@pytest.mark.parametrize("keys", [b"", b"n"])
def test_a_window_that_goes_without_a_signal_takes_the_program_with_it(
    terminal: Callable[..., Terminal], keys: bytes
) -> None:
    opened = terminal(is_controlling=False)
    opened.press(keys)
    opened.hang_up()
    assert opened.ended() == 128 + signal.SIGHUP


@pytest.mark.parametrize(("before", "key"), [(FAILING, b"?"), (FAILING_IN_A_WORKER, b"t")])
def test_crash_leaves_a_report_without_data_and_a_sane_terminal(
    terminal: Callable[..., Terminal], tmp_path: Path, before: str, key: bytes
) -> None:
    opened = terminal(before)
    opened.press(key)
    assert opened.ended() == 1
    assert is_given_back(opened)
    end = opened.raw[opened.raw.rindex(LEAVE_ALTERNATE_SCREEN) :].decode()
    (report,) = (tmp_path / "state" / "tui-crm" / "crashes").glob("*.txt")
    assert "Everything that was saved is kept" in end
    assert report.name in end.replace("\r\n", "")
    told = report.read_text("utf-8")
    assert "builtins.ValueError" in told
    assert "in fail" in told
    assert report.stat().st_mode & 0o077 == 0
    for secret in ("清水", "2222"):
        assert secret not in told
        assert secret not in end


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
@pytest.mark.parametrize("is_in_dialog", [False, True])
def test_going_on_after_a_stop_draws_the_whole_screen(
    terminal: Callable[..., Terminal], number: signal.Signals, is_in_dialog: bool
) -> None:
    opened = terminal()
    opened.wait_for("Leads 5")
    opened.press(b"j")
    opened.wait_for("▌  Baba")
    if is_in_dialog:
        opened.press(b"n")
        opened.wait_for("esc cancel")
        opened.press(b"zz")
        opened.wait_for("no date  zz")
    opened.stop(number)
    before = without_clock(opened.text())
    opened.clear()
    opened.kill(signal.SIGCONT)
    opened.wait_until(lambda: without_clock(opened.text()) == before)
    opened.press(b"y" if is_in_dialog else b"j")
    opened.wait_for("no date  zzy" if is_in_dialog else "▌  Chiba")
    opened.kill(signal.SIGTERM)
    opened.ended()
    assert is_given_back(opened)


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
@pytest.mark.parametrize(("lines", "columns"), [(30, 120), (18, 60)])
def test_window_resized_during_a_stop_is_filled_after_it(
    terminal: Callable[..., Terminal], number: signal.Signals, lines: int, columns: int
) -> None:
    opened = terminal()
    opened.stop(number)
    opened.clear()
    opened.resize(lines, columns)
    opened.kill(signal.SIGCONT)

    def is_filled() -> bool:
        drawn = opened.text().split("\n")
        return "enter open" in drawn[lines - 1] and len(drawn[1].rstrip()) >= columns - 1

    opened.wait_until(is_filled)
    opened.press(b"j")
    opened.wait_for("▌  Baba")


def test_stopping_gives_the_terminal_back_and_going_on_takes_it_again(
    terminal: Callable[..., Terminal],
) -> None:
    opened = terminal()
    opened.stop(signal.SIGTSTP)
    assert is_given_back(opened)
    stopped = len(opened.raw)
    opened.kill(signal.SIGCONT)
    opened.wait_until(lambda: all(sign in opened.raw[stopped:] for sign in TAKEN))
    assert not termios.tcgetattr(opened.fd)[3] & termios.ICANON
    opened.stop(signal.SIGTSTP)
    assert is_given_back(opened)


def test_list_is_painted_before_anything_heavy_is_imported(
    store: Store, five_leads: list[int]
) -> None:
    command = [sys.executable, "-c", MODULES, str(store.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "tui_crm.screens.list.screen" in loaded
    heavy = {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "phonenumbers", "openpyxl"}
    late = {
        "tui_crm.store.journal.unit",
        "tui_crm.store.commands",
        "tui_crm.screens.list.preview",
    }
    assert loaded & (heavy | late) == set()


@pytest.mark.parametrize("before", ["", SLOW_STORE])
def test_keys_of_one_write_land_where_they_were_meant(
    terminal: Callable[..., Terminal], store: Store, five_leads: list[int], before: str
) -> None:
    opened = terminal(before)
    # The second of them, the fourth, a call with the fifth, a search, and out.
    opened.press("jt2jjr1jc104\tバースト結果\r/doi\rt3\x11".encode())
    assert opened.ended() == 0
    with store.reading() as connection:
        leads = records.read_many(connection, store.schema.type("leads"), five_leads)
        said = connection.rows("SELECT result FROM activities WHERE lead = ?", (five_leads[4],))
    assert [lead["status"] for lead in leads] == ["new", "working", "new", "contacted", "new"]
    assert leads[3]["rating"] == "hot"
    assert said == [("バースト結果",)]


def test_an_escape_that_a_key_follows_at_once_is_a_key_of_its_own(
    terminal: Callable[..., Terminal], store: Store, five_leads: list[int]
) -> None:
    opened = terminal("")
    opened.press(b"cnot to be saved\x1b\r/doi\x1b/\x08\x1bjt2\x11")
    opened.ended()
    with store.reading() as connection:
        assert connection.rows("SELECT result FROM activities") == []
