"""``crm assign``: records to an owner, by name or by the assignment rules."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli import completion
from tui_crm.cli.messages import tell
from tui_crm.cli.options import AsJson, TypeName, WithActivities
from tui_crm.cli.report import answer
from tui_crm.cli.session import Session
from tui_crm.errors import ExitCode, NotFoundError, UsageError
from tui_crm.features.team import assignment
from tui_crm.i18n import t
from tui_crm.store import records
from tui_crm.store.query import Listing, Query

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType


def assign_records(
    session: Session,
    type_name: TypeName,
    record_ids: Annotated[list[str] | None, typer.Argument(metavar="ID")] = None,
    to: Annotated[str, typer.Option("--to", metavar="NAME")] = "",
    where: Annotated[
        str, typer.Option("--where", "-w", metavar="FILTER", autocompletion=completion.assignments)
    ] = "",
    with_activities: WithActivities = False,
    as_json: AsJson = False,
) -> None:
    """Give records to an owner, the last word or ``--to``; or to whom the rules say."""
    record_type = session.schema.type(type_name)
    record_type.field("owner")
    store = session.store
    with session.reading() as connection:
        if not to and record_ids and (where or len(record_ids) > 1):
            record_ids, to = _owner_last(session, connection, record_type, record_ids)
        if bool(record_ids) is bool(where):
            raise UsageError("cli.assign_which")
        if where:
            query = Query(record_type.key, where)
            ids = list(Listing(session.schema, query, store.query_context()).ids(connection))
        else:
            ids = [session.find(connection, record_type, words) for words in record_ids or ()]
        seen = records.versions(connection, record_type.key, ids)
        owner = session.find(connection, session.schema.type("users"), to) if to else None
    key = record_type.key
    if owner is not None:
        done = assignment.hand_over(store, key, seen, owner, with_activities=with_activities)
    else:
        done = assignment.assign(store, key, seen, with_activities=with_activities)
    left = (*done.plan.refused, *done.plan.moved)
    data = {
        "type": key,
        "assigned": done.changed,
        "same": done.plan.same - done.unmatched,
        "unmatched": done.unmatched,
        "activities": done.activities,
        "left": [{"id": each.id, "title": each.title, "reason": each.reason} for each in left],
    }
    sentence = "assign.done_along" if done.activities else "assign.done"
    counts = {"n": done.changed, "activities": done.activities}
    answer(session, done.batch, sentence, data, as_json=as_json, **counts)
    if done.unmatched:
        tell(t("cli.assign.unmatched", n=done.unmatched))
    for each in left:
        tell(f"{each.title}: {each.reason}")
    if left:
        raise typer.Exit(ExitCode.PARTIAL)


def _owner_last(
    session: Session, connection: Connection, record_type: RecordType, words: list[str]
) -> tuple[list[str], str]:
    """The words that name records, and the last one where it names nobody but a user."""
    *others, last = words
    if records.number_in(last) is not None:  # a number is always that of a record
        return words, ""
    try:
        records.find(connection, record_type, last)
    except NotFoundError:
        with suppress(NotFoundError):
            records.find(connection, session.schema.type("users"), last)
            return others, last
    except UsageError:  # more than one record is called so
        return words, ""
    return words, ""
