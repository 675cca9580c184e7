"""What a terminal sends is read as the keys that were pressed."""

from __future__ import annotations

import pytest
from textual import events

from tui_crm.key_driver import KeyReader


def keys(reader: KeyReader, *pieces: str) -> list[str]:
    """What is read of pieces, and of the silence after them."""
    found = [event for piece in pieces for event in reader.feed(piece)]
    found += reader.go_on()
    return [
        event.key if isinstance(event, events.Key) else repr(getattr(event, "text", event))
        for event in found
    ]


@pytest.mark.parametrize(
    ("sent", "pressed"),
    [
        ("a\x1b", ["a", "escape"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b\x13", ["escape", "ctrl+s"]),
        ("\x1bc\x1bあ2", ["escape", "c", "escape", "あ", "2"]),
        ("\x1b2", ["escape", "2"]),
        ("\x1b/abc", ["escape", "slash", "a", "b", "c"]),
        ("\x1b\x1bx", ["escape", "escape", "x"]),
        ("\x1b[A\x1bOP\x1b[15~j", ["up", "f1", "f5", "j"]),
        ("\x1bb\x1b\x7f", ["ctrl+left", "ctrl+w"]),
    ],
)
@pytest.mark.parametrize("is_torn", [False, True])
def test_keys(sent: str, pressed: list[str], is_torn: bool) -> None:
    pieces = list(sent) if is_torn else [sent]
    assert keys(KeyReader(), *pieces) == pressed


def test_an_escape_stands_for_alt_where_that_key_is_wanted() -> None:
    assert keys(KeyReader({"c"}), "\x1bc\x1bd") == ["alt+c", "escape", "d"]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("しみず", [repr("しみず")]),
        ("j清水ｊ\r", ["j", repr("清水ｊ"), "enter"]),
        ("ｊｋ", ["ｊ", "ｋ"]),
        ("あ", ["あ"]),
        ("あj", ["あ", "j"]),
    ],
)
def test_what_an_input_method_commits_is_one_text(sent: str, read: list[str]) -> None:
    assert keys(KeyReader(), sent) == read


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_a_paste_is_one_text_however_it_is_torn(size: int) -> None:
    sent = "\x1b[200~one\ntwo 三\x1b[201~j"
    pieces = [sent[start : start + size] for start in range(0, len(sent), size)]
    assert keys(KeyReader(), *pieces) == [repr("one\ntwo 三"), "j"]
