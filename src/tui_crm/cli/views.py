"""``crm views`` and ``crm view``: saved views."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli import completion
from tui_crm.cli.lists import list_records, narrowed
from tui_crm.cli.options import AsJson, Narrowing, Output, Selection, TypeName
from tui_crm.cli.output import OutputColumn, PlainRow, write_rows
from tui_crm.cli.report import answer
from tui_crm.cli.resolve import built_in_views, named_view, saved_view, saved_views
from tui_crm.cli.session import Session
from tui_crm.errors import UsageError
from tui_crm.i18n import t
from tui_crm.store import commands
from tui_crm.store.filter.words import part_in_words
from tui_crm.store.query import Listing
from tui_crm.store.views import View

if TYPE_CHECKING:
    from tui_crm.store.model import Schema

ViewName = Annotated[str, typer.Argument(metavar="NAME", autocompletion=completion.views)]
OfType = Annotated[
    str, typer.Option("--of", metavar="TYPE", autocompletion=completion.record_types)
]


def list_views(
    session: Session,
    out: Output,
    type_name: Annotated[
        str, typer.Argument(metavar="TYPE", autocompletion=completion.record_types)
    ] = "",
) -> None:
    """Write the views of one record type, or of all: the program's own, then the saved ones."""
    record_type = session.schema.type(type_name).key if type_name else ""
    columns = [
        OutputColumn("name", t("fields.name"), 24),
        OutputColumn("type", t("fields.record_type"), 12),
        OutputColumn("origin", t("cli.column.origin"), 10, priority=2),
        OutputColumn("where", t("fields.where"), 40),
        OutputColumn("sort", t("fields.sort"), 16, priority=2),
        OutputColumn("columns", t("fields.columns"), 30, priority=3),
    ]
    facts = [
        PlainRow(
            columns,
            {
                "id": view.id,
                "name": view.label(view.type),
                "type": view.type,
                "origin": "own" if view.id is None else "saved",
                "where": view.where,
                "sort": view.sort,
                "columns": list(view.columns),
            },
            {
                **_in_words(session.schema, view),
                "origin": t(f"cli.views.{'own' if view.id is None else 'saved'}"),
            },
        )
        for view in (*built_in_views(session, record_type), *saved_views(session, record_type))
    ]
    write_rows(out.format, columns, facts, empty=t("cli.views.none"))


def _in_words(schema: Schema, view: View) -> dict[str, str]:
    """What a view is, by labels."""
    parts = {"where": view.where, "sort": view.sort, "columns": ",".join(view.columns)}
    words = {
        key: part_in_words(schema, "views", view.type, key, value) for key, value in parts.items()
    }
    return {"type": schema.type(view.type).label(), **{k: v or "" for k, v in words.items()}}


def save_view(
    session: Session,
    type_name: TypeName,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    chosen: Selection,
    as_json: AsJson = False,
) -> None:
    """Keep a filter, an order and columns under a name; one of that name is replaced."""
    record_type = session.schema.type(type_name)
    if chosen.search or chosen.limit is not None:
        raise UsageError("cli.view_parts")
    query, keys = narrowed(session, record_type, chosen)
    Listing(session.schema, query, session.store.query_context())
    for key in keys:
        record_type.field(key)
    view = View("saved", query.where, query.sort, tuple(keys), name)
    saved = commands.save_view(session.store, record_type.key, view)
    data = {"id": saved.id, "name": name, "type": record_type.key}
    answer(session, saved.batch, "view_save.done", data, as_json=as_json, name=name)


def show_view(
    session: Session, name: ViewName, chosen: Narrowing, out: Output, of: OfType = ""
) -> None:
    """Write the records of a view."""
    view = named_view(session, name, session.schema.type(of).key if of else "")
    selection = Selection(**asdict(chosen), view=view.label(view.type))
    list_records(session, view.type, selection, out)


def delete_view(session: Session, name: ViewName, of: OfType = "", as_json: AsJson = False) -> None:
    """Delete a saved view; the records that it showed stay."""
    view = saved_view(session, name, session.schema.type(of).key if of else "")
    batch = commands.delete_view(session.store, view)
    data = {"id": view.id, "name": view.name, "type": view.type}
    answer(session, batch, "view_delete.done", data, as_json=as_json, name=view.name)
