"""Scrambled tables and hostile cells: an import says what is wrong, and never breaks."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import still_clock
from tests.exchange.importing import bring, counts, records
from tests.exchange.importing import given as file_with
from tui_crm.errors import CrmError
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import Duplicates, ImportOptions, Unmapped
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.features.program import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui_crm.store.db.store import Store

WORDS = (
    *("LEADID", "Last Name", "姓", "氏名", "会社名", "担当者", "フリガナ", "住所", "", "Email"),
    *("電話", "Created Time", "CONVERTED", "Account Name", "Potential Name", "Stage", "Amount"),
    *(
        "WhoId",
        "WhatId",
        "Subject",
        "Due Date",
        "ID",
        "番号",
        "Name",
        "Owner",
        "ステータス",
        "%",
        "*",
    ),
)
CELLS = (
    *(
        "",
        "-",
        "田中 一郎",
        "東京都港区芝1-2-3",
        "a@example.com",
        "03-1234-5678",
        "2026-02-30",
        "yes",
    ),
    *(
        "=1+1",
        "'" * 20,
        "9" * 5000,
        "1E+999999999",
        "0000-00-00",
        "9999-12-31",
        "\u202e",
        "\x1b[2J",
    ),
    *(
        "{json: 1}",
        "[/]",
        "1,234.5",
        "¥1,2",
        "12/13/14",
        "あ" * 2000,
        "𠮷",
        "NULL",
        "\ufffd",
        "sato",
    ),
)


@pytest.fixture(scope="module")
def shelf(blank_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for all examples, which are dry runs."""
    path = tmp_path_factory.mktemp("fuzz") / "crm.db"
    shutil.copyfile(blank_store, path)
    store = open_store(path, user="sato", clock=still_clock)
    yield store
    store.close()


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_scrambled_table_never_breaks_an_import(shelf: Store, data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 8))
    row = st.lists(st.sampled_from(CELLS), min_size=1, max_size=width + 1)
    header = data.draw(st.lists(st.sampled_from(WORDS), min_size=width, max_size=width))
    rows = data.draw(st.lists(row, min_size=1, max_size=8))
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    path = shelf.path.with_name("scrambled.csv")
    path.write_text(text.getvalue(), "utf-8", "replace", newline="")
    options = ImportOptions(
        to=data.draw(
            st.sampled_from([None, "leads", "accounts", "contacts", "deals", "activities"])
        ),
        duplicates=data.draw(st.sampled_from(list(Duplicates))),
        unmapped=data.draw(st.sampled_from(list(Unmapped))),
        dry_run=True,
    )
    try:
        report = run_import(shelf, plan_import(shelf, path, options))
    except CrmError:
        return  # a sentence for the reader, and nothing was written
    assert report.rows == report.created + report.updated + report.skipped + report.failed
    assert all(len(outcome.sentence) < 5000 for outcome in report.outcomes)
    assert all(sentences_of(report, {}))


def test_a_huge_cell_is_said_in_few_words(store: Store, tmp_path: Path) -> None:
    report = bring(
        store, file_with(tmp_path, "姓|従業員数|メール", f"田中|{'9' * 5000}|{'x' * 50_000}")
    )
    assert report.failed == 1
    assert len(report.outcomes[0].sentence) < 1000


def test_escapes_and_markup_are_data(store: Store, tmp_path: Path) -> None:
    nasty = ["[/]", "[red]a[/blue]", "x\\", "\x1b]2;PWN\x07", "abc\u202egnp.exe", "{n}", "%s"]
    path = file_with(tmp_path, "姓|流入元", *(f"{text}|{text}" for text in nasty))
    report = bring(store, path)
    assert counts(report) == (len(nasty), 0, 0, 0)
    visible = [text.replace("\u202e", "") for text in nasty]
    assert [lead["last_name"] for lead in records(store, "leads", "last_name")] == visible
    assert sentences_of(report, {})


def test_a_long_address_stays_whole(store: Store, tmp_path: Path) -> None:
    address = "東京都港区" + "芝" * 2000
    bring(store, file_with(tmp_path, "姓|住所", f"田中|{address}"))
    assert records(store, "leads", "street", "state") == [{"street": address, "state": None}]
