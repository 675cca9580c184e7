"""Every command of the terminal UI: its id, its keys, where it works, where it is offered.

Bindings, the footer, the palette, the help and ``crm keys`` are all read off ``ACTIONS``. The words
of an action are ``actions.<id>`` in the catalogs. Nothing here imports Textual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.screens.actions import forms, imports, lists, pages, upkeep
from tui_crm.screens.actions.action import Action

if TYPE_CHECKING:
    from textual.binding import BindingType

__all__ = ["ACTIONS", "Action", "bindings", "find", "in_scope"]

ACTIONS: Final = (
    *lists.APP,
    *pages.CONVERT,
    *lists.RECORD,
    *lists.LIST,
    *pages.DETAIL,
    *lists.TABLE,
    *lists.FIND,
    *lists.CHOOSE,
    *lists.DIALOG,
    *forms.FIELD,
    *forms.FORM,
    *pages.TODAY,
    *imports.IMPORT,
    *upkeep.GO,
    *upkeep.MERGE,
    *upkeep.DUPLICATES,
    *upkeep.CHANGES,
)


def in_scope(scope: str) -> tuple[Action, ...]:
    """The actions that work in ``scope``, in their order."""
    return tuple(action for action in ACTIONS if scope in action.scopes)


def find(action_id: str) -> Action | None:
    """The action with this id."""
    return _BY_ID.get(action_id)


def bindings(*scopes: str) -> list[BindingType]:
    """The ``BINDINGS`` of what carries out the actions of ``scopes``."""
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
    ]


_BY_ID: Final = {action.id: action for action in ACTIONS}
