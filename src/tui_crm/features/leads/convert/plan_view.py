"""The two panes of the conversion screen: the targets of a lead, and the mapping of its fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui_crm.column_layout import GAP, Column, lay_out
from tui_crm.features.leads.convert.field_mapping import Outcome, Target
from tui_crm.features.leads.convert.plan import Mode
from tui_crm.features.leads.convert.proposal import deal_currency
from tui_crm.i18n import t
from tui_crm.sanitize import width
from tui_crm.screens.form.field_text import read_out
from tui_crm.screens.widgets.line_list import Line, LineList, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_crm.features.leads.convert.field_mapping import FieldMapping
    from tui_crm.features.leads.convert.plan import ConversionPlan, Proposal, TargetPlan
    from tui_crm.screens.form.field_text import Setting
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record

DEAL_FIELDS: Final = ("name", "amount", "stage", "close_date")
"""The fields of a new deal that can be edited here."""

_CHOSEN: Final = "◉ "
_OTHER: Final = "○ "


@dataclass(frozen=True, slots=True)
class TargetOption:
    """One choice for one target: an existing record, a new one, or none."""

    target: Target
    mode: Mode
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class DealField:
    """A field of the new deal that can be changed."""

    key: str


class TargetChoices(LineList):
    """A radio list of choices for account, contact and deal; moving the cursor chooses."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(id="choices")
        self._setting = setting
        self._plan: ConversionPlan | None = None

    def show_plan(self, plan: ConversionPlan) -> None:
        self._plan = plan
        self.show(self._targets)

    def _targets(self, cells: int) -> Sequence[Line]:
        """The targets one below the other."""
        if self._plan is None:
            return []
        labels = [self._setting.schema.type(target.record_type).label(1) for target in Target]
        label = max(map(width, labels)) + 2
        lines: list[Line] = []
        for target, words in zip(Target, labels, strict=True):
            lines += self._target_lines(self._plan.target(target), words, label, cells)
        return lines

    def action_move(self, steps: int) -> None:
        """Move the cursor among the choices of one target."""
        stops = self.stops
        if self.cursor in stops:
            stops = [place for place in stops if self._target_at(place) is self.target_here]
            place = stops.index(self.cursor) + steps
            self.cursor = stops[max(0, min(place, len(stops) - 1))]

    @property
    def target_here(self) -> Target:
        """The target that the cursor is in."""
        return self._target_at(self.cursor)

    def _target_at(self, place: int) -> Target:
        ref = self.lines[place].ref if place < len(self.lines) else None
        return ref.target if isinstance(ref, TargetOption) else Target.DEAL

    def _target_lines(self, planned: TargetPlan, words: str, label: int, cells: int) -> list[Line]:
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
            if option.mode is Mode.CREATE and is_chosen and planned.target is Target.DEAL:
                lines += self._deal_fields(planned, gap, cells - label - 2)
        return lines

    def _deal_fields(self, planned: TargetPlan, gap: Piece, cells: int) -> Iterator[Line]:
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


def chosen_option(planned: TargetPlan) -> TargetOption:
    record_id = planned.record.id if planned.record is not None else None
    return TargetOption(planned.target, planned.mode, record_id)


def _options(
    planned: TargetPlan, plan: ConversionPlan | None
) -> Iterator[tuple[TargetOption, str, str]]:
    """Every option of a target, what it is called, and why it is one."""
    proposals = {proposal.id: proposal for proposal in planned.proposals}
    if planned.record is not None and planned.record.id not in proposals:
        yield chosen_option(planned), _attach(planned.record.title), ""
    for proposal in proposals.values():
        option = TargetOption(planned.target, Mode.ATTACH, proposal.id)
        yield option, _attach(proposal.title), _why(proposal)
    for mode in planned.modes:
        if mode is Mode.CREATE:
            title = new_title(planned, plan)
            words = t("convert.create_one", title=title) if title else t("convert.create")
            yield TargetOption(planned.target, mode), words, ""
        elif mode is Mode.NONE:
            yield TargetOption(planned.target, mode), t("convert.none"), ""


def _attach(title: str) -> str:
    return t("convert.attach", title=title)


def _why(proposal: Proposal) -> str:
    if not proposal.reasons:
        return ""
    percent = round(100 * proposal.score)
    return f"{percent} % · {t('sales.list_join').join(proposal.reasons)}"


def new_title(planned: TargetPlan, plan: ConversionPlan | None) -> str:
    """What a new record of a target will be called; empty for a deal, whose name is a field."""
    if plan is None or planned.target is Target.DEAL:
        return ""
    lead = plan.lead
    if planned.target is Target.CONTACT:
        return lead.title
    return lead.text("company") or lead.title


