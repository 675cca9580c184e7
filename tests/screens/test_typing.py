"""Whatever is typed, and however fast: it lands where it would have landed slowly."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.screens.typing import opened
from tui_crm.screens.form.draft_keeper import DraftKeeper
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tui_crm.store.db.store import Store

ROUNDS = int(os.environ.get("CRM_TYPING_ROUNDS", "1"))
"""Bursts on each screen; more, when a person asks for it."""

FIRST_SEED = int(os.environ.get("CRM_TYPING_SEED", "1"))

LENGTH = 9
"""Keys of a burst."""

SCREENS = {
    "list": "",
    "page": "<enter>",
    "form": "a",
    "edit": "e",
    "cell": "i",
    "marked": "  ",
    "bulk edit": "  b",
    "today": "0",
    "history": "H",
    "changes": "U",
    "conversion": "x",
    "conversions": "  x",
    "duplicates": "D",
    "merge": "  m",
    "import": "I",
    "help": "?",
    "palette": "<ctrl+p>",
    "jump": "<ctrl+o>",
    "search": "/",
    "filter": "f",
    "sort": "s",
    "views": "v",
    "columns": "L",
    "status": "t",
    "owner": "w",
    "tags": "#",
    "call": "c",
    "next step": "n",
    "deletion": "d",
    "deals": "4",
    "accounts": "2",
}
"""Keys that open each screen from the list of leads."""

MOVES = ["<enter>", "<escape>", "<tab>", "<down>", "<up>", "<left>", "<right>", " ", "j", "k"]
TEXTS = ["sa", "12", "明日", "あ", "ん", "<backspace>", "<paste:two words>", "-", "9"]
DEEDS = [*"abcdefghilmnprstuvwxyACDHLMRUV#/.[]0123456?", "<ctrl+s>", "<ctrl+z>", "<ctrl+p>"]
"""All but what leaves, opens another program, or reads what comes after a pause."""


def burst(seed: int) -> str:
    """Keys, different for each seed, always the same."""
    chance = random.Random(seed)
    kinds = [MOVES, TEXTS, DEEDS]
    return "".join(
        chance.choice(chance.choices(kinds, weights=(5, 3, 4))[0]) for _ in range(LENGTH)
    )


@pytest.fixture(autouse=True)
def _no_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are kept once a second, which comes sooner for one who types slowly."""

    async def keep(*_: object) -> None:
        pass

    monkeypatch.setattr(DraftKeeper, "keep", keep)
    monkeypatch.setattr(DraftKeeper, "keep_at_once", lambda *_: None)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits here for what is read only after a pause."""
    sleep = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda seconds, *_: sleep(min(seconds, 0.002)))


@pytest.fixture
def office(store: Store) -> Path:
    """A store with a little of everything; its path."""
    with unit(store, "add") as work:
        work.create("users", {"name": "suzuki"})
        account = work.create("accounts", {"name": "Minato"})
        contact = work.create("contacts", {"last_name": "Mori", "account": account})
        work.create("accounts", {"name": "Sakura"})
        for name in ("Abe", "Baba", "Sato", "Sasaki"):
            values = {"last_name": name, "company": f"{name} Works", "phone": "03-1111-2222"}
            lead = work.create("leads", values)
            work.create("activities", {"subject": f"Call {name}", "lead": lead, "kind": "call"})
        for name in ("Renewal", "Extension"):
            work.create("deals", {"name": name, "account": account, "contact": contact})
    path = store.path
    store.close()
    return path


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_burst_leaves_what_the_same_keys_leave_slowly(
    office: Path, tmp_path: Path, screen: str
) -> None:
    paths = []
    for pace in ("slow", "fast"):
        paths.append(tmp_path / pace / "crm.db")
        paths[-1].parent.mkdir(mode=0o700)
        shutil.copyfile(office, paths[-1])
        paths[-1].chmod(0o600)
    first = FIRST_SEED + list(SCREENS).index(screen)
    bursts = {seed: burst(seed) for seed in range(first, first + 1000 * ROUNDS, 1000)}
    slow, fast = [
        await typed_from(path, SCREENS[screen], bursts.values(), is_fast=is_fast)
        for path, is_fast in zip(paths, (False, True), strict=True)
    ]
    for (seed, keys), expected, found in zip(bursts.items(), slow, fast, strict=True):
        for what, value in expected.items():
            assert found[what] == value, f"{what} after {SCREENS[screen]} and {keys}, seed {seed}"


async def typed_from(
    path: Path, opening: str, bursts: Iterable[str], *, is_fast: bool
) -> list[dict[str, object]]:
    """What each burst leaves on a screen, each from the list of leads on."""
    found = []
    async with opened(path, path.parent / "config.toml") as typist:
        for keys in bursts:
            await typist.go_home()
            await typist.slowly(opening)
            typist.actions.clear()
            await (typist.at_once if is_fast else typist.slowly)(keys)
            found.append({"actions": [*typist.actions], **typist.left()})
    return found
