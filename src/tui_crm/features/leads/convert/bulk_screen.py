"""The screen that converts many leads at once, each by its best proposal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters
from textual.content import Content
from textual.widgets import Static

from tui_crm.errors import CrmError, StoreError
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.leads.convert.field_mapping import Target
from tui_crm.features.leads.convert.plan import Mode
from tui_crm.features.leads.convert.plan_view import new_title
from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import actions, factories
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.row_source import offered_records
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.line_list import Line, LineList, Piece
from tui_crm.screens.widgets.panel import Panel
from tui_crm.store.model import USERS
from tui_crm.store.records import titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.features.leads.convert.plan import ConversionPlan
    from tui_crm.store.db.store import Store

SHOWN: Final = 200
"""So many leads are looked at one by one before they are converted."""

_NAMED: Final = 10
_GAP: Final = Piece("", 1)


@dataclass(frozen=True, slots=True)
class Prospect:
    """A lead, and what it will become; or why it will not."""

    lead_id: int
    title: str
    plan: ConversionPlan | None
    refusal: str = ""


def propose_all(store: Store, lead_ids: Sequence[int], *, deals: bool) -> list[Prospect]:
    """Propose a conversion for each lead, without regard to what those before it will become."""
    found = []
    for lead_id in lead_ids:
        try:
            plan = proposal.propose(store, lead_id, deal=deals)
            found.append(Prospect(lead_id, plan.lead.title, plan))
        except StoreError:
            raise
        except CrmError as error:
            named = titles(store.connection, "leads", [lead_id])
            found.append(Prospect(lead_id, named.get(lead_id, str(lead_id)), None, str(error)))
    return found


class ProspectList(LineList):
    """A table of the leads and of what each will become."""

    def __init__(self) -> None:
        super().__init__(id="prospects")
        self._prospects: Sequence[Prospect] = ()

    def show_prospects(self, prospects: Sequence[Prospect]) -> None:
        """Show these leads."""
        self._prospects = prospects
        self.show(self._table)

    def _table(self, cells: int) -> Sequence[Line]:
        """A header row, then one row a lead."""
        size = cells // 4
        schema_heads = [
            t("types.leads.one"),
            *(t(f"types.{target.record_type}.one") for target in Target),
        ]
        heads = Line(tuple(Piece(head, size, "head") for head in schema_heads))
        return [heads, *(self._line(each, size, cells) for each in self._prospects)]

    def _line(self, prospect: Prospect, size: int, cells: int) -> Line:
        name = Piece(prospect.title, size - 1)
        if prospect.plan is None:
            refusal = Piece(prospect.refusal, cells - size, "warning")
            return Line((name, _GAP, refusal), prospect.lead_id)
        pieces = [name]
        for target in Target:
            planned = prospect.plan.target(target)
            pieces.append(_GAP)
            if planned.mode is Mode.ATTACH and planned.record is not None:
                pieces.append(Piece(f"◉ {planned.record.title}", size - 1, "strong"))
            elif planned.mode is Mode.CREATE:
                title = new_title(planned, prospect.plan) or str(planned.values["name"])
                pieces.append(Piece(f"＋{title}", size - 1))
            else:
                pieces.append(Piece("–", size - 1, "muted"))
        return Line(tuple(pieces), prospect.lead_id)


class ConvertManyScreen(CrmScreen[int | None]):
    """Convert many leads. Returns the number of the change, None where nothing was converted."""

    scope: ClassVar[str] = "convert_many"
    CSS_PATH = "convert.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("convert_many")

    prospects = getters.query_one(ProspectList)

    def __init__(self, lead_ids: Sequence[int]) -> None:
        super().__init__()
        self.lead_ids = list(dict.fromkeys(lead_ids))
        self.wants_deals = True
        self.owner: int | None = None
        self.is_sure = False

    def compose(self) -> ComposeResult:
        """The leads, and what will be done."""
        yield HeaderLine()
        with Panel():
            yield ProspectList()
            yield Static(id="summary")
        yield FooterLine()

    def on_mount(self) -> None:
        """Read the leads."""
        self.reload()

    def reload(self) -> None:
        """Read the leads again, and propose anew."""
        self.is_sure = False
        self._load()

    @holds_keys("open", exclusive=True)
    async def _load(self) -> None:
        ids = self.lead_ids[:SHOWN]
        found = await self.app.read_written(propose_all, self.store, ids, deals=self.wants_deals)
        self.prospects.show_prospects(found)
        self.prospects.focus()
        self.show_summary()

    def show_summary(self) -> None:
        """Say what will be done."""
        n = len(self.lead_ids)
        leads = self.store.schema.type("leads").label()
        self.show_title((leads, t("convert.title")), t("sales.many_leads", n=n))
        parts = [
            t("convert.many", n=n),
            t(f"convert.many_deals.{'yes' if self.wants_deals else 'no'}"),
        ]
        parts += [t("convert.many_more", n=n - SHOWN)] if n > SHOWN else []
        parts += [t("convert.will.owner")] if self.owner is not None else []
        words = t("sales.list_join").join(parts)
        words = words[:1].upper() + words[1:]
        if self.is_sure:
            words = t("convert.sure", what=words, key=self.app.key_of("convert.convert"))
        summary = self.query_one("#summary", Static).set_class(self.is_sure, "-sure")
        summary.update(Content(visible(words)))

    def action_move(self, steps: int) -> None:
        """Go through the leads."""
        self.prospects.action_move(steps)

    def action_deals(self) -> None:
        """Toggle whether deals are created."""
        self.wants_deals = not self.wants_deals
        self.reload()

    @holds_keys("ask", exclusive=True)
    async def action_owner(self) -> None:
        """Hand what is created, and open activities, to somebody."""
        people = [
            ("", t("convert.owner_stays")),
            *await self.app.read(offered_records, self.store, USERS),
        ]
        owner = await self.app.ask(
            factories.pick(t("convert.owner"), people, str(self.owner or ""))
        )
        if owner is not None:
            self.owner, self.is_sure = int(owner) if owner else None, False
            self.show_summary()

    @holds_keys("save", once=True)
    async def action_convert(self) -> None:
        """Say what will be done; convert when the key is pressed a second time."""
        if not self.is_sure:
            self.is_sure = True
            self.show_summary()
            return
        self.is_sure = False
        report = await self.app.write(
            conversion.convert_many,
            *(self.store, self.lead_ids),
            deals=self.wants_deals,
            owner=self.owner,
        )
        if report.refused:
            reasons = [refused.reason for refused in report.refused[:_NAMED]]
            title = t("convert.many_refused", n=len(report.refused))
            await self.app.ask(factories.message(title, reasons))
        self.leave(report.batch)

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        self.reload()
