"""A row that contradicts the record it is like comes in, and is told as a doubt."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, records
from tests.paths import SHARED_DATA, needs_shared_data
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.exchange.importing.report import Reason
from tui_crm.exchange.importing.report_sentences import sentences_of

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store

PEOPLE = "姓|名|会社名|メール|電話|携帯|部署"
COMPANIES = "取引先名|法人番号|電話|都道府県|市区町村|町名・番地|Webサイト"


@pytest.mark.parametrize(
    ("stored", "row", "other"),
    [
        # e-mail in common
        ("田中|一郎||a@gmail.com|||", "佐藤|花子||a@gmail.com|||", "name"),
        ("田中|一郎||a@gmail.com|||", "田中|花子||a@gmail.com|||", "name"),
        ("Smith|Robert||a@gmail.com|||", "Jones|Mary||a@gmail.com|||", "name"),
        ("田中|一郎||a@gmail.com|||", "田中|||a@gmail.com|||", ""),
        ("田中一郎|||a@gmail.com|||", "田中|一郎||a@gmail.com|||", ""),
        ("田中|一郎||a@gmail.com|||", "Tanaka|Ichiro||a@gmail.com|||", ""),
        ("Smith|John||a@gmail.com|||", "Smith|J.||a@gmail.com|||", ""),
        ("Smith|John||a@gmail.com|||", "John|Smith||a@gmail.com|||", ""),
        ("Smith|Catherine||a@gmail.com|||", "Smith|Katherine||a@gmail.com|||", ""),
        ("佐藤|花子||a@gmail.com|||", "鈴木|花子||a@gmail.com|||", ""),
        ("田中|一郎|光商事|a@gmail.com|||", "田中|一郎|桜工業|a@gmail.com|||", "company"),
        ("田中|一郎|光商事|a@gmail.com|||", "田中|一郎|㈱光商事 大阪支店|a@gmail.com|||", ""),
        ("田中|一郎|日立製作所|a@gmail.com|||", "田中|一郎|日立|a@gmail.com|||", ""),
        ("田中|一郎|ソニー|a@gmail.com|||", "田中|一郎|SONY|a@gmail.com|||", ""),
        # name and telephone in common
        ("田中|一郎|光商事||03-1234-5678||", "田中|一郎|桜工業||03-1234-5678||", "company"),
        ("田中|一郎|光商事|a@x.co.jp||090-1111-2222|", "田中|一郎||b@x.co.jp||090-1111-2222|", ""),
        # name and company in common
        ("田中|一郎|光商事|a@x.co.jp|||", "田中|一郎|光商事|b@x.co.jp|||", "email"),
        ("田中|一郎|光商事|a@gmail.com|||", "田中|一郎|光商事|b@yahoo.co.jp|||", "email"),
        ("田中|一郎|光商事|a@x.co.jp|||", "田中|一郎|光商事|b@gmail.com|||", ""),
        ("田中|一郎|光商事|a@x.co.jp|||", "田中|一郎|光商事|info@x.co.jp|||", ""),
        ("田中|一郎|光商事|a@x.co.jp|||", "田中|一郎|光商事||||", ""),
        ("田中|一郎|光商事||03-1234-5678||", "田中|一郎|光商事||03-9999-5678||", "phone"),
        ("田中|一郎|光商事|||090-1111-2222|", "田中|一郎|光商事|||080-1111-2222|", "phone"),
        ("田中|一郎|光商事||03-1234-5678||", "田中|一郎|光商事|||090-1111-2222|", ""),
        ("田中|一郎|光商事||03-1234-5678||", "田中|一郎|光商事||090-1111-2222||", ""),
        ("田中|一郎|光商事||03-1234-5678||", "田中|一郎|光商事||0120-123-456||", ""),
        ("田中|一郎|光商事||03-1234-5678||", "田中|一郎|光商事||03-1234-5678 内線12||", ""),
        # a lead without a name is a company
        ("||光商事||03-1234-5678||", "||光商事||06-1234-5678||", "phone"),
        ("||光商事||03-1234-5678||", "||光商事 大阪支店||||", "branch"),
    ],
)
def test_a_person_comes_in_where_the_row_contradicts(
    store: Store, tmp_path: Path, stored: str, row: str, other: str
) -> None:
    _meets(store, tmp_path, "leads", PEOPLE, stored, row, other)


@pytest.mark.parametrize(
    ("stored", "row", "other"),
    [
        ("田中|一郎|光商事||1980-01-01", "田中|一郎|光商事||1985-05-05", "birthday"),
        ("田中|一郎||a@gmail.com|1980-01-01", "田中|一郎||a@gmail.com|1981-01-01", "birthday"),
        ("田中|一郎||a@gmail.com|1980-01-01", "田中|一郎||a@gmail.com|", ""),
    ],
)
def test_a_contact_comes_in_who_was_born_on_another_day(
    store: Store, tmp_path: Path, stored: str, row: str, other: str
) -> None:
    _meets(store, tmp_path, "contacts", "姓|名|取引先名|メール|誕生日", stored, row, other)


@pytest.mark.parametrize(
    ("stored", "row", "other"),
    [
        ("光商事|||東京都|港区|芝1-2-3|", "光商事|||大阪府|大阪市|北町4-5|", "address"),
        ("光商事||03-1234-5678|東京都|港区|芝1-2-3|", "光商事|||大阪府|大阪市|本町1-1|", "address"),
        ("光商事|||東京都|港区||", "光商事|||大阪府|大阪市||", "address"),
        # two places often have one switchboard
        (
            "光商事||03-1234-5678||港区|芝1-2-3|",
            "光商事||03-1234-5678||港区|三田4-5|",
            "address",
        ),
        ("光商事||03-1234-5678||港区|芝1-2-3|", "光商事||03-1234-5678||||", ""),
        ("光商事||03-1234-5678||港区|芝1-2-3|", "光商事||03-9999-0000||港区|芝一丁目2番3号|", ""),
        ("光商事|||東京都|港区|芝1-2-3|", "光商事|||||東京都港区芝1-2-3|", ""),
        ("光商事|||東京都|港区|芝1-2-3|", "光商事||||||", ""),
        ("光商事||03-1234-5678||||", "光商事||06-1234-5678||||", "phone"),
        ("光商事||03-1234-5678||||", "光商事||03-5678-1234||||", ""),
        ("光商事||03-1234-5678||||", "光商事||0120-123-456||||", ""),
        ("光商事||||||hikari.co.jp", "光商事||||||sakura.co.jp", "email"),
        ("光商事|7000012050002|||||", "光商事|5010401067252|||||", "corporate_number"),
        # one 法人番号, two places
        (
            "光商事|7000012050002|03-1234-5678||港区|芝1-2-3|",
            "光商事|7000012050002|06-1234-5678||大阪市|本町1-1|",
            "address",
        ),
        ("光商事|7000012050002|||||", "光商事 大阪支店|7000012050002|||||", "branch"),
        ("光商事|7000012050002|||||", "ヒカリ商事|7000012050002|||||", ""),
    ],
)
def test_a_company_comes_in_where_the_row_contradicts(
    store: Store, tmp_path: Path, stored: str, row: str, other: str
) -> None:
    _meets(store, tmp_path, "accounts", COMPANIES, stored, row, other)


def _meets(
    store: Store, folder: Path, to: str, header: str, stored: str, row: str, other: str
) -> None:
    bring(store, given(folder, header, stored), to=to)
    again = given(folder, header, row, name="b.csv")
    report = bring(store, again, to=to)
    assert counts(report) == ((1, 0, 0, 0) if other else (0, 0, 1, 0))
    assert [each.contradiction for each in report.doubts] == ([other] if other else [])
    # and a second time, nothing is new
    assert counts(bring(store, again, to=to)) == (0, 0, 1, 0)
    one_file = given(folder, header, stored, row, name="c.csv")
    assert counts(bring(store, one_file, to=to)) == (0, 0, 2, 0)


@needs_shared_data
def test_two_people_of_one_name_and_company_are_both_kept(store: Store) -> None:
    report = bring(store, SHARED_DATA / "cases" / "samename.csv")
    assert counts(report) == (2, 0, 0, 0)
    (doubt,) = report.doubts
    assert doubt.sentence == "Same company and name as line 2, but another e-mail address."


def test_a_doubt_names_the_record_and_is_counted(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, PEOPLE, "田中|一郎|光商事|a@x.co.jp|||"))
    path = given(tmp_path, PEOPLE, "田中|一郎|光商事|b@x.co.jp|||", name="b.csv")
    report = bring(store, path)
    (doubt,) = report.doubts
    assert doubt.reason is Reason.DOUBT
    assert (doubt.record_id, doubt.met_id) == (2, 1)
    said = sentences_of(report, {})
    assert any("crm duplicates leads" in sentence for sentence in said)
    assert any("as 田中 一郎 (No. 1), but another e-mail" in sentence for sentence in said)
    data = json.loads(json.dumps(report.as_json()))
    assert data["doubts"] == 1
    assert data["doubtful_rows"][0]["met"] == 1


def test_every_skipped_row_is_told_with_what_it_met(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, PEOPLE, "田中|一郎||a@gmail.com|||"))
    path = given(
        tmp_path,
        PEOPLE,
        "田中|一郎||a@gmail.com|||",
        "鈴木|次郎||b@gmail.com|||",
        "鈴木|次郎||b@gmail.com|||",
        name="b.csv",
    )
    report = bring(store, path, skipped=tmp_path / "skipped.csv")
    assert [(each["line"], each["met"], each["met_line"]) for each in _skipped(report)] == [
        (2, 1, None),
        (4, None, 3),
    ]
    said = "\n".join(sentences_of(report, {}))
    assert "line 2, 田中 一郎: Same e-mail address as 田中 一郎 (No. 1)." in said
    assert "line 4, 鈴木 次郎: Same e-mail address as line 3." in said
    assert report.skipped_file == tmp_path / "skipped.csv"
    with (tmp_path / "skipped.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[:3] for row in rows[1:]] == [
        ["Same e-mail address as 田中 一郎 (No. 1).", "田中", "一郎"],
        ["Same e-mail address as line 3.", "鈴木", "次郎"],
    ]
    # corrected, it comes in as it is
    text = (tmp_path / "skipped.csv").read_text("utf-8").replace("a@gmail.com", "c@gmail.com")
    (tmp_path / "skipped.csv").write_text(text, "utf-8")
    assert counts(bring(store, tmp_path / "skipped.csv")) == (1, 0, 1, 0)


def _skipped(report: object) -> list[dict[str, object]]:
    found = report.as_json()["skipped_rows"]  # type: ignore[attr-defined]
    return list(found)


def test_all_places_of_a_chain_come_in_once(store: Store, tmp_path: Path) -> None:
    rows = [f"光マート||03-{n:04}-0000|東京都|港区|芝{n}-1|" for n in range(1, 700)]
    path = given(tmp_path, COMPANIES, *rows)
    assert counts(bring(store, path, to="accounts")) == (699, 0, 0, 0)
    assert counts(bring(store, path, to="accounts")) == (0, 0, 699, 0)
    addresses = [f"光マート|||東京都|港区|芝{n}-1|" for n in range(1, 700)]
    path = given(tmp_path, COMPANIES, *addresses, name="b.csv")
    assert counts(bring(store, path, to="accounts")) == (0, 0, 699, 0)


def test_a_contact_who_moved_comes_in_beside_the_old_one(store: Store, tmp_path: Path) -> None:
    header = "姓|名|取引先名|携帯|メール"
    path = given(tmp_path, header, "田中|一郎|光商事|090-1111-2222|a@gmail.com")
    bring(store, path, to="contacts")
    moved = given(
        tmp_path,
        header,
        "田中|一郎|桜工業|090-1111-2222|a@gmail.com",
        "田中|一郎|光商事 大阪支店|090-1111-2222|a@gmail.com",
        name="b.csv",
    )
    report = bring(store, moved, to="contacts")
    assert counts(report) == (1, 0, 1, 0)
    assert [each.contradiction for each in report.doubts] == ["company"]
    assert counts(bring(store, moved, to="contacts")) == (0, 0, 2, 0)


def test_what_a_person_names_as_the_key_is_never_doubted(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, PEOPLE, "田中|一郎||a@gmail.com|||"))
    path = given(tmp_path, PEOPLE, "佐藤|花子||a@gmail.com|||", name="b.csv")
    assert counts(bring(store, path, match="email")) == (0, 0, 1, 0)
    assert records(store, "leads", "last_name") == [{"last_name": "田中"}]


def test_a_newer_card_of_another_company_is_never_skipped(store: Store, tmp_path: Path) -> None:
    header = "会社名|姓|名|e-mail|名刺交換日|TEL会社|謎"
    path = given(
        tmp_path,
        header,
        "光商事|森|恵|m@minato.example|2024/01/01|03-1111-2222|?",
        "桜工業|森|恵|m@minato.example|2026/01/01||",
        "桜工業|森|恵|m@minato.example|2026/01/01||",
    )
    for policy in (Duplicates.SKIP, Duplicates.FILL):
        report = bring(store, path, duplicates=policy, dry_run=True)
        assert (report.created, report.skipped) == (2, 1)
        assert [each.contradiction for each in report.doubts] == ["company"]
