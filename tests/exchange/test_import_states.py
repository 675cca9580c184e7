"""Done, converted, deleted, won and lost: what a file says of it is so, and nothing is presumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, records
from tui_crm.exchange.importing.options import Converted
from tui_crm.exchange.importing.report import Reason
from tui_crm.exchange.importing.status_transforms import is_yes

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


@pytest.mark.parametrize("open_word", ["No", "0", "To do", "", "未完了", "FALSE", "未"])
def test_what_a_column_does_not_call_done_is_open_also_in_the_past(
    store: Store, tmp_path: Path, open_word: str
) -> None:
    path = given(tmp_path, "Subject|Due Date|Done", f"a|2020-01-05|{open_word}", "b|2020-01-05|Yes")
    bring(store, path, to="activities")
    found = [row["status"] for row in records(store, "activities", "status")]
    assert found == ["planned", "done"]


@pytest.mark.parametrize("word", ["Completed", "1", "✓", "済", "2020-01-07", "Closed", "○"])
def test_a_tick_a_word_or_a_date_in_a_done_column_is_done(
    store: Store, tmp_path: Path, word: str
) -> None:
    bring(store, given(tmp_path, "Subject|Due Date|Done", f"a|2020-01-05|{word}"), to="activities")
    assert records(store, "activities", "status") == [{"status": "done"}]


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("2026-11", True),
        ("11/21/2026", True),
        ("21.11.26", True),
        ("令和8年11月21日", True),
        ("2026年11月21日 10:00", True),
        ("46347.5", True),
        ("1.5", False),
        ("3/4", False),
        ("1234.56", False),
        ("090-1234-5678", False),
    ],
)
def test_a_date_has_a_year_or_three_parts(text: str, is_so: bool) -> None:
    assert is_yes(text) is is_so


def test_a_word_that_is_neither_done_nor_open_is_refused(store: Store, tmp_path: Path) -> None:
    report = bring(store, given(tmp_path, "Subject|Done", "a|perhaps"), to="activities")
    assert report.failed == 1
    assert "perhaps" in report.outcomes[0].sentence


def test_a_blank_status_in_the_past_is_open_and_history_without_one_is_done(
    store: Store, tmp_path: Path
) -> None:
    bring(store, given(tmp_path, "Subject|Due Date|Status", "a|2020-01-05|"), to="activities")
    bring(store, given(tmp_path, "Subject|Due Date", "b|2020-01-05", name="b.csv"), to="activities")
    found = [row["status"] for row in records(store, "activities", "status")]
    assert found == ["planned", "done"]


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Status", "Converted"),
        ("Lead Status", "Closed - Converted"),
        ("ステータス", "商談化済み"),
        ("Converted", "05/12/2024"),
        ("Is Converted", "true"),
    ],
)
def test_a_lead_that_was_converted_there_is_left_out_and_counted(
    store: Store, tmp_path: Path, header: str, word: str
) -> None:
    path = given(tmp_path, f"Last Name|Company|{header}", f"A|X|{word}", "B|Y|")
    report = bring(store, path)
    assert counts(report) == (1, 0, 1, 0)
    assert report.reasons[Reason.CONVERTED_THERE] == 1
    assert bring(store, path, converted=Converted.IMPORT).created == 1


@pytest.mark.parametrize("word", ["Qualified", "Closed - Not Converted", "Working"])
def test_other_words_of_a_status_are_no_conversion(store: Store, tmp_path: Path, word: str) -> None:
    report = bring(store, given(tmp_path, "Last Name|Company|Status", f"A|X|{word}"))
    assert report.created == 1


@pytest.mark.parametrize(
    ("header", "word"), [("IsDeleted", "TRUE"), ("削除フラグ", "1"), ("Status", "Deleted")]
)
def test_what_was_deleted_there_is_left_out_and_counted(
    store: Store, tmp_path: Path, header: str, word: str
) -> None:
    report = bring(store, given(tmp_path, f"Last Name|Company|{header}", f"A|X|{word}"))
    assert (report.created, report.reasons[Reason.DELETED_THERE]) == (0, 1)


def test_what_was_won_or_lost_is_so_by_any_column(store: Store, tmp_path: Path) -> None:
    rows = ("a|A|Proposal|TRUE|", "b|A|Proposal|FALSE|", "c|A|Closed|FALSE|100", "d|A|Closed||0")
    path = given(tmp_path, "Deal Name|Account Name|Stage|Is Won|Probability", *rows)
    bring(store, path, to="deals")
    assert [row["stage"] for row in records(store, "deals", "stage")] == [
        "won",
        "proposal",
        "won",
        "lost",
    ]


def test_a_closed_deal_is_neither_won_nor_lost_by_guessing(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "Deal Name|Account Name|Stage", "a|A|Closed", "b|A|完了", "c|A|Won")
    report = bring(store, path, to="deals")
    assert counts(report) == (1, 0, 0, 2)
    assert report.added_choices == {}
    assert "won or lost" in report.outcomes[0].sentence


def test_a_currency_is_found_by_its_sign_or_its_name(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Deal Name|Account Name|Amount|Currency",
        *("a|A|5|€", "b|A|5|US Dollar", "c|A|5|円", "d|A|SEK 5|"),
    )
    report = bring(store, path, to="deals")
    found = records(store, "deals", "currency")
    assert [row["currency"] for row in found] == ["EUR", "USD", "JPY", "SEK"]
    assert report.added_choices == {"currency": ["SEK"]}
    assert store.schema.choice("currency", "SEK") is not None


@pytest.mark.parametrize(
    ("row", "stage"),
    [
        ("Signed|TRUE|FALSE|", "lost"),
        ("Signed|TRUE|TRUE|", "won"),
        ("Signed|TRUE||0", "lost"),
        ("Closed Won|TRUE||", "won"),
        ("Closed Lost|TRUE|FALSE|", "lost"),
        ("Proposal|FALSE|FALSE|", "proposal"),
        ("Proposal|TRUE||", None),
        ("|TRUE||", None),
    ],
)
def test_a_closed_deal_is_lost_only_where_the_file_says_so(
    store: Store, tmp_path: Path, row: str, stage: str | None
) -> None:
    header = "Deal Name|Account Name|Stage|Is Closed|Is Won|Probability"
    report = bring(store, given(tmp_path, header, f"a|A|{row}"), to="deals")
    assert [deal["stage"] for deal in records(store, "deals", "stage")] == (
        [stage] if stage else []
    )
    assert report.failed == (stage is None)
    if stage is None:
        assert "won or lost" in report.outcomes[0].sentence


def test_a_task_is_done_by_the_moment_at_which_it_was(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Task ID|Name|Assignee|Due Date|Completed At",
        "1|sent|sato|2020-01-08|2020-01-09",
        "2|late|sato|2020-01-08|",
    )
    bring(store, path, to="activities")
    other = given(tmp_path, "Subject|Due Date|Completed", "c|2020-01-05|2020-01-07", name="c.csv")
    bring(store, other, to="activities")
    found = [
        (row["status"], row["done_at"]) for row in records(store, "activities", "status", "done_at")
    ]
    assert found[1] == ("planned", None)
    assert [status for status, _ in found] == ["done", "planned", "done"]
    assert str(found[0][1]) > "2020-01-08T12"
    assert "2020-01-06" <= str(found[2][1]) < "2020-01-08"


@pytest.mark.parametrize("header", ["Status", "State", "Task status"])
@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("needsAction", "planned"),
        ("NotStarted", "planned"),
        ("inProgress", "planned"),
        ("WaitingOnOthers", "planned"),
        ("Waiting on someone else", "planned"),
        ("Deferred", "planned"),
        ("completed", "done"),
        ("Completed", "done"),
    ],
)
def test_the_words_of_other_programs_for_a_task_are_known(
    store: Store, tmp_path: Path, header: str, word: str, status: str
) -> None:
    path = given(tmp_path, f"Subject|Due Date|{header}", f"a|2020-01-05|{word}")
    report = bring(store, path, to="activities")
    assert not report.added_choices
    assert records(store, "activities", "status") == [{"status": status}]
