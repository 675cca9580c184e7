"""What the records already there suggest for a new one: tags in use, readings of names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.store.sql import quote
from tui_crm.store.values import unpack_tags

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import FieldSpec, RecordType, Schema

MOST_SETS: Final = 2_000
"""Different sets of tags that are looked at."""

_READING_OF: Final = {
    "last_name": "last_name_kana",
    "first_name": "first_name_kana",
    "company": "company_kana",
    "name": "kana",
}
"""The field that holds how another is read."""


def known_tags(connection: Connection, record_type: RecordType, spec: FieldSpec) -> list[str]:
    """The tags that a field has anywhere, the most used first."""
    column = quote(spec.sql_name)
    uses: dict[str, int] = {}
    for packed, n in connection.rows(
        f"SELECT {column}, count(*) FROM {quote(record_type.key)} WHERE {column} IS NOT NULL"
        f" GROUP BY {column} ORDER BY 2 DESC LIMIT {MOST_SETS}"
    ):
        for tag in unpack_tags(packed):
            uses[tag] = uses.get(tag, 0) + int(n)
    return sorted(uses, key=lambda tag: (-uses[tag], tag))


def reading_field(record_type: RecordType, key: str) -> str | None:
    """The field that holds the reading of the field ``key``, if there is one."""
    found = _READING_OF.get(key)
    return found if found is not None and found in record_type else None


def is_reading(key: str) -> bool:
    """Whether the field ``key`` holds how another is read, which only Japanese writes down."""
    return key in _READING_OF.values()


def known_reading(connection: Connection, schema: Schema, key: str, text: str) -> str | None:
    """How a name is read in most of the records that have it, in any type; None where none does.

    ``key`` is the field of the name; a name's reading is known only where records agree by far.
    """
    uses: dict[str, int] = {}
    for name in ("company", "name") if key in ("company", "name") else (key,):
        for record_type in schema:
            reading = reading_field(record_type, name)
            if reading is None or name not in record_type:
                continue
            for found, n in connection.rows(
                f"SELECT {quote(reading)}, count(*) FROM {quote(record_type.key)}"
                f" WHERE {quote(name)} = ? AND {quote(reading)} IS NOT NULL GROUP BY 1",
                (text,),
            ):
                uses[found] = uses.get(found, 0) + int(n)
    if not uses:
        return None
    best = max(uses, key=lambda found: uses[found])
    return best if 3 * uses[best] > 2 * sum(uses.values()) else None
