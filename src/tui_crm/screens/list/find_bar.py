"""The bar above a list in which a search or a filter is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import getters, on, work
from textual.containers import Container
from textual.message import Message

from tui_crm.i18n import t
from tui_crm.screens.host import CrmHost
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.find_box import (
    FilterSuggester,
    FindBox,
    problem_with,
    remember,
    remembered,
)
from tui_crm.store.query import LONGEST_SEARCH

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui_crm.store.model import RecordType


class FindBar(Container):
    """The box in which a search or a filter is typed, while one is."""

    DEFAULT_CSS = """
    FindBar { height: auto; }
    """

    @dataclass
    class Searched(Message):
        """Records with ``text`` are wanted; it ``is_typed``, or was cancelled and is empty."""

        text: str
        is_typed: bool

    @dataclass
    class Filtered(Message):
        """Records that match ``where`` are wanted, which is a filter or empty."""

        where: str

    app = getters.app(CrmHost)

    def __init__(self, record_type: str) -> None:
        super().__init__()
        self._type = record_type
        self._is_search = False
        self._came_from: Widget | None = None

    async def open_search(self, text: str) -> None:
        """Open the search box; ``Searched`` tells what is typed."""
        await self._open(FindBox("/", text), is_search=True)

    async def open_filter(self, record_type: RecordType, where: str) -> None:
        """Open the filter box; ``Filtered`` tells what is accepted."""
        box = FindBox(
            t("ui.filter"),
            where,
            placeholder=t("ui.filter_example"),
            suggester=FilterSuggester(self.app.store.schema, record_type),
            history=(),
        )
        await self._open(box, is_search=False)
        self._remind(box)

    @holds_keys("history", but_text=True)
    async def _remind(self, box: FindBox) -> None:
        box.show_history(await self.app.read(remembered, self._type))

    def relabel(self) -> None:
        """Say an open filter, and what is wrong with it, in the language in use."""
        for box in self.query(FindBox):
            if not self._is_search:
                box.relabel(t("ui.filter"), t("ui.filter_example"))
                self._check_typing(box.text)

    async def _open(self, box: FindBox, *, is_search: bool) -> None:
        await self._close()
        self._is_search, self._came_from = is_search, self.screen.focused
        await self.mount(box)

    async def _close(self) -> None:
        """Remove the box, and give the focus back to what had it."""
        await self.query(FindBox).remove()
        if self._came_from is not None:
            self._came_from.focus()
        self._came_from = None

    @on(FindBox.Typed)
    def follow_typing(self, event: FindBox.Typed) -> None:
        """Tell what is searched for, as it is typed; say what is wrong with a filter."""
        event.stop()
        if self._is_search:
            is_cut = len(event.text) > LONGEST_SEARCH
            self._say(t("ui.search_cut", n=LONGEST_SEARCH) if is_cut else "")
            self.post_message(self.Searched(event.text, is_typed=True))
        else:
            self._check_typing(event.text)

    @work(group="check", exclusive=True)
    async def _check_typing(self, where: str) -> None:
        await self._check(where)

    async def _check(self, where: str) -> bool:
        problem = await self.app.read(problem_with, self.app.store, self._type, where)
        self._say(*(problem or ("", None)))
        return problem is None

    def _say(self, sentence: str, position: int | None = None) -> None:
        for box in self.query(FindBox):
            box.show_problem(sentence, position)

    @on(FindBox.Finished)
    async def finish(self, event: FindBox.Finished) -> None:
        """Close the box, if a filter is one; a cancelled search is cleared."""
        event.stop()
        if event.text is not None and not self._is_search:
            self._accept_filter(event.text.strip())
            return
        await self._close()
        if self._is_search and not event.text:
            self.post_message(self.Searched("", is_typed=False))

    @holds_keys("filter", exclusive=True)
    async def _accept_filter(self, where: str) -> None:
        if not await self._check(where):
            return
        await self._close()
        self.post_message(self.Filtered(where))
        if where:
            await self.app.read(remember, self._type, where)
