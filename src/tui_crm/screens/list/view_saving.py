"""Views are saved, forgotten and opened with: each a batch that can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.screens.list.views import saved_views
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from tui_crm.screens.list.views import View
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value


@dataclass(frozen=True, slots=True)
class SavedView:
    """The id of a saved view, and the batch that saved it."""

    id: int
    batch: int | None


def save_view(store: Store, record_type: str, view: View) -> SavedView:
    """Keep a view under its name, in place of one that has it."""
    with unit(store, "views", view.name) as work:
        values: dict[str, Value] = {
            "record_type": record_type,
            "name": view.name,
            "where": view.where or None,
            "sort": view.sort or None,
            "columns": ",".join(view.columns) or None,
        }
        saved = saved_views(store, work.connection, record_type)
        old = next((each.id for each in saved if each.name == view.name), None)
        if old is None:
            old = work.create("views", values)
        else:
            work.update("views", old, values)
    return SavedView(old, work.batch)


def delete_view(store: Store, view: View) -> int | None:
    """Forget a saved view; the batch."""
    with unit(store, "views", view.name) as work:
        if view.id is not None:
            work.delete("views", [view.id])
    return work.batch


def open_with(store: Store, record_type: str, view: View) -> int | None:
    """Let the list open with a saved view from now on, or with the usual one; the batch."""
    with unit(store, "views", view.name) as work:
        for each in saved_views(store, work.connection, record_type):
            if each.id is not None:
                work.update("views", each.id, {"is_default": int(each.id == view.id)})
    return work.batch
