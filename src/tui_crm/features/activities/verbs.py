"""``crm task``, ``crm call``, ``crm meeting`` and ``crm done``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui_crm.cli.messages import remark
from tui_crm.cli.options import AsJson
from tui_crm.cli.report import answer
from tui_crm.cli.rows import full
from tui_crm.cli.session import Session
from tui_crm.features.activities import plans, reschedule
from tui_crm.features.activities.next_step_line import dated_subject, parse_next_step
from tui_crm.features.activities.plans import Plan
from tui_crm.language import formats
from tui_crm.language.when import parse_date, parse_when
from tui_crm.store import records
from tui_crm.store.values import ValueParser

if TYPE_CHECKING:
    from tui_crm.features.activities.plans import WrittenActivity
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.records import Record

SubjectArgument = Annotated[str, typer.Argument(metavar="SUBJECT")]


@dataclass(frozen=True, slots=True)
class Planned:
    """What may be said of an activity besides its subject."""

    lead: Annotated[str, typer.Option("--lead", metavar="ID|NAME")] = ""
    account: Annotated[str, typer.Option("--account", metavar="ID|NAME")] = ""
    contact: Annotated[str, typer.Option("--contact", metavar="ID|NAME")] = ""
    deal: Annotated[str, typer.Option("--deal", metavar="ID|NAME")] = ""
    at: Annotated[str, typer.Option("--at", metavar="WHEN")] = ""
    until: Annotated[str, typer.Option("--until", metavar="WHEN")] = ""
    due: Annotated[str, typer.Option("--due", metavar="DATE")] = ""
    place: Annotated[str, typer.Option("--place", metavar="TEXT")] = ""
    purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT")] = ""
    participants: Annotated[str, typer.Option("--with", metavar="NAMES")] = ""
    owner: Annotated[str, typer.Option("--owner", metavar="NAME")] = ""
    priority: Annotated[str, typer.Option("--priority", metavar="VALUE")] = ""
    done: Annotated[bool, typer.Option("--done")] = False
    result: Annotated[str, typer.Option("--result", metavar="TEXT")] = ""


def add_task(
    session: Session, subject: SubjectArgument, said: Planned, as_json: AsJson = False
) -> None:
    _add(session, "task", subject, said, as_json)


def add_call(
    session: Session, subject: SubjectArgument, said: Planned, as_json: AsJson = False
) -> None:
    _add(session, "call", subject, said, as_json)


def add_meeting(
    session: Session, subject: SubjectArgument, said: Planned, as_json: AsJson = False
) -> None:
    _add(session, "meeting", subject, said, as_json)


def finish_activity(
    session: Session,
    activity: Annotated[str, typer.Argument(metavar="ACTIVITY")],
    result: Annotated[str, typer.Option("--result", metavar="TEXT")] = "",
    following: Annotated[str, typer.Option("--next", metavar="WORDS")] = "",
    as_json: AsJson = False,
) -> None:
    """Say that an activity is done, and what comes next."""
    activities = session.schema.type("activities")
    with session.reading() as connection:
        found = session.find(connection, activities, activity)
        record = records.read(connection, activities, found)
    step = None
    if following.strip():
        step = parse_next_step(
            following,
            session.now,
            kind=record.text("kind"),
            subject=record.title,
            choices=session.schema.choices("activity_kind"),
        )
    written = plans.finish(session.store, found, result, step, version=record.version)
    _answer(session, written, "done", as_json)


def _add(session: Session, kind: str, subject: str, said: Planned, as_json: bool) -> None:
    with session.reading() as connection:
        planned = _plan(session, connection, kind, subject, said)
    if said.done or said.result.strip():
        written = plans.log_done(session.store, planned, said.result)
        _answer(session, written, "logged", as_json)
    else:
        _answer(session, plans.plan(session.store, planned), "planned", as_json)
        _tell_past(session, planned.when.start if planned.when else planned.due)


def _tell_past(session: Session, planned: date | None) -> None:
    """Remark that something is planned for a day that is over, as 今週金曜 is on a Saturday."""
    day = planned.date() if isinstance(planned, datetime) else planned
    if day is not None and day < session.now.date():
        remark("activity.past", day=formats.day(day, session.now))


def _plan(session: Session, connection: Connection, kind: str, subject: str, said: Planned) -> Plan:
    reader = session.reader(connection)
    when = None
    if said.at:
        when = parse_when(said.at, session.now, prefer="past" if said.done else "future")
    if said.until:
        when = reschedule.until(said.until, when, session.now)
    if not (when or said.due or said.done or said.result.strip()):
        when, subject = dated_subject(subject, session.now)
    return Plan(
        kind,
        subject,
        when,
        parse_date(said.due, session.now.date(), prefer="future") if said.due else None,
        _links(session, connection, said),
        purpose=said.purpose,
        place=said.place,
        participants=said.participants,
        priority=_priority(session, reader, said.priority),
        owner=_named(session, connection, "users", said.owner),
    )


def _priority(session: Session, reader: ValueParser, typed: str) -> str:
    spec = session.schema.type("activities").field("priority")
    return str(reader.read(spec, typed) or "")


def _links(session: Session, connection: Connection, said: Planned) -> dict[str, int]:
    """The records that were named, and the account of a contact or a deal among them."""
    links: dict[str, int] = {}
    for record_type, link in plans.LINKS.items():
        found = _named(session, connection, record_type, getattr(said, link))
        if found is not None:
            links[link] = found
    for record_type in ("deals", "contacts"):
        link = plans.LINKS[record_type]
        if link in links and "account" not in links:
            record = records.read(connection, session.schema.type(record_type), links[link])
            account = record.number("account")
            links |= {} if account is None else {"account": account}
    return links


def _named(session: Session, connection: Connection, record_type: str, words: str) -> int | None:
    if not words.strip():
        return None
    return session.find(connection, session.schema.type(record_type), words)


def _tell_when(record: Record) -> None:
    """Say back the day or the time of an activity, with its day of the week and its year."""
    start, end = record.text("start_at"), record.text("end_at")
    if start:
        begins = formats.local(start)
        words = formats.stamp(begins)
        if end:
            ends = formats.local(end)
            is_same = ends.date() == begins.date()
            words += f"–{formats.clock(ends) if is_same else formats.stamp(ends)}"
    elif due := record.text("due_on"):
        words = formats.weekday_day(date.fromisoformat(due))
    else:
        return
    remark("activity.when", title=record.title, when=words)


def _answer(session: Session, written: WrittenActivity, way: str, as_json: bool) -> None:
    activities = session.schema.type("activities")
    with session.reading() as connection:
        record = records.read(connection, activities, written.id)
        data: dict[str, Any] = {
            "type": "activities",
            "id": record.id,
            "record": full(session, record),
            "next": None,
        }
        following = None
        if written.next_id is not None:
            following = records.read(connection, activities, written.next_id)
            data["next"] = full(session, following)
    if not as_json:
        planned = following if way == "done" else record
        if planned is not None:
            _tell_when(planned)
        if following is not None:
            start, due = following.text("start_at"), following.text("due_on")
            day = formats.local(start) if start else date.fromisoformat(due) if due else None
            _tell_past(session, day)
    kind = session.schema.choice("activity_kind", record.text("kind"))
    answer(
        session,
        written.batch,
        f"activity.{way}_next" if following else f"activity.{way}",
        data,
        as_json=as_json,
        kind=kind.label() if kind else record.text("kind"),
        id=record.id,
        title=record.title,
        next=following.title if following else "",
        next_id=following.id if following else "",
    )
