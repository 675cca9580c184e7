"""A new field on lead is one line, its words and a migration; what is read off it needs no more."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Crm, home  # noqa: F401
from tui_crm import i18n
from tui_crm.features import program as programs
from tui_crm.store.db.file_header import APPLICATION_ID
from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.model import FieldSpec, Kind, Schema

if TYPE_CHECKING:
    from tui_crm.store.registry import Program

OLDER = Path(__file__).parents[1] / "store" / "older"
LINE = FieldSpec(
    "spouse", Kind.TEXT, section="person", column=9, search=True, aliases=("partner name",)
)
MIGRATION = f"""
import sqlalchemy as sa
from alembic import op

revision = "{HEAD + 1:04}"
down_revision = "{HEAD:04}"


def upgrade() -> None:
    for table in ("leads", "contacts"):
        op.add_column(table, sa.Column("spouse", sa.Text()))
"""


@pytest.fixture
def with_spouse(tmp_path: Path) -> Program:
    """The program in which leads and contacts have a spouse."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / f"{HEAD + 1:04}_spouses.py").write_text(MIGRATION, "utf-8")
    usual = programs.program()
    types = {
        each.key: replace(each, fields=(*each.fields, LINE))
        if each.key in ("leads", "contacts")
        else each
        for each in usual.declared
    }
    declared = Schema(types, hooks=usual.declared.hooks)
    return replace(usual, declared=declared, version=HEAD + 1, migrations=(str(folder),))


@pytest.fixture
def crm(with_spouse: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crm:
    """That program over a store of an older version, with the words of the field."""
    monkeypatch.setattr(programs, "program", lambda: with_spouse)
    monkeypatch.setitem(i18n._area("en", "fields"), "spouse", "Spouse")
    monkeypatch.setitem(i18n._area("ja", "fields"), "spouse", "配偶者")
    path = tmp_path / "store" / "crm.db"
    path.parent.mkdir(mode=0o700)
    connection = sqlite3.connect(path)
    connection.executescript((OLDER / "v6.sql").read_text("utf-8"))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 6")
    connection.close()
    path.chmod(0o600)
    return Crm(path)


def test_it_is_shown_listed_filtered_and_searched(crm: Crm) -> None:
    crm("edit", "leads", "1", "spouse=Smitty")
    assert "Spouse" in crm("show", "leads", "1")
    assert "配偶者" in crm("show", "leads", "1", lang="ja")
    (found,) = crm.json("list", "leads", "--where", "spouse~smit")
    assert found["spouse"] == "Smitty"
    assert "Smith" in crm("search", "smitty")
    crm("undo", "--yes")
    assert crm.json("show", "leads", "1")["spouse"] is None


def test_it_is_imported_by_its_label_and_by_its_other_names(crm: Crm, tmp_path: Path) -> None:
    for header, name in (("Spouse", "Taro"), ("配偶者", "Jiro"), ("partner name", "Saburo")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"Last name,Company,{header}\nX{name},Y{name},{name}\n", "utf-8")
        crm("import", path, "--yes")
    found = crm.json("list", "leads", "--where", 'spouse!=""', "--sort", "spouse")
    assert [each["spouse"] for each in found] == ["Jiro", "Saburo", "Taro"]


def test_it_carries_over_to_the_contact_on_conversion(crm: Crm) -> None:
    crm("edit", "leads", "1", "spouse=Smitty")
    crm("convert", "1")
    (contact,) = crm.json("list", "contacts", "--where", 'spouse!=""')
    assert contact["spouse"] == "Smitty"
