"""Lists without a header: what a column is, its values tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, given, records

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store

ROWS = (
    "佐藤|花子|サトウ|ハナコ|青空株式会社|03-1234-5678|a@x.example|060-0001|北海道",
    "鈴木|一郎|スズキ|イチロウ|海山株式会社|06-1234-5678|b@x.example|150-0002|東京都",
    "高橋|健太|タカハシ|ケンタ|㈱森|03-1111-2222|c@x.example|100-0001|東京都",
)
FIELDS = [
    *("last_name", "first_name", "last_name_kana", "first_name_kana"),
    *("company", "phone", "email", "postal_code", "state"),
]


def test_names_kana_phones_and_places_are_told_by_their_values(
    store: Store, tmp_path: Path
) -> None:
    report = bring(store, given(tmp_path, *ROWS))
    assert report.created == 3
    assert list(report.mapping.values()) == FIELDS


def test_names_alone_are_no_header(store: Store, tmp_path: Path) -> None:
    report = bring(store, given(tmp_path, "佐藤|花子", "鈴木|一郎"))
    assert (report.created, list(report.mapping.values())) == (2, ["last_name", "first_name"])


def test_a_name_without_a_space_is_parted_or_marked(store: Store, tmp_path: Path) -> None:
    report = bring(store, given(tmp_path, "user_name|会社名", "田中一郎|光", "鑢羅々々夢|海"))
    assert records(store, "leads", "last_name", "first_name", "tags") == [
        {"last_name": "田中", "first_name": "一郎", "tags": None},
        {"last_name": "鑢羅々々夢", "first_name": None, "tags": "\nname not split\n"},
    ]
    assert report.noticed["user_name", "import.whole_name"].lines == [3]


@pytest.mark.parametrize("header", ["user_name", "ユーザー名", "参加者氏名", "Attendee Name"])
def test_names_of_users_and_guests_are_names(store: Store, tmp_path: Path, header: str) -> None:
    report = bring(store, given(tmp_path, f"{header}|会社名", "佐藤 花子|青空"))
    assert report.mapping[header] == "full_name"
