"""What the sheet of a form tells its screen, which knows the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from textual.geometry import Region


@dataclass
class FieldEntered(Message, namespace="sheet"):
    """Another field is being edited."""

    key: str


class EndReached(Message, namespace="sheet"):
    """Enter was pressed in the last field."""


@dataclass
class ViewWanted(Message, namespace="sheet"):
    """A part of the sheet should be in view."""

    region: Region


@dataclass
class FieldLeft(Message, namespace="sheet"):
    """A field was left; its text has been put in order."""

    key: str


@dataclass
class FieldChanged(Message, namespace="sheet"):
    """A field means something else than before."""

    key: str


@dataclass
class OptionsAsked(Message, namespace="sheet"):
    """What may be chosen for ``text``? The screen answers with ``offer``."""

    key: str
    text: str


@dataclass
class NewAsked(Message, namespace="sheet"):
    """A new record should be made, which a link then names."""

    key: str
    text: str


@dataclass
class EditorAsked(Message, namespace="sheet"):
    """A long text should be edited in ``$VISUAL``."""

    key: str
    text: str
