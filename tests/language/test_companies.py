from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paths import SHARED_DATA
from tui_crm.language.companies import CompanyKey, company_key, corporate_number_ok

NAMELIKE = st.text(
    st.sampled_from("株式会社()㈱有限 田中東京支店本社かカabcolt.d&ー-・入御様"), max_size=20
)
EDINET = SHARED_DATA / "japanese/edinet/EdinetcodeDlInfo.csv"
HOUJIN = SHARED_DATA / "japanese/houjin/31_tottori_all_20160229.zip"
needs_data = pytest.mark.skipif(not EDINET.exists(), reason="the shared company lists are absent")


@pytest.mark.parametrize(
    "text",
    [
        "株式会社リコー",
        "㈱リコー",
        "(株) リコー",
        "（株）ﾘｺｰ",
        "カ)リコー",
        "株）リコー",
        "カブシキガイシャリコー",
    ],
)
def test_the_form_before_a_name_is_kept_apart(text: str) -> None:
    assert company_key(text) == CompanyKey("りこー", "株式会社", "before")


@pytest.mark.parametrize(
    "text",
    [
        "リコー株式会社",
        "リコー㈱",
        "ﾘｺｰ(ｶ",
        "リコー（カ）",
        "リコー K.K.",
        "リコ－株式会社",
        "リコー 株式会社 御中",
    ],
)
def test_the_form_behind_a_name_is_kept_apart(text: str) -> None:
    assert company_key(text) == CompanyKey("りこー", "株式会社", "after")


@pytest.mark.parametrize(
    ("text", "core", "form"),
    [
        ("有限会社田中商店", "田中商店", "有限会社"),
        ("㈲田中商店", "田中商店", "有限会社"),
        ("合同会社みらい", "みらい", "合同会社"),
        ("NPO法人みどり", "みどり", "特定非営利活動法人"),
        ("一般社団法人日本協会", "日本協会", "一般社団法人"),
        ("（一社）日本協会", "日本協会", "一般社団法人"),
        ("医療法人社団さくら会", "さくら会", "医療法人社団"),
        ("Ricoh Co., Ltd.", "ricoh", "Co., Ltd."),
        ("RICOH CO.,LTD.", "ricoh", "Co., Ltd."),
        ("Acme, Inc.", "acme", "Inc."),
        ("Acme Incorporated", "acme", "Inc."),
        ("Northwind GmbH", "northwind", "GmbH"),
        ("Müller GmbH & Co. KG", "muller", "GmbH & Co. KG"),
        ("Foo S.à r.l.", "foo", "SARL"),
        ("Cemex S.A. de C.V.", "cemex", "S.A. de C.V."),
        ("Barilla S.p.A.", "barilla", "S.p.A."),
        ("Sakura Spa", "sakuraspa", ""),
        ("A B Volvo", "volvo", "AB"),
        ("AT&T Inc.", "atandt", "Inc."),
        ("Smith & Co., Ltd.", "smith", "Co., Ltd."),
        ("(주)삼성", "삼성", "주식회사"),
    ],
)
def test_legal_forms_of_many_countries(text: str, core: str, form: str) -> None:
    key = company_key(text)
    assert (key.core, key.legal_form) == (core, form)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("キヤノン", "キャノン"),
        ("髙島屋", "高島屋"),
        ("山﨑製パン", "山崎製パン"),
        ("コカ・コーラ", "コカ-コーラ"),
        ("コカ コーラ", "コカ・コーラ"),
        ("ら〜めん堂", "らーめん堂"),
        ("ニッカヰスキー", "ニッカイスキー"),
        ("Johnson & Johnson", "johnson and johnson"),
    ],
)
def test_spellings_of_one_company_have_one_core(one: str, other: str) -> None:
    assert company_key(one).core == company_key(other).core


@pytest.mark.parametrize(("one", "other"), [("リコー", "リコ"), ("日本電気", "日本電産")])
def test_different_companies_keep_different_cores(one: str, other: str) -> None:
    assert company_key(one).core != company_key(other).core


@pytest.mark.parametrize(
    ("text", "core", "branch"),
    [
        ("株式会社田中商事 大阪支店", "田中商事", "大阪支店"),
        ("田中商事株式会社大阪支店", "田中商事", "大阪支店"),
        ("田中商事(株) システム部", "田中商事", "しすてむ部"),
        ("株式会社山田製作所大阪支店", "山田製作所", "大阪支店"),
        ("東日本旅客鉄道千葉支社", "東日本旅客鉄道", "千葉支社"),
        ("Acme Inc. Tokyo Branch", "acme", "tokyobranch"),
        ("株式会社山田工場", "山田工場", ""),
        ("株式会社 大阪工場", "大阪工場", ""),
        ("株式会社伊勢屋本店", "伊勢屋本店", ""),
        ("株式会社實業之日本社", "実業之日本社", ""),
        ("街づくり株式会社いちろく", "街づくりいちろく", ""),
        ("東京支店", "東京支店", ""),
    ],
)
def test_a_branch_is_cut_off_where_it_is_certain(text: str, core: str, branch: str) -> None:
    key = company_key(text)
    assert (key.core, key.branch) == (core, branch)


