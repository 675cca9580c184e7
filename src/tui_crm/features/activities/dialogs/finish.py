"""Say that an activity is done: what came of it, and what comes next; or its result alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.features.activities import plans
from tui_crm.features.activities.dialogs.base import ActivityDialog, Line
from tui_crm.features.activities.next_step_line import Step, parse_next_step
from tui_crm.i18n import t
from tui_crm.store import commands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.features.activities.plans import Written
    from tui_crm.store.records import Record


class NoteResultScreen(ActivityDialog):
    """What came of an activity, whether it is done or not."""

    title_key = "activity.note_result"

    def __init__(self, activity_id: int) -> None:
        super().__init__()
        self._activity_id = activity_id
        self._activity: Record | None = None

    def lines(self) -> Sequence[Line]:
        """The result."""
        return (Line("result"),)

    async def prepare(self) -> None:
        """Say what it is about, and what was noted before."""
        found = await self.app.read(
            commands.read_record, self.store, "activities", self._activity_id
        )
        self._activity = found
        named = [found.links.get(link, "") for link in plans.LINKS.values()]
        self.say_title(t(self.title_key, title=found.title), " · ".join(filter(None, named)))
        self.put("result", found.text("result"))

    def about(self) -> tuple[object, ...]:
        """The activity."""
        return (self._activity_id,)

    def reading(self) -> str:
        """There is nothing to understand in a result."""
        return ""

    @property
    def version(self) -> int | None:
        """The version that was read."""
        return self._activity.version if self._activity else None

    async def write(self) -> Written:
        """Note it."""
        return await self.app.write(
            plans.note_result,
            self.store,
            self._activity_id,
            self.text("result"),
            version=self.version,
        )


class FinishScreen(NoteResultScreen):
    """The result of an activity that is done, and the next step, which repeats it by default."""

    title_key = "activity.finish"

    def lines(self) -> Sequence[Line]:
        """Result and next step."""
        return (Line("result"), Line("next", t("activity.next_example")))

    async def prepare(self) -> None:
        """Say what a time alone would repeat."""
        await super().prepare()
        if self._activity is not None:
            kind = self.kind_words(self._activity.text("kind"))
            example = t("activity.next_example_for", kind=kind, subject=self._activity.title)
            self.put("next", "", example)

    def reading(self) -> str:
        """The next step, as it was understood."""
        step = self._step()
        return self.step_words(step) if step else ""

    async def write(self) -> Written:
        """Finish it."""
        step = self._step()
        if step is None and self.app.config.require_next_step:
            raise UsageError("activity.next_required")
        return await self.app.write(
            plans.finish,
            self.store,
            self._activity_id,
            self.text("result"),
            step,
            version=self.version,
        )

    def _step(self) -> Step | None:
        text, activity = self.text("next"), self._activity
        if not text.strip() or activity is None:
            return None
        return parse_next_step(
            text,
            self.now,
            kind=activity.text("kind"),
            subject=activity.title,
            choices=self.kinds,
        )
