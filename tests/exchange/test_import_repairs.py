"""What can be settled between looking at a file and importing it: columns, rows, a preview."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, dump, given, records
from tui_crm.errors import UsageError
from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.importer import ImportCancelledError, run_import
from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.exchange.importing.planning import plan_import, remember_mapping, settle
from tui_crm.exchange.importing.preview import preview
from tui_crm.exchange.importing.repairs import can_be_mended, mended, with_repairs
from tui_crm.exchange.importing.report import Action
from tui_crm.exchange.readers.rows import OtherLine, ProblemKind, Row, RowProblem

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store

HEADER = "姓|会社名|メール"


def test_a_preview_tells_of_the_first_rows_and_of_all_troubled_ones(
    store: Store, tmp_path: Path
) -> None:
    good = [f"田中{n}||t{n}@example.com" for n in range(150)]
    path = given(tmp_path, HEADER, *good, "佐藤||x", "鈴木||y")
    before = dump(store)
    found = preview(store, plan_import(store, path), {})
    assert dump(store) == before
    assert counts(found.report) == (150, 0, 0, 2)
    assert [tried.outcome.line for tried in found.first] == list(range(2, 102))
    assert [tried.row.cells[0] for tried in found.troubled] == ["佐藤", "鈴木"]
    assert found.is_whole
    assert list(tmp_path.glob("*errors*")) == []


def test_a_preview_of_a_long_file_says_that_there_is_more(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER, *(f"田中{n}||t{n}@example.com" for n in range(30)))
    plan = plan_import(store, path)
    assert not preview(store, plan, {}, limit=29).is_whole
    whole = preview(store, plan, {}, limit=30)
    assert whole.is_whole
    assert whole.report.rows == 30


def test_a_preview_can_be_cancelled(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, given(tmp_path, HEADER, "田中||a@example.com"))
    with pytest.raises(ImportCancelledError):
        preview(store, plan, {}, is_cancelled=lambda: True)


def test_mended_rows_are_imported_and_the_others_as_they_are(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER, "田中||a@example.com", "佐藤||x", "鈴木|光|商事|y@example.com")
    repairs = {3: ("佐藤", "", "x@example.com"), 4: ("鈴木", "光商事", "y@example.com")}
    plan = plan_import(store, path)
    assert counts(preview(store, plan, {}).report) == (1, 0, 0, 2)
    report = run_import(store, replace(plan, source=with_repairs(plan.source, repairs)))
    assert counts(report) == (3, 0, 0, 0)
    assert [row["email"] for row in records(store, "leads", "email")] == [
        "a@example.com",
        "x@example.com",
        "y@example.com",
    ]


def test_a_row_that_is_still_wrong_goes_to_the_error_file_as_it_was_mended(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, HEADER, "佐藤||x")
    plan = plan_import(store, path)
    report = run_import(
        store, replace(plan, source=with_repairs(plan.source, {2: ("佐", "", "z")}))
    )
    assert counts(report) == (0, 0, 0, 1)
    assert report.errors_file is not None
    assert "佐,,z" in report.errors_file.read_text("utf-8")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("a", "b"), None),
        (("a", "b", "", " "), None),
        (("a",), ProblemKind.TOO_FEW),
        (("a", "b", "c"), ProblemKind.TOO_MANY),
        (("a", "\udc81"), ProblemKind.UNDECODABLE),
        (("a", "b\0"), ProblemKind.NUL),
    ],
)
def test_a_mended_row_is_looked_at_like_any_other(
    cells: tuple[str, ...], problem: ProblemKind | None
) -> None:
    row = mended(("x", "y"), 7, cells)
    assert (row.problem.kind if row.problem else None) == problem
    assert row.line == 7
    assert problem or row.cells == ("a", "b")


def test_only_rows_with_cells_can_be_mended(store: Store, tmp_path: Path) -> None:
    source = plan_import(store, given(tmp_path, HEADER, "田中||a")).source
    torn = Row(2, ("a", "b"), RowProblem(ProblemKind.TOO_FEW), ("a", "b"))
    header = Row(3, ("姓",), RowProblem(OtherLine.REPEATED_HEADER), ("姓",))
    assert can_be_mended(source, torn)
    assert not can_be_mended(source, header)


def test_a_column_can_become_a_new_custom_field_by_itself(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER + "|血液型|星座", "田中||a@example.com|A|蟹")
    report = bring(store, path, maps=(("血液型", targets.NEW_FIELD),))
    assert list(report.added_fields) == ["血液型"]
    assert report.unmapped == ("星座",)
    (lead,) = records(store, "leads", report.mapping["血液型"])
    assert list(lead.values()) == ["A"]


def test_a_remembered_new_field_is_filled_the_next_time_and_not_made_again(
    store: Store, tmp_path: Path
) -> None:
    first = given(tmp_path, HEADER + "|血液型", "田中||a@example.com|A")
    bring(store, first, maps=(("血液型", targets.NEW_FIELD),), save_mapping="名簿")
    second = given(tmp_path, HEADER + "|血液型", "佐藤||b@example.com|B", name="second.csv")
    report = bring(store, second)
    assert not report.added_fields
    assert "血液型" in report.mapping
    assert plan_import(store, second).saved == "名簿"


def test_a_mapping_can_be_saved_after_the_import(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER + "|役", "田中||a@example.com|部長")
    plan = plan_import(store, path, ImportOptions(maps=(("役", "job_title"),)))
    remember_mapping(store, plan, run_import(store, plan), "展示会")
    again = plan_import(store, path)
    assert again.saved == "展示会"
    assert again.mapping.column("役").target == "job_title"


def test_settling_a_plan_is_as_planning_it_so(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER + "|会った日", "田中||a@example.com|25/1/2026", "佐藤|||1/2/2026")
    wanted = {"会った日": "consent_on"}
    options = ImportOptions(sets=(("company", "光商事"),), match="email")
    settled = settle(plan_import(store, path), wanted, options)
    planned = plan_import(store, path, replace(options, maps=tuple(wanted.items())))
    assert settled.mapping == planned.mapping
    assert settled.dayfirst
    assert planned.dayfirst


def test_settling_refuses_what_does_not_exist(store: Store, tmp_path: Path) -> None:
    proposed = plan_import(store, given(tmp_path, HEADER, "田中||a@example.com"))
    with pytest.raises(UsageError):
        settle(proposed, {"姓": "shoe_size"}, ImportOptions())
    with pytest.raises(UsageError):
        settle(proposed, {}, ImportOptions(match="shoe_size"))


def test_a_preview_of_new_fields_makes_none(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER + "|血液型", "田中||a@example.com|A")
    plan = settle(plan_import(store, path), {"血液型": targets.NEW_FIELD}, ImportOptions())
    found = preview(store, plan, {})
    assert list(found.report.added_fields) == ["血液型"]
    assert found.first[0].outcome.action is Action.CREATED
    assert not any(spec.custom for spec in store.schema.type("leads").fields)
