"""One field of a form as it stands, and the words beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.store.model import FieldSpec, Value


class Tone(Enum):
    """What the words beside a field are; the value is the sign before them."""

    ERROR = "! "
    WARNING = "△ "
    RESULT = "→ "
    SOURCE = "← "
    HELP = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Words beside a field."""

    words: str
    tone: Tone


NO_HINT: Final = Hint("", Tone.HELP)


@dataclass(slots=True)
class Entry:
    """One field of a form, as it stands."""

    spec: FieldSpec
    initial: Value
    value: Value
    text: str
    initial_text: str
    mistake: str = ""
    """Why the text means nothing; empty where it means ``value``."""
    error: str = ""
    """What is said of it, once the field was left."""
    notice: str = ""
    """What is doubtful about it, or where it is from."""
    is_doubtful: bool = False
    is_left: bool = False
    undone: tuple[str, Value] | None = None
    """Text and value that were taken back last."""

    @property
    def is_changed(self) -> bool:
        """Whether it differs from how the form was opened."""
        return bool(self.mistake) or self.value != self.initial


def by_section(specs: Iterable[FieldSpec]) -> list[FieldSpec]:
    """The fields of a section together, sections in the order of their first field."""
    sections: dict[str, list[FieldSpec]] = {}
    for spec in specs:
        sections.setdefault(spec.section, []).append(spec)
    custom = sections.pop("custom", [])
    return [spec for group in (*sections.values(), custom) for spec in group]
