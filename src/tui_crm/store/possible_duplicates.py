"""Records that may be the one that somebody is about to add, as the features find them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm import manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import Schema, Value


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may be the one in question, with its match score and the reasons in words."""

    record_type: str
    id: int
    title: str
    score: float
    reasons: tuple[str, ...]


def possible_duplicates(
    connection: Connection,
    schema: Schema,
    record_type: str,
    values: Mapping[str, Value],
    *,
    limit: int,
    exclude: int | None = None,
    is_sure: bool = False,
) -> tuple[Match, ...]:
    """The records that may be the one with these values, the likeliest first.

    ``exclude`` is its own id, once it is stored; with ``is_sure`` only what is hardly another one.
    """
    find = manifest.handed_in(lambda feature: feature.duplicate_finders)
    found = [
        match
        for each in find
        for match in each(connection, schema, record_type, values, limit, exclude, is_sure)
    ]
    return tuple(found[:limit])
