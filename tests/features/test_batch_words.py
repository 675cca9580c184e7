"""What a past change is called, in both languages: what was done, to which record, to how many."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, given
from tui_crm import i18n
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.store.journal import history
from tui_crm.store.journal.summary import change_words
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store

    Act = Callable[[Store, Path, list[int]], object]

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def edit(store: Store, _: Path, leads: list[int]) -> None:
    with unit(store, "edit") as work:
        work.update("leads", leads[0], {"rating": "hot"})


def edit_two_fields(store: Store, _: Path, leads: list[int]) -> None:
    with unit(store, "edit") as work:
        work.update("leads", leads[0], {"rating": "hot", "status": "working"})


def delete_one(store: Store, _: Path, leads: list[int]) -> None:
    with unit(store, "delete") as work:
        work.delete("leads", leads[:1])


def delete_two(store: Store, _: Path, leads: list[int]) -> None:
    with unit(store, "delete") as work:
        work.delete("leads", leads[:2])


def import_list(store: Store, folder: Path, _: list[int]) -> None:
    rows = ("Last Name|Company", "Miller|Acme", "Hughes|Beta")
    bring(store, given(folder, *rows), to="leads")


def merge_two(store: Store, _: Path, leads: list[int]) -> None:
    merge(store, "leads", leads[0], [leads[1]])


def convert_one(store: Store, _: Path, leads: list[int]) -> None:
    conversion.apply_conversion(store, proposal.propose(store, leads[2]))


def convert_two(store: Store, _: Path, leads: list[int]) -> None:
    conversion.convert_many(store, leads[1:])


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("act", "english", "japanese"),
    [
        (edit, "清水: Rating – → Hot", "清水：温度感 – → A"),
        (
            edit_two_fields,
            "清水: Rating – → Hot, Status New → Working",
            "清水：温度感 – → A、ステータス 新規 → 対応中",
        ),
        (delete_one, "清水: deleted", "清水：削除"),
        (delete_two, "清水 (2 records): deleted", "清水 (2件)：削除"),
        (import_list, "list.csv (2 records): imported", "list.csv (2件)：取り込み"),
        (
            merge_two,
            "清水 (1) + 清水 一郎 (2): merged",
            "清水 (1) + 清水 一郎 (2)：名寄せ",
        ),
        (convert_one, "Abe (5 records): converted", "Abe (5件)：商談化"),
        (convert_two, "2 leads (10 records): converted", "見込み客2件 (10件)：商談化"),
    ],
)
def test_change_is_named_by_what_was_done(
    store: Store, tmp_path: Path, act: Act, english: str, japanese: str, language: Language
) -> None:
    with unit(store, "add") as work:
        leads = [
            work.create("leads", {"last_name": "清水", "company": "清水商店"}),
            work.create("leads", {"last_name": "清水", "first_name": "一郎", "company": "光商事"}),
            work.create("leads", {"last_name": "Abe", "company": "Abe Works"}),
        ]
    i18n.use(language)
    try:
        act(store, tmp_path, leads)
        with store.reading() as connection:
            last = history.last_undoable(connection, store.user)
            assert last is not None
            words = str(change_words(connection, store.schema, last, currency="JPY", now=NOW))
    finally:
        i18n.use("en")
    assert words == {"en": english, "ja": japanese}[language]
