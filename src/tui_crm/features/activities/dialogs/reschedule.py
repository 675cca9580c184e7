"""When an activity is to be instead: one of the usual steps, or a day or time in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Input, Static

from tui_crm.errors import NotFoundError, UsageError
from tui_crm.features.activities import reschedule
from tui_crm.features.activities.describe import when_words
from tui_crm.features.activities.queries import find_item
from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens.dialogs.choose import ChooseScreen, Entry
from tui_crm.screens.ime import typed_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.screens.record_actions import RecordScreen

_LABELS = ("day_1", "week_1", "business_day")


class MoveScreen(ChooseScreen[str | None, str]):
    """Gives where it is moved to, as ``moves.reschedule`` takes it.

    A digit may begin a date, so that one alone is a choice only once ``enter`` follows it. ``read``
    gives the activity, as it is now.
    """

    item: AgendaItem | None = None
    """The activity, once it is read."""

    def __init__(self, read: Callable[[], Awaitable[AgendaItem]], now: datetime) -> None:
        super().__init__(" ", t("activity.when_hint"))
        self._read = read
        self._now = now
        self._typed = ""

    def on_mount(self) -> None:
        """Read what is moved."""
        self.load(self._read, self._begin)

    def _begin(self, item: AgendaItem) -> None:
        self.item = item
        title = t("activity.move", title=item.subject)
        self.query_one(".dialog-title", Static).update(Content(visible(title)))
        self.show(self.entries_for(self.query_one(Input).value))

    def entries_for(self, typed: str) -> Sequence[Entry[str]]:
        """The steps, numbered; the one whose number was typed; or the day that words name."""
        self._typed = typed
        if self.item is None:
            return []
        item, words = self.item, typed.strip()
        steps = [
            Entry(f"{t(f'activity.{label}')}  {self._when(item, step)}", step, str(number))
            for number, (label, step) in enumerate(zip(_LABELS, reschedule.STEPS, strict=True), 1)
        ]
        if not words:
            return steps
        number = typed_key(words) or words if len(words) == 1 else ""
        chosen = [step for step in steps if step.sign == number]
        if chosen:
            return chosen
        try:
            return [Entry(self._when(item, words), words, "→")]
        except UsageError:
            return []

    def nothing(self) -> str:
        """What is wrong with the words; that the activity is not read yet."""
        if self.item is None:
            return t("ui.loading")
        try:
            self._when(self.item, self._typed.strip())
        except UsageError as error:
            return f"! {error}"
        return ""

    def _when(self, item: AgendaItem, to: str) -> str:
        return when_words(reschedule.moved_to(item, to, self._now), self._now)

    def action_take(self) -> None:
        """Take what was typed, though the list be behind it."""
        typed = self.query_one(Input).value
        if typed != self._typed:
            self.show(self.entries_for(typed))
        super().action_take()

    def chosen(self, value: str) -> None:
        self.dismiss(value)


async def read_item(screen: RecordScreen, activity_id: int) -> AgendaItem:
    """The activity as it is now. Raises NotFoundError where it is gone."""
    item = await screen.app.read_written(find_item, screen.store, activity_id)
    if item is None:
        label = screen.store.schema.type("activities").label(1)
        raise NotFoundError("record.missing", type=label, id=activity_id)
    return item


async def move(screen: RecordScreen) -> None:
    """Move each: by a day, a week, to the next business day, or to where words say."""
    for activity_id in screen.chosen():
        dialog = MoveScreen(partial(read_item, screen, activity_id), screen.store.local_now())
        to = await screen.app.ask(dialog)
        if not to or dialog.item is None:
            return
        version = dialog.item.version
        await screen.app.write(
            reschedule.reschedule, screen.store, activity_id, to, version=version
        )
