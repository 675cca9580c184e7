"""``crm duplicates``, ``crm merge`` and ``crm distinct``: records that are probably one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli.bar import Bar
from tui_crm.cli.options import AsJson, Output, TypeName
from tui_crm.cli.output import Column, Fact, write_object, write_rows
from tui_crm.cli.report import say
from tui_crm.cli.session import Session
from tui_crm.errors import UsageError
from tui_crm.sales import duplicate_groups, duplicates
from tui_crm.text import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def list_duplicates(
    session: Session,
    type_name: TypeName,
    out: Output,
    limit: Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=0)] = None,
) -> None:
    """Write the groups of records that are probably one, the likeliest first."""
    record_type = session.schema.type(type_name)
    if record_type.key not in duplicates.AMONG:
        known = ", ".join(duplicates.AMONG)
        raise UsageError("cli.no_duplicates", type=record_type.label(), known=known)
    columns = [
        Column("records", t("cli.column.records"), 16),
        Column("score", t("cli.column.score"), 6, is_right=True),
        Column("titles", t("fields.title"), 48),
        Column("reasons", t("cli.column.reasons"), 40, priority=2),
    ]
    groups = _groups(session, record_type.key, limit, columns)
    write_rows(out.format, columns, groups, empty=t("cli.duplicates.none"))


def _groups(
    session: Session, record_type: str, limit: int | None, columns: Sequence[Column]
) -> Iterator[Fact]:
    with Bar() as bar:
        found = list(
            duplicate_groups.find_all(
                session.store, record_type, lambda done, total: bar.show(done, total, done)
            )
        )
    for group in found[:limit]:
        data = {
            "records": list(group.records),
            "titles": list(group.titles),
            "score": group.score,
            "reasons": list(group.reasons),
        }
        yield Fact(columns, data, {"score": f"{group.score:.2f}"})


def tell_apart(
    session: Session,
    type_name: TypeName,
    record_ids: Annotated[list[str], typer.Argument(metavar="ID")],
    as_json: AsJson = False,
) -> None:
    """Remember that records are not the same; they are not proposed again."""
    record_type = session.schema.type(type_name)
    with session.reading() as connection:
        named = [session.find(connection, record_type, words) for words in record_ids]
    ids = list(dict.fromkeys(named))
    if len(ids) < 2:
        raise UsageError("cli.two_records")
    duplicates.distinct(session.store, record_type.key, *ids)
    if as_json:
        write_object({"batch": None, "type": record_type.key, "records": ids})
    else:
        say(t("cli.distinct.done", type=record_type.label(), ids=", ".join(map(str, ids))))