@pytest.mark.parametrize("text", ["株式会社", "GmbH", "㈱", "・", "", "AB"])
def test_a_name_that_is_only_a_form_is_its_own_core(text: str) -> None:
    key = company_key(text)
    assert key.legal_form == ""
    assert bool(key.core) == bool(text)


@given(st.text() | NAMELIKE)
def test_the_core_is_its_own_core(text: str) -> None:
    core = company_key(text).core
    assert company_key(core).core == core


def test_corporate_numbers_carry_a_check_digit() -> None:
    assert corporate_number_ok("5070001000715")
    assert corporate_number_ok("T５０７００-０１０００７１５")
    assert not corporate_number_ok("5070001000716")
    assert not corporate_number_ok("5070001000751")
    assert not corporate_number_ok("507000100071")
    assert not corporate_number_ok("")
    assert not corporate_number_ok("9" * 5000)


@needs_data
def test_every_published_corporate_number_is_right_and_most_names_have_a_form() -> None:
    with EDINET.open(encoding="cp932", newline="") as file:
        filers = list(csv.reader(file))[2:]
    with zipfile.ZipFile(HOUJIN) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".csv"))
        bodies = list(csv.reader(io.StringIO(archive.read(name).decode("utf-8"))))
    numbers = [row[12] for row in filers if row[12]] + [row[1] for row in bodies]
    assert len(numbers) > 20_000
    assert all(map(corporate_number_ok, numbers))
    english = [company_key(row[7]) for row in filers if row[7].strip(" -")]
    assert sum(not key.legal_form for key in english) / len(english) < 0.01


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("シヤ)ミドリ", "社団法人ミドリ"),
        ("ｼｬ)ﾐﾄﾞﾘ", "社団法人ミドリ"),
        ("ﾐﾄﾞﾘ(ｼﾕｳ", "宗教法人ミドリ"),
        ("ﾐﾄﾞﾘ(ｼﾕｳ)", "宗教法人ミドリ"),
        ("ギヨ)ミドリ", "行政書士法人ミドリ"),
        ("ミドリ（ギョ", "行政書士法人ミドリ"),
        ("ﾄｸﾋ)ﾐﾄﾞﾘ", "特定非営利活動法人ミドリ"),
        ("ﾁﾄﾞｸ)ﾐﾄﾞﾘ", "地方独立行政法人ミドリ"),
        ("ﾐﾄﾞﾘ(ﾌｸ)", "社会福祉法人ミドリ"),
        ("ﾛｳﾑ)ﾐﾄﾞﾘ", "社会保険労務士法人ミドリ"),
        ("シホウ)ミドリ", "司法書士法人ミドリ"),
        ("ノウキヨウ)ミドリ", "農業協同組合ミドリ"),
        ("(社福)みどり会", "社会福祉法人みどり会"),
        ("みどり会（社福）", "社会福祉法人みどり会"),
        ("(医)みどり会", "医療法人みどり会"),
        ("(学)みどり学園", "学校法人みどり学園"),
        ("(財)みどり", "財団法人みどり"),
        ("㈳みどり", "社団法人みどり"),
        ("(宗)みどり寺", "宗教法人みどり寺"),
        ("(独)みどり機構", "独立行政法人みどり機構"),
        ("(地独)みどり病院", "地方独立行政法人みどり病院"),
        ("(特非)みどり", "特定非営利活動法人みどり"),
        ("(NPO)みどり", "特定非営利活動法人みどり"),
        ("(税)みどり会計", "税理士法人みどり会計"),
        ("(弁)みどり法律事務所", "弁護士法人みどり法律事務所"),
        ("(農)みどり", "農事組合法人みどり"),
        ("(一社)みどり", "一般社団法人みどり"),
        ("(公財)みどり", "公益財団法人みどり"),
        ("(国大)みどり大学", "国立大学法人みどり大学"),
        ("(監)みどり", "監査法人みどり"),
        ("(社労)みどり", "社会保険労務士法人みどり"),
    ],
)
def test_a_short_legal_form_is_the_long_one(short: str, long: str) -> None:
    mine, theirs = company_key(short), company_key(long)
    assert (mine.core, mine.legal_form) == (theirs.core, theirs.legal_form)
