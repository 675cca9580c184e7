"""``crm files``: the files of a record, listed or written out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli.messages import tell
from tui_crm.cli.options import Output, RecordId, TypeName
from tui_crm.cli.output import OutputColumn, PlainRow, write_rows
from tui_crm.cli.session import Session
from tui_crm.errors import ExitCode, FileError, UsageError
from tui_crm.features.notes.attachments import content_path, save_copy
from tui_crm.features.notes.file_kinds import kind_words, size_words
from tui_crm.i18n import t
from tui_crm.language.formats import moment
from tui_crm.paths import expanded
from tui_crm.store import related
from tui_crm.store.query import Listing
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from tui_crm.store.records import Record

_COLUMNS = ("id", "name", "kind", "size", "by", "at", "path")


def write_files(
    session: Session,
    type_name: TypeName,
    record_id: RecordId,
    out: Output,
    to: Annotated[Path | None, typer.Option("--to", metavar="FOLDER")] = None,
) -> None:
    """List the files attached to a record; with ``--to``, write them there, none over another.

    What cannot be written is told, and the others are written all the same.
    """
    folder = None if to is None else expanded(to)
    if folder is not None and not folder.is_dir():
        raise UsageError("files.no_folder", path=str(folder))
    found = _files(session, type_name, record_id)
    columns = [OutputColumn(key, t(f"cli.files.{key}")) for key in _COLUMNS]
    lost: list[str] = []
    paths = [_path(session, each, folder, lost) for each in found]
    rows = [_row(session, columns, *each) for each in zip(found, paths, strict=True)]
    write_rows(out.format, columns, rows, empty=t("cli.files.none"))
    if folder is not None and lost:
        for sentence in lost:
            tell(sentence)
        raise typer.Exit(ExitCode.PARTIAL if any(paths) else ExitCode.FAILED)


def _files(session: Session, type_name: str, record_id: str) -> list[Record]:
    schema = session.schema
    record_type = schema.type(type_name)
    with session.reading() as connection:
        found = session.find(connection, record_type, record_id)
        lists = related.lists_of(schema, record_type.key)
        ids = [
            file_id
            for each in lists
            if each.record_type == "attachments"
            for file_id in Listing(
                schema, related.query(schema, each, found), session.store.query_context()
            ).ids(connection)
        ]
        return read_many(connection, schema.type("attachments"), ids)


def _path(session: Session, file: Record, folder: Path | None, lost: list[str]) -> Path | None:
    """Where the content lies, or was written to; None, and why in ``lost``, where it cannot be."""
    sha256 = file.text("sha256")
    try:
        if folder is None:
            return content_path(session.store, sha256)
        return save_copy(session.store, sha256, file.text("name"), folder)
    except FileError as error:
        lost.append(str(error))
        return None


def _row(
    session: Session, columns: list[OutputColumn], file: Record, path: Path | None
) -> PlainRow:
    name, size = file.text("name"), file.number("size") or 0
    at = file.text("created_at")
    data = {
        "id": file.id,
        "name": name,
        "kind": kind_words(name),
        "size": size,
        "by": file.links.get("created_by", ""),
        "at": at,
        "path": str(path or ""),
    }
    shown = {"size": size_words(size), "at": moment(at, session.now) if at else ""}
    return PlainRow(columns, data, shown)
