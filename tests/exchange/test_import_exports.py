"""Whole exports of other programs: every record and every link lands, once, and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.exchange import exports
from tests.exchange.importing import records
from tui_crm.exchange.importing.bundle_plan import plan_bundle
from tui_crm.exchange.importing.bundle_run import run_bundle
from tui_crm.exchange.importing.options import Converted, ImportOptions
from tui_crm.store.journal.undo import undo

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.exchange.importing.bundle_run import BundleReport
    from tui_crm.store.db.store import Store

TYPES = ("users", "accounts", "contacts", "leads", "deals", "activities", "notes")
LINKS = {
    "accounts": ("parent",),
    "contacts": ("account", "reports_to"),
    "leads": ("converted_account", "converted_contact", "converted_deal"),
    "deals": ("account", "primary_contact"),
    "activities": ("lead", "account", "contact", "deal"),
    "notes": ("lead", "account", "contact", "deal"),
}


def move(store: Store, *paths: Path, **options: Any) -> BundleReport:
    """Import several files as one change; every row must be accounted for, and none rejected."""
    given = ImportOptions(**{"converted": Converted.KEEP, "currency": "JPY", **options})
    report = run_bundle(store, plan_bundle(store, paths, given))
    assert report.tables
    for table in report.tables:
        assert table.rows == table.created + table.updated + table.skipped + table.failed
    return report


def landed(store: Store) -> dict[str, dict[str, dict[str, str]]]:
    """By type the records by title, each with its links by title."""
    titles = {
        key: {r["id"]: str(r["title"]) for r in records(store, key, "id", "title")} for key in TYPES
    }
    found: dict[str, dict[str, dict[str, str]]] = {}
    for key, fields in LINKS.items():
        declared = store.schema.type(key)
        for record in records(store, key, "title", *fields):
            links = {f: titles[declared.field(f).target][record[f]] for f in fields if record[f]}
            found.setdefault(key, {})[str(record["title"])] = links
    return found


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All records, but the person who works here, who comes with the first change of all."""
    found = {key: records(store, key) for key in (*TYPES, "choices")}
    return found | {"users": found["users"][1:]}


def test_salesforce_lands_whole(store: Store, tmp_path: Path) -> None:
    report = move(store, exports.zipped(tmp_path / "WE_00D.zip", exports.SALESFORCE))
    assert report.failed == 0
    assert [(t.type, t.created) for t in report.tables] == [
        ("users", 2),
        ("accounts", 2),
        ("contacts", 2),
        ("leads", 2),
        ("deals", 1),
        ("activities", 2),
        ("activities", 1),
        ("notes", 2),
    ]
    assert {each.name: (each.kind, each.n) for each in report.left_out} == {
        "Case.csv": ("cases", 0),
        "Product2.csv": ("products", 0),
        "OpportunityContactRole.csv": ("roles", 1),
        "Region__c.csv": ("unknown", 0),
    }
    tanaka, suzuki, japan = "Ichiro Tanaka", "Hanako Suzuki", "Northwind Japan"
    assert landed(store) == {
        "accounts": {japan: {"parent": "Northwind Traders"}, "Northwind Traders": {}},
        "contacts": {suzuki: {"account": japan, "reports_to": tanaka}, tanaka: {"account": japan}},
        "leads": {
            tanaka: {
                "converted_account": japan,
                "converted_contact": tanaka,
                "converted_deal": "Cold chain",
            },
            "Ken Mori": {},
        },
        "deals": {"Cold chain": {"account": japan, "primary_contact": tanaka}},
        "activities": {
            "Send the quote": {"account": japan, "contact": tanaka, "deal": "Cold chain"},
            "Call back": {"lead": "Ken Mori"},
            "Visit": {"account": japan, "contact": suzuki},
        },
        "notes": {"Budget": {"deal": "Cold chain"}, "Fair": {"lead": "Ken Mori"}},
    }
    assert records(store, "users", "name", "is_inactive")[1:] == [
        {"name": "sato@ours.example", "is_inactive": 0},
        {"name": "ito@ours.example", "is_inactive": 1},
    ]
    kinds = {r["subject"]: r["kind"] for r in records(store, "activities", "subject", "kind")}
    assert kinds == {"Send the quote": "task", "Call back": "call", "Visit": "meeting"}
    [converted] = [r for r in records(store, "leads", "converted_at") if r["converted_at"]]
    assert str(converted["converted_at"]).startswith("2025-02-0")


