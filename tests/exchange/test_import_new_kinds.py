"""Values that no field takes as they are: ranges, signs, and those of fields yet to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, records
from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.options import ImportOptions, Unmapped
from tui_crm.exchange.importing.picklists import Unknown
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.preview import preview
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.language.counts import read_count
from tui_crm.store.journal import undo
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("300", 300),
        ("1,000人", 1000),
        ("300 employees", 300),
        ("1.5万", 15_000),
        ("約300名", 300),
        ("5,000名（連結）", 5000),
        ("50-100", None),
        ("1–10", None),
        ("1,000+", None),
        ("51 to 200", None),
        ("500名以上", None),
        ("5千〜1万", None),
    ],
)
def test_a_number_of_employees_is_taken_where_it_is_one(
    store: Store, tmp_path: Path, written: str, number: int | None
) -> None:
    report = bring(store, given(tmp_path, "会社名|従業員数", f"光商事|{written}"), to="leads")
    (lead,) = records(store, "leads", "employees", "description")
    assert lead["employees"] == number
    is_whole = written in ("300", "1,000人", "300 employees", "1.5万")
    assert lead["description"] == (None if is_whole else f"従業員数: {written}")
    assert bool(report.noticed) is not is_whole


def test_a_range_is_nothing_to_mend_unless_every_value_counts(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "会社名|従業員数", "光商事|50-100", "桜工業|自営")
    strict = bring(store, path, to="leads", is_strict=True)
    assert counts(strict) == (0, 0, 0, 2)
    report = bring(store, path, to="leads")
    assert counts(report) == (2, 0, 0, 0)
    assert report.partial == 1
    assert ("従業員数", "import.range_kept") in report.noticed


def test_a_value_with_signs_is_the_one_that_the_list_has(store: Store, tmp_path: Path) -> None:
    words = ("hot!!", "★Hot", "1. Warm", "②cold", "A（最優先）", "C: later", "Warm+")
    rows = [f"光商事{n}|{word}" for n, word in enumerate(words)]
    report = bring(store, given(tmp_path, "会社名|評価", *rows), to="leads")
    ratings = [lead["rating"] for lead in records(store, "leads", "rating")]
    assert ratings == ["hot", "hot", "warm", "cold", "hot", "cold", "warm_2"]
    assert report.added_choices == {"rating": ["Warm+"]}
    assert list(report.matched_choices["rating"]) == list(words[:-1])
    assert any("hot!!" in sentence for sentence in sentences_of(report, {}))


def test_words_that_explain_a_value_differently_are_values_of_their_own(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "会社名|評価", "光商事|Hot (call)", "桜工業|Hot (visit)", "梅|Warm (a)")
    report = bring(store, path, to="leads")
    assert report.added_choices == {"rating": ["Hot (call)", "Hot (visit)"]}
    warm = store.schema.choice("rating", "warm")
    assert warm is not None
    assert report.matched_choices == {"rating": {"Warm (a)": warm.label()}}


def test_a_value_that_stands_in_the_list_is_itself(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "会社名|流入元", "光商事|!!展!!"), to="leads")
    report = bring(store, given(tmp_path, "会社名|流入元", "桜工業|!!展!!"), to="leads")
    assert not report.matched_choices
    assert not report.added_choices


KINDS = [
    ("更新日", ("令和8年4月1日", "R8.6.3", "2026年5月2日"), Kind.DATE),
    ("Renewal", ("Apr 1, 2026", "2 May 2026", "6/30/2026"), Kind.DATE),
    ("日", ("20260401", "20260502", "20260603"), Kind.DATE),
    ("月", ("2026年4月", "2026年5月"), Kind.TEXT),
    ("次回", ("2026/04/01 10:00", "2026-04-03T12:00:00Z"), Kind.DATETIME),
    ("次回", ("2026/04/01 10:00", "2026-04-03"), Kind.TEXT),
    ("人数", ("12", "1,200", "0"), Kind.INTEGER),
    ("会員番号", ("00123", "00124"), Kind.TEXT),
    ("Badge", ("100234", "100235"), Kind.TEXT),
    ("郵便番号2", ("1050001", "1050002"), Kind.TEXT),
    ("ZIP 2", ("94107", "10001"), Kind.TEXT),
    ("設立", ("1999", "2004"), Kind.TEXT),
    ("Score", ("1.5", "2", "0.25"), Kind.NUMBER),
    ("面談", ("有", "無", "有"), Kind.BOOLEAN),
    ("VIP", ("Yes", "no"), Kind.BOOLEAN),
    ("Site 2", ("https://a.example.com", "www.example.com"), Kind.URL),
    ("Mail 5", ("a@example.com", "b@example.com"), Kind.EMAIL),
    ("窓口", ("03-1234-5678", "+1 202 555 0100"), Kind.PHONE),
    ("予算枠", ("¥1,000", "2万円"), Kind.MONEY),
    ("予算枠（千円）", ("1,000", "200"), Kind.MONEY),
    ("予算枠", ("¥1,000", "$200"), Kind.TEXT),
    ("サイズ", ("S", "M", "S", "M", "S", "S"), Kind.CHOICE),
    ("サイズ", ("1-10", "11-50", "1-10", "11-50", "1-10", "1-10"), Kind.CHOICE),
    ("メモ2", ("今日", "明日"), Kind.TEXT),
    ("血液型", ("A",), Kind.TEXT),
]


@pytest.mark.parametrize(("header", "values", "kind"), KINDS)
def test_a_new_field_is_of_the_kind_that_its_values_have(
    store: Store, tmp_path: Path, header: str, values: tuple[str, ...], kind: Kind
) -> None:
    rows = [f"光商事{n}|{value}" for n, value in enumerate(values)]
    path = given(tmp_path, f"会社名|{header}", *rows)
    report = bring(store, path, to="leads", maps=((header, targets.NEW_FIELD),))
    assert report.added_fields == {header: kind}
    assert counts(report) == (len(values), 0, 0, 0)
    assert not report.noticed
    key = report.mapping[header]
    assert store.schema.type("leads").field(key).kind is kind
    found = [lead[key] for lead in records(store, "leads", key)]
    assert None not in found
    if kind is Kind.DATE and header == "Renewal":
        assert found == ["2026-04-01", "2026-05-02", "2026-06-30"]
    if header == "予算枠（千円）":
        assert found == [1_000_000, 200_000]


def test_one_value_of_another_kind_below_the_sample_keeps_all_as_text(
    store: Store, tmp_path: Path
) -> None:
    rows = [f"光商事{n}|{n}" for n in range(300)]
    path = given(tmp_path, "会社名|人数", *rows, "桜工業|多数")
    report = bring(store, path, to="leads", unmapped=Unmapped.FIELDS)
    assert report.added_fields == {"人数": Kind.TEXT}
    assert records(store, "leads", report.mapping["人数"])[-1] == {report.mapping["人数"]: "多数"}


def test_days_of_a_new_field_are_read_in_the_order_that_one_of_them_shows(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "会社名|期日2", "光商事|25/1/2026", "桜工業|1/2/2026")
    report = bring(store, path, to="leads", unmapped=Unmapped.FIELDS)
    key = report.mapping["期日2"]
    assert [lead[key] for lead in records(store, "leads", key)] == ["2026-01-25", "2026-02-01"]


def test_the_list_of_a_new_field_takes_values_that_are_refused_elsewhere(
    store: Store, tmp_path: Path
) -> None:
    rows = [f"光商事{n}|{'SM'[n % 2]}" for n in range(8)]
    path = given(tmp_path, "会社名|サイズ", *rows)
    options = {"to": "leads", "unmapped": Unmapped.FIELDS, "unknown_choices": Unknown.REJECT}
    found = preview(store, plan_import(store, path, ImportOptions(**options)), {})  # type: ignore[arg-type]
    assert found.report.failed == 0
    report = bring(store, path, **options)
    assert report.added_fields == {"サイズ": Kind.CHOICE}
    assert report.batch is not None
    undo.undo(store, report.batch)
    assert not any(spec.custom for spec in store.schema.type("leads").fields)
    again = bring(store, path, **options)
    assert again.added_fields == {"サイズ": Kind.CHOICE}


@pytest.mark.parametrize("written", ["090-1234", "2026-11", "12 -", "100-50", "01-10"])
def test_what_has_a_dash_is_a_range_only_from_less_to_more(written: str) -> None:
    assert read_count(written) is None
