"""Upsert rows: create a record, update the one that matches, or reject the row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.field_updates import FieldUpdates
from tui_crm.exchange.importing.import_row import NoticeKind
from tui_crm.exchange.importing.options import Converted, Duplicates
from tui_crm.exchange.importing.report import Action, Reason, RowOutcome
from tui_crm.exchange.importing.team_rules import RuleCheck
from tui_crm.exchange.readers.rows import OtherLine
from tui_crm.i18n import t
from tui_crm.store import derive, import_lookups, validate
from tui_crm.store.journal.hooks import Event
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tui_crm.exchange.importing.columns import TableMapping
    from tui_crm.exchange.importing.errors_file import ErrorsFile
    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.linker import Linker
    from tui_crm.exchange.importing.match_rules import Rule
    from tui_crm.exchange.importing.matcher import Matcher, RowMatch
    from tui_crm.exchange.importing.options import ImportOptions
    from tui_crm.exchange.importing.picklists import ChoiceWriter
    from tui_crm.exchange.importing.report import ImportReport
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Value


_CONVERSION: Final = frozenset(targets.CONVERSION)
_CONVERSION_LINKS: Final = frozenset(f"{key}{targets.BY_ID}" for key in targets.CONVERSION)


@dataclass(slots=True)
class _Pending:
    """The writes that a batch of rows leads to, collected before any of them is done."""

    new: list[ImportRow] = field(default_factory=list)
    images: dict[int, dict[str, Value]] = field(default_factory=dict)
    """Records that are met, as they stand or will stand."""
    changes: dict[int, dict[str, Value]] = field(default_factory=dict)
    linked: list[ImportRow] = field(default_factory=list)


@dataclass(slots=True)
class RowWriter:
    """Upserts the rows of a table, a few hundred at a time."""

    work: UnitOfWork
    record_type: RecordType
    mapping: TableMapping
    options: ImportOptions
    linker: Linker
    matcher: Matcher
    choices: ChoiceWriter
    report: ImportReport
    errors: ErrorsFile | None
    skipped: ErrorsFile | None
    on_row: Callable[[ImportRow, RowOutcome], None] | None
    _defaults: dict[str, Value] = field(init=False)
    _required: tuple[str, ...] = field(init=False)
    _either: tuple[tuple[str, str], ...] = field(init=False)
    _closed: frozenset[str] = field(init=False)
    """The statuses that are won or lost."""
    _linked: frozenset[str] = field(init=False)
    _deriver: derive.Deriver = field(init=False)
    _updates: FieldUpdates = field(init=False)
    _overwritten: set[int] = field(default_factory=set, init=False)
    """Records of which the file has the row under their own number."""
    rule_check: RuleCheck = field(init=False)

    def __post_init__(self) -> None:
        fields = self.record_type.fields
        self._defaults = self.work.with_defaults(self.record_type, {})
        blanks: set[str] = set()
        if self.mapping.is_own:  # a blank of ours is a blank, and asks for nothing to be filled in
            blanks.update(column.target for column in self.mapping.used)
            blanks.difference_update(s.key for s in fields if s.required)
        for key in blanks:
            self._defaults.pop(key, None)
        self.report.is_unowned = self.record_type.owner_field not in self._defaults
        self._required = tuple(s.key for s in fields if s.required and s.key not in self._defaults)
        self._either = tuple((s.key, s.required_without) for s in fields if s.required_without)
        status = self.record_type.status_field
        picklist = self.record_type.field(status).choices if status else ""
        statuses = self.work.schema.choices(picklist, retired=True)
        self._closed = frozenset(choice.key for choice in statuses if choice.outcome)
        work = self.work
        self._updates = FieldUpdates(work.context, self.record_type, self.mapping, self.options)
        self._linked = frozenset(s.key for s in fields if s.kind is Kind.LINK)
        self._deriver = derive.Deriver(self.record_type)
        is_open = self.options.allow_incomplete
        self.rule_check = RuleCheck(
            self.work, self.record_type, self._defaults, blanks, self.linker, is_open=is_open
        )

    def take(self, rows: Sequence[ImportRow]) -> None:
        """Match and write some rows."""
        outcomes: dict[int, RowOutcome] = {}
        import_rows = [import_row for import_row in rows if self._is_wanted(import_row, outcomes)]
        self.linker.resolve(self.work.connection, import_rows)
        for hook in self.work.schema.hooks.of(Event.IMPORT, self.record_type.key):
            before = [dict(import_row.values) for import_row in import_rows]
            hook(self.work.context, self.record_type, import_rows, self.mapping.is_own)
            for import_row, values in zip(import_rows, before, strict=True):
                if import_row.values != values:
                    self._forget_stale(import_row)
        sound = [import_row for import_row in import_rows if self._is_sound(import_row, outcomes)]
        matches: Sequence[RowMatch | None] = [None] * len(sound)
        if self.options.duplicates is not Duplicates.CREATE:
            matches = self.matcher.match(sound)
        self._overwritten.update(
            match.record_id
            for import_row, match in zip(sound, matches, strict=True)
            if match is not None and match.record_id is not None and not import_row.is_merged_away
        )
        pending = _Pending()
        if self.options.duplicates is not Duplicates.SKIP:
            pending.images = self._images(sound, matches)
        for import_row, match in zip(sound, matches, strict=True):
            if match is None:
                pending.new.append(import_row)
            else:
                outcomes[id(import_row)] = self._place(import_row, match, pending)
        self._keep_rules(pending, zip(sound, matches, strict=True), outcomes)
        self._write(pending)
        self.linker.keep_written()
        outcomes.update(
            (id(import_row), self._created(import_row))
            for import_row in pending.new
            if self.on_row is not None or import_row.near is not None
        )
        left_out = {
            id(import_row): import_row.left_out for import_row in sound if import_row.left_out
        }
        for import_row in rows:
            place = id(import_row)
            self._tell(import_row, outcomes.get(place), left_out.get(place, ()))

    def _forget_stale(self, import_row: ImportRow) -> None:
        """Drop what was worked out of other values of a row than it has now."""
        import_row.looks = None
        derived = import_row.derived
        if derived is not None and not self._deriver.is_of(derived, import_row.values):
            import_row.derived = None

    # --- sorting out --------------------------------------------------------------------------

    def _is_wanted(self, import_row: ImportRow, outcomes: dict[int, RowOutcome]) -> bool:
        """Whether a row goes any further."""
        if (problem := import_row.problem) is not None:
            outcomes[id(import_row)] = (
                RowOutcome(import_row.line, Action.SKIPPED, problem.kind, problem.detail)
                if isinstance(problem.kind, OtherLine)
                else _rejected(import_row, [str(problem)])
            )
            return False
        if import_row.closed_by and not self._is_closed(import_row):
            column, why = import_row.closed_by, t("errors.import.closed_unknown")
            import_row.problems.append(t("import.of_column", column=column, why=why))
        if import_row.values.get("converted_at") is not None:
            import_row.is_converted = True
        reason = None
        if import_row.is_deleted:
            reason = Reason.DELETED_THERE
        elif import_row.is_converted and self.options.converted is Converted.SKIP:
            reason = Reason.CONVERTED_THERE
        if reason is not None:
            title = derive.title(self.record_type, import_row.values)
            outcomes[id(import_row)] = RowOutcome(import_row.line, Action.SKIPPED, reason, title)
            return False
        if self.record_type.converts_to:
            self._settle_conversion(import_row)
        return True

    def _is_closed(self, import_row: ImportRow) -> bool:
        """Whether the status is one of those that are won or lost."""
        return import_row.values.get(self.record_type.status_field) in self._closed

    def _settle_conversion(self, import_row: ImportRow) -> None:
        """Let a lead be converted that is to stay so; any other is open, whatever else is said."""
        values = import_row.values
        if import_row.is_converted and self.options.converted is Converted.KEEP:
            values.setdefault("converted_at", values.get("created_at") or self.work.now)
            values["converted_by"] = self.work.user_id
            return
        if not _CONVERSION.isdisjoint(values):
            import_row.values = {k: v for k, v in values.items() if k not in _CONVERSION}
        for key in _CONVERSION_LINKS.intersection(import_row.links):
            del import_row.links[key]

    def _is_sound(self, import_row: ImportRow, outcomes: dict[int, RowOutcome]) -> bool:
        values = import_row.values
        links = import_row.links
        missing = [key for key in self._required if key not in values and key not in links]
        missing += [
            key
            for key, other in self._either
            if not (key in values or other in values or key in links or other in links)
        ]
        if missing:
            needed = [*self._required, *(key for key, _ in self._either)]
            row = {**dict.fromkeys(import_row.links, 1), **values}
            found = validate.problems(self.work.schema, self.record_type, row, only=needed)
            import_row.problems += [p.sentence for p in found if row.get(p.field) is None]
        if self.record_type.in_order:
            disordered = validate.out_of_order(self.record_type, values)
            import_row.problems += [problem.sentence for problem in disordered]
        if import_row.problems:
            outcomes[id(import_row)] = _rejected(import_row, _reasons(import_row))
            return False
        return True

    # --- deciding -----------------------------------------------------------------------------

    def _images(
        self, import_rows: Sequence[ImportRow], matches: Sequence[RowMatch | None]
    ) -> dict[int, dict[str, Value]]:
        """The records that rows are, as far as the rows may change them."""
        ids: set[int] = set()
        fields = set(self._updates.fields)
        fields.update(key for pair in self.record_type.in_order for key in pair)
        for import_row, match in zip(import_rows, matches, strict=True):
            if match is not None and match.record_id is not None:
                ids.add(match.record_id)
                fields.update(import_row.values, import_row.links.keys() & self._linked)
        if self.rule_check.is_active:
            fields.update(spec.key for spec in self.record_type.fields)
        return import_lookups.read_fields(
            self.work.connection, self.record_type, ids, sorted(fields)
        )

    def _place(self, import_row: ImportRow, match: RowMatch, pending: _Pending) -> RowOutcome:
        line = import_row.line
        if match.import_row is not None:
            return self._join(import_row, match.import_row, match.rule)
        import_row.record_id = match.record_id
        import_row.is_known = True
        record_id = match.record_id or 0
        if match.is_converted:
            return RowOutcome(
                line, Action.SKIPPED, Reason.CONVERTED_HERE, match.title, record_id, match.rule
            )
        is_beside_keeper = import_row.is_merged_away and record_id in self._overwritten
        if is_beside_keeper and self.options.duplicates is Duplicates.OVERWRITE:
            return RowOutcome(
                line, Action.SKIPPED, Reason.MERGED_AWAY, match.title, record_id, match.rule
            )
        image = pending.images.get(record_id)
        if image is None:
            return RowOutcome(
                line, Action.SKIPPED, Reason.SAME_STORED, match.title, record_id, match.rule
            )
        changes = self._updates.changes(import_row, image)
        would_link = bool(self._blank_links(import_row, pending))
        if not changes and not would_link:
            return RowOutcome(
                line, Action.SKIPPED, Reason.NOTHING_NEW, match.title, record_id, match.rule
            )
        before = {key: (image.get(key), value) for key, value in changes.items()}
        image |= changes
        _keep_holding(import_row, changes, image)
        pending.changes.setdefault(record_id, {}).update(changes)
        if would_link:
            pending.linked.append(import_row)
        return RowOutcome(
            line, Action.UPDATED, Reason.SAME_STORED, match.title, record_id, match.rule,
            changes=before,
        )  # fmt: skip

    def _blank_links(self, import_row: ImportRow, pending: _Pending) -> list[str]:
        """The links that a row still has in words and that are blank in its record."""
        image = pending.images.get(import_row.record_id or 0, {})
        keys = (spec.key for spec in self.linker.creating if spec.key in import_row.links)
        return [key for key in keys if image.get(key) is None]

    def _join(self, import_row: ImportRow, other: ImportRow, rule: Rule) -> RowOutcome:
        """A row that is the same as one before it, which is about to be created."""
        title = derive.title(self.record_type, import_row.values)
        changes = {}
        if self.options.duplicates is not Duplicates.SKIP:
            changes = self._updates.changes(import_row, other.values)
            other.values |= changes
            _keep_holding(import_row, changes, other.values)
            other.links |= {k: v for k, v in import_row.links.items() if k not in other.links}
        import_row.links.clear()
        action = Action.UPDATED if changes else Action.SKIPPED
        return RowOutcome(
            import_row.line, action, Reason.SAME_LINE, title,
            rule=rule, other_line=other.line,
            changes={key: (None, value) for key, value in changes.items()},
        )  # fmt: skip

    def _keep_rules(
        self,
        pending: _Pending,
        matched: Iterable[tuple[ImportRow, RowMatch | None]],
        outcomes: dict[int, RowOutcome],
    ) -> None:
        """Take out what would break a rule of work, with the rows that are the same as it."""
        held = self.rule_check.new(pending.new)
        held_lines = {each.line for each in pending.new if id(each) in held}
        changed = self.rule_check.linked(pending.linked)
        changed |= self.rule_check.changed(pending.images, pending.changes)
        pending.new = [import_row for import_row in pending.new if id(import_row) not in held]
        pending.linked = [
            import_row for import_row in pending.linked if import_row.record_id not in changed
        ]
        for record_id in changed:
            pending.changes.pop(record_id, None)
        for import_row, match in matched if held or changed else ():
            known = import_row if match is None else match.import_row
            if known is not None:
                why = held.get(id(known))
            else:
                is_update = outcomes[id(import_row)].action is Action.UPDATED
                why = changed.get(import_row.record_id or 0) if is_update else None
            if why:
                import_row.record_id = None
                outcomes[id(import_row)] = _rejected(import_row, why)
            elif import_row.near is not None and import_row.near.line in held_lines:
                import_row.near = None  # what it contradicts does not come in

    # --- writing ------------------------------------------------------------------------------

    def _write(self, pending: _Pending) -> None:
        work, key = self.work, self.record_type.key
        blank = [
            (import_row, self._blank_links(import_row, pending)) for import_row in pending.linked
        ]
        self.linker.create_missing(work, [*pending.new, *pending.linked])
        for import_row, keys in blank:
            if import_row.record_id is not None:
                change = {key: import_row.values[key] for key in keys}
                pending.changes.setdefault(import_row.record_id, {}).update(change)
        self.choices.settle(
            work, [*(import_row.values for import_row in pending.new), *pending.changes.values()]
        )
        if pending.new:
            defaults = self._defaults
            rows = [{**defaults, **import_row.values} for import_row in pending.new]
            created = work.create_many(
                key,
                rows,
                as_is=self.mapping.is_own,
                worked_out=[import_row.derived for import_row in pending.new],
            )
            for record_id, import_row in zip(created, pending.new, strict=True):
                import_row.record_id = record_id
            self.rule_check.count_created(pending.new)
        if pending.changes:
            # ``_keep_rules`` has left out what the rules bar.
            work.update_many(key, list(pending.changes.items()), as_is=True, enforce=False)

    def _created(self, import_row: ImportRow) -> RowOutcome:
        title = derive.title(self.record_type, import_row.values)
        record_id = None if self.options.dry_run else import_row.record_id
        near = import_row.near
        return RowOutcome(
            import_row.line,
            Action.CREATED,
            Reason.NEW if near is None else Reason.DOUBT,
            title,
            record_id,
            rule=near.rule if near else (),
            other_line=near.line if near else 0,
            met_id=near.record_id if near else None,
            met_title=near.title if near else "",
            contradiction=near.contradiction.value if near else "",
            changes={key: (None, value) for key, value in import_row.values.items()},
            problems=tuple(import_row.left_out),
        )

    def _settle_owner(self, import_row: ImportRow) -> None:
        """Count whom the rules gave a new record; whom it has got did not fall to the importer."""
        owner = import_row.values.get(self.record_type.owner_field)
        if owner is None:
            return
        if import_row.is_assigned:
            self.report.assigned[int(owner)] += 1
        if import_row.notices:
            import_row.notices = [
                each for each in import_row.notices if each.kind is not NoticeKind.UNKNOWN_OWNER
            ]

    def _tell(
        self, import_row: ImportRow, outcome: RowOutcome | None, left_out: Sequence[str]
    ) -> None:
        is_new = outcome is None or outcome.action is Action.CREATED
        if is_new:
            self._settle_owner(import_row)
        if is_new or (outcome is not None and outcome.action is Action.UPDATED):
            self.report.count_notices(import_row)
            if left_out:
                self.report.partial += 1
                if self.errors is not None:
                    self.errors.add(import_row.row, [t("import.came_in_without"), *left_out])
        if outcome is None:
            self.report.count_created()
            return
        if outcome.rule:
            outcome = replace(outcome, type=self.record_type)
        if outcome.action is Action.UPDATED:
            outcome = replace(outcome, problems=tuple(left_out))
        if outcome.action is Action.FAILED and self.errors is not None:
            self.errors.add(import_row.row, outcome.problems)
        if outcome.action is Action.SKIPPED and self.skipped is not None:
            self.skipped.add(import_row.row, [outcome.sentence])
        self.report.count(outcome)
        if self.on_row is not None:
            self.on_row(import_row, outcome)


def _keep_holding(
    import_row: ImportRow, changes: Mapping[str, Value], image: Mapping[str, Value]
) -> None:
    """Drop what was to be told of values that the record which a row is does not take."""
    if import_row.notices:
        import_row.notices = [
            each for each in import_row.notices if each.holds_for_update(changes, image)
        ]


def _reasons(import_row: ImportRow) -> list[str]:
    """Why a row is rejected, and apart from that what it would have come in without."""
    if not import_row.left_out:
        return import_row.problems
    return [*import_row.problems, t("import.also_left_out", what=" ".join(import_row.left_out))]


def _rejected(import_row: ImportRow, problems: Sequence[str]) -> RowOutcome:
    cells = import_row.row.cells
    title = " ".join(cell.strip() for cell in cells[:4] if cell.strip())[:80]
    return RowOutcome(
        import_row.line, Action.FAILED, Reason.REJECTED, title, problems=tuple(problems)
    )
