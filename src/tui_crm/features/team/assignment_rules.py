"""Who gets a new record, by the assignment rules; whose turn it is stands in the store.

The turn is written in the transaction that gives the record away, so two windows never give the
same turn twice. It is no change of a record: taking an import back leaves it where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.features.team.rules import How
from tui_crm.features.team.validation_rules import users_called, violations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.features.team.rules import AssignmentRule
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Schema, Value


def is_assigned(schema: Schema, record_type: str) -> bool:
    """Whether there are assignment rules for a record type."""
    return any(rule.record_type == record_type for rule in schema.assignment_rules)


def owners_for(
    work: UnitOfWork, record_type: RecordType, rows: Sequence[Mapping[str, Value]]
) -> list[int | None]:
    """The owner of each row by the first rule that it fits; None where it fits none.

    Whoever has left is passed over, and so is a rule of which everybody has.

    Raises:
        UsageError: the condition of a rule cannot be read any more.
    """
    found: list[int | None] = [None] * len(rows)
    ownerless = [{**row, "owner": None} for row in rows]
    remaining = list(range(len(rows)))
    for rule in work.schema.assignment_rules:
        if rule.record_type != record_type.key or not remaining:
            continue
        people = users_called(work.connection, rule.members)
        members = [user_id for user_id, is_active in people.items() if is_active]
        if not members:
            continue
        candidates = [ownerless[place] for place in remaining]
        fitting = violations(
            work.connection, work.schema, record_type, rule, candidates, work.store.query_context
        )
        places = [remaining[n] for n in sorted(fitting)]
        owners = _taken(work.connection, rule, members, len(places))
        for place, owner in zip(places, owners, strict=True):
            found[place] = owner
        remaining = [place for n, place in enumerate(remaining) if n not in fitting]
    return found


def give_owners(
    work: UnitOfWork, record_type: RecordType, rows: Sequence[dict[str, Value]]
) -> None:
    """Put the owner by the rules into each of ``rows`` that fits one; the others stay."""
    if not is_assigned(work.schema, record_type.key):
        return
    for row, owner in zip(rows, owners_for(work, record_type, rows), strict=True):
        if owner is not None:
            row["owner"] = owner


def _taken(
    connection: Connection, rule: AssignmentRule, members: Sequence[int], count: int
) -> list[int]:
    """The next ``count`` turns of a rule, which are taken with that."""
    if rule.how is How.FIRST:
        return [members[0]] * count
    if not count:
        return []
    last = connection.scalar("SELECT user_id FROM assignment_turns WHERE rule = ?", (rule.id,))
    start = members.index(last) + 1 if last in members else 0
    turns = [members[(start + n) % len(members)] for n in range(count)]
    connection.run("DELETE FROM assignment_turns WHERE rule = ?", (rule.id,))
    connection.run("INSERT INTO assignment_turns VALUES (?, ?)", (rule.id, turns[-1]))
    return turns
