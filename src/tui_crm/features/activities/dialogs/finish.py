"""Say that an activity is done: what came of it, and what comes next; or its result alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.features.activities import plans
from tui_crm.features.activities.describe import kind_words, step_words
from tui_crm.features.activities.next_step_line import NEXT_STEP
from tui_crm.features.activities.step_presets import StepPresets, read_presets
from tui_crm.i18n import t
from tui_crm.screens.form.dialog import FormContext, FormDialog, ShortForm
from tui_crm.screens.record_actions import ChosenRecords, say_left_out
from tui_crm.store import commands, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.features.activities.next_step_line import NextStep
    from tui_crm.features.activities.plans import WrittenActivity
    from tui_crm.screens.form.state import FormState
    from tui_crm.screens.record_actions import RecordScreen
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, Schema


class ResultForm(ShortForm):
    """What came of an activity; where it ``is_done``, also the next step, which may be needed."""

    record_type = "activities"

    def __init__(
        self, activity_id: int, *, is_done: bool, slot: int, needs_next: bool = False
    ) -> None:
        """``slot`` is how many minutes a planned call is given."""
        self.name = "finish" if is_done else "note_result"
        self.about = (activity_id,)
        self._activity_id = activity_id
        self._is_done = is_done
        self._needs_next = needs_next
        self._slot = timedelta(minutes=slot)
        self._presets = StepPresets()

    def fields(self, schema: Schema) -> Sequence[FieldSpec]:
        """Result, and next step."""
        result = schema.type("activities").field("result")
        return (result, NEXT_STEP) if self._is_done else (result,)

    def load(self, store: Store) -> FormContext:
        """What it is about, what was noted before, and what a time alone would repeat."""
        found = records.read_record(store, "activities", self._activity_id)
        named = [found.links.get(link, "") for link in plans.LINKS.values()]
        kind = kind_words(store.schema, found.text("kind"))
        if self._is_done:
            self._presets = read_presets(store, self._slot, has_none=not self._needs_next)
        return FormContext(
            t(f"activity.{self.name}", title=found.title),
            " · ".join(filter(None, named)),
            found,
            {"next": t("activity.next_example_for", kind=kind, subject=found.title)},
            numbered={"next": self._presets.words(store.local_now())},
        )

    def follow(self, state: FormState, _key: str) -> str:
        """The next step; there is nothing to understand in a result."""
        step = self._step(state)
        return step_words(state.schema, step, state.reader.now) if step else ""

    def save(self, store: Store, state: FormState) -> WrittenActivity:
        """Note the result, or finish the activity."""
        result, version = str(state.values["result"] or ""), state.version
        if not self._is_done:
            return plans.note_result(store, self._activity_id, result, version=version)
        step = self._step(state)
        if step is None and self._needs_next:
            raise UsageError("activity.next_required")
        return plans.finish(store, self._activity_id, result, step, version=version)

    def _step(self, state: FormState) -> NextStep | None:
        if not self._is_done or not state.base:
            return None
        return self._presets.read(
            state.entries["next"].text,
            state.reader.now,
            kind=str(state.base["kind"]),
            subject=str(state.base["subject"]),
            choices=state.schema.choices("activity_kind"),
        )


async def finish(screen: RecordScreen) -> None:
    """Say that it is done, with its result and the next step; of what is done, the result.

    Several are done without a word.
    """
    app, chosen = screen.app, ChosenRecords(screen)
    record = await chosen.read()
    if record is None and chosen.ids:
        report = await app.write_behind(
            commands.set_field, screen.store, "activities", chosen.versions, "status", "done"
        )
        say_left_out(app, report.plan)
    elif record is not None:
        is_done = record["status"] != "done"
        form = ResultForm(
            record.id,
            is_done=is_done,
            slot=app.config.call_slot,
            needs_next=app.config.require_next_step,
        )
        await app.ask(FormDialog(form))


async def note_result(screen: RecordScreen) -> None:
    """Write down what came of it, done or not."""
    for activity_id in screen.chosen():
        form = ResultForm(activity_id, is_done=False, slot=screen.app.config.call_slot)
        await screen.app.ask(FormDialog(form))