def test_zoho_lands_whole(store: Store, tmp_path: Path) -> None:
    report = move(store, exports.zipped(tmp_path / "zoho.zip", exports.ZOHO))
    assert report.failed == 0
    assert {each.name: each.kind for each in report.left_out} == {
        "Data/Products_001.csv": "products",
        "Data/Cases_001.csv": "cases",
        "Attachments/見積.pdf": "no_table",
    }
    sato, suzuki, minato = "佐藤 太郎", "鈴木 次郎", "港商会株式会社"
    assert landed(store) == {
        "accounts": {minato: {"parent": "港ホールディングス"}, "港ホールディングス": {}},
        "contacts": {sato: {"account": minato, "reports_to": suzuki}, suzuki: {"account": minato}},
        "leads": {
            sato: {
                "converted_account": minato,
                "converted_contact": sato,
                "converted_deal": "冷凍設備",
            },
            "森 健": {},
        },
        "deals": {"冷凍設備": {"account": minato, "primary_contact": sato}},
        "activities": {
            "見積を送る": {"contact": sato, "deal": "冷凍設備"},
            "折り返し": {"lead": "森 健"},
            "訪問": {"account": minato, "contact": suzuki},
        },
        "notes": {"予算": {"deal": "冷凍設備"}, "展示会": {"lead": "森 健"}},
    }
    owners = [r["owner"] for key in ("accounts", "deals") for r in records(store, key, "owner")]
    assert owners == [2, 2, 2]


def test_hubspot_lands_whole(store: Store, tmp_path: Path) -> None:
    report = move(store, exports.written(tmp_path / "hubspot", exports.HUBSPOT))
    assert report.failed == 0
    assert [each.kind for each in report.left_out] == ["cases"]
    tanaka, suzuki, japan = "Ichiro Tanaka", "Hanako Suzuki", "Northwind Japan"
    assert landed(store) == {
        "accounts": {japan: {}},
        "contacts": {tanaka: {"account": japan}, suzuki: {"account": japan}},
        "deals": {"Cold chain": {"account": japan, "primary_contact": tanaka}},
        "activities": {
            "Send the quote": {"account": japan, "contact": tanaka, "deal": "Cold chain"},
            "Call back": {"account": japan, "contact": suzuki},
        },
        "notes": {"Budget is decided in March": {"account": japan, "deal": "Cold chain"}},
    }
    [deal] = records(store, "deals", "description")
    assert "102" in str(deal["description"]), "the further contact of a deal is kept in words"


def test_pipedrive_lands_whole(store: Store, tmp_path: Path) -> None:
    folder = exports.written(tmp_path / "pipedrive", exports.PIPEDRIVE)
    report = move(store, *sorted(folder.iterdir()))
    assert report.failed == 0
    assert [each.kind for each in report.left_out] == ["products"]
    tanaka, suzuki, japan = "Ichiro Tanaka", "Hanako Suzuki", "Northwind Japan"
    assert landed(store) == {
        "accounts": {japan: {}},
        "contacts": {tanaka: {"account": japan}, suzuki: {"account": japan}},
        "leads": {"Ken Mori": {}},
        "deals": {"Cold chain": {"account": japan, "primary_contact": tanaka}},
        "activities": {
            "Send the quote": {"account": japan, "contact": tanaka, "deal": "Cold chain"},
            "Call back": {"account": japan, "contact": suzuki},
        },
        "notes": {"Budget is decided in March": {"account": japan, "deal": "Cold chain"}},
    }


def test_odoo_lands_whole(store: Store, tmp_path: Path) -> None:
    report = move(store, exports.written(tmp_path / "odoo", exports.ODOO))
    assert (report.failed, report.left_out) == (0, ())
    japan, tanaka = "Northwind Japan", "Ichiro Tanaka"
    assert landed(store) == {
        "accounts": {japan: {}},
        "contacts": {tanaka: {"account": japan}},
        "deals": {"Cold chain": {"account": japan}},
        "activities": {"Send the quote": {"deal": "Cold chain"}},
    }


@pytest.mark.parametrize("name", ["SALESFORCE", "ZOHO", "HUBSPOT", "PIPEDRIVE", "ODOO"])
def test_an_export_lands_once_and_goes_back_whole(store: Store, tmp_path: Path, name: str) -> None:
    path = exports.zipped(tmp_path / "export.zip", getattr(exports, name))
    before = everything(store)
    dry = move(store, path, dry_run=True)
    assert everything(store) == before
    first = move(store, path)
    assert first.counts == dry.counts
    assert first.batch is not None
    again = move(store, path)
    assert (again.counts["created"], again.counts["updated"], again.batch) == (0, 0, None)
    done = undo(store, first.batch)
    assert not done.blocked
    assert everything(store) == before
