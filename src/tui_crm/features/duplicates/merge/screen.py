"""名寄せ: the screen that merges records, with the surviving value of each field to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.content import Content
from textual.widgets import Static

from tui_crm.errors import CrmError, NotFoundError
from tui_crm.features.duplicates.merge.merge import apply_merge
from tui_crm.features.duplicates.merge.merge_table import MergeTable
from tui_crm.features.duplicates.merge.screen_data import MergeWords, open_merge, summary
from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.form.field_text import Setting
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.cursor_lines import CursorLines
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.store.records import VersionConflictError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.features.duplicates.merge.choices import FieldChoice
    from tui_crm.features.duplicates.merge.screen_data import OpenedMerge
    from tui_crm.screens.list.screen import RecordListScreen


class MergeScreen(CrmScreen[int | None]):
    """Merge records. Returns the number of the change, None where nothing was merged."""

    scope: ClassVar[str] = "merge"
    CSS_PATH = "merge.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("merge")
    AUTO_FOCUS = "MergeTable"

    merging = getters.query_one(MergeTable)

    def __init__(self, record_type: str, ids: Sequence[int]) -> None:
        super().__init__()
        self.type_key = record_type
        self.order = list(dict.fromkeys(ids))
        self.opened: OpenedMerge | None = None
        self.is_sure = False
        """Whether enter was pressed and nothing since: the next one merges."""
        self._taken: dict[str, int | None] = {}
        self._is_saving = False

    @property
    def setting(self) -> Setting:
        """How values are read out here."""
        now = self.store.local_now()
        return Setting(self.store.schema, now, self.app.config.currency)

    def compose(self) -> ComposeResult:
        """The records, and what will be done."""
        yield HeaderLine()
        yield MergeTable()
        yield Static(id="summary")
        yield FooterLine()

    def on_mount(self) -> None:
        """Read the records, and propose."""
        label = self.store.schema.type(self.type_key).label()
        n = len(self.order)
        self.query_one(HeaderLine).show_place((label, t("merge.title")), t("ui.records", n=n))
        self.run_worker(self._open(), group="open", exclusive=True)

    async def _open(self, keep: int | None = None) -> None:
        """Read the records; ``keep`` is the one to keep, the fullest where it is not named."""
        try:
            opened = await self.app.read(
                open_merge, self.store, self.type_key, self.order, keep, self._taken
            )
        except CrmError as error:
            self.app.say_error(error)
            self.leave()
            return
        if self.opened is None:
            self.order = [record.id for record in opened.plan.records]
        self.show_merge(opened)
        self.merging.reveal(self.order.index(opened.plan.keep.id))

    def show_merge(self, opened: OpenedMerge, *, is_sure: bool = False) -> None:
        """Show a merge everywhere."""
        self.opened, self.is_sure = opened, is_sure
        words = MergeWords(self.setting, opened.plan, self.order)
        keep = self.order.index(opened.plan.keep.id)
        self.merging.show(words.columns(), words.rows(), keep)
        sentence = summary(opened.plan, opened.follows)
        if is_sure:
            sentence = t("merge.sure", what=sentence, key=self.app.key_of("merge.merge"))
        line = self.query_one("#summary", Static).set_class(is_sure, "-sure")
        line.update(Content(visible(sentence)))

    # --- choosing -------------------------------------------------------------------------------

    def _unsure(self) -> None:
        if self.is_sure and self.opened is not None:
            self.show_merge(self.opened)

    def action_move(self, steps: int) -> None:
        """Go to another field."""
        self._unsure()
        self.merging.move(steps)

    def action_take(self, step: int) -> None:
        """Take the field under the cursor from the next record, or from the one before."""
        choice = self._here()
        if choice is None or self.opened is None:
            return
        places = [self.order.index(choice.winner)] if choice.winner is not None else []
        here = places[0] if places else (-1 if step > 0 else len(self.order))
        self._take(choice, max(0, min(here + step, len(self.order) - 1)))

    def action_turn(self) -> None:
        """Take it from the next record; after the last, as it was proposed or from the first."""
        choice = self._here()
        if choice is None or self.opened is None:
            return
        proposed = next(
            each for each in self.opened.proposed.choices if each.group.key == choice.group.key
        )
        ways: list[int | None] = [*self.order, *([None] if proposed.winner is None else [])]
        way = ways[(ways.index(choice.winner) + 1) % len(ways)]
        self._take(choice, None if way is None else self.order.index(way))

    def _here(self) -> FieldChoice | None:
        key = self.merging.current
        choices = self.opened.plan.choices if self.opened is not None else ()
        return next((choice for choice in choices if choice.group.key == key), None)

    def _take(self, choice: FieldChoice, place: int | None) -> None:
        if self.opened is None:
            return
        record_id = None if place is None else self.order[place]
        self._taken[choice.group.key] = record_id
        self.show_merge(self.opened.taking(choice.group.key, record_id))
        if place is not None:
            self.merging.reveal(place)

    def action_next_keeper(self) -> None:
        """Keep the next record."""
        if self.opened is not None:
            here = self.order.index(self.opened.plan.keep.id)
            self.action_keep((here + 1) % len(self.order) + 1)

    def action_keep(self, number: int) -> None:
        """Keep the record of this number; what was chosen by hand stands."""
        if self.opened is not None and number <= len(self.order):
            self.run_worker(self._open(self.order[number - 1]), group="open", exclusive=True)

    @on(CursorLines.Clicked)
    def turn_clicked(self, event: CursorLines.Clicked) -> None:
        """A second click does what space does."""
        event.stop()
        self.action_turn()

    # --- the end --------------------------------------------------------------------------------

    @work(group="merge")
    async def action_merge(self) -> None:
        """Say what will be done; merge when the key is pressed a second time."""
        begun = [each for each in self.workers if each.group == "open" and not each.is_finished]
        if begun:
            await self.workers.wait_for_complete(begun)
        if self.opened is None or self._is_saving:
            return
        if not self.is_sure:
            self.app.clear_notifications()
            self.show_merge(self.opened, is_sure=True)
            return
        keep = self.opened.plan.keep.id
        self.is_sure, self._is_saving = False, True
        try:
            done = await self.app.write(apply_merge, self.store, self.opened.plan)
        except NotFoundError as error:
            self.app.say_error(error)
            self.leave()
        except VersionConflictError as error:
            self.app.say_error(error)
            await self._open(keep)
        except CrmError as error:
            self.app.say_error(error)
            self.show_merge(self.opened)
        else:
            self.leave(done.batch)
        finally:
            self._is_saving = False

    def action_cancel(self) -> None:
        """Leave without merging."""
        if not self._is_saving:
            self.leave()

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        if self.opened is not None:
            self.run_worker(self._open(self.opened.plan.keep.id), group="open", exclusive=True)


async def merge_marked(screen: RecordListScreen) -> None:
    """Make one record of all marked ones."""
    ids = screen.chosen()
    if await screen.app.ask(MergeScreen(screen.type_key, ids)) is not None:
        screen.deleted(ids)
