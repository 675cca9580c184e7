"""Messages of a record table to its screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui_crm.screens.list.record_table import RecordTable


@dataclass
class TableMessage(Message):
    """A message of ``table``, which selectors of ``@on`` match."""

    table: RecordTable

    @property
    def control(self) -> RecordTable:
        """The list that sent it."""
        return self.table


@dataclass
class RowHighlighted(TableMessage, namespace="record_table"):
    """The cursor stands on another record, or on the same at another place."""

    id: int
    index: int


@dataclass
class RowSelected(TableMessage, namespace="record_table"):
    """A record was opened, by ``enter`` or a double click."""

    id: int


@dataclass
class MarksChanged(TableMessage, namespace="record_table"):
    """Other records are marked than before, ``count`` of them now."""

    count: int


@dataclass
class HeaderSelected(TableMessage, namespace="record_table"):
    """The label of the column ``key`` was clicked."""

    key: str


@dataclass
class FetchFailed(TableMessage, namespace="record_table"):
    """Rows could not be fetched; said once, until a fetch works again."""

    error: Exception
