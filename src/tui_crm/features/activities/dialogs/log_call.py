"""Write down a call that has just been made, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.activities import plans
from tui_crm.features.activities.dialogs.base import ActivityDialog, Line
from tui_crm.features.activities.next_step_line import Step, parse_next_step
from tui_crm.features.activities.participants import about_whom, with_whom
from tui_crm.features.activities.plans import Plan
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.screens.widgets.choice_line import ChoiceLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.features.activities.plans import Customer, Written
    from tui_crm.screens.record_actions import RecordScreen

OUTCOMES: Final = ("reached", "no_answer", "message", "call_back")
LONGEST_CALL: Final = 24 * 60
"""Minutes."""


class LogCallScreen(ActivityDialog):
    """A call with a record, or one with each of several.

    What was said, how it went, how long it took, what comes next.
    """

    def __init__(self, record_type: str, *record_ids: int) -> None:
        super().__init__()
        self._type = record_type
        self._ids = record_ids
        self._customers: Sequence[Customer] = ()

    def lines(self) -> Sequence[Line]:
        """Result, outcome, minutes, next step."""
        outcomes = [(key, t(f"activity.outcome.{key}")) for key in OUTCOMES]
        return (
            Line("result"),
            Line("outcome", choices=outcomes),
            Line("minutes"),
            Line("next", t("activity.next_example")),
        )

    async def prepare(self) -> None:
        """Say with whom."""
        found = await self.app.read(plans.customers, self.store, self._type, self._ids)
        self._customers = found
        self.say_title(t("activity.log_call", title=with_whom(found)), about_whom(found))

    def about(self) -> tuple[object, ...]:
        """The records."""
        return self._type, self._ids

    def reading(self) -> str:
        """The next step, as it was understood."""
        step = self._step()
        return self.step_words(step) if step else ""

    async def write(self) -> Written:
        """Log the call as done."""
        result, outcome = self.text("result"), self.query_one(ChoiceLine).value
        step = self._step()
        if not result.strip() and outcome == OUTCOMES[0]:
            raise UsageError("activity.result_required")
        if step is None and self.app.config.require_next_step:
            raise UsageError("activity.next_required")
        call = Plan("call", t(f"activity.outcome.{outcome}"))
        links = [customer.links for customer in self._customers]
        minutes = self._minutes()
        return await self.app.write(
            plans.log_done, self.store, call, result, step, minutes=minutes, each_with=links
        )

    def _step(self) -> Step | None:
        text = self.text("next")
        if not text.strip():
            return None
        subject = self.kind_words("call")
        return parse_next_step(text, self.now, kind="call", subject=subject, choices=self.kinds)

    def _minutes(self) -> int | None:
        typed = fold(self.text("minutes")).removesuffix("分").removesuffix("min").strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and int(typed[:6]) <= LONGEST_CALL):
            raise UsageError("activity.minutes", value=self.text("minutes"))
        return int(typed)


async def log_call(screen: RecordScreen) -> None:
    """Write down a call with each of the chosen records."""
    ids = screen.chosen()
    if ids and await screen.app.ask(LogCallScreen(screen.record_type.key, *ids)) is not None:
        screen.go_on()
