"""A list of products is recognised, matched and linked by what their declaration says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.features.products.conftest import PROGRAM
from tui_crm import i18n
from tui_crm.exchange.exporting.exporter import export
from tui_crm.exchange.exporting.options import ExportFormat, ExportOptions, Headers
from tui_crm.exchange.importing.bundle_plan import plan_bundle
from tui_crm.exchange.importing.bundle_run import run_bundle
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import Duplicates, ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.table_types import tell_type
from tui_crm.store.model import Schema

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.exchange.importing.report import ImportReport
    from tui_crm.store.db.store import Store

LIST = """\
Product code,Product name,Category,Unit price
R-100,Carbon rod,Rods,"12,800"
R-200,Bamboo rod,Rods,"48,000"
L-10,Spinner,Lures,980
"""


def bring(store: Store, path: Path, options: ImportOptions | None = None) -> ImportReport:
    """Import a file as the program proposes it."""
    return run_import(store, plan_import(store, path, options))


def held(store: Store) -> list[tuple[object, ...]]:
    """All products with the names of their categories."""
    rows = store.connection.rows(
        "SELECT p.code, p.name, c.name, p.price, p.currency, p.version FROM products p"
        " LEFT JOIN product_categories c ON c.id = p.category ORDER BY p.id"
    )
    return [tuple(row) for row in rows]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "items.csv"
    path.write_text(LIST, "utf-8")
    return path


def test_a_list_of_products_is_recognised_and_makes_its_categories(
    store: Store, listed: Path
) -> None:
    plan = plan_import(store, listed)
    assert (plan.record_type.key, plan.table.question) == ("products", None)
    report = run_import(store, plan)
    assert (report.created, report.also_created) == (3, {"product_categories": 2})
    assert [row[:4] for row in held(store)] == [
        ("R-100", "Carbon rod", "Rods", 12_800),
        ("R-200", "Bamboo rod", "Rods", 48_000),
        ("L-10", "Spinner", "Lures", 980),
    ]


def test_a_list_that_is_imported_again_changes_nothing(store: Store, listed: Path) -> None:
    bring(store, listed)
    before = held(store)
    again = bring(store, listed, ImportOptions(duplicates=Duplicates.OVERWRITE))
    assert (again.created, again.updated, again.skipped) == (0, 0, 3)
    assert held(store) == before


@pytest.mark.parametrize(("language", "label"), [("en", "Same Product code"), ("ja", "商品コード")])
def test_a_report_says_by_what_a_product_was_known(
    store: Store, listed: Path, language: i18n.Language, label: str
) -> None:
    bring(store, listed)
    i18n.use(language)
    again = bring(store, listed)
    assert label in again.skipped_rows[0].sentence


def test_a_new_price_goes_to_the_product_with_that_code(store: Store, listed: Path) -> None:
    bring(store, listed)
    listed.write_text("Product code,Product name,Unit price\nL-10,Spinner,1080\n", "utf-8")
    report = bring(store, listed, ImportOptions(duplicates=Duplicates.OVERWRITE))
    assert (report.created, report.updated) == (0, 1)
    assert held(store)[2][:4] == ("L-10", "Spinner", "Lures", 1080)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("headers", list(Headers))
@pytest.mark.parametrize("format_", [ExportFormat.CSV, ExportFormat.XLSX, ExportFormat.JSON])
def test_an_export_of_products_is_imported_as_itself(
    store: Store,
    listed: Path,
    tmp_path: Path,
    format_: ExportFormat,
    headers: Headers,
    language: i18n.Language,
) -> None:
    bring(store, listed)
    before = held(store)
    i18n.use(language)
    path = tmp_path / f"ours.{format_.value}"
    export(store, ExportOptions(type="products", format=format_, headers=headers), path)
    plan = plan_import(store, path)
    assert plan.record_type.key == "products"
    report = bring(store, path, ImportOptions(duplicates=Duplicates.OVERWRITE))
    assert (report.created, report.updated, report.failed) == (0, 0, 0)
    assert held(store) == before


def test_a_feature_knows_the_exports_of_programs_of_its_own(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    path.write_text(
        "Handle,Title,Body (HTML),Type,Variant SKU,Variant Price,Published\n"
        "spinner-10,Spinner,Turns fast,Lures,L-10,1200,true\n",
        "utf-8",
    )
    plan = plan_import(store, path)
    assert plan.mapping.origin is not None
    assert plan.mapping.origin.title == "Shopify"
    assert bring(store, path).created == 1
    assert held(store)[0][:4] == ("L-10", "Spinner", "Lures", 1200)
    assert store.connection.scalar("SELECT external_id FROM products") == "shopify:spinner-10"


def test_categories_come_before_the_products_that_point_at_them(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "products.csv").write_text(LIST, "utf-8")
    (folder / "Case.csv").write_text("Case Number,Subject\n1,Broken\n", "utf-8")
    bundle = plan_bundle(store, [folder])
    assert [plan.record_type.key for plan in bundle.tables] == ["products"]
    assert [left.kind for left in bundle.left_out] == ["cases"]
    report = run_bundle(store, bundle)
    assert report.tables[0].created == 3


@pytest.mark.parametrize(
    "header",
    ["Widget name,Widget code,Price", "Widget name,Category,Price", "品名,道具カテゴリ,道具単価"],
)
def test_a_type_that_no_list_of_words_has_is_recognised_by_its_declaration(header: str) -> None:
    declared = PROGRAM.declared
    widgets = replace(declared.type("products"), key="widgets", aliases=("widget", "道具"))
    types = {key: each for key, each in declared.types.items() if key != "products"}
    schema = Schema({**types, "widgets": widgets})
    assert tell_type(schema, header.split(",")).record_type == "widgets"


def test_lists_of_people_stay_lists_of_people(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("First name,Last name,Email\nKen,Mori,ken@mori.example\n", "utf-8")
    assert plan_import(store, path).record_type.key == "leads"
