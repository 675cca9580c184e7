"""A row that is a record already: found in the store or the file; left, filled or replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, records
from tui_crm.exchange.importing.options import Blank, Duplicates
from tui_crm.exchange.importing.report import Action, Reason
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store

HEADER = "姓|名|会社名|メール|電話|携帯"


@pytest.mark.parametrize("policy", [Duplicates.SKIP, Duplicates.FILL, Duplicates.OVERWRITE])
def test_the_same_file_twice_changes_nothing(
    store: Store, tmp_path: Path, policy: Duplicates
) -> None:
    path = given(
        tmp_path,
        HEADER,
        "田中|一郎|光商事|ichiro@example.com|03-1234-5678|",
        "佐藤|||||090-1111-2222",
        "||桜工業|||",
        "鈴木|||||",
        "山本|花子|光商事|||",
        "||光商事||03-1234-5678|",
    )
    assert counts(bring(store, path)) == (6, 0, 0, 0)
    before = store.connection.rows("SELECT * FROM leads ORDER BY id")
    again = bring(store, path, duplicates=policy)
    assert counts(again) == (0, 0, 6, 0)
    assert again.batch is None
    assert store.connection.rows("SELECT * FROM leads ORDER BY id") == before


def test_a_company_alone_is_known_among_many_of_its_people(store: Store, tmp_path: Path) -> None:
    people = [f"姓{n}|名{n}|光商事" for n in range(40)]
    bring(store, given(tmp_path, "姓|名|会社名", *people, "||光商事"))
    again = given(tmp_path, "姓|名|会社名", people[3], "||光商事", name="again.csv")
    assert counts(bring(store, again)) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("stored", "row", "is_same"),
    [
        # e-mail, in any case, in either field
        ("田中|一郎||Ichiro@Example.com||", "|||ichiro@EXAMPLE.COM||", True),
        # telephone and name, in any field and form
        ("田中|一郎|||03-1234-5678|", "田中|一郎||||+81 3 1234 5678", True),
        ("Doe|John|||+1 (202) 555-0100|", "Doe|John|||+1 202.555.0100|", True),
        ("田中|一郎|||03-1234-5678|", "佐藤|花子|||03-1234-5678|", False),
        # company and name, whatever the legal form
        ("田中|一郎|株式会社光商事|||", "田中|一郎|㈱光商事|||", True),
        ("田中|一郎|光商事|||", "田中|次郎|光商事|||", False),
        ("髙橋|一郎|光商事|||", "高橋|一郎|光商事|||", True),
        ("田中|一郎|光商事|||", "田中一郎||光商事|||", True),
        ("Smith|John|Acme|||", "John|Smith|Acme Inc.|||", True),
        # an office's address is nobody's
        ("田中|一郎||info@example.co.jp||", "佐藤|花子||info@example.co.jp||", False),
        ("田中|一郎||info@example.co.jp||", "田中|一郎||info@example.co.jp||", True),
        ("||光商事|info@example.co.jp||", "||㈱光商事|info@example.co.jp||", True),
        # a name alone is checked against names alone
        ("Ramesh|||||", "Ramesh|||||", True),
        ("Kumar|Ramesh||||", "Ramesh|||||", False),
        ("Ramesh|||||", "Ramesh|||other@example.com||", False),
        ("田中||光商事|||", "田中|||||", False),
        # what means nothing counts as absent
        ("田中|一郎||||", "田中|一郎||n/a|-|", True),
        # two companies at one switchboard
        ("||光商事||03-1234-5678|", "||光商事販売||03-1234-5678|", False),
        ("||光商事||03-1234-5678|", "||光商事|||", True),
    ],
)
def test_a_row_is_known_by(
    store: Store, tmp_path: Path, stored: str, row: str, is_same: bool
) -> None:
    bring(store, given(tmp_path, HEADER, stored))
    report = bring(store, given(tmp_path, HEADER, row, name="b.csv"))
    assert counts(report) == ((0, 0, 1, 0) if is_same else (1, 0, 0, 0))


def test_rows_of_one_file_are_compared_too(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        HEADER,
        "田中|一郎||a@example.com||",
        "田中|一郎||A@example.com||",
        "佐藤|花子|||03-1234-5678|",
        "佐藤|花子|||(03)1234-5678|",
    )
    report = bring(store, path)
    assert counts(report) == (2, 0, 2, 0)
    first = report.outcomes[0]
    assert (first.reason, first.other_line) == (Reason.SAME_LINE, 2)
    assert first.sentence == "Same e-mail address as line 2."
    assert report.outcomes[1].sentence == "Same telephone number and name as line 4."


def test_rows_far_apart_in_a_file_are_compared_too(store: Store, tmp_path: Path) -> None:
    rows = [f"P{n}||||090-{n // 10000:04}-{n % 10000:04}|" for n in range(1200)]
    report = bring(store, given(tmp_path, HEADER, *rows, rows[0]))
    assert counts(report) == (1200, 0, 1, 0)
    assert report.outcomes[0].reason is Reason.SAME_STORED


def test_a_skipped_row_says_which_record_it_met(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, HEADER, "田中|一郎||a@example.com||"))
    report = bring(store, given(tmp_path, HEADER, "x|||a@example.com||"))
    (outcome,) = report.outcomes
    assert outcome.action is Action.SKIPPED
    assert outcome.record_id == 1
    assert outcome.sentence == "Same e-mail address as 田中 一郎 (No. 1)."


def test_a_hundred_colleagues_at_one_company_are_told_apart(store: Store, tmp_path: Path) -> None:
    rows = [f"氏{n}|名{n}|光商事||03-1234-5678|" for n in range(100)]
    path = given(tmp_path, HEADER, *rows)
    assert counts(bring(store, path)) == (100, 0, 0, 0)
    assert counts(bring(store, path)) == (0, 0, 100, 0)


def test_fill_takes_only_what_is_missing(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, HEADER, "田中|一郎|光商事|a@example.com||"))
    path = given(tmp_path, HEADER, "田中||㈱光商事|a@example.com|03-1234-5678|")
    report = bring(store, path, duplicates=Duplicates.FILL)
    assert counts(report) == (0, 1, 0, 0)
    (lead,) = records(store, "leads", "first_name", "company", "phone")
    assert lead == {"first_name": "一郎", "company": "光商事", "phone": "03-1234-5678"}
    (outcome,) = report.outcomes
    assert dict(outcome.changes) == {"phone": (None, "03-1234-5678")}


def test_overwrite_takes_every_cell_that_has_a_value(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, HEADER, "田中|一郎|光商事|a@example.com|03-1234-5678|"))
    path = given(tmp_path, HEADER, "多仲|一郎||a@example.com||")
    report = bring(store, path, duplicates=Duplicates.OVERWRITE)
    assert counts(report) == (0, 1, 0, 0)
    (lead,) = records(store, "leads", "last_name", "company", "phone")
    assert lead == {"last_name": "多仲", "company": "光商事", "phone": "03-1234-5678"}


def test_notes_of_an_import_stand_below_what_a_person_wrote(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "姓|メール|備考|従業員数", "田中|a@example.com|訪問済み|10"))
    path = given(tmp_path, "姓|メール|従業員数", "田中|a@example.com|たくさん", name="again.csv")
    for changed in ((0, 1, 0, 0), (0, 0, 1, 0)):
        assert counts(bring(store, path, duplicates=Duplicates.OVERWRITE)) == changed
        (lead,) = records(store, "leads", "description")
        assert lead == {"description": "訪問済み\n従業員数: たくさん"}
    path = given(tmp_path, "姓|メール|備考", "田中|a@example.com|再訪問", name="cell.csv")
    bring(store, path, duplicates=Duplicates.OVERWRITE)
    assert records(store, "leads", "description") == [{"description": "再訪問"}]


def test_a_name_that_is_not_taken_brings_no_tag(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "姓|名|メール", "小鳥遊|六花|a@example.com"))
    path = given(
        tmp_path, "氏名|メール|電話", "小鳥遊六花|a@example.com|03-1234-5678", name="b.csv"
    )
    bring(store, path, duplicates=Duplicates.FILL)
    (lead,) = records(store, "leads", "last_name", "phone", "tags")
    assert lead == {"last_name": "小鳥遊", "phone": "03-1234-5678", "tags": None}
    path = given(tmp_path, "氏名|メール", "小鳥遊六花|c@example.com", name="c.csv")
    bring(store, path, duplicates=Duplicates.FILL)
    assert records(store, "leads", "tags")[-1]["tags"], "the same name of a new record has the tag"


def test_a_blank_clears_only_when_asked_and_never_what_is_required(
    store: Store, tmp_path: Path
) -> None:
    bring(store, given(tmp_path, HEADER, "田中|一郎|光商事|a@example.com|03-1234-5678|"))
    path = given(tmp_path, HEADER, "|||a@example.com||")
    report = bring(store, path, duplicates=Duplicates.OVERWRITE, blank=Blank.CLEAR)
    assert counts(report) == (0, 1, 0, 0)
    (lead,) = records(store, "leads", "last_name", "first_name", "company", "phone", "email")
    assert lead == {
        "last_name": "田中",
        "first_name": None,
        "company": "光商事",
        "phone": None,
        "email": "a@example.com",
    }


def test_create_looks_for_nobody(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER, "田中|一郎||a@example.com||", "田中|一郎||a@example.com||")
    assert counts(bring(store, path, duplicates=Duplicates.CREATE)) == (2, 0, 0, 0)


def test_rows_of_one_record_fill_it_one_after_the_other(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        HEADER,
        "田中|一郎||a@example.com||",
        "田中|一郎|光商事|a@example.com|03-1234-5678|",
    )
    report = bring(store, path, duplicates=Duplicates.FILL)
    assert counts(report) == (1, 1, 0, 0)
    assert records(store, "leads", "company") == [{"company": "光商事"}]
    assert counts(bring(store, path, duplicates=Duplicates.FILL)) == (0, 0, 2, 0)


def test_the_keys_can_be_chosen(store: Store, tmp_path: Path) -> None:
    header = "会社名|電話|メール"
    bring(store, given(tmp_path, header, "光商事|03-1234-5678|a@example.com"))
    other = given(tmp_path, header, "㈱光商事|03-9999-9999|b@example.com", name="b.csv")
    assert counts(bring(store, other, match="company", dry_run=True)) == (0, 0, 1, 0)
    assert counts(bring(store, other, match="email,company+phone", dry_run=True)) == (1, 0, 0, 0)


def test_a_field_that_nobody_thought_of_can_be_a_key(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "姓|部署", "田中|営業"))
    other = given(tmp_path, "姓|部署", "佐藤|営業", name="b.csv")
    assert counts(bring(store, other, match="department")) == (0, 0, 1, 0)


def test_our_own_number_is_a_key_when_asked(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "姓|電話", "田中|03-1234-5678"))
    path = given(tmp_path, "番号|姓|電話", "1|田仲|03-1234-5678")
    report = bring(store, path, match="id", duplicates=Duplicates.OVERWRITE)
    assert counts(report) == (0, 1, 0, 0)
    assert records(store, "leads", "last_name") == [{"last_name": "田仲"}]
    assert counts(bring(store, path)) == (0, 0, 1, 0)
    assert counts(bring(store, given(tmp_path, "番号|姓", "1|別人"))) == (1, 0, 0, 0)


def test_a_renamed_record_is_known_by_its_number_in_the_other_program(
    store: Store, tmp_path: Path
) -> None:
    header = "LEADID|Last Name|Lead Owner|Email"
    bring(store, given(tmp_path, header, "zcrm_77|Old|sato|old@example.com"))
    report = bring(
        store,
        given(tmp_path, header, "77|New|sato|new@example.com"),
        duplicates=Duplicates.OVERWRITE,
    )
    assert counts(report) == (0, 1, 0, 0)
    (lead,) = records(store, "leads", "external_id", "last_name", "email")
    assert lead == {"external_id": "zoho:77", "last_name": "New", "email": "new@example.com"}


def test_numbers_of_two_programs_are_two_numbers(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "LEADID|Last Name|Lead Owner", "5|A|sato"))
    report = bring(store, given(tmp_path, "Record ID|Last Name|Contact owner", "5|B|sato"))
    assert counts(report) == (1, 0, 0, 0)


def test_what_another_program_numbers_differently_is_two_things(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "ACCOUNTID|Account Name", "1|Harvest Foods", "2|Harvest Foods")
    assert counts(bring(store, path)) == (2, 0, 0, 0)
    assert counts(bring(store, path)) == (0, 0, 2, 0)


def test_an_amount_is_not_filled_without_its_currency(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "会社名|メール", "光商事|a@example.com"))
    path = given(tmp_path, "会社名|メール|年商", "光商事|a@example.com|$5.00")
    bring(store, path, duplicates=Duplicates.FILL)
    assert records(store, "leads", "annual_revenue", "currency") == [
        {"annual_revenue": 500, "currency": "USD"}
    ]


def test_a_lead_that_was_converted_here_is_left(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER, "田中|一郎||a@example.com||")
    bring(store, path)
    with unit(store, "edit") as work:
        work.update_many("leads", [(1, {"converted_at": "2026-11-01T00:00:00Z"})])
    report = bring(
        store,
        given(tmp_path, HEADER, "田中|一郎|新会社|a@example.com||"),
        duplicates=Duplicates.OVERWRITE,
    )
    assert counts(report) == (0, 0, 1, 0)
    assert report.outcomes[0].reason is Reason.CONVERTED_HERE
    assert any("converted here" in sentence for sentence in sentences_of(report, {}))


def test_undo_takes_back_creates_and_updates(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, HEADER, "田中|一郎||a@example.com||"))
    path = given(tmp_path, HEADER, "田中|一郎|光商事|a@example.com||", "佐藤|||||")
    report = bring(store, path, duplicates=Duplicates.FILL)
    assert counts(report) == (1, 1, 0, 0)
    assert report.batch is not None
    undo(store, report.batch)
    assert records(store, "leads", "last_name", "company") == [
        {"last_name": "田中", "company": None}
    ]


@pytest.mark.parametrize("match", ["", "email,phone+name"])
def test_a_row_is_known_by_any_number_or_address_of_a_record(
    store: Store, tmp_path: Path, match: str
) -> None:
    with unit(store, "add") as work:
        work.create(
            "leads",
            {
                "last_name": "田中",
                "first_name": "一郎",
                "email": "a@example.com",
                "more_emails": "\nprivate\tb@example.com\n",
                "more_phones": "\nnight desk\t03-1234-5678\n",
            },
        )
    path = given(tmp_path, "姓|名|メール|電話", "田中||B@example.com|", "田中|一郎||0312345678")
    assert counts(bring(store, path, match=match)) == (0, 0, 2, 0)


def test_the_row_of_a_merged_record_does_not_overwrite_its_keeper(
    store: Store, tmp_path: Path
) -> None:
    header = "external_id|Last Name|Company|City"
    rows = ("L-1|佐藤|青空|東京", "L-2|佐藤|青空商事|大阪")
    bring(store, given(tmp_path, header, *rows), duplicates=Duplicates.CREATE)
    numbers = dict(store.connection.rows("SELECT external_id, id FROM leads"))
    assert len(numbers) == 2
    keep, other = sorted(numbers.values())
    merge(store, "leads", keep, [other])
    changed = given(tmp_path, header, "L-1|佐藤|青空|横浜", rows[1], name="again.csv")
    report = bring(store, changed, duplicates=Duplicates.OVERWRITE)
    assert report.skip_reasons[Reason.MERGED_AWAY] == 1
    assert store.connection.scalar("SELECT city FROM leads") == "横浜"
    alone = given(tmp_path, header, "L-2|佐藤|青空商事|神戸", name="alone.csv")
    assert counts(bring(store, alone, duplicates=Duplicates.OVERWRITE)) == (
        0,
        1,
        0,
        0,
    )
    assert store.connection.scalar("SELECT city FROM leads") == "神戸"


def test_two_subjects_of_one_mailbox_are_one_lead(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path, "Subject|Email", "Broken pump|kana@aoba.example", "New price|kana@aoba.example"
    )
    report = bring(store, path)
    assert counts(report) == (1, 0, 1, 0)
    assert not report.doubts
