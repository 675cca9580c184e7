"""Attach a file: its path, completed as it is typed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_crm.errors import CrmError
from tui_crm.features.notes.attachments import attach
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.paths import expanded
from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.form import messages
from tui_crm.screens.form.editors import LineEditor
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import DIALOG_CSS, CrmModal
from tui_crm.screens.widgets.option_popup import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.store.model import Value

MOST: Final = 200


class AttachScreen(CrmModal[int | None]):
    """Gives the id of the attachment; ``links`` are the records that it belongs to."""

    CSS_PATH = [DIALOG_CSS, "attach.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("dialog")
    AUTO_FOCUS = "_Line"

    def __init__(self, links: Mapping[str, Value]) -> None:
        super().__init__()
        self._links = links

    def compose(self) -> ComposeResult:
        """Title, path, what is wrong."""
        with Vertical(classes="dialog"):
            yield Static(Content(t("detail.attach")), classes="dialog-title")
            yield LineEditor()
            yield Static(Content(t("detail.attach_hint")), id="attach-hint", classes="dialog-hint")

    def on_mount(self) -> None:
        """Begin at home."""
        editor = self.query_one(LineEditor)
        editor.begin(is_choosing=True, makes_new=False)

    @on(messages.OptionsWanted)
    def complete(self, event: messages.OptionsWanted) -> None:
        """Offer the files and folders that the path may become."""
        event.stop()
        self.run_worker(self._complete(event.text), group="options", exclusive=True)

    async def _complete(self, text: str) -> None:
        options = await self.app.read(path_options, text)
        editor = self.query_one(LineEditor)
        if editor.line.value == text:
            editor.offer(options)

    @on(messages.Chosen)
    def take(self, event: messages.Chosen) -> None:
        """Take a file, or look into a folder."""
        event.stop()
        path = str(event.option.value)
        editor = self.query_one(LineEditor)
        editor.put(path, is_whole=False)
        if path.endswith(os.sep):
            self.run_worker(self._complete(path), group="options", exclusive=True)
        elif event.advance:
            self._begin(path)

    @on(messages.MoveWanted)
    def accept(self, event: messages.MoveWanted) -> None:
        """Enter attaches what the path names."""
        event.stop()
        if event.is_enter:
            self._begin(self.query_one(LineEditor).line.value)

    def _begin(self, path: str) -> None:
        if path.strip():
            self._take_file(path)

    @holds_keys("save", once=True)
    async def _take_file(self, path: str) -> None:
        try:
            source = expanded(path.strip())
            attached = await self.app.write(attach, self.store, source, self._links)
        except CrmError as error:
            hint = self.query_one("#attach-hint", Static)
            hint.add_class("-problem").update(Content("! " + visible(str(error))))
        else:
            self.leave(attached.id)


def path_options(text: str) -> list[Option]:
    """What the path that was typed so far may become: folders first, hidden ones on request."""
    folder, _, start = text.rpartition(os.sep)
    folder = folder + os.sep if folder or text.startswith(os.sep) else ""
    wanted = fold(start)
    try:
        with os.scandir(expanded(folder or ".")) as entries:
            found = [
                (not entry.is_dir(), entry.name)
                for entry in entries
                if fold(entry.name).startswith(wanted)
                and (start.startswith(".") or not entry.name.startswith("."))
            ]
    except (OSError, ValueError):
        return []
    return [
        Option(folder + name + ("" if is_file else os.sep), name + ("" if is_file else os.sep))
        for is_file, name in sorted(found)[:MOST]
    ]
