"""What a preview of a record says of its activities: what is planned, and what was said last."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from tui_crm.features.activities.queries import link_field
from tui_crm.i18n import t
from tui_crm.screens.list.preview import PreviewLine, TextStyle
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import read_many
from tui_crm.store.values import to_display

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.records import Record

MOST_OPEN: Final = 5
BLANK: Final = PreviewLine.of("")


def preview(store: Store, connection: Connection, record: Record) -> Iterator[PreviewLine]:
    """The planned activities of a record and the last one that was done, if it can have any."""
    link = link_field(store.schema, record.type)
    if not link:
        return
    about = f"{link}={record.id}"
    query = Query("activities", f"{about} and status=planned", sort="start_at,due_on")
    plans = _read(store, connection, query, MOST_OPEN)
    if plans:
        yield BLANK
        yield PreviewLine.of(t("ui.preview.open", n=len(plans)), TextStyle.HEADING)
    for plan in plans:
        at = plan.text("start_at") or plan.text("due_on")
        is_late = bool(at) and at < _now(store, at)
        when = _when(store, plan, "start_at", "due_on")
        words = f" {'! ' if is_late else ''}{_kind(store, plan)}  {when}  "
        style = TextStyle.LATE if is_late else TextStyle.PLAIN
        yield PreviewLine(((words, style), (plan.title, TextStyle.PLAIN)))
    query = Query("activities", f"{about} and status=done", sort="-done_at,-start_at")
    for done in _read(store, connection, query, 1):
        yield BLANK
        said = done.text("result").strip() or done.title
        when = _when(store, done, "done_at", "start_at")
        words = t("ui.preview.last", when=when, kind=_kind(store, done))
        yield PreviewLine(
            (
                (words + " ", TextStyle.MUTED),
                (t("ui.preview.said", said=said[:300]), TextStyle.PLAIN),
            )
        )


def _read(store: Store, connection: Connection, query: Query, limit: int) -> list[Record]:
    ids = Listing(store.schema, query, store.query_context()).ids(connection, limit=limit)
    return read_many(connection, store.schema.type("activities"), ids)


def _now(store: Store, at: str) -> str:
    """Now, in the form of ``at``: a date, or a stored point in time."""
    now = store.local_now()
    if len(at) == 10:
        return now.date().isoformat()
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _kind(store: Store, activity: Record) -> str:
    choice = store.schema.choice("activity_kind", activity.text("kind"))
    return choice.label() if choice else activity.text("kind")


def _when(store: Store, activity: Record, *keys: str) -> str:
    declared = store.schema.type("activities")
    now = store.local_now()
    for key in keys:
        if activity.text(key):
            return to_display(store.schema, declared.field(key), activity[key], now=now)
    return t("ui.preview.any_time")
