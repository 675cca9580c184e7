"""The form of a record as a full screen, with its draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Static

from tui_crm.i18n import t
from tui_crm.language.formats import stamp
from tui_crm.screens import actions, factories
from tui_crm.screens.form.edit_session import EditSession
from tui_crm.screens.form.matches import MatchList
from tui_crm.screens.form.request import FormRequest, heading
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.panel import Panel
from tui_crm.store.records import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.screens.form.pane import FormPane
    from tui_crm.screens.form.request import OpenedForm
    from tui_crm.store.db.store import Store
    from tui_crm.store.drafts import KeptDraft
    from tui_crm.store.model import Value
    from tui_crm.store.possible_duplicates import Match


class FormScreen(CrmScreen[int | None]):
    """Adds or edits a record; returns its id once it is saved, None if it was cancelled."""

    scope: ClassVar[str] = "form"
    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("form")
    AUTO_FOCUS = ""

    def __init__(
        self,
        record_type: str,
        record_id: int | None = None,
        values: Mapping[str, Value] | None = None,
        clone_of: int | None = None,
        only: tuple[str, ...] | None = None,
    ) -> None:
        super().__init__()
        request = FormRequest(record_type, record_id, values or {}, clone_of, only)
        self.session = EditSession(self, request)
        self.opened: OpenedForm | None = None
        self._offered: KeptDraft | None = None

    @property
    def request(self) -> FormRequest:
        """What was asked for."""
        return self.session.request

    def compose(self) -> ComposeResult:
        """Header and footer; the fields are mounted once they are read."""
        yield HeaderLine()
        with Panel():
            yield Static(id="form-offer")
        yield FooterLine()

    def on_mount(self) -> None:
        """Read what the form opens with."""
        self.load(self.session.read, self._show)

    async def _show(self, opened: OpenedForm) -> None:
        self.opened = opened
        await self.query_one(Panel).mount(self.session.begin(opened))
        form = self.request.draft_form(self.store.user)
        self.session.begin_draft(form, self._show_place)
        self._offer(opened.draft)
        self.relabel()

    @property
    def pane(self) -> FormPane | None:
        """The fields, as soon as they are there."""
        return self.session.pane

    def relabel(self) -> None:
        """Redraw in the current language."""
        super().relabel()
        self._show_place()
        if self.pane is not None:
            self.pane.sheet.relabel()
        self._offer(self._offered)

    def _show_place(self) -> None:
        label = self.store.schema.type(self.request.type)
        title = self.opened.title if self.opened else ""
        about = self.opened.about if self.opened else ""
        failure = self.session.draft_failure
        warning = t("form.draft_failed", why=failure) if failure else ""
        way = (label.label(), heading(self.request, label.label(1), title))
        self.show_title(way, about, warning=warning)

    # --- drafts ---------------------------------------------------------------------------------

    def _offer(self, draft: KeptDraft | None) -> None:
        """Offer to restore a draft."""
        self._offered = draft
        line = self.query_one("#form-offer", Static)
        line.set_class(draft is not None, "-offered")
        if draft is not None:
            now = self.store.local_now()
            restore = self.app.key_of("form.restore")
            drop = self.app.key_of("form.drop_draft")
            when = stamp(draft.saved_at, now)
            line.update(Content(t("form.offer", when=when, restore=restore, drop=drop)))
        self.refresh_bindings()

    def on_unmount(self) -> None:
        """Save the draft, if the program ends."""
        self.session.keep_draft_at_once()

    @holds_keys("draft")
    async def action_restore_draft(self) -> None:
        """Restore the draft that was offered."""
        if offered := self._offered:
            self._offer(None)
            await self.session.restore(offered)

    @holds_keys("draft")
    async def action_drop_draft(self) -> None:
        """Drop the draft that was offered."""
        if offered := self._offered:
            self._offer(None)
            await self.session.drop(offered)

    # --- the way out ----------------------------------------------------------------------------

    @holds_keys("save", once=True)
    async def action_save(self) -> None:
        await self.session.save()

    @property
    def is_unsaved(self) -> bool:
        """Whether anything was changed."""
        return self.session.is_unsaved

    async def give_up(self) -> bool:
        """Cancel, after a confirmation; True if the form was closed."""
        return await self.session.give_up()

    # --- what else can be done --------------------------------------------------------------------

    @property
    def has_matches(self) -> bool:
        """Whether there are records that the new one may be."""
        return self.pane is not None and bool(self.pane.matches.matches)

    def action_revert(self) -> None:
        """Put back what stood in the field when the form was opened."""
        if self.pane is not None:
            self.pane.sheet.revert()

    def action_again(self) -> None:
        """Redo what ``revert`` undid in the field."""
        if self.pane is not None:
            self.pane.sheet.revert(again=True)

    def action_go_to_matches(self) -> None:
        """Move the focus to the possible duplicates."""
        if self.pane is not None:
            self.pane.matches.focus()

    @on(MatchList.Opened)
    def open_match(self, event: MatchList.Opened) -> None:
        """Open a possible duplicate on top of the form."""
        self.app.push_screen(factories.detail(event.match.record_type, event.match.id))

    @on(MatchList.FillWanted)
    def fill_match(self, event: MatchList.FillWanted) -> None:
        """Continue in the form of the duplicate."""
        self._fill_match(event.match)

    @holds_keys("fill match", exclusive=True)
    async def _fill_match(self, match: Match) -> None:
        if self.pane is None:
            return
        values = await self.app.read_written(
            blanks_filled, self.store, match, self.pane.state.values
        )
        saved = await self.app.ask(factories.form(match.record_type, match.id, values))
        if saved is not None:
            await self.session.leave(saved if match.record_type == self.request.type else None)


def blanks_filled(store: Store, match: Match, typed: Mapping[str, Value]) -> dict[str, Value]:
    """The typed values for fields that are blank in the record that ``match`` is."""
    declared = store.schema.type(match.record_type)
    with store.reading() as connection:
        record = read(connection, declared, match.id)
    return {
        spec.key: typed[spec.key]
        for spec in declared.editable
        if typed.get(spec.key) is not None and record[spec.key] is None
    }
