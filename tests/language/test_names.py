from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.language.name_parts import split_full_name
from tui_crm.language.names import Name, NameOrder, full_name

NAMELIKE = st.text(st.sampled_from("田中一郎様殿さん部長営業 　,・Dr.MsvanderJIIア氏"), max_size=20)


@pytest.mark.parametrize(
    ("last", "first", "order", "shown"),
    [
        ("田中", "一郎", "script", "田中 一郎"),
        ("Garcia", "Luis", "script", "Luis Garcia"),
        ("김", "철수", "script", "김 철수"),
        ("Smith", "太郎", "script", "Smith 太郎"),
        ("田中", "一郎", "given_first", "一郎 田中"),
        ("Garcia", "Luis", "family_first", "Garcia Luis"),
        ("田中", "", "script", "田中"),
        (None, "Luis", "script", "Luis"),
        (None, None, "script", ""),
    ],
)
def test_full_name_follows_the_script(
    last: str | None, first: str | None, order: NameOrder, shown: str
) -> None:
    assert full_name(last, first, order=order) == shown


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("田中 一郎", Name("田中", "一郎")),
        ("田中\u3000一郎", Name("田中", "一郎")),
        ("田中・一郎", Name("田中", "一郎")),
        ("田中、一郎", Name("田中", "一郎")),
        ("田中一郎", Name("田中一郎")),
        ("ヤマダ タロウ", Name("ヤマダ", "タロウ")),
        ("マイケル・J・フォックス", Name("フォックス", "マイケル・J")),
        ("マイケル・ジャクソン", Name("ジャクソン", "マイケル")),
        ("김철수", Name("김철수")),
        ("Luis Garcia", Name("Garcia", "Luis")),
        ("Garcia, Luis", Name("Garcia", "Luis")),
        ("John Q Public", Name("Public", "John Q")),
        ("Vincent van der Berg", Name("van der Berg", "Vincent")),
        ("Van Morrison", Name("Morrison", "Van")),
        ("Yann Le Goff", Name("Le Goff", "Yann")),
        ("José Ortega y Gasset", Name("Ortega y Gasset", "José")),
        ("TANAKA Ichiro", Name("TANAKA", "Ichiro")),
        ("JOHN SMITH", Name("SMITH", "JOHN")),
        ("John Smith Jr.", Name("Smith Jr.", "John")),
        ("Smith, Jr., John", Name("Smith Jr.", "John")),
        ("Ramesh", Name("Ramesh")),
        ("", Name("")),
        (",", Name(",")),
    ],
)
def test_names_are_taken_apart_by_their_script(text: str, name: Name) -> None:
    assert split_full_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("田中 一郎様", Name("田中", "一郎", honorific="様")),
        ("田中様", Name("田中", honorific="様")),
        ("林 様", Name("林", honorific="様")),
        ("山田殿", Name("山田", honorific="殿")),
        ("山田部長様", Name("山田", honorific="部長様")),
        ("山田 太郎 営業部長", Name("山田", "太郎", honorific="営業部長")),
        ("山田 営業部長", Name("山田", honorific="営業部長")),
        ("株式会社みらい 御中", Name("株式会社みらい", honorific="御中")),
        ("Dr. 田中 太郎", Name("田中", "太郎", salutation="Dr.")),
        ("Mr. Luis Garcia", Name("Garcia", "Luis", salutation="Mr.")),
        ("Dr Garcia", Name("Garcia", salutation="Dr")),
        ("John Smith, PhD", Name("Smith", "John", honorific="PhD")),
    ],
)
def test_politeness_is_kept_apart(text: str, name: Name) -> None:
    assert split_full_name(text) == name


@pytest.mark.parametrize("text", ["様", "殿", "部長", "Dr", "鵜殿"])
def test_a_name_that_looks_like_politeness_stays(text: str) -> None:
    assert split_full_name(text) == Name(text)


@pytest.mark.parametrize("first", ["孝行", "博士", "美君"])
def test_given_names_that_end_like_politeness_stay(first: str) -> None:
    assert split_full_name(f"清水 {first}") == Name("清水", first)


@given(st.text() | NAMELIKE)
def test_no_letter_of_a_name_is_lost(text: str) -> None:
    name = split_full_name(text)
    parts = name.last + name.first + name.salutation + name.honorific + name.remark
    assert sorted(c for c in parts if c.isalnum()) == sorted(c for c in text if c.isalnum())
    assert bool(name.last) == bool(text.split())


