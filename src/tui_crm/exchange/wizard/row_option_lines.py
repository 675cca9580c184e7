"""The lines of the step about rows: each option and its value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing import match_rules, targets
from tui_crm.exchange.importing.options import (
    Blank,
    Converted,
    DecimalMark,
    Duplicates,
    ImportOptions,
    Unmapped,
)
from tui_crm.exchange.importing.picklists import Unknown
from tui_crm.exchange.wizard.column_lines import GO_ON
from tui_crm.i18n import t
from tui_crm.sanitize import wrapped
from tui_crm.screens.widgets.line_list import Line, Piece, line
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum
    from typing import Any

    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.store.model import Schema

MATCH: Final = "match"
ERRORS: Final = "errors"
CURRENCY: Final = "currency"
SET: Final = "set:"
OTHER_FIELD: Final = "other"

_ENUMS: Final[dict[str, type[StrEnum]]] = {
    "duplicates": Duplicates,
    "blank": Blank,
    "unknown_choices": Unknown,
    "converted": Converted,
    "unmapped": Unmapped,
}
_DAYFIRST: Final = (None, True, False)
_DECIMALS: Final = (None, *DecimalMark)
_YES_NO: Final = ("is_strict", "allow_incomplete")
TURNED: Final = frozenset((*_ENUMS, "dayfirst", "decimal", *_YES_NO))
"""What has a few values, of which one is chosen."""

_USUALLY_SET: Final = ("owner", "campaign", "lead_source", "tags")


def way_lines(
    plan: ImportPlan, options: ImportOptions, schema: Schema, cells: int, *, has_rules: bool
) -> list[Line]:
    """The line that goes on, and a line for each thing that can be settled.

    ``has_rules``: rows may break a rule of work.
    """
    found = [line(Piece("▶ " + t("import_wizard.ways_go_on"), cells, "label"), ref=GO_ON), line()]
    label = max(14, min(34, cells * 40 // 100))
    room = cells - label - 2

    def add(ref: str, words: str, value: str, part: str = "plain") -> None:
        first, *more = wrapped(value, room) or [""]
        found.append(line(Piece(words, label), Piece("", 2), Piece(first, room, part), ref=ref))
        found.extend(line(Piece("", label + 2), Piece(text, room, "muted")) for text in more)

    record_type = plan.record_type
    for name in (*_asked(plan, options), *(["allow_incomplete"] if has_rules else [])):
        add(name, t(f"import_wizard.{name}"), _value(plan, options, name))
        if name == "duplicates" and options.duplicates is not Duplicates.CREATE:
            add(MATCH, t("import_wizard.match"), _match_words(plan, options), "muted")
    where = str(options.errors) if options.errors else t("import_wizard.errors_beside")
    add(ERRORS, t("import_wizard.errors"), where, "plain" if options.errors else "muted")
    found += [line(), line(Piece(t("import_wizard.sets"), cells, "head"))]
    sets = dict(options.sets)
    keys = [key for key in (*_USUALLY_SET, *sets) if key in record_type]
    for key in dict.fromkeys(keys):
        spec = record_type.field(key)
        value = sets.get(key, "")
        if value and spec.kind is Kind.CHOICE and (choice := schema.choice(spec.choices, value)):
            value = choice.label()
        shown = value or t("import_wizard.from_file")
        add(SET + key, spec.label(record_type.key), shown, "strong" if value else "muted")
    add(OTHER_FIELD, t("import_wizard.other_field"), "")
    return found


def _asked(plan: ImportPlan, options: ImportOptions) -> Sequence[str]:
    """What means something for this table."""
    found = ["duplicates"]
    if options.duplicates is Duplicates.OVERWRITE:
        found.append("blank")
    kinds = {
        plan.record_type.field(column.target).kind
        for column in plan.mapping.used
        if column.target in plan.record_type
    }
    if Kind.CHOICE in kinds:
        found.append("unknown_choices")
    if any(column.target == targets.CONVERTED for column in plan.mapping.used):
        found.append("converted")
    found += ["unmapped", "is_strict"]
    if kinds & {Kind.DATE, Kind.DATETIME}:
        found.append("dayfirst")
    if kinds & {Kind.MONEY, Kind.NUMBER}:
        found.append("decimal")
    if Kind.MONEY in kinds:
        found.append(CURRENCY)
    return found


def _value(plan: ImportPlan, options: ImportOptions, name: str) -> str:
    value = getattr(options, name)
    if name == "dayfirst":
        found = t(
            "import_wizard.dayfirst_true" if plan.dayfirst else "import_wizard.dayfirst_false"
        )
        return t("import_wizard.dayfirst_auto", found=found) if value is None else found
    if name == "is_strict":
        return t(f"import_wizard.is_strict_{'yes' if value else 'no'}")
    if name == "allow_incomplete":
        return t("import_wizard.rules_taken") if value else t("import_wizard.rules_rejected")
    if name == "decimal":
        return t(f"import_wizard.decimal_{value.value if value else 'auto'}")
    if name == CURRENCY:
        return value or t("import_wizard.currency_auto", currency=plan.amounts.currency)
    return t(f"import_wizard.{name}_{value.value}")


def _match_words(plan: ImportPlan, options: ImportOptions) -> str:
    """The rules that tell a record again, in words."""
    asked = match_rules.parse(plan.record_type, options.match) if options.match else ()
    parts = []
    for rule in asked or plan.record_type.identity:
        words = [_part(plan, part) for part in rule]
        parts.append(t("import_wizard.and").join(words[:4]))
    return t("import_wizard.list_join").join(parts)


def _part(plan: ImportPlan, part: str) -> str:
    known = t(f"import.part_{part}")
    if known != f"import.part_{part}":
        return known
    return targets.label(plan.record_type, part) if part in plan.record_type else part


def turned(plan: ImportPlan, options: ImportOptions, name: str, step: int) -> ImportOptions:
    """The options with the next value of one of them."""
    value: Any = getattr(options, name)
    if name in _YES_NO:
        values: list[Any] = [False, True]
    elif name == "decimal":
        values = list(_DECIMALS)
    else:
        values = list(_DAYFIRST) if name == "dayfirst" else list(_ENUMS[name])
    if name == "unmapped" and not targets.body(plan.record_type):
        values.remove(Unmapped.DESCRIPTION)
    here = values.index(value) if value in values else 0
    return replace(options, **{name: values[(here + step) % len(values)]})


def currency_entries(schema: Schema, first: str = "") -> list[tuple[str, str]]:
    """The currencies to choose from, ``first`` before all others."""
    choices = schema.choices("currency")
    found = {choice.key: f"{choice.key}  {choice.label()}" for choice in choices}
    if first:
        found = {first: found.get(first, first)} | found
    return list(found.items())
