"""The pane beside a list with a preview of the record that the cursor rests on."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work

from tui_crm.errors import NotFoundError
from tui_crm.screens.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tui_crm.screens.list.preview import Preview

DEBOUNCE: Final = 0.06
"""Seconds that the cursor rests on a record before its preview is read."""

WIDE: Final = 100
"""Columns from which the preview stands beside the list."""


class PreviewPane(LineList, can_focus=False):
    """Lines that can be scrolled; not there until there are some."""

    GUTTER: ClassVar[int] = 0
    EMPTY: ClassVar[str] = "-empty"
    OVER: ClassVar[str] = "-over"
    """Shown over the list, in a narrow terminal."""
    OFF: ClassVar[str] = "-off"
    """Not shown beside it, in a wide one."""

    DEFAULT_CSS = """
    PreviewPane {
        width: 34%;
        max-width: 64;
        height: 1fr;
        padding: 0 1;
        border-left: solid $panel-lighten-2;
        overflow-y: auto;

        &.-empty { display: none; }
        & > .line-list--label { color: $text-muted; text-style: none; }
    }
    """

    def __init__(self, read: Callable[[int], Awaitable[Preview]]) -> None:
        """``read`` gives the preview of a record, or raises ``NotFoundError``."""
        super().__init__()
        self.add_class(self.EMPTY)
        self._read = read
        self._record_id: int | None = None
        self._moved_at = 0.0
        self._is_waiting = False

    def follow(self, record_id: int | None) -> None:
        """Show a record as it is now, once the cursor has come to rest; nothing for None."""
        self._record_id, self._moved_at = record_id, monotonic()
        if record_id is None:
            self.workers.cancel_group(self, "preview")
            self._is_waiting = False
            self.show_preview(None)
        elif self._is_seen and not self._is_waiting:
            self._is_waiting = True
            self._show_when_at_rest()

    def toggle(self, record_id: int | None) -> None:
        """Show or hide the pane; shown, it follows the cursor from this record on."""
        self.remove_class(self.EMPTY)
        self.toggle_class(self.OFF if self._is_beside else self.OVER)
        self.follow(record_id)

    @property
    def _is_beside(self) -> bool:
        return self.screen.size.width >= WIDE

    @property
    def _is_seen(self) -> bool:
        return not self.has_class(self.OFF) if self._is_beside else self.has_class(self.OVER)

    @work(group="preview", exclusive=True)
    async def _show_when_at_rest(self) -> None:
        try:
            while (rest := self._moved_at + DEBOUNCE - monotonic()) > 0:
                await asyncio.sleep(rest)
        finally:
            self._is_waiting = False
        if self._record_id is not None:
            with suppress(NotFoundError):
                self.show_preview(await self._read(self._record_id))

    def show_preview(self, preview: Preview | None) -> None:
        """Show this from its top, or nothing."""
        if preview is not None:
            self.remove_class(self.EMPTY)
        self.show(preview.lines if preview is not None else lambda _: ())
        self.scroll_home(animate=False)
