"""The pane that every step of the wizard is."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from textual import getters, on
from textual.containers import Vertical
from textual.message import Message

from tui_crm.exchange.question import UnansweredError
from tui_crm.i18n import has, t
from tui_crm.screens.action_node import ActionNode
from tui_crm.screens.host import CrmHost
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.widgets.line_list import LineList

if TYPE_CHECKING:
    from tui_crm.errors import CrmError
    from tui_crm.exchange.wizard.job import ImportJob


class WizardStep(IntEnum):
    """The steps in their order."""

    FILE = 1
    SAMPLE = 2
    COLUMNS = 3
    WAYS = 4
    PREVIEW = 5
    RUN = 6
    RESULT = 7


class ImportPane(ActionNode, Vertical):
    """A step of the wizard."""

    app = getters.app(CrmHost)

    @dataclass
    class Finished(Message):
        """The wizard should go to another step; ``said`` is what is to be said there."""

        step: WizardStep
        said: str = ""

    @dataclass
    class Said(Message):
        """Something to say under the pane."""

        text: str
        is_problem: bool = True

    @dataclass
    class Changed(Message):
        """What the header says of the job, or which keys do something, may be different now."""

    def __init__(self, job: ImportJob) -> None:
        super().__init__()
        self.job = job

    def say(self, text: str, *, is_problem: bool = True) -> None:
        """Say something under the pane; nothing takes back what was said."""
        self.post_message(self.Said(text, is_problem))

    async def finish(self) -> WizardStep | None:
        """The step that follows, or None where this one is not done, which has been said."""
        return None


class LinesPane(ImportPane):
    """A step that is a list of lines; enter, or a second click, does what the cursor is on."""

    lines = getters.query_one(LineList)

    def action_move(self, steps: int) -> None:
        """To another line."""
        self.lines.action_move(steps)

    def action_page(self, pages: int) -> None:
        """A page further."""
        self.lines.action_page(pages)

    @abstractmethod
    def action_choose(self) -> None:
        """Do what the cursor is on."""

    def lacks_a_field(self) -> bool:
        """Whether nothing in the list gives a field that is required; it is named then."""
        missing = self.job.plan.missing
        if missing:
            self.say(t("import_wizard.missing", fields=", ".join(missing)))
        return bool(missing)

    @on(LineList.Selected)
    def choose_clicked(self, event: LineList.Selected) -> None:
        """A second click does what enter does."""
        event.stop()
        self.action_choose()

    @holds_keys("step", exclusive=True)
    async def go_on(self) -> None:
        """To the step that follows, if this one is done."""
        step = await self.finish()
        if step is not None:
            self.post_message(self.Finished(step))


def said(error: CrmError) -> str:
    """What is wrong with an import, and what to do about it here rather than at the shell."""
    if isinstance(error, UnansweredError):
        here = f"import_wizard.{error.question.topic.value}"
        if has(here):
            return t(here, to=None, **error.question.params)
    return str(error)
