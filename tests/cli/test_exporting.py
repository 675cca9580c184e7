"""Exporting, by command."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


def test_records_go_to_standard_output_as_csv(busy_crm: Crm) -> None:
    rows = list(csv.DictReader(io.StringIO(busy_crm("export", "leads", "--headers", "keys"))))
    assert {row["last_name"] for row in rows} == {"田中", "Smith", "佐藤"}
    japanese = busy_crm("export", "leads", lang="ja")
    assert "会社名" in japanese.splitlines()[0]


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "json", "jsonl"])
def test_what_goes_out_comes_in_as_it_was(busy_crm: Crm, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"leads.{ending}"
    report = busy_crm.json("export", "leads", "-o", file)
    assert (report["rows"], report["format"], report["file"]) == (3, ending, str(file))
    again = busy_crm.json("import", file)
    assert (again["created"], again["updated"], again["failed"]) == (0, 0, 0)
    assert again["skipped"] == 3


def test_filter_view_columns_and_limit_narrow_what_goes_out(busy_crm: Crm) -> None:
    busy_crm("view", "save", "leads", "Hot", "--where", "rating=hot", "--columns", "id,company")
    out = busy_crm("export", "leads", "--view", "Hot", "--headers", "keys")
    assert out.splitlines() == ["id,company", "1,株式会社青葉"]
    limited = ("--sort", "-id", "--limit", "2", "--columns", "id", "--headers", "keys")
    assert busy_crm("export", "leads", *limited).splitlines() == ["id", "3", "2"]


def test_json_without_a_file_is_the_records(busy_crm: Crm) -> None:
    leads = json.loads(busy_crm("export", "leads", "--json"))
    assert {lead["last_name"] for lead in leads} == {"田中", "Smith", "佐藤"}


def test_cards_and_calendars_are_written(busy_crm: Crm, tmp_path: Path) -> None:
    busy_crm("export", "contacts", "-o", tmp_path / "c.vcf")
    assert "BEGIN:VCARD" in (tmp_path / "c.vcf").read_text()
    busy_crm("export", "activities", "-o", tmp_path / "a.ics")
    assert "SUMMARY:Call back" in (tmp_path / "a.ics").read_text()


def test_formula_is_made_harmless_for_a_spreadsheet_and_kept_for_us(
    crm: Crm, tmp_path: Path
) -> None:
    crm("add", "leads", "last_name==cmd|' /C calc'!A0", "email=a@b.example")
    file = tmp_path / "l.csv"
    crm("export", "leads", "-o", file, "--for-excel")
    assert ",'=cmd" in file.read_text("utf-8-sig")
    assert crm.json("import", file)["created"] == 0
    assert crm.json("list", "leads")[0]["last_name"] == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("-o", "out.exe"), 2),
        (("--format", "klingon"), 2),
        (("--columns", "nope"), 2),
        (("--where", "nope=1"), 2),
        (("--view", "nope"), 4),
        (("--json", "--format", "csv"), 2),
        (("--encoding", "klingon"), 2),
        (("-o", "/no/such/folder/x.csv"), 1),
    ],
)
def test_export_refuses_what_makes_no_sense(
    busy_crm: Crm,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    status: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    busy_crm.fails("export", "leads", *args, status=status)
    assert sorted(tmp_path.iterdir()) == before


def test_export_replaces_a_file_only_when_told_to(busy_crm: Crm, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("mine")
    assert "--overwrite" in busy_crm.fails("export", "leads", "-o", file, status=2)
    assert file.read_text() == "mine"
    busy_crm("export", "leads", "-o", file, "--overwrite")
    assert "Smith" in file.read_text("utf-8")


def test_an_ending_that_says_no_format_is_not_called_a_format(
    busy_crm: Crm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = busy_crm.fails("export", "leads", "-o", "o.foo", status=2, lang="ja")
    assert "「o.foo」の拡張子からは形式が分かりません。使える拡張子：.csv, .tsv" in said
    said = busy_crm.fails("export", "leads", "-o", "o.foo", "--format", "foo", status=2, lang="ja")
    assert "「foo」という形式はありません。" in said
    busy_crm("export", "leads", "-o", "o.foo", "--format", "csv")


def test_a_field_that_is_none_is_said_of_records_as_people_call_them(
    busy_crm: Crm, tmp_path: Path
) -> None:
    path = tmp_path / "l.csv"
    path.write_text("姓,血液型\n森,A\n", "utf-8")
    for words, why in (
        (("export", "leads", "--columns", "foo"), "見込み客に項目「foo」はありません。"),
        (("list", "leads", "--sort", "foo"), "見込み客に項目「foo」がないため、"),
    ):
        assert why in busy_crm.fails(*words, status=2, lang="ja")
    said = busy_crm.fails("import", path, "--map", "血液型=foo", "--yes", status=2, lang="ja")
    assert "見込み客に、列を割り当てられる項目「foo」はありません。" in said
    said = busy_crm.fails("import", path, "--match", "foo", "--yes", status=2, lang="ja")
    assert "「foo」では見込み客を特定できません。" in said
