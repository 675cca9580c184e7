"""Chips: the sign and the tone that a value has wherever it is shown.

A tone is a role of the theme and never the only thing that tells a value: its word stands beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm import manifest
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.model import Choice, FieldSpec, Schema, Value

TONES: Final = ("primary", "secondary", "accent", "warning", "success", "error", "muted")
"""The tones; each is the role ``$text-…`` of a theme."""

DIM: Final = "muted"
LATE: Final = "error"

_STAGES: Final = ("primary", "secondary", "warning", "accent")
"""The tones of the open stages of a process, from its first to its last."""

_PHASES: Final = "○◔◑◕"
"""How far a process is that has not ended."""


def tone_rules(widget: str, component: str) -> str:
    """The CSS rules of the component classes ``component--tone-…`` of a class of widgets."""
    return " ".join(
        f"{widget} > .{component}--tone-{tone} {{ color: $text-{tone}; }}" for tone in TONES
    )


class Chip(NamedTuple):
    """What stands before the word of a value, and its tone."""

    sign: str = ""
    tone: str = ""


WON: Final = Chip("✓", "success")
LOST: Final = Chip("×", DIM)
NO_CHIP: Final = Chip()

_ENDS: Final = {"won": WON, "lost": LOST}


def chip(schema: Schema, spec: FieldSpec, value: Value) -> Chip:
    """The chip of a value of a field; none where it is not handed in and its picklist no process.

    A process has values that mean, or look, won or lost. What is handed in goes before.
    """
    chosen = schema.choice(spec.choices, str(value)) if spec.kind is Kind.CHOICE and value else None
    if chosen is None:
        return NO_CHIP
    stages = schema.choices(spec.choices)
    known = _handed_in(spec.choices)
    ends = {each.key: _ENDS[each.outcome] for each in stages if each.outcome} | known
    if chosen.key in ends or not {WON, LOST}.intersection(ends.values()):
        return ends.get(chosen.key, NO_CHIP)
    return _on_the_way(chosen, [each for each in stages if each.key not in ends])


def stages_passed(schema: Schema, spec: FieldSpec, value: Value) -> tuple[int, int]:
    """How many of the stages on the way to what is won a value has reached, and how many there are.

    Both are 0 for what is no such process, or no longer one of its stages.
    """
    choices = schema.choices(spec.choices) if spec.kind is Kind.CHOICE else ()
    stages = [each.key for each in choices if not each.outcome]
    ends = {each.key: each.outcome for each in choices if each.outcome}
    if "won" not in ends.values() or (value not in stages and value not in ends):
        return 0, 0
    if value in ends:
        return (len(stages) if ends[str(value)] == "won" else 0), len(stages)
    return stages.index(str(value)) + 1, len(stages)


def _on_the_way(chosen: Choice, stages: Sequence[Choice]) -> Chip:
    """The chip of an open stage, by its place among them."""
    if chosen not in stages:
        return NO_CHIP
    place, last = stages.index(chosen), max(1, len(stages) - 1)
    sign = _PHASES[round(place * (len(_PHASES) - 1) / last)]
    return Chip(sign, _STAGES[round(place * (len(_STAGES) - 1) / last)])


@manifest.cached
def _handed_in(picklist: str) -> dict[str, Chip]:
    found = manifest.named(lambda feature: feature.chips)
    chips: dict[str, Chip] = manifest.load(found[picklist]) if picklist in found else {}
    return chips
