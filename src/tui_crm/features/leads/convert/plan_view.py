"""A conversion to look at: what a lead becomes, and beside it what becomes of its fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui_crm.features.leads.convert.convert import Mode, Outcome, Part, deal_currency, preview
from tui_crm.i18n import t
from tui_crm.sanitize import width
from tui_crm.screens.form.field_text import read_out
from tui_crm.screens.widgets.cursor_lines import CursorLines, Line, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_crm.features.leads.convert.convert import (
        ConversionPlan,
        FieldMapping,
        PartPlan,
        Proposal,
    )
    from tui_crm.screens.form.field_text import Setting
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record

DEAL_FIELDS: Final = ("name", "amount", "stage", "close_date")
"""What is asked about a new deal."""

_CHOSEN: Final = "◉ "
_OTHER: Final = "○ "


@dataclass(frozen=True, slots=True)
class Option:
    """One way for one part: a record to attach to, a new one, or none."""

    part: Part
    way: Mode
    target: int | None = None


@dataclass(frozen=True, slots=True)
class DealField:
    """A field of the new deal that can be changed."""

    key: str


class PartChoices(CursorLines):
    """The choices for account, contact and deal; what the cursor stops at is chosen."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(id="choices")
        self._setting = setting
        self._plan: ConversionPlan | None = None

    def show(self, plan: ConversionPlan) -> None:
        """Show this plan."""
        self._plan = plan
        self.reshape()

    def shape(self, cells: int) -> Sequence[Line]:
        """The parts one below the other."""
        if self._plan is None:
            return []
        labels = [self._setting.schema.type(part.record_type).label(1) for part in Part]
        label = max(map(width, labels)) + 2
        lines: list[Line] = []
        for part, words in zip(Part, labels, strict=True):
            lines += self._part(self._plan.part(part), words, label, cells)
        return lines

    def move(self, steps: int) -> None:
        """Move the cursor among the choices of one part."""
        stops = self.stops()
        if self.cursor in stops:
            stops = [place for place in stops if self._part_at(place) is self.part_here]
            place = stops.index(self.cursor) + steps
            self.cursor = stops[max(0, min(place, len(stops) - 1))]

    @property
    def part_here(self) -> Part:
        """The part that the cursor is in."""
        return self._part_at(self.cursor)

    def _part_at(self, place: int) -> Part:
        ref = self._lines[place].ref if place < len(self._lines) else None
        return ref.part if isinstance(ref, Option) else Part.DEAL

    def _part(self, planned: PartPlan, words: str, label: int, cells: int) -> list[Line]:
        lines: list[Line] = []
        for option, text, reasons in _options(planned, self._plan):
            is_chosen = option == chosen_option(planned)
            head = Piece("" if lines else words, label, "label")
            sign = Piece(_CHOSEN if is_chosen else _OTHER, 2, "sign" if is_chosen else "muted")
            shown = Piece(text, cells - label - 2, "strong" if is_chosen else "plain")
            lines.append(Line((head, sign, shown), option))
            gap = Piece("", label + 2)
            if reasons:
                lines.append(Line((gap, Piece(reasons, cells - label - 2, "muted"))))
            if option.way is Mode.CREATE and is_chosen and planned.part is Part.DEAL:
                lines += self._deal_fields(planned, gap, cells - label - 2)
        return lines

    def _deal_fields(self, planned: PartPlan, gap: Piece, cells: int) -> Iterator[Line]:
        deals = self._setting.schema.type("deals")
        specs = [deals.field(key) for key in DEAL_FIELDS]
        label = max(width(spec.label("deals")) for spec in specs) + 2
        setting = self._setting
        if self._plan is not None:
            setting = replace(setting, currency=deal_currency(self._plan, setting.currency))
        for spec in specs:
            text = read_out(setting, spec, planned.values.get(spec.key)) or "–"
            name = Piece(spec.label("deals"), label, "muted")
            yield Line((gap, name, Piece(text, cells - label)), DealField(spec.key))


def chosen_option(planned: PartPlan) -> Option:
    """The option that is chosen for a part."""
    target = planned.target.id if planned.target is not None else None
    return Option(planned.part, planned.way, target)


