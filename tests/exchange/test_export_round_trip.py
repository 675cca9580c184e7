"""What was exported is imported as the same data, whatever it is: in every format of tables."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import still_clock
from tests.exchange.importing import bring, counts, records
from tui_crm.exchange.exporting.exporter import export
from tui_crm.exchange.exporting.options import ExportFormat, ExportOptions, Headers
from tui_crm.exchange.importing.options import DecimalMark, Duplicates
from tui_crm.features.program import open_store
from tui_crm.i18n import use
from tui_crm.output_file import destination
from tui_crm.store import custom_fields, picklists
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.values import ValueParser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, Value

NASTY = (
    *("=1+1", "'=1", "''@x", "+81-90-1234-5678", "-", "n/a", "なし", "Select", "NULL", "0012"),
    *(
        'a,"b";c|d',
        "1E+10",
        "TRUE",
        "2026-01-01",
        "﨑髙①〜",
        "👨‍👩‍👧",
        "a  b",
        "x\u200by",
        "\ufeffx",
    ),
    *("Last name", "姓", "[/] [red]x", "\x1b[31mred", "'", "=", "\u3042\u3099"),
)
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
)
IN_XML = st.one_of(
    st.sampled_from([text for text in NASTY if "\x1b" not in text]),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=30),
)
TABLES = (ExportFormat.CSV, ExportFormat.TSV, ExportFormat.JSONL, ExportFormat.JSON)
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Making a failure smaller would take minutes: each try goes through files."""

LEFT_OUT = ("id", "title", "created_by", "updated_at", "updated_by", "created_at", "owner")


def _no_link(spec: FieldSpec, text: str) -> int:
    raise AssertionError(text)


def typed(store: Store, spec: FieldSpec, text: str) -> Value:
    """A text as the store keeps it when a person types it."""
    return ValueParser(store.schema, still_clock(), _no_link).read(spec, text)


