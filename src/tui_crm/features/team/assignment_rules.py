"""Who gets a new record, by the assignment rules; whose turn it is stands in the store.

The turn is written in the transaction that gives the record away, so two windows never give the
same turn twice. It is no change of a record: taking an import back leaves it where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.features.team.queries import last_turn, users_called, write_turn
from tui_crm.features.team.rules import How, assignment_rules
from tui_crm.features.team.validation_rules import rows_matching

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.features.team.rules import AssignmentRule
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.hooks import HookContext, Save
    from tui_crm.store.model import RecordType, Schema, Value


def is_assigned(schema: Schema, record_type: RecordType) -> bool:
    """Whether there are assignment rules for a record type."""
    return any(rule.record_type == record_type.key for rule in assignment_rules(schema))


def owners_for(
    context: HookContext, record_type: RecordType, rows: Sequence[Mapping[str, Value]]
) -> list[int | None]:
    """The owner of each row by the first rule that it fits; None where it fits none.

    Whoever has left is passed over, and so is a rule of which everybody has.

    Raises:
        UsageError: the condition of a rule cannot be read any more.
    """
    found: list[int | None] = [None] * len(rows)
    ownerless = [{**row, "owner": None} for row in rows]
    remaining = list(range(len(rows)))
    for rule in assignment_rules(context.schema):
        if rule.record_type != record_type.key or not remaining:
            continue
        people = users_called(context.connection, rule.members)
        members = [user_id for user_id, is_active in people.items() if is_active]
        if not members:
            continue
        candidates = [ownerless[place] for place in remaining]
        fitting = rows_matching(context, record_type, rule, candidates)
        places = [remaining[n] for n in sorted(fitting)]
        owners = _taken(context.connection, rule, members, len(places))
        for place, owner in zip(places, owners, strict=True):
            found[place] = owner
        remaining = [place for n, place in enumerate(remaining) if n not in fitting]
    return found


def allocate_owners(context: HookContext, record_type: RecordType, saves: Sequence[Save]) -> None:
    """Give new records for which nobody named an owner the one that the rules say."""
    ownerless = [save for save in saves if "owner" not in save.named]
    owners = owners_for(context, record_type, [save.changes for save in ownerless])
    for save, owner in zip(ownerless, owners, strict=True):
        if owner is not None:
            save.changes["owner"] = owner


def _taken(
    connection: Connection, rule: AssignmentRule, members: Sequence[int], count: int
) -> list[int]:
    """The next ``count`` turns of a rule, which are taken with that."""
    if rule.how is How.FIRST:
        return [members[0]] * count
    if not count:
        return []
    last = last_turn(connection, rule)
    start = members.index(last) + 1 if last in members else 0
    turns = [members[(start + n) % len(members)] for n in range(count)]
    write_turn(connection, rule, turns[-1])
    return turns
