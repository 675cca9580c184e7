"""The third step of the wizard: which column goes to which field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.options import Unmapped
from tui_crm.exchange.wizard.column_lines import GO_ON, column_lines, target_entries
from tui_crm.exchange.wizard.pane import LinesPane, WizardStep
from tui_crm.i18n import t
from tui_crm.screens import actions
from tui_crm.screens.dialogs.choose import PickerScreen
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.widgets.line_list import Line, LineList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.exchange.importing.columns import Column


class ImportColumnsPane(LinesPane):
    """The columns with three of their values, and what becomes of each."""

    scope: ClassVar[str] = "import_columns"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("import_columns")

    def compose(self) -> ComposeResult:
        """A line for each column, under the one that goes on."""
        yield LineList()

    def on_mount(self) -> None:
        """Show them."""
        self.lines.focus()
        self.lines.show(self._lines)

    def _lines(self, cells: int) -> Sequence[Line]:
        return column_lines(self.job.plan, cells)

    def _show(self) -> None:
        self.say("")
        self.lines.show(self._lines)
        self.post_message(self.Changed())

    @property
    def _column(self) -> Column | None:
        name = self.lines.current
        found = (c for c in self.job.plan.mapping.columns if c.name == name)
        return next(found, None)

    async def finish(self) -> WizardStep | None:
        """What is done with duplicates follows, unless something that is needed is missing."""
        return None if self.lacks_a_field() else WizardStep.WAYS

    def action_choose(self) -> None:
        """Choose where the column goes; on the first line, go on."""
        column = self._column
        if self.lines.current == GO_ON:
            self.go_on()
        elif column is not None:
            self._ask(column)

    @holds_keys("ask", exclusive=True)
    async def _ask(self, column: Column) -> None:
        entries = target_entries(self.job.plan, column)
        now = column.target or column.guess or targets.IGNORE
        title = t("import_wizard.column_to", column=column.name)
        chosen = await self.app.ask(PickerScreen(title, entries, now))
        if chosen is not None:
            self.job.choose(column.name, "" if chosen == targets.IGNORE else chosen)
            self._show()

    def action_drop(self) -> None:
        """Leave the column out; take it again, as it was or as it may be meant."""
        column = self._column
        if column is None:
            return
        proposed = self.job.proposed
        before = proposed.mapping.columns[column.index] if proposed is not None else column
        if column.target:
            self.job.choose(column.name, "")
        elif before.target or before.guess:
            self.job.choose(column.name, before.target or before.guess)
        self._show()

    def action_unmapped(self) -> None:
        """Do something else with all columns that go nowhere."""
        ways = list(Unmapped)
        if not targets.body(self.job.plan.record_type):
            ways.remove(Unmapped.DESCRIPTION)
        options = self.job.options
        here = ways.index(options.unmapped) if options.unmapped in ways else 0
        self.job.settle_rows(replace(options, unmapped=ways[(here + 1) % len(ways)]))
        self._show()
