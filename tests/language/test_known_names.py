"""Japanese names without a space are parted where both parts are known, and nowhere else."""

from __future__ import annotations

import pytest

from tui_crm.language.known_names import is_family_name, is_given_name, split_known


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("田中一郎", ("田中", "一郎")),
        ("東海林太郎", ("東海林", "太郎")),
        ("森田一郎", ("森田", "一郎")),
        ("小林一", ("小林", "一")),
        ("佐藤さくら", ("佐藤", "さくら")),
    ],
)
def test_a_name_is_parted_where_both_parts_are_known(text: str, parts: tuple[str, str]) -> None:
    assert split_known(text) == parts


@pytest.mark.parametrize("text", ["田中", "鑢羅々々夢", "株式会社青空", "A", ""])
def test_what_is_not_known_stays_whole(text: str) -> None:
    assert split_known(text) is None


def test_readings_are_known_in_any_kana() -> None:
    assert is_family_name("サトウ")
    assert is_family_name("ｻﾄｳ")
    assert is_given_name("ハナコ")
    assert not is_family_name("ハナコハナコ")
