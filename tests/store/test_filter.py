"""The filter language says what it reads, and points at what it cannot read."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOON, still_clock
from tui_crm.errors import CrmError, UsageError
from tui_crm.features.program import open_store, program
from tui_crm.language.search_terms import equality_key
from tui_crm.store import custom_fields
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.compile import QueryContext, compile_filter
from tui_crm.store.filter.language import AllOf, AnyOf, Comparison, Filter, FilterError, Not
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query
from tui_crm.store.sql_functions import phones

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

NAMES = st.from_regex(r"[a-z_]{1,10}", fullmatch=True).filter(
    lambda name: name not in ("and", "or", "not", "in")
)
VALUES = st.text(min_size=0, max_size=12).map(lambda s: s.replace("\\", "/"))
COMPARISONS = st.builds(
    Comparison,
    NAMES,
    st.sampled_from(["=", "!=", "~", "!~", "<", "<=", ">", ">="]),
    st.tuples(VALUES),
) | st.builds(Comparison, NAMES, st.just("in"), st.lists(VALUES, min_size=1, max_size=3).map(tuple))
FILTERS: st.SearchStrategy[Filter] = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(AllOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=8,
)


def without_positions(condition: Filter) -> Filter:
    match condition:
        case Comparison(field, operator, values):
            return Comparison(field, operator, values)
        case Not(part):
            return Not(without_positions(part))
        case AllOf(parts):
            return AllOf(tuple(map(without_positions, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(without_positions, parts)))


@given(FILTERS)
def test_what_is_written_is_read_back_as_the_same_filter(condition: Filter) -> None:
    assert without_positions(filters.parse(filters.write(condition))) == condition


@given(st.text(max_size=60) | st.lists(st.sampled_from('a=~<>!()," and or not in x')).map("".join))
def test_any_text_is_a_filter_or_one_sentence(text: str) -> None:
    mistake = None
    try:
        filters.parse(text)
    except FilterError as error:
        mistake = error
    assert mistake is None or (str(mistake) and 0 <= mistake.position <= len(text))


@pytest.mark.parametrize(
    "text",
    [
        'city="New York" and status="new"',
        "city='New York' and status='new'",
        "city=“New York” and status=‘new’",
        "city=「New York」 and status=『new』",
        "city=„New York“ AND status=«new»",
        "city＝＂New York＂　ＡＮＤ　status＝＇new＇",
        "city == 'New York' && status == new",
        "city='New York' かつ status=new",
        "'city'='New York' And status in ('new')",
    ],
)
def test_every_way_to_quote_and_to_join_says_the_same(text: str) -> None:
    found = without_positions(filters.parse(text))
    if isinstance(found, AllOf) and found.parts[1] == Comparison("status", "in", ("new",)):
        found = AllOf((found.parts[0], Comparison("status", "=", ("new",))))
    assert found == AllOf(
        (Comparison("city", "=", ("New York",)), Comparison("status", "=", ("new",)))
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("last_name=O'Brien", "O'Brien"),
        ("last_name='O\\'Brien'", "O'Brien"),
        ('last_name="O\'Brien"', "O'Brien"),
        ("company='say \"hi\"'", 'say "hi"'),
        ("annual_revenue=1,200,000", "1,200,000"),
        ("annual_revenue=¥1,200,000", "¥1,200,000"),
        ("company=“青葉”", "青葉"),
        ("company='A　または　B'", "A　または　B"),
        ("company=''", ""),
    ],
)
def test_a_value_is_what_stands_between_its_marks(text: str, value: str) -> None:
    found = filters.parse(text)
    assert isinstance(found, Comparison)
    assert found.values == (value,)


def test_commas_in_a_list_part_its_values() -> None:
    found = filters.parse("id in (1,200,300)")
    assert isinstance(found, Comparison)
    assert found.values == ("1", "200", "300")


@pytest.mark.parametrize(
    ("text", "operator"),
    [("a≧1", ">="), ("a≤1", "<="), ("a≠1", "!="), ("a<>1", "!="), ("a＞＝1", ">="), ("a=~1", "~")],
)
def test_an_operator_may_be_written_in_other_ways(text: str, operator: str) -> None:
    found = filters.parse(text)
    assert isinstance(found, Comparison)
    assert (found.operator, found.values) == (operator, ("1",))


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("city='Tokyo", "quotation mark ' at character 6"),
        ("city=「東京", "quotation mark 「 at character 6"),
        ('city="Tokyo', 'quotation mark " at character 6'),
        ("last_name=Mary Ann", "quotation marks"),
        ("status=new, working", "field in (a, b)"),
        ("status=neww", "can be: New"),
        ("status~foo", "not one of its values"),
        ("status!=foo", "not one of its values"),
        ("status!~foo", "not one of its values"),
        ("status in (new, foo)", "not one of its values"),
        ("status>foo", "not one of its values"),
        ("opted_out=maybe", "maybe"),
        ("opted_out>1", "Only ="),
        ("incomplete=maybe", "maybe"),
        ("stauts=new", "Did you mean status"),
        ("会社=x", "Did you mean 会社名"),
        ("created>32.13.2026", "created"),
        ("employees>many", "many is not a number"),
        ("status:new", "is expected"),
        ("status is new", "is expected"),
    ],
)
def test_what_would_find_nothing_by_mistake_is_a_sentence(
    leads: Store, where: str, words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        matching(leads, where)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "where", ["employees=８０", "ｃｉｔｙ~渋谷", "STATUS=WORKING", "status＝対応中"]
)
def test_full_width_and_capitals_are_read(leads: Store, where: str) -> None:
    assert "tanaka" in matching(leads, where)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("status=,", 7),
        ("status new", 7),
        ("(status=new", 11),
        ("status=new rating=hot", 11),
        ('status="new', 7),
        ("and", 3),
        ("=new", 0),
    ],
)
def test_a_mistake_names_its_place(text: str, position: int) -> None:
    with pytest.raises(FilterError) as caught:
        filters.parse(text)
    assert caught.value.position == position


def test_brackets_as_deep_as_a_well_are_refused() -> None:
    with pytest.raises(FilterError, match="too many brackets"):
        filters.parse("(" * 1000 + "a=1" + ")" * 1000)


LEADS: dict[str, dict[str, Value]] = {
    "tanaka": {
        "last_name": "田中",
        "company": "青空商事㈱",
        "status": "working",
        "rating": "hot",
        "city": "渋谷区",
        "email": "Hana@Aozora.example",
        "phone": "03-1234-5678",
        "employees": 80,
        "tags": "\nvip\n展示会\n",
        "created_at": "2026-11-20T15:30:00Z",
        "annual_revenue": 120_000_000,
        "currency": "JPY",
    },
    "garcia": {
        "last_name": "Garcia",
        "company": "ＡＣＭＥ Ltd",
        "status": "new",
        "city": "Shibuya",
        "employees": 8,
        "opted_out": 1,
        "created_at": "2026-10-01T00:00:00Z",
        "annual_revenue": 100_050,
        "currency": "USD",
    },
    "blank": {"company": "100%_!\"' x", "created_at": "2026-11-21T02:59:59Z"},
}


@pytest.fixture
def leads(store: Store) -> Store:
    with unit(store, "add") as work:
        for values in LEADS.values():
            work.create("leads", values)
    return store


def matching(store: Store, where: str) -> set[str]:
    listing = Listing(store.schema, Query("leads", where=where), store.query_context())
    names = list(LEADS)
    found = listing.ids(store.connection)
    assert listing.count(store.connection) == len(found)
    return {names[lead - 1] for lead in found}


EVERYBODY = set(LEADS)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("", EVERYBODY),
        ("status=new", {"garcia", "blank"}),
        ("status=対応中", {"tanaka"}),
        ("STATUS = Working", {"tanaka"}),
        ("status>=working", {"tanaka"}),
        ("status in (working, qualified)", {"tanaka"}),
        ("status not in (working)", {"garcia", "blank"}),
        ("city~渋谷 or city~shibuya", {"tanaka", "garcia"}),
        ('city=""', {"blank"}),
        ("city=", {"blank"}),
        ("city= and status=new", {"blank"}),
        ("(city= or status=working) and email!=", {"tanaka"}),
        ("rating=none and city=", {"blank"}),
        ('email!="" and city~渋谷', {"tanaka"}),
        ("company~acme", {"garcia"}),
        ("company=acme ltd", set()),
        ('company="acme ltd"', {"garcia"}),
        ("company!~acme", {"tanaka", "blank"}),
        ('company~"%_!"', {"blank"}),
        ("email=hana@aozora.example", {"tanaka"}),
        ("phone~12345678", {"tanaka"}),
        ("phone=0312345678", {"tanaka"}),
        ("employees>8", {"tanaka"}),
        ("employees>=8 and employees<=80", {"tanaka", "garcia"}),
        ("not employees>8", {"garcia", "blank"}),
        ("tags=vip", {"tanaka"}),
        ("tags=vi", set()),
        ("tags~vi", {"tanaka"}),
        ("opted_out=yes", {"garcia"}),
        ("opted_out=いいえ", {"tanaka", "blank"}),
        ("created=today", {"tanaka", "blank"}),
        ("created<2026-11-21", {"garcia"}),
        ("created>-30d", {"tanaka", "blank"}),
        ("created_at<=-1d", {"garcia"}),
        ('created_at>="2026-11-21 01:00"', {"blank"}),
        ('created_at="11/21 0:30"', {"tanaka"}),
        ('created_at<"11/21 0:30"', {"garcia"}),
        ("annual_revenue>=1.2億", {"tanaka"}),
        ("annual_revenue=$1000.5", {"garcia"}),
        ("annual_revenue=1000.5", set()),
        ("annual_revenue<1000万円", set()),
        ("annual_revenue>=$1", {"garcia"}),
        ("currency=USD and annual_revenue>1000", {"garcia"}),
        ("annual_revenue>1000", {"tanaka"}),
        ("owner=me", EVERYBODY),
        ("owner=sato", EVERYBODY),
        ('owner.name~sat and owner.email=""', EVERYBODY),
        ("（status＝new）", {"garcia", "blank"}),
        ("会社名~青空", {"tanaka"}),
    ],
)
def test_a_filter_finds_what_it_says(leads: Store, where: str, expected: set[str]) -> None:
    if where == "company=acme ltd":
        with pytest.raises(FilterError):
            matching(leads, where)
        return
    assert matching(leads, where) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("employees=9007199254740993", {"garcia"}),
        ("employees>9007199254740992", {"garcia"}),
        ("employees<9007199254740993", {"tanaka"}),
        ("annual_revenue=$90071992547409.93", {"garcia"}),
        ("annual_revenue<=$90071992547409.92", {"tanaka"}),
        ("employees!=0.1億", EVERYBODY),
    ],
)
def test_long_numbers_are_compared_to_the_last_digit(
    leads: Store, where: str, expected: set[str]
) -> None:
    with unit(leads, "edit") as work:
        for lead, amount in ((1, 9007199254740992), (2, 9007199254740993)):
            amounts = {"annual_revenue": amount, "employees": amount}
            work.update("leads", lead, {"currency": "USD", **amounts})
    assert matching(leads, where) == expected


@pytest.mark.parametrize("where", ["tags=élan", "tags=ELAN", "tags~ela", "tags=ｶﾌｪ", "tags~müller"])
def test_tags_are_compared_as_a_search_compares_words(store: Store, where: str) -> None:
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "A", "tags": "\nÉlan\nカフェ\nMueller KG\n"})
        work.create("leads", {"last_name": "B", "tags": "\nother\n"})
    listing = Listing(store.schema, Query("leads", where=where), store.query_context())
    assert list(listing.ids(store.connection)) == [1]


@pytest.mark.parametrize(
    ("where", "close"),
    [
        ("owner=nobody", None),
        ("owner!=nobody", None),
        ("owner in (sato, nobody)", None),
        ("owner=satoh", "sato"),
        ("account=Aozora", "Aozora Shoji"),
        ("account=あおぞら", None),
        ("account.parent=Acme", None),
        ("account=99", None),
        ("not account=99", None),
    ],
)
def test_a_name_that_no_record_has_is_a_sentence_with_near_ones(
    store: Store, where: str, close: str | None
) -> None:
    with unit(store, "add") as work:
        account = work.create("accounts", {"name": "Aozora Shoji"})
        work.create("contacts", {"last_name": "Sato", "account": account})
    with pytest.raises(FilterError) as refused:
        Listing(store.schema, Query("contacts", where=where), store.query_context())
    assert ("Did you mean" in str(refused.value)) == (close is not None)
    assert (close or "") in str(refused.value)


def test_a_name_or_number_is_looked_up_without_folding_every_row(store: Store) -> None:
    with unit(store, "add") as work:
        accounts = [
            work.create("accounts", {"name": f"会社 {n}", "phone": f"03-1234-{n:04}"})
            for n in range(30)
        ]
        work.create("contacts", {"last_name": "Sato", "account": accounts[7]})
    seen: list[str | None] = []

    def watched(function: Callable[[str], str]) -> Callable[[str | None], str | None]:
        def call(text: str | None) -> str | None:
            seen.append(text)
            return text and function(text)

        return call

    store.connection.raw.create_function("crm_plain", 1, watched(equality_key))
    store.connection.raw.create_function("crm_phones", 1, watched(phones))
    for query in (
        Query("contacts", "account='会社 7'"),
        Query("contacts", "account.phone=+81312340007"),
        Query("accounts", "phone=0312340007"),
    ):
        found = Listing(store.schema, query, store.query_context()).ids(store.connection)
        assert len(found) == 1
    assert 0 < len(seen) < 30


def test_a_rule_may_not_name_nobody_but_outlives_whom_it_names(store: Store) -> None:
    rule: dict[str, Value] = {"name": "R", "record_type": "contacts", "kind": "required"}
    rule |= {"needed": "\nemail\n"}
    with unit(store, "add") as work:
        account = work.create("accounts", {"name": "Aozora"})
    with pytest.raises(UsageError, match="Aozoro"), unit(store, "add") as work:
        work.create("work_rules", {**rule, "condition": "account=Aozoro"})
    with unit(store, "add") as work:
        work.create("work_rules", {**rule, "condition": "account=Aozora"})
    with unit(store, "delete") as work:
        work.delete("accounts", [account])
    with unit(store, "add") as work:
        work.create("contacts", {"last_name": "Sato"})
    assert (
        Listing(store.schema, Query("contacts"), store.query_context()).count(store.connection) == 1
    )


@pytest.mark.parametrize(
    "where",
    [
        "nonsense=1",
        "status=nonsense",
        "employees=many",
        "employees=" + "9" * 400,
        "created>sometime",
        "created>+99999y",
        "city.name=x",
        'employees<""',
        "owner>sato",
        "tags<a",
    ],
)
def test_a_filter_that_means_nothing_is_refused_in_words(leads: Store, where: str) -> None:
    with pytest.raises(UsageError) as caught:
        matching(leads, where)
    assert str(caught.value)
    assert "errors." not in str(caught.value)


@given(value=st.text(max_size=30), operator=st.sampled_from(["=", "~", "<", "!="]))
def test_no_value_becomes_part_of_the_sql(value: str, operator: str) -> None:
    schema = program().declared
    for field in ("company", "phone", "tags", "email"):
        test = Comparison(field, operator, (f"zqx{value}",))
        try:
            sql = compile_filter(test, schema, schema.type("leads"), QueryContext(NOON))
        except CrmError:
            continue
        assert "zqx" not in sql.text.lower()
        assert any("zqx" in str(parameter).lower() for parameter in sql.parameters)


def test_a_batch_finds_what_it_made_and_what_it_changed(store: Store) -> None:
    with unit(store, "add") as work:
        old, other = work.create_many("leads", [{"last_name": "Abe"}, {"last_name": "Baba"}])
    with unit(store, "import") as work:
        new = work.create_many("leads", [{"last_name": name} for name in ("Chiba", "Doi")])
        work.update("leads", old, {"company": "Works"})
        work.create("accounts", {"name": "Works"})
    found = Listing(store.schema, Query("leads", f"batch={work.batch}"), store.query_context())
    assert sorted(found.ids(store.connection)) == sorted([old, *new])
    rest = Listing(store.schema, Query("leads", f"not batch={work.batch}"), store.query_context())
    assert list(rest.ids(store.connection)) == [other]


@pytest.mark.parametrize("text", ["batch=x", "batch>3", "batch=", "batch=9999999999999999999"])
def test_a_batch_has_a_number(store: Store, text: str) -> None:
    with pytest.raises(UsageError):
        Listing(store.schema, Query("leads", text), store.query_context())


def test_an_amount_whose_record_names_no_currency_is_of_the_usual_one(
    blank_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "crm.db"
    shutil.copyfile(blank_store, path)
    store = open_store(path, user="sato", clock=still_clock, currency="USD")
    with unit(store, "fields") as work:
        custom_fields.add_field(work, "notes", "budget", Kind.MONEY)
    with unit(store, "add") as work:
        work.create(
            "deals",
            {
                "name": "A",
                "account": work.create("accounts", {"name": "B"}),
                "amount": 120050,
                "currency": None,
            },
        )
        work.create("deals", {"name": "C", "account": 1, "amount": 1300, "currency": "JPY"})
        work.create("notes", {"body": "x", "budget": 99900})

    def found(record_type: str, where: str) -> list[int]:
        query = Query(record_type, where)
        return list(Listing(store.schema, query, store.query_context()).ids(store.connection))

    assert found("deals", "amount=1200.50") == [1]
    assert found("deals", "amount>=1201") == []
    assert found("deals", "amount>=0.1万") == found("deals", "amount>=1201円") == [2]
    with pytest.raises(UsageError):
        found("notes", "budget>1万円")
    assert found("notes", "budget=999") == [1]
    store.close()


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Pacific/Auckland"])
def test_a_step_without_a_time_is_on_its_day_in_every_zone(
    leads: Store, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    with unit(leads, "add") as work:
        lead = work.connection.scalar("SELECT id FROM leads WHERE last_name = 'Garcia'")
        work.create("activities", {"subject": "call", "lead": lead, "due_on": "2026-11-21"})
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    assert matching(leads, "next_activity_at=2026-11-21") == {"garcia"}
    assert matching(leads, "next_activity_at<=2026-11-21") == {"garcia"}
    assert matching(leads, "next_activity_at<2026-11-21") == set()
    assert matching(leads, "next_activity_at>2026-11-20") == {"garcia"}


def test_midnight_of_a_day_is_that_of_its_own_offset(
    leads: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    with unit(leads, "add") as work:
        work.create("leads", {"company": "summer", "created_at": "2026-07-15T04:30:00Z"})
    # In July midnight is at four o'clock UTC, in November at five.
    found = leads.connection.scalar("SELECT id FROM leads WHERE company = 'summer'")
    listing = Listing(
        leads.schema,
        Query("leads", where="created_at=2026-07-15"),
        leads.query_context(),
    )
    assert list(listing.ids(leads.connection)) == [found]
