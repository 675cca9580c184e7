"""Saved views as the command line uses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.errors import NotFoundError
from tui_crm.language.fold import fold
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import read_many
from tui_crm.store.views import own_views

if TYPE_CHECKING:
    from tui_crm.cli.session import Session


@dataclass(frozen=True, slots=True)
class View:
    """A filter, an order and columns under a name. The program's own ones have no ``id``."""

    id: int | None
    type: str
    name: str
    where: str
    sort: str
    columns: str


def saved_views(session: Session, record_type: str = "") -> list[View]:
    """The saved views of one record type or of all, by name."""
    where = f'record_type="{record_type}"' if record_type else ""
    with session.reading() as connection:
        listing = Listing(session.schema, Query("views", where), session.store.query_context())
        found = read_many(connection, session.schema.type("views"), listing.ids(connection))
    return [
        View(
            record.id,
            record.text("record_type"),
            record.text("name"),
            record.text("where"),
            record.text("sort"),
            record.text("columns"),
        )
        for record in found
    ]


def saved_view(session: Session, name: str, record_type: str = "") -> View:
    """The view called ``name``, however it is written.

    Raises:
        NotFoundError: there is none.
    """
    wanted = fold(name)
    for view in saved_views(session, record_type):
        if fold(view.name) == wanted:
            return view
    raise NotFoundError("cli.no_view", name=name)


def built_in_views(session: Session, record_type: str = "") -> list[View]:
    """The views that the program brings along, of one record type or of all of the menu."""
    keys = [record_type] if record_type else [each.key for each in session.schema.menu]
    return [
        View(None, key, view.label(key), view.where, view.sort, ",".join(view.columns))
        for key in keys
        for view in own_views(session.schema.type(key))
    ]


def named_view(session: Session, name: str, record_type: str = "") -> View:
    """The view called ``name``: a saved one, else one of the program's own, by key or by name.

    Raises:
        NotFoundError: there is none.
    """
    try:
        return saved_view(session, name, record_type)
    except NotFoundError:
        wanted = fold(name)
        keys = [record_type] if record_type else [each.key for each in session.schema.menu]
        known = [(each, view) for each in keys for view in own_views(session.schema.type(each))]
        for key, view in known:
            if wanted in (fold(view.key), fold(view.label(key))):
                columns = ",".join(view.columns)
                return View(None, key, view.label(key), view.where, view.sort, columns)
        raise
