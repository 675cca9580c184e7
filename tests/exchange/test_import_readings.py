"""What rows of a table say of each other: where a number is dialled, which figure is the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, records
from tui_crm.errors import UsageError
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.exchange.readers.rows import OtherLine
from tui_crm.store.labelled_values import unpack_labelled

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


def further(store: Store, record_type: str = "leads") -> list[str]:
    """The numbers of the last record that stand behind the first."""
    more = records(store, record_type, "more_phones")[-1]["more_phones"]
    return [each.value for each in unpack_labelled(more)]


@pytest.mark.parametrize(
    ("country", "cell", "more"),
    [
        ("USA", "(212) 664-7665; (646) 253-0111", "+1 646-253-0111"),
        ("USA", "(212) 664-7665 / (646) 253-0111", "+1 646-253-0111"),
        ("USA", "+1 212-664-7665, +1 646-253-0111", "+1 646-253-0111"),
        ("Spain", "912 345 678, 913 345 679", "+34 913 34 56 79"),
        ("Germany", "030 901820; 030 901821", "+49 30 901821"),
        ("UK", "020 7946 0017/020 7946 0018", "+44 20 7946 0018"),
    ],
)
def test_a_second_number_abroad_is_kept(
    store: Store, tmp_path: Path, country: str, cell: str, more: str
) -> None:
    bring(store, given(tmp_path, "Last Name|Company|Phone|Country", f"c|Y|{cell}|{country}"))
    assert further(store) == [more]


def test_a_second_number_of_a_site_abroad_is_kept(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Account Name|Phone|Billing Country",
        "Acme|(212) 664-7665; (646) 253-0111|USA",
    )
    bring(store, path, to="accounts")
    assert further(store, "accounts") == ["+1 646-253-0111"]


@pytest.mark.parametrize("mark", [".", "/", "-"])
def test_a_day_in_another_order_than_its_table_is_not_turned_round(
    store: Store, tmp_path: Path, mark: str
) -> None:
    days = ("05.12.1966", "31.12.1966", "30.11.1966", "01.13.1966")
    rows = [f"n{place}|{day.replace('.', mark)}" for place, day in enumerate(days)]
    report = bring(store, given(tmp_path, "姓|生年月日", *rows), to="contacts")
    found = [each["birthday"] for each in records(store, "contacts", "birthday")]
    assert found == ["1966-12-05", "1966-12-31", "1966-11-30", None]
    assert report.partial == 1


def test_a_month_first_table_is_so_between_dots_too(store: Store, tmp_path: Path) -> None:
    rows = ("a|12.31.1966", "b|05.12.1966", "c|11.30.1966", "d|31.12.1966")
    report = bring(store, given(tmp_path, "姓|生年月日", *rows), to="contacts")
    found = [each["birthday"] for each in records(store, "contacts", "birthday")]
    assert found == ["1966-12-31", "1966-05-12", "1966-11-30", None]
    assert report.partial == 1


def test_a_table_in_both_orders_leaves_out_what_could_be_either(
    store: Store, tmp_path: Path
) -> None:
    rows = ("a|31/12/1966", "b|05/12/1966", "c|12/30/1966")
    report = bring(store, given(tmp_path, "姓|生年月日", *rows), to="contacts")
    found = [each["birthday"] for each in records(store, "contacts", "birthday")]
    assert found == ["1966-12-31", None, "1966-12-30"]
    assert report.partial == 1


@pytest.mark.parametrize(
    "word", ["Summe", "Gesamt", "Total général", "Totale", "Suma", "合计", "Итого", "합계"]
)
def test_totals_are_known_in_other_languages(store: Store, tmp_path: Path, word: str) -> None:
    path = given(tmp_path, "Last Name|Company|Employees", "Roy|Acme|5", f"{word}||5")
    report = bring(store, path, to="leads")
    assert counts(report) == (1, 0, 1, 0)
    assert report.reasons[OtherLine.TOTAL] == 1


@pytest.mark.parametrize("name", ["Suma", "Somma", "Totale"])
def test_a_person_called_like_a_total_stays(store: Store, tmp_path: Path, name: str) -> None:
    path = given(
        tmp_path, "Last Name|Company|Employees", "Roy|Acme|5", f"{name}|Ebro|5", f"{name}||"
    )
    bring(store, path, to="leads")
    assert name in [each["last_name"] for each in records(store, "leads", "last_name")]


def test_words_taken_for_other_words_are_told(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|会社名|確度", "A|a|高い", "B|b|ウォーム", "C|c|Hot")
    report = bring(store, path)
    assert report.matched_choices == {"rating": {"高い": "Hot", "ウォーム": "Warm"}}


@pytest.mark.parametrize(
    ("to", "header", "row", "wanted"),
    [
        (
            "contacts",
            "Contact ID|Last Name|Account ID|Account Name|Mailing State/Province",
            "0035g00000ABCdeAAH|Roy|0015g00000XYZabAAD|Acme|NY",
            "salesforce:0035g00000ABCde",
        ),
        (
            "leads",
            "Lead ID|Last Name|Lead Owner|Lead Status|Company / Account",
            "00Q5g00000ABCde|Roy|Sato|New|Acme",
            "salesforce:00Q5g00000ABCde",
        ),
        (
            "accounts",
            "Account ID|Account Name|Billing State/Province|Billing Zip/Postal Code",
            "0015g00000XYZabAAD|Acme|NY|10001",
            "salesforce:0015g00000XYZab",
        ),
    ],
)
def test_numbers_of_salesforce_reports_are_external_ids(
    store: Store, tmp_path: Path, to: str, header: str, row: str, wanted: str
) -> None:
    bring(store, given(tmp_path, header, row))
    assert records(store, to, "external_id") == [{"external_id": wanted}]


def test_what_is_only_left_out_stands_apart_from_what_rejects(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path, "姓|会社名|メール|生年月日", "A|a|a@example.com|1966-12-01", "|||13/45/1966"
    )
    report = bring(store, path, to="contacts")
    assert report.failed == 1
    [*why, apart] = report.outcomes[-1].problems
    assert why
    assert "13/45" not in " ".join(why)
    assert apart.startswith("Also left out: ")


def mended(errors: Path, wrong: str, right: str) -> Path:
    """The file of rejected rows with one cell put right."""
    text = errors.read_text("utf-8")
    assert wrong in text
    errors.write_text(text.replace(wrong, right), "utf-8")
    return errors


def test_a_mended_row_keeps_the_order_of_days_of_its_file(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "Last Name|Birthday|Email", "A|25/12/1965|", "B|05/11/1965|b at x")
    report = bring(store, path, to="contacts", is_strict=True)
    assert report.errors_file is not None
    again = bring(store, mended(report.errors_file, "b at x", "b@example.com"), to="contacts")
    assert again.created == 1
    assert not again.unmapped
    assert records(store, "contacts", "birthday")[-1] == {"birthday": "1965-11-05"}


def test_a_mended_row_keeps_the_country_of_its_file(store: Store, tmp_path: Path) -> None:
    rows = [f"n{place}|a|850-644-420{place}|n{place}@example.com" for place in range(5)]
    path = given(tmp_path, "Last Name|Company|Phone|Email", *rows, "B|b|212-664-7665|b at x")
    report = bring(store, path, is_strict=True)
    assert report.errors_file is not None
    again = bring(store, mended(report.errors_file, "b at x", "b@example.com"), is_strict=True)
    assert again.created == 1
    assert records(store, "leads", "phone")[-1] == {"phone": "+1 212-664-7665"}


def test_a_mended_row_keeps_the_decimal_mark_and_currency_of_its_file(
    store: Store, tmp_path: Path
) -> None:
    path = given(
        tmp_path,
        "Last Name|Company|Annual Revenue|Email",
        "A|a|1.234,50|a@example.com",
        "B|b|1.234|b at x",
    )
    report = bring(store, path, is_strict=True, currency="EUR")
    assert report.errors_file is not None
    again = bring(store, mended(report.errors_file, "b at x", "b@example.com"))
    assert again.created == 1
    last = records(store, "leads")[-1]
    assert 123400 in last.values()
    assert "EUR" in last.values()


def test_rows_that_were_read_differently_do_not_stand_in_one_file(
    store: Store, tmp_path: Path
) -> None:
    path = given(
        tmp_path,
        "Why it was not imported|How the file was read|Last Name|Birthday",
        "x|days=day|A|05/11/1965",
        "x|days=month|B|05/11/1965",
    )
    with pytest.raises(UsageError, match="days=day / days=month"):
        bring(store, path, to="contacts")


@pytest.mark.parametrize(
    ("cell", "first", "more"),
    [
        ("03-1111-2222　090-3333-4444", "03-1111-2222", ["090-3333-4444"]),
        ("03-1111-2222(代) 090-1111-2222", "03-1111-2222", ["090-1111-2222"]),
        ("03-1111-2222～3", "03-1111-2222～3", []),
        ("0120 123 456 0120 123 457", "0120-123-456", ["0120-123-457"]),
        ("03-1111-2222 03-1111-2223", "03-1111-2222", ["03-1111-2223"]),
        ("03 1234 5678", "03-1234-5678", []),
    ],
)
def test_numbers_that_a_space_parts_are_several(
    store: Store, tmp_path: Path, cell: str, first: str, more: list[str]
) -> None:
    bring(store, given(tmp_path, "姓|会社名|電話番号|メール", f"森|a|{cell}|a@example.com"))
    [found] = records(store, "leads", "phone", "mobile")
    assert found["phone"] == first
    assert [each for each in (found["mobile"], *further(store)) if each] == more


@pytest.mark.parametrize(
    ("other", "cell", "wanted"),
    [
        ("+44 7911 123456", "020 7946 0017", "+44 20 7946 0017"),
        ("+44 7911 123456", "03-1234-5678", "03-1234-5678"),
        ("+1 212-664-7665", "03-1234-5678", "03-1234-5678"),
        ("+1 212-664-7665", "(646) 253-0111", "+1 646-253-0111"),
        ("090-1111-2222", "03 1234 5678", "03-1234-5678"),
    ],
)
def test_a_number_is_of_the_country_that_another_of_its_row_names(
    store: Store, tmp_path: Path, other: str, cell: str, wanted: str
) -> None:
    bring(store, given(tmp_path, "姓|会社名|電話番号|携帯電話", f"森|a|{cell}|{other}"))
    assert records(store, "leads", "phone") == [{"phone": wanted}]


def test_a_dry_run_says_what_would_be(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|会社名|流入元|謎の列", "A|a|謎|1")
    said = " ".join(sentences_of(bring(store, path, dry_run=True), {}))
    assert "would be added" in said
    assert "would be left out" in said
    assert "was added" not in said


def test_of_two_fields_one_is_enough(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Last name or Company"):
        bring(store, given(tmp_path, "Foo|Rating", "a|hot"), to="leads")
