"""The sixth step of the wizard: the rows are written, and can still be stopped."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.content import Content
from textual.widgets import Static

from tui_crm.errors import CrmError
from tui_crm.exchange.importing.bundle_run import run_bundle
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.question import UnansweredError
from tui_crm.exchange.wizard.pane import ImportPane, WizardStep, said
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.exchange.importing.importer import Progress

CELLS: Final = 40
EVERY: Final = 0.1
"""Seconds between two drawings."""


class ImportRunPane(ImportPane, can_focus=True):
    """A bar with rows, rate and the time that is left."""

    scope: ClassVar[str] = "import_run"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("import_run")

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._stop = threading.Event()
        self._progress: Progress | None = None
        self._started = time.monotonic()

    def compose(self) -> ComposeResult:
        """The bar."""
        yield Static(id="import-progress")

    def on_mount(self) -> None:
        """Begin."""
        self.focus()
        self.set_interval(EVERY, self._draw)
        self._draw()
        self._run()

    def stop(self) -> None:
        """Roll everything back, at the next few hundred rows."""
        self._stop.set()
        self._draw()

    def _note(self, progress: Progress) -> None:
        self._progress = progress

    @work(group="import")
    async def _run(self) -> None:
        job = self.job
        self.app.stop_write = self.stop
        try:
            if job.bundle is not None:
                job.bundle_report = await self.app.write(
                    run_bundle,
                    self.app.store,
                    job.bundle,
                    progress=self._note,
                    is_cancelled=self._stop.is_set,
                )
            else:
                job.report = await self.app.write(
                    run_import,
                    self.app.store,
                    job.final_plan,
                    progress=self._note,
                    is_cancelled=self._stop.is_set,
                )
        except UnansweredError as error:  # found below the rows that the preview has tried
            job.preview, job.question = None, error.question
            self.post_message(self.Finished(WizardStep.PREVIEW, said(error)))
        except CrmError as error:
            self.post_message(self.Finished(WizardStep.PREVIEW, said(error)))
        else:
            job.is_taken_back = False
            job.preview = job.bundle_preview = None
            self.post_message(self.Finished(WizardStep.RESULT))
        finally:
            self.app.stop_write = None

    def _draw(self) -> None:
        words = progress_words(self._progress, time.monotonic() - self._started)
        if self._stop.is_set():
            words = t("import_wizard.stopping")
        share = _share(self._progress)
        filled = round(share * CELLS)
        bar = "█" * filled + "░" * (CELLS - filled)
        self.query_one("#import-progress", Static).update(
            Content.assemble((bar, "$accent"), f"  {round(share * 100)} %\n\n{words}")
        )


def _share(progress: Progress | None) -> float:
    if progress is None or not progress.bytes_total:
        return 0.0
    return min(1.0, progress.bytes_read / progress.bytes_total)


def progress_words(progress: Progress | None, seconds: float) -> str:
    """How many rows have been written, how fast, and how long the others will take."""
    if progress is None or not progress.rows:
        return t("import_wizard.beginning")
    share = _share(progress)
    left = seconds / share - seconds if share else 0.0
    return t(
        "import_wizard.progress",
        rows=number(progress.rows),
        rate=number(round(progress.rows / max(seconds, 0.001))),
        left=f"{int(left) // 60}:{int(left) % 60:02}",
    )
