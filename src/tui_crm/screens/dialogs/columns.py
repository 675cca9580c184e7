"""Dialog for the columns of a list and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui_crm.i18n import t
from tui_crm.screens import actions
from tui_crm.screens.dialogs.choose import ChooseScreen, Entry, words_of
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from tui_crm.store.model import RecordType


class ColumnsScreen(ChooseScreen[tuple[str, ...] | None, str]):
    """Returns the keys of the visible columns in their order."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("columns")

    def __init__(self, record_type: RecordType, chosen: Sequence[str]) -> None:
        super().__init__(t("ui.columns"), t("ui.columns_hint"))
        self._type = record_type
        others = [
            spec.key
            for spec in record_type.fields
            if spec.key not in chosen and spec.kind is not Kind.LONG_TEXT
        ]
        self._order = [*chosen, *others]
        self._on = set(chosen)

    def entries_for(self, typed: str) -> Sequence[Entry[str]]:
        """The visible columns in their order, then all others."""
        words = words_of(typed)
        entries = [
            Entry(self._type.field(key).label(self._type.key), key, "✓" if key in self._on else "·")
            for key in self._order
        ]
        return [entry for entry in entries if entry.answers(words)]

    def _again(self, key: str) -> None:
        from tui_crm.screens.widgets.text_input import TextInput

        self.show(self.entries_for(self.query_one(TextInput).value))
        keys = [entry.value for entry in self._entries]
        if key in keys:
            self._highlight(keys.index(key), 1)

    def action_turn(self) -> None:
        """Toggle the column; the last visible one stays."""
        entry = self.highlighted
        if entry is not None and entry.value is not None and self._on != {entry.value}:
            self._on ^= {entry.value}
            self._again(entry.value)

    def action_shift(self, way: int) -> None:
        """Move the column to the left or to the right."""
        entry = self.highlighted
        if entry is None or entry.value is None:
            return
        place = self._order.index(entry.value)
        self._order.insert(max(0, place + way), self._order.pop(place))
        self._again(entry.value)

    def chosen(self, value: str) -> None:  # noqa: ARG002  enter takes them all
        """Return all visible columns."""
        self.dismiss(tuple(key for key in self._order if key in self._on))
