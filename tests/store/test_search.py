"""A search finds what a person means, however it is written, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_crm.language.fold import search_words
from tui_crm.store import journal, query, search
from tui_crm.store.query import Listing, Query, page

if TYPE_CHECKING:
    from tui_crm.store.engine import Store

PEOPLE = [
    {
        "last_name": "田中",
        "first_name": "一郎",
        "last_name_kana": "たなか",
        "phone": "03-1234-5678",
    },
    {"last_name": "髙橋", "company": "ｱｵｿﾞﾗ商事", "email": "taka@aozora.example"},
    {"last_name": "García", "first_name": "Luis", "company": "ＡＣＭＥ東京"},
    {"last_name": "佐藤", "company": "キヤノン"},
]


@pytest.fixture
def people(store: Store) -> Store:
    with journal.unit(store, "add") as work:
        for values in PEOPLE:
            work.create("leads", values)
    return store


def found(store: Store, words: str, **more: str) -> list[int]:
    listing = Listing(store.schema, Query("leads", search=words, **more), store.viewpoint())
    with store.reading() as connection:
        ids = list(listing.ids(connection))
        assert ids[:2] == list(listing.ids(connection, limit=2))
        assert len(ids) == listing.count(connection)
    return ids


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("田中", [1]),
        ("田", [1]),
        ("中", [1]),
        ("タナカ", [1]),
        ("ﾀﾅｶ", [1]),
        ("たなか", [1]),
        ("一郎 田中", [1]),
        ("0312345678", [1]),
        ("1234-56", [1]),
        ("０３－１２３４", [1]),
        ("高橋", [2]),
        ("髙橋", [2]),
        ("アオゾラ", [2]),
        ("TAKA@AOZORA", [2]),
        ("garcia luis", [3]),
        ("GARCÍA", [3]),
        ("acme", [3]),
        ("東京", [3]),
        ("京", [3]),
        ("キヤノン", [4]),
        ("田橋", []),
        ("郎一", []),
        ("luis 田中", []),
    ],
)
def test_two_characters_kana_width_case_and_old_kanji_are_all_found(
    people: Store, words: str, expected: list[int]
) -> None:
    assert found(people, words) == expected


@pytest.mark.parametrize(
    "words",
    [
        '"',
        'a"b',
        "AND",
        "*",
        "NEAR(",
        "-x",
        "()",
        "{",
        "x' OR 1=1 --",
        "%",
        "_",
        "x" * 50_001,
        "!?",
    ],
)
def test_no_search_is_a_mistake(people: Store, words: str) -> None:
    assert found(people, words) in ([], [1, 2, 3, 4], [2], [3]) or found(people, words) == []


def test_nothing_but_blanks_is_no_search(people: Store) -> None:
    assert len(found(people, "  \u3000 ")) == 4


def test_a_search_that_hits_many_keeps_the_order_of_the_list(
    people: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with journal.unit(people, "import") as work:
        work.create_many("leads", ({"last_name": f"桜{n % 7}", "city": "x"} for n in range(300)))
    by_sorting = found(people, "桜")
    monkeypatch.setattr(query, "FEW", 10)
    assert found(people, "桜") == by_sorting
    assert len(by_sorting) == 300
    assert found(people, "桜", sort="-title") == by_sorting[::-1]


def test_an_edit_is_found_at_once_and_the_old_words_no_more(people: Store) -> None:
    with journal.unit(people, "edit") as work:
        work.update("leads", 1, {"last_name": "渡辺", "last_name_kana": None})
    assert found(people, "渡辺") == [1]
    assert found(people, "田中") == []
    with journal.unit(people, "delete") as work:
        work.delete("leads", [1])
    assert found(people, "渡辺") == []


@given(text=st.text(max_size=12), part=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_part_of_a_name_finds_it(store: Store, text: str, part: st.DataObject) -> None:
    words = search_words(text)
    if not words or not text.strip() or any("\ud800" <= c <= "\udfff" for c in text):
        return
    with journal.unit(store, "add") as work:
        lead = work.create("leads", {"last_name": text})
    word = part.draw(st.sampled_from(words))
    start = part.draw(st.integers(0, len(word) - 1))
    end = part.draw(st.integers(start + 1, len(word)))
    assert lead in found(store, word[start:end])


def test_the_index_can_be_made_anew(people: Store) -> None:
    before = found(people, "高橋")
    with people.connection.transaction():
        search.rebuild(people.connection, "leads")
    assert found(people, "高橋") == before


def test_sorting_puts_blanks_last_and_picklists_in_their_order(people: Store) -> None:
    with journal.unit(people, "edit") as work:
        for lead, rating in ((1, "cold"), (2, "hot"), (4, "warm")):
            work.update("leads", lead, {"rating": rating})
    assert found(people, "", sort="rating") == [2, 4, 1, 3]
    assert found(people, "", sort="-rating") == [1, 4, 2, 3]


def test_rows_come_in_the_order_asked_with_the_titles_of_links(people: Store) -> None:
    leads = people.schema.type("leads")
    rows = page(people.connection, leads, [3, 99, 1], ["title", "owner"])
    assert [(row.id, row.values) for row in rows] == [
        (3, ("Luis García", "sato")),
        (1, ("田中 一郎", "sato")),
    ]