def leads(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """What people may have typed into leads; None is a field that they left alone."""

    marks = st.lists(st.sampled_from(["大口", "A b", "=x", "'y"]), max_size=3)
    addresses = ["a@example.com", "Ａ@Example.com", "a..b@docomo.ne.jp"]
    further = [
        "night desk 03-1234-5678; +1 202 555 0100",
        "=x 03-1234-5678 内線5",
        '[{"label": "a; b, c: 1", "value": "123"}, {"label": "", "value": "(212) 555-0100"}]',
    ]
    numbers = ["0312345678", "+1 202 555 0100", "call me", "－", "'"]

    def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.none() | values

    return st.fixed_dictionaries(
        {
            "last_name": texts,
            "company": maybe(texts),
            "description": maybe(texts.map(lambda text: f"  {text}\n\n{text}")),
            "email": maybe(st.sampled_from(addresses)),
            "email_2": maybe(st.just("b@example.com")),
            "phone": maybe(st.sampled_from(numbers)),
            "more_phones": maybe(st.sampled_from(further)),
            "more_emails": maybe(st.sampled_from(["a@example.com; =x b@example.com", "b@x.jp"])),
            "employees": maybe(st.integers(-(10**15), 10**15).map(str)),
            "annual_revenue": maybe(st.integers(-(10**12), 10**12).map(str)),
            "currency": maybe(st.sampled_from(["JPY", "USD", "EUR"])),
            "status": maybe(st.sampled_from(["new", "qualified"])),
            "opted_out": maybe(st.sampled_from(["yes", "no"])),
            "consent_on": maybe(st.dates(date(1801, 1, 1), date(2199, 12, 31)).map(str)),
            "tags": maybe(marks.map("\n".join)),
            "postal_code": maybe(st.sampled_from(["1050001", "105-0001"])),
            "c_text": maybe(texts),
            "c_moment": maybe(
                st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)).map(
                    lambda moment: moment.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                )
            ),
            "c_number": maybe(st.floats(-1e15, 1e15).map(lambda n: f"{n:.6f}")),
            "c_choice": maybe(st.sampled_from(["a", "b"])),
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def shelf(blank_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with custom fields, for all examples one after the other."""
    path = tmp_path_factory.mktemp("shelf") / "crm.db"
    shutil.copyfile(blank_store, path)
    store = open_store(path, user="sato", clock=still_clock)
    with unit(store, "fields") as work:
        for key, kind in (
            ("c_text", Kind.TEXT),
            ("c_moment", Kind.DATETIME),
            ("c_number", Kind.NUMBER),
            ("c_choice", Kind.CHOICE),
        ):
            custom_fields.add_field(work, "leads", key, kind, ja=f"独自{key}", en=f"Own {key}")
        picklists.add_choice(work, "leads_c_choice", "a", ja="い", en="One")
        picklists.add_choice(work, "leads_c_choice", "b", ja="ろ", en="One")
    yield store
    store.close()


def assert_comes_back(
    store: Store, rows: list[dict[str, Any]], format_: ExportFormat, **options: Any
) -> None:
    """Write rows to the store, export them, import them again, and compare both."""
    record_type = store.schema.type("leads")
    ids = []
    for row in rows:
        values = {
            key: typed(store, record_type.field(key), text)
            for key, text in row.items()
            if text is not None
        }
        if values["last_name"] is None and values.get("company") is None:
            values["company"] = "-"
        with unit(store, "add") as work:
            # A field that was left alone stays blank: defaults are no part of what is tested.
            ids.append(work.create("leads", {**dict.fromkeys(row), **values}))
    target = store.path.with_name(f"out.{format_.value}")
    to = destination(target, overwrite=True)
    export(store, ExportOptions("leads", format_, ids=ids, **options), to)
    report = bring(store, target, duplicates=Duplicates.CREATE)
    assert counts(report) == (len(rows), 0, 0, 0), report.outcomes[:1]
    first = ids[0]
    found = [
        {key: value for key, value in lead.items() if key not in LEFT_OUT}
        for lead in records(store, "leads")
        if int(lead["id"] or 0) >= first
    ]
    assert found[len(rows) :] == found[: len(rows)]
    with unit(store, "delete") as work:
        work.delete("leads", range(first, first + len(found)))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("headers", list(Headers))
@settings(max_examples=25, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(leads(TEXTS), min_size=1, max_size=3),
    format_=st.sampled_from(TABLES),
    for_excel=st.booleans(),
)
def test_leads_come_back_as_they_were(
    shelf: Store,
    language: str,
    headers: Headers,
    rows: list[dict[str, Any]],
    format_: ExportFormat,
    for_excel: bool,
) -> None:
    use(language)  # type: ignore[arg-type]
    assert_comes_back(shelf, rows, format_, headers=headers, for_excel=for_excel)


@pytest.mark.parametrize("headers", list(Headers))
@settings(max_examples=4, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(leads(IN_XML), min_size=1, max_size=6))
def test_leads_come_back_from_a_workbook(
    shelf: Store, headers: Headers, rows: list[dict[str, Any]]
) -> None:
    assert_comes_back(shelf, rows, ExportFormat.XLSX, headers=headers)


def test_everything_of_a_sale_comes_back(store: Store, tmp_path: Path, blank_store: Path) -> None:
    with unit(store, "add") as work:
        account = work.create("accounts", {"name": "光商事", "legal_form": "株式会社"})
        contact = work.create(
            "contacts", {"last_name": "田中", "first_name": "一郎", "account": account}
        )
        deal = work.create(
            "deals",
            {
                "name": "新規導入",
                "account": account,
                "primary_contact": contact,
                "amount": 1_240_050,
                "currency": "USD",
                "stage": "won",
                "close_date": "2026-12-01",
                "closed_at": "2026-12-01T03:00:00Z",
            },
        )
        work.create(
            "activities",
            {
                "subject": "電話",
                "kind": "call",
                "contact": contact,
                "deal": deal,
                "start_at": "2026-11-20T01:00:00Z",
                "status": "done",
                "done_at": "2026-11-20T02:00:00Z",
                "result": "=了承\n次回は来週",
            },
        )
        work.create(
            "activities",
            {
                "subject": "展示会",
                "kind": "meeting",
                "all_day": 1,
                "due_on": "2026-12-03",
                "end_on": "2026-12-05",
                "deal": deal,
            },
        )
        work.create("notes", {"body": "覚書", "account": account})
    path = tmp_path / "other.db"
    shutil.copyfile(blank_store, path)
    other = open_store(path, user="sato", clock=still_clock)
    use("ja")
    kinds = ("accounts", "contacts", "deals", "activities", "notes")
    for record_type in kinds:
        n = len(records(store, record_type))
        target = tmp_path / f"{record_type}.csv"
        export(store, ExportOptions(record_type, for_excel=True), target)
        assert counts(bring(other, target, to=record_type)) == (n, 0, 0, 0), record_type
        assert counts(bring(other, target, to=record_type)) == (0, 0, n, 0), record_type
    for record_type in kinds:
        assert records(other, record_type) == records(store, record_type), record_type
    other.close()


@pytest.mark.parametrize("format_", [ExportFormat.CSV, ExportFormat.JSON, ExportFormat.XLSX])
@pytest.mark.parametrize("decimal", list(DecimalMark))
def test_options_about_foreign_files_leave_an_export_alone(
    shelf: Store, format_: ExportFormat, decimal: DecimalMark
) -> None:
    values: dict[str, Value] = {
        "last_name": "田中",
        "phone": "03-1234-5678",
        "more_phones": "night 03-1234-5679",
        "annual_revenue": 1_234_567,
        "currency": "USD",
        "employees": 1_234,
        "c_number": 1234.567,
        "consent_on": "2026-02-01",
        "c_moment": "2026-02-01T03:04:05Z",
    }
    declared = shelf.schema.type("leads")
    values["more_phones"] = typed(shelf, declared.field("more_phones"), "night 03-1234-5679")
    with unit(shelf, "add") as work:
        first = work.create("leads", values)
    target = shelf.path.with_name(f"own.{format_.value}")
    export(shelf, ExportOptions("leads", format_, ids=[first]), destination(target, overwrite=True))
    bring(
        shelf,
        target,
        duplicates=Duplicates.CREATE,
        decimal=decimal,
        currency="EUR",
        region="US",
        dayfirst=True,
    )
    written, back = ([lead[key] for key in values] for lead in records(shelf, "leads")[-2:])
    assert back == written
    with unit(shelf, "delete") as work:
        work.delete("leads", [first, first + 1])
