"""What an import tells of its rows is told of those that came in, in every way it is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import given
from tui_crm.exchange.importing import reading_process

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

HEADER = (
    "氏名|姓|会社名|メール|電話番号|法人番号|状態|業種|従業員数|Annual Revenue|自社担当|同意日|件名"
)
TELLING = {
    "幽霊鬼八|||a1@example.com|03-1111-0001||||||||": "name not split",
    "|||a2@example.com|03-1111-0002||||||||": "its e-mail address stands in",
    "|||a3@example.com|03-1111-0003||||||||お見積り": "its subject stands in",
    "|田中|光商事|a4@example.com|03-1111-0004|123|||||||": "corporate number",
    "|鈴木|桜|a5@example.com|03-1111-0005||未接触||||||": "未接触 → New",
    "|佐藤|梅|a6@example.com|03-1111-0006|||謎の業種|||||": "謎の業種",
    "|高橋|松|a7@example.com|03-1111-0007||||10〜20名||||": "A range does not fit",
    "|伊藤|竹|a8@example.com|03-1111-0008||||約30名||||": "beside the number",
    "|渡辺|藤|a9@example.com|03-1111-0009|||||未定|||": "not known yet",
    "|中村|菊|a10@example.com|03-1111-0010|||||1000|||": "nothing names another currency",
    "|小林|蘭|a11@example.com|03-1111-0011||||||幽霊||": "No user matches",
    "|加藤|桃|a12@example.com|03-1111-0012|||||||いつか|": "could not be read",
    "|吉田|杏|a13.@docomo.ne.jp|03-1111-0013||||||||": "mobile address",
}
"""Rows that come in, each with a word of what is told of it."""

RULE = ("add", "work_rules", "name=Phone", "needed=phone")


@pytest.fixture(params=["one process", "two processes"])
def road(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How a table is read, whatever its size."""
    if request.param == "two processes":
        monkeypatch.setattr(reading_process, "OWN_PROCESS_FROM", 0)
        monkeypatch.setattr(reading_process, "processors", lambda: 2)
    return str(request.param)


def unreadable(row: str) -> str:
    """The row with an address that cannot be read, which rejects it."""
    return re.sub(r"(a\d+\.?)@", r"\1 at ", row)


def against_the_rule(row: str) -> str:
    """The row without the telephone number that a rule of work wants."""
    return re.sub(r"03-1111-00\d\d", "", row).replace("a", "b", 1)


def told(crm: Crm, path: Path, *options: str, status: int = 0) -> list[str]:
    """What an import tells beside its counts and the reasons of rejected rows."""
    result = crm.run("import", path, *options, "--yes")
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    lines = result.stderr.splitlines()
    return [
        line
        for line in lines
        if not line.startswith(("Row ", "line ")) and not re.match(r"The (\d+ )?rejected row", line)
    ]


@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--unknown", "blank")])
@pytest.mark.parametrize("spoil", [unreadable, against_the_rule])
def test_rejected_rows_add_nothing_to_what_is_told(
    crm: Crm, tmp_path: Path, road: str, spoil: object, options: tuple[str, ...]
) -> None:
    assert callable(spoil)
    crm(*RULE)
    good = given(tmp_path, HEADER, *TELLING, name="good.csv")
    said = told(crm, good, "--dry-run", *options)
    for word in TELLING.values():
        assert any(word in line for line in said), (road, word, said)
    rejected = [spoil(row) for row in TELLING]
    path = given(tmp_path, HEADER, *TELLING, *rejected, name="mixed.csv")
    assert told(crm, path, "--dry-run", *options, status=5) == said


@pytest.mark.parametrize("spoil", [unreadable, against_the_rule])
def test_nothing_is_told_of_rows_that_are_all_rejected(
    crm: Crm, tmp_path: Path, road: str, spoil: object
) -> None:
    assert callable(spoil)
    crm(*RULE)
    before = crm("choices", "industry", "--csv")
    path = given(tmp_path, HEADER, *map(spoil, TELLING))
    assert told(crm, path, status=5) == [], road
    assert crm("choices", "industry", "--csv") == before
    assert crm("list", "leads", "--csv", "--columns", "id").splitlines() == ["id"]


@pytest.mark.parametrize("way", ["skip", "fill", "overwrite"])
def test_nothing_is_told_of_rows_that_change_nothing(
    crm: Crm, tmp_path: Path, road: str, way: str
) -> None:
    path = given(tmp_path, HEADER, *TELLING)
    told(crm, path)
    said = told(crm, path, "--duplicates", way)
    assert len(said) == 1, (road, said)
    assert said[0].startswith("13 rows are")


def test_of_an_update_only_what_the_record_takes_is_told(
    crm: Crm, tmp_path: Path, road: str
) -> None:
    mail = "email=a@example.com"
    crm("add", "leads", "last_name=森", mail, "corporate_number=x", "industry=it", "description=D")
    row = "|森||a@example.com|03-1111-0001|123|未接触|謎||未定|幽霊|いつか|"
    path = given(tmp_path, HEADER, row)
    said = told(crm, path, "--duplicates", "fill", "--unknown", "blank")
    assert len(said) == 1, (road, said)
    assert said[0].startswith("One row came in without a value that could not be read")
    assert crm.json("show", "leads", "1")["description"] == "D"


