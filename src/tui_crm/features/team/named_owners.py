"""Records that came in with the name of an owner whom nobody was, and the member of that name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from tui_crm.features.team.queries import texts_with_lines
from tui_crm.features.team.rules import RuleKind
from tui_crm.features.team.validation_rules import violations
from tui_crm.i18n import LANGUAGES, t
from tui_crm.language.names import name_key
from tui_crm.store.journal.history import GIVEN
from tui_crm.store.model import USERS
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from tui_crm.store.journal.hooks import Saved
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Value

CALLED: Final = frozenset({"name", "full_name", "email", "external_id"})
"""The fields of a user by which a file may call them."""

_BODY: Final = "description"
_SALESFORCE: Final = 15
"""Characters of a number of Salesforce that count; three more only check their case."""


def after_save(work: UnitOfWork, _: RecordType, saved: Sequence[Saved]) -> None:
    """Look for the records that name users who were added, or called otherwise."""
    called = [
        int(after["id"] or 0)
        for before, after in saved
        if any(before.get(key) != after.get(key) for key in CALLED)
    ]
    if called:
        work.before_commit(_give_to_named, called)


def _give_to_named(work: UnitOfWork, user_ids: Collection[int]) -> None:
    if given := give_to_named(work, user_ids):
        work.info[GIVEN] = dict(given)


def give_to_named(work: UnitOfWork, user_ids: Collection[int]) -> Counter[str]:
    """Give users the records that name them, and take the names out; how many, by record type.

    A record goes over only from nobody, or from the one who brought it in: whom it has been given
    to since keeps it. So does one that is read-only, or that the rules of the team keep from the
    new owner.
    """
    called: dict[str, int] = {}
    for user in read_many(work.connection, work.schema.type(USERS), sorted(user_ids)):
        if not user["is_inactive"]:
            names = [str(user[key] or "") for key in CALLED]
            names.append(str(user["external_id"] or "").partition(":")[2])
            called |= {name_key(name): user.id for name in names if name}
    given: Counter[str] = Counter()
    for record_type in work.schema if called else ():
        if "owner" in record_type and _BODY in record_type:
            changes = _changes(work, record_type, called)
            if changes:
                # ``_changes`` has left out what the rules bar.
                given[record_type.key] = work.update_many(
                    record_type.key, list(changes.items()), enforce=False
                )
    return +given


def _changes(
    work: UnitOfWork, record_type: RecordType, called: Mapping[str, int]
) -> dict[int, dict[str, Value]]:
    found = dict(_naming(work, record_type, called))
    if not found:
        return found
    records = read_many(work.connection, record_type, list(found))
    rows = [{**record.values, **found[record.id]} for record in records]
    changed = [("owner",)] * len(rows)
    broken = violations(work.context, record_type, rows, changed, (RuleKind.OWNERS,))
    return {each.id: found[each.id] for n, each in enumerate(records) if n not in broken}


def _naming(
    work: UnitOfWork, record_type: RecordType, called: Mapping[str, int]
) -> Iterator[tuple[int, dict[str, Value]]]:
    starts = {t("import.owner_line", name="", to=to).strip() for to in LANGUAGES}
    for record_id, body in texts_with_lines(work.connection, record_type, _BODY, starts):
        owner = 0
        kept = []
        for line in body.split("\n"):
            start = next((start for start in starts if line.startswith(start)), "")
            key = name_key(line.removeprefix(start)) if start else ""
            named = called.get(key) or called.get(key[:_SALESFORCE], 0) if key else 0
            owner = owner or named
            if not named:
                kept.append(line)
        if owner:
            yield record_id, {"owner": owner, _BODY: "\n".join(kept).strip() or None}
