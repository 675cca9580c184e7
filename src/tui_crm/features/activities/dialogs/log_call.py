"""Write down a call that has just been made, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.activities import plans
from tui_crm.features.activities.describe import kind_words, step_words
from tui_crm.features.activities.next_step_line import NEXT_STEP, parse_next_step
from tui_crm.features.activities.participants import about_whom, with_whom
from tui_crm.features.activities.plans import Plan
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.screens.form.dialog import FormContext, FormDialog, ShortForm
from tui_crm.store.model import Choice, FieldSpec, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.features.activities.next_step_line import NextStep
    from tui_crm.features.activities.plans import Customer, WrittenActivity
    from tui_crm.screens.form.state import FormState
    from tui_crm.screens.record_actions import RecordScreen
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema

OUTCOMES: Final = ("reached", "no_answer", "message", "call_back")
LONGEST_CALL: Final = 24 * 60
"""Minutes."""


class LogCallForm(ShortForm):
    """A call with a record, or one with each of several.

    What was said, how it went, how long it took, what comes next, which may be needed.
    """

    name = "log_call"
    record_type = "activities"

    def __init__(self, record_type: str, *record_ids: int, needs_next: bool) -> None:
        self.about = (record_type, record_ids)
        self._type = record_type
        self._ids = record_ids
        self._needs_next = needs_next
        self._customers: Sequence[Customer] = ()
        words = [(key, f"activity.outcome.{key}") for key in OUTCOMES]
        outcomes = (Choice(key, t(word, to="ja"), t(word, to="en")) for key, word in words)
        self.picklists = {"call_outcome": tuple(outcomes)}

    def fields(self, schema: Schema) -> Sequence[FieldSpec]:
        """Result, outcome, minutes, next step."""
        return (
            schema.type("activities").field("result"),
            FieldSpec("outcome", Kind.CHOICE, choices="call_outcome", default=OUTCOMES[0]),
            FieldSpec("minutes", Kind.TEXT),
            NEXT_STEP,
        )

    def load(self, store: Store) -> FormContext:
        """With whom."""
        self._customers = found = plans.customers(store, self._type, self._ids)
        title = t("activity.log_call", title=with_whom(found))
        return FormContext(title, about_whom(found), examples={"next": t("activity.next_example")})

    def follow(self, state: FormState, _key: str) -> str:
        """The next step."""
        step = self._step(state)
        return step_words(state.schema, step, state.reader.now) if step else ""

    def save(self, store: Store, state: FormState) -> WrittenActivity:
        """Log the call as done."""
        result, outcome = str(state.values["result"] or ""), str(state.values["outcome"])
        step = self._step(state)
        if not result.strip() and outcome == OUTCOMES[0]:
            raise UsageError("activity.result_required")
        if step is None and self._needs_next:
            raise UsageError("activity.next_required")
        call = Plan("call", t(f"activity.outcome.{outcome}"))
        links = [customer.links for customer in self._customers]
        minutes = _minutes(state.entries["minutes"].text)
        return plans.log_done(store, call, result, step, minutes=minutes, each_with=links)

    def _step(self, state: FormState) -> NextStep | None:
        text = state.entries["next"].text
        if not text.strip():
            return None
        return parse_next_step(
            text,
            state.reader.now,
            kind="call",
            subject=kind_words(state.schema, "call"),
            choices=state.schema.choices("activity_kind"),
        )


def _minutes(text: str) -> int | None:
    typed = fold(text).removesuffix("分").removesuffix("min").strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed[:6]) <= LONGEST_CALL):
        raise UsageError("activity.minutes", value=text)
    return int(typed)


async def log_call(screen: RecordScreen) -> None:
    """Write down a call with each of the chosen records."""
    needs_next = screen.app.config.require_next_step
    ids = screen.chosen()
    if not ids:
        return
    form = LogCallForm(screen.record_type.key, *ids, needs_next=needs_next)
    await screen.app.ask(FormDialog(form))
