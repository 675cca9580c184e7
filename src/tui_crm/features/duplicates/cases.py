"""What the screen of duplicates goes through: cases found by the engine, and whether they stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.features.accounts import branches
from tui_crm.features.duplicates import candidates, customers, groups
from tui_crm.features.duplicates.customers import KnownLead
from tui_crm.features.duplicates.scoring import Relation
from tui_crm.i18n import t
from tui_crm.store import match_index

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tui_crm.features.accounts.branches import Family
    from tui_crm.features.duplicates.groups import Group
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType

TYPES: Final = ("leads", "contacts", "accounts")
"""The types of the records that cases are made of; a ref is an id and a place in this."""


_RECORD_TYPES: Final = {
    "sites": ("accounts",),
    "branches": ("accounts",),
    "moves": ("leads", "contacts"),
    "customers": ("leads",),
}


class Subject(StrEnum):
    """What is looked for."""

    LEADS = "leads"
    CONTACTS = "contacts"
    ACCOUNTS = "accounts"
    SITES = "sites"
    BRANCHES = "branches"
    MOVES = "moves"
    CUSTOMERS = "customers"

    @property
    def record_types(self) -> tuple[str, ...]:
        """The types whose records are looked through."""
        return _RECORD_TYPES.get(self.value, (self.value,))

    @property
    def merges(self) -> bool:
        """Whether the records of a case can become one."""
        return self not in (Subject.BRANCHES, Subject.CUSTOMERS)

    @property
    def has_sure(self) -> bool:
        """Whether some cases can be surer than others, so that the sure ones merge unseen."""
        return self.value in TYPES


class SearchStoppedError(CrmError):
    """What was begun was not wanted any more."""

    def __init__(self) -> None:
        super().__init__("duplicates.stopped")


@dataclass(slots=True)
class Ticker:
    """How far a search is; written by its thread, read by the screen."""

    done: int = 0
    total: int = 0
    is_stopped: bool = False

    def tell(self, done: int, total: int) -> None:
        """Take note, or stop the search."""
        self.done, self.total = done, total
        if self.is_stopped:
            raise SearchStoppedError

    @property
    def percent(self) -> int:
        """How much is done."""
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Case:
    """Records that belong together in one way or another; ``members`` are their refs."""

    members: tuple[int, ...]
    score: float
    reasons: tuple[str, ...]
    found: Group | Family | KnownLead

    @property
    def record_type(self) -> str:
        """The type of its records, or of the first of them."""
        return record_of(self.members[0])[0]

    @property
    def key(self) -> int:
        """The id of its head in the list: negative, as no ref is."""
        return -self.members[0]


def ref(record_type: str, record_id: int) -> int:
    """A record as one number."""
    return record_id * len(TYPES) + TYPES.index(record_type) + 1


def record_of(number: int) -> tuple[str, int]:
    """The type and the id behind a ref."""
    record_id, place = divmod(number - 1, len(TYPES))
    return TYPES[place], record_id


_RELATIONS: Final = {Subject.SITES: (Relation.SITE,), Subject.MOVES: (Relation.MOVE,)}
"""What is proposed of a subject, where that is not that records are one."""


def find_cases(store: Store, subject: Subject, ticker: Ticker, least: float) -> list[Case]:
    """All cases, the surest first.

    Raises:
        SearchStoppedError: it is not wanted any more.
    """
    if subject is Subject.BRANCHES:
        return [_of_family(family) for family in branches.find_branches(store, ticker.tell)]
    if subject is Subject.CUSTOMERS:
        found = customers.find_customers(store, ticker.tell, least=least)
        return [_of_known(known) for known in found]
    relations = _RELATIONS.get(subject, (Relation.SAME, Relation.MAILBOX))
    return [
        _of_group(record_type, group)
        for record_type in subject.record_types
        for group in groups.find_all(
            store, record_type, ticker.tell, least=least, relations=relations
        )
    ]


def _of_group(record_type: str, group: Group) -> Case:
    members = tuple(ref(record_type, record_id) for record_id in group.records)
    return Case(members, group.score, group.reasons, group)


def _of_family(family: Family) -> Case:
    members = tuple(ref("accounts", each) for each in (family.head, *family.branches))
    return Case(members, 1.0, (), family)


def _of_known(known: KnownLead) -> Case:
    others = [ref(match.record_type, match.id) for match in known.matches]
    return Case((ref("leads", known.lead), *others), known.score, known.matches[0].reasons, known)


def standing(store: Store, subject: Subject, cases: Sequence[Case]) -> list[Case]:
    """The cases as far as they stand: nothing of them was merged, converted or told apart since."""
    if subject is Subject.BRANCHES:
        return find_cases(store, subject, Ticker(), 0)
    with store.reading() as connection:
        if subject is Subject.CUSTOMERS:
            known = [case.found for case in cases if isinstance(case.found, KnownLead)]
            still = customers.still_matching(connection, store.schema, known)
            return [_of_known(each) for each in still]
        found: list[Case] = []
        for record_type in subject.record_types:
            here = [case for case in cases if case.record_type == record_type]
            ids = {record_of(member)[1] for case in here for member in case.members}
            there = set(
                match_index.read_for_matching(connection, store.schema.type(record_type), ids)
            )
            apart = match_index.distinct_pairs(connection, record_type)
            if subject is Subject.SITES:
                apart |= _below(connection, store.schema.type(record_type), there)
            found += _still(here, there, apart)
    return found


def _below(
    connection: Connection, accounts: RecordType, ids: Collection[int]
) -> set[tuple[int, int]]:
    """The pairs of a company and one above it, lower id first."""
    rows = match_index.read_for_matching(connection, accounts, ids)
    above = {i: int(row["parent"]) for i, row in rows.items() if row["parent"] is not None}
    pairs = {(min(one, other), max(one, other)) for one, other in above.items()}
    return pairs | {
        (low, high) for low, high in combinations(sorted(above), 2) if above[low] == above[high]
    }


def _still(
    cases: Iterable[Case], there: Collection[int], apart: Collection[tuple[int, int]]
) -> Iterator[Case]:
    for case in cases:
        ids = sorted(i for member in case.members if (i := record_of(member)[1]) in there)
        pairs = [pair for pair in combinations(ids, 2) if pair not in apart]
        kept = {record_id for pair in pairs for record_id in pair}
        if kept:
            members = tuple(ref(case.record_type, record_id) for record_id in sorted(kept))
            yield Case(members, case.score, case.reasons, case.found)


def tell_apart(store: Store, subject: Subject, case: Case, marked: Collection[int]) -> int | None:
    """Remember that the records of a case are not one, or that the marked ones are none of them.

    Gives the number of the change.
    """
    records = [record_of(member) for member in case.members]
    if subject is Subject.CUSTOMERS:
        others = [r for r, m in zip(records, case.members, strict=True) if m in marked]
        return customers.not_a_customer(store, records[0][1], others or records[1:])
    ids = [record_id for _, record_id in records]
    pairs = list(combinations(ids, 2))
    if subject is Subject.BRANCHES:
        pairs = [(ids[0], other) for other in ids[1:]]
    if marked:
        named = {record_of(member)[1] for member in marked}
        pairs = [pair for pair in pairs if not named.isdisjoint(pair)]
    return candidates.mark_distinct(store, case.record_type, pairs)


def head_words(subject: Subject, case: Case, *, is_put_off: bool) -> str:
    """What stands above a case: how sure it is, and why."""
    if subject is Subject.BRANCHES:
        words = t("duplicates.family", n=len(case.members) - 1)
    else:
        why = t("sales.list_join").join(case.reasons)
        words = t("duplicates.head", percent=round(100 * case.score), why=why)
    return f"{words} · {t('duplicates.put_off')}" if is_put_off else words
