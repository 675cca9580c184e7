"""Several numbers or addresses in one field, each with its label, are read as a person means it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.errors import UsageError
from tui_crm.store import match_index
from tui_crm.store.db.check.run import check
from tui_crm.store.journal.unit import unit
from tui_crm.store.labelled_values import (
    Labelled,
    as_objects,
    joined,
    pack_labelled,
    plain_labelled,
    read_labelled,
    unpack_labelled,
)
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store

PHONES = [
    ("night desk 03-1234-5678", [("night desk", "03-1234-5678")]),
    ("０３（１２３４）５６７８", [("", "03-1234-5678")]),
    ("夜間窓口：03-1234-5678", [("夜間窓口", "03-1234-5678")]),
    ("Line 2 0312345678", [("Line 2", "03-1234-5678")]),
    ("Line 2: +1 608 271 9001", [("Line 2", "+1 608-271-9001")]),
    ("03-1234-5678 (night desk)", [("night desk", "03-1234-5678")]),
    ("本社（代表） 03-1234-5678", [("本社（代表）", "03-1234-5678")]),
    ("Head office (HQ): 03-1234-5678", [("Head office (HQ)", "03-1234-5678")]),
    ("[EU] office +44 20 7946 0958", [("[EU] office", "+44 20 7946 0958")]),
    ("shop (03-1234-5678)", [("shop", "03-1234-5678")]),
    ("代表03-1234-5678、FAX03-1234-5679", [("代表", "03-1234-5678"), ("FAX", "03-1234-5679")]),
    ("shop 03-1234-5678 内線12", [("shop", "03-1234-5678 内線12")]),
    ("a 03-1234-5678; b 06-1234-5678", [("a", "03-1234-5678"), ("b", "06-1234-5678")]),
    ("a 03-1234-5678\nb 06-1234-5678\n", [("a", "03-1234-5678"), ("b", "06-1234-5678")]),
    ("03-1234-5678、06-1234-5678", [("", "03-1234-5678"), ("", "06-1234-5678")]),
    ("Tokyo, shop 03-1234-5678", [("Tokyo, shop", "03-1234-5678")]),
    ("tel:+81312345678;ext=5", [("", "03-1234-5678 内線5")]),
    ("03-1234-5678; night 0312345678", [("night", "03-1234-5678")]),
    ("desk 内線 123", [("desk 内線", "123")]),
    ('[{"label": "x; y", "value": "0312345678"}]', [("x; y", "03-1234-5678")]),
    ("  \n ; ", []),
]
EMAILS = [
    ("private taro@example.com", [("private", "taro@example.com")]),
    ("private: Taro@EXAMPLE.com", [("private", "Taro@example.com")]),
    ("会社:taro@example.com", [("会社", "taro@example.com")]),
    ("work (Osaka): a@example.com", [("work (Osaka)", "a@example.com")]),
    ("mailto:taro@example.com", [("", "taro@example.com")]),
    ("a@example.com b@example.com", [("", "a@example.com"), ("", "b@example.com")]),
    ("a@example.com,b@example.com", [("", "a@example.com"), ("", "b@example.com")]),
    ("Taro Sato <taro@example.com>", [("Taro Sato", "taro@example.com")]),
    ("taro@example.com (home)", [("home", "taro@example.com")]),
    ("ｔａｒｏ＠example.com", [("", "taro@example.com")]),
    ('["a@example.com"]', [("", "a@example.com")]),
]


@pytest.mark.parametrize(("typed", "meant"), PHONES)
def test_numbers_are_told_from_their_labels(typed: str, meant: list[tuple[str, str]]) -> None:
    assert unpack_labelled(read_labelled(Kind.PHONES, typed)) == [Labelled(*each) for each in meant]


@pytest.mark.parametrize(("typed", "meant"), EMAILS)
def test_addresses_are_told_from_their_labels(typed: str, meant: list[tuple[str, str]]) -> None:
    assert unpack_labelled(read_labelled(Kind.EMAILS, typed)) == [Labelled(*each) for each in meant]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.PHONES, "call me"),
        (Kind.PHONES, "03-1234-5678; by pigeon"),
        (Kind.EMAILS, "taro"),
        (Kind.EMAILS, "taro @example.com"),
        (Kind.EMAILS, "home taro@x@example.com"),
        (Kind.EMAILS, "a@example.com; b@"),
        (Kind.EMAILS, '[{"label": "home", "value": "taro"}]'),
    ],
)
def test_what_holds_no_number_or_address_is_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(UsageError):
        read_labelled(kind, typed)


LABELS = st.text(alphabet='ab 1:;,、@.-"[]{}<>()\n\t夜間x', max_size=12)


@given(st.lists(st.tuples(LABELS, st.sampled_from(["03-1234-5678", "+1 608-271-9001", "123"]))))
def test_numbers_are_written_so_that_they_read_the_same(items: list[tuple[str, str]]) -> None:
    value = pack_labelled(Labelled(*each) for each in items)
    assert read_labelled(Kind.PHONES, plain_labelled(Kind.PHONES, value)) == value
    assert read_labelled(Kind.PHONES, plain_labelled(Kind.PHONES, value, "\n")) == value
    assert read_labelled(Kind.PHONES, json.dumps(as_objects(value))) == value


@given(st.lists(st.tuples(LABELS, st.sampled_from(["a@example.com", "b@example.com"]))))
def test_addresses_are_written_so_that_they_read_the_same(items: list[tuple[str, str]]) -> None:
    value = pack_labelled(Labelled(*each) for each in items)
    assert read_labelled(Kind.EMAILS, plain_labelled(Kind.EMAILS, value)) == value
    assert read_labelled(Kind.EMAILS, json.dumps(as_objects(value))) == value


def test_one_number_in_two_spellings_is_kept_once_with_its_label() -> None:
    mine, theirs = [Labelled("", "03-1234-5678")], [Labelled("desk", "+81 3-1234-5678")]
    assert joined(Kind.PHONES, mine, theirs) == "\ndesk\t03-1234-5678\n"


def test_every_number_and_address_is_found_and_matched(store: Store) -> None:
    with unit(store, "add") as work:
        for name, phones, emails in (
            ("田中", "\nnight desk\t03-1234-5678\nshop\t(212) 555-0100\n", None),
            ("佐藤", None, "\nprivate\tMari_Ito@example.com\n"),
            ("鈴木", "\nfax 77%\t06-1234-5678 内線12\n", None),
        ):
            work.create("leads", {"last_name": name, "more_phones": phones, "more_emails": emails})

    def found(where: str = "", search: str = "") -> list[int]:
        query = Query("leads", where, search=search)
        return list(Listing(store.schema, query, store.query_context()).ids(store.connection))

    assert found(search="0312345678") == found(search="03-1234") == [1]
    assert found(search="mari_ito@example") == [2]
    assert found("more_phones=03-1234-5678") == found("more_phones=0312345678") == [1]
    assert found('more_phones="(212) 555-0100"') == found("more_phones=2125550100") == [1]
    assert found('more_phones="06-1234-5678 内線12"') == [3]
    assert set(found("more_phones~1234")) == {1, 3}
    assert found("more_phones~night") == [1]
    assert found("more_phones~77%") == [3]
    assert found("more_phones=1234") == found("more_emails=mari") == []
    assert found("more_emails=mari_ito@EXAMPLE.com") == found("more_emails~ito@") == [2]
    assert set(found("more_emails=")) == {1, 3}
    holders = match_index.lookup_many(
        store.connection, "leads", ["p+81312345678", "eexample.com@mari_ito"]
    )
    assert holders == {"p+81312345678": [1], "eexample.com@mari_ito": [2]}
    assert check(store).findings == ()
    with unit(store, "edit") as work:
        work.update("leads", 1, {"more_phones": "\n\t03-9999-0000\n"})
    assert found(search="0312345678") == []
    assert match_index.lookup_many(store.connection, "leads", ["p+81312345678"]) == {}
    assert check(store).findings == ()
