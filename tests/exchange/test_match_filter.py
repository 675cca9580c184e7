"""What is not looked up would not have matched: lists of people who are much alike."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.conftest import still_clock
from tests.exchange.importing import given
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.match_filter import MatchFilter
from tui_crm.exchange.importing.options import Duplicates, ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.features.program import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.report import RowOutcome

LAST = ("林", "森", "田中", "Smith", "Ng", "渡辺", "五十嵐", "-", "")
FIRST = ("明", "一郎", "Ann", "Jo", "", "", "-")
WHOLE = ("林明", "田中一郎", "AnnSmith", "Ng Jo", "五十嵐 明")
COMPANIES = ("株式会社光", "㈱光 大阪支店", "光", "Acme Inc.", "ACME", "", "", "星商事", "月商店")
HEADER = "姓|名|会社名|メール|電話番号|携帯|市区町村|Webサイト"


def alike(dice: random.Random, rows: int) -> list[str]:
    """Rows that share parts of names, companies, addresses and numbers, or nothing."""
    found = []
    for n in range(rows):
        last, first = dice.choice(LAST), dice.choice(FIRST)
        if dice.random() < 0.1:
            last, first = dice.choice(WHOLE), ""
        if dice.random() < 0.4:
            last = f"{last}{chr(0x4E00 + n)}"
        company = dice.choice(COMPANIES)
        if company and dice.random() < 0.4:
            company += f" {n}"
        mail = dice.choice(("", f"p{n}@x.example", f"P{n % 40}@x.example", "info@x.example"))
        phone = dice.choice(("", f"03-1234-{n:04}", f"03-1234-{n % 30:04}"))
        mobile = dice.choice(("", "", f"090-1234-{n % 50:04}"))
        town, site = dice.choice(("", "港区", "北区")), dice.choice(("", "https://x.example/"))
        found.append("|".join((last, first, company, mail, phone, mobile, town, site)))
    return found


@pytest.mark.parametrize("duplicates", [Duplicates.SKIP, Duplicates.FILL, Duplicates.OVERWRITE])
@pytest.mark.parametrize("are_whole", [True, False])
@pytest.mark.parametrize("record_type", ["leads", "contacts"])
def test_rows_that_are_not_looked_up_match_nothing(
    blank_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_type: str,
    are_whole: bool,
    duplicates: Duplicates,
) -> None:
    dice = random.Random(f"{record_type} {are_whole}")
    rows = alike(dice, 1_600)
    if are_whole:  # then names tell who cannot be meant
        rows = [row for row in rows if all(row.split("|")[:2])]
    lists = [
        given(tmp_path, HEADER, *part, name=f"{n}.csv") for n, part in enumerate((rows[:500], rows))
    ]
    found = []
    for is_filtered in (True, False):
        if not is_filtered:
            monkeypatch.setattr(MatchFilter, "of", lambda _: None)
        copy = tmp_path / f"{is_filtered}.db"
        shutil.copyfile(blank_store, copy)
        store = open_store(copy, user="sato", clock=still_clock)
        told: list[RowOutcome] = []

        def tell(_: ImportRow, outcome: RowOutcome, told: list[RowOutcome] = told) -> None:
            told.append(replace(outcome, type=None))

        for path in lists:
            options = ImportOptions(to=record_type, duplicates=duplicates)
            run_import(store, plan_import(store, path, options), on_row=tell)
        found.append(told)
        store.close()
    assert len({outcome.reason for outcome in found[0]}) > 3
    assert found[0] == found[1]
