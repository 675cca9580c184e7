"""Messages that bubble from the editor of a field, through its sheet, to the form around it.

Whoever handles a message stops it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui_crm.screens.widgets.option_popup import Option


# --- from an editor -------------------------------------------------------------------------------


@dataclass
class Chosen(Message, namespace="form"):
    """An option was taken from the list; ``advance`` to the next field."""

    option: Option
    advance: bool


@dataclass
class MoveWanted(Message, namespace="form"):
    """The next field (1), or the one before (-1), should be edited; by ``enter`` perhaps."""

    step: int
    is_enter: bool = False


@dataclass
class OptionsWanted(Message, namespace="form"):
    """Options for ``text`` are wanted, all there are where ``is_all``; ``offer`` answers."""

    field: str
    text: str
    is_all: bool


@dataclass
class NewRecordWanted(Message, namespace="form"):
    """A new record should be made from ``text``, for a link to name."""

    field: str
    text: str


@dataclass
class ExternalEditorWanted(Message, namespace="form"):
    """The text of the field that is being edited should be edited in ``$VISUAL``."""

    text: str


# --- from the sheet -------------------------------------------------------------------------------


@dataclass
class FieldLeft(Message, namespace="form"):
    """A field was left; its text has been normalised."""

    field: str


@dataclass
class FieldChanged(Message, namespace="form"):
    """The value of a field is another than before."""

    field: str


class EndReached(Message, namespace="form"):
    """Enter was pressed in the last field; in a compact form, in any."""
