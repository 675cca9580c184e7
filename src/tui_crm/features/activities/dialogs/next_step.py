"""Plan what comes next with somebody: in one line of words, or field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from tui_crm.errors import UsageError
from tui_crm.features.activities import plans
from tui_crm.features.activities.dialogs.base import ActivityDialog, Line
from tui_crm.features.activities.next_step_line import Step, parse_next_step
from tui_crm.features.activities.participants import about_whom, with_whom
from tui_crm.features.activities.plans import Plan
from tui_crm.i18n import t
from tui_crm.screens.widgets.choice_line import ChoiceLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.features.activities.plans import Customer, Written
    from tui_crm.screens.record_actions import RecordScreen


class NextStepScreen(ActivityDialog):
    """An activity with a record, or one with each of several.

    What is said of its kind on the first line is taken over.
    """

    def __init__(self, record_type: str, *record_ids: int) -> None:
        super().__init__()
        self._type = record_type
        self._ids = record_ids
        self._customers: Sequence[Customer] = ()
        self._is_kind_chosen = False

    def lines(self) -> Sequence[Line]:
        """When, kind, subject, and what a meeting needs besides."""
        return (
            Line("when", t("activity.next_example")),
            Line("kind", choices=[(choice.key, choice.label()) for choice in self.kinds]),
            Line("subject"),
            Line("purpose"),
            Line("place"),
            Line("participants"),
        )

    async def prepare(self) -> None:
        """Say with whom."""
        found = await self.app.read(plans.customers, self.store, self._type, self._ids)
        self._customers = found
        self.say_title(t("activity.next_step", title=with_whom(found)), about_whom(found))

    @on(ChoiceLine.Turned)
    def take_kind(self) -> None:
        """A kind that was chosen stays, whatever is typed."""
        self._is_kind_chosen = True
        self.show_reading()

    def about(self) -> tuple[object, ...]:
        """The records."""
        return self._type, self._ids

    def reading(self) -> str:
        """The step, as it was understood; its kind is shown as chosen."""
        if not (self.text("when").strip() or self.text("subject").strip()):
            return ""
        step = self._step()
        self.query_one(ChoiceLine).choose(step.kind)
        return self.step_words(step)

    def _step(self) -> Step:
        subject = " ".join(self.text("subject").split())
        kind = self.query_one(ChoiceLine).value
        words = self.text("when")
        if not words.strip():
            if not subject:
                raise UsageError("activity.next_subject")
            return Step(kind, subject, None)
        # What is written as the subject counts; a step that has none yet is called by its kind.
        usual = subject or self.kind_words(kind)
        step = parse_next_step(words, self.now, kind=kind, subject=usual, choices=self.kinds)
        if subject:
            step = replace(step, subject=subject)
        return replace(step, kind=kind) if self._is_kind_chosen else step

    async def write(self) -> Written:
        """Plan it."""
        step = self._step()
        plan = Plan(
            step.kind,
            step.subject,
            step.when,
            purpose=self.text("purpose").strip(),
            place=self.text("place").strip(),
            participants=self.text("participants").strip(),
        )
        links = [customer.links for customer in self._customers]
        return await self.app.write(plans.plan, self.store, plan, each_with=links)


async def plan_next_step(screen: RecordScreen) -> None:
    """Plan what comes next with each of the chosen records."""
    ids = screen.chosen()
    if ids and await screen.app.ask(NextStepScreen(screen.record_type.key, *ids)) is not None:
        screen.go_on()
