"""Plan what comes next with somebody: in one line of words, or field by field."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.activities import plans
from tui_crm.features.activities.describe import kind_words, step_words
from tui_crm.features.activities.next_step_line import CALL, TASK, NextStep
from tui_crm.features.activities.participants import about_whom, with_whom
from tui_crm.features.activities.plans import Plan
from tui_crm.features.activities.step_presets import StepPresets, read_presets, spread
from tui_crm.i18n import t
from tui_crm.screens.form.dialog import FormContext, FormDialog, ShortForm
from tui_crm.store.model import FieldSpec, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.features.activities.plans import Customer, WrittenActivity
    from tui_crm.screens.form.state import FormState
    from tui_crm.screens.record_actions import RecordScreen
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema

_WHEN: Final = FieldSpec("when", Kind.TEXT)
_OWN_FIELDS: Final = ("kind", "subject", "purpose", "place", "participants")


class NextStepForm(ShortForm):
    """An activity with a record, or one with each of several.

    What is said of its kind on the first line is taken over.
    """

    name = "next_step"
    record_type = "activities"

    def __init__(self, record_type: str, *record_ids: int, slot: int) -> None:
        """``slot`` is how many minutes a planned call is given."""
        self._slot = timedelta(minutes=slot)
        self._presets = StepPresets()
        self.about = (record_type, record_ids)
        self._type = record_type
        self._ids = record_ids
        self._customers: Sequence[Customer] = ()
        self._is_kind_chosen = False

    def fields(self, schema: Schema) -> Sequence[FieldSpec]:
        """When, kind, subject, and what a meeting needs besides."""
        declared = schema.type("activities")
        own = (replace(declared.field(key), required=False) for key in _OWN_FIELDS)
        return _WHEN, *own

    def load(self, store: Store) -> FormContext:
        """With whom."""
        self._customers = found = plans.customers(store, self._type, self._ids)
        self._presets = read_presets(store, self._slot)
        return FormContext(
            t("activity.next_step", title=with_whom(found)),
            about_whom(found),
            examples={"when": self._example(store.schema)},
            numbered={"when": self._presets.words(store.local_now())},
        )

    def _example(self, schema: Schema) -> str:
        timed, dated = kind_words(schema, CALL), kind_words(schema, TASK)
        return t("activity.plan_example", n=self._presets.count, timed=timed, dated=dated)

    def follow(self, state: FormState, key: str) -> str:
        """Take the kind over from the words; one that was chosen stays, whatever is typed."""
        self._is_kind_chosen = self._is_kind_chosen or key == "kind"
        if not self._is_kind_chosen:
            kind = state.entries["kind"].initial
            with suppress(UsageError):
                kind = self._step(state).kind
            state.fill("kind", kind)
        if not (state.entries["when"].text.strip() or state.entries["subject"].text.strip()):
            return ""
        return step_words(state.schema, self._step(state), state.reader.now)

    def save(self, store: Store, state: FormState) -> WrittenActivity:
        """Plan it."""
        step = self._step(state)
        purpose, place, people = (str(state.values[key] or "") for key in _OWN_FIELDS[2:])
        planned = [
            Plan(
                *(each.kind, each.subject, each.when),
                links=customer.links,
                purpose=purpose,
                place=place,
                participants=people,
            )
            for customer, each in zip(
                self._customers,
                spread(store, step, len(self._customers), self._slot),
                strict=True,
            )
        ]
        return plans.plan(store, *planned)

    def _step(self, state: FormState) -> NextStep:
        subject = " ".join(state.entries["subject"].text.split())
        kind = str(state.entries["kind"].value)
        words = state.entries["when"].text
        if not words.strip():
            if not subject:
                raise UsageError("activity.next_subject")
            return NextStep(kind, subject, None)
        step = self._presets.read(
            words,
            state.reader.now,
            kind=kind if self._is_kind_chosen else "",
            subject=subject,
            choices=state.schema.choices("activity_kind"),
        )
        if step is None:
            raise UsageError("activity.next_subject")
        if subject:
            step = replace(step, subject=subject)
        return replace(step, kind=kind) if self._is_kind_chosen else step


async def plan_next_step(screen: RecordScreen) -> int | None:
    """Plan what comes next with each of the chosen records.

    The number of the first activity; None where none was planned.
    """
    ids = screen.chosen()
    if not ids:
        return None
    form = NextStepForm(screen.record_type.key, *ids, slot=screen.app.config.call_slot)
    return await screen.app.ask(FormDialog(form))
