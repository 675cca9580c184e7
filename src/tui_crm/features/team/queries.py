"""What the rules and members of a team ask the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.features.team.rules import (
    AssignmentRule,
    How,
    RuleKind,
    ValidationRule,
    Word,
    rules_of,
)
from tui_crm.language.fold import fold
from tui_crm.store.filter.compile import compile_filter
from tui_crm.store.filter.language import Comparison
from tui_crm.store.records import chunks
from tui_crm.store.sql import escape_like, quote
from tui_crm.store.values import unpack_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.filter.compile import QueryContext
    from tui_crm.store.model import RecordType, Schema, Value


def load_validation_rules(connection: Connection) -> tuple[ValidationRule, ...]:
    """The validation rules in force."""
    return tuple(
        ValidationRule(
            record_id,
            name,
            record_type,
            RuleKind(kind),
            where,
            tuple(unpack_tags(needed)),
            tuple(unpack_tags(owners)),
            days,
        )
        for record_id, name, record_type, kind, where, needed, owners, days in connection.rows(
            "SELECT id, name, record_type, kind, coalesce(condition, ''), needed, owners,"
            " coalesce(days, 0) FROM work_rules WHERE coalesce(is_inactive, 0) = 0 ORDER BY id"
        )
        if kind in tuple(RuleKind)
    )


def load_assignment_rules(connection: Connection) -> tuple[AssignmentRule, ...]:
    """The assignment rules in force, in their order."""
    return tuple(
        AssignmentRule(
            record_id,
            name,
            record_type,
            where,
            tuple(unpack_tags(members)),
            How.FIRST if how == How.FIRST else How.ROUND_ROBIN,
        )
        for record_id, name, record_type, where, members, how in connection.rows(
            "SELECT id, name, record_type, coalesce(condition, ''), members, how"
            " FROM assignment_rules WHERE coalesce(is_inactive, 0) = 0"
            " ORDER BY position IS NULL, position, id"
        )
    )


def users_called(connection: Connection, names: Iterable[str]) -> dict[int, bool]:
    """The users with these user names or full names, in that order; whether each is active."""
    known: dict[str, tuple[int, bool]] = {}
    for user_id, name, full_name, is_inactive in connection.rows(
        "SELECT id, coalesce(name, ''), coalesce(full_name, ''), coalesce(is_inactive, 0)"
        " FROM users ORDER BY id DESC"
    ):
        for word in (full_name, name):
            if word:
                known[fold(word)] = (user_id, not is_inactive)
    found = [known[fold(name)] for name in names if fold(name) in known]
    return dict(found)


def last_turn(connection: Connection, rule: AssignmentRule) -> int | None:
    """The user who got the last record by an assignment rule, if any has."""
    found: int | None = connection.scalar(
        "SELECT user_id FROM assignment_turns WHERE rule = ?", (rule.id,)
    )
    return found


def write_turn(connection: Connection, rule: AssignmentRule, user_id: int) -> None:
    """Keep who got the last record by an assignment rule."""
    connection.run("DELETE FROM assignment_turns WHERE rule = ?", (rule.id,))
    connection.run("INSERT INTO assignment_turns VALUES (?, ?)", (rule.id, user_id))


def records_called(connection: Connection, record_type: RecordType, name: Value) -> set[int]:
    """The ids of the records with exactly this name."""
    rows = connection.rows(f"SELECT id FROM {quote(record_type.key)} WHERE name = ?", (name,))
    return {row[0] for row in rows}


def texts_with_lines(
    connection: Connection, record_type: RecordType, column: str, starts: Iterable[str]
) -> list[tuple[int, str]]:
    """The texts in a column that hold one of ``starts``, each with the id of its record.

    Only of records that may change, and that nobody owns but who brought them in.
    """
    patterns = [f"%{escape_like(start)}%" for start in sorted(starts)]
    likes = " OR ".join([f"{quote(column)} LIKE ? ESCAPE '!'"] * len(patterns))
    frozen = f" AND {quote(record_type.frozen_by)} IS NULL" if record_type.frozen_by else ""
    rows = connection.rows(
        f"SELECT id, {quote(column)} FROM {quote(record_type.key)}"
        f" WHERE ({likes}) AND (owner IS NULL OR owner = created_by){frozen}",
        patterns,
    )
    return [(int(record_id), str(text)) for record_id, text in rows]


def stale_records(
    connection: Connection,
    schema: Schema,
    record_type: RecordType,
    ids: Sequence[int],
    query_context: Callable[[], QueryContext],
) -> set[int]:
    """Those among ``ids`` that a rule flags; where there is no such rule, nothing is asked."""
    if not rules_of(schema, record_type.key, RuleKind.UNTOUCHED):
        return set()
    test = Comparison(Word.FLAGGED.value, "=", ("yes",))
    sql = compile_filter(test, schema, record_type, query_context())
    found: set[int] = set()
    for part in chunks(ids):
        marks = ", ".join("?" * len(part))
        rows = connection.rows(
            f"SELECT id FROM {quote(record_type.key)} WHERE id IN ({marks}) AND {sql.text}",
            (*part, *sql.parameters),
        )
        found.update(row[0] for row in rows)
    return found
