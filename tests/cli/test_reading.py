"""Listing, showing and finding records, in every format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import FORBIDDEN, HOSTILE

LONG = "x" * 50_000

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


def ids(rows: list[dict[str, int]]) -> list[int]:
    return [row["id"] for row in rows]


def test_empty_list_is_an_empty_array_and_a_word_for_people(crm: Crm) -> None:
    assert crm("list", "leads", "--json") == "[]\n"
    assert crm("list", "leads", "--jsonl") == ""
    result = crm.run("list", "leads")
    assert result.stdout == ""
    assert result.stderr == "Leads: nothing fits.\n"


def test_every_format_gives_the_same_rows(busy_crm: Crm) -> None:
    chosen = ("list", "leads", "--columns", "id,last_name,tags,owner")
    rows = busy_crm.json(*chosen)
    assert [json.loads(line) for line in busy_crm(*chosen, "--jsonl").splitlines()] == rows
    read = list(csv.DictReader(io.StringIO(busy_crm(*chosen, "--csv"))))
    assert [row["last_name"] for row in read] == [row["last_name"] for row in rows]
    tabbed = list(csv.DictReader(io.StringIO(busy_crm(*chosen, "--tsv")), delimiter="\t"))
    assert tabbed == read
    assert len(busy_crm(*chosen).splitlines()) == 1 + len(rows)


def test_two_formats_at_once_are_wrong_use(crm: Crm) -> None:
    assert "--json, --csv" in crm.fails("list", "leads", "--json", "--csv", status=2)


def test_filter_sort_and_limit(busy_crm: Crm) -> None:
    assert ids(busy_crm.json("list", "leads", "--where", "rating=hot or tags=vip")) == [3, 1]
    assert ids(busy_crm.json("list", "leads", "--sort", "-id", "--limit", 2)) == [3, 2]
    assert ids(
        busy_crm.json("list", "leads", "--sort", "id", "-w", "company!=''".replace("'", '"'))
    ) == [1, 2]
    assert busy_crm.json("list", "leads", "--limit", 0) == []


def test_search_narrows_a_list(busy_crm: Crm) -> None:
    assert ids(busy_crm.json("list", "leads", "--search", "青葉")) == [1]


def test_mistake_in_a_filter_names_its_place(busy_crm: Crm) -> None:
    assert "character 12" in busy_crm.fails("list", "leads", "--where", "rating=hot an", status=2)


@pytest.mark.parametrize(
    "args",
    [
        ("list", "elephants"),
        ("list", "leads", "--sort", "name;DROP TABLE x"),
        ("list", "leads", "--sort", "(SELECT 1)"),
        ("list", "leads", "--columns", "nope"),
        ("list", "leads", "--where", "x' OR 1=1 --"),
        ("list", "leads", "--limit", "-1"),
        ("list", "leads", "--limit", "many"),
        ("list",),
        ("list", "leads", "more"),
        ("list", "leads", "--wher", "x"),
        ("list", "leads", "--where"),
        ("lst", "leads"),
        ("view",),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(crm: Crm, args: tuple[str, ...]) -> None:
    said = {lang: crm.fails(*args, status=2, lang=lang) for lang in ("en", "ja")}
    assert said["en"] != said["ja"]
    for sentence in said.values():
        assert sentence.startswith("crm: ")
        assert "Traceback" not in sentence


@pytest.mark.parametrize(
    "words",
    [
        [f"--{LONG}"],
        [LONG],
        ["list", f"--{LONG}"],
        ["list", f"--{LONG}=1"],
        ["list", LONG],
        ["list", "leads", "a", LONG],
        ["list", "leads", "--limit", LONG],
        ["list", "leads", "--where", LONG],
        ["show", "leads", LONG],
        ["field", LONG],
        ["import", LONG],
    ],
)
def test_what_is_wrong_is_quoted_by_its_beginning(crm: Crm, words: list[str]) -> None:
    said = crm.run("add", "leads", "last_name=A") and crm.run(*words)
    assert said.exit_code != 0
    assert 0 < len(said.stderr) < 700


def test_search_says_how_much_of_a_very_long_text_counts(busy_crm: Crm) -> None:
    for words in (("search", LONG), ("list", "leads", "--search", LONG)):
        assert "first 200 letters" in busy_crm.run(*words).stderr
    assert "letters" not in busy_crm.run("search", "x" * 200).stderr


def test_close_verb_and_option_are_suggested(crm: Crm) -> None:
    assert "list" in crm.fails("lst", status=2)
    assert "--where" in crm.fails("list", "leads", "--wher", "x", status=2)


def test_global_options_are_taken_behind_the_verb_too(crm: Crm, tmp_path: Path) -> None:
    assert "会社名" in crm("fields", "leads", "--lang", "ja")
    other = tmp_path / "other.db"
    crm("add", "leads", "last_name=Smith", f"--store={other}", "--user", "kim")
    assert crm.json("list", "leads") == []
    [lead] = crm.json("list", "leads", "--store", other)
    assert lead["last_name"] == "Smith"
    assert "--lang needs a value" in crm.fails("list", "leads", "--lang", status=2)
    assert "--lang needs a value" in crm.fails("--lang", status=2)
    for empty in (("--store=",), ("--store", ""), ("--user=",)):
        assert "needs a value" in crm.fails("list", "leads", *empty, status=2)
    assert "指定してください" in crm.fails("show", "--lang", "ja", status=2)
    assert "ありません" in crm.fails("list", "leads", "--bogus", "--lang=ja", status=2)
    assert crm.fails("list", "leads", "--", "--lang", "ja", status=2)


@pytest.mark.parametrize(
    "text", ['"', 'a"b', "AND", "*", "NEAR(", "-qq", "()", "{", "%", "_", "x" * 50_001]
)
def test_search_takes_anything(busy_crm: Crm, text: str) -> None:
    assert json.loads(busy_crm("search", "--json", "--", text)) == []
    assert busy_crm.json("list", "leads", f"--search={text}") == []


def test_search_finds_records_of_all_types(busy_crm: Crm) -> None:
    found = busy_crm.json("search", "aoba")
    assert ("accounts", 1) in {(row["type"], row["id"]) for row in found}
    assert {row["type"] for row in busy_crm.json("search", "鈴木")} == {"contacts"}
    assert busy_crm.json("search", "nowhere to be found") == []


def test_show_carries_the_related_lists(busy_crm: Crm) -> None:
    lead = busy_crm.json("show", "leads", 1)
    assert [a["subject"] for a in lead["activities"]["open"]] == ["Call back"]
    assert [a["subject"] for a in lead["activities"]["closed"]] == ["Sent brochure"]
    assert lead["notes"] == lead["attachments"] == []
    account = busy_crm.json("show", "accounts", 1)
    assert [d["name"] for d in account["deals"]] == ["Renewal"]
    assert [c["last_name"] for c in account["contacts"]] == ["鈴木"]
    assert [n["body"] for n in account["notes"]] == ["Wants a quote"]
    assert account["history"][-1]["op"] == "create"


def test_show_for_people_names_sections_and_lists(busy_crm: Crm) -> None:
    said = busy_crm("show", "leads", "田中 一郎")
    assert said.startswith("Lead 1: 田中 一郎\n")
    assert "Open activities (1)" in said
    assert "Call back" in said
    assert "History (1)" in said


def test_japanese_is_spoken_where_it_is_asked_for(busy_crm: Crm) -> None:
    said = busy_crm("list", "leads", lang="ja")
    assert "会社名" in said.splitlines()[0]
    assert "新規" in said
    assert busy_crm.json("list", "leads", lang="ja") == busy_crm.json("list", "leads", lang="en")


def test_lang_option_wins_over_the_environment(busy_crm: Crm) -> None:
    assert "会社名" in busy_crm("--lang", "ja", "list", "leads")
    assert "crm: " in busy_crm.fails("--lang", "xx", "list", "leads", status=2)


def test_converted_leads_are_hidden_and_counted(busy_crm: Crm) -> None:
    from tests.conftest import still_clock
    from tui_crm.features.program import open_store
    from tui_crm.store.journal.unit import unit

    store = open_store(busy_crm.path, user="sato", clock=still_clock)
    with unit(store, "convert") as work:
        for lead in (1, 2, 3):
            work.update("leads", lead, {"converted_at": "2026-11-20T00:00:00Z"})
    store.close()
    said = busy_crm.run("list", "leads").stderr
    assert "3 that fit are converted" in said
    assert len(busy_crm.json("list", "leads", "--where", 'converted!=""')) == 3
    assert [row["id"] for row in busy_crm.json("search", "Smith")] == [2]
    assert "converted" in busy_crm.fails("edit", "leads", 1, "rating=cold", status=2)


def test_amounts_and_dates_are_typed_in_json(busy_crm: Crm) -> None:
    busy_crm("edit", "deals", 1, "close_date=2026-12-01", "probability=40")
    deal = busy_crm.json("show", "deals", 1)
    assert (deal["amount"], deal["close_date"], deal["probability"]) == (1200000, "2026-12-01", 40)
    assert "¥1,200,000" in busy_crm("list", "deals")


def test_hostile_names_are_drawn_harmless_and_kept_in_json(crm: Crm) -> None:
    for text in HOSTILE:
        crm("add", "leads", f"last_name={text}", f"description={text}\nnext line")
    for args in (
        ("list", "leads"),
        ("show", "leads", 1),
        ("search", "PWNED"),
        ("history", "leads", 2),
        ("history",),
        ("edit", "leads", 3, "rating=hot"),
        ("delete", "leads", 4),
    ):
        result = crm.run(*args)
        assert result.exit_code == 0, result.stderr
        assert not set(FORBIDDEN) & set(result.stdout + result.stderr), args
    names = {lead["last_name"] for lead in crm.json("list", "leads")}
    # A line break becomes a blank; a mark that is not seen is no part of a name.
    kept = {text.replace("\r", " ").replace("\u202e", "") for text in HOSTILE}
    assert names == kept - {HOSTILE[3]}


def test_hostile_words_are_harmless_in_errors(crm: Crm) -> None:
    for text in HOSTILE:
        for args in (
            ("show", "leads", text),
            ("list", text),
            ("list", "leads", "--view", text),
            ("list", "leads", "--where", f'rating="{text}"'),
            ("add", "leads", f"rating={text}"),
            ("add", "leads", f"{text}=1"),
            (text,),
            ("list", "leads", f"--{text}"),
            ("--store", f"/nowhere/{text}/x.db", "check"),
            ("restore", text),
            ("config", "set", text, "x"),
        ):
            result = crm.run(*args)
            assert result.exit_code in (1, 2, 3, 4), (args, result.stdout)
            assert not set(FORBIDDEN) & set(result.stdout + result.stderr), (args, result.stderr)
            assert "Traceback" not in result.stderr
            assert "should not have" not in result.stderr, (args, result.stderr)


def test_views_of_the_program_work_at_the_shell(busy_crm: Crm) -> None:
    assert [lead["id"] for lead in busy_crm.json("list", "leads", "--view", "Hot")] == [1]
    assert "hot" in {view["name"].lower() for view in busy_crm.json("views", "leads")}


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 20, "9" * 5000])
@pytest.mark.parametrize(
    "args",
    [
        ("undo",),
        ("imports",),
        ("history", "--limit"),
        ("list", "leads", "--limit"),
        ("search", "x", "--limit"),
        ("imports", "--limit"),
    ],
)
def test_number_that_nothing_can_hold_is_refused(
    busy_crm: Crm, args: tuple[str, ...], number: str
) -> None:
    assert "number" in busy_crm.fails(*args, number, status=2)


def test_field_that_sorts_twice_counts_once(busy_crm: Crm) -> None:
    many = busy_crm.json("list", "leads", "--sort", ",".join(["company", "-last_name"] * 3000))
    assert many == busy_crm.json("list", "leads", "--sort", "company,-last_name")
