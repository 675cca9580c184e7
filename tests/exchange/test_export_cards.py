"""People as contact cards, activities as a calendar: read by other programs, and by ours again."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import icalendar
import vobject

from tests.conftest import still_clock
from tests.exchange.importing import bring, counts, records
from tests.exchange.test_export import add, make
from tui_crm.exchange.exporting.exporter import export
from tui_crm.exchange.exporting.options import ExportOptions
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.features.program import open_store
from tui_crm.output_file import destination
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store

LONG = "長い備考。" * 40 + "\nカンマ, セミコロン; 円記号\\"


def test_a_card_is_read_by_others(store: Store, tmp_path: Path) -> None:
    account = add(store, "accounts", name="株式会社光商事")
    add(
        store,
        "contacts",
        last_name="田中",
        first_name="一郎",
        last_name_kana="タナカ",
        first_name_kana="イチロウ",
        account=account,
        department="営業部",
        job_title="部長",
        email="a@example.com",
        phone="03-1234-5678 内線12",
        birthday="1990-05-01",
        state="東京都",
        city="港区",
        street="芝1-2-3",
        description=LONG,
        tags="\n大口\nA,B\n",
    )
    path = tmp_path / "people.vcf"
    make(store, path, type="contacts")
    data = path.read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    card = vobject.readOne(data.decode())
    assert card.fn.value == "田中 一郎"
    assert (card.n.value.family, card.n.value.given) == ("田中", "一郎")
    assert card.org.value == ["株式会社光商事", "営業部"]
    assert card.email.value == "a@example.com"
    assert card.note.value == LONG
    assert card.adr.value.region == "東京都"


def test_cards_are_read_again_by_us(store: Store, tmp_path: Path) -> None:
    add(
        store,
        last_name="田中",
        first_name="一郎",
        last_name_kana="タナカ",
        first_name_kana="イチロウ",
        salutation="Dr.",
        company="光商事",
        company_kana="ヒカリショウジ",
        department="営業部",
        job_title="部長",
        email="a@example.com",
        email_2="b@example.com",
        phone="03-1234-5678",
        mobile="090-1234-5678",
        fax="03-1234-5679",
        website="https://example.com/a;b",
        postal_code="105-0001",
        state="東京都",
        city="港区",
        street="芝1-2-3",
        building="光ビル4F",
        country="日本",
        description=LONG,
        tags="\n大口\n東京\n",
        external_id="x-1",
    )
    add(store, company="名前のない会社")
    path = tmp_path / "leads.vcf"
    make(store, path)
    before = records(store, "leads")
    report = bring(store, path, duplicates=Duplicates.CREATE)
    assert counts(report) == (2, 0, 0, 0)
    after = records(store, "leads")[2:]
    for old, new in zip(before, after, strict=True):
        assert {k: v for k, v in new.items() if k != "id"} == {
            k: v for k, v in old.items() if k != "id"
        }


def test_activities_become_events_and_to_dos(store: Store, tmp_path: Path) -> None:
    lead = add(store, last_name="田中", first_name="一郎")
    add(
        store,
        "activities",
        kind="meeting",
        subject="訪問, 見積",
        lead=lead,
        start_at="2026-12-01T01:00:00Z",
        end_at="2026-12-01T02:30:00Z",
        place="本社",
        description="資料を持参",
    )
    add(store, "activities", subject="終日", start_at="2026-12-01T15:00:00Z", all_day=1)
    add(store, "activities", subject="電話", due_on="2026-12-03", priority="high")
    add(
        store,
        "activities",
        subject="済",
        status="done",
        due_on="2026-11-01",
        done_at="2026-11-02T03:00:00Z",
    )
    path = tmp_path / "plans.ics"
    assert make(store, path, type="activities", sort="id").rows == 4
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    first, second, third, fourth = calendar.subcomponents
    assert first.name == "VEVENT"
    assert first["summary"] == "訪問, 見積"
    assert first.decoded("dtstart") == datetime(2026, 12, 1, 1, tzinfo=UTC)
    assert first.decoded("dtend") == datetime(2026, 12, 1, 2, 30, tzinfo=UTC)
    assert "田中 一郎" in str(first["description"])
    assert second.decoded("dtstart") == date(2026, 12, 2)
    assert second.decoded("dtend") == date(2026, 12, 3)
    assert (third.name, third["status"], third["priority"]) == ("VTODO", "NEEDS-ACTION", 1)
    assert third.decoded("due") == date(2026, 12, 3)
    assert fourth["status"] == "COMPLETED"
    assert len({component["uid"] for component in calendar.subcomponents}) == 4


def test_a_meeting_that_was_moved_replaces_itself_in_a_calendar(
    store: Store, tmp_path: Path
) -> None:
    start, later = "2026-12-01T01:00:00Z", "2026-12-02T01:00:00Z"
    meeting = add(store, "activities", kind="meeting", subject="訪問", start_at=start)
    first, second = tmp_path / "a.ics", tmp_path / "b.ics"
    make(store, first, type="activities")
    with unit(store, "edit") as work:
        work.update("activities", meeting, {"start_at": later})
    make(store, second, type="activities")
    lines = [path.read_bytes().split(b"\r\n") for path in (first, second)]
    assert not any(b"\n" in line for part in lines for line in part)
    before, after = (dict(line.partition(b":")[::2] for line in part) for part in lines)
    assert before[b"UID"] == after[b"UID"]
    assert (before[b"SEQUENCE"], after[b"SEQUENCE"]) == (b"0", b"1")
    assert (before[b"DTSTART"], after[b"DTSTART"]) == (b"20261201T010000Z", b"20261202T010000Z")
    assert before[b"DTSTAMP"] == b"20261121T030000Z"


def test_further_numbers_and_addresses_come_back_with_their_labels(
    store: Store, tmp_path: Path, blank_store: Path
) -> None:
    values = {
        "last_name": "田中",
        "phone": "03-1234-5678",
        "email": "a@example.com",
        "email_2": "b@example.com",
        "more_phones": "\nnight, desk\t03-9999-0000\n夜間\t06-1234-5678 内線5\n\t06-5555-6666\n",
        "more_emails": "\nprivate\tc@example.com\n",
    }
    with unit(store, "add") as work:
        work.create("leads", values)
    target = tmp_path / "leads.vcf"
    export(store, ExportOptions("leads", "vcf"), destination(target))
    text = target.read_text("utf-8")
    assert "item1.TEL;TYPE=VOICE:03-9999-0000\n" in text
    assert "item1.X-ABLabel:night\\, desk\n" in text
    path = tmp_path / "other.db"
    shutil.copyfile(blank_store, path)
    other = open_store(path, user="sato", clock=still_clock)
    bring(other, target)
    (lead,) = records(other, "leads", *values)
    other.close()
    assert lead == values
