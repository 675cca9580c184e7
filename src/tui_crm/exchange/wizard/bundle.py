"""The wizard's steps for several files: what each table would become, and what was done."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work

from tui_crm.errors import CrmError
from tui_crm.exchange.importing.bundle_run import files_left_out, run_bundle
from tui_crm.exchange.importing.importer import ImportCancelledError
from tui_crm.exchange.importing.preview import LOOKED_AT
from tui_crm.exchange.importing.report import Action
from tui_crm.exchange.wizard.column_lines import GO_ON
from tui_crm.exchange.wizard.pane import LinesPane, WizardStep, said
from tui_crm.exchange.wizard.preview_lines import counts, remark_lines
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.sanitize import wrapped
from tui_crm.screens import actions
from tui_crm.screens.history.screen import read_batch
from tui_crm.screens.widgets.line_list import Line, LineList, Piece, line
from tui_crm.store.journal import undo
from tui_crm.store.journal.summary import describe_change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.exchange.importing.bundle_plan import BundlePlan
    from tui_crm.exchange.importing.bundle_run import BundleReport
    from tui_crm.store.model import Schema

_NAMED: Final = 20
"""Rejected rows of a table that are named."""


class BundlePreviewPane(LinesPane):
    """The tables as a dry run leaves them, the files that are left out, and all there is to say."""

    scope: ClassVar[str] = "import_preview"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("import_preview")

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._stop = threading.Event()
        self._failure = ""

    def compose(self) -> ComposeResult:
        """The lines."""
        yield LineList()

    def on_mount(self) -> None:
        """Try the import, unless that was done."""
        self.lines.focus()
        self.lines.show(self._lines)
        if self.job.bundle_preview is None:
            self._try()

    def on_unmount(self) -> None:
        """Nobody waits for the trial any more."""
        self._stop.set()

    @property
    def bundle(self) -> BundlePlan:
        """What will be imported."""
        if self.job.bundle is None:
            raise AssertionError
        return self.job.bundle

    @property
    def has_untried(self) -> bool:
        """False: all rows of several files are tried at the shell."""
        return False

    @work(group="preview", exclusive=True)
    async def _try(self) -> None:
        stop, bundle = self._stop, self.bundle
        trial = replace(
            bundle,
            tables=tuple(
                replace(plan, options=replace(plan.options, dry_run=True, errors=None))
                for plan in bundle.tables
            ),
        )
        try:
            found = await self.app.read(
                run_bundle, self.app.store, trial, is_cancelled=stop.is_set, limit=LOOKED_AT
            )
        except ImportCancelledError:
            return
        except CrmError as error:
            self._failure = said(error)
        else:
            self.job.bundle_preview = found
        if not stop.is_set():
            self.lines.show(self._lines)

    def _lines(self, cells: int) -> Sequence[Line]:
        if self._failure:
            return [
                line(Piece(("! " if n == 0 else "  ") + text, cells, "warning"))
                for n, text in enumerate(wrapped(self._failure, cells - 2))
            ]
        report = self.job.bundle_preview
        if report is None:
            return [line(Piece(f"… {t('import_wizard.wait')}", cells, "muted"))]
        words = t("import_wizard.import_now", file=Path(report.name).name)
        found = [line(Piece(f"▶ {words}", cells, "label"), ref=GO_ON)]
        for table in report.tables:
            if table.rows >= LOOKED_AT:
                words = t("import_wizard.only_first_of", file=table.file, n=number(table.rows))
                found += [
                    line(Piece(f"  {text}", cells, "warning")) for text in wrapped(words, cells - 2)
                ]
        return [*found, *_about(report, self.app.store.schema, cells)]

    async def finish(self) -> WizardStep | None:
        """The import follows, if there is anything to write."""
        report = self.job.bundle_preview
        if report is None:
            self.say(self._failure or t("import_wizard.wait"))
            return None
        if not any(report.counts[name] for name in ("created", "updated", "failed")):
            self.say(t("import_wizard.nothing_to_do"))
            return None
        return WizardStep.RUN

    def action_choose(self) -> None:
        """Import, on the first line."""
        if self.lines.current == GO_ON:
            self.go_on()


class BundleResultPane(LinesPane):
    """What was done with each table, and what can be done with all."""

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
    def report(self) -> BundleReport:
        """What the import did."""
        if self.job.bundle_report is None:
            raise AssertionError
        return self.job.bundle_report

    @property
    def has_import(self) -> bool:
        """Whether something was imported and not taken back."""
        return self.report.batch is not None and not self.job.is_taken_back

    has_list = has_mapping = has_errors = False
    """Several tables have none in common."""

    def _lines(self, cells: int) -> Sequence[Line]:
        report = self.report
        key = "taken_back" if self.job.is_taken_back else "done" if report.batch else "unchanged"
        found = [line(Piece(t(f"import_wizard.{key}"), cells, "label"))]
        for deed in ("take_back", "close"):
            if deed == "close" or self.has_import:
                found.append(line(Piece(f"▶ {t(f'import_wizard.do_{deed}')}", cells), ref=deed))
        return [*found, *_about(report, self.app.store.schema, cells)]

    def action_choose(self) -> None:
        """Do what the cursor is on."""
        match self.lines.current:
            case "take_back":
                self.action_take_back()
            case "close":
                self.screen.dismiss()

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
        """See whether the import stands."""
        if self.report.batch is None:
            return
        batch = await self.app.read(read_batch, self.app.store, self.report.batch)
        self.job.is_taken_back = batch.undone_by is not None
        self.lines.show(self._lines)
        self.refresh_bindings()


def _about(report: BundleReport, schema: Schema, cells: int) -> Iterator[Line]:
    """The counts of each table, the files that were left out, and what is to be said of each."""
    for table in report.tables:
        record_type = schema.type(table.type)
        yield line()
        yield line(Piece(table.file.rpartition("/")[2], cells, "head"))
        yield line(Piece(f"  {counts(table, record_type)}", cells, "strong"))
        yield from remark_lines(table, record_type, cells)
        if table.errors_file is not None and table.failed:
            words = t("import_wizard.errors_file", n=table.failed, path=table.errors_file)
            for text in wrapped(words, cells - 2):
                yield line(Piece(f"  {text}", cells, "warning"))
        rejected = [each for each in table.outcomes if each.action is Action.FAILED][:_NAMED]
        for outcome in rejected:
            place = Piece(str(outcome.line).rjust(8) + "  ", 10, "muted")
            yield line(place, Piece(outcome.sentence, cells - 10, "warning"))
    sentences = files_left_out(report.left_out)
    if sentences:
        yield line()
    for sentence in sentences:
        for n, text in enumerate(wrapped(sentence, max(1, cells - 4))):
            yield line(Piece("  · " if n == 0 else "    ", 4, "muted"), Piece(text, cells - 4))
