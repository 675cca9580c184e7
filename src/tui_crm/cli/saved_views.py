"""Views by the names that people type on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.errors import NotFoundError
from tui_crm.language.fold import fold
from tui_crm.store import views

if TYPE_CHECKING:
    from tui_crm.cli.session import Session
    from tui_crm.store.views import View


def saved_views(session: Session, record_type: str = "") -> list[View]:
    """The saved views of one record type or of all, by name."""
    with session.reading() as connection:
        return views.saved_views(session.store, connection, record_type)


def saved_view(session: Session, name: str, record_type: str = "") -> View:
    """The saved view called ``name``, however it is written.

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
    return [view for key in keys for view in views.own_views(session.schema.type(key))]


def named_view(session: Session, name: str, record_type: str = "") -> View:
    """The view called ``name``: a saved one, else one of the program's own, by key or by name.

    Raises:
        NotFoundError: there is none.
    """
    try:
        return saved_view(session, name, record_type)
    except NotFoundError:
        wanted = fold(name)
        for view in built_in_views(session, record_type):
            if wanted in (fold(view.key), fold(view.label(view.type))):
                return view
        raise
