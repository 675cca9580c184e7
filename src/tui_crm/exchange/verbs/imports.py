"""``crm imports``: past imports, their files, and where the columns went."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui_crm.cli.change_log import also_in_words
from tui_crm.cli.options import Format, Output
from tui_crm.cli.output import OutputColumn, PlainRow, write_object, write_rows
from tui_crm.cli.report import say
from tui_crm.cli.session import Session
from tui_crm.errors import NotFoundError
from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.report import Action
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.store.journal import history

if TYPE_CHECKING:
    from tui_crm.store.journal.history import Batch


def list_imports(
    session: Session,
    out: Output,
    number: Annotated[int | None, typer.Argument(metavar="CHANGE", min=1)] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1)] = 50,
) -> None:
    """Write past imports, the newest first, or all that is known of one."""
    if number is not None:
        _write_one(session, number, out.format)
        return
    columns = [
        OutputColumn("batch", t("cli.column.batch"), 6, is_right=True),
        OutputColumn("file", t("cli.column.file"), 30),
        OutputColumn("type", t("cli.column.type"), 12),
        OutputColumn("at", t("cli.column.at"), 16),
        OutputColumn("user", t("cli.column.user"), 12, priority=3),
        OutputColumn("rows", t("cli.column.rows"), 8, is_right=True),
        OutputColumn("created", t("cli.column.created"), 8, is_right=True),
        OutputColumn("updated", t("cli.column.updated"), 8, is_right=True),
        OutputColumn("skipped", t("cli.column.skipped"), 8, priority=2, is_right=True),
        OutputColumn("failed", t("cli.column.failed"), 8, is_right=True),
        OutputColumn("undone_by", t("cli.column.undone_by"), 8, is_right=True),
    ]
    with session.reading() as connection:
        found = history.latest(connection, kind="import", limit=limit)
    facts = [PlainRow(columns, _data(batch), _shown(session, batch)) for batch in found]
    write_rows(out.format, columns, facts, empty=t("cli.imports.none"))


def _data(batch: Batch) -> dict[str, Any]:
    kept = {name: batch.info.get(name) for name in ("type", "encoding", "rows", *Action)}
    return {
        "batch": batch.id,
        "file": batch.info.get("file", batch.note),
        "at": batch.at,
        "user": batch.user,
        **kept,
        "also_created": batch.info.get("also_created", {}),
        "errors_file": batch.info.get("errors_file"),
        "partial": batch.info.get("partial", 0),
        "mapping": batch.info.get("mapping", {}),
        "unmapped": batch.info.get("unmapped", []),
        "tables": batch.info.get("tables", []),
        "undone_by": batch.undone_by,
    }


def _shown(session: Session, batch: Batch) -> dict[str, str]:
    shown = {
        "at": formats.moment(batch.at, session.now) if batch.at else "",
        "file": PurePath(str(batch.info.get("file", batch.note))).name,
    }
    record_type = session.schema.types.get(str(batch.info.get("type")))
    if record_type is not None:
        shown["type"] = record_type.label()
    elif tables := batch.info.get("tables"):
        shown["type"] = t("cli.imports.tables", n=len(tables))
    return shown


def _write_one(session: Session, number: int, form: Format) -> None:
    """All that the journal has kept of one import."""
    with session.reading() as connection:
        batch = history.get(connection, number)
    if batch.kind != "import":
        raise NotFoundError("cli.no_import", number=number)
    data = _data(batch)
    if form in (Format.JSON, Format.JSONL):
        write_object(data)
        return
    if form is Format.TABLE and data["tables"]:
        _tell_tables(session, batch, data)
        return
    record_type = session.schema.types.get(str(data["type"]))
    columns = [
        OutputColumn("column", t("cli.column.column"), 40),
        OutputColumn("field", t("cli.column.goes_to"), 30),
    ]
    facts = [
        PlainRow(columns, {"column": header, "field": field}, _target(record_type, field))
        for header, field in _columns(data)
    ]
    if form is Format.TABLE:
        _tell(session, batch, data)
    write_rows(form, columns, facts)


def _columns(data: dict[str, Any]) -> list[tuple[str, str]]:
    """The columns of a table with the fields that they went to, those left out at the end."""
    left = [(header, "") for header in data["unmapped"] if header not in data["mapping"]]
    return [*data["mapping"].items(), *left]


def _target(record_type: Any, field: str) -> dict[str, str]:
    if record_type is None:
        return {}
    return {"field": targets.label(record_type, field) if field else "–"}


def _tell(session: Session, batch: Batch, data: dict[str, Any]) -> None:
    _say_counts(data, _shown(session, batch).get("type", ""))
    _say_when(session, batch, data)
    _say_rejected(data)
    if batch.undone_by is not None:
        say(t("cli.imports.undone", by=batch.undone_by))
    say("")


def _tell_tables(session: Session, batch: Batch, data: dict[str, Any]) -> None:
    """An import of several tables: each with its counts and its columns."""
    _say_counts(data, _shown(session, batch)["type"])
    _say_when(session, batch, data)
    if batch.undone_by is not None:
        say(t("cli.imports.undone", by=batch.undone_by))
    for table in data["tables"]:
        record_type = session.schema.types.get(str(table["type"]))
        say("")
        _say_counts(table, record_type.label() if record_type else str(table["type"]))
        _say_rejected(table)
        for header, field in _columns(table):
            target = targets.label(record_type, field) if record_type and field else "–"
            say(f"  {header} → {target}")


def _say_counts(data: dict[str, Any], label: str) -> None:
    say(
        t(
            "cli.import.counts",
            file=data["file"],
            type=label,
            n=data["rows"] or 0,
            created=data["created"] or 0,
            updated=data["updated"] or 0,
            skipped=data["skipped"] or 0,
            failed=data["failed"] or 0,
        )
    )


def _say_when(session: Session, batch: Batch, data: dict[str, Any]) -> None:
    at = _shown(session, batch)["at"]
    say(t("cli.imports.when", at=at, user=batch.user, encoding=data["encoding"] or "–"))
    if data["also_created"]:
        say(t("cli.imports.also", what=also_in_words(session.schema, data["also_created"])))


def _say_rejected(data: dict[str, Any]) -> None:
    if data["errors_file"] and data["failed"]:
        say(t("cli.import.errors_file", n=data["failed"], path=data["errors_file"]))
    if data["errors_file"] and (partial := data.get("partial")):
        say(t("cli.import.partial", n=partial, path=data["errors_file"]))
