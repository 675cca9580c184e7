"""Numbers in kanji are read with places and digit by digit, and nothing else is."""

from __future__ import annotations

import pytest

from tui_crm.language.kanji_numbers import read_kanji_number


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        *(
            ("十", "10"),
            ("十五", "15"),
            ("二十", "20"),
            ("三百五", "305"),
            ("千二百三十四", "1234"),
        ),
        ("百〇五", "105"),
        *(("二〇二六", "2026"), ("〇五", "05"), ("零", "0"), ("壱千弐百", "1200"), ("参拾", "30")),
    ],
)
def test_a_number_is_read(text: str, figures: str) -> None:
    assert read_kanji_number(text) == figures


@pytest.mark.parametrize(
    "text", ["", "十百", "二十三〇", "三五十", "十十", "〇十", "12十", "百〇〇五"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text or "^$"):
        read_kanji_number(text)
