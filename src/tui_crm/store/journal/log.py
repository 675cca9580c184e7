"""What the journal writes down of one batch: a line a record, or a line a run of new ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tui_crm.store.journal.history import Op
from tui_crm.store.records import CHUNK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.writer import Stored
    from tui_crm.store.model import Value

NOT_KEPT: Final = frozenset(
    {"title", "updated_at", "updated_by", "next_activity_at", "last_activity_at"}
)
"""Worked out anew or stamped at each write, so not part of what a record was."""


class BatchLog:
    """The lines of one batch, which is begun with the first of them."""

    def __init__(self, connection: Connection, at: str, user: tuple[int, str]) -> None:
        self.batch: int | None = None
        self._connection = connection
        self._at = at
        self._user = user
        self._counts = dict.fromkeys(Op, 0)
        self._pending: list[tuple[object, ...]] = []

    def add(
        self,
        op: Op,
        record_type: str,
        ids: range,
        *,
        version: int,
        title: str = "",
        before: object = None,
        after: object = None,
    ) -> None:
        """Write down what was done to a record, or to a run of them."""
        if self.batch is None:
            self.batch = self._begin()
        self._counts[op] += len(ids)
        images = (None if image is None else _json(image) for image in (before, after))
        self._pending.append(
            (self.batch, record_type, ids[0], ids[-1], op.value, version, title, *images)
        )
        if len(self._pending) >= CHUNK:
            self.flush()

    def close(self, kind: str, note: str, info: Mapping[str, object], undoes: int | None) -> None:
        """Complete the batch, if there is one."""
        if self.batch is None:
            return
        self.flush()
        self._connection.run(
            "UPDATE batches SET kind = ?, note = ?, info = ?, created = ?, updated = ?,"
            " deleted = ?, undoes = ? WHERE id = ?",
            (
                kind,
                note,
                _json(info) if info else "",
                *(self._counts[op] for op in Op),
                undoes,
                self.batch,
            ),
        )

    def _begin(self) -> int:
        return int(
            self._connection.scalar(
                "INSERT INTO batches (kind, at, user_id, user_name, note, info,"
                " created, updated, deleted) VALUES ('', ?, ?, ?, '', '', 0, 0, 0) RETURNING id",
                (self._at, *self._user),
            )
        )

    def flush(self) -> None:
        """Let what was done so far be read from the journal, too."""
        if not self._pending:
            return
        self._connection.run_many(
            "INSERT INTO changes (batch, record_type, record_id, last_id, op, version, title,"
            " before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._pending,
        )
        self._pending = []


def image_of(stored: Stored) -> dict[str, Value]:
    """A whole record as the journal keeps it, without its blanks."""
    values = {key: value for key, value in stored.values.items() if value is not None}
    return {**values, "version": stored.version}


def kept(values: Mapping[str, Value]) -> dict[str, Value]:
    """What a record is, without its blanks and what is worked out or stamped at each write."""
    return {k: v for k, v in values.items() if v is not None and k not in NOT_KEPT}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
