"""Plan an activity, write down one that was done, finish one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.language.formats import stored
from tui_crm.language.invisible import without_invisible
from tui_crm.store import related
from tui_crm.store.journal.unit import unit
from tui_crm.store.labelled_values import unpack_labelled
from tui_crm.store.records import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.features.activities.next_step_line import NextStep
    from tui_crm.language.when import When
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record

LINKS: Final = {"leads": "lead", "accounts": "account", "contacts": "contact", "deals": "deal"}
"""The field of an activity that names a record of a type."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An activity as it is planned, or was carried out. ``links`` are ids by link field.

    ``when`` may be a day alone; ``due`` is the day of something that has no time. The owner is
    whoever writes it, where none is named.
    """

    kind: str
    subject: str
    when: When | None = None
    due: date | None = None
    links: Mapping[str, int] = field(default_factory=dict)
    purpose: str = ""
    place: str = ""
    participants: str = ""
    priority: str = ""
    owner: int | None = None

    def values(self) -> dict[str, Value]:
        """What is stored."""
        written: dict[str, Value] = {
            "kind": self.kind,
            "subject": without_invisible(self.subject).strip(),
            "purpose": without_invisible(self.purpose),
            "place": without_invisible(self.place),
            "participants": without_invisible(self.participants),
            "priority": self.priority,
            "owner": self.owner,
            **self.links,
            **times(self.kind, self.when, self.due),
        }
        return {key: value for key, value in written.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class WrittenActivity:
    """An activity that was written, what was planned to follow it, and the change it was."""

    id: int
    next_id: int | None
    batch: int | None


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom an activity is about: a record, and what an activity with it links to."""

    title: str
    company: str
    phone: str
    links: Mapping[str, int]
    type: str = "activities"
    id: int = 0
    """The record itself; of an activity, whom that is about, if it is about anybody."""
    more_phones: tuple[str, ...] = ()


def times(kind: str, when: When | None, due: date | None = None) -> dict[str, Value]:
    """How a time is stored. A day alone is the day on which it is due, at any time."""
    start = when.start if when else due
    if start is None:
        return {}
    if isinstance(start, datetime):
        found: dict[str, Value] = {"start_at": stored(start)}
        if when is not None and when.end is not None:
            found["end_at"] = stored(when.end)
        return found | ({"due_on": due.isoformat()} if due else {})
    return {"due_on": start.isoformat()} | ({"all_day": 1} if kind == "meeting" else {})


def customer(store: Store, record_type: str, record_id: int) -> Customer:
    """Whom an activity with a lead, an account, a contact or a deal is about; or one that follows
    another activity.

    Raises:
        NotFoundError: the record is gone.
    """
    with store.reading() as connection:
        record = read(connection, store.schema.type(record_type), record_id)
    if record.type == "activities":
        return _customer_through(store, record)
    listed = related.RelatedList("activities", LINKS[record.type])
    links = {
        key: int(value)
        for key, value in related.prefill(store.schema, record, listed).items()
        if value is not None
    }
    contact = record.number("primary_contact")
    if record.type == "deals" and contact is not None:
        links["contact"] = contact
    company = record.text("company") or record.links.get("account", "")
    phones = [record.text("phone"), record.text("mobile")]
    phones += [each.value for each in unpack_labelled(record["more_phones"])]
    first, *others = [each for each in phones if each] or [""]
    return Customer(record.title, company, first, links, record.type, record.id, tuple(others))


def _customer_through(store: Store, activity: Record) -> Customer:
    """Whom an activity is about, with their number; an activity that follows has its links."""
    links = _links(activity)
    named = ((each, links.get(LINKS[each])) for each in ("leads", "contacts", "deals", "accounts"))
    about = next((each for each in named if each[1] is not None), None)
    if about is None or about[1] is None:
        return replace(customer_of(activity), id=activity.id)
    return replace(customer(store, about[0], about[1]), links=links)


def customers(store: Store, record_type: str, ids: Sequence[int]) -> list[Customer]:
    """Whom the activities with several records are about.

    Raises:
        NotFoundError: one of the records is gone.
    """
    return [customer(store, record_type, record_id) for record_id in ids]


def customer_of(activity: Record) -> Customer:
    """Whom an activity is about; itself where it is about nobody."""
    links = _links(activity)
    named = [activity.links[key] for key in ("contact", "lead", "account") if key in links]
    company = activity.links["account"] if "account" in links else ""
    return Customer(named[0] if named else activity.title, company, "", links)


