"""The empty state of a list: why it is empty, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.i18n import t
from tui_crm.screens.list.row_source import count
from tui_crm.store import views
from tui_crm.store.query import Query

if TYPE_CHECKING:
    from tui_crm.keymap import Keymap
    from tui_crm.screens.list.row_source import ListState
    from tui_crm.store.db.store import Store


def emptiness(store: Store, look: ListState, keymap: Keymap) -> tuple[str, str]:
    """A title and a hint for a list with nothing in it."""
    types = store.schema.type(look.type).label()
    if look.search or look.where:
        return _nothing_found(store, look, keymap, types)
    if look.type == "leads":
        converted = count(store, Query("leads", views.CONVERTED.where))
        if converted:
            title = t("ui.empty.all_converted", n=converted)
            return title, t("ui.empty.show_converted", key=keymap.shown("list.converted"))
        add, bring = keymap.shown("list.add"), keymap.shown("list.import")
        hint = t("ui.empty.no_leads", add=add, bring=bring)
        return t("ui.empty.none", types=types), hint
    add, bring = keymap.shown("list.add"), keymap.shown("list.import")
    hint = t("ui.empty.add", key=add, bring=bring)
    return t("ui.empty.none", types=types), hint


def _nothing_found(store: Store, look: ListState, keymap: Keymap, types: str) -> tuple[str, str]:
    hints = []
    if look.type == "leads" and look.search and look.view != views.CONVERTED:
        converted = count(store, Query("leads", views.CONVERTED.where, look.search))
        if converted:
            key = keymap.shown("list.converted")
            hints.append(t("ui.empty.found_converted", n=converted, key=key))
    back = keymap.shown("app.back")
    if look.search:
        hints.append(t("ui.empty.clear_search", key=back))
        return t("ui.empty.not_found", words=look.search, types=types), "\n".join(hints)
    if look.where != look.view.where:
        hints.append(t("ui.empty.clear_filter", key=back))
    hints.append(t("ui.empty.other_view", key=keymap.shown("list.views")))
    name = look.view.label(look.type)
    return t("ui.empty.nothing_here", types=types, view=name), "\n".join(hints)