def _options(planned: PartPlan, plan: ConversionPlan | None) -> Iterator[tuple[Option, str, str]]:
    """Every option of a part, what it is called, and why it is one."""
    proposals = {proposal.id: proposal for proposal in planned.proposals}
    if planned.target is not None and planned.target.id not in proposals:
        yield chosen_option(planned), _attach(planned.target.title), ""
    for proposal in proposals.values():
        option = Option(planned.part, Mode.ATTACH, proposal.id)
        yield option, _attach(proposal.title), _why(proposal)
    for way in planned.ways:
        if way is Mode.CREATE:
            title = new_title(planned, plan)
            words = t("convert.create_one", title=title) if title else t("convert.create")
            yield Option(planned.part, way), words, ""
        elif way is Mode.NONE:
            yield Option(planned.part, way), t("convert.none"), ""


def _attach(title: str) -> str:
    return t("convert.attach", title=title)


def _why(proposal: Proposal) -> str:
    if not proposal.reasons:
        return ""
    percent = round(100 * proposal.score)
    return f"{percent} % · {t('sales.list_join').join(proposal.reasons)}"


def new_title(planned: PartPlan, plan: ConversionPlan | None) -> str:
    """What a new record of a part will be called; empty for a deal, whose name is a field."""
    if plan is None or planned.part is Part.DEAL:
        return ""
    lead = plan.lead
    if planned.part is Part.CONTACT:
        return lead.title
    return lead.text("company") or lead.title


class MoveList(CursorLines):
    """Every field of the lead: where it goes, what it meets there, and which value wins."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(id="moves")
        self._setting = setting
        self._plan: ConversionPlan | None = None

    def show(self, plan: ConversionPlan) -> None:
        """Show what this plan does to the fields."""
        self._plan = plan
        self.reshape()

    def shape(self, cells: int) -> Sequence[Line]:
        """A line of heads, then the fields in the order of the lead's form."""
        if self._plan is None:
            return []
        label, goes = (14, 22) if cells >= 64 else (10, 16)
        value = (cells - label - goes) * 2 // 5
        sizes = (label, value, goes, cells - label - value - goes)
        heads = [t(f"convert.{name}") for name in ("field", "lead", "goes_to", "wins")]
        pieces = (Piece(h, size, "head") for h, size in zip(heads, sizes, strict=True))
        moves = preview(self._setting.schema, self._plan)
        lines = [Line(tuple(pieces))]
        field = ""
        for move in moves:
            lines.append(self._line(move, sizes, is_first=move.field != field))
            field = move.field
        return lines

    def _line(self, move: FieldMapping, sizes: Sequence[int], *, is_first: bool) -> Line:
        leads = self._setting.schema.type("leads")
        label = leads.field(move.field).label("leads") if is_first else ""
        value = self._shown("leads", move.field, move.value, self._lead) if is_first else ""
        pieces = [
            *_cell(label, sizes[0], "muted"),
            *_cell(value, sizes[1], "plain"),
            *_cell(self._goes(move), sizes[2], "muted"),
        ]
        wins = Piece(self._wins(move), sizes[3], "warning" if move.key else _TONES[move.outcome])
        return Line((*pieces, wins), move.key or None)

    def _goes(self, move: FieldMapping) -> str:
        if move.part is None:
            return "–"
        target = self._setting.schema.type(move.part.record_type)
        return f"{target.label(1)} › {target.field(move.target).label(target.key)}"

    def _wins(self, move: FieldMapping) -> str:
        stands = self._stands(move)
        if move.part is not None and stands is None:
            return t("convert.outcome.new")
        meets = ""
        if move.part is not None:
            meets = self._shown(move.part.record_type, move.target, move.meets, stands)
        words = t(f"convert.outcome.{move.outcome}", value=meets)
        return f"⇄ {words}" if move.key else words

    @property
    def _lead(self) -> Record | None:
        return self._plan.lead if self._plan is not None else None

    def _stands(self, move: FieldMapping) -> Record | None:
        if self._plan is None or move.part is None:
            return None
        return self._plan.part(move.part).target

    def _shown(self, record_type: str, key: str, value: Value, record: Record | None) -> str:
        spec = self._setting.schema.type(record_type).field(key)
        setting, title = self._setting, ""
        if record is not None:
            setting = replace(setting, currency=record.text(spec.currency) or setting.currency)
            title = record.links.get(key, "") if record[key] == value else ""
        return read_out(setting, spec, value, title)


def _cell(text: str, cells: int, part: str) -> tuple[Piece, Piece]:
    """A text and the gap behind it."""
    return Piece(text, cells - 1, part), Piece("", 1)


_TONES: Final = {
    Outcome.FILLED: "plain",
    Outcome.SAME: "muted",
    Outcome.KEPT: "muted",
    Outcome.REPLACED: "plain",
    Outcome.STAYS: "muted",
}
