"""Record types, fields and verbs are found by what people call them, and nearly so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import run_process

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


@pytest.mark.parametrize(
    "name", ["leads", "lead", "Lead", "LEADS", "見込み客", "リード", "Ｌｅａｄ"]
)
def test_a_record_type_is_found_by_key_and_by_label_in_either_language(
    busy_crm: Crm, name: str
) -> None:
    assert len(busy_crm.json("list", name)) == 3
    assert busy_crm.json("show", name, 1)["last_name"] == "田中"


def test_an_import_and_a_custom_field_take_the_same_names(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Last Name,Company\nSmith,Initech\n")
    assert crm.json("import", path, "--to", "連絡先")["type"] == "contacts"
    crm("field", "add", "商談", "rival", "--kind", "link", "--target", "取引先")
    assert [f["of"] for f in crm.json("fields", "deals") if f["key"] == "rival"] == ["accounts"]


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("list", "laeds"), "Did you mean leads?"),
        (("list", "leads", "--columns", "compny"), "Did you mean company"),
        (("list", "leads", "--sort", "-ratng"), "Did you mean rating"),
        (("list", "leads", "--where", "emial=x"), "Did you mean email"),
        (("add", "leads", "last_nme=x"), "Did you mean last_name"),
        (("lsit", "leads"), "Did you mean list"),
        (("help", "imprt"), "Did you mean import"),
    ],
)
def test_what_is_nearly_right_is_suggested(
    busy_crm: Crm, args: tuple[str, ...], meant: str
) -> None:
    assert meant in busy_crm.fails(*args, status=2)


def test_a_type_unlike_any_is_answered_with_all_there_are(crm: Crm) -> None:
    assert "leads, accounts, contacts" in crm.fails("list", "zzz", status=2)


def test_name_is_the_title_of_records_that_have_no_name(busy_crm: Crm) -> None:
    by_name = busy_crm.json("list", "leads", "--sort", "-name", "--columns", "id,name")
    assert [lead["name"] for lead in by_name] == ["田中 一郎", "佐藤", "Smith"]
    [lead, *_] = busy_crm.json("list", "leads", "--columns", "name")
    assert set(lead) == {"name"}  # a script finds what it asked for
    [lead, *_] = busy_crm.json("list", "leads", "--columns", "title")
    assert set(lead) == {"title"}
    named = busy_crm.json("list", "accounts", "--columns", "name", "--sort", "name")
    assert named == [{"name": "Aoba Trading"}]


def test_fields_are_found_by_label_or_by_a_usual_header(busy_crm: Crm) -> None:
    busy_crm("add", "lead", "姓=高橋", "会社=みどり商会", "Rating=hot")
    [lead] = busy_crm.json("list", "リード", "--search", "高橋", "--columns", "姓,会社名,Rating")
    assert lead == {"last_name": "高橋", "company": "みどり商会", "rating": "hot"}
    ordered = busy_crm.json("list", "leads", "--sort", "-会社名,姓", "--columns", "姓")
    assert len(ordered) == 4


@pytest.mark.parametrize("words", [(), ("import",), ("view", "save"), ("view",)])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_help_shows_what_the_option_shows(crm: Crm, words: tuple[str, ...], lang: str) -> None:
    expected = crm(*words, "--help", lang=lang)
    assert crm("help", *words, lang=lang) == expected
    assert crm("--lang", lang, "help", *words, lang="en") == expected


def test_completion_offers_the_views_of_the_program_too(busy_crm: Crm) -> None:
    busy_crm("view", "save", "leads", "Hot ones", "--where", "rating=hot")
    env = {"_CRM_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    env["_TYPER_COMPLETE_ARGS"] = "crm list leads --view "
    offered = run_process(busy_crm.path, env=env).stdout
    assert {"Hot ones", "untouched", "converted"} <= {
        line.split("\t")[0] for line in offered.splitlines()
    }


def test_adding_what_is_probably_there_already_says_so(busy_crm: Crm) -> None:
    twin = ("last_name=Smith", "company=Initech", "email=smith@initech.example")
    said = busy_crm.run("add", "leads", *twin)
    assert said.exit_code == 0
    assert "Lead 2" in said.stderr
    assert "crm merge leads 2 4" in said.stderr
    there = busy_crm.run("add", "contacts", *(t for t in twin if "company" not in t))
    assert "crm show leads 2" in there.stderr
    assert busy_crm.run("add", "leads", "last_name=渡辺", "company=まったく別").stderr == ""
    assert "Account 1" in busy_crm.run("add", "accounts", "name=Aoba Trading").stderr


def test_reading_the_values_of_a_picklist_makes_no_store(crm: Crm) -> None:
    crm.path.unlink()
    for args in (("choices",), ("choices", "rating"), ("fields", "leads"), ("list", "leads")):
        assert "no store" in crm.fails(*args, status=3)
    assert not crm.path.exists()


@pytest.mark.parametrize("verb", [("search", "田中"), ("history",), ("config", "show"), ("views",)])
def test_the_option_for_the_language_holds_for_headings_too(
    busy_crm: Crm, verb: tuple[str, ...]
) -> None:
    in_japanese = busy_crm(*verb, lang="ja")
    assert busy_crm("--lang", "ja", *verb, lang="en").splitlines()[0] == in_japanese.splitlines()[0]
