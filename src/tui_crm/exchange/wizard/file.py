"""The first step of the wizard: which file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui_crm.errors import CrmError
from tui_crm.exchange.importing.bundle import is_bundle
from tui_crm.exchange.importing.bundle_plan import plan_bundle
from tui_crm.exchange.importing.options import Converted, ImportOptions
from tui_crm.exchange.wizard.file_suggestions import (
    FoundFile,
    files_for,
    folder_above,
    remember_file,
    typed_paths,
)
from tui_crm.exchange.wizard.job import open_plan, with_source
from tui_crm.exchange.wizard.pane import ImportPane, WizardStep
from tui_crm.i18n import t
from tui_crm.sanitize import fit, visible, width
from tui_crm.screens import actions
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

_NAME: Final = 36


class ImportFilePane(ImportPane):
    """A line for the path, and under it what it may become."""

    scope: ClassVar[str] = "import_file"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("import_file")

    _files: tuple[FoundFile | None, ...] = ()
    """The lines of the list; None is a heading."""

    _listed: str | None = None
    """The text that the list was made for."""

    def compose(self) -> ComposeResult:
        """Line and list."""
        yield TextInput(self.job.typed, placeholder=t("import_wizard.path"), compact=True)
        yield OptionList(compact=True)

    def on_mount(self) -> None:
        """Begin with the files of before."""
        self.query_one(TextInput).focus()
        self._complete()

    @on(Input.Changed)
    def follow(self, event: Input.Changed) -> None:
        """Show what the path may become."""
        event.stop()
        self.job.typed = event.value
        self.say("")
        self._complete()

    @holds_keys("files", exclusive=True, but_text=True)
    async def _complete(self) -> None:
        await self._list(self.job.typed)

    async def _list(self, text: str) -> None:
        recent, found = await self.app.read(files_for, text)
        if text != self.query_one(TextInput).value:
            return
        recent = recent if self.app.keeps_settings else []
        lines: list[tuple[str, FoundFile | None]] = []
        if recent:
            lines = [(t("import_wizard.recent"), None), *((each.name, each) for each in recent)]
        if found and not text:
            lines.append((t("import_wizard.folder"), None))
        lines += [(each.name, each) for each in found]
        self._show(lines, recent)
        self._listed = text

    def _show(
        self, lines: Sequence[tuple[str, FoundFile | None]], recent: Sequence[FoundFile]
    ) -> None:
        self._files = tuple(each for _, each in lines)
        names = min(_NAME, max((width(label) for label, each in lines if each), default=0))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            [
                _option(label, each, names, is_far=each in recent, cells=self.app.size.width - 5)
                for label, each in lines
            ]
        )
        typed = self.query_one(TextInput).value
        places = [place for place, each in enumerate(self._files) if each]
        named = (place for place in places if (each := self._files[place]) and each.path == typed)
        options.highlighted = next(named, places[0] if places else None)

    @property
    def _highlighted(self) -> FoundFile | None:
        place = self.query_one(OptionList).highlighted
        return None if place is None else self._files[place]

    def _move(self, lines: int) -> None:
        options = self.query_one(OptionList)
        stops = [place for place, each in enumerate(self._files) if each is not None]
        if stops:
            here = stops.index(options.highlighted) if options.highlighted in stops else 0
            options.highlighted = stops[max(0, min(here + lines, len(stops) - 1))]

    def action_down(self) -> None:
        """The next file."""
        self._move(1)

    def action_up(self) -> None:
        """The file before."""
        self._move(-1)

    def action_page(self, pages: int) -> None:
        """A page of files further."""
        self._move(pages * max(1, self.query_one(OptionList).size.height - 1))

    def action_complete(self) -> None:
        """Put the highlighted name into the line."""
        if self._highlighted is not None:
            self._put(self._highlighted.path)

    def action_folder_up(self) -> None:
        """Look into the folder above."""
        self._put(folder_above(self.job.typed))

    def _put(self, path: str) -> None:
        line = self.query_one(TextInput)
        line.value = path
        line.cursor_position = len(path)

    @on(OptionList.OptionSelected)
    def take_clicked(self, event: OptionList.OptionSelected) -> None:
        """Take the file under the mouse."""
        event.stop()
        self.query_one(TextInput).focus()
        self.action_open()

    def action_open(self) -> None:
        """Look into the folder under the bar, or take the file.

        A list that is behind what was typed counts for nothing: it is made anew first.
        """
        text = self.query_one(TextInput).value
        self._open(text, self._highlighted if self._listed == text else None)

    @holds_keys("step", exclusive=True)
    async def _open(self, text: str, chosen: FoundFile | None) -> None:
        if self._listed != text:
            await self._list(text)
            if self._listed != text:
                return
            chosen = self._highlighted
        if chosen is not None and chosen.is_folder and not chosen.is_whole:
            self._put(chosen.path)
            return
        step = await self._read(text if chosen is None else chosen.path)
        if step is not None:
            self.post_message(self.Finished(step))

    async def _read(self, text: str) -> WizardStep | None:
        """Look at a file; the step that follows."""
        if not text.strip():
            self.say(t("import_wizard.no_file"))
            return None
        job = self.job
        paths = await self.app.read(typed_paths, text)
        path = paths[0]
        options = job.options
        self.say(t("import_wizard.reading", file=path.name), is_problem=False)
        try:
            if await self.app.read(is_bundle, paths):
                return await self._read_bundle(paths)
        except CrmError as error:
            self.say(str(error))
            return None
        if not job.is_of(path):
            # What was said of the layout of another file means nothing for this one.
            options = with_source(
                options, encoding=None, delimiter=None, header_row=None, sheet=None, unnamed=None
            )
        try:
            proposed = await self.app.read(open_plan, self.app.store, path, options, job.here)
            job.take(path, proposed, options)
        except CrmError as error:
            self.say(str(error))
            return None
        if self.app.keeps_settings:
            await self.app.read(remember_file, path)
        self.say("")
        return WizardStep.PREVIEW if job.is_sure else WizardStep.SAMPLE

    async def _read_bundle(self, paths: Sequence[Path]) -> WizardStep:
        """Look at several files, a folder or a zip, whose preview follows.

        Raises CrmError as ``plan_bundle`` does.
        """
        job = self.job
        options = ImportOptions(usual_currency=job.options.usual_currency, converted=Converted.KEEP)
        job.take_bundle(
            await self.app.read(plan_bundle, self.app.store, paths, options, usual_ways=True)
        )
        if self.app.keeps_settings and len(paths) == 1:
            await self.app.read(remember_file, paths[0])
        self.say("")
        return WizardStep.PREVIEW


def _option(label: str, file: FoundFile | None, names: int, *, is_far: bool, cells: int) -> Option:
    if file is None:
        return Option(Content.styled(visible(label), "bold $text-muted"), disabled=True)
    about = f"  {file.size:>8}  {file.day}" if file.day else ""
    room = cells - names - width(about) - 2
    folder = file.folder if is_far else ""
    if width(folder) > room:
        folder = "…" + folder[-max(1, room - 1) :] if room > 8 else ""
    return Option(
        Content.assemble(
            fit(label, names), (about, "$text-muted"), (f"  {visible(folder)}", "$text-muted")
        )
    )