def _links(activity: Record) -> dict[str, int]:
    found = {key: activity.number(key) for key in LINKS.values()}
    return {key: value for key, value in found.items() if value is not None}


def plan(store: Store, *planned: Plan) -> WrittenActivity:
    """Plan activities; the first is given back. What is planned for others is requested from them.

    Raises:
        InvalidRecordError: one has no subject, or is of an unknown kind.
    """
    with unit(store, "activity", planned[0].subject) as work:
        made = [_create(work, each) for each in planned]
    return WrittenActivity(made[0], None, work.batch)


def log_done(
    store: Store,
    planned: Plan,
    result: str = "",
    follow_up: NextStep | None = None,
    *,
    minutes: int | None = None,
) -> WrittenActivity:
    """Write down what was done though it was never planned, and what follows.

    It took place at the time of ``planned``, or just now; ``minutes`` is how long it took, until
    now where no time is named. It was done when it ended.

    Raises:
        InvalidRecordError: it has no subject, or is of an unknown kind.
    """
    values = done_values(store, planned, result, minutes)
    with unit(store, "done", planned.subject) as work:
        made = work.create("activities", values)
        next_id = plan_after(work, planned.links, planned.owner, follow_up)
    return WrittenActivity(made, next_id, work.batch)


def done_values(
    store: Store, planned: Plan, result: str = "", minutes: int | None = None
) -> dict[str, Value]:
    """What is stored of something that was done without having been planned, as ``log_done``."""
    now = store.clock()
    values = planned.values()
    if "start_at" not in values and "due_on" not in values:
        values["start_at"] = stored(now - timedelta(minutes=minutes or 0))
    if minutes and "start_at" in values:
        start = datetime.fromisoformat(str(values["start_at"]))
        values["end_at"] = stored(start + timedelta(minutes=minutes))
    happened = str(values.get("end_at") or values.get("start_at") or "")
    values |= {"status": "done", "result": without_invisible(result).strip() or None}
    return {**values, "done_at": min(happened or stored(now), stored(now))}


def finish(
    store: Store,
    activity_id: int,
    result: str = "",
    follow_up: NextStep | None = None,
    *,
    version: int | None = None,
) -> WrittenActivity:
    """Say that an activity is done and with which result, and plan what follows: one change.

    Raises:
        NotFoundError: there is no such activity.
        CrmError: it is done already.
        VersionConflictError: it is no longer at ``version``.
    """
    with unit(store, "done") as work:
        record = read(work.connection, work.schema.type("activities"), activity_id)
        if record["status"] == "done":
            raise CrmError("activity.done_already", title=record.title)
        work.note = record.title
        changes: dict[str, Value] = {"status": "done", "done_at": work.now}
        if result.strip():
            changes["result"] = without_invisible(result).strip()
        work.update("activities", record.id, changes, version=version)
        next_id = plan_after(work, _links(record), record.number("owner"), follow_up)
    return WrittenActivity(record.id, next_id, work.batch)


def note_result(
    store: Store, activity_id: int, result: str, *, version: int | None = None
) -> WrittenActivity:
    """Write down what came of an activity, whether it is done or not.

    Raises:
        NotFoundError: there is no such activity.
        VersionConflictError: it is no longer at ``version``.
    """
    return change(
        store, activity_id, {"result": without_invisible(result).strip() or None}, version
    )


def change(
    store: Store, activity_id: int, changes: Mapping[str, Value], version: int | None
) -> WrittenActivity:
    """Change fields of an activity.

    Raises:
        NotFoundError: there is no such activity.
        VersionConflictError: it is no longer at ``version``.
    """
    with unit(store, "activity") as work:
        record = read(work.connection, work.schema.type("activities"), activity_id)
        work.note = record.title
        work.update("activities", record.id, changes, version=version)
    return WrittenActivity(record.id, None, work.batch)


def _create(work: UnitOfWork, planned: Plan) -> int:
    values = planned.values()
    if planned.owner is not None and planned.owner != work.user_id:
        values["requested_by"] = work.user_id
    return work.create("activities", values)


def plan_after(
    work: UnitOfWork, links: Mapping[str, int], owner: int | None, step: NextStep | None
) -> int | None:
    """Plan the step that follows what was done, if any; its id."""
    if step is None:
        return None
    return _create(work, Plan(step.kind, step.subject, step.when, links=links, owner=owner))
