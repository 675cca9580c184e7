"""Importing lists, past imports, duplicates and merging, by command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Crm
from tests.cli.terminal import Terminal
from tests.exchange import exports

if TYPE_CHECKING:
    from pathlib import Path

LEADS = """姓,名,会社名,メールアドレス,よくわからない列
田中,一郎,株式会社青葉,tanaka@aoba.example,x
鈴木,花子,東京商事,suzuki@tokyo.example,y
,,,nobody,z
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list of two leads and a row that is none, in cp932."""
    path = tmp_path / "名簿.csv"
    path.write_text(LEADS, "cp932")
    return path


def test_import_answers_with_the_shape_scripts_rely_on(crm: Crm, file: Path) -> None:
    done = json.loads(crm("import", file, "--json", status=5))
    assert done.pop("seconds") >= 0
    assert done == {
        "batch": 1,
        "file": str(file),
        "encoding": "cp932",
        "type": "leads",
        "rows": 3,
        "created": 2,
        "updated": 0,
        "skipped": 0,
        "failed": 1,
        "errors_file": str(file.with_name("名簿-errors.csv")),
        "doubts": 0,
        "doubtful_rows": [],
        "skipped_file": None,
        "skipped_rows": [],
        "mapping": {
            "姓": "last_name",
            "名": "first_name",
            "会社名": "company",
            "メールアドレス": "email",
        },
        "unmapped": ["よくわからない列"],
        "also_created": {},
        "incomplete": 0,
        "partial": 0,
        "left_out": [],
        "about_file": [],
        "given": {},
        "matched_choices": {},
    }
    assert {lead["last_name"] for lead in crm.json("list", "leads")} == {"田中", "鈴木"}


def test_import_for_people_says_what_was_left_out_and_why(crm: Crm, file: Path) -> None:
    result = crm.run("import", file)
    assert result.exit_code == 5
    assert "3 rows: 2 added, 0 changed, 0 skipped, 1 rejected. (change 1;" in result.stdout
    assert "よくわからない列" in result.stderr
    assert "line 4" in result.stderr
    assert "名簿-errors.csv" in result.stderr


def test_dry_run_gives_the_same_numbers_and_writes_nothing(crm: Crm, file: Path) -> None:
    dry = json.loads(crm("import", file, "--dry-run", "--json", status=5))
    assert (dry["batch"], dry["errors_file"], dry["created"], dry["failed"]) == (None, None, 2, 1)
    assert [row["action"] for row in dry["outcomes"]] == ["created", "created", "failed"]
    assert crm.json("list", "leads") == []
    assert not list(file.parent.glob("*errors*"))
    result = crm.run("import", file, "--dry-run")
    assert "田中" in result.stdout
    assert "dry run" in result.stdout
    assert result.stderr.startswith("The import would also:")


def test_second_run_adds_nothing_and_undo_takes_the_first_back(crm: Crm, file: Path) -> None:
    first = json.loads(crm("import", file, "--json", status=5))["batch"]
    again = json.loads(crm("import", file, "--json", status=5))
    assert (again["created"], again["skipped"], again["batch"]) == (0, 2, None)
    assert crm.json("undo", first)["restored"] == 2
    assert crm.json("list", "leads") == []
    [past] = crm.json("imports")
    assert (past["batch"], past["rows"], past["created"], past["failed"]) == (first, 3, 2, 1)
    assert past["undone_by"] == 2
    assert "名簿.csv" in crm("imports")


def test_columns_and_values_are_settled_by_option(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("Firma;a=b\nInitech;Smith\n")
    options = ("--map", "Firma=company", "--map", "a=b=last_name", "--delimiter", ";")
    done = crm.json("import", path, "--to", "leads", *options, "--set", "lead_source=web")
    assert done["created"] == 1
    lead = crm.json("show", "leads", 1)
    assert (lead["company"], lead["last_name"], lead["lead_source"]) == ("Initech", "Smith", "web")


@pytest.mark.parametrize(("way", "phone"), [("skip", None), ("fill", "03-1234-5678")])
def test_duplicates_are_skipped_or_filled(crm: Crm, tmp_path: Path, way: str, phone: str) -> None:
    crm("add", "leads", "last_name=Smith", "email=s@initech.example")
    path = tmp_path / "list.csv"
    path.write_text("last name,email,phone\nSmith,s@initech.example,03-1234-5678\n")
    crm("import", path, "--duplicates", way)
    [lead] = crm.json("list", "leads")
    assert lead["phone"] == phone


def test_several_files_are_one_change(crm: Crm, tmp_path: Path) -> None:
    accounts, contacts = tmp_path / "companies.csv", tmp_path / "people.csv"
    accounts.write_text("Account Name,Phone\nInitech,03-1234-5678\n")
    contacts.write_text("Last Name,Account Name,Email\nSmith,Initech,s@x.example\n,,bad\n")
    done = json.loads(crm("import", contacts, accounts, "--json", status=5))
    assert (done["batch"], done["rows"], done["created"], done["failed"]) == (1, 3, 2, 1)
    assert [(t["type"], t["batch"], t["created"]) for t in done["tables"]] == [
        ("accounts", 1, 1),
        ("contacts", 1, 1),
    ]
    assert done["tables"][1]["errors_file"] == str(tmp_path / "people-errors.csv")
    assert crm.json("show", "contacts", 1)["account"] == "Initech"
    [past] = crm.json("imports")
    assert (past["rows"], past["created"], past["failed"]) == (3, 2, 1)
    assert [t["type"] for t in past["tables"]] == ["accounts", "contacts"]
    assert "2 tables" in crm("imports", 1)
    assert crm.json("undo", 1)["restored"] == 2


def test_a_folder_is_tried_whole_before_it_is_imported(crm: Crm, tmp_path: Path) -> None:
    folder = exports.written(tmp_path / "hubspot", exports.HUBSPOT)
    dry = crm.json("import", folder, "--dry-run", "--currency", "JPY")
    assert (dry["batch"], dry["created"], len(dry["tables"])) == (None, 7, 6)
    assert [len(table["outcomes"]) for table in dry["tables"]] == [1, 2, 1, 1, 1, 1]
    assert [each["kind"] for each in dry["left_out_files"]] == ["cases"]
    assert crm.json("list", "accounts") == []
    told = crm.run("import", folder, "--dry-run", "--currency", "JPY")
    assert "Cold chain" in told.stdout
    assert "6 tables, 7 rows: 7 added" in told.stdout
    assert "tickets" in told.stderr


def test_options_go_to_the_tables_that_have_what_they_name(crm: Crm, tmp_path: Path) -> None:
    path = exports.zipped(tmp_path / "export.zip", exports.PIPEDRIVE)
    options = ("--currency", "JPY", "--set", "lead_source=web", "--without", "notes-11-20-2026.csv")
    done = crm.json("import", path, *options, "--map", "Person - Owner=")
    assert {table["type"] for table in done["tables"]}.isdisjoint({"notes"})
    assert {"file": "notes-11-20-2026.csv", "kind": "asked"}.items() <= (
        next(e for e in done["left_out_files"] if e["kind"] == "asked").items()
    )
    assert {c["lead_source"] for c in crm.json("list", "contacts")} == {"web"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "leads"), "--to goes with files that are named"),
        (("--save-mapping", "x"), "--save-mapping goes with one table"),
        (("--map", "Nowhere=owner"), "None of the files has a column Nowhere"),
        (("--set", "nowhere=1"), "have a field nowhere"),
    ],
)
def test_options_that_mean_nothing_for_several_tables_are_refused(
    crm: Crm, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    path = exports.zipped(tmp_path / "export.zip", exports.PIPEDRIVE)
    assert said in crm.fails("import", path, *options, status=2)
    assert crm.json("list", "accounts") == []


def test_a_file_that_is_not_there_keeps_the_others_out(crm: Crm, tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text("last name,email\nS,s@x.example\n")
    said = crm.fails("import", tmp_path / "1.csv", tmp_path / "none.csv", "--json", status=4)
    assert "none.csv" in said
    assert crm.json("list", "leads") == []


def test_standard_input_is_a_file(crm: Crm) -> None:
    done = json.loads(crm("import", "-", "--json", input=b"last name,email\nS,s@x.example\n"))
    assert done["created"] == 1


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("--map", "nothing"), 2),
        (("--map", "no such column=company"), 2),
        (("--map", "姓=no_such_field"), 2),
        (("--set", "no_such_field=x"), 2),
        (("--duplicates", "guess"), 2),
        (("--match", "no_such_field"), 2),
        (("--mapping", "nope"), 4),
        (("--to", "elephants"), 2),
        (("--encoding", "klingon"), 2),
    ],
)
def test_import_refuses_options_that_make_no_sense(
    crm: Crm, file: Path, args: tuple[str, ...], status: int
) -> None:
    crm.fails("import", file, *args, status=status)
    assert crm.json("history") == []


def test_import_of_nothing_fails(crm: Crm, tmp_path: Path) -> None:
    crm.fails("import", tmp_path / "none.csv", status=4)
    crm.fails("import", status=2)


def test_import_asks_a_person_and_shows_where_columns_go(crm: Crm, file: Path) -> None:
    terminal = Terminal(crm.path, "import", str(file))
    seen = terminal.read(until="[y/N]")
    assert "会社名 → Company" in seen
    terminal.answer("n\n")
    terminal.read()
    assert terminal.status() == 0
    assert crm.json("history") == []


def test_duplicates_are_listed_merged_and_split_again(crm: Crm) -> None:
    crm("add", "leads", "last_name=Smith", "first_name=Ann", "email=ann@initech.example")
    crm("add", "leads", "last_name=Smith", "first_name=Ann", "email=ann@initech.example", "fax=1")
    crm("add", "notes", "body=n", "lead=2")
    [group] = crm.json("duplicates", "leads")
    assert group["records"] == [1, 2]
    assert group["score"] > 0.9
    assert group["reasons"]
    assert "Ann Smith" in crm("duplicates", "leads")

    before = crm.json("list", "leads")
    merged = crm.json("merge", "leads", 1, 2)
    assert (merged["keep"], merged["merged"], merged["relinked"]) == (1, [2], 1)
    assert merged["changed"]["fax"] is not None
    assert [lead["id"] for lead in crm.json("list", "leads")] == [1]
    assert crm.json("show", "leads", 2)["id"] == 1, "the old number finds the one that stays"
    assert [note["body"] for note in crm.json("show", "leads", 1)["notes"]] == ["n"]
    assert crm.json("duplicates", "leads") == []

    crm("undo", merged["batch"])
    stamps = ("updated_at", "updated_by", "updated_by_id")
    after = crm.json("list", "leads")
    for row in (*before, *after):
        for key in stamps:
            row.pop(key)
    assert after == before
    assert crm.json("check")["whole"] is True


def test_merge_takes_the_fields_it_is_told_to(crm: Crm) -> None:
    crm("add", "leads", "last_name=Smith", "company=Initech")
    crm("add", "leads", "last_name=Smith", "company=Initrode")
    merged = crm.json("merge", "leads", 1, 2, "--take", "company=2")
    assert merged["changed"]["company"] == "Initrode"


def test_records_called_different_are_not_proposed_again(crm: Crm) -> None:
    for _ in range(2):
        crm("add", "leads", "last_name=Smith", "first_name=Ann", "email=ann@initech.example")
    assert len(crm.json("duplicates", "leads")) == 1
    told = crm.json("distinct", "leads", 1, 2)
    assert told["records"] == [1, 2]
    assert crm.json("duplicates", "leads") == []
    assert crm.json("export", "distinct_pairs")[0]["low_id"] == 1
    assert crm.json("history")[0]["kind"] == "distinct"
    crm("undo", told["batch"])
    assert len(crm.json("duplicates", "leads")) == 1


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("duplicates", "notes"), 2),
        (("merge", "leads", "1"), 2),
        (("merge", "leads", "1", "1"), 2),
        (("merge", "leads", "1", "99"), 4),
        (("merge", "notes", "1", "2"), 4),
        (("merge", "leads", "1", "2", "--take", "company"), 2),
        (("merge", "leads", "1", "2", "--take", "company=7"), 2),
        (("merge", "leads", "1", "2", "--take", "nope=2"), 2),
        (("distinct", "leads", "1"), 2),
        (("distinct", "leads", "1", "99"), 4),
    ],
)
def test_merging_refuses_what_makes_no_sense(
    busy_crm: Crm, args: tuple[str, ...], status: int
) -> None:
    before = busy_crm.json("history")
    busy_crm.fails(*args, status=status)
    assert busy_crm.json("history") == before


def test_keys_are_listed_with_what_they_do(crm: Crm) -> None:
    keys = {each["id"]: each for each in crm.json("keys")}
    assert "ctrl+z" in keys["app.undo"]["keys"]
    assert "ctrl+z" in crm("keys")
    assert "元に戻す" in crm("keys", lang="ja")


def people(path: Path, n: int) -> Path:
    """A list of so many people with one company each."""
    rows = (f"Smith{n},Ann,Initech {n},s{n}@initech.example" for n in range(n))
    path.write_text("last name,first name,company,email\n" + "\n".join(rows) + "\n")
    return path


def test_dry_run_shows_the_first_rows_of_each_kind_and_says_how_many_more(
    crm: Crm, tmp_path: Path
) -> None:
    crm("import", people(tmp_path / "list.csv", 30))
    changed = tmp_path / "list.csv"
    people(changed, 40)
    text = changed.read_text().replace("Smith3,Ann", "Smith3,Anna").replace("Initech 5,", "a,b,")
    changed.write_text(text)
    args = ("import", changed, "--dry-run", "--duplicates", "overwrite")
    said = crm(*args, status=5)
    assert said.splitlines()[0].endswith("Nothing was changed: this was a dry run.")
    assert "Rejected: one row" in said
    assert "First name: Ann → Anna" in said
    assert "Added: 10 rows, the first 5 of them:" in said
    assert "Smith34" in said
    assert "Smith35" not in said
    assert "28 more rows are not shown: --rows N" in said
    assert "not shown" not in crm(*args, "--rows", 40, status=5)
    assert len(json.loads(crm(*args, "--json", status=5))["outcomes"]) == 40


def test_dry_run_tells_rows_rejected_for_one_reason_only_so_often(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Deal Name,Account Name\n" + "Renewal,\n" * 50)
    said = crm("import", path, "--to", "deals", "--dry-run", status=5)
    assert "Rejected: 50 rows, the first 20 of them:" in said
    assert "30 more rows are not shown" in said


def test_dry_run_makes_no_store(tmp_path: Path) -> None:
    crm = Crm(tmp_path / "none" / "crm.db")
    assert "30 added" in crm("import", people(tmp_path / "list.csv", 30), "--dry-run")
    assert not crm.path.parent.exists()


def test_history_and_imports_count_the_same_and_name_apart_what_was_made_too(
    crm: Crm, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "Last Name,Account Name,Department\nSmith,Initech,\nBrown,Initech,\nBlack,Foo,\n"
    )
    report = crm.json("import", file, "--to", "contacts")
    assert (report["created"], report["also_created"]) == (3, {"accounts": 2})
    for verb in ("history", "imports"):
        [past] = crm.json(verb)
        assert (past["created"], past["updated"], past["also_created"]) == (3, 0, {"accounts": 2})
    assert "list.csv (+ 2 Accounts)" in crm("history")
    done = crm.run("undo")
    assert "list.csv (3 records, and 2 made along the way): imported" in done.stdout


def test_a_past_import_tells_where_its_columns_went_and_where_rejected_rows_are(
    crm: Crm, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    crm("import", file.name, status=5)
    past = crm.json("imports", 1)
    assert past["errors_file"] == str(file.parent / "名簿-errors.csv")
    assert past["mapping"]["会社名"] == "company"
    assert past["unmapped"] == ["よくわからない列"]
    said = crm("imports", 1)
    assert ["会社名", "Company"] in [line.split() for line in said.splitlines()]
    assert "名簿-errors.csv" in said
    crm("add", "leads", "last_name=X")
    crm.fails("imports", 2, status=4)


def test_history_says_what_was_taken_back_and_done_again(crm: Crm) -> None:
    crm("add", "leads", "last_name=Smith")
    crm("edit", "leads", 1, "city=Kyoto")
    assert "Change 2 was undone: Smith: City – → Kyoto" in crm("undo")
    assert "Change 2 was redone: Smith: City – → Kyoto" in crm("redo")
    redone, undone, *_ = crm.json("history")
    assert (redone["of"], undone["of"]) == (2, 2)
    assert "change 2 (Edited): Lead 1 Smith" in crm("history")


@pytest.mark.parametrize("way", ["skip", "fill", "overwrite"])
def test_numbers_of_merged_records_are_known_again_by_the_next_import(
    crm: Crm, tmp_path: Path, way: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("External ID,Last Name,Company\nA-1,Smith,Initech\nA-2,Smyth,Initrode\n")
    maps = ("--map", "External ID=external_id", "--to", "leads")
    assert crm.json("import", path, *maps)["created"] == 2
    crm("merge", "leads", 1, 2)
    assert crm.json("show", "leads", "A-2")["id"] == 1
    assert [(hit["type"], hit["id"]) for hit in crm.json("search", "A-2")] == [("leads", 1)]
    path.write_text(path.read_text().replace("Initrode", "Elsewhere"))
    for _ in range(2):
        assert crm.json("import", path, *maps, "--duplicates", way)["created"] == 0
    assert {crm.json("show", "leads", number)["id"] for number in ("A-1", "A-2")} == {1}


def test_an_undo_that_leaves_many_names_the_first_of_them(crm: Crm, tmp_path: Path) -> None:
    crm("import", people(tmp_path / "list.csv", 40))
    for lead in range(1, 31):
        crm("edit", "leads", lead, "city=Kyoto")
    said = crm.run("undo", 1)
    assert said.exit_code == 5
    assert "30 records could not be restored" in said.stderr
    assert "… and 10 more; --json names all of them." in said.stderr
    assert len(said.stderr.splitlines()) == 22


def test_a_dry_run_of_several_files_tells_scripts_of_every_row(crm: Crm, file: Path) -> None:
    one, other = crm.json("import", file, file, "--dry-run", status=5)["tables"]
    assert [row["action"] for row in one["outcomes"]] == ["created", "created", "failed"]
    assert [row["action"] for row in other["outcomes"]] == ["skipped", "skipped", "failed"]
    alone = crm.json("import", file, "--dry-run", status=5)
    assert alone["outcomes"] == one["outcomes"]