class MappingList(LineList):
    """A table of the lead's fields: where each goes, what stands there, and which value wins."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(id="moves")
        self._setting = setting
        self._plan: ConversionPlan | None = None

    def show_plan(self, plan: ConversionPlan) -> None:
        """Show what this plan does to the fields."""
        self._plan = plan
        self.show(self._fields)

    def _fields(self, cells: int) -> Sequence[Line]:
        """A header row, then the fields in the order of the lead's form."""
        if self._plan is None:
            return []
        mappings = self._plan.mappings(self._setting.schema)
        heads = tuple(t(f"convert.{name}") for name in ("field", "lead", "goes_to", "wins"))
        firsts = [
            m.field != before for m, before in zip(mappings, _fields_before(mappings), strict=True)
        ]
        rows = [self._words(m, is_first=first) for m, first in zip(mappings, firsts, strict=True)]
        sizes = _sizes([heads, *rows], cells)
        lines = [Line(tuple(Piece(h, size, "head") for h, size in zip(heads, sizes, strict=True)))]
        for mapping, words in zip(mappings, rows, strict=True):
            wins = "warning" if mapping.key else _TONES[mapping.outcome]
            looks = ("muted", "plain", "muted", wins)
            cells_of = zip(words, sizes, looks, strict=True)
            pieces = [piece for each in cells_of for piece in _cell(*each)]
            lines.append(Line(tuple(pieces), mapping.key or None))
        return lines

    def _words(self, mapping: FieldMapping, *, is_first: bool) -> tuple[str, str, str, str]:
        label = value = ""
        if is_first:
            label = self._setting.schema.type("leads").field(mapping.field).label("leads")
            value = self._shown("leads", mapping.field, mapping.value, self._lead)
        return label, value, self._goes(mapping), self._wins(mapping)

    def _goes(self, mapping: FieldMapping) -> str:
        if mapping.target is None:
            return "–"
        declared = self._setting.schema.type(mapping.target.record_type)
        return f"{declared.label(1)} › {declared.field(mapping.target_field).label(declared.key)}"

    def _wins(self, mapping: FieldMapping) -> str:
        stands = self._stands(mapping)
        if mapping.target is not None and stands is None:
            return t("convert.outcome.new")
        meets = ""
        if mapping.target is not None:
            meets = self._shown(
                mapping.target.record_type, mapping.target_field, mapping.meets, stands
            )
        words = t(f"convert.outcome.{mapping.outcome}", value=meets)
        return f"⇄ {words}" if mapping.key else words

    @property
    def _lead(self) -> Record | None:
        return self._plan.lead if self._plan is not None else None

    def _stands(self, mapping: FieldMapping) -> Record | None:
        if self._plan is None or mapping.target is None:
            return None
        return self._plan.target(mapping.target).record

    def _shown(self, record_type: str, key: str, value: Value, record: Record | None) -> str:
        spec = self._setting.schema.type(record_type).field(key)
        setting, title = self._setting, ""
        if record is not None:
            setting = replace(setting, currency=record.text(spec.currency) or setting.currency)
            title = record.links.get(key, "") if record[key] == value else ""
        return read_out(setting, spec, value, title)


def _fields_before(mappings: Sequence[FieldMapping]) -> list[str]:
    """The field of the mapping before each."""
    return ["", *(mapping.field for mapping in mappings)][: len(mappings)]


def _sizes(rows: Sequence[Sequence[str]], cells: int) -> list[int]:
    """The widths of the columns, gaps included: none is cut while another has room to spare."""
    widest = [max(map(width, column)) for column in zip(*rows, strict=True)]
    columns = [
        Column("", "", min(least, most), 1, flexible=most > least, most=most)
        for least, most in zip(_LEAST, widest, strict=True)
    ]
    *sizes, _ = [slot.width + GAP for slot in lay_out(columns, cells)]
    return [*sizes, max(1, cells - sum(sizes))]


def _cell(text: str, cells: int, part: str) -> tuple[Piece, Piece]:
    """A text and the gap behind it."""
    gap = min(GAP, cells - 1)
    return Piece(text, cells - gap, part), Piece("", gap)


_LEAST: Final = (8, 10, 14, 20)
_TONES: Final = {
    Outcome.FILLED: "plain",
    Outcome.SAME: "muted",
    Outcome.KEPT: "muted",
    Outcome.REPLACED: "plain",
    Outcome.STAYS: "muted",
}
