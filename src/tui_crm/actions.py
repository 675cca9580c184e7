"""Every command of the terminal UI: its id, its keys, where it works, where it is offered.

Bindings, the footer, the palette, the help and ``crm keys`` are all read off ``ACTIONS``. The words
of an action are ``actions.<id>`` in the catalogs. Nothing here imports Textual.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """A command.

    ``keys`` are Textual's names of keys with commas between them. ``run`` is the Textual action
    (``action_<run>``) of every screen with one of the ``scopes``. ``footer`` is its place among the
    keys that the footer shows, 0 for none.
    """

    id: str
    keys: str
    run: str
    scopes: tuple[str, ...]
    footer: int = 0
    palette: bool = True
    priority: bool = False

    @property
    def label_key(self) -> str:
        """Where the catalogs have its words."""
        return f"actions.{self.id}"


def _action(
    action_id: str,
    keys: str,
    run: str,
    scopes: str,
    footer: int = 0,
    *,
    palette: bool = True,
    priority: bool = False,
) -> Action:
    return Action(action_id, keys, run, tuple(scopes.split()), footer, palette, priority)


ACTIONS: Final = (
    # Everywhere
    _action("app.quit", "ctrl+q", "quit", "app", priority=True),
    _action("app.help", "question_mark,f1", "help", "app", 90, palette=False),
    _action("app.palette", "ctrl+p", "palette", "app", palette=False, priority=True),
    _action("app.undo", "ctrl+z", "undo", "app"),
    _action("app.redo", "ctrl+y", "redo", "app"),
    _action("app.back", "escape", "back", "list detail today history", palette=False),
    # One record, in a list or on its own page
    _action("record.edit", "e", "edit", "list detail", 20),
    _action("record.log_call", "c", "log_call", "list detail", 30),
    _action("record.next_step", "n", "next_step", "list detail", 40),
    _action("record.convert", "x", "convert", "list detail", 60),
    _action("record.clone", "C", "clone", "list detail"),
    _action("record.delete", "d,delete", "delete", "list detail"),
    _action("record.history", "H", "history", "list detail"),
    # Forms
    _action("form.save", "ctrl+s", "save", "form", 10, palette=False),
    _action("form.cancel", "escape", "cancel", "form dialog", 20, palette=False),
)


def in_scope(scope: str) -> tuple[Action, ...]:
    """The actions that work in ``scope``, in their order."""
    return tuple(action for action in ACTIONS if scope in action.scopes)


def bindings(*scopes: str) -> list[BindingType]:
    """The ``BINDINGS`` of a screen, or of the app, that carries out the actions of ``scopes``."""
    from textual.binding import Binding

    return [
        Binding(
            action.keys,
            action.run,
            action.label_key,
            show=False,
            id=action.id,
            priority=action.priority,
        )
        for scope in scopes
        for action in in_scope(scope)
    ]
