"""Rules at the shell: made like any record, listed, kept in a file, and felt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


@pytest.fixture
def team(crm: Crm) -> Crm:
    """The program over a store with two more users, three leads and an open activity."""
    for name in ("suzuki", "tanaka"):
        crm("add", "users", f"name={name}")
    for name in ("A", "B", "C"):
        crm("add", "leads", f"last_name={name}", "state=東京都")
    crm("task", "Call", "--lead", 1)
    return crm


def owners(crm: Crm, record_type: str = "leads") -> list[str]:
    return [row["owner"] for row in crm.json("list", record_type, "--sort", "id")]


def test_a_rule_is_made_like_any_record_and_holds(team: Crm) -> None:
    team("add", "work_rules", "name=Reach", "condition=status=qualified", "needed=email, 電話")
    said = team.fails("edit", "leads", 1, "status=qualified", status=2)
    assert "E-mail, Phone are missing, which the rule “Reach” wants." in said
    said = team.fails("edit", "leads", 1, "status=qualified", status=2, lang="ja")
    assert "「メール、電話」が未入力です（ルール「Reach」）。" in said
    team("edit", "work_rules", 1, "is_inactive=yes")
    team("edit", "leads", 1, "status=qualified")


def test_leads_go_by_name_or_by_the_rules(team: Crm) -> None:
    done = team.json("assign", "leads", 1, "--to", "suzuki", "--with-activities")
    assert (done["assigned"], done["activities"]) == (1, 1)
    assert owners(team) == ["suzuki", "sato", "sato"]
    assert owners(team, "activities") == ["suzuki"]
    team.fails("assign", "leads", 1, status=2)
    assert team.json("assign", "leads", 1, 2, "tanaka")["assigned"] == 2
    assert team.json("assign", "leads", "sato", "--where", "id=1")["assigned"] == 1
    team.fails("assign", "leads", 1, 99, status=4)
    team.fails("assign", "leads", 1, "nobody", status=4)
    team("undo")
    team("undo")
    team("add", "assignment_rules", "name=All", "members=tanaka, suzuki")
    assert "3 records" in team("assign", "leads", "--where", "state=東京都")
    assert owners(team) == ["tanaka", "suzuki", "tanaka"]
    team("undo")
    assert owners(team) == ["suzuki", "sato", "sato"]


def test_a_new_record_names_the_owner_that_a_rule_gave_it(team: Crm) -> None:
    assert "rules" not in team.run("add", "leads", "last_name=D").stderr
    team("add", "assignment_rules", "name=All", "members=tanaka")
    assert "gave it to tanaka" in team.run("add", "leads", "last_name=E").stderr


def test_assigning_says_whom_it_left(team: Crm) -> None:
    team("add", "work_rules", "name=Own", "kind=owners", "owners=sato", "condition=last_name=B")
    result = team.run("assign", "leads", "--where", "id>0", "--to", "suzuki")
    assert result.exit_code == 5
    assert "B: By the rule “Own” only sato may own this." in result.stderr
    assert owners(team) == ["suzuki", "sato", "suzuki"]


@pytest.mark.parametrize(
    "args", [(), ("1", "--where", "id=1"), ("99", "--to", "suzuki"), ("1", "--to", "nobody")]
)
def test_assigning_nothing_or_to_nobody_is_refused(team: Crm, args: tuple[str, ...]) -> None:
    result = team.run("assign", "leads", *args)
    assert result.exit_code in (2, 4)
    assert owners(team) == ["sato"] * 3


def test_editing_the_owner_takes_activities_along_in_the_same_change(team: Crm) -> None:
    team("edit", "leads", 1, "owner=tanaka", "--with-activities")
    assert owners(team, "activities") == ["tanaka"]
    team("undo")
    assert (owners(team)[0], owners(team, "activities")) == ("sato", ["sato"])


def test_rules_go_to_a_file_and_come_back(team: Crm, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    assert team("rules") == ""
    team("add", "assignment_rules", "name=All", "members=tanaka")
    team("add", "work_rules", "name=Two weeks", "kind=untouched", "days=14")
    assert "Two weeks" in team("rules")
    assert [rule["name"] for rule in team.json("rules")] == ["All", "Two weeks"]
    assert team("rules", "--export", file) == f"2 rules → {file}\n"
    team.fails("rules", "--export", file, status=2)
    assert team("rules", "--export", "-") == file.read_text("utf-8")
    team("delete", "work_rules", 1, "--yes")
    done = team.json("rules", "--load", file)
    assert (done["added"], done["changed"], done["removed"]) == (1, 0, 0)
    team.fails("rules", "--load", tmp_path / "none.toml", status=1)
    team.fails("rules", "--load", file, "--export", file, status=2)


def test_an_import_may_break_a_rule_only_when_told_so(team: Crm, tmp_path: Path) -> None:
    team("add", "work_rules", "name=Mail", "needed=email")
    path = tmp_path / "list.csv"
    path.write_text("姓,メール\n一,a@b.example\n二,\n", "utf-8")
    report = team.json("import", path, "--dry-run", status=5)
    assert (report["created"], report["failed"]) == (1, 1)
    result = team.run("import", path, "--yes", "--allow-incomplete")
    assert result.exit_code == 0
    assert "1 record breaks a team rule" in result.stderr
    listed = team.json("list", "leads", "--view", "incomplete")
    assert [row["last_name"] for row in listed] == ["A", "B", "C", "二"]


def test_rules_are_exported_and_imported_like_any_record(team: Crm, tmp_path: Path) -> None:
    team("add", "work_rules", "name=Mail", "condition=rating=hot", "needed=email, phone")
    path = tmp_path / "rules.csv"
    team("export", "work_rules", "-o", path)
    team("delete", "work_rules", 1, "--yes")
    team("import", path, "--yes", "--to", "work_rules")
    assert "Mail" in team.fails("edit", "leads", 1, "rating=hot", status=2)
    senseless = tmp_path / "senseless.csv"
    senseless.write_text("name,condition,needed\nBad,colour=red,email\n", "utf-8")
    report = team.json("import", senseless, "--to", "work_rules", status=5)
    assert (report["created"], report["failed"]) == (0, 1)


def test_views_and_rules_are_listed_and_shown_by_labels(crm: Crm) -> None:
    crm("add", "leads", "last_name=A")
    crm(
        "view",
        "save",
        "leads",
        "Mine",
        "--where",
        "status=new",
        "--sort=-last_name",
        "--columns",
        "last_name,company",
    )
    crm(
        "add",
        "work_rules",
        "name=R",
        "kind=required",
        "record_type=leads",
        "condition=status=new",
        "needed=email",
    )
    for words in (("list", "views"), ("show", "views", "Mine")):
        said = crm(*words, lang="ja")
        assert "ステータス=新規" in said
        assert "-姓" in said
        assert "last_name" not in said
    for words in (("list", "work_rules"), ("show", "work_rules", "R")):
        assert "ステータス=新規" in crm(*words, lang="ja")
    [view] = crm.json("list", "views")
    assert (view["where"], view["sort"]) == ("status=new", "-last_name")
