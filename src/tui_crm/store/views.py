"""Views: a filter, an order and columns under a name, the program's own and those that people save.

Saved views are records like any other, so that they have a history and can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import former, t
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType
    from tui_crm.store.records import Record


@dataclass(frozen=True, slots=True)
class View:
    """What a list can be looked at through. ``id`` is that of a saved one; ``key`` names ours."""

    key: str
    where: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    name: str = ""
    id: int | None = None
    is_default: bool = False
    type: str = field(default="", compare=False)

    def label(self, record_type: str) -> str:
        """What a person calls it."""
        if self.name:
            return self.name
        special = t(f"ui.view.{record_type}.{self.key}")
        return t(f"ui.view.{self.key}") if special.startswith("ui.") else special

    def former_labels(self, record_type: str) -> tuple[str, ...]:
        """What one of ours was called in earlier versions, which is still read."""
        return former(f"ui.view.{record_type}.{self.key}") or former(f"ui.view.{self.key}")


USUAL: Final = View("usual")


def own_views(record_type: RecordType) -> tuple[View, ...]:
    """The views that the program brings along; the first is the usual one."""
    own = (View(each.key, each.where, each.sort) for each in record_type.views)
    return tuple(replace(view, type=record_type.key) for view in (USUAL, *own))


def saved_views(store: Store, connection: Connection, record_type: str = "") -> list[View]:
    """The views that people saved for a record type, or for all, in the order of their names."""
    schema = store.schema
    query = Query("views", f'record_type="{record_type}"' if record_type else "")
    ids = Listing(schema, query, store.query_context()).ids(connection)
    return [_view(record) for record in read_many(connection, schema.type("views"), ids)]


def _view(record: Record) -> View:
    return View(
        key="saved",
        where=record.text("where"),
        sort=record.text("sort"),
        columns=tuple(key for part in record.text("columns").split(",") if (key := part.strip())),
        name=record.text("name") or "–",
        id=record.id,
        is_default=bool(record.number("is_default")),
        type=record.text("record_type"),
    )


def default_view(store: Store, connection: Connection, record_type: str) -> View:
    """The view that a list opens with."""
    saved = saved_views(store, connection, record_type)
    return next((view for view in saved if view.is_default), USUAL)
