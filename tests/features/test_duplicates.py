"""Who may be the same person or company, and who may not."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records import add
from tui_crm import i18n
from tui_crm.errors import UsageError
from tui_crm.features.duplicates import candidates, scoring
from tui_crm.features.duplicates.groups import find_all
from tui_crm.language import text_similarity
from tui_crm.store import match_index, match_keys
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.match_keys import KeyKind

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store
    from tui_crm.store.possible_duplicates import Match

TANAKA = {
    "last_name": "田中",
    "first_name": "一郎",
    "company": "株式会社青空商事",
    "email": "ichiro@aozora.example",
    "phone": "03-1234-5678",
}


def likely(
    store: Store, record_type: str, least: float = 0.5, /, **values: Any
) -> tuple[Match, ...]:
    with store.reading() as connection:
        return candidates.find_duplicates_of(
            connection, store.schema, record_type, values, least=least
        )


def scores(store: Store, record_type: str, **values: Any) -> dict[int, float]:
    return {match.id: match.score for match in likely(store, record_type, **values)}


@pytest.mark.parametrize(
    "typed",
    [
        {"email": "Ichiro@Aozora.example"},
        {"email": "Ichiro Tanaka <ichiro@aozora.example>"},
        {"last_name": "田中", "first_name": "一郎", "phone": "０３（１２３４）５６７８"},
        {"last_name": "田中", "first_name": "一郎", "mobile": "+81 3-1234-5678"},
        {"last_name": "田中", "first_name": "一郎", "company": "㈱ 青空商事"},
        {"last_name": "田中一郎", "company": "青空商事"},
    ],
)
def test_the_same_person_is_found_however_it_is_typed(store: Store, typed: dict[str, str]) -> None:
    lead = add(store, "leads", **TANAKA)
    found = likely(store, "leads", **typed)
    assert [match.id for match in found] == [lead]
    assert found[0].score >= scoring.SURE
    assert found[0].title == "田中 一郎"


def test_reasons_are_words_in_the_language_in_use(store: Store) -> None:
    add(store, "leads", **TANAKA)
    typed = {"last_name": "田中", "first_name": "一郎", "company": "(株)青空商事"}
    assert likely(store, "leads", **typed)[0].reasons == (
        "same name",
        "same company name, written differently",
    )
    i18n.use("ja")
    assert likely(store, "leads", **typed)[0].reasons == (
        "氏名が同じ",
        "会社名が同じ（表記ゆれ）",
    )


@pytest.mark.parametrize(
    "typed",
    [
        {"last_name": "田中"},
        {"first_name": "一郎"},
        {"phone": "12345"},
        {"email": "hanako@elsewhere.example"},
        {"last_name": "田村", "first_name": "一郎"},
        {},
    ],
)
def test_half_a_name_or_a_stump_of_a_number_finds_nobody(
    store: Store, typed: dict[str, str]
) -> None:
    add(store, "leads", **TANAKA)
    assert likely(store, "leads", **typed) == ()


def test_people_at_one_free_mail_provider_are_strangers(store: Store) -> None:
    add(store, "leads", last_name="田中", first_name="一郎", email="ichiro@gmail.com")
    assert likely(store, "leads", 0.1, last_name="鈴木", email="suzuki@gmail.com") == ()
    assert likely(store, "leads", 0.1, email="other@gmail.com") == ()


def test_a_company_domain_tells_the_company_but_not_the_person(store: Store) -> None:
    add(store, "leads", **TANAKA)
    found = likely(
        store, "leads", 0.1, last_name="鈴木", first_name="花子", email="hanako@aozora.example"
    )
    assert len(found) == 1
    assert found[0].score < scoring.POSSIBLE
    below = {"last_name": "鈴木", "first_name": "花子", "email": "h@tokyo.aozora.example"}
    assert likely(store, "leads", 0.1, **below) == ()


def test_an_office_address_names_a_company_and_no_person(store: Store) -> None:
    add(store, "leads", last_name="田中", first_name="一郎", email="info@aozora.example")
    other = {"last_name": "鈴木", "first_name": "花子", "email": "info@aozora.example"}
    assert likely(store, "leads", **other) == ()
    assert likely(store, "leads", 0.1, **other)[0].score < scoring.POSSIBLE


def test_one_address_with_two_names_is_worth_a_look_but_not_sure(store: Store) -> None:
    add(store, "leads", last_name="田中", first_name="一郎", email="tanaka@gmail.com")
    (match,) = likely(store, "leads", last_name="鈴木", first_name="花子", email="tanaka@gmail.com")
    assert match.score < scoring.SURE


def test_an_extension_is_part_of_a_number(store: Store) -> None:
    add(store, "leads", last_name="田中", first_name="一郎", phone="03-1234-5678 内線12")
    same = {"last_name": "田中", "first_name": "一郎"}
    assert scores(store, "leads", **same, phone="03-1234-5678 内線12")[1] > scoring.SURE
    assert likely(store, "leads", **same, phone="03-1234-5678 内線34")[0].reasons == ("same name",)


def test_latin_names_are_found_with_their_parts_mixed_up(store: Store) -> None:
    add(store, "leads", last_name="García", first_name="Luis", company="Northwind GmbH")
    (match,) = likely(store, "leads", last_name="luis", first_name="GARCIA", company="Northwind")
    assert match.score >= scoring.SURE


def test_an_initial_is_a_name_that_may_be_meant(store: Store) -> None:
    add(store, "leads", last_name="Garcia", first_name="Luis", email="lg@northwind.example")
    (match,) = likely(
        store, "leads", last_name="Garcia", first_name="L.", email="lg@northwind.example"
    )
    assert match.reasons[0] == "similar name"


@pytest.mark.parametrize(
    ("stands", "typed"),
    [
        ("株式会社リコー", "㈱リコー"),
        ("株式会社リコー", "リコー"),
        ("キヤノン株式会社", "キャノン㈱"),
        ("髙島屋", "高島屋"),
        ("Northwind Traders, Inc.", "NORTHWIND TRADERS"),
        ("タチツテト・工業㈱", "ﾀﾁﾂﾃﾄ 工業株式会社"),
    ],
)
def test_one_company_is_found_however_it_is_written(store: Store, stands: str, typed: str) -> None:
    add(store, "accounts", name=stands)
    (match,) = likely(store, "accounts", name=typed)
    assert match.score >= scoring.SURE


@pytest.mark.parametrize(
    ("stands", "typed"),
    [
        ("日本電気株式会社", "日本電産株式会社"),
        ("株式会社リコー", "株式会社リコ"),
        ("第一工業株式会社", "第二工業株式会社"),
        ("東日本旅客鉄道", "西日本旅客鉄道"),
        ("株式会社青空商事", "株式会社青空商事 大阪支店"),
    ],
)
def test_companies_with_nearly_one_name_are_two(store: Store, stands: str, typed: str) -> None:
    add(store, "accounts", name=stands)
    assert likely(store, "accounts", name=typed) == ()


def test_differing_legal_forms_are_never_sure(store: Store) -> None:
    add(store, "accounts", name="株式会社青空", phone="03-1234-5678", website="aozora.example")
    (match,) = likely(
        store, "accounts", name="有限会社青空", phone="0312345678", email="info@aozora.example"
    )
    assert match.score < scoring.SURE
    assert "different legal form" in match.reasons


def test_the_corporate_number_decides_where_both_have_one(store: Store) -> None:
    add(store, "accounts", name="株式会社青空", corporate_number="7000012050002")
    same = likely(store, "accounts", name="有限会社みらい", corporate_number="T7000012050002")
    assert [match.score for match in same] == [0.99]
    assert likely(store, "accounts", name="株式会社青空", corporate_number="2180001135973") == ()
    without = likely(store, "accounts", name="青空")
    assert without[0].score >= scoring.SURE


def test_a_web_site_finds_its_company_whatever_stands_around_the_host(store: Store) -> None:
    add(store, "accounts", name="株式会社青空", website="https://www.aozora.example/ja/?a=1")
    (match,) = likely(store, "accounts", name="Blue Sky Trading", website="aozora.example")
    assert match.reasons == ("same e-mail or web domain",)
    assert match.score < scoring.SURE
    assert likely(store, "accounts", name="Blue Sky", website="https://facebook.com/aozora") == ()


def test_one_name_and_telephone_are_proposed_whatever_the_address_says(store: Store) -> None:
    add(store, "accounts", name="Erie House", street="1347 W. Erie Street", phone="312-666-3430")
    same = {"name": "Erie House", "phone": "312-666-3430"}
    here, there = "1347 W Erie St.", "1701 W Superior Street"
    here_score = likely(store, "accounts", **same, street=here)[0].score
    (match,) = likely(store, "accounts", **same, street=there)
    assert scoring.SURE <= match.score < here_score
    assert "different address" in match.reasons


def test_one_name_at_two_addresses_may_be_two_sites(store: Store) -> None:
    add(store, "accounts", name="Erie House", street="1347 W. Erie Street", phone="312-666-3430")
    other = {"name": "Erie House", "phone": "312-555-1111", "street": "1701 W Superior Street"}
    (match,) = likely(store, "accounts", **other)
    assert match.score < scoring.SURE
    assert "different address" in match.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("渋谷1-2-3", "渋谷１丁目２番３号"),
        ("2001 W Pierce Ave", "2001 W. Pierce Street"),
        ("1900 W. Van Buren", "1900 West Van Buren Street, 1608"),
    ],
)
def test_an_address_is_one_however_it_is_written(one: str, other: str) -> None:
    assert text_similarity.same_address(one, other) is text_similarity.Similarity.YES
    assert text_similarity.address_key(one) == text_similarity.address_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("渋谷1-2-3", "渋谷1-2-4"), ("渋谷1-2-3", "神南1-2-3"), ("1 Erie", "2 Erie")]
)
def test_another_number_or_street_is_another_address(one: str, other: str) -> None:
    assert text_similarity.same_address(one, other) is text_similarity.Similarity.NO


def test_part_of_a_name_is_enough_at_one_address_and_phone(store: Store) -> None:
    site = {"street": "7350 S. Evans", "phone": "312-535-3870"}
    add(store, "accounts", name="Chicago Public Schools Tanner, Henry O.", **site)
    (match,) = likely(store, "accounts", name="Tanner", **site)
    assert match.score >= scoring.SURE
    assert match.reasons[0] == "one company name is part of the other"
    assert likely(store, "accounts", name="Tanner") == ()


def test_people_born_on_one_day_with_a_slip_in_the_name_are_one(store: Store) -> None:
    add(store, "contacts", last_name="Lanyon", first_name="Jacob", birthday="1980-07-12")
    born = {"birthday": "1980-07-12"}
    found = list(find_all(store, "contacts"))
    assert found == []
    add(store, "contacts", last_name="Lanyom", first_name="Jacob", **born)
    add(store, "contacts", last_name="Smith", first_name="Anna", **born)
    (group,) = find_all(store, "contacts")
    assert group.records == (1, 2)
    assert "same birthday" in group.reasons


def test_who_shares_a_birthday_and_an_address_is_one_even_under_half_another_name(
    store: Store,
) -> None:
    home = {"street": "256 Coghill Close", "city": "Blacktown", "birthday": "1977-07-14"}
    one = add(store, "contacts", last_name="Reid", first_name="Rosie", **home)
    other = add(store, "contacts", last_name="Reid", first_name="Kyle", **home)
    add(store, "contacts", last_name="Brain", first_name="Otto", **home)
    (found,) = find_all(store, "contacts")
    assert found.records == (one, other)
    assert found.reasons == ("same family or given name", "same birthday", "same address")


@pytest.mark.parametrize(
    ("place", "is_sure"),
    [
        ({"postal_code": "150-0002"}, True),
        ({"postal_code": "1500002"}, True),
        ({"city": "渋谷区"}, False),
        ({"postal_code": "150-0001"}, False),
    ],
)
def test_one_name_at_one_postal_code_is_one_person_but_in_one_town_may_be_two(
    store: Store, place: dict[str, str], is_sure: bool
) -> None:
    add(
        store,
        "contacts",
        last_name="清水",
        first_name="一郎",
        postal_code="150-0002",
        city="渋谷区",
    )
    (found,) = likely(store, "contacts", last_name="清水", first_name="一郎", **place)
    assert (found.score >= scoring.SURE) is is_sure


def test_one_name_at_one_postal_code_in_two_companies_is_not_sure(store: Store) -> None:
    person = {"last_name": "加藤", "first_name": "陽子", "postal_code": "450-0002"}
    add(store, "leads", company="株式会社八雲システム", **person)
    (found,) = likely(store, "leads", company="八雲工業", **person)
    assert scoring.POSSIBLE <= found.score < scoring.SURE


def test_a_slip_in_the_name_and_another_legal_form_are_never_sure(store: Store) -> None:
    place = {"street": "港区北青山二丁目５番１号"}
    add(store, "accounts", name="ＢＳインベストメント株式会社", **place)
    add(store, "accounts", name="ＢＰインベストメント合同会社", **place)
    assert not list(find_all(store, "accounts"))
    (found,) = find_all(store, "accounts", least=scoring.POSSIBLE)
    assert "different legal form" in found.reasons


def test_a_lead_that_is_a_contact_already_is_found_there(store: Store) -> None:
    account = add(store, "accounts", name="株式会社青空商事")
    contact = add(store, "contacts", last_name="田中", first_name="一郎", account=account)
    (match,) = likely(store, "leads", last_name="田中", first_name="一郎", company="青空商事")
    assert (match.record_type, match.id) == ("contacts", contact)
    assert match.score >= scoring.SURE


def test_a_contact_form_knows_the_company_by_its_account(store: Store) -> None:
    account = add(store, "accounts", name="株式会社青空商事")
    lead = add(store, "leads", last_name="田中", first_name="一郎", company="青空商事")
    (match,) = likely(store, "contacts", last_name="田中", first_name="一郎", account=account)
    assert (match.record_type, match.id) == ("leads", lead)
    assert match.score >= scoring.SURE


def test_two_called_different_are_not_proposed_again(store: Store) -> None:
    one, other = add(store, "leads", **TANAKA), add(store, "leads", **TANAKA)
    find = candidates.find_duplicates_of
    with store.reading() as connection:
        assert [m.id for m in find(connection, store.schema, "leads", TANAKA, exclude=one)] == [
            other
        ]
    batch = candidates.mark_distinct(store, "leads", [(other, one)])
    with store.reading() as connection:
        assert find(connection, store.schema, "leads", TANAKA, exclude=one) == ()
        assert find(connection, store.schema, "leads", TANAKA, exclude=other) == ()
        assert len(find(connection, store.schema, "leads", TANAKA)) == 2
    assert candidates.mark_distinct(store, "leads", [(one, other)]) is None
    assert batch is not None
    undo(store, batch)
    with store.reading() as connection:
        assert len(find(connection, store.schema, "leads", TANAKA, exclude=one)) == 1


def test_only_what_is_compared_can_be_called_different(store: Store) -> None:
    with pytest.raises(UsageError):
        candidates.mark_distinct(store, "notes", [(1, 2)])


def test_a_converted_lead_is_not_proposed(store: Store) -> None:
    lead = add(store, "leads", **TANAKA)
    with unit(store, "convert") as work:
        work.update("leads", lead, {"converted_at": store.now()})
    assert likely(store, "leads", **TANAKA) == ()


def test_what_many_have_in_common_tells_nothing_alone_but_together(store: Store) -> None:
    with unit(store, "import") as work:
        work.create_many(
            "leads",
            [{"last_name": "田中", "first_name": "一郎", "company": f"会社{n}"} for n in range(30)]
            + [{"last_name": f"山{n}", "first_name": "健", "company": "青空"} for n in range(30)],
        )
    lead = add(store, "leads", last_name="田中", first_name="一郎", company="青空")
    assert likely(store, "leads", last_name="田中", first_name="一郎") == ()
    (match,) = likely(store, "leads", last_name="田中", first_name="一郎", company="㈱青空")
    assert match.id == lead


def test_keys_follow_edits_deletions_and_undo(store: Store) -> None:
    lead = add(store, "leads", **TANAKA)
    by_mail = {"email": "ichiro@aozora.example"}
    with unit(store, "edit") as edit:
        edit.update("leads", lead, {"email": "new@aozora.example"})
    assert likely(store, "leads", **by_mail) == ()
    assert edit.batch is not None
    undo(store, edit.batch)
    assert [match.id for match in likely(store, "leads", **by_mail)] == [lead]
    with unit(store, "delete") as delete:
        delete.delete("leads", [lead])
    assert likely(store, "leads", **by_mail) == ()
    assert match_index.size(store.connection, "leads") == 0
    assert delete.batch is not None
    undo(store, delete.batch)
    assert [match.id for match in likely(store, "leads", **by_mail)] == [lead]


def test_the_index_can_be_made_anew(store: Store) -> None:
    add(store, "leads", **TANAKA)
    before = list(match_index.blocks(store.connection, "leads"))
    with store.connection.transaction():
        store.connection.run("DELETE FROM leads_keys")
        match_index.rebuild(store.connection, store.schema.type("leads"))
    assert list(match_index.blocks(store.connection, "leads")) == before
    assert before


def test_rows_of_an_import_find_their_records(store: Store) -> None:
    lead = add(store, "leads", **TANAKA)
    rows: list[dict[str, Any]] = [
        {"email": "ICHIRO@aozora.example"},
        {"last_name": "田中", "first_name": "一郎", "phone": "0312345678"},
        {"last_name": "鈴木", "first_name": "一郎", "phone": "0312345678"},
        {"last_name": "田中", "first_name": "一郎", "company": "(株)青空商事"},
        {"last_name": "田中", "first_name": "一郎", "company": "有限会社青空商事"},
        {"last_name": "田中", "first_name": "一郎", "company": "青空商事 大阪支店"},
        {},
    ]

    def lookup(*by: KeyKind) -> list[tuple[int, ...]]:
        with store.reading() as connection:
            return candidates.lookup_many(connection, store.schema, "leads", rows, by)

    here, none = (lead,), ()
    assert lookup(KeyKind.EMAIL) == [here, none, none, none, none, none, none]
    assert lookup(KeyKind.PHONE, KeyKind.NAME) == [none, here, none, none, none, none, none]
    assert lookup(KeyKind.COMPANY, KeyKind.NAME) == [none, none, none, here, none, none, none]


names = st.text(max_size=30)


@settings(max_examples=60)
@given(
    values=st.fixed_dictionaries(
        {},
        optional={
            "last_name": names,
            "first_name": names,
            "company": names,
            "email": st.one_of(names, st.emails()),
            "phone": names,
            "website": st.one_of(names, st.just("https://a.example/x")),
            "corporate_number": st.one_of(names, st.just("7000012050002")),
        },
    )
)
def test_a_record_has_every_key_once_and_is_found_by_each(
    store: Store, values: dict[str, str]
) -> None:
    declared = store.schema.type("leads")
    maker = match_keys.KeyMaker(declared)
    keys = maker.keys(values)
    assert len(keys) == len(set(keys))
    assert all(key[0] in "epcnkh" and len(key) > 1 for key in keys)
    with store.connection.transaction(keep=False):
        match_index.put(store.connection, "leads", [(key, 7) for key in keys])
        for key in keys:
            assert 7 in (match_index.holders(store.connection, "leads", key) or [])


latin = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(latin, latin)
def test_a_name_has_one_key_in_any_width_case_and_order(last: str, first: str) -> None:
    key = match_keys.person(last, first)
    assert key == match_keys.person(first.upper(), last.title())
    assert key == match_keys.person(last.translate(FULL_WIDTH), f" {first}. ")


@given(st.sampled_from(["株式会社", "㈱", "(株)"]), st.sampled_from(["青空", "リコー", "Acme"]))
def test_a_company_has_one_key_with_and_without_its_form(form: str, name: str) -> None:
    keys = {match_keys.company(text) for text in (form + name, name + form, f"{form} {name}", name)}
    assert len(keys) == 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert text_similarity.is_typo(one, other) == text_similarity.is_typo(other, one)


@pytest.mark.parametrize("name", ["1" * 50_001, "((((((((", "ab" * 25_000])
def test_company_of_any_name_is_looked_for_in_little_memory(store: Store, name: str) -> None:
    with unit(store, "add") as work:
        work.create("accounts", {"name": name})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert match_index.holders_of_word(store.connection, "accounts", name) in ([], [1])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024
