from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.language.fold import fold, search_words, sort_key

TEXTS = st.text() | st.text(st.characters(categories=["Mn", "Lo", "Lm", "Ll", "Lu", "Cf"]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ｇａｒｃｉａ", "GARCIA"),
        ("ﾀﾅｶ", "たなか"),
        ("ガーデン", "ｶﾞｰﾃﾞﾝ"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("齋藤", "斉藤"),
        ("斎藤", "齊藤"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("㈱みらい", "(株)みらい"),
        ("〜", "～"),
        ("1−2", "1－2"),
        ("1‐2", "1-2"),
        ("清水\u3000一郎", " 清水  一郎 "),
        ("葛\U000e0100城", "葛城"),
        ("Gaëlle", "gaelle"),
        ("か\u3099", "が"),
        ("STRASSE", "straße"),
    ],
)
def test_ways_of_writing_the_same_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("リコー", "リコ"), ("リコー", "リコ-"), ("A～B", "A-B"), ("A～B", "AーB"), ("は", "ば")],
)
def test_what_readers_tell_apart_keeps_its_own_key(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TEXTS)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_search_words_are_stable_and_have_no_punctuation(text: str) -> None:
    words = search_words(text)
    assert search_words(" ".join(words)) == words
    assert all(c.isalnum() or c in "\u3099\u309a" for word in words for c in word)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ichiro@tatitute.example", ["ichirotatituteexample"]),
        ("03-1234-5678", ["0312345678"]),
        ("０３（１２３４）５６７８", ["0312345678"]),
        ("田中 一郎", ["田中", "一郎"]),
        ("佐々木〆 ジョン・スミス", ["佐々木〆", "じょんすみす"]),
        ("Garcia, Luis_2", ["garcia", "luis2"]),
        ("リコー", ["りこー"]),
        ('" AND * NEAR( -x', ["and", "near", "x"]),
        ("\ud800", []),
    ],
)
def test_search_words(text: str, words: list[str]) -> None:
    assert search_words(text) == words


def test_kana_sort_as_in_a_dictionary() -> None:
    order = ["かあと", "かーど", "がか", "かき", "サーバー", "サバ", "は", "ば", "ぱ", "はは"]
    keys = [sort_key(kana, "") for kana in order]
    assert keys == sorted(set(keys))


def test_latin_comes_first_and_kanji_without_a_reading_last() -> None:
    people = [
        ("", "田中"),
        ("さとう", "佐藤"),
        ("", "Garcia"),
        ("あおき はな", "青木 花"),
        ("あおき", "青木"),
    ]
    assert [name for _, name in sorted(people, key=lambda p: sort_key(*p))] == [
        "Garcia",
        "青木",
        "青木 花",
        "佐藤",
        "田中",
    ]
