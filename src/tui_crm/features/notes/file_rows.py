"""What lists say of attached files: the kind and the size in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.features.notes.file_kinds import kind_words, size_words
from tui_crm.screens.list.row_source import RowDecorator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.screens.list.row_source import RowContext, RowDraft
    from tui_crm.store.model import RecordType, Schema

WIDTH: Final = 22
"""Cells of a kind and a size."""


def kind_and_size(
    _schema: Schema, record_type: RecordType, columns: Sequence[str]
) -> RowDecorator | None:
    """In a list of attached files, in place of the number of bytes: PDF  1.2 MB."""
    if record_type.key != "attachments" or "size" not in columns:
        return None
    return RowDecorator(_show, ("name",), column="size", width=WIDTH)


def _show(_context: RowContext, rows: Sequence[RowDraft]) -> None:
    for row in rows:
        kind, size = kind_words(str(row.values["name"] or "")), row.values["size"]
        row.cells["size"] = f"{kind}  {size_words(int(size))}" if size is not None else kind
