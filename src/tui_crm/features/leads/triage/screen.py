"""The screen that brings one lead after the other, with its card, its timeline and the acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual import getters
from textual.content import Content
from textual.widgets import Static

from tui_crm.errors import NotFoundError
from tui_crm.features.activities import plans
from tui_crm.features.activities.describe import kind_words
from tui_crm.features.activities.plans import Plan
from tui_crm.features.activities.step_presets import read_presets
from tui_crm.features.leads.triage.queries import (
    Beginning,
    Tally,
    begin,
    changed_elsewhere,
    read_tally,
    taken_back,
)
from tui_crm.features.leads.triage.queue import is_closed, read_queue
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, factories
from tui_crm.screens.dialogs.choose import Entry, PickerEntries, PickerScreen
from tui_crm.screens.key_queue import holds_keys, under_way
from tui_crm.screens.list.preview import preview
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.line_list import Line, LineList, Piece
from tui_crm.screens.widgets.panel import Panel
from tui_crm.store.records import read

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.features.activities.step_presets import StepPresets
    from tui_crm.screens.list.preview import Preview
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType
    from tui_crm.store.records import Record

SKIP: Final = "skip"


class TriageCard(LineList):
    """The card of a lead and the last of its timeline, or what was done in all."""

    GUTTER = 1
    DEFAULT_CSS = """
    TriageCard {
        height: 1fr;
        max-width: 110;
        & > .line-list--label { color: $text-muted; text-style: none; }
    }
    """


@dataclass(frozen=True, slots=True)
class _Lead:
    record: Record
    preview: Preview


class _Start(NamedTuple):
    queue: list[int]
    left_out: int
    """How many leads are closed, or customers by now."""
    since: Beginning


class TriageScreen(CrmScreen[int | None]):
    """Leads one by one. Returns the one at which it was stopped; None after the last."""

    scope: ClassVar[str] = "triage"
    CSS_PATH = "triage.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("triage")
    AUTO_FOCUS = "TriageCard"

    card = getters.query_one(TriageCard)

    def __init__(self, read_ids: Callable[[], Awaitable[Sequence[int]]]) -> None:
        """``read_ids`` gives the leads to go through, in any order."""
        super().__init__()
        self._read_ids = read_ids
        self._queue: list[int] = []
        self._left_out = 0
        self._place = 0
        self._lead: _Lead | None = None
        self._skipped: set[int] = set()
        self._since = Beginning()
        self._tally = Tally()
        self._is_begun = False
        self._known = 0
        """The newest change that was looked at."""
        self._told: set[int] = set()
        """The leads of which it was said that they were passed over."""

    def compose(self) -> ComposeResult:
        """Header; the lead, and what is to be said of it; the acts with their keys."""
        yield HeaderLine()
        with Panel():
            yield TriageCard()
            yield Static(id="triage-hint")
        yield FooterLine()

    def on_mount(self) -> None:
        """Read the queue, and show the first."""
        self.app.changed.subscribe(self, lambda _: self.follow())
        self.load(self._read, self._begin)

    async def _read(self) -> _Start:
        ids = await self._read_ids()
        return await self.app.read_written(_read_start, self.store, ids)

    async def _begin(self, start: _Start) -> None:
        self._queue, self._left_out, self._since = start
        self._known, self._is_begun = self._since.batch, True
        await self._go_to(0, 1)

    # --- what actions ask of it -------------------------------------------------------------------

    @property
    def record_type(self) -> RecordType:
        """Leads."""
        return self.schema.type("leads")

    @property
    def has_record(self) -> bool:
        """Whether there is a lead at hand, as there is until the last is settled."""
        return self._lead is not None

    def chosen(self) -> list[int]:
        """The lead at hand."""
        return [] if self._lead is None else [self._lead.record.id]

    def field_here(self) -> tuple[FieldSpec, str] | None:
        """None: acts are on the whole lead."""

    def row_here(self) -> tuple[str, int] | None:
        """The lead at hand."""
        return None if self._lead is None else ("leads", self._lead.record.id)

    def deleted(self, _ids: Sequence[int]) -> None:
        """Nothing: the act goes on."""

    # --- going on -------------------------------------------------------------------------------

    async def attend(self, act: Callable[[], Awaitable[object]], *, settles: bool = False) -> None:
        """Carry out an act on the lead at hand, show what came of it, and go on if it is settled.

        That is where the act closed the lead or took it away, and, with ``settles``, where it gave
        something.
        """
        before = self._lead
        if before is None:
            return
        answer = await act()
        lead = await self._find(before.record.id)
        if self._lead is not before:
            return
        if lead is None:
            await self._go_to(self._place, 1)
            return
        await self._show(lead)
        was_open = not is_closed(self.schema, before.record["status"])
        if was_open and is_closed(self.schema, lead.record["status"]):
            is_settled = True
        else:
            is_settled = settles and answer is not None and await self._may_leave(lead)
        if is_settled:
            await self._go_to(self._place + 1, 1)

    async def _find(self, lead_id: int) -> _Lead | None:
        """A lead as it is now; None where it is gone, merged into another one, or a customer."""
        currency = self.app.config.currency
        try:
            lead = await self.app.read_written(_read_lead, self.store, lead_id, currency)
        except NotFoundError:
            return None
        is_there = lead.record.id == lead_id and not lead.record["converted_at"]
        return lead if is_there else None

    async def _may_leave(self, lead: _Lead) -> bool:
        """Whether the lead may be left: where a step is required, one is asked for, or a skip."""
        record = lead.record
        is_needed = self.app.config.require_next_step and not record["next_activity_at"]
        if not is_needed or is_closed(self.schema, record["status"]):
            return True
        presets: StepPresets | None = None
        slot = timedelta(minutes=self.app.config.call_slot)

        async def begin() -> PickerEntries:
            nonlocal presets
            presets = await self.app.read(read_presets, self.store, slot)
            now = self.store.local_now()
            entries = [Entry(each.words(now), str(n)) for n, each in enumerate(presets.presets)]
            return PickerEntries([*entries, Entry(t("triage.skip"), SKIP)])

        title = t("triage.needs_step", title=record.title)
        chosen = await self.app.ask(PickerScreen(title, by_digit=True, read=begin))
        if chosen is None or presets is None:
            return False
        if chosen == SKIP:
            self._skipped.add(record.id)
            return True
        when, kind = presets.presets[int(chosen)].when, kind_words(self.schema, "call")
        step = Plan("call", kind, when, links={"lead": record.id})
        await self.app.write(plans.plan, self.store, step)
        return True

    async def _go_to(self, place: int, step: int) -> None:
        """Show the lead at ``place``, or the next one in that direction that is still there."""
        passed, lead = [], None
        while lead is None and 0 <= place < len(self._queue):
            lead = await self._find(self._queue[place])
            if lead is None:
                passed.append(self._queue[place])
                place += step
        await self._tell_passed(passed)
        if place < 0:
            self.app.bell()
            return
        self._place = place
        if lead is not None:
            await self._show(lead)
        else:
            await self._show_end()

    async def _tell_passed(self, leads: Sequence[int]) -> None:
        """Say once how many leads are passed over that others, or another window, took away."""
        asked = set(leads) - self._told
        if not asked:
            return
        own = frozenset(self.app.own_batches)
        gone = await self.app.read(changed_elsewhere, self.store, asked, self._since, own)
        if gone:
            self._told |= gone
            self.app.say(t("triage.gone", n=len(gone)), "warning")

    @holds_keys("act")
    async def action_skip(self) -> None:
        """Go on without having done anything with the lead."""
        if self._lead is None:
            return
        lead = self._lead
        if await self._may_leave(lead):
            self._skipped.add(lead.record.id)
            await self._go_to(self._place + 1, 1)

    @holds_keys("act")
    async def action_previous(self) -> None:
        """The lead before."""
        await self._go_to(self._place - 1, -1)

    def action_open(self) -> None:
        """Open the page of the lead; after the last, leave."""
        if self._lead is None:
            self.leave()
        else:
            self.app.push_screen(factories.detail("leads", self._lead.record.id))

    def action_scroll(self, lines: int) -> None:
        """Scroll what is known of the lead."""
        self.card.scroll_relative(y=lines, animate=False)

    @holds_keys("act")
    async def action_stop(self) -> None:
        """Leave, and say what was done in all."""
        await self._count()
        if self._queue and self._left < len(self._queue):
            self.app.say(t("triage.summary", counts=" · ".join(self._counts())))
        self.leave(None if self._lead is None else self._lead.record.id)

    # --- keeping to what is so --------------------------------------------------------------------

    def follow(self) -> None:
        """Show what was written in any window, unless an act is under way that does it.

        While another screen covers this one, that waits until it is shown again.
        """
        if self._is_begun and self.is_current and under_way(self, "act") is None:
            self._follow()

    @holds_keys("follow", exclusive=True)
    async def _follow(self) -> None:
        here = self._lead
        self._known, undone = await self.app.read_written(taken_back, self.store, self._known)
        if under_way(self, "act") is not None:
            return
        is_own = self._known in self.app.own_batches
        places = [n for n, lead in enumerate(self._queue) if is_own and lead in undone]
        if places and self._place not in places:
            await self._go_to(places[-1], 1)
        elif here is None:
            await self._show_end()
        else:
            found = await self._find(here.record.id)
            if self._lead is not here or under_way(self, "act") is not None:
                return
            if found is not None:
                await self._show(found)
            else:
                await self._go_to(self._place, 1)

    def on_screen_resume(self) -> None:
        """Catch up with what was done on another screen."""
        self.follow()

    # --- what it shows ----------------------------------------------------------------------------

    async def _show(self, lead: _Lead) -> None:
        is_other = self._lead is None or self._lead.record.id != lead.record.id
        self._lead = lead
        await self._count()
        self.card.show(lead.preview.lines)
        if is_other:
            self.card.scroll_home(animate=False)
        self._show_words()

    async def _show_end(self) -> None:
        self._lead = None
        await self._count()
        self.card.show(self._end_lines)
        self._show_words()

    def _end_lines(self, cells: int) -> list[Line]:
        title = t("triage.done" if self._queue else "triage.nothing")
        words = [*self._counts(), *self._left_out_words()]
        lines = [Line((Piece(each, cells),)) for each in words]
        return [Line(), Line((Piece(title, cells, "strong"),)), Line(), *lines]

    def _left_out_words(self) -> list[str]:
        return [t("triage.left_out", n=self._left_out)] if self._left_out else []

    async def _count(self) -> None:
        self._tally = await self.app.read_written(read_tally, self.store, self._queue, self._since)

    @property
    def _left(self) -> int:
        """How many leads are still to be dealt with, the one at hand among them."""
        return len(self._queue) - len(self._tally.settled | self._skipped)

    def _counts(self) -> list[str]:
        """How many leads were dealt with in each way; together they are all of them."""
        counts = {key: len(leads) for key, leads in self._tally._asdict().items()}
        counts["skipped"] = len(self._skipped - self._tally.settled)
        counts["left"] = self._left
        return [t(f"triage.{key}", n=n) for key, n in counts.items() if n]

    def _show_words(self) -> None:
        way: list[str] = [self.record_type.label(), t("triage.title")]
        facts = []
        key_of = self.app.key_of
        ways = t("triage.ways", skip=key_of("triage.skip"), back=key_of("triage.previous"))
        hint = t("triage.leave_hint", key=key_of("triage.stop"))
        if self._lead is not None:
            record, n = self._lead.record, len(self._queue)
            way.append(record.title)
            facts = [f"{number(self._place + 1)}/{number(n)}", t("triage.left", n=self._left)]
            is_open = not is_closed(self.schema, record["status"])
            has_none = is_open and not record["next_activity_at"]
            remarks = [t("triage.no_step")] if has_none else []
            remarks += self._left_out_words() if self._place == 0 else []
            hint = "   ".join([ways, *remarks])
        self.show_title(way, *facts)
        self.query_one("#triage-hint", Static).update(Content(hint))
        self.refresh_bindings()

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        self.follow()


def _read_start(store: Store, ids: Sequence[int]) -> _Start:
    since = begin(store)
    queue = read_queue(store, ids)
    return _Start(queue, len(ids) - len(queue), since)


def _read_lead(store: Store, lead_id: int, currency: str) -> _Lead:
    with store.reading() as connection:
        record = read(connection, store.schema.type("leads"), lead_id)
    return _Lead(record, preview(store, "leads", record.id, currency))
