"""The keys of a screen or widget, read off the actions of all features.

Bindings, footer, palette, help and ``crm keys`` are all made of ``manifest.actions()``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm import manifest

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.binding import BindingType

    from tui_crm.manifest import Action


@manifest.cached
def in_scope(scope: str) -> tuple[Action, ...]:
    """The actions that work in ``scope``, in their order."""
    return tuple(action for action in manifest.actions().values() if scope in action.scopes)


def named(scope: str, run: str, parameters: tuple[object, ...]) -> Action | None:
    """The action that a Textual action of a screen with this scope stands for."""
    if run == "call":
        return find(str(parameters[0]))
    return next((each for each in in_scope(scope) if each.run.partition("(")[0] == run), None)


def find(action_id: str) -> Action | None:
    """The action with this id."""
    return manifest.actions().get(action_id)


def bindings(*scopes: str, known: Collection[str] = ()) -> list[BindingType]:
    """The ``BINDINGS`` of what carries out the actions of ``scopes``, without those ``known``."""
    from textual.binding import Binding

    return [
        Binding(
            action.keys or action.no_key,
            action.run,
            action.label_key,
            show=False,
            id=action.id,
            priority=action.priority,
        )
        for scope in scopes
        for action in in_scope(scope)
        if action.id not in known
    ]
