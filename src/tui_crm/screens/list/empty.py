"""The empty state of a list: why it is empty, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.i18n import has, t
from tui_crm.screens.list.row_source import count
from tui_crm.store.query import Query
from tui_crm.store.views import own_views

if TYPE_CHECKING:
    from tui_crm.keymap import Keymap
    from tui_crm.screens.list.row_source import ListState
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType
    from tui_crm.store.views import View


def emptiness(store: Store, look: ListState, keymap: Keymap) -> tuple[str, str]:
    """A title and a hint for a list with nothing in it."""
    types = store.schema.type(look.type).label()
    if look.search or look.where:
        return _nothing_found(store, look, keymap, types)
    hidden = hidden_view(store.schema.type(look.type))
    if hidden is not None:
        n = count(store, Query(look.type, hidden.where))
        if n:
            title = t(f"ui.empty.all_{hidden.key}", n=n)
            return title, t(f"ui.empty.show_{hidden.key}", key=keymap.shown(f"list.{hidden.key}"))
    add, bring = keymap.shown("list.add"), keymap.shown("list.import")
    special = f"ui.empty.no_{look.type}"
    hint = t(special if has(special) else "ui.empty.add", key=add, add=add, bring=bring)
    return t("ui.empty.none", types=types), hint


def hidden_view(declared: RecordType) -> View | None:
    """The view with the records that a list leaves out by itself, if it does."""
    return next((v for v in own_views(declared) if v.key == declared.hidden_view), None)


def _nothing_found(store: Store, look: ListState, keymap: Keymap, types: str) -> tuple[str, str]:
    hints = []
    hidden = hidden_view(store.schema.type(look.type))
    if hidden is not None and look.search and look.view != hidden:
        n = count(store, Query(look.type, hidden.where, look.search))
        if n:
            key = keymap.shown(f"list.{hidden.key}")
            hints.append(t(f"ui.empty.found_{hidden.key}", n=n, key=key))
    back = keymap.shown("app.back")
    if look.search:
        hints.append(t("ui.empty.clear_search", key=back))
        return t("ui.empty.not_found", words=look.search, types=types), "\n".join(hints)
    if look.where != look.view.where:
        hints.append(t("ui.empty.clear_filter", key=back))
    hints.append(t("ui.empty.other_view", key=keymap.shown("list.views")))
    name = look.view.label(look.type)
    return t("ui.empty.nothing_here", types=types, view=name), "\n".join(hints)