def test_a_link_that_leads_nowhere_is_told_of_the_row_that_has_it(
    crm: Crm, tmp_path: Path, road: str
) -> None:
    rows = ["更新|光商事|たくさん|幽霊部長", "保守|光商事|100|別の部長"]
    path = given(tmp_path, "商談名|取引先|金額|窓口", *rows)
    options = ("--map", "窓口=primary_contact", "--currency", "JPY")
    said = told(crm, path, "--to", "deals", *options, status=5)
    [nowhere] = [line for line in said if "nothing that is known here" in line]
    assert "別の部長" in nowhere
    assert "幽霊部長" not in nowhere, road


def test_a_link_to_a_row_further_down_is_not_filled_in_a_rejected_row(
    crm: Crm, tmp_path: Path, road: str
) -> None:
    crm("add", "accounts", "name=光商事")
    rule = ("record_type=accounts", "condition=industry=it", "needed=phone")
    crm("add", "work_rules", "name=Phone", *rule)
    rows = ["光商事|IT|本社", "本社||"]
    path = given(tmp_path, "取引先名|業種|親会社", *rows)
    told(crm, path, "--to", "accounts", "--duplicates", "fill", status=5)
    known = crm.json("show", "accounts", "1")
    assert (known["industry"], known["parent"]) == (None, None), road


def test_each_value_that_was_left_blank_counts(crm: Crm, tmp_path: Path, road: str) -> None:
    rows = [f"森{n}|m{n}@example.com|謎" for n in range(3)]
    said = told(crm, given(tmp_path, "姓|メール|業種", *rows), "--unknown", "blank")
    assert any("3 values of Industry" in line and "謎 (3)" in line for line in said), (road, said)


def test_a_row_beside_a_rejected_one_is_no_doubt(crm: Crm, tmp_path: Path, road: str) -> None:
    """What contradicts only a row that a rule keeps out came in beside nothing."""
    crm(*RULE)
    rows = ["森 太郎|a@example.com|", "林 花子|a@example.com|03-1111-0001"]
    path = given(tmp_path, "氏名|メール|電話番号", *rows)
    assert told(crm, path, status=5) == [], road
    report = crm.json("import", path, "--dry-run", "--yes", status=5)
    assert report["doubts"] == 0


def test_incomplete_records_count_once_and_only_if_they_come_in(
    crm: Crm, tmp_path: Path, road: str
) -> None:
    """The number is that of the view: not of the rows, nor of what was completed further down."""
    crm(*RULE)
    more = [f"客{n}|c{n}@example.com|03-2222-{n:04}|" for n in range(600)]
    rows = ["森|m@example.com||", "林|h@example.com||", "岡|o at x||", *more]
    rows += ["森|m@example.com|03-1111-0001|", "林|h@example.com||02"]
    path = given(tmp_path, "姓|メール|電話番号|FAX", *rows)
    options = ("--allow-incomplete", "--duplicates", "fill")
    said = told(crm, path, *options, status=5)
    [line] = [line for line in said if "team rule" in line]
    assert line.startswith("1 record "), road
    listed = crm("list", "leads", "--where", "incomplete=yes", "--csv", "--columns", "last_name")
    assert listed.splitlines()[1:] == ["林"]


def test_an_unknown_owner_in_an_export_of_ours_leaves_its_record_without_one(
    crm: Crm, tmp_path: Path, road: str
) -> None:
    path = given(tmp_path, HEADER, "|森||m@example.com|||||||||")
    told(crm, path)
    out = tmp_path / "out.csv"
    crm("export", "leads", "-o", out)
    out.write_text(out.read_text("utf-8").replace(",sato,", ",幽霊,", 1), "utf-8")
    crm("delete", "leads", "1", "--yes")
    [said] = [line for line in told(crm, out) if "幽霊" in line]
    assert "have no owner" in said, road
    [lead] = crm.json("list", "leads")
    assert lead["owner"] is None
    assert "幽霊" in lead["description"]


def test_whom_an_activity_was_requested_by_is_not_its_owner(
    crm: Crm, tmp_path: Path, road: str
) -> None:
    path = given(tmp_path, "件名|種類|期限|依頼者", "電話する|タスク|2026-12-01|幽霊")
    [said] = told(crm, path, "--to", "activities", "--map", "依頼者=requested_by")
    assert said.startswith("Requested by: one value is nothing that is known here"), road
    [activity] = crm.json("list", "activities")
    assert (activity["owner"], activity["description"]) == ("sato", "Requested by: 幽霊")
    crm("add", "users", "name=幽霊")
    assert crm.json("list", "activities")[0]["owner"] == "sato"


def test_an_owner_for_every_row_whom_nobody_is_is_refused(
    crm: Crm, tmp_path: Path, road: str
) -> None:
    path = given(tmp_path, "姓|メール", "森|m@example.com")
    said = crm.fails("import", path, "--set", "owner=幽霊", "--yes", status=4)
    assert "There is no User called “幽霊”." in said, road
    assert crm.json("list", "leads") == []
