"""Resolve the links of imported rows, by name or foreign number, in batches."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.bounded_counter import BoundedCounter
from tui_crm.exchange.importing.import_row import NoticeKind, RowNotice
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.exchange.importing.record_lookup import name_key, named, named_values
from tui_crm.i18n import has, t
from tui_crm.store import import_lookups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui_crm.exchange.importing.import_row import ImportRow, LinkText
    from tui_crm.exchange.importing.team_rules import RuleCheck
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value

_LATER_LIMIT: Final = 200_000
"""Links to records further down that are kept."""


class Linker:
    """Resolves the links of rows to records, and makes the missing ones that may be made.

    ``unknown`` has the links of records that were written which lead nowhere, by field.
    """

    def __init__(self, schema: Schema, record_type: RecordType, duplicates: Duplicates) -> None:
        self.unknown: list[tuple[str, str]] = []
        self.created: Counter[str] = Counter()
        """How many missing records were made, by record type."""
        self._schema = schema
        self._record_type = record_type
        self._duplicates = duplicates
        self._here: list[tuple[str, LinkText, ImportRow]] = []
        self._later: list[tuple[str, LinkText, int]] = []
        self._only_blank: set[tuple[int, str]] = set()
        self.barred: dict[str, BoundedCounter] = {}
        """By field, why links were left out that break a rule of the team."""
        self._lost: dict[int, tuple[str, LinkText]] = {}
        """By the ``id`` of a row, the link through which it would have had another one."""
        self.creating = tuple(spec for spec in record_type.fields if spec.creates_missing)
        """The links of which a missing record is made."""
        self._through = next((spec for spec in record_type.fields if spec.through), None)

    def resolve(self, connection: Connection, import_rows: Sequence[ImportRow]) -> None:
        """Fill in the links of ``import_rows`` that lead to records there are.

        A link stays in words where its record will have to be made; one to a record of the same
        type, or of a type that is imported later, is kept for ``finish``.
        """
        # By number before by name: a number is sure, and may lead to a name.
        for target, waiting in _waiting(import_rows, is_id=True):
            self._by_number(connection, target, waiting)
        for target, waiting in _waiting(import_rows, is_id=False):
            self._by_name(connection, target, waiting)
        if self._through is not None:
            self._fill_through(connection, self._through, import_rows)
            self._explain_missing(self._through, import_rows)

    def missing(self, spec: FieldSpec, rows: Iterable[ImportRow]) -> list[list[ImportRow]]:
        """The rows that still name a record in words, those that name the same one together."""
        target = self._schema.type(spec.target)
        wanted: dict[str, list[ImportRow]] = {}
        for row in rows:
            if link := row.links.get(spec.key):
                wanted.setdefault(name_key(target, link.text), []).append(row)
        return list(wanted.values())

    def values_of_missing(self, spec: FieldSpec, row: ImportRow) -> dict[str, Value]:
        """The values of the record that is made because a row names it; its owner is the row's."""
        target = self._schema.type(spec.target)
        values: dict[str, Value] = {**named_values(target, row.links[spec.key].text)}
        if target.owner_field and (owner := row.values.get(self._record_type.owner_field)):
            values[target.owner_field] = owner
        return values

    def create_missing(self, work: UnitOfWork, rows: Sequence[ImportRow]) -> None:
        """Make the records that ``rows``, which are about to be written, still name in words."""
        for spec in self.creating:
            groups = self.missing(spec, rows)
            if not groups:
                continue
            target = self._schema.type(spec.target)
            wanted = work.allocated(
                target, [self.values_of_missing(spec, group[0]) for group in groups]
            )
            created = work.create_many(target.key, wanted)
            self.created[target.key] += len(created)
            for record_id, group in zip(created, groups, strict=True):
                for row in group:
                    del row.links[spec.key]
                    row.values[spec.key] = record_id

    def keep_written(self) -> None:
        """Remember which records the rows of this batch have become."""
        for field, link, import_row in self._here:
            if import_row.record_id is None or (import_row.is_known and not self._may_link(field)):
                continue  # the row was skipped or rejected
            if import_row.is_known and self._duplicates is Duplicates.FILL:
                self._only_blank.add((import_row.record_id, field))
            if len(self._later) < _LATER_LIMIT:
                self._later.append((field, link, import_row.record_id))
            else:
                self.unknown.append((field, link.text))
        self._here.clear()

    def _may_link(self, field: str) -> bool:
        """Whether a link of a record that was there before may be changed."""
        return self._duplicates is not Duplicates.SKIP and not self._is_imported_later(field)

    def _is_imported_later(self, field: str) -> bool:
        """Whether a link is to a record that the program made of this one, and so comes after it:
        the deal of a lead."""
        own = self._record_type
        is_set_here = field in own and own.field(field).readonly
        return is_set_here and self._target(field).import_place > own.import_place

    def finish(self, work: UnitOfWork, rule_check: RuleCheck) -> None:
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
                self._keep_rules(work, rule_check, kept)
                # ``_keep_rules`` has left out what the rules bar.
                work.update_many(self._record_type.key, list(kept.items()), enforce=False)
        self.unknown += ((field, link.text) for (_, field), link in unknown.items())

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
        self, work: UnitOfWork, rule_check: RuleCheck, changes: dict[int, dict[str, Value]]
    ) -> None:
        """Leave out the links with which a record would break a rule, and count them."""
        if not rule_check.is_active or not changes:
            return
        stands = work.writer(self._record_type.key).read(list(changes))
        images = {own: {**stands[own].values, **values} for own, values in changes.items()}
        for own, sentences in rule_check.changed(images, changes).items():
            for field in changes.pop(own):
                self.barred.setdefault(field, BoundedCounter()).add(" ".join(sentences))

    # ------------------------------------------------------------------------------------------

    def _by_number(self, connection: Connection, target: str, waiting: list[ImportRow]) -> None:
        field = target.removesuffix(targets.BY_ID)
        for link_field in targets.LOOKED_UP.get(target, (field,)):
            record_type = self._target(link_field)
            if record_type is self._record_type or self._is_imported_later(link_field):
                self._keep_for_later(link_field, target, waiting)
                return
            numbers = {import_row.links[target].text for import_row in waiting}
            found = import_lookups.ids_by(connection, record_type, targets.EXTERNAL_ID, numbers)
            still = []
            for import_row in waiting:
                ids = found.get(import_row.links[target].text)
                if ids:
                    self._set(
                        connection, import_row, link_field, ids[0], import_row.links.pop(target)
                    )
                    import_row.links.pop(link_field, None)  # its name says the same, less surely
                else:
                    still.append(import_row)
            waiting = still
        for import_row in waiting:
            self._give_up(import_row, target, field)

    def _by_name(self, connection: Connection, field: str, waiting: list[ImportRow]) -> None:
        target = self._target(field)
        if target is self._record_type:
            self._keep_for_later(field, field, waiting)
            return
        found = named(connection, target, {import_row.links[field].text for import_row in waiting})
        for import_row in waiting:
            ids = found.get(import_row.links[field].text, [])
            ids = self._at_company(connection, target, ids, import_row) if len(ids) > 1 else ids
            if len(ids) == 1:
                import_row.values.setdefault(field, ids[0])
                del import_row.links[field]
            elif not self._record_type.field(field).creates_missing:
                self._give_up(import_row, field, field)

    def _fill_through(
        self, connection: Connection, spec: FieldSpec, rows: Sequence[ImportRow]
    ) -> None:
        """Fill a link that rows do not name with that of another record which they name."""
        for name in spec.through:
            other = self._target(name)
            link = other.link_to(spec.target)
            if name not in self._record_type or link is None:
                continue
            waiting = [
                (row, int(record_id))
                for row in rows
                if (record_id := row.values.get(name))
                and spec.key not in row.links
                and spec.key not in row.values
            ]
            ids = {record_id for _, record_id in waiting}
            found = import_lookups.read_fields(connection, other, ids, (link.key,))
            for row, record_id in waiting:
                if (wanted := found[record_id][link.key]) is not None:
                    row.values[spec.key] = wanted

    def _explain_missing(self, spec: FieldSpec, rows: Sequence[ImportRow]) -> None:
        """Say of rows without a link where theirs would have come from, and what to do."""
        for row in rows:
            if spec.key in row.links or spec.key in row.values:
                continue
            field, link = self._lost.get(id(row), ("", None))
            if link is not None:
                unknown = f"errors.import.{self._target(field).singular}_unknown"
                key = unknown if has(unknown) else "errors.import.link_unknown"
                row.problems.append(t(key, name=link.text))
                continue
            for other in map(self._target, (n for n in spec.through if n in row.values)):
                key = f"errors.import.{other.singular}_without_{self._target(spec.key).singular}"
                if has(key):
                    row.problems.append(t(key))
        self._lost.clear()

    def _target(self, field: str) -> RecordType:
        if field not in self._record_type:  # the lead of a deal
            return self._schema.type(field)
        return self._schema.type(self._record_type.field(field).target)

    def _set(
        self,
        connection: Connection,
        import_row: ImportRow,
        field: str,
        record_id: int,
        link: LinkText,
    ) -> None:
        """Fill a link; or, from a record of which only the number is given, the one through it:
        with what that record became, or else with its company, or its own name."""
        if field in self._record_type:
            import_row.values.setdefault(field, record_id)
            return
        spec = self._through
        if spec is None:
            return
        other = self._target(field)
        became, company = other.link_to(spec.target), other.company_name_field
        fields = ("title", *filter(None, (company, became.key if became else "")))
        found = import_lookups.read_fields(connection, other, [record_id], fields)[record_id]
        if became is not None and found[became.key] is not None:
            import_row.values.setdefault(spec.key, found[became.key])
        elif spec.key not in import_row.links and spec.key not in import_row.values:
            name = str(found.get(company) or found["title"])
            import_row.links[spec.key] = link._replace(text=name, is_id=False)

    def _keep_for_later(self, field: str, target: str, waiting: list[ImportRow]) -> None:
        for import_row in waiting:
            self._here.append((field, import_row.links.pop(target), import_row))

    def _give_up(self, import_row: ImportRow, target: str, field: str) -> None:
        """Tell of a link that leads nowhere; a name goes to the notes, a number says nothing."""
        link = import_row.links.pop(target)
        import_row.notices.append(RowNotice(NoticeKind.UNKNOWN_LINK, field, link.text))
        through = self._through
        if through is not None and field in (through.key, *through.through):
            self._lost.setdefault(id(import_row), (field, link))
        body = targets.body(self._record_type)
        if not link.is_id and body:
            stands = import_row.values.get(body)
            line = f"{link.header}: {link.text}"
            import_row.values[body] = f"{stands}\n{line}" if stands else line

    def _at_company(
        self, connection: Connection, target: RecordType, ids: list[int], import_row: ImportRow
    ) -> list[int]:
        """Of several people with one name, those at the company that the row names too."""
        company = target.company_field
        if not company or not target.field(company).target:
            return []
        own = self._record_type.link_to(target.field(company).target)
        wanted = import_row.values.get(own.key) if own is not None else None
        if wanted is None:
            return []
        read = import_lookups.read_fields(connection, target, ids, (company,))
        return [i for i in ids if read[i][company] == wanted]


def _waiting(import_rows: Sequence[ImportRow], *, is_id: bool) -> list[tuple[str, list[ImportRow]]]:
    """The rows that have links by number, or by name, for each target."""
    found: dict[str, list[ImportRow]] = {}
    for import_row in import_rows:
        for target, link in import_row.links.items():
            if link.is_id is is_id:
                found.setdefault(target, []).append(import_row)
    return list(found.items())
