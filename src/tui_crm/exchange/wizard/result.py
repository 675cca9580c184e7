"""The last step of the wizard: what was done, and what can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work

from tui_crm.errors import CrmError
from tui_crm.exchange.importing.planning import remember_mapping
from tui_crm.exchange.importing.report import Action
from tui_crm.exchange.wizard.pane import LinesPane, WizardStep
from tui_crm.exchange.wizard.preview_lines import counts, remark_lines
from tui_crm.i18n import t
from tui_crm.sanitize import wrapped
from tui_crm.screens import actions, factories
from tui_crm.screens.clipboard import put
from tui_crm.screens.history.screen import read_batch
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.widgets.line_list import Line, LineList, Piece, line
from tui_crm.store.journal import undo
from tui_crm.store.journal.summary import describe_change
from tui_crm.store.views import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.exchange.importing.report import ImportReport

NAMED: Final = 20
"""Rejected rows that are named; all of them are in the file."""

DEEDS: Final = ("again", "records", "take_back", "save_mapping", "copy_errors", "close")


class ImportResultPane(LinesPane):
    """The report in words, and under it what can be done."""

    scope: ClassVar[str] = "import_result"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("import_result")

    def compose(self) -> ComposeResult:
        """The lines."""
        yield LineList()

    def on_mount(self) -> None:
        """Show them, and keep them to what is so."""
        self.app.changed.subscribe(self, lambda _: self._look_again())
        self.lines.focus()
        self.lines.show(self._lines)

    @property
    def report(self) -> ImportReport:
        """What the import did."""
        if self.job.report is None:
            raise AssertionError
        return self.job.report

    @property
    def has_import(self) -> bool:
        """Whether something was imported and not taken back."""
        return self.report.batch is not None and not self.job.is_taken_back

    @property
    def has_list(self) -> bool:
        """Whether what was imported stands in a list of the menu."""
        return self.has_import and self.app.store.schema.type(self.report.type).is_menu

    @property
    def has_errors(self) -> bool:
        """Whether there is a file of rejected rows."""
        return self.report.errors_file is not None

    def _lines(self, cells: int) -> Sequence[Line]:
        report = self.report
        record_type = self.app.store.schema.type(report.type)
        key = "taken_back" if self.job.is_taken_back else "done" if report.batch else "unchanged"
        found = [line(Piece(t(f"import_wizard.{key}"), cells, "label"))]
        found.append(line(Piece(f"  {counts(report, record_type)}", cells, "strong")))
        found += remark_lines(report, record_type, cells)
        for name, n in (("errors_file", report.failed), ("partial", report.partial)):
            if report.errors_file is None or not n:
                continue
            words = t(f"import_wizard.{name}", n=n, path=report.errors_file)
            found += [
                line(Piece(f"  {text}", cells, "warning")) for text in wrapped(words, cells - 2)
            ]
        found.append(line())
        for deed in DEEDS:
            if self.job.is_taken_back if deed == "again" else self.check_action(deed, ()):
                words = t(f"import_wizard.do_{deed}", type=record_type.label())
                found.append(line(Piece(f"▶ {words}", cells), ref=deed))
        rejected = [each for each in report.outcomes if each.action is Action.FAILED][:NAMED]
        if rejected:
            words = t("import_wizard.troubled", n=report.failed)
            found += [line(), line(Piece(words, cells, "head"))]
        for outcome in rejected:
            number = Piece(str(outcome.line).rjust(8) + "  ", 10, "muted")
            found.append(line(number, Piece(outcome.sentence, cells - 10, "warning")))
        return found

    def action_choose(self) -> None:
        """Do what the cursor is on."""
        match self.lines.current:
            case "again":
                self.post_message(self.Finished(WizardStep.PREVIEW))
            case "records":
                self.action_records()
            case "take_back":
                self.action_take_back()
            case "save_mapping":
                self.action_save_mapping()
            case "copy_errors":
                self.action_copy_errors()
            case "close":
                self.screen.dismiss()

    def action_records(self) -> None:
        """Show the list with the records of this import alone."""
        report = self.report
        name = t("import_wizard.view", file=report.file.rpartition("/")[2])
        view = View("batch", f"batch={report.batch}", name=name)
        self.app.show_view(report.type, view)

    @work(group="undo")
    async def action_take_back(self) -> None:
        """Take the whole import back."""
        batch = self.report.batch
        if batch is None or self.job.is_taken_back:
            return
        what = await self.app.read(describe_change, self.app.store, batch, self.app.config.currency)
        done = await self.app.write(undo.undo, self.app.store, batch)
        self.app.say_reversed("ui.undone", what, done.blocked)

    @work(group="look", exclusive=True)
    async def _look_again(self) -> None:
        """See whether the import stands: it may have been taken back by any key, or by anybody."""
        if self.report.batch is None:
            return
        batch = await self.app.read(read_batch, self.app.store, self.report.batch)
        self.job.is_taken_back = batch.undone_by is not None
        self.lines.show(self._lines)
        self.refresh_bindings()

    @holds_keys("ask", exclusive=True)
    async def action_save_mapping(self) -> None:
        """Keep where the columns went, for the next file with these headers."""
        name = await self.app.ask(
            factories.prompt(
                t("import_wizard.mapping_name"),
                self.job.plan.saved,
                hint=t("import_wizard.mapping_hint"),
            )
        )
        if name is not None:
            self._keep_mapping(name)

    @work(group="save", exclusive=True)
    async def _keep_mapping(self, name: str) -> None:
        try:
            await self.app.read(
                remember_mapping, self.app.store, self.job.plan, self.report, name.strip()
            )
        except CrmError as error:
            self.say(str(error))
        else:
            words = t("import_wizard.mapping_saved", name=name.strip())
            self.say(words, is_problem=False)

    @work(group="copy", exclusive=True)
    async def action_copy_errors(self) -> None:
        """Put the path of the file with the rejected rows on the clipboard."""
        path = str(self.report.errors_file)
        await put(self.app, path)
        self.app.say(t("ui.copied", n=1, what=path))
