"""``crm duplicates``, ``crm merge`` and ``crm distinct``: records that are probably one."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli.options import AsJson, Output, TypeName
from tui_crm.cli.output import OutputColumn, PlainRow, write_rows
from tui_crm.cli.progress import ProgressBar
from tui_crm.cli.report import answer
from tui_crm.cli.rows import full
from tui_crm.cli.session import Session
from tui_crm.errors import UsageError
from tui_crm.features.duplicates import candidates
from tui_crm.features.duplicates import groups as duplicate_groups
from tui_crm.i18n import t
from tui_crm.store import records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def list_duplicates(
    session: Session,
    type_name: TypeName,
    out: Output,
    limit: Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=0)] = None,
) -> None:
    """Write the groups of records that are probably one, and other doubts, the likeliest first."""
    record_type = session.schema.type(type_name)
    if not record_type.duplicates_among:
        known = ", ".join(each.key for each in candidates.compared_types(session.schema))
        raise UsageError("cli.no_duplicates", type=record_type.label(), known=known)
    columns = [
        OutputColumn("records", t("cli.column.records"), 16),
        OutputColumn("kind", t("cli.column.proposal"), 14),
        OutputColumn("score", t("cli.column.score"), 6, is_right=True),
        OutputColumn("titles", t("fields.title"), 48),
        OutputColumn("reasons", t("cli.column.reasons"), 40, priority=2),
    ]
    groups = _groups(session, record_type.key, limit, columns)
    write_rows(out.format, columns, groups, empty=t("cli.duplicates.none"))


def _groups(
    session: Session, record_type: str, limit: int | None, columns: Sequence[OutputColumn]
) -> Iterator[PlainRow]:
    with ProgressBar() as bar:
        found = list(
            duplicate_groups.find_all(
                session.store, record_type, lambda done, total: bar.show(done, total, done)
            )
        )
    for group in found[:limit]:
        data = {
            "records": list(group.records),
            "kind": group.relation.value,
            "titles": list(group.titles),
            "score": group.score,
            "reasons": list(group.reasons),
        }
        shown = {"kind": t(f"sales.kind.{group.relation}"), "score": f"{group.score:.2f}"}
        yield PlainRow(columns, data, shown)


def merge_records(
    session: Session,
    type_name: TypeName,
    keep: Annotated[str, typer.Argument(metavar="KEEP")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER")],
    take: Annotated[list[str] | None, typer.Option("--take", metavar="FIELD=ID")] = None,
    as_json: AsJson = False,
) -> None:
    """Merge records; what links to the others links to the one that stays."""
    from tui_crm.features.duplicates.merge.merge import merge

    record_type = session.schema.type(type_name)
    with session.reading() as connection:
        kept = session.find(connection, record_type, keep)
        going = [session.find(connection, record_type, words) for words in others]
    done = merge(session.store, record_type.key, kept, going, _taken(take or ()))
    with session.reading() as connection:
        record = records.read(connection, record_type, done.id)
        whole = full(session, record)
    data = {
        "type": record_type.key,
        "keep": done.id,
        "merged": list(done.merged),
        "relinked": done.relinked,
        "changed": {key: whole[key] for key in done.changed if key in whole},
    }
    answer(
        session,
        done.batch,
        "merge.done",
        data,
        as_json=as_json,
        n=len(done.merged),
        type=record_type.label(1),
        id=done.id,
        title=record.title,
    )


def _taken(words: Sequence[str]) -> dict[str, int]:
    """``field=ID`` as the record that each field is taken from."""
    found = {}
    for text in words:
        key, _, number = text.partition("=")
        record_id = records.number_in(number.strip())
        if record_id is None:
            raise UsageError("cli.take", text=text)
        found[key.strip()] = record_id
    return found


def tell_apart(
    session: Session,
    type_name: TypeName,
    record_ids: Annotated[list[str], typer.Argument(metavar="ID")],
    as_json: AsJson = False,
) -> None:
    """Mark records as distinct, so that they are not proposed again."""
    record_type = session.schema.type(type_name)
    with session.reading() as connection:
        named = [session.find(connection, record_type, words) for words in record_ids]
    ids = list(dict.fromkeys(named))
    if len(ids) < 2:
        raise UsageError("cli.two_records")
    batch = candidates.mark_distinct(session.store, record_type.key, combinations(ids, 2))
    answer(
        session,
        batch,
        "distinct.done",
        {"type": record_type.key, "records": ids},
        as_json=as_json,
        type=record_type.label(),
        ids=", ".join(map(str, ids)),
    )
