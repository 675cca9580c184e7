"""What people have set up goes from one store into another: fields, picklists, people, rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Crm

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = ("json", "jsonl", "csv", "xlsx")


@pytest.fixture
def settled(crm: Crm) -> Crm:
    """A store with fields, values and people of its own, and records that use them."""
    crm("field", "add", "leads", "rank", "--kind", "choice", "--values", "b,a", "--ja", "ランク")
    crm("choices", "leads_rank", "rename", "a", "--ja", "甲", "--en", "Alpha")
    crm("field", "add", "leads", "budget", "--kind", "money", "--listed", "--required")
    crm("field", "add", "leads", "old")
    crm("field", "retire", "leads", "old")
    crm("choices", "rating", "add", "tepid", "--ja", "ぬるい", "--en", "Tepid")
    crm("choices", "rating", "move", "tepid", "--to", "2")
    crm("choices", "lead_status", "rename", "new", "--en", "Untouched", "--ja", "未着手")
    crm("choices", "lead_source", "retire", "seminar")
    crm("add", "users", "name=suzuki", "full_name=鈴木 花子", "email=suzuki@aoba.example")
    crm("add", "leads", "last_name=A", "rank=a", "rating=tepid", "budget=1,200", "owner=suzuki")
    crm("add", "leads", "last_name=B", "rank=b", "budget=0")
    crm("view", "save", "leads", "Alphas", "--where", "rank=a", "--columns", "title,rank")
    return crm


@pytest.fixture
def fresh(blank_store: Path, tmp_path: Path) -> Crm:
    """Another store, in which nothing has been done."""
    path = tmp_path / "fresh.db"
    path.write_bytes(blank_store.read_bytes())
    return Crm(path)


def values(crm: Crm) -> dict[str, list[dict[str, object]]]:
    """All picklists with everything that they say, in their order."""
    found = {each["list"]: crm.json("choices", each["list"]) for each in crm.json("choices")}
    for choices in found.values():
        for choice in choices:
            del choice["position"]
    return found


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_fresh_store_gets_the_same_fields_values_people_and_records(
    settled: Crm, fresh: Crm, tmp_path: Path, ending: str
) -> None:
    for record_type in ("custom_fields", "choices", "users", "views", "leads"):
        path = tmp_path / f"{record_type}.{ending}"
        settled("export", record_type, "-o", path)
        report = fresh.json("import", path)
        assert (report["type"], report["failed"]) == (record_type, 0)
        again = fresh.json("import", path)
        assert (again["created"], again["updated"]) == (0, 0), "the same file changes nothing"
    assert values(fresh) == values(settled)
    assert fresh.json("fields", "leads") == settled.json("fields", "leads")
    hidden = {"created_at", "updated_at", "created_by", "updated_by"}
    for lead in (1, 2):
        one, other = (each.json("show", "leads", lead) for each in (settled, fresh))
        different = {key for key in one if one[key] != other[key] and key not in hidden}
        assert {key for key in different if not key.endswith("_id")} <= {"history"}
    assert fresh.json("view", "show", "Alphas") == settled.json("view", "show", "Alphas")


def test_a_file_of_fields_or_values_that_make_no_sense_is_rejected_row_by_row(
    settled: Crm, tmp_path: Path
) -> None:
    path = tmp_path / "fields.csv"
    path.write_text(
        "record_type,key,kind\nleads,good,text\nleads,x,nonsense\nleads,last_name,text\n"
        "leads,Bad Key,text\nleads,rank,text\nnowhere,y,text\nleads,z,link\nleads,w,choice\n"
    )
    report = json.loads(settled("import", path, "--to", "custom_fields", "--json", status=5))
    assert (report["created"], report["failed"]) == (1, 7)
    assert "good" in {field["key"] for field in settled.json("fields", "leads")}
    for pair in ("kind=nonsense", "key=Bad Key"):
        wrong = ("record_type=leads", "key=v", "kind=text", pair)
        assert "v" not in settled.fails("add", "custom_fields", *wrong, status=2).split()


def test_values_come_from_a_plain_list(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "values.csv"
    path.write_text("リスト,値,日本語,英語\nrating,boiling,沸騰,Boiling\nrating,hot,熱い,Hot\n")
    report = crm.json("import", path, "--to", "選択リスト")
    assert (report["created"], report["updated"]) == (1, 1)
    assert [v["ja"] for v in crm.json("choices", "rating")] == ["熱い", "B", "C", "沸騰"]


def test_users_come_from_a_plain_list(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text("User Name,Full Name,Email\nsuzuki,鈴木 花子,suzuki@aoba.example\n")
    assert crm.json("import", path, "--to", "users")["created"] == 1
    crm("add", "leads", "last_name=A", "owner=鈴木 花子")
    assert crm.json("show", "leads", 1)["owner"] == "鈴木 花子"
