"""What the screen of duplicates can look for, the cases it finds, and whether they still stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from tui_crm.errors import CrmError
from tui_crm.features.accounts import branches
from tui_crm.features.duplicates import candidates, customers, groups
from tui_crm.features.duplicates.scoring import Relation
from tui_crm.i18n import t
from tui_crm.store import match_index

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tui_crm.features.duplicates.customers import KnownCustomer
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType, Schema


class SearchStoppedError(CrmError):
    """A search or a merge was stopped before its end."""

    def __init__(self) -> None:
        super().__init__("duplicates.stopped")


@dataclass(slots=True)
class SearchProgress:
    """How far a search is; written by its thread, read by the screen."""

    done: int = 0
    total: int = 0
    is_stopped: bool = False

    def report(self, done: int, total: int) -> None:
        """Take note of what is done, or stop the search.

        Raises:
            SearchStoppedError: somebody has stopped it.
        """
        self.done, self.total = done, total
        if self.is_stopped:
            raise SearchStoppedError

    @property
    def percent(self) -> int:
        """How much is done."""
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class RecordRefs:
    """Numbers for records of several types, since a list names its rows by numbers."""

    types: tuple[str, ...]

    def ref(self, record_type: str, record_id: int) -> int:
        """The number of a record."""
        return record_id * len(self.types) + self.types.index(record_type) + 1

    def record(self, ref: int) -> tuple[str, int]:
        """The type and the id that a number stands for."""
        record_id, place = divmod(ref - 1, len(self.types))
        return self.types[place], record_id

    def id(self, ref: int) -> int:
        """The id that a number stands for."""
        return self.record(ref)[1]


@dataclass(frozen=True, slots=True)
class Case:
    """Records that are one, or belong together in another way; ``members`` are their refs."""

    record_type: str
    """The type of its records, or of the first of them."""
    members: tuple[int, ...]
    score: float
    reasons: tuple[str, ...]
    customer: KnownCustomer | None = None

    @property
    def key(self) -> int:
        """The id of its head in the list: negative, as no ref is."""
        return -self.members[0]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked for: records that ``relations`` hold between, in each of some types."""

    key: str
    record_types: tuple[str, ...]
    refs: RecordRefs
    relations: tuple[Relation, ...] = (Relation.SAME, Relation.MAILBOX)
    has_sure: bool = field(default=False, kw_only=True)
    """Whether some cases can be surer than others, so that the sure ones merge unseen."""
    can_widen: bool = field(default=False, kw_only=True)
    """Whether less sure ones can be shown."""
    is_mixed: bool = field(default=False, kw_only=True)
    """Whether the records are of several types or ranks, which a column names."""
    merges: bool = field(default=True, kw_only=True)
    """Whether the records of a case can become one."""

    def label(self, schema: Schema) -> str:
        """What a person calls it."""
        if self.key in schema.types:
            return schema.type(self.key).label()
        return t(f"duplicates.subject.{self.key}")

    def nothing_found(self, schema: Schema) -> str:
        """The sentence for no case at all."""
        if self.key in schema.types:
            return t("duplicates.none.same", types=schema.type(self.key).label().lower())
        return t(f"duplicates.none.{self.key}")

    def find(self, store: Store, progress: SearchProgress, least: float) -> list[Case]:
        """All cases, the surest first.

        Raises:
            SearchStoppedError: it is not wanted any more.
        """
        return [
            Case(
                record_type,
                tuple(self.refs.ref(record_type, each) for each in group.records),
                group.score,
                group.reasons,
            )
            for record_type in self.record_types
            for group in groups.find_all(
                store, record_type, progress.report, least=least, relations=self.relations
            )
        ]

    def standing(self, store: Store, cases: Sequence[Case]) -> list[Case]:
        """The cases as far as they stand: not merged, converted or called different since."""
        found: list[Case] = []
        with store.reading() as connection:
            for record_type in self.record_types:
                declared = store.schema.type(record_type)
                here = [case for case in cases if case.record_type == record_type]
                ids = {self.refs.id(member) for case in here for member in case.members}
                there = set(match_index.read_for_matching(connection, declared, ids))
                apart = match_index.distinct_pairs(connection, record_type)
                if Relation.SITE in self.relations:
                    apart |= _families(connection, declared, there)
                found += self._still(here, there, apart)
        return found

    def _still(
        self, cases: Iterable[Case], there: Collection[int], apart: Collection[tuple[int, int]]
    ) -> Iterator[Case]:
        for case in cases:
            ids = sorted(i for member in case.members if (i := self.refs.id(member)) in there)
            pairs = [pair for pair in combinations(ids, 2) if pair not in apart]
            kept = {record_id for pair in pairs for record_id in pair}
            if kept:
                members = tuple(self.refs.ref(case.record_type, each) for each in sorted(kept))
                yield Case(case.record_type, members, case.score, case.reasons)

    def mark_distinct(self, store: Store, case: Case, marked: Collection[int]) -> int | None:
        """Remember that the records of a case are not one, or the marked ones none of the others.

        Returns:
            The number of the change, None where all of it was known.
        """
        pairs = self._pairs([self.refs.id(member) for member in case.members])
        if marked:
            named = {self.refs.id(member) for member in marked}
            pairs = [pair for pair in pairs if not named.isdisjoint(pair)]
        return candidates.mark_distinct(store, case.record_type, pairs)

    def _pairs(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        return list(combinations(ids, 2))

    def head(self, case: Case) -> str:
        """What stands above a case: how sure it is, and why."""
        why = t("sales.list_join").join(case.reasons)
        return t("duplicates.head", percent=round(100 * case.score), why=why)

    def rank(self, schema: Schema, ref: int, *, is_first: bool) -> str:
        """What a record is, where the cases have several sorts."""
        del is_first
        return schema.type(self.refs.record(ref)[0]).label(1)


class BranchSubject(Subject):
    """Branches of a company that stand beside their head office instead of below it."""

    def find(self, store: Store, progress: SearchProgress, least: float) -> list[Case]:
        """All families, in the order of their head offices."""
        del least
        ref = partial(self.refs.ref, branches.RECORD_TYPE)
        return [
            Case(branches.RECORD_TYPE, tuple(map(ref, (each.head, *each.branches))), 1.0, ())
            for each in branches.find_branches(store, progress.report)
        ]

    def standing(self, store: Store, cases: Sequence[Case]) -> list[Case]:
        """The families as they are now."""
        del cases
        return self.find(store, SearchProgress(), 0)

    def _pairs(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        return [(ids[0], other) for other in ids[1:]]

    def head(self, case: Case) -> str:
        """How many branches the family has."""
        return t("duplicates.family", n=len(case.members) - 1)

    def rank(self, schema: Schema, ref: int, *, is_first: bool) -> str:
        """Whether it is the head office."""
        del schema, ref
        return t("duplicates.office" if is_first else "duplicates.branch")


class CustomerSubject(Subject):
    """Records that could be converted, but whose person or company is a customer already."""

    def find(self, store: Store, progress: SearchProgress, least: float) -> list[Case]:
        """The likeliest matches first."""
        found = customers.find_customers(store, progress.report, least=least)
        return [self._case(known) for known in found]

    def _case(self, known: KnownCustomer) -> Case:
        others = [self.refs.ref(match.record_type, match.id) for match in known.matches]
        mine = self.refs.ref(known.record_type, known.id)
        return Case(
            known.record_type, (mine, *others), known.score, known.matches[0].reasons, known
        )

    def standing(self, store: Store, cases: Sequence[Case]) -> list[Case]:
        """Those of which nobody was converted, deleted or called different since."""
        known = [case.customer for case in cases if case.customer is not None]
        with store.reading() as connection:
            still = customers.still_matching(connection, store.schema, known)
        return [self._case(each) for each in still]

    def mark_distinct(self, store: Store, case: Case, marked: Collection[int]) -> int | None:
        """Remember that the record is none of its matches, or none of the marked ones."""
        first, *others = case.members
        named = [other for other in others if other in marked] or others
        return customers.not_a_customer(
            store, self.refs.id(first), [self.refs.record(each) for each in named]
        )


def subjects(schema: Schema) -> tuple[Subject, ...]:
    """All that can be looked for, as the record types declare it: duplicates of each first."""
    compared = candidates.compared_types(schema)
    refs = RecordRefs(tuple(each.key for each in compared))
    people = tuple(each.key for each in compared if each.is_person)
    companies = tuple(
        each.key for each in compared if each.company_name_field and not each.is_person
    )
    converted = tuple(each.key for each in compared if each.converts_to)
    return (
        *(Subject(each.key, (each.key,), refs, has_sure=True, can_widen=True) for each in compared),
        Subject("sites", companies, refs, (Relation.SITE,)),
        BranchSubject("branches", (branches.RECORD_TYPE,), refs, is_mixed=True, merges=False),
        Subject("moves", people, refs, (Relation.MOVE,), is_mixed=True),
        CustomerSubject("customers", converted, refs, can_widen=True, is_mixed=True, merges=False),
    )


def _families(
    connection: Connection, companies: RecordType, ids: Collection[int]
) -> set[tuple[int, int]]:
    """The pairs of a company and one above it, or below the same one; lower id first."""
    rows = match_index.read_for_matching(connection, companies, ids)
    above = {i: int(row["parent"]) for i, row in rows.items() if row["parent"] is not None}
    pairs = {(min(one, other), max(one, other)) for one, other in above.items()}
    return pairs | {
        (low, high) for low, high in combinations(sorted(above), 2) if above[low] == above[high]
    }
