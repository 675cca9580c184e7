"""``crm list`` and ``crm search``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli.messages import tell, warn
from tui_crm.cli.options import Format, Output, Selection, TypeName
from tui_crm.cli.output import OutputColumn, PlainRow, write_rows
from tui_crm.cli.resolve import field_keys, named_view, sort_keys, title_key
from tui_crm.cli.rows import RecordFormat, all_fields, rows
from tui_crm.cli.session import Session
from tui_crm.errors import shortened
from tui_crm.i18n import t
from tui_crm.store import records
from tui_crm.store.query import LONGEST_SEARCH, Listing, Query, name_gone, page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType


def list_records(session: Session, type_name: TypeName, chosen: Selection, out: Output) -> None:
    """Write the records of a type that fit, in order."""
    form = out.format
    record_type = session.schema.type(type_name)
    query, keys = narrowed(session, record_type, chosen)
    if chosen.view:
        if gone := name_gone(session.schema, query, session.store.query_context()):
            tell(gone)
        query = replace(query, is_lenient=True)
    keys = keys or _usual_columns(record_type, form)
    shape = RecordFormat.of(session, record_type, keys, title_key(record_type, chosen.columns))
    with session.reading() as connection:
        listing = Listing(session.schema, query, session.store.query_context())
        ids = listing.ids(connection, limit=chosen.limit)
        write_rows(
            form,
            shape.columns,
            rows(connection, shape, ids),
            empty="" if ids else _nothing(session, connection, record_type, query),
        )


def narrowed(
    session: Session, record_type: RecordType, chosen: Selection
) -> tuple[Query, list[str]]:
    """The query that options and a saved view ask for together, and the columns.

    Raises:
        NotFoundError: there is no such view.
        UsageError: a field or a value does not exist.
    """
    where, sort, columns = chosen.where, chosen.sort, chosen.columns
    _tell_if_cut(chosen.search)
    if chosen.view:
        view = named_view(session, chosen.view, record_type.key)
        Listing(session.schema, Query(record_type.key, where), session.store.query_context())
        where = f"({view.where}) and ({where})" if view.where and where else view.where or where
        sort, columns = sort or view.sort, columns or ",".join(view.columns)
    keys = field_keys(record_type, columns)
    return Query(record_type.key, where, chosen.search, sort_keys(record_type, sort)), keys


def _tell_if_cut(search: str) -> None:
    if len(search) > LONGEST_SEARCH:
        warn("search.cut", n=LONGEST_SEARCH)


def _usual_columns(record_type: RecordType, form: Format) -> list[str]:
    if form is not Format.TABLE:
        return [spec.key for spec in all_fields(record_type)]
    ordered = sorted(record_type.columns, key=lambda spec: spec.column)
    return ["id", *(spec.key for spec in ordered if spec.key != "id")]


def everything(record_type: RecordType, where: str = "") -> str:
    """``where`` without what lists of this type leave out by themselves (converted leads)."""
    base = record_type.base_where
    whole = f"(({base}) or not ({base}))" if base else ""
    return " and ".join(part for part in (f"({where})" if where else "", whole) if part)


def _nothing(
    session: Session, connection: Connection, record_type: RecordType, query: Query
) -> str:
    label = record_type.label()
    if record_type.base_where and not query.where:
        base = f"not ({record_type.base_where})"
        hidden = Query(record_type.key, base, query.search)
        n = Listing(session.schema, hidden, session.store.query_context()).count(connection)
        if n:
            command = f"crm list {record_type.key} --where '{base}'"
            return t("cli.list.all_hidden", type=label, n=n, command=command)
    return t("cli.list.none", type=label)


def search_records(
    session: Session,
    words: Annotated[list[str], typer.Argument(metavar="TEXT")],
    out: Output,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1)] = 50,
) -> None:
    """Write the records of all types in which the words occur."""
    text = " ".join(words)
    _tell_if_cut(text)
    columns = [
        OutputColumn("type", t("cli.column.type"), 12),
        OutputColumn("id", t("fields.id"), 8, is_right=True),
        OutputColumn("title", t("fields.title"), 32),
        OutputColumn("about", t("cli.column.about"), 60, priority=2),
    ]
    with session.reading() as connection:
        found = _found(session, connection, text, limit, columns)
        write_rows(out.format, columns, found, empty=t("cli.search.none", text=shortened(text)))


def _found(
    session: Session, connection: Connection, text: str, limit: int, columns: Sequence[OutputColumn]
) -> Iterator[PlainRow]:
    for record_type in session.schema.menu:
        query = Query(record_type.key, everything(record_type), text)
        listing = Listing(session.schema, query, session.store.query_context())
        named = records.by_outside_number(connection, record_type, text)
        ids = list(dict.fromkeys([*named, *listing.ids(connection, limit=limit)]))
        told = [s.key for s in record_type.columns if s.search and s.column < 8][:3]
        for row in page(connection, record_type, ids, ["title", *told]):
            title, *others = (str(value) for value in row.values if value)
            data = {
                "type": record_type.key,
                "id": row.id,
                "title": title,
                "about": " · ".join(other for other in others if other != title),
            }
            yield PlainRow(columns, data, {"type": record_type.label(1)})
