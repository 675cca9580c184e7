"""The list of all changes (操作の履歴), newest first; any of them can be undone."""

from __future__ import annotations

import asyncio
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import getters, on, work
from textual.containers import Container

from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, factories
from tui_crm.screens.history import change_rows
from tui_crm.screens.history.change_rows import BatchRows, Wanted, kind_words
from tui_crm.screens.history.running_undo import RunningUndo
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.find_box import FindBox
from tui_crm.screens.list.messages import RowHighlighted, RowSelected
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.empty_state import EmptyStateKind
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.panel import Panel
from tui_crm.screens.widgets.section_view import SectionView

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


DEBOUNCE: Final = 0.06
"""Debounce: seconds that the cursor rests on a change before its diff is read."""

_ANY: Final = "any"


class BatchesScreen(CrmScreen[None]):
    """Lists all changes, with a preview of the diff of the one under the cursor."""

    scope: ClassVar[str] = "changes"
    CSS_PATH = "batches.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("changes")
    AUTO_FOCUS = "RecordTable"

    table = getters.query_one(RecordTable)
    diff = getters.query_one(SectionView)

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self._ids: array[int] = array("q")
        self._rows: BatchRows | None = None
        self.running = RunningUndo(self, lambda: self.table.cursor_id, self.show_place)

    def compose(self) -> ComposeResult:
        """The changes, what the one under the cursor did, the keys."""
        yield HeaderLine()
        with Panel(), Container(id="body"):
            yield RecordTable()
            yield SectionView()
        yield FooterLine()

    def on_mount(self) -> None:
        self.diff.can_focus = False
        self.app.changed.subscribe(self, lambda _: self.reload())
        self.table.show_message(t("ui.loading"), kind=EmptyStateKind.LOADING)
        self.app.key_queue.hold(self.reload())

    @work(group="changes", exclusive=True)
    async def reload(self, pause: float = 0) -> None:
        """Read the changes again; the cursor stays where it is."""
        await asyncio.sleep(pause)
        wanted = self.wanted
        ids = await self.app.read(change_rows.find, self.store, wanted)
        self._ids = ids
        if self._rows is None:
            self._rows = BatchRows(self.store)
        self.table.show(ids, self._rows.columns, self._rows.fetch)
        self.table.invalidate()
        if not ids:
            words = "changes.none" if wanted.is_all else "changes.none_such"
            hint = t("changes.all_hint", key=self.app.key_of("changes.back"))
            self.table.show_message(t(words), "" if wanted.is_all else hint)
            self.diff.show_fields([])
        self.show_place()
        self.refresh_bindings()
        self._preview(self.table.cursor_id)

    def show_place(self) -> None:
        """Show the filter and the number of changes; or the progress of an undo."""
        wanted = self.wanted
        narrowed = [
            t("changes.mine") if wanted.is_mine else "",
            kind_words(wanted.kind) if wanted.kind else "",
            f"“{wanted.words}”" if wanted.words else "",
        ]
        n = len(self._ids)
        count = t("changes.count", n=n, number=number(n))
        told = [self.running.words] if self.running.words else [count, *narrowed]
        self.show_title((t("changes.title"),), *told)

    # --- what the one under the cursor did ------------------------------------------------------

    @on(RowHighlighted)
    def follow_cursor(self, event: RowHighlighted) -> None:
        """Show its diff, once the cursor rests."""
        self._preview(event.id)

    @work(group="preview", exclusive=True)
    async def _preview(self, batch: int | None) -> None:
        if batch is None:
            return
        await asyncio.sleep(DEBOUNCE)
        lines = await self.app.read(
            change_rows.preview, self.store, batch, self.app.config.currency
        )
        self.diff.show_fields(lines)

    @on(RowSelected)
    def open_batch(self, event: RowSelected) -> None:
        self.app.push_screen(factories.one_change(event.id))

    # --- which changes --------------------------------------------------------------------------

    def show_wanted(self, wanted: Wanted, pause: float = 0) -> None:
        """Show these changes."""
        self.wanted = wanted
        self.app.key_queue.hold(self.reload(pause), but_text=True)

    def action_mine(self) -> None:
        """Toggle between own changes and everybody's."""
        self.show_wanted(replace(self.wanted, is_mine=not self.wanted.is_mine))

    @holds_keys("ask")
    async def action_kind(self) -> None:
        """Show changes of one kind."""
        known = await self.app.read(change_rows.kinds, self.store)
        entries = [(_ANY, t("changes.any_kind")), *known]
        chosen = await self.app.ask(
            factories.pick(t("changes.kind"), entries, self.wanted.kind or _ANY)
        )
        if chosen is not None:
            self.show_wanted(replace(self.wanted, kind="" if chosen == _ANY else chosen))

    async def action_search(self) -> None:
        """Search in notes and in titles of changed records."""
        await self.query(FindBox).remove()
        await self.mount(FindBox("/", self.wanted.words), before=self.query_one("#body"))

    @on(FindBox.Typed)
    def follow_typing(self, event: FindBox.Typed) -> None:
        """Search at once."""
        if event.text != self.wanted.words:
            self.show_wanted(replace(self.wanted, words=event.text), pause=DEBOUNCE)

    @on(FindBox.Stepped)
    def step(self, event: FindBox.Stepped) -> None:
        """Move the cursor without leaving the search box."""
        self.table.action_move(event.rows)

    @on(FindBox.Finished)
    async def finish_search(self, event: FindBox.Finished) -> None:
        """Close the box; a cancelled search is cleared."""
        await self.query(FindBox).remove()
        self.table.focus()
        if event.text is None and self.wanted.words:
            self.show_wanted(replace(self.wanted, words=""))

    @property
    def has_change(self) -> bool:
        """Whether there is a change under the cursor."""
        return bool(self._ids)

    async def action_back(self) -> None:
        """Clear the filter; or close the screen."""
        if self.wanted.is_all:
            self.app.pop_screen()
        else:
            self.show_wanted(Wanted())

    def relabel(self) -> None:
        """Redraw in the current language."""
        super().relabel()
        self._rows = None
        self.reload()


async def open_changes(screen: CrmScreen[Any]) -> None:
    """Show all that was done."""
    screen.app.push_screen(BatchesScreen())
