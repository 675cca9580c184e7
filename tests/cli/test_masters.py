"""Custom fields, picklists and saved views."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


def saved_views(crm: Crm, *of: str) -> list[dict[str, Any]]:
    return [view for view in crm.json("views", *of) if view["origin"] == "saved"]


def test_fields_are_listed_with_what_a_script_must_know(crm: Crm) -> None:
    known = {field["key"]: field for field in crm.json("fields", "leads")}
    assert known["last_name"]["required"] == "company"
    assert (known["status"]["kind"], known["status"]["of"]) == ("choice", "lead_status")
    assert (known["owner"]["kind"], known["owner"]["of"]) == ("link", "users")
    assert known["id"]["readonly"] is True
    assert {row["type"] for row in crm.json("fields")} >= {"leads", "deals", "views"}
    assert "姓" in crm("fields", "leads", lang="ja")


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("text", "東京 支社", "東京 支社"),
        ("integer", "1,500", 1500),
        ("number", "2.5", 2.5),
        ("money", "¥3,000", 3000),
        ("date", "2026-12-01", "2026-12-01"),
        ("boolean", "はい", True),
        ("tags", "a, b", ["a", "b"]),
        ("email", "a@b.example", "a@b.example"),
    ],
)
def test_custom_field_of_every_kind_is_set_filtered_and_listed(
    crm: Crm, kind: str, typed: str, stored: object
) -> None:
    added = crm.json(
        "field", "add", "leads", "extra", "--kind", kind, "--ja", "追加", "--en", "Extra"
    )
    assert (added["batch"], added["field"]) == (1, "extra")
    crm("add", "leads", "last_name=S", f"extra={typed}")
    crm("add", "leads", "last_name=T")
    [lead] = crm.json("list", "leads", "--where", 'extra!=""', "--sort", "extra")
    assert lead["extra"] == stored
    assert "Extra" in crm("show", "leads", 1)
    assert crm.json("check")["whole"] is True


def test_custom_choice_field_brings_its_own_picklist(crm: Crm) -> None:
    crm("field", "add", "leads", "size", "--kind", "choice", "--values", "small, large")
    assert [c["key"] for c in crm.json("choices", "leads_size")] == ["small", "large"]
    crm("add", "leads", "last_name=S", "size=large")
    assert "small, large" in crm.fails("add", "leads", "last_name=S", "size=huge", status=2)


def test_custom_link_field_leads_to_its_record(busy_crm: Crm) -> None:
    busy_crm("field", "add", "leads", "partner", "--kind", "link", "--target", "accounts")
    busy_crm("edit", "leads", 1, "partner=Aoba Trading")
    lead = busy_crm.json("show", "leads", 1)
    assert (lead["partner"], lead["partner_id"]) == ("Aoba Trading", 1)
    assert [row["id"] for row in busy_crm.json("show", "accounts", 1)["leads"]] == [1]


def test_field_is_edited_retired_and_brought_back(crm: Crm) -> None:
    crm("field", "add", "leads", "extra", "--en", "Extra", "--ja", "追加")
    crm("add", "leads", "last_name=S", "extra=kept")
    crm("field", "edit", "leads", "extra", "--en", "More", "--listed", "--required")
    assert "More" in crm("list", "leads")
    assert "More is required" in crm.fails("add", "leads", "last_name=T", status=2)
    crm("field", "retire", "leads", "extra")
    assert "extra" not in crm.json("show", "leads", 1)
    assert crm.json("check")["whole"] is True
    crm("undo")
    assert crm.json("show", "leads", 1)["extra"] == "kept"


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("field", "add", "leads", "last_name"), 2),
        (("field", "add", "leads", "Bad Key"), 2),
        (("field", "add", "leads", "x", "--kind", "colour"), 2),
        (("field", "add", "leads", "x", "--kind", "link"), 2),
        (("field", "add", "leads", "x", "--values", "a"), 2),
        (("field", "edit", "leads", "last_name", "--en", "X"), 4),
        (("field", "edit", "leads", "last_name"), 2),
        (("field", "retire", "leads", "nope"), 4),
        (("choices", "nope"), 4),
        (("choices", "rating", "paint", "hot"), 2),
        (("choices", "rating", "add"), 2),
        (("choices", "rating", "add", "hot"), 2),
        (("choices", "rating", "rename", "hot"), 2),
        (("choices", "rating", "retire", "nope"), 4),
        (("choices", "rating", "move", "hot"), 2),
        (("choices", "rating", "move", "nope", "--to", "1"), 4),
        (("view", "show", "nope"), 4),
        (("view", "delete", "nope"), 4),
        (("view", "save", "leads", "v", "--where", "nope=1"), 2),
        (("view", "save", "leads", "v", "--columns", "nope"), 2),
        (("view", "save", "leads", "v", "--search", "x"), 2),
        (("list", "leads", "--view", "nope"), 4),
    ],
)
def test_masters_refuse_what_makes_no_sense(crm: Crm, args: tuple[str, ...], status: int) -> None:
    crm.fails(*args, status=status)
    assert crm.json("history") == []


def test_a_picklist_is_found_by_the_label_of_its_field(crm: Crm) -> None:
    by_name = crm.json("choices", "lead_source")
    for name in ("リードソース", "流入元", "Source"):
        assert crm.json("choices", name) == by_name
    assert crm.json("choices", "LEAD_SOURCE") == by_name
    several = crm.fails("choices", "status", status=2)
    assert "lead_status" in several
    assert "activity_status" in several


def test_what_was_renamed_is_taken_by_its_former_name(crm: Crm) -> None:
    crm("add", "leads", "姓=清水", "評価=高", "状態=対象外", "流入元=紹介")
    crm("add", "leads", "姓=井上", "評価=低")
    for words in (
        ("--where", "状態=対象外 and 評価=高"),
        ("--view", "ホット"),
        ("--view", "未商談化", "--sort", "評価", "--limit", "1"),
    ):
        [row] = crm.json("list", "leads", *words, "--columns", "評価,状態,流入元")
        assert row == {"rating": "hot", "status": "unqualified", "lead_source": "referral"}
    groups = crm.json("count", "leads", "--by", "流入元", "--where", "流入元!=''")
    assert groups == [{"lead_source": "referral", "count": 1}]


def test_choices_are_added_renamed_moved_retired_and_made_default(crm: Crm) -> None:
    assert {row["list"] for row in crm.json("choices")} >= {"rating", "deal_stage"}
    crm("choices", "rating", "add", "burning", "--en", "Burning", "--ja", "最優先")
    crm("choices", "rating", "rename", "hot", "--en", "Very hot")
    crm("choices", "rating", "move", "burning", "--to", "1")
    crm("choices", "rating", "retire", "cold")
    crm("choices", "rating", "default", "warm")
    found = crm.json("choices", "rating")
    assert [choice["key"] for choice in found] == ["burning", "hot", "warm", "cold"]
    assert [choice["en"] for choice in found][:2] == ["Burning", "Very hot"]
    assert [choice["key"] for choice in found if choice["retired"]] == ["cold"]
    crm("add", "leads", "last_name=S")
    assert crm.json("show", "leads", 1)["rating"] == "warm"
    crm("undo", 5)
    assert not any(choice["default"] for choice in crm.json("choices", "rating"))


def test_saved_view_is_a_filter_an_order_and_columns(busy_crm: Crm) -> None:
    saved = ("--where", 'company!=""', "--sort", "-id", "--columns", "id,company")
    busy_crm("view", "save", "leads", "With company", *saved)
    rows = busy_crm.json("list", "leads", "--view", "with COMPANY")
    assert [list(row.items()) for row in rows] == [
        [("id", 2), ("company", "Initech")],
        [("id", 1), ("company", "株式会社青葉")],
    ]
    assert busy_crm.json("view", "show", "With company") == rows
    narrower = busy_crm.json("view", "show", "With company", "--where", "rating=hot or id=9")
    assert [row["id"] for row in narrower] == [1]
    [view] = saved_views(busy_crm, "leads")
    assert (view["where"], view["columns"]) == ('company!=""', ["id", "company"])
    assert saved_views(busy_crm, "deals") == []


def test_view_of_the_same_name_is_replaced_and_a_deleted_one_comes_back(busy_crm: Crm) -> None:
    busy_crm("view", "save", "leads", "Mine", "--where", "owner=me")
    busy_crm("view", "save", "leads", "mine", "--where", "rating=hot")
    [view] = saved_views(busy_crm)
    assert view["where"] == "rating=hot"
    busy_crm("view", "delete", "Mine")
    assert saved_views(busy_crm) == []
    busy_crm("undo")
    assert len(busy_crm.json("view", "show", "mine")) == 1


def test_a_view_that_names_who_is_gone_is_shown_and_says_so_but_writes_nothing(
    busy_crm: Crm,
) -> None:
    busy_crm("add", "users", "name=tanaka")
    busy_crm("view", "save", "leads", "Theirs", "--where", "owner=tanaka or rating=hot")
    busy_crm("edit", "users", 2, "name=suzuki")
    shown = busy_crm.run("list", "leads", "--view", "Theirs", "--json")
    assert [row["id"] for row in json.loads(shown.stdout)] == [1]
    assert "called “tanaka”" in shown.stderr
    busy_crm.fails("list", "leads", "--where", "owner=tanaka", status=2)
    busy_crm.fails("view", "save", "leads", "Again", "--view", "Theirs", status=2)


def test_view_can_be_made_from_another(busy_crm: Crm) -> None:
    busy_crm("view", "save", "leads", "Mine", "--where", "owner=me", "--sort", "-id")
    busy_crm("view", "save", "leads", "Mine and hot", "--view", "Mine", "--where", "rating=hot")
    found = {view["name"]: view for view in saved_views(busy_crm)}
    assert found["Mine and hot"]["where"] == "(owner=me) and (rating=hot)"
    assert found["Mine and hot"]["sort"] == "-id"


def test_kinds_of_fields_are_said_in_the_readers_language(crm: Crm) -> None:
    shown = crm("fields", "leads", lang="ja")
    assert "金額" in shown
    assert "money" not in shown
    assert "money" in {field["kind"] for field in crm.json("fields", "leads", lang="ja")}


def test_an_amount_with_too_many_places_names_the_setting(crm: Crm) -> None:
    said = crm.fails("add", "leads", "last_name=A", "annual_revenue=12.50", status=2)
    assert "crm config set currency USD" in said
