"""The import wizard: one step at a time, each of which can be gone back to."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.exchange.wizard.bundle import BundlePreviewPane, BundleResultPane
from tui_crm.exchange.wizard.columns import ImportColumnsPane
from tui_crm.exchange.wizard.file import ImportFilePane
from tui_crm.exchange.wizard.job import ImportJob
from tui_crm.exchange.wizard.pane import ImportPane, WizardStep
from tui_crm.exchange.wizard.preview import ImportPreviewPane
from tui_crm.exchange.wizard.result import ImportResultPane
from tui_crm.exchange.wizard.row_options import ImportWaysPane
from tui_crm.exchange.wizard.run import ImportRunPane
from tui_crm.exchange.wizard.sample import ImportSamplePane, known_words
from tui_crm.i18n import t
from tui_crm.sanitize import wrapped
from tui_crm.screens import factories
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.panel import Panel

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui_crm.screens.list.screen import ListScreen

PANES: Final[dict[WizardStep, type[ImportPane]]] = {
    WizardStep.FILE: ImportFilePane,
    WizardStep.SAMPLE: ImportSamplePane,
    WizardStep.COLUMNS: ImportColumnsPane,
    WizardStep.WAYS: ImportWaysPane,
    WizardStep.PREVIEW: ImportPreviewPane,
    WizardStep.RUN: ImportRunPane,
    WizardStep.RESULT: ImportResultPane,
}

BUNDLE_PANES: Final[dict[WizardStep, type[ImportPane]]] = {
    **PANES,
    WizardStep.PREVIEW: BundlePreviewPane,
    WizardStep.RESULT: BundleResultPane,
}
"""The panes of several files at once; of the steps between, they have none."""


class ImportScreen(CrmScreen[None]):
    """Shows the pane of a step; what was settled is in the ``job``."""

    CSS_PATH = "import_wizard.tcss"
    AUTO_FOCUS = ""

    def __init__(self, record_type: str) -> None:
        super().__init__()
        self.type_key = record_type
        self.job = ImportJob(record_type, ImportOptions())
        self.step = WizardStep.FILE
        self._turning = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Header, steps, the pane, what is to be said, footer."""
        yield HeaderLine()
        with Panel():
            yield Static(id="import-steps")
            yield Container(id="import-pane")
            yield Static(id="import-says")
        yield FooterLine()

    def on_mount(self) -> None:
        """Begin with the file."""
        self.job.options = ImportOptions(usual_currency=self.app.config.currency)
        self._go_to(WizardStep.FILE)

    @property
    def pane(self) -> ImportPane | None:
        """The pane that is shown, once it is."""
        return next(iter(self.query(ImportPane)), None)

    # A pane that is stopped while it is mounted ends the program: no turn cancels another one.

    @holds_keys("step")
    async def _go_to(
        self, step: WizardStep, said: str = "", *, since: WizardStep | None = None
    ) -> None:
        """Show another step; one that was wanted ``since`` a step only while that is shown."""
        async with self._turning:
            if since in (None, self.step):
                await self._show_step(step, said)

    async def _show_step(self, step: WizardStep, said: str = "") -> None:
        """Show another step, as it was left."""
        if step is self.step is WizardStep.RUN:
            return  # it is under way, and is not begun twice
        self.step = step
        place = self.query_one("#import-pane", Container)
        for pane in self.query(ImportPane):
            self.workers.cancel_node(pane)  # what it reads would find nothing to be shown in
        await place.remove_children()
        if not place.is_attached:
            return  # the wizard was left meanwhile
        self._say(said, is_problem=True)
        self._show_place()
        panes = PANES if self.job.bundle is None else BUNDLE_PANES
        await place.mount(panes[step](self.job))

    def _show_place(self) -> None:
        job = self.job
        label = self.store.schema.type(self.type_key).label()
        about: list[str] = []
        if job.has_plan and job.path is not None and self.step > WizardStep.FILE:
            about = [job.path.name, job.plan.record_type.label(), known_words(job.plan)]
        if job.bundle is not None and self.step > WizardStep.FILE:
            about = [Path(job.bundle.name).name]
        way = (label, t("import_wizard.title"))
        self.show_title(way, *about)
        parts: list[tuple[str, str]] = [(" ", "")]
        for step in WizardStep:
            words = f"{step.value} {t(f'import_wizard.step_{step.name.lower()}')}"
            style = "bold reverse" if step is self.step else "$text-muted"
            parts += [
                (f" {words} ", style),
                ("" if step is WizardStep.RESULT else "›", "$text-muted"),
            ]
        self.query_one("#import-steps", Static).update(Content.assemble(*parts))

    def _say(self, text: str, *, is_problem: bool) -> None:
        line = self.query_one("#import-says", Static)
        line.display = bool(text)
        line.set_class(is_problem, "-problem")
        sign = "! " if is_problem else ""
        lines = wrapped(f"{sign}{text}" if text else "", max(20, self.size.width - 4))
        line.update(Content("\n".join(lines)))

    @on(ImportPane.Said)
    def say_under_pane(self, event: ImportPane.Said) -> None:
        """Say what a step has to say."""
        self._say(event.text, is_problem=event.is_problem)

    @on(ImportPane.Changed)
    def follow_job(self) -> None:
        """Keep header and footer to the job."""
        self._show_place()
        self.refresh_bindings()

    @on(ImportPane.Finished)
    def follow_step(self, event: ImportPane.Finished) -> None:
        """Go where a step leads."""
        self._go_to(event.step, event.said)

    @holds_keys("step")
    async def action_go_on(self) -> None:
        """To the next step, if this one is done."""
        async with self._turning:
            step = await self.pane.finish() if self.pane is not None else None
            if step is not None:
                await self._show_step(step)

    def action_go_step(self, number: int) -> None:
        """To any step up to the preview; forwards only where nothing is missing."""
        step = WizardStep(number)
        if not self.job.has_plan or step == self.step:
            return
        missing = self.job.plan.missing
        if step > WizardStep.WAYS and missing:
            words = t("import_wizard.missing", fields=", ".join(missing))
            self._go_to(WizardStep.COLUMNS, words, since=self.step)
        else:
            self._go_to(step, since=self.step)

    def action_back(self) -> None:
        """To the step before; out of the wizard from the first, and from the result."""
        pane = self.pane
        if isinstance(pane, ImportRunPane):
            pane.stop()
        elif self.step is WizardStep.RESULT and self.job.is_taken_back:
            self._go_to(WizardStep.PREVIEW)
        elif self.step in (WizardStep.RESULT, WizardStep.FILE):
            self._leave()
        elif self.job.bundle is not None:
            self._go_to(WizardStep.FILE, since=self.step)
        else:
            self._go_to(WizardStep(self.step - 1), since=self.step)

    @holds_keys("ask", exclusive=True)
    async def _leave(self) -> None:
        await self.give_up()

    @property
    def is_unsaved(self) -> bool:
        """Whether something was settled for an import that was not made yet."""
        return self.step is WizardStep.RUN or (
            self.job.is_begun and self.step is not WizardStep.RESULT
        )

    async def give_up(self) -> bool:
        """Leave, after asking where something would be lost; whether it was left."""
        if self.step is WizardStep.RUN:
            key = self.app.key_of("import.stop")
            self.app.say(t("import_wizard.running", key=key), "warning")
            return False
        if self.is_unsaved:
            question = factories.confirm(t("import_wizard.leave"), t("import_wizard.leave_yes"))
            if not await self.app.ask(question):
                return False
        self.leave()
        return True

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        self._show_place()
        if self.step is not WizardStep.RUN:
            self.job.preview = self.job.bundle_preview = None
            self._go_to(self.step, since=self.step)


async def open_wizard(screen: ListScreen) -> None:
    """Bring a list in; where its headers do not tell what its rows are, they go into this list."""
    screen.app.push_screen(ImportScreen(screen.type_key))
