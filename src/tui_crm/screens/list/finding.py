"""Search, filter, sort order, views and columns of a list screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work

from tui_crm.i18n import t
from tui_crm.screens import routes
from tui_crm.screens.host import ViewWanted
from tui_crm.screens.list import row_source
from tui_crm.screens.list.base import DEBOUNCE, ListBase
from tui_crm.screens.list.find_box import FindBox
from tui_crm.screens.list.list_bar import ListBar
from tui_crm.screens.list.messages import HeaderSelected
from tui_crm.store import views
from tui_crm.store.model import Kind
from tui_crm.store.query import LONGEST_SEARCH

if TYPE_CHECKING:
    from tui_crm.screens.list.row_source import ListState
    from tui_crm.store.views import View

SAVE = "save"
FORGET = "forget"
OPEN_WITH = "open_with"


class ListFinding(ListBase):
    """The actions that search, filter, sort and arrange a list."""

    _finding = ""
    """What the box above the list is for: ``search``, ``filter``, or nothing while it is shut."""

    async def action_search(self) -> None:
        """Open the search box; search as you type."""
        if self.state is not None:
            await self._open_box("search", FindBox("/", self.state.search))
            self._prepare_order()

    async def action_filter(self) -> None:
        """Open the filter box."""
        from tui_crm.screens.list.find_box import FilterSuggester, remembered

        if self.state is None:
            return
        box = FindBox(
            t("ui.filter"),
            self.state.where,
            placeholder=t("ui.filter_example"),
            suggester=FilterSuggester(self.store.schema, self.record_type),
            history=await self.app.read(remembered, self.type_key),
        )
        await self._open_box("filter", box)

    @work(group="order", exclusive=True)
    async def _prepare_order(self) -> None:
        if self._order is not None:
            await self.app.read(self._order.prepare)

    async def _open_box(self, purpose: str, box: FindBox) -> None:
        await self._shut_box()
        self._finding = purpose
        self.bar.display = False
        await self.mount(box, after=self.query_one(ListBar))

    async def _shut_box(self) -> None:
        self._finding = ""
        await self.query(FindBox).remove()
        self.bar.display = True
        self.table.focus()

    @on(FindBox.Typed)
    def follow_typing(self, event: FindBox.Typed) -> None:
        """Search as you type; show errors of a filter."""
        if self._finding == "search" and self.state is not None:
            is_cut = len(event.text) > LONGEST_SEARCH
            cut = t("ui.search_cut", n=LONGEST_SEARCH) if is_cut else ""
            for box in self.query(FindBox):
                box.show_problem(cut)
            if event.text != self.state.search:
                self.show_state(replace(self.state, search=event.text), pause=DEBOUNCE)
        elif self._finding == "filter":
            self._check_typing(event.text)

    @work(group="check", exclusive=True)
    async def _check_typing(self, where: str) -> None:
        await self._check(where)

    async def _check(self, where: str) -> bool:
        from tui_crm.screens.list.find_box import problem_with

        problem = await self.app.read(problem_with, self.store, self.type_key, where)
        for box in self.query(FindBox):
            box.show_problem(*(problem or ("", None)))
        return problem is None

    @on(FindBox.Stepped)
    def step(self, event: FindBox.Stepped) -> None:
        """Move the cursor without leaving the search box."""
        self.table.action_move(event.rows)

    @on(FindBox.Finished)
    async def finish_box(self, event: FindBox.Finished) -> None:
        """Close the box; a cancelled search is cleared."""
        if self.state is None:
            return
        if self._finding == "search":
            await self._shut_box()
            if not event.text and self.state.search:
                self.show_state(replace(self.state, search=""), keep_cursor=True)
        elif event.text is None:
            await self._shut_box()
        else:
            self._accept_filter(event.text.strip())

    @work(group="filter", exclusive=True)
    async def _accept_filter(self, where: str) -> None:
        from tui_crm.screens.list.find_box import remember

        if self.state is None or not await self._check(where):
            return
        await self._shut_box()
        self.show_state(replace(self.state, where=where))
        if where:
            await self.app.read(remember, self.type_key, where)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going back means something while the list shows less than it could, or has marks."""
        if action == "back":
            return self._can_go_back
        return super().check_action(action, parameters)

    @property
    def _can_go_back(self) -> bool:
        state = self.state
        return state is not None and bool(
            state.search
            or state.where != state.view.where
            or self.table.marks
            or state.view.key != views.USUAL.key
        )

    def action_back(self) -> None:
        """Clear one thing a press: search, filter, view or marks."""
        state = self.state
        if state is None:
            return
        if state.search:
            self.show_state(replace(state, search=""), keep_cursor=True)
        elif state.where != state.view.where:
            self.show_state(replace(state, where=state.view.where), keep_cursor=True)
        elif self.table.marks:
            self.table.action_clear_marks()
        elif state.view.key != views.USUAL.key:
            self._show_view(views.own_views(self.record_type)[0])

    @work(group="choose")
    async def action_sort(self) -> None:
        """Choose the sort field; the current one reverses the order."""
        if self.state is None:
            return
        now, _ = self.state.sorted_by(self.record_type)
        shown = [self.record_type.field(key) for key in self.state.columns]
        specs = shown + [spec for spec in self.record_type.fields if spec not in shown]
        entries = [
            (spec.key, spec.label(self.type_key))
            for spec in specs
            if spec.kind is not Kind.TAGS and not spec.is_multiline
        ]
        key = await self.app.ask(routes.pick(t("ui.sort_by"), entries, now))
        if key:
            self.show_state(self.state.with_sort_toggled(self.record_type, key))

    @on(HeaderSelected)
    def sort_by_header(self, event: HeaderSelected) -> None:
        """Sort by the clicked column."""
        if self.state is not None:
            self.show_state(self.state.with_sort_toggled(self.record_type, event.key))

    def toggle_view(self, view: View) -> None:
        """Show the list through ``view``, or go back to the usual one."""
        if self.state is not None:
            self._show_view(views.USUAL if self.state.view == view else view)

    @on(ViewWanted)
    def show_wanted_view(self, event: ViewWanted) -> None:
        """Show the view that was asked for elsewhere."""
        self._show_view(event.view)

    def _show_view(self, view: View) -> None:
        state = self.state
        search = state.search if state is not None else ""
        self.show_state(row_source.ListState.of_view(self.record_type, view, search))

    @work(group="choose")
    async def action_views(self) -> None:
        """Choose, save or delete a view."""
        state = self.state
        if state is None:
            return
        known = [*views.own_views(self.record_type), *await self._saved_views()]
        entries = [(str(n), view.label(self.type_key)) for n, view in enumerate(known)]
        entries.append((SAVE, t("ui.view_save")))
        if state.view.id is not None:
            entries += [(OPEN_WITH, t("ui.view_open_with")), (FORGET, t("ui.view_forget"))]
        now = str(known.index(state.view)) if state.view in known else None
        chosen = await self.app.ask(routes.pick(t("ui.views"), entries, now))
        from tui_crm.store import commands

        if chosen == SAVE:
            await self._save_view(state)
        elif chosen == OPEN_WITH:
            await self.app.write(commands.set_default_view, self.store, self.type_key, state.view)
        elif chosen == FORGET:
            await self.app.write(commands.delete_view, self.store, state.view)
            self._show_view(views.own_views(self.record_type)[0])
        elif chosen is not None:
            self._show_view(known[int(chosen)])

    async def _saved_views(self) -> list[View]:
        def ask() -> list[View]:
            with self.store.reading() as connection:
                return views.saved_views(self.store, connection, self.type_key)

        return await self.app.read(ask)

    async def _save_view(self, state: ListState) -> None:
        name = await self.app.ask(routes.prompt(t("ui.view_name"), state.view.name))
        if not name or not name.strip():
            return
        if problem := await self.app.read(row_source.view_problem, self.store, state):
            self.app.say(problem, "error")
            return
        from tui_crm.store import commands

        view = views.View("saved", state.where, state.sort, state.columns, name.strip())
        saved = await self.app.write(commands.save_view, self.store, self.type_key, view)
        self.state = self._shown = replace(state, view=replace(view, id=saved.id))
        self._show_place()

    @work(group="choose")
    async def action_columns(self) -> None:
        """Choose the columns and their order."""
        if self.state is not None:
            keys = await self.app.ask(routes.columns(self.record_type, self.state.columns))
            if keys:
                self.show_state(replace(self.state, columns=keys), keep_cursor=True)
