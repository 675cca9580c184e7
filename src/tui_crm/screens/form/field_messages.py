"""What the editor of a field tells the form that it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui_crm.screens.widgets.option_popup import Option


@dataclass
class Typed(Message, namespace="field"):
    """The text was changed by hand."""

    text: str


@dataclass
class Answered(Message, namespace="field"):
    """Yes (True), no (False), or neither (None) was said."""

    answer: bool | None


@dataclass
class Chosen(Message, namespace="field"):
    """An option was taken; ``go_on`` to the next field."""

    option: Option
    go_on: bool


@dataclass
class OptionsWanted(Message, namespace="field"):
    """What may be chosen for ``text``? All there is where ``is_all``."""

    text: str
    is_all: bool


@dataclass
class NewWanted(Message, namespace="field"):
    """A new record should be made for the text that was typed."""

    text: str


@dataclass
class MoveWanted(Message, namespace="field"):
    """The next field (1), or the one before (-1), should be edited; by ``enter`` perhaps."""

    step: int
    is_enter: bool = False


@dataclass
class SectionWanted(Message, namespace="field"):
    """The next section (1), or the one before (-1), should be edited."""

    step: int


@dataclass
class DayWanted(Message, namespace="field"):
    """The date should move by so many days."""

    days: int


@dataclass
class EditorWanted(Message, namespace="field"):
    """The text should be edited in ``$VISUAL``."""

    text: str
