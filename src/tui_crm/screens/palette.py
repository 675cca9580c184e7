"""Command palette: search actions, lists, views and records."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from textual import work
from textual.widgets import OptionList

from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.screens import factories
from tui_crm.screens.dialogs.choose import ChooseScreen, Entry, words_of
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.widgets.text_input import TextInput
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import read_many
from tui_crm.store.views import own_views, saved_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.screens.screen import AvailableAction
    from tui_crm.store.db.store import Store
    from tui_crm.store.views import View

Deed: TypeAlias = Callable[[], object]
"""What is done when an entry was chosen."""

DEBOUNCE: Final = 0.06
"""Seconds of silence before records are searched."""

EACH: Final = 6
"""Records of one type that are shown at most."""


class PaletteScreen(ChooseScreen[Deed | None, Deed]):
    """Returns the callback of the entry that was chosen."""

    def __init__(
        self, offers: Sequence[AvailableAction], carry_out: Callable[[AvailableAction], object]
    ) -> None:
        super().__init__(t("ui.palette"), t("ui.palette_hint"))
        self._actions: list[Entry[Deed]] = [
            Entry(offer.label, partial(carry_out, offer), detail=offer.keys)
            for offer in offers
            if not offer.action.hidden
        ]
        self._views: list[Entry[Deed]] = []
        self._records: list[Entry[Deed]] = []
        self._is_searching = False

    def on_mount(self) -> None:
        """Read the saved views."""
        self._read_views()

    @work(group="views")
    async def _read_views(self) -> None:
        known = await self.app.read(all_views, self.store)
        for record_type, label, view in known:
            deed: Deed = partial(self._open_view, record_type, view)
            name = f"{label} › {view.label(record_type)}"
            self._views.append(Entry(name, deed, detail=t("ui.a_view")))
        self._show_what_came(self.query_one(TextInput).value)

    def entries_for(self, typed: str) -> Sequence[Entry[Deed]]:
        """Matching actions, then views; records are inserted between them once found."""
        words = words_of(typed)
        self._records = []
        self._is_searching = bool(words)
        if not words:
            self.workers.cancel_group(self, "records")
            return self._actions
        self._find(typed)
        return self._arranged(words)

    def nothing(self) -> str:
        """The message of an empty list: still searching, or no match."""
        return t("ui.searching") if self._is_searching else super().nothing()

    def _arranged(self, words: Sequence[str]) -> list[Entry[Deed]]:
        """Order: actions with a matching word start, records, all other matches."""
        found = [entry for entry in [*self._actions, *self._views] if entry.answers(words)]
        meant = [e for e in found if e in self._actions and _begins(e.label, words[0])]
        return [*meant, *self._records, *(entry for entry in found if entry not in meant)]

    @holds_keys("records", exclusive=True, but_text=True)
    async def _find(self, typed: str) -> None:
        await asyncio.sleep(DEBOUNCE)
        found = await self.app.read(find_records, self.store, typed)
        self._records = [
            Entry(each.words, partial(self._open_record, each.type, each.id), detail=each.label)
            for each in found
        ]
        self._is_searching = False
        self._show_what_came(typed)

    def _show_what_came(self, typed: str) -> None:
        """Show results that arrived; a cursor that was moved stays on its entry."""
        words = words_of(typed)
        if not words:
            return
        place, stood = self.query_one(OptionList).highlighted, self.highlighted
        entries = self._arranged(words)
        self.show(entries)
        if place and stood in entries:
            self._highlight(entries.index(stood), 1)

    def _open_record(self, record_type: str, record_id: int) -> None:
        self.app.push_screen(factories.detail(record_type, record_id))

    def _open_view(self, record_type: str, view: View) -> None:
        self.app.show_view(record_type, view)

    def chosen(self, value: Deed) -> None:
        """Close and run it."""
        self.dismiss(value)


def _begins(label: str, word: str) -> bool:
    """Whether a word of a label begins with a folded word."""
    return any(part.startswith(word) for part in fold(label).split())


def all_views(store: Store) -> list[tuple[str, str, View]]:
    """Every view of every list: record type, its label, the view."""
    found = []
    with store.reading() as connection:
        for record_type in store.schema.menu:
            views = [
                *own_views(record_type),
                *saved_views(store, connection, record_type.key),
            ]
            found += [(record_type.key, record_type.label(), view) for view in views]
    return found


class Found(NamedTuple):
    """A record that was found: its type and what that is called, its number, title and company."""

    type: str
    label: str
    id: int
    title: str
    company: str = ""

    @property
    def words(self) -> str:
        """What tells it from its namesakes."""
        apart = self.company and self.company != self.title
        return f"{self.title}  {self.company}" if apart else self.title


def find_records(store: Store, words: str) -> list[Found]:
    """Records of all types that match."""
    found: list[Found] = []
    query_context = store.query_context()
    with store.reading() as connection:
        for record_type in store.schema.menu:
            query = Query(record_type.key, search=words)
            ids = Listing(store.schema, query, query_context).ids(connection, limit=EACH)
            label, at = record_type.label(1), record_type.company_field
            for record in read_many(connection, record_type, ids):
                company = (record.links.get(at) or record.text(at)) if at else ""
                found.append(Found(record_type.key, label, record.id, record.title, company))
    return found
