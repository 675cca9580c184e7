"""Check imported rows against the rules of the team, and allocate owners to new records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.i18n import t
from tui_crm.store import validate
from tui_crm.store.journal.hooks import (
    Save,
    allocate,
    allocated_fields,
    is_validated,
    problems,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.linker import Linker
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Value
    from tui_crm.store.validate import Problem

Sentences = dict[int, list[str]]


class RuleCheck:
    """Checks a batch of rows against the rules of the team before they are written.

    The fields ``blanks`` are meant to be blank where they are. With ``is_open`` what breaks a rule
    comes in all the same.
    """

    def __init__(
        self,
        work: UnitOfWork,
        record_type: RecordType,
        defaults: Mapping[str, Value],
        blanks: Collection[str],
        linker: Linker,
        *,
        is_open: bool,
    ) -> None:
        self._incomplete: set[int] = set()
        self._waived: set[int] = set()
        self._work = work
        self._type = record_type
        self._defaults = defaults
        self._is_open = is_open
        self._linker = linker
        self._allocated = tuple(
            key for key in allocated_fields(work.schema, record_type) if key not in blanks
        )
        self._has_checks = validate.has_checks(work.schema, record_type)

    @property
    def is_active(self) -> bool:
        """Whether there is a rule that could keep a record out."""
        return self._has_checks or is_validated(self._work.schema, self._type)

    @property
    def incomplete(self) -> int:
        """How many of the records that were written break a rule."""
        return len(self._incomplete)

    def count_created(self, import_rows: Sequence[ImportRow]) -> None:
        """Take in which of the rows that were looked at last have become records."""
        if self._waived:
            self._incomplete.update(
                each.record_id
                for each in import_rows
                if each.record_id is not None and id(each) in self._waived
            )
            self._waived.clear()

    def new(self, import_rows: Sequence[ImportRow]) -> Sentences:
        """The violations of rows that would become records, by ``id``; the others get owners."""
        held: Sentences = {}
        self._waived.clear()
        if self.is_active:
            rows = [self._row(import_row) for import_row in import_rows]
            self._hold_senseless(held, import_rows, rows)
            self._hold(held, import_rows, rows)
        self._hold_missing(held, import_rows)
        if self._allocated:
            self._allocate(
                held, [import_row for import_row in import_rows if id(import_row) not in held]
            )
        return held

    def changed(
        self, images: Mapping[int, Mapping[str, Value]], changes: Mapping[int, Mapping[str, Value]]
    ) -> Sentences:
        """The violations of records that would change to ``images``, by number."""
        held: Sentences = {}
        schema, ids = self._work.schema, list(changes)
        for record_id, changed in changes.items():
            found = validate.out_of_order(self._type, images[record_id], changed)
            if self._has_checks:
                found += validate.checks(schema, self._type, images[record_id])
            if found:
                held[record_id] = _said(found)
        rows = [images[record_id] for record_id in ids]
        changed_fields = [changes[record_id].keys() for record_id in ids]
        broken, waived = self._broken(rows, changed_fields)
        for place, sentences in broken.items():
            held.setdefault(ids[place], []).extend(sentences)
        self._recount(images, [each for each in ids if each not in held])
        self._incomplete.update(ids[place] for place in waived if ids[place] not in held)
        return held

    def _recount(self, images: Mapping[int, Mapping[str, Value]], ids: Sequence[int]) -> None:
        """Forget those incomplete records that a change completes."""
        known = [record_id for record_id in ids if record_id in self._incomplete]
        if known:
            _, waived = self._broken([images[record_id] for record_id in known])
            self._incomplete.difference_update(known)
            self._incomplete.update(known[place] for place in waived)

    def linked(self, import_rows: Sequence[ImportRow]) -> Sentences:
        """The violations of missing records that rows of known records name, by number."""
        held: Sentences = {}
        self._hold_missing(held, import_rows)
        return {d.record_id: held[id(d)] for d in import_rows if d.record_id and id(d) in held}

    def _row(self, import_row: ImportRow) -> dict[str, Value]:
        """The record that a row would become; a link that will be filled is 0."""
        links = {key: 0 for key in import_row.links if key in self._type}
        row: dict[str, Value] = {**self._defaults, **links, **import_row.values}
        return row | {key: 0 for key in self._allocated if key not in import_row.values}

    def _hold_senseless(
        self,
        held: Sentences,
        import_rows: Sequence[ImportRow],
        rows: Sequence[Mapping[str, Value]],
    ) -> None:
        for import_row, row in zip(import_rows, rows, strict=True) if self._has_checks else ():
            if found := validate.checks(self._work.schema, self._type, row):
                held[id(import_row)] = _said(found)

    def _hold(
        self,
        held: Sentences,
        import_rows: Sequence[ImportRow],
        rows: Sequence[Mapping[str, Value]],
        changed: Sequence[Collection[str]] | None = None,
    ) -> None:
        broken, waived = self._broken(rows, changed)
        for place, sentences in broken.items():
            held.setdefault(id(import_rows[place]), []).extend(sentences)
        self._waived.update(id(import_rows[place]) for place in waived)

    def _broken(
        self,
        rows: Sequence[Mapping[str, Value]],
        changed: Sequence[Collection[str]] | None = None,
    ) -> tuple[Sentences, list[int]]:
        """What keeps rows out, by their places; and the places of those that break a rule and come
        in all the same."""
        found: Sentences = {}
        waived = []
        for place, each in problems(self._work.context, self._type, rows, changed).items():
            barring = [p for p in each if not (p.is_waivable and self._is_open)]
            if barring:
                found[place] = _said(barring)
            else:
                waived.append(place)
        return found, waived

    def _hold_missing(self, held: Sentences, import_rows: Sequence[ImportRow]) -> None:
        """The records that are made because rows name them keep the rules of their own type."""
        for spec in self._linker.creating:
            target = self._work.schema.type(spec.target)
            if self._is_open or not is_validated(self._work.schema, target):
                continue
            naming = [import_row for import_row in import_rows if spec.key in import_row.links]
            named = [self._linker.values_of_missing(spec, import_row) for import_row in naming]
            filled = dict.fromkeys(allocated_fields(self._work.schema, target), 0)
            rows = [{**self._work.with_defaults(target, {}), **filled, **row} for row in named]
            label = target.label(1)
            for place, each in problems(self._work.context, target, rows).items():
                words = [t("import.of_column", column=label, why=why) for why in _said(each)]
                held.setdefault(id(naming[place]), []).extend(words)

    def _allocate(self, held: Sentences, import_rows: Sequence[ImportRow]) -> None:
        """Fill the fields that are allocated to new records, and look at those once more."""
        waiting = [d for d in import_rows if any(key not in d.values for key in self._allocated)]
        saves = [
            Save({}, self._row(import_row), import_row.values.keys()) for import_row in waiting
        ]
        allocate(self._work.context, self._type, saves)
        for import_row, save in zip(waiting, saves, strict=True):
            filled = {
                key: save.changes[key] for key in self._allocated if key not in import_row.values
            }
            import_row.values |= {key: value for key, value in filled.items() if value}
            import_row.is_assigned = bool(filled.get(self._type.owner_field))
        final = [{**self._defaults, **import_row.values} for import_row in waiting]
        self._hold(held, waiting, final, [self._allocated] * len(waiting))


def _said(problems: Sequence[Problem]) -> list[str]:
    return [problem.sentence for problem in problems]
