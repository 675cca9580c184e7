"""What nobody sees is dropped, unless the writing needs it."""

from __future__ import annotations

import pytest

from tui_crm.language.invisible import without_invisible


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\u200ba@x.example", "a@x.example"),
        ("\u202a+81 90-1111-2222\u202c", "+81 90-1111-2222"),
        ("\ufeff株式会社\u2060青空", "株式会社青空"),
        ("田\u200d中\u200c", "田中"),
        ("so\u00adft", "soft"),
        ("\u2066John\u2069\u200e", "John"),
        ("a\U000e0041b", "ab"),
    ],
)
def test_zero_widths_and_directional_marks_are_dropped(text: str, kept: str) -> None:
    assert without_invisible(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: parts two letters that would join
        "क्\u200dष",  # Devanagari half form
        "ശ്രീമാന്\u200d",  # Malayalam chillu at the end of a word
        "👩\u200d👩\u200d👧",
        "🏳\ufe0f\u200d🌈",
        "👩🏽\u200d💻",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100城市",
        "1行目\n2行目\u3000末",
    ],
)
def test_what_writing_needs_stays(text: str) -> None:
    assert without_invisible(text) == text
