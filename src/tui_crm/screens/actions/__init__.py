"""The keys of a screen or widget, read off the actions of all features.

Bindings, footer, palette, help and ``crm keys`` are all made of ``manifest.actions()``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm import manifest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from textual.binding import BindingType

    from tui_crm.manifest import Action
    from tui_crm.store.model import FieldSpec, RecordType


RECORD_SCOPES: Final = ("list", "detail", "today", "history")
"""The scopes of the screens whose rows are records, where a letter means one thing."""


@manifest.cached
def in_scope(scope: str) -> tuple[Action, ...]:
    """The actions that work in ``scope``, in their order."""
    return tuple(action for action in manifest.actions().values() if scope in action.scopes)


@manifest.cached
def by_run(scopes: tuple[str, ...]) -> Mapping[tuple[str, tuple[object, ...]], Action]:
    """The actions of some scopes by the name and the parameters of their Textual actions."""
    from textual.actions import parse

    return {parse(each.textual_action)[1:]: each for scope in scopes for each in in_scope(scope)}


@manifest.cached
def moved_from(scope: str, key: str) -> Action | None:
    """The action that ``key`` did in ``scope`` until recently."""
    return next((each for each in in_scope(scope) if (scope, key) in each.moved), None)


@manifest.cached
def on_records() -> tuple[Action, ...]:
    """The actions that people do to records, wherever they are shown."""
    known = manifest.actions().values()
    return tuple(each for each in known if not each.hidden and set(RECORD_SCOPES) & {*each.scopes})


def find(action_id: str) -> Action | None:
    return manifest.actions().get(action_id)


def field_of(action: Action, record_type: RecordType) -> FieldSpec | None:
    """The field of records of this type that an action is about; None where they have none."""
    key = record_type.status_field if action.field == manifest.STATUS else action.field
    return record_type.field(key) if key in record_type else None


def bindings(*scopes: str, known: Collection[str] = ()) -> list[BindingType]:
    """The ``BINDINGS`` of what carries out the actions of ``scopes``, without those ``known``."""
    from textual.binding import Binding

    return [
        Binding(
            action.keys or action.no_key,
            action.textual_action,
            action.label_key,
            show=False,
            id=action.id,
            priority=action.priority,
        )
        for scope in scopes
        for action in in_scope(scope)
        if action.id not in known
    ]
