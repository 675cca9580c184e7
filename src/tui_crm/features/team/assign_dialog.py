"""Records change hands in the UI: to whom, and whether open activities go along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.features.team import assignment
from tui_crm.features.team.assignment_rules import is_assigned
from tui_crm.i18n import t
from tui_crm.screens import factories
from tui_crm.screens.dialogs.ask_value import ask_value
from tui_crm.screens.record_actions import change
from tui_crm.store.open_work import open_work
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.screens.record_actions import ChosenRecords, RecordScreen
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec

BY_RULES: Final = "rules"


async def hand_over(screen: RecordScreen, spec: FieldSpec, chosen: ChosenRecords) -> None:
    """Ask for the new owner of records, and give them away."""
    app, store, key = screen.app, screen.store, screen.record_type.key
    offered = (
        [(BY_RULES, t("ui.by_rules"))] if is_assigned(store.schema, screen.record_type) else []
    )
    answer = await ask_value(app, screen.record_type, spec, chosen.read, offered)
    if answer is None:
        return
    record = answer.record
    owner = answer.value if isinstance(answer.value, int) else None
    along = False
    if answer.value is not None and (record is None or owner != record["owner"]):
        waiting = await app.read(count_open, store, key, chosen.ids)
        if waiting:
            choices = [("yes", t("ui.take_along")), ("no", t("ui.leave_behind"))]
            title = t("ui.open_activities", n=waiting)
            taken = await app.ask(factories.pick(title, choices, by_digit=True))
            if taken is None:
                return
            along = taken == "yes"
    if record is not None and answer.value != BY_RULES:
        await change(screen, record, {"owner": owner}, with_open_work=along)
        return
    seen = chosen.versions
    write = app.write_behind if record is None else app.write
    if answer.value == BY_RULES:
        done = await write(assignment.assign, store, key, seen, with_activities=along)
        if done.unmatched:
            app.say(t("ui.fits_no_rule", n=done.unmatched), "warning")
    else:
        done = await write(assignment.hand_over, store, key, seen, owner, with_activities=along)
    for refused in (*done.plan.refused, *done.plan.moved)[:3]:
        app.say(f"{refused.title}: {refused.reason}", "warning")


def count_open(store: Store, record_type: str, ids: Sequence[int]) -> int:
    """How many open activities about these records their owners have, or nobody."""
    schema = store.schema
    with store.reading() as connection:
        records = read_many(connection, schema.type(record_type), ids)
        former = {record.id: record["owner"] for record in records}
        return len(open_work(connection, schema, record_type, former))
