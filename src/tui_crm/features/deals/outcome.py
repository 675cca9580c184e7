"""What the keys do that close deals and open them again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.i18n import t
from tui_crm.screens.dialogs.ask_value import ask_value
from tui_crm.screens.dialogs.choose import Entry, PickerEntries, PickerScreen
from tui_crm.screens.record_actions import ChosenRecords, change, say_left_out
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.screens.record_actions import RecordScreen
    from tui_crm.store.bulk import Refused
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record


async def win(screen: RecordScreen) -> None:
    """Put the deals at the stage for won ones."""
    stage = _stage(screen, "won")
    deals = _Deals(screen, "won")
    if deals.ids:
        await deals.set(await deals.read(), {"stage": stage, "lost_reason": None})


async def lose(screen: RecordScreen) -> None:
    """Ask why, and put the deals at the stage for lost ones."""
    stage = _stage(screen, "lost")
    deals = _Deals(screen, "lost")
    spec = screen.record_type.field("lost_reason")
    answer = await ask_value(screen.app, screen.record_type, spec, deals.read)
    if answer is not None:
        await deals.set(answer.record, {"stage": stage, "lost_reason": answer.value})


async def reopen(screen: RecordScreen) -> None:
    """Ask for the stage at which closed deals go on."""
    deals = _Deals(screen, "")
    record: Record | None = None
    declared = screen.record_type
    label = declared.field("stage").label(declared.key)
    stages = screen.store.schema.choices("deal_stage")
    entries = [Entry(each.label(), each.key) for each in stages if not each.outcome]

    async def begin() -> PickerEntries:
        nonlocal record
        record = await deals.read()
        if record is not None and not record["closed_at"]:
            raise UsageError("deal.is_open", title=record.title)
        n = len(deals.versions)
        what = t("ui.count_of", n=n, type=declared.label(n)) if record is None else record.title
        return PickerEntries(entries, title=f"{label} · {what}")

    stage = await screen.app.ask(PickerScreen(label, entries, by_digit=True, read=begin))
    if stage is not None:
        await deals.set(record, {"stage": stage, "lost_reason": None})


def _stage(screen: RecordScreen, outcome: str) -> str:
    """The first stage that means ``outcome``. Raises UsageError where there is none."""
    stages = screen.store.schema.choices("deal_stage")
    found = next((each.key for each in stages if each.outcome == outcome), None)
    if found is None:
        raise UsageError(f"deal.no_stage_{outcome}")
    return found


class _Deals(ChosenRecords):
    """The deals that are to have an outcome; of several, those that have it are left out."""

    def __init__(self, screen: RecordScreen, outcome: str) -> None:
        super().__init__(screen)
        self._outcome = outcome
        self._left_out: tuple[Refused, ...] = ()

    async def read(self) -> Record | None:
        """Read what it is asked about. Raises UsageError where all of several are so already."""
        if len(self.ids) == 1:
            return await super().read()
        from tui_crm.store.bulk import Refused  # late, so that a picker opens at once

        store, schema = self._screen.store, self._screen.store.schema
        found = await self._screen.app.read_written(_read_deals, store, self.ids)
        stages = {stage.key: stage for stage in schema.choices("deal_stage", retired=True)}
        so_already = {
            deal.id
            for deal in found
            if (stage := stages.get(str(deal["stage"]))) and stage.outcome == self._outcome
        }
        state = self._outcome or "open"
        if found and len(so_already) == len(found):
            raise UsageError(f"deal.all_{state}", n=len(found))
        reason = t(f"errors.deal.already_{state}")
        self._left_out = tuple(
            Refused(deal.id, deal.title, reason) for deal in found if deal.id in so_already
        )
        self.versions = {deal.id: deal.version for deal in found if deal.id not in so_already}
        return None

    async def set(self, record: Record | None, changes: Mapping[str, Value]) -> None:
        """Write the same changes to the deal, or to each of several, and tell what is left out."""
        from tui_crm.store import commands  # late, so that a picker opens at once

        screen = self._screen
        if record is not None:
            await change(screen, record, changes)
            return
        report = await screen.app.write_behind(
            commands.set_fields, screen.store, screen.record_type.key, self.versions, changes
        )
        planned = report.plan
        say_left_out(screen.app, replace(planned, refused=(*self._left_out, *planned.refused)))


def _read_deals(store: Store, ids: Sequence[int]) -> list[Record]:
    with store.reading() as connection:
        return read_many(connection, store.schema.type("deals"), ids)
