"""The history of a record, newest first; any entry can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, work

from tui_crm.errors import NotFoundError
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, factories
from tui_crm.screens.history.lines import HistoryWriter
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.panel import Panel
from tui_crm.screens.widgets.section_view import SectionView
from tui_crm.store.journal import history, undo
from tui_crm.store.journal.summary import describe_change

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.history import Batch


class HistoryScreen(CrmScreen[None]):
    """Lists the changes of one record with their fields."""

    scope: ClassVar[str] = "history"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("history")
    AUTO_FOCUS = "SectionView"

    view = getters.query_one(SectionView)

    def __init__(self, record_type: str, record_id: int) -> None:
        super().__init__()
        self.type_key = record_type
        self.record_id = record_id

    def compose(self) -> ComposeResult:
        """Header, entries, footer."""
        yield HeaderLine()
        with Panel():
            yield SectionView()
        yield FooterLine()

    def on_mount(self) -> None:
        """Read the entries."""
        self.app.changed.subscribe(self, lambda _: self.reload())
        self.app.key_queue.hold(self.reload())

    @work(group="history", exclusive=True)
    async def reload(self) -> None:
        """Read the entries again."""
        await self._load()

    async def _load(self) -> None:
        try:
            writer = await self.app.read(
                HistoryWriter, self.store, self.type_key, self.record_id, self.app.config.currency
            )
        except NotFoundError as error:
            self.app.say_error(error)
            if self.is_current:
                self.app.pop_screen()
            return
        label = self.store.schema.type(self.type_key).label()
        n = len(writer.entries)
        way = (label, writer.title, t("detail.changes"))
        self.show_title(way, t("history.entries", n=n))
        self.view.show_fields(writer.lines())
        self.show_keys()

    async def action_back(self) -> None:
        self.app.pop_screen()

    @holds_keys("act")
    async def action_undo_entry(self) -> None:
        """Undo the entry under the cursor; confirm first if it touched other records."""
        here = self.view.current
        if not isinstance(here, int):
            return
        batch = await self.app.read(read_batch, self.store, here)
        count = batch.created + batch.updated + batch.deleted
        what = await self.app.read(describe_change, self.store, batch.id, self.app.config.currency)
        if count > 1:
            question = t("changes.take_back", what=what)
            touched = t("changes.touched", number=number(count), n=count)
            if not await self.app.ask(factories.confirm(question, t("history.undo"), [touched])):
                return
        report = await self.app.write(undo.undo, self.store, batch.id)
        self.app.say_reversed("ui.undone", what, report.blocked)

    def relabel(self) -> None:
        """Redraw in the current language."""
        super().relabel()
        self.reload()


def read_batch(store: Store, batch_id: int) -> Batch:
    """One batch of the journal.

    Raises:
        NotFoundError: there is none with this number.
    """
    with store.reading() as connection:
        return history.get(connection, batch_id)
