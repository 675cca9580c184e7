"""A search finds what a person means, however it is written, and nothing else."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_crm.errors import StoreError
from tui_crm.language.search_terms import indexed_words, query_terms
from tui_crm.store import list_order, query, search, search_plan
from tui_crm.store.db.connection import Interruption
from tui_crm.store.journal.unit import unit
from tui_crm.store.query import Listing, Query, page
from tui_crm.store.records import find

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store

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
    with unit(store, "add") as work:
        for values in PEOPLE:
            work.create("leads", values)
    return store


def found(store: Store, words: str, where: str = "", sort: str = "") -> list[int]:
    query = Query("leads", where, search=words, sort=sort)
    listing = Listing(store.schema, query, store.query_context())
    whole = Listing(store.schema, Query("leads", where, sort=sort), store.query_context())
    with store.reading() as connection:
        ids = list(listing.ids(connection))
        assert ids[:2] == list(listing.ids(connection, limit=2))
        assert len(ids) == listing.count(connection)
        order = whole.order(connection, whole.ids(connection))
        assert ids == list(listing.ids(connection, order=order))
        assert ids[:3] == list(listing.ids(connection, limit=3, order=order))
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
        ("田中一郎", [1]),
        ("中一", [1]),
        ("田橋", []),
        ("郎一", []),
        ("luis 田中", []),
    ],
)
def test_two_characters_kana_width_case_and_old_kanji_are_all_found(
    people: Store, words: str, expected: list[int]
) -> None:
    assert found(people, words) == expected


FORMS = [
    ("03-1234-5678", "+81 3-1234-5678", "+81312345678", "81312345678", "0312345678"),
    (
        "03-1234-5678",
        "03 1234 5678",
        "03(1234)5678",
        "０３ー１２３４ー５６７８",
        "tel:+81-3-1234-5678",
    ),
    ("090-1234-5678", "+81 90 1234 5678", "0081 90 1234 5678", "010-81-90-1234-5678", "0901234"),
    ("+1 212-555-0123", "(212) 555-0123", "2125550123", "1-212-555-0123", "+1 (212) 555-0123"),
    ("(212) 555-0123", "+12125550123", "212.555.0123", "2125550123", "+1 212 555"),
    ("+44 20 7946 0958", "020 7946 0958", "02079460958", "+44 (0)20 7946 0958", "00442079460958"),
    ("+44 20 7946 0958", "44 20 7946 0958", "+44 20", "+44", "0207"),
    ("+39 06 1234 5678", "06 1234 5678", "+390612345678", "0612345678", "+39 06"),
    ("+7 495 123-45-67", "8 (495) 123-45-67", "+7 495 1234567", "84951234567", "4951234567"),
    ("03-1234-5678 内線 12", "0312345678", "+81 3-1234-5678", "03-1234-5678 内線 12", "3-1234"),
]


@pytest.mark.parametrize(("stored", "typed"), [(f[0], t) for f in FORMS for t in f])
def test_every_form_of_a_number_finds_it(store: Store, stored: str, typed: str) -> None:
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "x", "mobile": stored})
        work.create("leads", {"last_name": "y", "mobile": "06-9999-9999"})
    assert found(store, typed) == [1]
    assert found(store, f"x {typed}") == [1]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("José", ("jose", "JOSE", "José", "josé", "Jose\u0301")),
        ("Jose", ("jose", "José")),
        ("Müller", ("muller", "mueller", "müller", "MÜLLER", "Mu\u0308ller", "muelle")),
        ("Mueller", ("müller", "mueller")),
        ("Muller", ("müller", "muller")),
        ("Sørensen", ("sorensen", "soerensen", "sørensen")),
        ("Århus", ("arhus", "aarhus", "århus")),
        ("Łódź", ("lodz", "łódź", "LODZ")),
        ("İstanbul", ("istanbul", "ISTANBUL", "İSTANBUL", "ıstanbul")),
        ("Straße", ("strasse", "straße", "STRASSE")),
        ("Đặng", ("dang", "đặng", "Đang")),
        ("Αθήνα", ("αθηνα", "ΑΘΗΝΑ", "Ἀθήνα")),
        ("Семён", ("семен", "СЕМЁН")),
        ("Þór Æsir", ("thor aesir", "þór æsir")),
        ("أحمد", ("احمد",)),
        ("O’Brien", ("o'brien", "O‘Brien")),
    ],
)
def test_a_letter_is_found_with_and_without_its_marks(
    store: Store, stored: str, typed: tuple[str, ...]
) -> None:
    with unit(store, "add") as work:
        work.create("leads", {"last_name": stored, "company": "x"})
        work.create("leads", {"last_name": "Blume", "company": "かき"})
    for words in typed:
        assert found(store, words) == [1], words
        assert found(store, "", where=f'title~"{words}"') == [1], words
        assert found(store, "", where=f'last_name~"{words}"') == [1], words


def test_two_letters_that_are_no_one_letter_are_two(store: Store) -> None:
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "Blum", "company": "が"})
    assert found(store, "blue") == found(store, "bluem") == found(store, "か") == []


@pytest.mark.parametrize(
    ("values", "typed"),
    [
        (
            {"last_name": "山田", "first_name": "太郎"},
            ("山田太郎", "山田　太郎", "太郎 山田", "田太"),
        ),
        (
            {
                "last_name": "山田",
                "last_name_kana": "ヤマダ",
                "first_name_kana": "タロウ",
            },
            ("ヤマダタロウ", "やまだたろう", "やまだ たろう", "ﾔﾏﾀﾞﾀﾛｳ", "たろう やまだ"),
        ),
        (
            {"last_name": "Yamada", "first_name": "Taro"},
            ("Taro Yamada", "Yamada Taro", "Yamada, Taro", "ｔａｒｏ"),
        ),
        ({"last_name": "김", "first_name": "철수"}, ("김철수", "김 철수")),
        ({"last_name": "x", "company": "株式会社 青葉 商事"}, ("青葉商事", "株式会社青葉商事")),
        ({"last_name": "ファン・ゴッホ", "first_name": "テオ"}, ("ファンゴッホテオ", "ゴッホ")),
    ],
)
def test_a_name_is_found_with_and_without_its_space(
    store: Store, values: dict[str, str], typed: tuple[str, ...]
) -> None:
    with unit(store, "add") as work:
        work.create("leads", values)
    for words in typed:
        assert found(store, words) == [1], words


def test_the_title_names_a_record_with_and_without_its_space(store: Store) -> None:
    leads = store.schema.type("leads")
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "山田", "first_name": "太郎"})
        work.create("leads", {"last_name": "Müller"})
    for words in ("山田太郎", "山田　太郎"):
        assert find(store.connection, leads, words) == 1
        assert found(store, "", where=f'title="{words}"') == [1]
    assert find(store.connection, leads, "Muller") == 2


def test_every_address_of_a_person_finds_them(store: Store) -> None:
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "x", "email": "e1@a.example", "email_2": "e2@b.example"})
    more = {
        "more_emails": "\nwork\te3@c.example\n\te4@d.example\n",
        "more_phones": "\nnight desk\t+1 212-555-0123\nジョン\t03-1234-5678\n",
    }
    with unit(store, "edit") as work:
        work.update("leads", 1, more)
    numbers = ("212 555 0123", "+1 212 555 0123", "+81 3 1234 5678", "0312345678")
    for typed in ("e3@c.example", "E4@D", "night", "ジョン", *numbers):
        assert found(store, typed) == [1]
    for typed in ("e3@c.example", "E4@D.EXAMPLE"):
        assert found(store, "", where=f"more_emails={typed}") == [1]
    for typed in ("+12125550123", "0312345678", '"+81 3 1234 5678"'):
        assert found(store, "", where=f"more_phones={typed}") == [1]
        assert found(store, "", where=f"more_phones~{typed}") == [1]
    assert found(store, "", where="more_phones=1234") == []
    for typed in ("e2@b.example", "E2@B", "b.example", "e1@a.example"):
        assert found(store, typed) == [1]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("phone=+81312345678", [1]),
        ("phone=03-1234-5678", [1]),
        ('phone="+81 3 1234 5678"', [1]),
        ("phone~1234", [1]),
        ("phone~+813", [1]),
        ("phone=1234", []),
        ("phone!=0312345678", [2, 3, 4]),
        ('phone~""', [2, 3, 4]),
    ],
)
def test_a_filter_takes_every_form_of_a_number(
    people: Store, where: str, expected: list[int]
) -> None:
    assert sorted(found(people, "", where=where)) == expected


@pytest.mark.parametrize(
    "words",
    [
        '"',
        'a"b',
        "AND",
        "*",
        "NEAR(",
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
    assert found(people, words) == []


def test_a_hyphen_excludes_nothing(people: Store) -> None:
    assert found(people, "-x") == [2], "as does “x”, which an address has"
    assert found(people, "x") == [2]


def test_nothing_but_blanks_is_no_search(people: Store) -> None:
    assert len(found(people, "  \u3000 ")) == 4


def test_a_search_that_hits_many_keeps_the_order_of_the_list(
    people: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit(people, "import") as work:
        work.create_many("leads", ({"last_name": f"桜{n % 7}", "city": "x"} for n in range(300)))
    by_sorting = found(people, "桜")
    monkeypatch.setattr(query, "NEAR", 10)
    monkeypatch.setattr(search, "PROBE", 10)
    monkeypatch.setattr(search_plan, "FEW", 10)
    assert found(people, "桜") == by_sorting
    assert len(by_sorting) == 300
    assert found(people, "桜", sort="-title") == by_sorting[::-1]
    assert sorted(found(people, "桜", sort="city")) == sorted(by_sorting)
    assert found(people, "桜", where="last_name=桜3") == [i for i in by_sorting if i % 7 == 1]


WORDS = (
    "桜",
    "桜3",
    "x",
    "x y",
    "x 桜",
    "z 桜1",
    "株式会社 x",
    "a",
    "12",
    "田中 x",
    "y",
    "Ü",
    "Yü x",
    "+81 3 1",
    "桜 12 x",
)


@pytest.mark.parametrize("near", [0, 5, 60, 10_000])
@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize("probe", [1, 300])
def test_every_way_to_the_hits_finds_the_same_in_the_same_order(
    people: Store, monkeypatch: pytest.MonkeyPatch, near: int, few: int, probe: int
) -> None:
    with unit(people, "import") as work:
        work.create_many(
            "leads",
            (
                {
                    "last_name": f"桜{n * 7 % 31}",
                    "company": "株式会社X" if n % 3 else "Y商店",
                    "city": "x" if n % 5 else "zy",
                    "status": "new" if n % 2 else "working",
                }
                for n in range(120)
            ),
        )
    listed = [
        *Listing(people.schema, Query("leads"), people.query_context()).ids(people.connection)
    ]
    keys = dict(people.connection.rows("SELECT id, search_key FROM leads"))
    new = {row[0] for row in people.connection.rows("SELECT id FROM leads WHERE status = 'new'")}
    monkeypatch.setattr(query, "NEAR", near)
    monkeypatch.setattr(search_plan, "FEW", few)
    monkeypatch.setattr(search, "PROBE", probe)
    monkeypatch.setattr(list_order, "SHORTEST", 0)
    monkeypatch.setattr(list_order, "TOP", near)
    monkeypatch.setattr(list_order, "SAMPLE", probe)
    monkeypatch.setattr(list_order, "CANDIDATES", few // 1_000)
    for words in WORDS:
        groups = query_terms(words)
        expected = [i for i in listed if all(any(w in keys[i] for w in group) for group in groups)]
        assert found(people, words) == expected
        assert found(people, words, sort="-title") == expected[::-1]
        assert found(people, words, where="status=new") == [i for i in expected if i in new]
        assert sorted(found(people, words, sort="city")) == sorted(expected)


_NAMES = st.text(alphabet="ab1田山中", min_size=1, max_size=7)


@given(
    names=st.lists(st.tuples(_NAMES, _NAMES), min_size=1, max_size=40),
    words=st.lists(st.text(alphabet="ab1田山中", min_size=1, max_size=6), min_size=1, max_size=2),
    sizes=st.tuples(*(st.sampled_from((1, 3, 1_000)) for _ in range(4))),
    sort=st.sampled_from(("", "-title", "company,-city", "id")),
    where=st.sampled_from(("", "company~a", "status=new")),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_by_the_order_of_a_list_a_search_finds_what_it_finds_without(
    store: Store,
    names: list[tuple[str, str]],
    words: list[str],
    sizes: tuple[int, int, int, int],
    sort: str,
    where: str,
) -> None:
    with unit(store, "import") as work:
        work.create_many("leads", [{"last_name": n, "company": c} for n, c in names])
    keys = dict(store.connection.rows("SELECT id, search_key FROM leads"))
    with pytest.MonkeyPatch.context() as patch:
        top, patch_sizes = sizes[0], sizes[1:]
        patch.setattr(list_order, "SHORTEST", 0)
        patch.setattr(list_order, "TOP", top)
        for module, name, size in zip(
            (list_order, list_order, search),
            ("SAMPLE", "CANDIDATES", "PROBE"),
            patch_sizes,
            strict=True,
        ):
            patch.setattr(module, name, size)
        listed = found(store, "", sort=sort, where=where)
        groups = query_terms(" ".join(words))
        hits = [i for i in listed if all(any(w in keys[i] for w in group) for group in groups)]
        assert found(store, " ".join(words), sort=sort, where=where) == hits


def test_an_order_of_before_a_change_is_not_gone_by(
    people: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_order, "SHORTEST", 0)
    context = people.query_context()
    whole = Listing(people.schema, Query("leads"), context)
    order = whole.order(people.connection, whole.ids(people.connection))
    with unit(people, "add") as work:
        new = work.create("leads", {"last_name": "阿部", "company": "東京"})
    listing = Listing(people.schema, Query("leads", search="東京"), context)
    assert [*listing.ids(people.connection, limit=9, order=order)] == [3, new]
    other = Listing(people.schema, Query("leads", "status=working", "東京"), context)
    assert [*other.ids(people.connection, limit=9, order=order)] == []


def test_a_read_that_nobody_waits_for_is_stopped(store: Store) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    interruption = Interruption()
    said: list[str] = []

    def read() -> None:
        try:
            with store.reading() as connection, interruption.of(connection):
                connection.scalar(endless)
        except StoreError as error:
            said.append(error.key)

    reader = threading.Thread(target=read)
    reader.start()
    while reader.is_alive():
        interruption.stop()
        reader.join(0.01)
    assert said == ["store.interrupted"]
    with pytest.raises(StoreError), store.reading() as connection, interruption.of(connection):
        pass
    assert found(store, "x") == [], "other reads go on"


def test_an_edit_is_found_at_once_and_the_old_words_no_more(people: Store) -> None:
    with unit(people, "edit") as work:
        work.update("leads", 1, {"last_name": "渡辺", "last_name_kana": None})
    assert found(people, "渡辺") == [1]
    assert found(people, "田中") == []
    with unit(people, "delete") as work:
        work.delete("leads", [1])
    assert found(people, "渡辺") == []


@given(text=st.text(max_size=12), part=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_part_of_a_name_finds_it(store: Store, text: str, part: st.DataObject) -> None:
    words = indexed_words(text)
    if not words or not text.strip() or any("\ud800" <= c <= "\udfff" for c in text):
        return
    with unit(store, "add") as work:
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
    with unit(people, "edit") as work:
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


def test_an_order_is_not_kept_where_sort_keys_were_worked_out_anew(people: Store) -> None:
    listing = Listing(people.schema, Query("leads"), people.query_context())
    connection = people.connection
    ids = listing.ids(connection)
    before = listing.order(connection, ids)
    assert before.is_same(listing.order(connection, listing.ids(connection)))
    with connection.transaction():
        connection.run("UPDATE leads SET sort_key = 'んん' WHERE id = ?", (ids[0],))
    assert not before.is_same(listing.order(connection, listing.ids(connection)))
