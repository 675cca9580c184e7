"""Draw the pictures of the documentation: ``uv run python -m docs.pictures.draw``.

They are drawn from the samples of ``crm demo``, together with the page that shows all of them.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from docs.pictures.terminal_svg import picture
from tests.screens.resting import settled

from tui_crm import i18n
from tui_crm.app import CrmApp
from tui_crm.config import Config
from tui_crm.features.demo.fill import sample_store

if TYPE_CHECKING:
    from tui_crm.i18n import Language

HERE: Final = Path(__file__).parent
PAGE: Final = HERE / "README.md"
NOON: Final = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SIZE: Final = (120, 34)
NARROW: Final = (80, 24)
LIGHT: Final = "crm-light"


class Picture(NamedTuple):
    """A screen: the actions that lead to it from the list of leads, and what it is, in words."""

    en: str
    ja: str
    actions: tuple[str, ...] = ()
    size: tuple[int, int] = SIZE
    theme: str = "crm-dark"


PICTURES: Final = {
    "leads": Picture(
        "The leads, with all that is known of the one under the cursor.",
        "見込み客の一覧。カーソル位置の見込み客の詳細を横に表示します。",
    ),
    "leads-narrow": Picture(
        "The same list in 80 columns, in light colours.",
        "同じ一覧を80桁・ライトテーマで表示したところ。",
        size=NARROW,
        theme=LIGHT,
    ),
    "page": Picture(
        "The page of a lead: its card, and what went on with them.",
        "見込み客のページ。カードとこれまでの活動。",
        ("table.select",),
    ),
    "account": Picture(
        "The page of an account: its card, its people and deals, and one timeline.",
        "取引先のページ。カード、連絡先と商談、履歴が並びます。",
        ("go.deals", "table.select", "view.select"),
    ),
    "deals": Picture(
        "The deals, with their stages and amounts.",
        "商談の一覧。フェーズと金額。",
        ("go.deals",),
        theme=LIGHT,
    ),
    "form": Picture(
        "A form in two columns; ▾ opens a list, ⌕ a search, ▤ takes a day.",
        "2列の入力フォーム。▾は選択肢、⌕は検索、▤は日付。",
        ("record.edit",),
    ),
    "form-narrow": Picture(
        "A new deal in 80 columns: what must be filled says so.",
        "80桁での商談の追加。必須の項目には必須と表示されます。",
        ("go.deals", "list.add"),
        NARROW,
        LIGHT,
    ),
    "call": Picture(
        "A call is logged: what came of it, and the next step.",
        "電話の記録。結果と次の予定をまとめて入力します。",
        ("record.log_call",),
    ),
    "today": Picture(
        "Today: what is overdue, what is on, what is done.",
        "今日の予定。期限切れ、これからの予定、完了したもの。",
        ("go.today",),
    ),
    "week": Picture(
        "The week: what is on each day, with whom, and where in the day it is now.",
        "週の表示。各日の予定と相手、現在時刻の線。",
        ("go.today", "today.week"),
    ),
    "convert": Picture(
        "A conversion: what becomes of the lead, and where each value goes.",
        "商談化。何になるか、値がどこへ移るか。",
        ("record.convert",),
    ),
    "duplicates": Picture(
        "Duplicates, with what speaks for each pair.",
        "重複の候補。一致する理由を組ごとに表示します。",
        ("go.duplicates",),
    ),
    "changes": Picture(
        "Every change that was made, each of which can be taken back.",
        "操作の履歴。どの操作も元に戻せます。",
        ("go.changes",),
        theme=LIGHT,
    ),
    "help": Picture(
        "All keys of the screen that one is on.",
        "表示中の画面で使えるキーの一覧。",
        ("app.help",),
    ),
}


def file_of(name: str, language: Language) -> str:
    """The name of the file of a picture."""
    return f"{name}-{language}.svg"


def page() -> str:
    """The page that shows all pictures, in Markdown."""
    lines = [
        "# Pictures",
        "",
        "Drawn from the samples of `crm demo` by `uv run python -m docs.pictures.draw`.",
        "",
        "`crm demo`のサンプルから描いた画面です。",
    ]
    for name, each in PICTURES.items():
        for words, language in ((each.en, "en"), (each.ja, "ja")):
            lines += ["", words, "", f"![{words}]({name}-{language}.svg)"]
    return "\n".join(lines) + "\n"


async def draw(language: Language, folder: Path = HERE) -> None:
    """Every picture in one language, on the same sample data at the same moment."""
    i18n.use(language)
    with tempfile.TemporaryDirectory() as where:
        path = Path(where) / "crm.db"
        store = sample_store(path, language, user="sato", clock=lambda: NOON)
        for name, shown in PICTURES.items():
            config = Config(store=path, language=language, user="sato", theme=shown.theme)
            drawn = await _drawn(CrmApp(config, store), shown)
            (folder / file_of(name, language)).write_text(drawn, "utf-8")
        store.close()


async def _drawn(app: CrmApp, shown: Picture) -> str:
    async with app.run_test(size=shown.size) as pilot:
        await settled(app, pilot)
        for action in shown.actions:
            await pilot.press(app.keymap.keys[action][0])
            await settled(app, pilot)
        screen = app.screen
        return picture(screen._compositor.render_strips(), screen.background_colors[1].hex6)


if __name__ == "__main__":
    os.environ.pop("NO_COLOR", None)
    os.environ["TZ"] = "Asia/Tokyo"
    time.tzset()
    for each in i18n.LANGUAGES:
        asyncio.run(draw(each))
    PAGE.write_text(page(), "utf-8")
