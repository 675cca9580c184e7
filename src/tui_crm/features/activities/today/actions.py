"""What the keys do to the activity under the cursor of a schedule."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on

from tui_crm.features.activities import reschedule
from tui_crm.features.activities.queries import items
from tui_crm.features.activities.today.agenda_list import AgendaList
from tui_crm.i18n import t
from tui_crm.screens import routes
from tui_crm.screens.record_actions import RecordActionScreen
from tui_crm.screens.type_ahead import begin, queued_action
from tui_crm.screens.widgets.line_list import LineList
from tui_crm.store import commands
from tui_crm.store.query import Listing, Query, page

if TYPE_CHECKING:
    from datetime import date

    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.manifest import Need
    from tui_crm.store.db.store import Store

OPENED_BY: Final = (
    ("contact_id", "contacts"),
    ("lead_id", "leads"),
    ("deal_id", "deals"),
    ("account_id", "accounts"),
)
"""Where an activity leads, the first that it has."""


class TodayActs(RecordActionScreen):
    """A screen with an ``AgendaList`` of activities to act on."""

    type_key = "activities"

    @property
    def day(self) -> date:
        """The day that is shown."""
        return self.store.local_now().date()

    def chosen(self) -> list[int]:
        """The activity under the cursor."""
        found = self.query_one(AgendaList).cursor_id
        return [] if found is None else [found]

    def has(self, need: Need) -> bool:
        """Whether there is an activity under the cursor."""
        return need == "record" and bool(self.query(AgendaList)) and bool(self.chosen())

    async def _item(self) -> AgendaItem | None:
        """The activity under the cursor, as it is now."""
        for activity_id in self.chosen():
            found = await self.app.read(_read, self.store, activity_id)
            return found[0] if found else None
        return None

    @queued_action
    async def action_finish(self) -> None:
        """Say that it is done, with its result and the next step."""
        from tui_crm.features.activities.dialogs.finish import FinishScreen

        item = await self._item()
        if item is None:
            return
        if item.is_done:
            key = self.app.key_of("today.result")
            self.app.say(t("activity.done_already", key=key), "warning")
        else:
            await self.app.ask(FinishScreen(item.id))

    @queued_action
    async def action_note_result(self) -> None:
        """Write down what came of it, done or not."""
        from tui_crm.features.activities.dialogs.finish import NoteResultScreen

        for activity_id in self.chosen():
            await self.app.ask(NoteResultScreen(activity_id))

    @queued_action
    async def action_follow_up(self) -> None:
        """Plan what comes next with the same people."""
        from tui_crm.features.activities.dialogs.next_step import NextStepScreen

        for activity_id in self.chosen():
            await self.app.ask(NextStepScreen("activities", activity_id))

    @queued_action
    async def action_log_call(self) -> None:
        """Write down a call with the same people."""
        from tui_crm.features.activities.dialogs.log_call import LogCallScreen

        for activity_id in self.chosen():
            await self.app.ask(LogCallScreen("activities", activity_id))

    @queued_action
    async def action_add(self) -> None:
        """Plan something for the day that is shown."""
        await self.app.ask(routes.form("activities", values={"due_on": self.day.isoformat()}))

    @queued_action
    async def action_move(self) -> None:
        """Move it: by a day, a week, to the next business day, or to where words say."""
        from tui_crm.features.activities.dialogs.reschedule import MoveScreen

        item = await self._item()
        if item is None:
            return
        now = self.store.local_now()
        to = await self.app.ask(MoveScreen(item, now))
        if to:
            await self.app.write(
                reschedule.reschedule, self.store, item.id, to, version=item.version
            )

    @queued_action
    async def action_reassign(self) -> None:
        """Hand it to another member."""
        item = await self._item()
        if item is None:
            return
        members = await self.app.read(_members, self.store, item.owner)
        if not members:
            self.app.say(t("activity.nobody_else"), "warning")
            return
        title = t("activity.to_whom", title=item.subject)
        chosen = await self.app.ask(routes.pick(title, members, by_digit=True))
        if chosen:
            await self.app.write(
                reschedule.reassign, self.store, item.id, int(chosen), version=item.version
            )

    @queued_action
    async def action_open_link(self) -> None:
        """Call, or write to, those whom it is about: a number first where it is a call."""
        from tui_crm.screens.external_links import links_of, open_link

        item = await self._item()
        links: list[tuple[str, str]] = []
        for field, record_type in OPENED_BY if item else ():
            if (record_id := getattr(item, field)) is not None:
                record = await self.app.read(
                    commands.read_record, self.store, record_type, record_id
                )
                links += links_of(self.store.schema.type(record_type), record)
        if not links:
            self.app.say(t("ui.no_links"), "warning")
            return
        scheme = "mailto:" if item and item.kind == "mail" else "tel:"
        links = sorted(dict(links).items(), key=lambda link: not link[0].startswith(scheme))
        chosen: str | None = links[0][0]
        if len(links) > 1:
            chosen = await self.app.ask(routes.pick(t("ui.open_what"), links, by_digit=True))
        if chosen:
            await open_link(self.app, chosen)

    @on(LineList.Selected)
    def open_about(self, event: LineList.Selected) -> None:
        """Open whom it is about; where it is about nobody, the activity itself."""
        event.stop()
        for activity_id in self.chosen():
            begin(self, partial(self._open_record, activity_id))

    async def _open_record(self, activity_id: int) -> None:
        found = await self.app.read(_read, self.store, activity_id)
        for item in found:
            for field, record_type in OPENED_BY:
                if (record_id := getattr(item, field)) is not None:
                    self.app.push_screen(routes.detail(record_type, record_id))
                    return
            self.app.push_screen(routes.detail("activities", activity_id))


def _read(store: Store, activity_id: int) -> tuple[AgendaItem, ...]:
    with store.reading() as connection:
        return items(connection, [activity_id])


def _members(store: Store, owner: str) -> list[tuple[str, str]]:
    """The active users but for the owner, each with their names."""
    users = store.schema.type("users")
    listing = Listing(store.schema, Query("users", "is_inactive!=1"), store.query_context())
    with store.reading() as connection:
        found = page(connection, users, listing.ids(connection), ["title", "name"])
    named = [(str(row.id), tuple(str(value) for value in row.values)) for row in found]
    return [
        (key, title if title == name else f"{title}  {name}")
        for key, (title, name) in named
        if title != owner
    ]
