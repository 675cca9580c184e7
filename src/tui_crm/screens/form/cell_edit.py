"""Inline edit dialog: one field of a record, or a few that belong together, such as a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.form.edit_session import EditSession
from tui_crm.screens.form.messages import EndReached
from tui_crm.screens.form.request import FormRequest
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import DIALOG_CSS, CrmModal

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.screens.form.request import OpenedForm


class CellEditScreen(CrmModal[int | None]):
    """Returns the id of the record once it is saved; None if nothing was changed."""

    CSS_PATH = [DIALOG_CSS, "cell_edit.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("dialog"),
        *actions.bindings("cell"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, record_type: str, record_id: int, fields: tuple[str, ...] | str) -> None:
        super().__init__()
        only = (fields,) if isinstance(fields, str) else fields
        self.session = EditSession(self, FormRequest(record_type, record_id, only=only))

    def compose(self) -> ComposeResult:
        """The title, the fields as soon as they were read, the keys."""
        with Vertical(classes="dialog"):
            yield Static(id="cell-title", classes="dialog-title")
            hint = t(
                "form.cell_keys",
                save=self.app.key_of("cell.save"),
                cancel=self.app.key_of("dialog.cancel"),
            )
            yield Static(Content(hint), classes="dialog-hint")

    def on_mount(self) -> None:
        """Read the record."""
        self.load(self.session.read, self._show)

    async def _show(self, opened: OpenedForm) -> None:
        title = self.query_one("#cell-title", Static)
        title.update(Content(visible(t("form.edit", title=opened.title))))
        await self.query_one(Vertical).mount(self.session.begin(opened), after=title)

    @on(EndReached)
    def save_at_end(self, event: EndReached) -> None:
        """Enter in the last field saves."""
        event.stop()
        self.action_save()

    @holds_keys("save", once=True)
    async def action_save(self) -> None:
        await self.session.save()
