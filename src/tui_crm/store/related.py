"""What belongs to a record: lists of all that points at it, read off the declarations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.store.filter import language as filters
from tui_crm.store.model import USERS, Kind
from tui_crm.store.query import Listing, Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.filter.compile import QueryContext
    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value
    from tui_crm.store.records import Record


@dataclass(frozen=True, slots=True)
class RelatedList:
    """The records of one type that point at a record by one field; all, or one part of them."""

    record_type: str
    field: str
    part: str = ""
    where: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    values: tuple[tuple[str, Value], ...] = ()
    when: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names this list among those of a record type."""
        return ".".join(name for name in (self.record_type, self.field, self.part) if name)


def lists_of(schema: Schema, target: str) -> tuple[RelatedList, ...]:
    """The lists that a record of type ``target`` has, in the order of their panels."""
    linking = sorted(
        schema.links_to(target), key=lambda link: (link[0].panel, link[0].related_place)
    )
    return tuple(
        RelatedList(record_type.key, spec.key, *part)
        for record_type, spec in linking
        if not spec.readonly or spec.target != USERS
        for part in record_type.parts
    )


def query(schema: Schema, related: RelatedList, record_id: int) -> Query:
    """The records of a list, those among them that their own list leaves out."""
    record_type = schema.type(related.record_type)
    tests = [f"{related.field}={record_id}", related.where]
    hiding = filters.fields_of(filters.parse(record_type.base_where))
    tests += [f'({name}="" or {name}!="")' for name in sorted(hiding)]
    return Query(related.record_type, " and ".join(filter(None, tests)), sort=related.sort)


def counts(
    connection: Connection,
    schema: Schema,
    lists: Sequence[RelatedList],
    record_id: int,
    query_context: QueryContext,
) -> dict[str, int]:
    """How many records each list has, by its key."""
    return {
        each.key: Listing(schema, query(schema, each, record_id), query_context).count(connection)
        for each in lists
    }


def prefill(schema: Schema, record: Record, related: RelatedList) -> dict[str, Value]:
    """What a new record in a list of ``record`` begins with: its links to that record and to what
    both point at, and what all records of the list have.

    A note added to a contact is one of the contact's account too.
    """
    own = schema.type(record.type)
    target = schema.type(related.record_type)
    values: dict[str, Value] = {
        spec.key: record[spec.key] for spec in _shared(own, target) if record[spec.key] is not None
    }
    return {**values, **dict(related.values), related.field: record.id}


def _shared(one: RecordType, other: RecordType) -> Iterator[FieldSpec]:
    """The links that both types have, of one name and one target, people aside."""
    for spec in other.editable:
        if spec.kind is Kind.LINK and spec.target not in (USERS, one.key) and spec.key in one:
            mine = one.field(spec.key)
            if mine.kind is Kind.LINK and mine.target == spec.target and not mine.readonly:
                yield spec


def shared_links(
    schema: Schema, record_type: str, values: Mapping[str, Value], target: str
) -> dict[str, Value]:
    """The links that a new ``target`` record takes over from a form of ``record_type``."""
    own, other = schema.type(record_type), schema.type(target)
    return {s.key: values[s.key] for s in _shared(own, other) if values.get(s.key) is not None}
