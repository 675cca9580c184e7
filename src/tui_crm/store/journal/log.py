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
    from tui_crm.store.model import Schema, Value

_STAMPED: Final = ("title", "updated_at", "updated_by")


def not_kept(schema: Schema, record_type: str) -> frozenset[str]:
    """The fields that are worked out anew or stamped at each write, so no part of what a record
    was."""
    rolled_up = (
        rollup.field
        for linking in schema
        if any(link.target == record_type for link in schema.rollup_links(linking))
        for rollup in linking.rollups
    )
    return frozenset((*_STAMPED, *rolled_up))


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

    def extend(self, op: Op, record_type: str, ids: range) -> bool:
        """Let a run of the last line go on with further records; False where it cannot."""
        if not self._pending:
            return False
        batch, last_type, first, last, last_op, *rest = self._pending[-1]
        if (last_type, last, last_op) != (record_type, ids[0] - 1, op.value):
            return False
        self._counts[op] += len(ids)
        self._pending[-1] = (batch, last_type, first, ids[-1], last_op, *rest)
        return True

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


_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
