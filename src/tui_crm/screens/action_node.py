"""What screens and widgets with actions of their own share: which of them can be carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui_crm.screens import actions

if TYPE_CHECKING:
    from tui_crm.manifest import Action
    from tui_crm.store.model import RecordType, Schema


class ActionNode:
    """Mixin of screens and widgets that carry out actions, which say what they need.

    An action that ``needs="record"`` is available while ``has_record`` holds. What has no such
    property lacks nothing of the kind.
    """

    scope: ClassVar[str] = ""
    """The name of what it is, as actions and footers say it."""
    scopes: ClassVar[tuple[str, ...]] = ()
    """The scopes of its actions, where that is not ``scope`` alone."""

    @property
    def schema(self) -> Schema:
        """What is declared of all record types; only asked for where there is a ``record_type``."""
        raise NotImplementedError

    @property
    def record_type(self) -> RecordType | None:
        """The type of the records that its actions are for; None where it has none."""
        return None

    @property
    def is_read_only(self) -> bool:
        """Whether these records cannot be changed."""
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action is available now; this is where all that is declared of it counts."""
        declared = actions.by_run(self.scopes or (self.scope,)).get((action, parameters))
        return declared is None or (self._has_needs(declared) and self._is_for_type(declared))

    def _has_needs(self, action: Action) -> bool:
        if action.changes and self.is_read_only:
            return False
        return not action.needs or getattr(self, f"has_{action.needs}", True)

    def _is_for_type(self, action: Action) -> bool:
        declared = self.record_type
        if declared is None:
            return True
        return (
            (not action.types or declared.key in action.types)
            and (not action.only_if or bool(getattr(declared, action.only_if)))
            and (not action.field or actions.field_of(action, declared) is not None)
            and (not action.linked_from or self.schema.can_link(action.linked_from, declared.key))
        )
