"""``crm today``: what is overdue, what is on, what is done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from tui_crm.cli.options import AsJson
from tui_crm.cli.output import OutputColumn, PlainRow, write_object
from tui_crm.cli.report import say
from tui_crm.cli.rows import RecordFormat
from tui_crm.cli.session import Session
from tui_crm.cli.table import draw
from tui_crm.features.activities.describe import about, remarks, sign, time_words
from tui_crm.features.activities.today import schedule
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.language.when import parse_date
from tui_crm.store.records import CHUNK, read_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui_crm.features.activities.queries import AgendaItem, Part
    from tui_crm.features.activities.today.schedule import Agenda

_MOST_FOR_PEOPLE: Final = 50


def show_today(
    session: Session,
    date: Annotated[str, typer.Option("--date", metavar="DATE")] = "",
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=366)] = 1,
    owner: Annotated[str, typer.Option("--owner", metavar="NAME")] = "",
    as_json: AsJson = False,
) -> None:
    """Write what is due and overdue, in order, as the Today screen shows it."""
    day = parse_date(date, session.now.date()) if date else session.now.date()
    limit = None if as_json else _MOST_FOR_PEOPLE
    found = schedule.agenda(session.store, day, days, owner or None, limit=limit)
    if as_json:
        write_object(
            {
                "date": day.isoformat(),
                "overdue": _data(session, found.overdue.items),
                "today": _data(session, (*found.today.items, *found.undated.items)),
                "done": _data(session, found.done.items),
            }
        )
    else:
        _tell(session, found)


def _data(session: Session, items: Sequence[AgendaItem]) -> list[dict[str, Any]]:
    """Activities as ``crm list activities --json`` has them, and what a schedule knows besides."""
    activities = session.schema.type("activities")
    shape = RecordFormat.of(session, activities)
    found = []
    for start in range(0, len(items), CHUNK):
        part = {item.id: item for item in items[start : start + CHUNK]}
        with session.reading() as connection:
            for record in read_many(connection, activities, list(part)):
                item = part[record.id]
                more = {"company": item.company or None, "is_conflict": item.is_conflict}
                found.append({**shape.data(record), **more})
    return found


def _tell(session: Session, found: Agenda) -> None:
    now = session.now.date()
    day = formats.long_day(found.day, now)
    if found.days > 1:
        last = found.day + timedelta(days=found.days - 1)
        day = t("today.from_to", first=day, last=formats.long_day(last, now))
    say(day)
    if found.is_empty:
        say(f"\n{t('today.empty')}")
    for name in ("overdue", "today", "undated", "done"):
        _tell_part(session, name, getattr(found, name), found)


def _tell_part(session: Session, name: str, part: Part, found: Agenda) -> None:
    if not part.total:
        return
    title = t(f"today.part.{name}") if found.days == 1 or name != "today" else t("today.planned")
    say(f"\n{title} ({part.total})")
    columns = [
        OutputColumn("sign", "", 1),
        OutputColumn("when", t("today.column.when"), 18),
        OutputColumn("kind", t("today.column.kind"), 8),
        OutputColumn("subject", t("today.column.subject"), 32),
        OutputColumn("about", t("today.column.about"), 36, priority=2),
        OutputColumn("more", "", 40, priority=3),
        OutputColumn("id", t("fields.id"), 7, priority=2, is_right=True),
    ]
    day = found.day if found.days == 1 else None
    draw(columns, [_fact(session, columns, item, day, name) for item in part.items], indent="  ")
    if part.total > len(part.items):
        more = t("today.and_more", n=part.total - len(part.items))
        say(f"  {more}")


def _fact(
    session: Session,
    columns: Sequence[OutputColumn],
    item: AgendaItem,
    day: date | None,
    name: str,
) -> PlainRow:
    kind = session.schema.choice("activity_kind", item.kind)
    return PlainRow(
        columns,
        {
            "sign": sign(item, session.now),
            "when": time_words(item, session.now, day, with_end=name != "overdue"),
            "kind": kind.label() if kind else item.kind,
            "subject": item.subject,
            "about": about(item),
            "more": " · ".join(remarks(item)),
            "id": item.id,
        },
    )