@pytest.mark.parametrize(
    ("text", "last", "first", "salutation", "behind"),
    [
        ("Mika Olsen PhD", "Olsen", "Mika", "", "PhD"),
        ("Tom Baker M.D.", "Baker", "Tom", "", "M.D."),
        ("Laura Chen, PMP", "Chen", "Laura", "", "PMP"),
        ("Ravi Nair, CFA, FRM", "Nair", "Ravi", "", "CFA, FRM"),
        ("Ella Stone, Ph. D.", "Stone", "Ella", "", "Ph.D."),
        ("George Hill, Jr. CPA", "Hill Jr.", "George", "", "CPA"),
        ("Hill, George Jr.", "Hill Jr.", "George", "", ""),
        ("Weber, Dr. Anna", "Weber", "Anna", "Dr.", ""),
        ("Prof. Dr. Karl Weber", "Weber", "Karl", "Prof. Dr.", ""),
        ("Mary Ann Smith PhD", "Smith", "Mary Ann", "", "PhD"),
        ("Jane Roe CPA", "Roe", "Jane", "", "CPA"),
        ("John Doe, MD", "Doe", "John", "", "MD"),
        ("Smith, MD", "Smith", "", "", "MD"),
        ("Smith PhD", "Smith", "", "", "PhD"),
        ("Smith, John PhD", "Smith", "John", "", "PhD"),
        ("Smith, Dr. John, PhD", "Smith", "John", "Dr.", "PhD"),
        ("Weber, Anna, Dr.", "Weber", "Anna", "Dr.", ""),
        ("Anna Lee, RN, BSN", "Lee", "Anna", "", "RN, BSN"),
        ("Martin Luther King, Jr., PhD", "King Jr.", "Martin Luther", "", "PhD"),
        ("Dr. med. Anna Weber", "Weber", "Anna", "Dr. med.", ""),
        ("Prof. Dr. rer. nat. Karl Weber", "Weber", "Karl", "Prof. Dr. rer. nat.", ""),
        ("Mr. and Mrs. Smith", "Smith", "", "Mr. and Mrs.", ""),
        ("Sir Tim Berners-Lee OBE", "Berners-Lee", "Tim", "Sir", "OBE"),
        ("de la Cruz, Ana, MBA", "de la Cruz", "Ana", "", "MBA"),
        # What looks like one of those and is a name.
        ("TANAKA, KEN", "TANAKA", "KEN", "", ""),
        ("SMITH, JB", "SMITH", "JB", "", ""),
        ("Chen, LI", "Chen", "LI", "", ""),
        ("Ichiro TANAKA", "TANAKA", "Ichiro", "", ""),
        ("Jack Ma", "Ma", "Jack", "", ""),
        ("Kim Do", "Do", "Kim", "", ""),
        ("Naosuke Ii", "Ii", "Naosuke", "", ""),
        ("Don Smith", "Smith", "Don", "", ""),
        ("PhD", "PhD", "", "", ""),
    ],
)
def test_what_stands_round_a_name_is_no_part_of_it(
    text: str, last: str, first: str, salutation: str, behind: str
) -> None:
    assert split_full_name(text) == Name(last, first, salutation, behind)


@pytest.mark.parametrize(
    ("text", "last", "first", "remark"),
    [
        ("Owen Price (Sales)", "Price", "Owen", "Sales"),
        ("William (Bill) Gates", "Gates", "William", "Bill"),
        ("田中 太郎（営業部）", "田中", "太郎", "営業部"),
        ("田中 太郎 [Taro Tanaka]", "田中", "太郎", "Taro Tanaka"),
        ("(株)", "(株)", "", ""),
    ],
)
def test_a_remark_in_brackets_is_no_family_name(
    text: str, last: str, first: str, remark: str
) -> None:
    assert split_full_name(text) == Name(last, first, remark=remark)


@pytest.mark.parametrize(
    ("text", "last", "first"),
    [
        ("ファン・ゴッホ　テオ", "ファン・ゴッホ", "テオ"),
        ("スミス・ジョーンズ ケイト", "スミス・ジョーンズ", "ケイト"),
        ("佐々木・田中 花子", "佐々木・田中", "花子"),
        ("ジョン ・ スミス", "スミス", "ジョン"),
    ],
)
def test_a_space_parts_a_name_before_a_middle_dot_does(text: str, last: str, first: str) -> None:
    assert split_full_name(text) == Name(last, first)
