"""The records whose history is told together, such as an account with its contacts and deals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.store.model import Kind
from tui_crm.store.sql import Sql, quote

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType


@dataclass(frozen=True, slots=True)
class Scope:
    """A record and its members: the records of other types that name it in a link.

    ``members`` are pairs of a type and the field of that type which names the record.
    """

    record_type: str
    record_id: int
    members: tuple[tuple[str, str], ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the record and of its members, each once."""
        return tuple(dict.fromkeys((self.record_type, *(key for key, _ in self.members))))

    def ids(self, record_type: str) -> Sql:
        """A query for the ids of the records of one type in the scope."""
        fields = [field for key, field in self.members if key == record_type]
        if record_type == self.record_type:
            fields.append("id")
        table = quote(record_type)
        parts = [f"SELECT id FROM {table} WHERE {quote(field)} = ?" for field in fields]
        return Sql(" UNION ".join(parts), (self.record_id,) * len(parts))

    def linked(self, declared: RecordType) -> Sql | None:
        """A query for the ids of the records that a person linked to the record or to a member.

        None for a type whose records cannot be linked so.
        """
        parts: list[str] = []
        parameters: list[int] = []
        for spec in declared.editable:
            if spec.kind is not Kind.LINK or spec.target not in self.types:
                continue
            within = self.ids(spec.target)
            parts.append(
                f"SELECT id FROM {quote(declared.key)} WHERE {quote(spec.sql_name)}"
                f" IN ({within.text})"
            )
            parameters += within.parameters
        return Sql(" UNION ".join(parts), tuple(parameters)) if parts else None


def newest(
    connection: Connection, record_type: str, within: Sql, limit: int, *, by: str = "created_at"
) -> list[int]:
    """The ids of the newest records of a type among those that ``within`` selects.

    Those without a date in the field ``by`` are left out.
    """
    column = quote(by)
    rows = connection.rows(
        f"SELECT id FROM {quote(record_type)} WHERE id IN ({within.text}) AND {column} IS NOT NULL"
        f" ORDER BY {column} DESC, id DESC LIMIT ?",
        (*within.parameters, limit),
    )
    return [int(row[0]) for row in rows]


def count(connection: Connection, record_type: str, within: Sql, *, by: str = "created_at") -> int:
    """How many records ``newest`` could give."""
    return int(
        connection.scalar(
            f"SELECT count(*) FROM {quote(record_type)} WHERE id IN ({within.text})"
            f" AND {quote(by)} IS NOT NULL",
            within.parameters,
        )
    )
