"""Links of imported rows: from names and foreign numbers to records, a few hundred at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.bounded_counter import BoundedCounter
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.exchange.importing.record_lookup import account_key, named
from tui_crm.i18n import t
from tui_crm.store import import_lookups, match_index
from tui_crm.store.records import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui_crm.exchange.importing.row_reader import ImportRow, LinkText
    from tui_crm.exchange.importing.team_rules import RuleCheck
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Schema, Value

_CREATED_WITH: Final = frozenset({"contacts", "deals"})
"""Record types whose import makes the accounts that it names and that are missing."""

_AFTER: Final = frozenset({"converted_deal"})
"""Links to records of a type that is imported after the one that has them."""

_LOST: Final = {
    targets.LEAD_ID: "lead_unknown",
    f"account{targets.BY_ID}": "account_unknown",
    f"primary_contact{targets.BY_ID}": "contact_unknown",
    "primary_contact": "contact_unknown",
}
"""What is said of a deal that has no account because one of these links leads nowhere."""

_LATER_LIMIT: Final = 200_000


class Linker:
    """Finds what the links of drafts mean, and makes the accounts that are missing.

    ``unknown`` counts by field what was not found.
    """

    def __init__(self, schema: Schema, record_type: RecordType, duplicates: Duplicates) -> None:
        self.unknown: dict[str, BoundedCounter] = {}
        self.accounts_created = 0
        self._schema = schema
        self._record_type = record_type
        self._duplicates = duplicates
        self._here: list[tuple[str, LinkText, ImportRow]] = []
        self._later: list[tuple[str, LinkText, int]] = []
        self._only_blank: set[tuple[int, str]] = set()
        self.barred: dict[str, BoundedCounter] = {}
        """By field, why links were left out that break a rule of the team."""
        self._lost: dict[int, tuple[str, LinkText]] = {}
        """By the ``id`` of a draft of a deal, through what it would have had an account."""

    def resolve(self, connection: Connection, drafts: Sequence[ImportRow]) -> None:
        """Fill in the links of ``drafts`` that lead to records there are.

        The account of a contact or deal stays in words where it will have to be made; a link to a
        record of the same type, which may come further down in the file, is kept for ``finish``, as
        is the deal that a lead became.
        """
        # By number before by name: a number is sure, and may lead to a name.
        for target, waiting in _waiting(drafts, is_id=True):
            self._by_number(connection, target, waiting)
        for target, waiting in _waiting(drafts, is_id=False):
            self._by_name(connection, target, waiting)
        if self._record_type.key == "deals":
            self._through_contact(connection, drafts)
            self._explain_missing_accounts(drafts)
        elif self._record_type.key == "distinct_pairs":
            for draft in drafts:
                self._name_pair(connection, draft)

    def _name_pair(self, connection: Connection, draft: ImportRow) -> None:
        """Have a pair mean the records that it names: in another store their numbers are others'.

        A record is meant by its number where it is called so, else by its name where one is.
        """
        values = draft.values
        types = str(values.get("record_type") or "").split()
        names = str(values.get("names") or "").split(" ≠ ")
        ids = (values.get("low_id"), values.get("high_id"))
        if None in ids or match_index.is_distinct(connection, values):
            return
        if len(types) not in (1, 2) or any(key not in self._schema.types for key in types):
            draft.problems.append(t("errors.import.pair_type", type=values.get("record_type")))
            return
        pair = (types[0], types[-1])
        found = [
            self._called(connection, self._schema.type(key), int(number or 0), name)
            for key, number, name in zip(pair, ids, names, strict=False)
        ]
        if len(names) != 2 or None in found or (len(types) == 1 and found[0] == found[1]):
            draft.problems.append(t("errors.import.pair_unknown", names=values.get("names") or ids))
            return
        low, high = found if len(types) == 2 else sorted(filter(None, found))
        values.update(low_id=low, high_id=high)

    @staticmethod
    def _called(connection: Connection, target: RecordType, number: int, name: str) -> int | None:
        if titles(connection, target.key, [number]).get(number) == name:
            return number
        called = named(connection, target, [name]).get(name, [])
        return called[0] if len(called) == 1 else None

    def create_accounts(self, work: UnitOfWork, drafts: Iterable[ImportRow]) -> None:
        """Make the accounts that ``drafts``, which are about to be written, still name in words."""
        wanted: dict[str, list[ImportRow]] = {}
        for draft in drafts:
            link = draft.links.get("account")
            if link and self._record_type.key in _CREATED_WITH:
                wanted.setdefault(account_key(link.text), []).append(draft)
        if not wanted:
            return
        accounts = self._schema.type("accounts")
        rows: list[dict[str, Value]] = []
        for waiting in wanted.values():
            values: dict[str, Value] = {"name": waiting[0].links["account"].text}
            if owner := waiting[0].values.get("owner"):
                values["owner"] = owner
            rows.append(work.with_defaults(accounts, values))
        created = work.create_many("accounts", rows)
        self.accounts_created += len(created)
        for account, waiting in zip(created, wanted.values(), strict=True):
            for draft in waiting:
                del draft.links["account"]
                draft.values["account"] = account

    def keep_written(self) -> None:
        """Remember which records the drafts at hand have become, and let go of the drafts."""
        for field, link, draft in self._here:
            if draft.record_id is None or (draft.is_known and not self._may_link(field)):
                continue  # the row was skipped or rejected
            if draft.is_known and self._duplicates is Duplicates.FILL:
                self._only_blank.add((draft.record_id, field))
            if len(self._later) < _LATER_LIMIT:
                self._later.append((field, link, draft.record_id))
            else:
                self._count(field, link)
        self._here.clear()

    def _may_link(self, field: str) -> bool:
        """Whether a link of a record that was there before may be changed."""
        return self._duplicates is not Duplicates.SKIP and field not in _AFTER

    def finish(self, work: UnitOfWork, gate: RuleCheck) -> None:
        """Fill in the links to records further down, where no rule bars it.

        A number goes before a name, which counts only where the number leads nowhere.
        """
        filled: set[tuple[int, str]] = set()
        unknown: dict[tuple[int, str], LinkText] = {}
        for is_id in (True, False):
            links = [each for each in self._later if each[1].is_id is is_id]
            for start in range(0, len(links), 500):
                changes: dict[int, dict[str, Value]] = {}
                for field, link, own, found in self._found_later(
                    work.connection, links[start : start + 500]
                ):
                    place = (own, field)
                    if len(found) == 1:
                        unknown.pop(place, None)
                        is_itself = self._target(field) is self._record_type and own in found
                        if not is_itself and place not in filled:
                            filled.add(place)
                            changes.setdefault(own, {})[field] = found[0]
                    elif place not in filled:
                        unknown.setdefault(place, link)
                kept = self._without_filled(work.connection, changes)
                self._keep_rules(work, gate, kept)
                work.update_many(self._record_type.key, list(kept.items()))
        for (_, field), link in unknown.items():
            self._count(field, link)

    def _without_filled(
        self, connection: Connection, changes: dict[int, dict[str, Value]]
    ) -> dict[int, dict[str, Value]]:
        """Changes less those of links that stand, in records of which only blanks are filled."""
        asked = {(own, field) for own, each in changes.items() for field in each}
        if self._only_blank.isdisjoint(asked):
            return changes
        fields = sorted({field for _, field in asked})
        stands = import_lookups.read_fields(connection, self._record_type, changes, fields)
        kept = {
            own: {
                field: value
                for field, value in each.items()
                if (own, field) not in self._only_blank or stands[own][field] is None
            }
            for own, each in changes.items()
        }
        return {own: each for own, each in kept.items() if each}

    def _found_later(
        self, connection: Connection, part: Sequence[tuple[str, LinkText, int]]
    ) -> Iterator[tuple[str, LinkText, int, list[int]]]:
        """Links that were kept, each with the records that it may mean."""
        for field_type in {self._target(field).key: field for field, _, _ in part}.values():
            target = self._target(field_type)
            of_target = [each for each in part if self._target(each[0]) is target]
            numbers = [link.text for _, link, _ in of_target if link.is_id]
            by_number = import_lookups.ids_by(connection, target, targets.EXTERNAL_ID, numbers)
            by_name = named(connection, target, [x.text for _, x, _ in of_target if not x.is_id])
            for field, link, own in of_target:
                found = by_number.get(link.text) if link.is_id else by_name.get(link.text)
                yield field, link, own, found or []

    def _keep_rules(
        self, work: UnitOfWork, gate: RuleCheck, changes: dict[int, dict[str, Value]]
    ) -> None:
        """Leave out the links with which a record would break a rule, and count them."""
        if gate.is_idle or not changes:
            return
        stands = work.writer(self._record_type.key).read(list(changes))
        images = {own: {**stands[own].values, **values} for own, values in changes.items()}
        for own, sentences in gate.changed(images, changes).items():
            for field in changes.pop(own):
                self.barred.setdefault(field, BoundedCounter()).add(" ".join(sentences))

    # ------------------------------------------------------------------------------------------

    def _by_number(self, connection: Connection, target: str, waiting: list[ImportRow]) -> None:
        field = target.removesuffix(targets.BY_ID)
        for link_field in targets.LOOKED_UP.get(target, (field,)):
            record_type = self._target(link_field)
            if record_type is self._record_type or link_field in _AFTER:
                self._keep_for_later(link_field, target, waiting)
                return
            numbers = {draft.links[target].text for draft in waiting}
            found = import_lookups.ids_by(connection, record_type, targets.EXTERNAL_ID, numbers)
            still = []
            for draft in waiting:
                ids = found.get(draft.links[target].text)
                if ids:
                    self._set(connection, draft, link_field, ids[0], draft.links.pop(target))
                    draft.links.pop(link_field, None)  # its name says the same, less surely
                else:
                    still.append(draft)
            waiting = still
        for draft in waiting:
            self._give_up(draft, target, field)

    def _by_name(self, connection: Connection, field: str, waiting: list[ImportRow]) -> None:
        target = self._target(field)
        if target is self._record_type:
            self._keep_for_later(field, field, waiting)
            return
        found = named(connection, target, {draft.links[field].text for draft in waiting})
        for draft in waiting:
            ids = found.get(draft.links[field].text, [])
            ids = self._of_account(connection, target, ids, draft) if len(ids) > 1 else ids
            if len(ids) == 1:
                draft.values.setdefault(field, ids[0])
                del draft.links[field]
            elif field != "account" or self._record_type.key not in _CREATED_WITH:
                self._give_up(draft, field, field)

    def _through_contact(self, connection: Connection, drafts: Sequence[ImportRow]) -> None:
        """A deal that names no account is one of the account that its contact has."""
        waiting = [
            (draft, int(contact))
            for draft in drafts
            if (contact := draft.values.get("primary_contact"))
            and "account" not in draft.links
            and "account" not in draft.values
        ]
        contacts = self._schema.type("contacts")
        ids = {contact for _, contact in waiting}
        found = import_lookups.read_fields(connection, contacts, ids, ("account",))
        for draft, contact in waiting:
            if (account := found[contact]["account"]) is not None:
                draft.values["account"] = account

    def _explain_missing_accounts(self, drafts: Sequence[ImportRow]) -> None:
        """Say of deals without an account where theirs would have come from, and what to do."""
        for draft in drafts:
            if "account" in draft.links or "account" in draft.values:
                continue
            target, link = self._lost.get(id(draft), ("", None))
            if link is None:
                if "primary_contact" in draft.values:
                    draft.problems.append(t("errors.import.contact_without_account"))
                continue
            draft.problems.append(t(f"errors.import.{_LOST[target]}", name=link.text))
        self._lost.clear()

    def _target(self, field: str) -> RecordType:
        if field not in self._record_type:  # the lead of a deal
            return self._schema.type("leads")
        return self._schema.type(self._record_type.field(field).target)

    def _set(
        self, connection: Connection, draft: ImportRow, field: str, record_id: int, link: LinkText
    ) -> None:
        if field in self._record_type:
            draft.values.setdefault(field, record_id)
            return
        leads = self._schema.type("leads")
        lead = import_lookups.read_fields(
            connection, leads, [record_id], ("company", "title", "converted_account")
        )[record_id]
        if lead["converted_account"] is not None:
            draft.values.setdefault("account", lead["converted_account"])
        elif "account" not in draft.links and "account" not in draft.values:
            name = str(lead["company"] or lead["title"])
            draft.links["account"] = link._replace(text=name, is_id=False)

    def _keep_for_later(self, field: str, target: str, waiting: list[ImportRow]) -> None:
        for draft in waiting:
            self._here.append((field, draft.links.pop(target), draft))

    def _give_up(self, draft: ImportRow, target: str, field: str) -> None:
        """Count a link that leads nowhere; a name goes to the notes, a number says nothing."""
        link = draft.links.pop(target)
        self._count(field, link)
        if self._record_type.key == "deals" and target in _LOST:
            self._lost.setdefault(id(draft), (target, link))
        body = targets.body(self._record_type)
        if not link.is_id and body:
            stands = draft.values.get(body)
            line = f"{link.header}: {link.text}"
            draft.values[body] = f"{stands}\n{line}" if stands else line

    def _count(self, field: str, link: LinkText) -> None:
        self.unknown.setdefault(field, BoundedCounter()).add(link.text)

    def _of_account(
        self, connection: Connection, target: RecordType, ids: list[int], draft: ImportRow
    ) -> list[int]:
        """Of several people with one name, those at the account that the row names too."""
        account = draft.values.get("account")
        if "account" not in target or account is None:
            return []
        read = import_lookups.read_fields(connection, target, ids, ("account",))
        return [i for i in ids if read[i]["account"] == account]


def _waiting(drafts: Sequence[ImportRow], *, is_id: bool) -> list[tuple[str, list[ImportRow]]]:
    """The drafts that have links by number, or by name, for each target."""
    found: dict[str, list[ImportRow]] = {}
    for draft in drafts:
        for target, link in draft.links.items():
            if link.is_id is is_id:
                found.setdefault(target, []).append(draft)
    return list(found.items())
