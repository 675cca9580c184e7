"""A record type is one folder: what the program does with leads, it does with products."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlmodel import SQLModel, select

from tests.conftest import still_clock
from tests.features.products.conftest import HERE, PROGRAM, USUAL
from tests.features.products.model import Product
from tests.store.older_stores import VERSIONS, make_store
from tui_crm.features.new_migration import write_migration
from tui_crm.store.db.check.run import check
from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.db.store import Store
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

LIST = """\
Product code,Product name,Category,Unit price
R-100,Carbon rod,Rods,"12,800"
R-200,Bamboo rod,Rods,"48,000"
L-10,Spinner,Lures,980
"""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of three products in two categories that the store does not know."""
    path = tmp_path / "items.csv"
    path.write_text(LIST, "utf-8")
    return path


def rows(text: str) -> list[dict[str, str]]:
    """A CSV text as rows."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


# --- the command line -------------------------------------------------------------------------


def test_a_product_is_added_shown_searched_and_listed(crm: Crm) -> None:
    crm("add", "products", "name=Carbon rod", "code=R-100", "price=12,800", "tags=new")
    crm("add", "product", "name=Spinner", "code=L-10", "status=retired")
    shown = crm.json("show", "products", "1")
    assert (shown["name"], shown["price"], shown["status"]) == ("Carbon rod", 12_800, "active")
    assert "Carbon rod" in crm("search", "rbon")
    found = crm.json("list", "products", "--where", "status=active and price>10000")
    assert [each["code"] for each in found] == ["R-100"]
    assert [each["code"] for each in crm.json("list", "products", "--view", "on_sale")] == ["R-100"]


def test_it_has_custom_fields_and_saved_views(crm: Crm) -> None:
    crm("field", "add", "products", "weight", "--kind", "number", "--en", "Weight")
    crm("add", "products", "name=Carbon rod", "weight=1.5")
    crm("view", "save", "products", "Heavy", "--where", "weight>1")
    assert [each["name"] for each in crm.json("list", "products", "--view", "Heavy")] == [
        "Carbon rod"
    ]


def test_its_history_is_kept_and_undone(crm: Crm) -> None:
    crm("add", "products", "name=Carbon rod", "price=100")
    crm("edit", "products", "1", "price=200")
    crm("undo", "--yes")
    assert crm.json("show", "products", "1")["price"] == 100
    assert len(crm.json("history", "products", "1")) == 3


def test_a_list_is_recognised_by_its_headers_and_makes_its_categories(
    crm: Crm, listed: Path
) -> None:
    report = crm.json("import", listed, "--yes")
    assert (report["type"], report["created"]) == ("products", 3)
    found = crm.json("list", "products", "--sort", "code")
    assert [(each["code"], each["price"]) for each in found] == [
        ("L-10", 980),
        ("R-100", 12_800),
        ("R-200", 48_000),
    ]
    categories = crm.json("list", "product_categories", "--sort", "name")
    assert [each["name"] for each in categories] == ["Lures", "Rods"]
    again = crm.json("import", listed, "--yes")
    assert (again["created"], again["updated"], again["skipped"]) == (0, 0, 3)
    crm("undo", "--yes")
    assert crm.json("list", "products") == []


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_an_export_of_products_changes_nothing_when_it_comes_back(
    crm: Crm, listed: Path, tmp_path: Path, form: str
) -> None:
    crm("import", listed, "--yes")
    out = tmp_path / f"export.{form}"
    crm("export", "products", "--output", out)
    report = crm.json("import", out, "--yes")
    assert (report["type"], report["created"], report["updated"]) == ("products", 0, 0)


def test_products_that_are_one_are_found_and_merged(crm: Crm) -> None:
    crm("add", "products", "name=Carbon rod", "code=R-100", "tags=a")
    crm("add", "products", "name=Carbon Rod 2", "code=r100", "description=long", "tags=b")
    (group,) = crm.json("duplicates", "products")
    assert sorted(group["records"]) == [1, 2]
    crm("merge", "products", "1", "2")
    (left,) = crm.json("list", "products")
    kept = crm.json("show", "products", str(left["id"]))
    assert (kept["description"], sorted(kept["tags"])) == ("long", ["a", "b"])
    crm("undo", "--yes")
    assert len(crm.json("list", "products")) == 2


def test_it_speaks_japanese(crm: Crm) -> None:
    crm("add", "products", "商品名=カーボンロッド", "価格=12,800", lang="ja")
    shown = crm("show", "products", "1", lang="ja")
    assert "商品コード" not in shown
    assert "価格" in shown
    assert "販売中" in shown
    assert "商品" in crm("history", lang="ja")


# --- the screen -------------------------------------------------------------------------------


def test_it_has_a_list_a_form_and_a_page_on_the_screen() -> None:
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:xdist",
            "-o",
            "addopts=",
            str(HERE / "on_screen"),
        ],
        env={**os.environ, "CRM_TEST_PRODUCTS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


# --- the store --------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_store_gets_products(tmp_path: Path, version: int) -> None:
    path = tmp_path / "crm.db"
    make_store(path, version)
    with Store.open(path, PROGRAM, user="sato", clock=still_clock) as store:
        assert check(store).findings == ()
        assert [each.key for each in store.schema.choices("product_status")] == [
            "active",
            "retired",
        ]
        with unit(store, "add") as work:
            category = work.create("product_categories", {"name": "Rods"})
            work.create("products", {"name": "Carbon rod", "category": category})
        assert check(store).findings == ()
        with store.session() as session:
            (product,) = session.exec(select(Product).where(Product.category == category))
            assert product.title == "Carbon rod"


def test_its_migration_is_what_the_command_writes(tmp_path: Path) -> None:
    assert Product.__tablename__ in SQLModel.metadata.tables
    written = write_migration("Products and their categories", USUAL, tmp_path)
    assert written is not None
    (kept,) = (HERE / "migrations").glob("*.py")
    # The real one stands behind whatever version the program has come to.
    wanted = kept.read_text("utf-8").replace('f"{HEAD + 1:04}"', f'"{HEAD + 1:04}"')
    wanted = wanted.replace('f"{HEAD:04}"', f'"{HEAD:04}"')
    wanted = wanted.replace("from tui_crm.store.db.migrations.head import HEAD\n", "")
    assert written.name == f"{HEAD + 1:04}_{kept.name}"
    assert written.read_text("utf-8") == wanted
