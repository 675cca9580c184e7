"""A command of the terminal UI, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NO_KEY: Final = "no_key"
"""Begins what stands in for the key of an action that has none; no terminal sends it."""

KEPT: Final = 85
"""From this place on, the footer keeps an action however little room there is."""


@dataclass(frozen=True, slots=True)
class Action:
    """A command.

    ``keys`` are Textual's names of keys with commas between them. ``run`` is the Textual action
    (``action_<run>``) of what has one of the ``scopes``: a screen, a widget, the app. ``footer`` is
    its place among the keys that the footer shows, 0 for none. A hidden one is in the key map and
    the help, not in the palette.
    """

    id: str
    keys: str
    run: str
    scopes: tuple[str, ...]
    footer: int = 0
    hidden: bool = False
    priority: bool = False

    @property
    def no_key(self) -> str:
        """What stands for its key while it has none, unlike that of any other action."""
        return f"{NO_KEY}.{self.id}"

    @property
    def label_key(self) -> str:
        """Where the catalogs have its words."""
        return f"actions.{self.id}"


def declare(
    action_id: str,
    keys: str,
    run: str,
    scopes: str,
    footer: int = 0,
    *,
    hidden: bool = False,
    priority: bool = False,
) -> Action:
    """An action; ``scopes`` are names with blanks between them."""
    return Action(action_id, keys, run, tuple(scopes.split()), footer, hidden, priority)
