"""Whatever is typed, and however fast: it lands where it would have landed slowly."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.screens.resting import until
from tests.screens.typing import opened
from tui_crm.screens.form.draft_keeper import DraftKeeper
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from tests.screens.conftest import Opened
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
    "merge": "  D",
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
    "deletion": "<delete>",
    "deals": "4",
    "accounts": "2",
}
"""Keys that open each screen from the list of leads."""

SENTENCES = (
    "t2",
    "t2r1",
    "t2t3kr1",
    "c10<tab>バースト結果<enter>",
    "c2明日10時 訪問<enter>",
    "c211<enter>c111<enter>c22結果<enter>",
    "c20明日10時 訪問<tab>結果<tab>15<enter>jt3",
    "n1<enter>n2<enter>",
    "zc211<enter>r1sn1<enter>t5<left><left>x<escape><escape>",
    "zssc104<enter><ctrl+z>s<escape>j",
    "c1<enter>",
    "c4<enter>",
    "n1<enter>t2",
    "2t2",
    "4t2",
    "5d済み<enter>",
    "1t2<escape><escape>r1",
    "?<escape>t2",
    "e<tab>Z<ctrl+s>t2",
    "x<enter>j",
    "<enter>t2r1",
    "<enter>c不在<enter>",
    "<enter>n1<enter>r1",
    "<enter>x<enter>",
    "<enter>?<escape><escape>r1",
    "<enter>e<tab>Z<ctrl+s><escape>t2",
    "n明日10時<enter>",
    "n明日10時<enter>n来週 見積<enter>",
    "/sa<enter>t2",
    "/sa<down><enter>r1<escape>",
    "/さとう<enter>j",
    "<paste:何か>/<paste:sasaki><enter>t3",
    "  btags<enter>重要<enter><enter>j",
    "#ゴルフ, 東京<enter>#<enter>",
    "aTanaka<tab>Taro<tab><paste:株式会社 何か><ctrl+s>t2",
    "eX<enter>Y<ctrl+s>j<delete><right><enter>",
    "iX<enter>jiY<ctrl+s>",
    "<delete><right><enter>t2ut3",
    "<delete>yj<delete><escape>k",
    "w2w1",
    "wsuz<enter>",
    "ｔ２ｊｔ３",
    "<enter>t2e<tab>Z<ctrl+s>]t3<escape>j",
    "<enter>#旧友<enter>r2t3",
    "vdeals<enter>4t2",
    "<ctrl+p>sasaki<enter>t2",
    "0jd終わった<enter>",
    "x<enter><enter>",
    "sname<enter>Gt2",
    "Lcity<ctrl+t><enter>t2",
    "fstatus=new<enter>t2",
)
"""What a person types without looking."""

MOVES = ["<enter>", "<escape>", "<tab>", "<down>", "<up>", "<left>", "<right>", " ", "j", "k"]
TEXTS = ["sa", "12", "明日", "あ", "ん", "<backspace>", "<paste:two words>", "-", "9"]
DEEDS = [*"abcdefghilmnprstuvwxyzACDHLMRUV#/.[]0123456?", "<ctrl+s>", "<ctrl+z>", "<ctrl+p>"]
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
    owner = store.query_context().user_id
    with unit(store, "add") as work:
        account = work.create("accounts", {"name": "Minato"})
        contact = work.create("contacts", {"last_name": "Mori", "account": account})
        work.create("accounts", {"name": "Sakura"})
        for name in ("Abe", "Baba", "Sato", "Sasaki"):
            values = {"last_name": name, "company": f"{name} Works", "phone": "03-1111-2222"}
            lead = work.create("leads", values)
            call = {"subject": f"Call {name}", "kind": "call", "due_on": "2026-11-21"}
            work.create("activities", call | {"lead": lead, "owner": owner})
        for name in ("Renewal", "Extension"):
            work.create("deals", {"name": name, "account": account, "contact": contact})
    path = store.path
    store.close()
    return path


@pytest.mark.parametrize("screen", SCREENS)
async def test_whatever_is_typed_lands_where_it_would_have_landed_slowly(
    office: Path, tmp_path: Path, screen: str
) -> None:
    first = FIRST_SEED + list(SCREENS).index(screen)
    bursts = {burst(seed): seed for seed in range(first, first + 1000 * ROUNDS, 1000)}
    await assert_same(office, tmp_path, SCREENS[screen], bursts)


@pytest.mark.parametrize("keys", SENTENCES)
async def test_what_one_types_by_heart_lands_where_it_would_have_landed_slowly(
    office: Path, tmp_path: Path, keys: str
) -> None:
    await assert_same(office, tmp_path, "", {keys: None})


async def assert_same(
    office: Path, folder: Path, opening: str, bursts: Mapping[str, int | None]
) -> None:
    """Type slowly, and in bursts while the store is slow; what is left is to be the same."""
    left = []
    for is_fast in (False, True):
        path = folder / str(is_fast) / "crm.db"
        path.parent.mkdir(mode=0o700)
        shutil.copyfile(office, path)
        path.chmod(0o600)
        left.append(await typed_from(path, opening, bursts, is_fast=is_fast))
    for (keys, seed), slow, fast in zip(bursts.items(), *left, strict=True):
        for what, expected in slow.items():
            assert fast[what] == expected, f"{what} after {opening} and {keys}, seed {seed}"


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
            with typist.slow_store() if is_fast else nullcontext():
                await (typist.at_once if is_fast else typist.slowly)(keys)
            found.append({"actions": [*typist.actions], **typist.left()})
    return found


async def test_the_key_that_quits_waits_its_turn_and_pressed_again_for_nothing(
    open_app: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = []

    async def leave() -> None:
        left.append(True)

    async with open_app() as ui:
        monkeypatch.setattr(ui.app, "action_quit", leave)
        ui.app.key_queue.hold(ui.app.run_worker(asyncio.Event().wait(), group="ask"))
        ui.app.post_message(events.Key("ctrl+q", None))
        await ui.pilot.pause()
        assert left == []
        ui.app.post_message(events.Key("ctrl+q", None))
        await until(lambda: bool(left), ui.pilot.pause)
