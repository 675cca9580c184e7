"""The lines of the step about columns: header, values, target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.columns import ColumnUse, MappedBy
from tui_crm.exchange.importing.options import Unmapped
from tui_crm.i18n import t
from tui_crm.sanitize import wrapped
from tui_crm.screens.dialogs.choose import Entry
from tui_crm.screens.widgets.line_list import Line, Piece, line
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.importing.columns import Column
    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.store.model import RecordType

GO_ON: Final = 0
"""What the cursor is on where it is on the line that goes on; columns have names."""

SAMPLES: Final = 3
SURE: Final = "✓ "
PROPOSED: Final = "? "
NOT_TAKEN: Final = "– "

_ARROW: Final = " → "
_LONGEST: Final = 60


def column_lines(plan: ImportPlan, cells: int) -> list[Line]:
    """The line that goes on, what the signs mean, and a line for each column."""
    found = [*_summary(plan, cells), line()]
    header = max(8, cells * 24 // 100)
    target = max(12, cells * 33 // 100)
    samples = max(0, cells - 2 - header - 2 - len(_ARROW) - target)
    head = (
        (2 + header + 2, "import_wizard.head_column"),
        (samples + len(_ARROW), "import_wizard.head_values"),
        (target, "import_wizard.head_field"),
    )
    found.append(line(*(Piece(t(key), size, "head") for size, key in head)))
    for column in plan.mapping.columns:
        sign, words, part = state(plan, column)
        found.append(
            line(
                Piece(sign, 2, "warning" if sign == PROPOSED else "sign"),
                Piece(column.name, header, "strong" if sign == SURE else "plain"),
                Piece("", 2),
                Piece(" · ".join(values(plan, column)), samples, "muted"),
                Piece(_ARROW, len(_ARROW), "muted"),
                Piece(words, target, part),
                ref=column.name,
            )
        )
    return found


def _summary(plan: ImportPlan, cells: int) -> list[Line]:
    columns = plan.mapping.columns
    if plan.missing:
        words = t("import_wizard.missing", fields=", ".join(plan.missing))
        first, *more = wrapped(f"! {words}", cells)
        rest = [line(Piece(text, cells, "warning")) for text in more]
        return [line(Piece(first, cells, "warning"), ref=GO_ON), *rest]
    proposed = sum(1 for column in columns if state(plan, column)[0] == PROPOSED)
    words = t("import_wizard.columns_go_on", n=len(plan.mapping.used), all=len(columns))
    found = [line(Piece(f"▶ {words}", cells, "label"), ref=GO_ON)]
    if proposed:
        words = t("import_wizard.columns_proposed", n=proposed)
        found.append(line(Piece(f"  {words}", cells, "warning")))
    return found


def state(plan: ImportPlan, column: Column) -> tuple[str, str, str]:
    """The sign of a column, where it goes in words, and how these are drawn."""
    record_type = plan.record_type
    if column.target:
        sign = PROPOSED if column.how is MappedBy.CONTENT else SURE
        return sign, targets.label(record_type, column.target), "plain"
    if column.guess and column.use is ColumnUse.UNKNOWN:
        label = targets.label(record_type, column.guess)
        return PROPOSED, t("import_wizard.perhaps", field=label), "warning"
    if column.use in (ColumnUse.UNKNOWN, ColumnUse.TAKEN):
        match plan.options.unmapped:
            case Unmapped.DESCRIPTION:
                return SURE, targets.label(record_type, targets.NOTE), "muted"
            case Unmapped.FIELDS:
                return SURE, targets.label(record_type, targets.NEW_FIELD), "muted"
    if column.use is ColumnUse.LABEL:
        return SURE, t("import_wizard.label_of_next"), "muted"
    key = {
        ColumnUse.TAKEN: "taken",
        ColumnUse.BLANK: "blank",
        ColumnUse.REASON: "reason",
    }.get(column.use, "left")
    return NOT_TAKEN, t(f"import_wizard.not_{key}"), "muted"


def values(plan: ImportPlan, column: Column) -> list[str]:
    """The first few different values of a column."""
    found: dict[str, None] = {}
    for row in plan.sample:
        if row.problem is None and (text := row.cells[column.index].strip()):
            found[text[:_LONGEST]] = None
            if len(found) == SAMPLES:
                break
    return list(found)


def target_entries(plan: ImportPlan, column: Column) -> Sequence[Entry[str]]:
    """Where a column can go: nowhere, the description, a new field, a field, a part of fields."""
    record_type = plan.record_type
    used = {c.target: c.name for c in plan.mapping.used if c.index != column.index}

    def entry(target: str) -> Entry[str]:
        taken = t("import_wizard.used_by", column=used[target]) if target in used else ""
        return Entry(targets.label(record_type, target), target, detail=taken)

    found = [Entry(t("import_wizard.not_left"), targets.IGNORE)]
    if column.guess:
        found.append(entry(column.guess))
    specials = targets.specials(record_type)
    wanted = (targets.NOTE, targets.NEW_FIELD)
    found += [entry(target) for target in wanted if target in specials]
    whole = (
        *(targets.FULL_NAME, targets.FULL_KANA, targets.FULL_ADDRESS, targets.MIDDLE_NAME),
        *(targets.GIVEN_NAME, targets.FAMILY_NAME, targets.SUBJECT, targets.CONVERTED),
        *(targets.DELETED, targets.DONE, targets.LEAD_ID, targets.WHO_ID, targets.WHAT_ID),
    )
    section = ""
    for spec in sorted(record_type.fields, key=lambda spec: spec.section == "system"):
        if not targets.accepts(record_type, spec.key) or spec.key == column.guess:
            continue
        if spec.section != section:
            section = spec.section
            found.append(Entry(t(f"fields.section.{section}")))
        found.append(entry(spec.key))
    found.append(Entry(t("import_wizard.parts")))
    found += [entry(target) for target in whole if target in specials]
    found += [entry(target) for target in _by_number(record_type)]
    return found


def _by_number(record_type: RecordType) -> list[str]:
    """Links that are given by the other program's number of the record."""
    links = (s.key for s in record_type.fields if s.kind is Kind.LINK and not s.readonly)
    return [f"{key}{targets.BY_ID}" for key in links if key != "owner"]
