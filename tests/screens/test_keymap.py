"""Keys: presets, a person's own file, and what is wrong with it in one sentence."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from textual import events

from tui_crm import keymap
from tui_crm.errors import FileError, UsageError
from tui_crm.screens.ime import typed_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.conftest import Opened


def load(tmp_path: Path, content: str) -> keymap.Keymap:
    file = tmp_path / "keys.toml"
    file.write_text(content, "utf-8")
    return keymap.load("default", file)


def test_missing_file_leaves_the_preset(tmp_path: Path) -> None:
    found = keymap.load("default", tmp_path / "none.toml")
    assert found.different == {}
    assert found.shown("list.search") == "/"


def test_file_wins_over_the_preset(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        '[record]\nconvert = "X"\nclone = ["Ctrl+N", "?"]\ndelete = []\n[app]\nhelp = "f1"\n',
    )
    assert found.different == {
        "record.convert": "X",
        "record.clone": "ctrl+n,question_mark",
        "record.delete": "no_key.record.delete",
        "app.help": "f1",
    }
    assert found.shown("record.clone") == "ctrl+n"
    assert found.shown("record.delete") == ""


def test_actions_for_different_record_types_may_share_a_key(tmp_path: Path) -> None:
    found = load(tmp_path, '[record]\nconvert = "W"\n')
    assert found.keys["record.convert"] == found.keys["record.win"]
    with pytest.raises(UsageError, match=r"record\.win and record\.lose"):
        load(tmp_path, '[record]\nlose = "W"\nwin = "W"\n')


def test_a_key_of_ones_own_is_taken_from_what_has_it_by_the_preset(tmp_path: Path) -> None:
    usual = keymap.load().keys
    found = load(tmp_path, '"record.delete" = "d"\n"list.preview" = "z"\n').keys
    assert (found["record.delete"], found["list.preview"]) == (("d",), ("z",))
    losers = {name for name, keys in usual.items() if {"d", "z"}.intersection(keys)}
    assert "record.finish" in losers
    for name in losers - {"record.delete", "list.preview"}:
        assert set(found[name]) <= set(usual[name])
    assert "d" not in found["record.finish"]
    others = usual.keys() - losers - {"record.delete", "list.preview"}
    assert all(found[name] == usual[name] for name in others)


def test_an_action_keeps_its_other_keys(tmp_path: Path) -> None:
    found = load(tmp_path, '[record]\nconvert = "j"\n')
    assert found.keys["table.cursor_down"] == tuple(
        key for key in keymap.load().keys["table.cursor_down"] if key != "j"
    )
    assert found.keys["table.cursor_down"]


def test_a_key_named_twice_for_one_action_is_one_key(tmp_path: Path) -> None:
    assert load(tmp_path, '[list]\npreview = ["F5", "f5"]\n').keys["list.preview"] == ("f5",)


@pytest.mark.parametrize("old", ["[today]\nfinish", "[today]\nmove", "[today]\ndelete"])
def test_a_file_may_call_actions_by_the_ids_that_they_had(tmp_path: Path, old: str) -> None:
    found = load(tmp_path, f'{old} = "f3"\n')
    assert found.keys["record." + old.partition("\n")[2]] == ("f3",)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("%", "percent_sign"),
        ("ctrl+/", "ctrl+slash"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("F5", "f5"),
        ("Insert", "insert"),
        ("Z", "Z"),
        ("ctrl+K", "ctrl+k"),
        ("-", "minus"),
        ("あ", "あ"),
    ],
)
def test_keys_are_written_as_people_write_them(tmp_path: Path, typed: str, name: str) -> None:
    found = load(tmp_path, f'[list]\npreview = "{typed}"\n')
    assert found.keys["list.preview"] == (name,)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('[record]\nconvrt = "X"', "names an action that does not exist: record.convrt"),
        (
            '[record]\nconvert = "hyper+x"',
            "gives record.convert a key that does not exist: hyper+x",
        ),
        ('[record]\nconvert = "xx"', "does not exist: xx"),
        ("[record]\nconvert = 7", "must give record.convert a key"),
        (
            '[record]\nconvert = "s"\nstatus = "s"',
            "gives the key s to two actions that work at the same time",
        ),
        ('[record]\nconvert = "g"\n[list]\npreview = ["g", "f5"]', "record.convert"),
    ],
)
def test_mistake_is_one_clear_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, content)
    assert sentence in str(caught.value)


def test_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"keys\.toml cannot be read"):
        load(tmp_path, "[record\n")


def test_unknown_preset_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="default, vim"):
        keymap.load("emacs")


def test_vim_preset_differs() -> None:
    found = keymap.load("vim")
    assert found.keys["app.palette"][0] == "colon"
    assert found.keys["app.undo"][0] == "u"


def test_key_map_is_read_without_the_screen() -> None:
    code = "import sys, tui_crm.keymap as k; k.load(); print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("typed", "key"),
    list(zip("ｊＪ？＃　あんちﾁチ・。１￥", "jJ?# anaaa/.1\\", strict=True)),
)
def test_keys_typed_with_the_input_method_on(typed: str, key: str) -> None:
    assert typed_key(typed) == key


@pytest.mark.parametrize("typed", ["j", "?", " ", "日", "é", "\u202e", "👩"])
def test_other_characters_are_left_alone(typed: str) -> None:
    assert typed_key(typed) is None


async def test_own_keys_reach_bindings_footer_and_help(
    open_app: Callable[..., Opened], five_leads: list[int], tmp_path: Path
) -> None:
    keys = load(tmp_path, '[list]\nsearch = "Z"\n[record]\nlog_call = "ctrl+l"\nstatus = []\n')
    async with open_app(size=(120, 24), keys=keys) as ui:
        assert "Z search" in ui.lines()[-1]
        assert "ctrl+l call" in ui.lines()[-1]
        assert "status" not in ui.lines()[-1]
        await ui.press("Z")
        await ui.type("doi")
        assert "Doi" in ui.cursor_line()


@pytest.mark.parametrize(
    ("keys", "name"), [(["ｊ"], "Baba"), (["ま"], "Baba"), (["ｊ", "ｋ"], "Abe")]
)
async def test_input_method_left_on_moves_the_cursor(
    open_app: Callable[..., Opened], five_leads: list[int], keys: str, name: str
) -> None:
    from textual import events

    async with open_app() as ui:
        for key in keys:
            ui.app.post_message(events.Key(key, key))
            await ui.rest()
        assert name in ui.cursor_line()


async def test_input_method_types_japanese_where_text_is_typed(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    from textual import events

    add("leads", {"last_name": "あべ"}, {"last_name": "いとう"})
    async with open_app() as ui:
        ui.app.post_message(events.Key("・", "・"))
        await ui.rest()
        for key in "あべ":
            ui.app.post_message(events.Key(key, key))
        await ui.rest()
        assert " / あべ" in ui.place()
        assert "いとう" not in ui.text()


async def test_what_means_no_key_does_nothing_and_says_so_once(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app(language="ja") as ui:
        rows = ui.lines()[:-1]
        for _ in range(2):
            ui.app.post_message(events.Paste("しみずいちろう"))
            await ui.rest()
            assert ui.lines()[:-1] == rows
        await ui.press("清", "清")
        assert ui.notices() == [
            "「しみずいちろう」を入力する欄がここにはありません。",
            "「清」を入力する欄がここにはありません。",
        ]
        await ui.press("slash")
        ui.app.post_message(events.Paste("しみず"))
        await ui.rest()
        assert " / しみず" in ui.lines()[1]
        assert len(ui.notices()) == 2
