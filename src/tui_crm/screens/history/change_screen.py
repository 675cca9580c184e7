"""The diff of one change: its records, and the old and new value of each field."""

from __future__ import annotations

import asyncio
from array import array
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.containers import Container

from tui_crm.errors import CrmError
from tui_crm.i18n import t
from tui_crm.language.formats import number, stamp
from tui_crm.screens import actions, factories
from tui_crm.screens.history.change_rows import Diff, name_of, read_batch, size_of, state_of
from tui_crm.screens.history.changes_screen import DEBOUNCE
from tui_crm.screens.history.running_undo import RunningUndo
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.messages import RowHighlighted, RowSelected
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.panel import Panel
from tui_crm.screens.widgets.section_view import SectionView

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.store.db.store import Store


def open_diff(store: Store, batch_id: int, currency: str) -> Diff:
    """Open the diff of a change.

    Raises:
        NotFoundError: there is no such change.
    """
    return Diff(store, read_batch(store, batch_id), currency)


class BatchScreen(CrmScreen[None]):
    """Lists the records of a change, and the fields of the one under the cursor."""

    scope: ClassVar[str] = "change"
    CSS_PATH = "batches.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("change")
    AUTO_FOCUS = "RecordTable"

    table = getters.query_one(RecordTable)
    fields = getters.query_one(SectionView)

    def __init__(self, batch_id: int) -> None:
        super().__init__()
        self.batch_id = batch_id
        self._diff: Diff | None = None
        self.running = RunningUndo(self, lambda: self.batch_id, self.show_place)

    def compose(self) -> ComposeResult:
        """The records, the fields, the keys."""
        yield HeaderLine()
        with Panel(), Container(id="body"):
            yield RecordTable()
            yield SectionView()
        yield FooterLine()

    def on_mount(self) -> None:
        self.app.changed.subscribe(self, lambda _: self.reload())
        self.app.key_queue.hold(self.reload())

    @work(group="change", exclusive=True)
    async def reload(self) -> None:
        """Read it again: it may have been undone."""
        try:
            diff = await self.app.read(
                open_diff, self.store, self.batch_id, self.app.config.currency
            )
        except CrmError as error:
            self.app.say_error(error)
            self.leave()
            return
        self._diff = diff
        self.table.show(array("q", range(1, diff.total + 1)), diff.columns, diff.fetch)
        self.show_place()
        self._read_fields(self.table.cursor_id)

    def show_place(self) -> None:
        """Show the change, its user and its number of records; or the progress of an undo."""
        if self._diff is None:
            return
        batch = self._diff.batch
        n = size_of(batch)
        about = [
            state_of(batch),
            t("ui.records", n=number(n) if n != 1 else n),
            batch.user,
            stamp(batch.at, self.store.local_now()),
        ]
        told = [self.running.words] if self.running.words else about
        self.show_title((t("changes.title"), name_of(batch)), *told)

    @on(RowHighlighted)
    def follow_cursor(self, event: RowHighlighted) -> None:
        """Show the fields of the record, once the cursor rests."""
        self._read_fields(event.id)

    @work(group="fields", exclusive=True)
    async def _read_fields(self, place: int | None) -> None:
        diff = self._diff
        if place is None or diff is None:
            return
        await asyncio.sleep(DEBOUNCE)
        [changed] = await self.app.read(diff.read, [place])
        changed = await self.app.read(diff.held, changed)
        self.fields.show_fields(changed.view_lines())

    @on(RowSelected)
    def open_record(self, event: RowSelected) -> None:
        """Open the record, where it still is."""
        if self._diff is not None:
            self._open_record(self._diff, event.id)

    @holds_keys("open", exclusive=True)
    async def _open_record(self, diff: Diff, place: int) -> None:
        [changed] = await self.app.read(diff.read, [place])
        if changed.is_there:
            self.app.push_screen(factories.detail(changed.record_type.key, changed.id))
        else:
            self.app.say(t("changes.gone", title=changed.title), "warning")

    async def action_back(self) -> None:
        """Back to the list of changes."""
        self.app.pop_screen()

    def relabel(self) -> None:
        """Redraw in the current language."""
        super().relabel()
        self.reload()
