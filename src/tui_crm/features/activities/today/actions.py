"""What the keys do to the activity under the cursor of the schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.errors import NotFoundError
from tui_crm.features.activities import reschedule
from tui_crm.features.activities.dialogs.reschedule import read_item
from tui_crm.features.activities.today.screen import OPENED_BY
from tui_crm.i18n import t
from tui_crm.screens import factories
from tui_crm.screens.dialogs.choose import Entry, PickerEntries, PickerScreen
from tui_crm.screens.external_links import links_of, open_one
from tui_crm.store import records
from tui_crm.store.query import Listing, Query, page

if TYPE_CHECKING:
    from tui_crm.features.activities.today.screen import TodayScreen
    from tui_crm.store.db.store import Store


async def add(screen: TodayScreen) -> None:
    """Plan something for the day that is shown."""
    await screen.app.ask(factories.form("activities", values={"due_on": screen.day.isoformat()}))


async def reassign(screen: TodayScreen) -> None:
    """Hand it to another member."""
    for activity_id in screen.chosen():
        version: int | None = None

        async def begin(activity_id: int = activity_id) -> PickerEntries:
            nonlocal version
            item = await read_item(screen, activity_id)
            version = item.version
            members = await screen.app.read(_members, screen.store, item.owner)
            return PickerEntries(members, title=t("activity.to_whom", title=item.subject))

        chosen = await screen.app.ask(PickerScreen(" ", by_digit=True, read=begin))
        if chosen:
            await screen.app.write(
                reschedule.reassign, screen.store, activity_id, int(chosen), version=version
            )


async def open_link(screen: TodayScreen) -> None:
    """Call, or write to, those whom it is about: a number first where it is a call."""
    chosen = screen.chosen()
    if not chosen:
        return
    item = await read_item(screen, chosen[0])
    links: list[tuple[str, str]] = []
    for field, record_type in OPENED_BY:
        if (record_id := getattr(item, field)) is not None:
            record = await screen.app.read(
                records.read_record, screen.store, record_type, record_id
            )
            links += links_of(screen.store.schema.type(record_type), record)
    scheme = "mailto:" if item.kind == "mail" else "tel:"
    links = sorted(dict(links).items(), key=lambda link: not link[0].startswith(scheme))
    await open_one(screen.app, links)


def _members(store: Store, owner: str) -> list[Entry[str]]:
    """The active users but for the owner, each with their names.

    Raises:
        NotFoundError: there is nobody else.
    """
    users = store.schema.type("users")
    listing = Listing(store.schema, Query("users", "is_inactive!=1"), store.query_context())
    with store.reading() as connection:
        found = page(connection, users, listing.ids(connection), ["title", "name"])
    named = [(str(row.id), tuple(str(value) for value in row.values)) for row in found]
    others = [
        Entry(title if title == name else f"{title}  {name}", key)
        for key, (title, name) in named
        if title != owner
    ]
    if not others:
        raise NotFoundError("activity.nobody_else")
    return others
