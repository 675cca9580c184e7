"""The list screen of a record type: table, preview, and actions on records."""

from __future__ import annotations

import asyncio
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.containers import Horizontal
from textual.geometry import Offset

from tui_crm.errors import NotFoundError
from tui_crm.i18n import t
from tui_crm.screens import routes
from tui_crm.screens.list.finding import ListFinding
from tui_crm.screens.list.messages import RowHighlighted, RowSelected
from tui_crm.screens.list.row_source import all_ids, editable_first_seen
from tui_crm.screens.list.virtual_list import HEADER_LINES
from tui_crm.screens.type_ahead import queued_action
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tui_crm.manifest import Need
    from tui_crm.screens.list.preview import Preview
    from tui_crm.screens.screen import Target

REST: Final = 0.06
"""Seconds that the cursor rests on a record before its preview is read."""

WIDE: Final = 100
"""Columns from which the preview stands beside the list."""


class RecordListScreen(ListFinding):
    """A table of records, and a preview of the one under the cursor."""

    PREVIEW_OVER: ClassVar[str] = "-over"
    PREVIEW_OFF: ClassVar[str] = "-off"

    _preview: Preview | None = None
    _moved_at = 0.0
    _is_waiting = False

    def chosen(self) -> list[int]:
        """The marked records, or the one under the cursor."""
        if self.table.marks:
            return sorted(self.table.marks)
        return [] if self.table.cursor_id is None else [self.table.cursor_id]

    def go_on(self) -> None:
        """Put the cursor on the next record, unless several were dealt with."""
        if not self.table.marks:
            self.table.action_move(1)

    def deleted(self, ids: Sequence[int]) -> None:
        """What is gone is no longer marked."""
        if self.table.marks.intersection(ids):
            self.table.action_clear_marks()

    def has(self, need: Need) -> bool:
        """Whether the list has a record, or marks."""
        if need == "record":
            return bool(self.table.row_count)
        return len(self.table.marks) > (1 if need == "several" else 0)

    def targets(self) -> list[Target]:
        """The rows in view can be jumped to."""
        from tui_crm.screens.screen import Target

        x, y = self.table.region.offset
        view = self.table.view()
        rows = range(view.start, min(view.stop, self.table.row_count))
        return [
            Target(Offset(x, y + HEADER_LINES + line), partial(self._go_to_row, row))
            for line, row in enumerate(rows)
        ]

    def _go_to_row(self, row: int) -> None:
        self.table.action_move(row - self.table.cursor_row)

    @on(RowSelected)
    def open_record(self, event: RowSelected) -> None:
        """Open the record on its own page."""
        self.app.push_screen(routes.detail(self.type_key, event.id, self._ids))

    @queued_action
    async def action_add(self) -> None:
        """Add a record in a form, and go to it where the list has it."""
        added = await self.app.ask(routes.form(self.type_key))
        if added is None or self.state is None:
            return
        ids = await self.app.read(all_ids, self.store, self.state)
        if added in ids:
            self._ids, self._is_whole = ids, True
            self._show_ids(ids)
            self._show_place()
            self._go_to_row(ids.index(added))

    @queued_action
    async def action_bulk_edit(self) -> None:
        """Make one change to all marked records."""
        await self.app.ask(routes.bulk_edit(self.type_key, self.chosen()))

    @queued_action
    async def action_edit_cell(self) -> None:
        """Change the field under the cursor, where it stands."""
        from tui_crm.screens.dialogs.ask_value import ask_value

        record_id, column = self.table.cursor_id, self.table.cursor_cell
        if record_id is None:
            return
        keys = self._editable(column.key) if column else ()
        if not keys:
            chosen = await self._ask_field()
            keys = (chosen,) if chosen else ()
        spec = self.record_type.field(keys[0]) if keys else None
        if spec is not None and spec.kind is Kind.CHOICE:
            record = await self.one(record_id)
            answer = await ask_value(self.app, self.record_type, spec, record)
            if answer is not None:
                await self.change(record, {spec.key: answer.value})
        elif spec is not None:
            await self.app.ask(routes.edit_fields(self.type_key, record_id, keys))

    def _editable(self, key: str) -> tuple[str, ...]:
        """The fields that are edited in the column ``key``: for a name, its parts."""
        declared = self.record_type
        if key == "title":
            return (*declared.title[0], *declared.kana)
        return () if declared.field(key).readonly else (key,)

    async def _ask_field(self) -> str | None:
        specs = editable_first_seen(self.record_type)
        entries = [(spec.key, spec.label(self.type_key)) for spec in specs]
        return await self.app.ask(routes.pick(t("ui.which_field"), entries))

    @work(group="mark", exclusive=True)
    async def action_mark_all(self) -> None:
        """Mark every record of the list, or none where all are."""
        ids = self._ids
        if not self._is_whole and self.state is not None:
            ids = await self.app.read(all_ids, self.store, self.state)
        missing = set(ids) - self.table.marks
        if missing:
            self.table.mark(missing)
        else:
            self.table.action_clear_marks()

    async def action_preview(self) -> None:
        """Show or hide the record beside the list; over it, in a narrow terminal."""
        pane = await self._pane()
        pane.toggle_class(self.PREVIEW_OFF if self._is_wide else self.PREVIEW_OVER)
        self._read_preview()

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= WIDE

    @property
    def _shows_preview(self) -> bool:
        pane = self._preview
        if pane is None:
            return self._is_wide
        return not pane.has_class(self.PREVIEW_OFF) if self._is_wide else pane.has_class("-over")

    async def _pane(self) -> Preview:
        """The preview, which is not there at first, so that the list is painted sooner."""
        if self._preview is None:
            from tui_crm.screens.list.preview import Preview

            self._preview = Preview()
            await self.query_one("#body", Horizontal).mount(self._preview)
        return self._preview

    @on(RowHighlighted)
    def follow_cursor(self) -> None:
        """Show the record that the cursor rests on."""
        self._read_preview()

    def on_mount(self) -> None:
        """Keep the preview to the cursor where that is on no record any more."""
        self.watch(self.table, "cursor_id", self._clear_preview, init=False)

    def _clear_preview(self, record_id: int | None) -> None:
        if record_id is None and self._preview is not None:
            self.workers.cancel_group(self, "preview")
            self._is_waiting = False
            self._preview.show(())

    def on_key(self, event: events.Key) -> None:
        """Say why a key does nothing where there is no record for it."""
        if self.state is not None and not self.table.row_count:
            self.explain_key(event, lambda each: each.needs == "record", t("ui.no_record_here"))

    def on_resize(self, _: events.Resize) -> None:
        """Read the preview when there is room for it."""
        self._read_preview()

    def _read_preview(self) -> None:
        """Read the preview when the cursor has come to rest; one worker waits for that."""
        self._moved_at = monotonic()
        if self._shows_preview and self.table.cursor_id is not None and not self._is_waiting:
            self._is_waiting = True
            self._show_preview()

    @work(group="preview", exclusive=True)
    async def _show_preview(self) -> None:
        from tui_crm.screens.list.preview import preview

        try:
            while (rest := self._moved_at + REST - monotonic()) > 0:
                await asyncio.sleep(rest)
        finally:
            self._is_waiting = False
        record_id = self.table.cursor_id
        if record_id is None:
            return
        try:
            lines = await self.app.read(
                preview, self.store, self.type_key, record_id, self.app.config.currency
            )
        except NotFoundError:
            return
        (await self._pane()).show(lines)

    def reload(self) -> None:
        """Read the list and the preview again."""
        super().reload()
        self._read_preview()

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        self._read_preview()
