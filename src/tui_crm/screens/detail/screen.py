"""The detail page of a record: navigation, related lists, inline edits and actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tui_crm import manifest
from tui_crm.errors import UsageError
from tui_crm.i18n import t
from tui_crm.screens import routes
from tui_crm.screens.detail.page import DetailBase
from tui_crm.screens.list.list_tabs import ListTabs
from tui_crm.screens.list.messages import RowSelected
from tui_crm.screens.type_ahead import queued_action
from tui_crm.screens.widgets.line_list import LineList
from tui_crm.store import related
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.screen import Screen

    from tui_crm.screens.host import CrmHost
    from tui_crm.screens.list.rows import TableRow
    from tui_crm.store.model import FieldSpec
    from tui_crm.store.records import Record
    from tui_crm.store.related import RelatedList


class DetailScreen(DetailBase):
    """The detail page of a record."""

    # --- moving about ---------------------------------------------------------------------------

    def action_show_list(self, n: int) -> None:
        """Open a list by its number; 0 is the history."""
        if self.page is not None:
            place = n - 1 if n else len(self.page.lists)
            if place <= len(self.page.lists):
                self._open(place)

    @on(ListTabs.Chosen)
    def open_clicked(self, event: ListTabs.Chosen) -> None:
        """Open the list whose name was clicked."""
        self._open(event.place)

    def _open(self, place: int) -> None:
        self.table.focus()
        if self.page is not None and place != self.open_list:
            self.open_list = place
            self.show_tabs(self.page)
            self.table.show((), (), _nothing)
            self.run_worker(self.load_rows(self.page), group="rows of list", exclusive=True)
            self.refresh_bindings()

    def action_other_pane(self) -> None:
        """Switch between fields and related list."""
        (self.fields if self.table.has_focus else self.table).focus()

    def action_sibling(self, step: int) -> None:
        """The next record of the list that this one was opened from."""
        if self.place is not None and 0 <= self.place + step < len(self.around):
            self.place += step
            self.record_id = self.around[self.place]
            self.reload()

    def action_all_fields(self) -> None:
        """Toggle blank fields."""
        self.is_whole = not self.is_whole
        if self.page is not None:
            self.show_page(self.page)

    async def action_back(self) -> None:
        """Close the page."""
        self.app.pop_screen()

    @on(RowSelected)
    def open_row(self, event: RowSelected) -> None:
        """Open the record under the cursor of the list."""
        event.stop()
        each = self.list_here
        if each is None:
            self.app.push_screen(routes.history(self.type_key, self.record_id))
        else:
            self.app.push_screen(routes.detail(each.record_type, event.id, self.row_ids))

    @on(LineList.Selected)
    def open_field(self, event: LineList.Selected) -> None:
        """Open the record that a field names, or change the field."""
        event.stop()
        keys = event.ref
        if self.page is None or not isinstance(keys, tuple):
            return
        specs = [self.record_type.field(key) for key in keys]
        value = self.page.record[specs[0].key]
        if specs[0].kind is Kind.LINK and value is not None:
            self.app.push_screen(routes.detail(specs[0].target, int(value)))
        else:
            self._edit_fields([spec for spec in specs if not spec.readonly])

    def _edit_fields(self, specs: Sequence[FieldSpec]) -> None:
        if specs:
            keys = tuple(spec.key for spec in specs)
            self.app.push_screen(routes.edit_fields(self.type_key, self.record_id, keys))

    # --- acting ---------------------------------------------------------------------------------

    def chosen(self) -> list[int]:
        """The record of the page."""
        return [self.record_id]

    def deleted(self, _ids: Sequence[int]) -> None:
        """The record is gone; so is its page."""
        self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which actions are available on this page."""
        if action == "sibling":
            return self.place is not None and len(self.around) > 1
        if action == "add" and not self.can_add:
            return False
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Explain why a key does nothing on a read-only record."""
        if self.page is not None and self.is_read_only:
            why = UsageError("record.frozen", title=self.page.record.title)
            self.explain_key(event, lambda each: each.changes, str(why))

    @queued_action
    async def action_add(self) -> None:
        """Add a record to the open list."""
        each = self.list_here
        if self.page is not None and each is not None:
            await add_related(self.app, self.page.record, each)

    @queued_action
    async def action_copy(self) -> None:
        """Copy the field under the cursor, or the record in one line."""
        line = self.fields.field
        if self.fields.has_focus and line is not None and line.text:
            from tui_crm.screens.clipboard import put

            await put(self.app, line.text)
            self.app.say(t("detail.copied", text=line.text))
        else:
            super().action_copy()

    @queued_action
    async def action_open_link(self) -> None:
        """Open the mail, telephone or web link under the cursor, or one of the record's."""
        from tui_crm.screens.external_links import link_for, open_link

        line = self.fields.field
        if self.fields.has_focus and line is not None and isinstance(line.ref, tuple):
            link = link_for(self.record_type.field(line.ref[0]), line.text)
            if link:
                await open_link(self.app, link)
                return
        super().action_open_link()

    def relabel(self) -> None:
        """Redraw in the current language."""
        super().relabel()
        self.reload()


async def _nothing(_ids: Sequence[int]) -> list[TableRow]:
    return []


async def add_related(app: CrmHost, record: Record, each: RelatedList) -> int | None:
    """Open a form for a new record of a related list of ``record``; returns its id, or None."""
    values = related.prefill(app.store.schema, record, each)
    dialogs = {key: ref for one in manifest.features() for key, ref in one.add_dialogs.items()}
    if each.record_type in dialogs:
        dialog: Screen[int | None] = routes.make(dialogs[each.record_type], values)
    else:
        dialog = routes.form(each.record_type, values=values)
    return await app.ask(dialog)
