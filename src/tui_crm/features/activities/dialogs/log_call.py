"""Write down a call that has just been made: what came of it, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.activities import call_log, plans
from tui_crm.features.activities.call_log import STATUS, CallLog
from tui_crm.features.activities.describe import kind_words, step_words
from tui_crm.features.activities.next_step_line import NEXT_STEP
from tui_crm.features.activities.participants import with_whom
from tui_crm.features.activities.step_presets import StepPresets, read_presets, spread
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.screens.form.dialog import FormContext, FormDialog, ShortForm
from tui_crm.screens.form.radio_buttons import UNCHANGED
from tui_crm.store.model import Choice, FieldSpec, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui_crm.features.activities.next_step_line import NextStep
    from tui_crm.features.activities.plans import Customer, WrittenActivity
    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.screens.form.state import FormState
    from tui_crm.screens.record_actions import RecordScreen
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema

OUTCOMES: Final = "call_outcome"
"""The picklist of what may come of a call."""

LONGEST_CALL: Final = 24 * 60
"""Minutes."""

MOST_DIGITS: Final = 6
"""More are no number of minutes, whatever they come to."""

STATUSES: Final = "log_call.status"
FULFILS: Final = "log_call.fulfils"
"""The picklists of this form alone."""

YES: Final = "yes"


class LogCallForm(ShortForm):
    """A call with a record, or one with each of several.

    What came of it, the status, what comes next, which may be needed; what was said, how long it
    took, and whether a planned call is done with it.
    """

    name = "log_call"
    record_type = "activities"

    def __init__(self, record_type: str, *record_ids: int, needs_next: bool, slot: int) -> None:
        """``slot`` is how many minutes a planned call is given."""
        self.about = (record_type, record_ids)
        self._type = record_type
        # What an activity is about is only known when it is read: mostly a lead.
        self._status_of = "leads" if record_type == "activities" else record_type
        self._ids = record_ids
        self._needs_next = needs_next
        self._slot = timedelta(minutes=slot)
        self._customers: Sequence[Customer] = ()
        self._presets = StepPresets()
        self._due: AgendaItem | None = None

    def fields(self, schema: Schema) -> Sequence[FieldSpec]:
        """Outcome, status, next step, memo, minutes, the plan that is fulfilled."""
        return (
            FieldSpec("outcome", Kind.CHOICE, choices=OUTCOMES),
            *self._status(schema),
            NEXT_STEP,
            replace(schema.type("activities").field("result"), key="memo"),
            FieldSpec("minutes", Kind.TEXT),
            FieldSpec("fulfils", Kind.CHOICE, choices=FULFILS, default=YES),
        )

    def _status(self, schema: Schema) -> Iterator[FieldSpec]:
        declared = schema.type(self._status_of)
        if STATUS in declared:
            yield FieldSpec(STATUS, Kind.CHOICE, choices=STATUSES, default=UNCHANGED)

    def picklists(self, schema: Schema) -> Mapping[str, tuple[Choice, ...]]:
        """The statuses of whom the call is with, and the choice that leaves theirs as it is."""
        declared = schema.type(self._status_of)
        if STATUS not in declared:
            return {}
        choices = schema.choices(declared.field(STATUS).choices)
        return {STATUSES: (_choice(UNCHANGED, "activity.unchanged"), *choices)}

    def load(self, store: Store) -> FormContext:
        """With whom, their number, what was last, what is due, and the usual next steps."""
        now = store.local_now()
        self._customers = found = plans.customers(store, self._type, self._ids)
        self._presets = read_presets(store, self._slot, has_none=not self._needs_next)
        first, *others = found
        hidden, picklists, about = set(), {}, [t("activity.each", n=len(found))]
        if not others:
            chosen = self._ids[0] if self._type == "activities" else None
            self._due = call_log.call_to_make(store, first, chosen)
            about = [first.company, *first.more_phones]
            about = ["  ".join(filter(None, about)), call_log.last_words(store, first)]
        if self._due is not None:
            words = call_log.plan_words(self._due, now)
            picklists[FULFILS] = (
                _choice(YES, "activity.fulfil", what=words),
                _choice("no", "activity.keep_plan"),
            )
        else:
            hidden.add("fulfils")
        if any(each.type != self._status_of for each in found):
            hidden.add(STATUS)
        return FormContext(
            t("activity.log_call", title=with_whom(found)),
            "\n".join(filter(None, about)),
            number="" if others else first.phone,
            examples={"next": t("activity.next_example", n=self._presets.count)},
            numbered={"next": self._presets.words(now)},
            hidden=frozenset(hidden),
            picklists=picklists,
        )

    def follow(self, state: FormState, _key: str) -> str:
        """The next step."""
        step = self._step(state)
        return step_words(state.schema, step, state.reader.now) if step else ""

    def save(self, store: Store, state: FormState) -> WrittenActivity:
        """Log the call as done."""
        outcome = state.entries["outcome"].text
        if not outcome:
            raise UsageError("activity.outcome_required")
        step, status = self._step(state), state.values.get(STATUS)
        if step is None and self._needs_next:
            raise UsageError("activity.next_required")
        steps = spread(store, step, len(self._customers), self._slot) if step else ()
        is_fulfilled = self._due is not None and state.values.get("fulfils") == YES
        log = CallLog(
            self._customers,
            outcome,
            str(state.values["memo"] or ""),
            _minutes(state.entries["minutes"].text),
            "" if status in (None, UNCHANGED) else str(status),
            steps,
            self._due.id if self._due is not None and is_fulfilled else None,
        )
        return call_log.log_calls(store, log)

    def _step(self, state: FormState) -> NextStep | None:
        return self._presets.read(
            state.entries["next"].text,
            state.reader.now,
            kind="call",
            subject=kind_words(state.schema, "call"),
            choices=state.schema.choices("activity_kind"),
        )


def _choice(key: str, sentence: str, **values: object) -> Choice:
    return Choice(key, t(sentence, to="ja", **values), t(sentence, to="en", **values))


def _minutes(text: str) -> int | None:
    typed = fold(text).removesuffix("分").removesuffix("min").strip()
    if not typed:
        return None
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
    if not is_number or int(typed) > LONGEST_CALL:
        raise UsageError("activity.minutes", value=text)
    return int(typed)


async def log_call(screen: RecordScreen) -> int | None:
    """Write down a call with each of the chosen records.

    The number of the first call; None where none was written.
    """
    ids, config = screen.chosen(), screen.app.config
    if not ids:
        return None
    form = LogCallForm(
        screen.record_type.key,
        *ids,
        needs_next=config.require_next_step,
        slot=config.call_slot,
    )
    return await screen.app.ask(FormDialog(form))
