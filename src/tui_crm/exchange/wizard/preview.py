"""The fifth step of the wizard: a dry run, in which troubled rows can be corrected."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.content import Content
from textual.widgets import Static

from tui_crm.errors import CrmError
from tui_crm.exchange.importing.importer import ImportCancelledError
from tui_crm.exchange.importing.options import DecimalMark
from tui_crm.exchange.importing.preview import preview
from tui_crm.exchange.importing.repairs import can_be_mended
from tui_crm.exchange.question import Topic, UnansweredError
from tui_crm.exchange.wizard.column_lines import GO_ON
from tui_crm.exchange.wizard.pane import LinesPane, WizardStep, said
from tui_crm.exchange.wizard.preview_lines import about_row, preview_lines
from tui_crm.exchange.wizard.repair import ImportRepairScreen
from tui_crm.exchange.wizard.row_option_lines import currency_entries
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.sanitize import wrapped
from tui_crm.screens import actions, factories
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.widgets.line_list import Line, LineList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.exchange.importing.importer import Progress
    from tui_crm.exchange.importing.preview import Tried
    from tui_crm.exchange.question import ImportQuestion


class ImportPreviewPane(LinesPane):
    """Counts, remarks, the troubled rows and the first ones; below, more of the row at hand."""

    scope: ClassVar[str] = "import_preview"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("import_preview")

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._stop = threading.Event()
        self._tried_rows = 0
        self._failure = ""

    def compose(self) -> ComposeResult:
        """The rows, and about one of them."""
        yield LineList()
        yield Static(id="import-about")

    def on_mount(self) -> None:
        """Try the import, unless that was done."""
        self.lines.focus()
        self._show_about()
        self.lines.show(self._lines)
        if self.job.question is not None:
            self._failure = said(UnansweredError(self.job.question))
            self._settle(self.job.question)
            self.job.question = None
            self._show()
        elif self.job.preview is None:
            self._try()
        else:
            self._show()
        self.set_interval(0.2, self._show_progress)

    def on_unmount(self) -> None:
        """Nobody waits for the trial any more."""
        self._stop.set()

    @work(group="preview", exclusive=True)
    async def _try(self) -> None:
        self._stop.set()
        stop = self._stop = threading.Event()
        job, self._failure, self._tried_rows = self.job, "", 0

        def note(progress: Progress) -> None:
            self._tried_rows = progress.rows

        try:
            found = await self.app.read(
                preview,
                self.app.store,
                job.plan,
                dict(job.mended),
                progress=note,
                is_cancelled=stop.is_set,
                limit=job.limit,
            )
        except ImportCancelledError:
            return
        except UnansweredError as error:
            self._failure = said(error)
            self._settle(error.question)
        except CrmError as error:
            self._failure = said(error)
        else:
            if stop.is_set():
                return
            job.preview = found
        self._show()

    @holds_keys("ask", exclusive=True)
    async def _settle(self, question: ImportQuestion) -> None:
        """Ask how amounts are meant that could be read in two ways, and try them so."""
        job, title = self.job, str(question)
        match question.topic:
            case Topic.DECIMAL_MARK:
                entries = [
                    (mark.value, t(f"import_wizard.decimal_{mark.value}")) for mark in DecimalMark
                ]
                chosen = await self.app.ask(factories.pick(title, entries))
                options = replace(job.options, decimal=DecimalMark(chosen)) if chosen else None
            case Topic.CURRENCY | Topic.CURRENCY_WITH_DECIMALS:
                entries = currency_entries(self.app.store.schema, question.likely)
                chosen = await self.app.ask(factories.pick(title, entries, question.likely))
                options = replace(job.options, currency=chosen) if chosen else None
            case _:  # answered in an earlier step
                options = None
        if options is not None:
            job.settle_rows(options)
            self._try()

    def _show_progress(self) -> None:
        if self.job.preview is None and not self._failure:
            self.lines.show(self._lines)

    def _show(self) -> None:
        self.lines.show(self._lines)
        self._show_about()
        self.post_message(self.Changed())

    def _lines(self, cells: int) -> Sequence[Line]:
        waiting = t("import_wizard.trying", rows=number(self._tried_rows))
        key = self.app.key_of("import.try_all")
        schema = self.app.store.schema
        return preview_lines(self.job, schema, cells, waiting, self._failure, key)

    @property
    def _row(self) -> Tried | None:
        found, here = self.job.preview, self.lines.current
        if found is None or not isinstance(here, tuple):
            return None
        kind, place = here
        return (found.troubled if kind == "troubled" else found.first)[place]

    @on(LineList.Moved)
    def follow(self, event: LineList.Moved) -> None:
        """Say more of the row under the cursor."""
        event.stop()
        self._show_about()

    def _show_about(self) -> None:
        row = self._row
        words = about_row(self.job.plan, self.app.store.schema, row) if row is not None else ""
        about = self.query_one("#import-about", Static)
        about.display = bool(words)
        about.update(Content("\n".join(wrapped(words, max(20, self.size.width - 4)))))

    async def finish(self) -> WizardStep | None:
        """The import follows, if there is anything to write."""
        found = self.job.preview
        if found is None:
            self.say(self._failure or t("import_wizard.wait"))
            return None
        report = found.report
        if found.is_whole and not report.created and not report.updated and not report.failed:
            self.say(t("import_wizard.nothing_to_do"))
            return None
        return WizardStep.RUN

    @property
    def has_untried(self) -> bool:
        """Whether some rows were not tried."""
        return self.job.preview is not None and not self.job.preview.is_whole

    def action_try_all(self) -> None:
        """Try every row of a long file, and find all that cannot come in."""
        self.job.limit = None
        self.job.preview = None
        self._try()

    def action_choose(self) -> None:
        """Mend the row under the cursor; on the first line, import."""
        row = self._row
        if self.lines.current == GO_ON:
            self.go_on()
        elif row is not None and can_be_mended(self.job.plan.source, row.row):
            self._mend(row)
        elif row is not None:
            self.say(t("import_wizard.not_mendable"))

    @holds_keys("ask", exclusive=True)
    async def _mend(self, tried: Tried) -> None:
        job, line = self.job, tried.row.line
        before = job.mended.get(line)
        cells = await self.app.ask(ImportRepairScreen(job.plan, tried, before))
        if cells is None or cells == before:
            return
        if cells == ():
            job.mended.pop(line, None)
        else:
            job.mended[line] = cells
        job.preview = None
        self.say(t("import_wizard.mended", line=line) if cells else "", is_problem=False)
        self._try()
