"""The state of the import that the wizard is open for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.exchange.importing import match_rules, targets
from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.exchange.importing.planning import plan_import, settle
from tui_crm.exchange.importing.preview import LOOKED_AT
from tui_crm.exchange.importing.repairs import with_repairs
from tui_crm.exchange.question import Topic
from tui_crm.exchange.readers.encoding import ENCODINGS
from tui_crm.exchange.readers.layout import Unnamed
from tui_crm.exchange.readers.source import Format
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tui_crm.exchange.importing.bundle_plan import BundlePlan
    from tui_crm.exchange.importing.bundle_run import BundleReport
    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.importing.preview import Preview
    from tui_crm.exchange.importing.report import ImportReport
    from tui_crm.exchange.question import ImportQuestion
    from tui_crm.store.db.store import Store

_SHARED: Final = frozenset({targets.NOTE, targets.FULL_NAME, targets.FULL_ADDRESS})
_JOINED: Final = frozenset({Kind.LONG_TEXT, Kind.TAGS})
_FARTHEST: Final = 30
"""Lines that are tried before a header is said to be nowhere above or below."""


@dataclass(slots=True)
class ImportJob:
    """The import at hand. ``here`` is the record type of the list that it was begun from."""

    here: str
    options: ImportOptions
    """What is settled about rows; ``to`` and ``source`` as well, as far as a person said so."""
    typed: str = ""
    path: Path | None = None
    proposed: ImportPlan | None = None
    """What the engine makes of the file, before anybody changed anything."""
    found_encoding: str | None = None
    likely_encodings: tuple[str, ...] = ()
    """Those that it may be in as well, where that is in doubt."""
    edits: dict[str, str] = field(default_factory=dict)
    """Targets that a person chose, by the names of columns."""
    preview: Preview | None = None
    limit: int | None = LOOKED_AT
    """Rows that a preview tries."""
    question: ImportQuestion | None = None
    """What the run has to know about the amounts and nobody has answered yet."""
    report: ImportReport | None = None
    bundle: BundlePlan | None = None
    """The tables of several files, a folder or a zip, where those are imported as one."""
    bundle_preview: BundleReport | None = None
    bundle_report: BundleReport | None = None
    is_taken_back: bool = False
    _mended: dict[object, dict[int, tuple[str, ...]]] = field(default_factory=dict)
    _plan: ImportPlan | None = None

    @property
    def plan(self) -> ImportPlan:
        """What will be done, as it stands now."""
        if self._plan is None:
            raise AssertionError
        return self._plan

    @property
    def has_plan(self) -> bool:
        """Whether a file has been opened."""
        return self._plan is not None

    @property
    def is_begun(self) -> bool:
        """Whether something was settled that would be lost."""
        return bool(self.edits or self.options.sets or any(self._mended.values()))

    @property
    def is_sure(self) -> bool:
        """Whether the file is of a kind that is known, so that nothing needs to be asked."""
        mapping, source = self.plan.mapping, self.plan.source
        if source.questions or not self.plan.table.is_sure:
            return False
        is_known = bool(mapping.origin or mapping.is_own or self.plan.saved)
        return (is_known or source.format is Format.VCF) and not self.plan.missing

    def is_of(self, path: Path) -> bool:
        """Whether ``path`` is the file at hand, however it is written."""
        return self.path is not None and path.absolute() == self.path.absolute()

    def take(self, path: Path, proposed: ImportPlan, options: ImportOptions) -> None:
        """Go on with what was read of a file; what was settled for another file is forgotten."""
        if not self.is_of(path):
            self.edits.clear()
            self._mended.clear()
            self.limit = LOOKED_AT
        self.path, self.proposed, self.options = path, proposed, options
        self.bundle = None
        if options.source.encoding is None:
            self.found_encoding = proposed.source.encoding
            self.likely_encodings = tuple(
                name
                for question in proposed.source.questions
                if question.topic is Topic.ENCODING
                for name, _ in question.answers
            )
        self.settle()

    def take_bundle(self, bundle: BundlePlan) -> None:
        """Go on with several tables; what was settled for one file means nothing for them."""
        self.edits.clear()
        self._mended.clear()
        self.path = self.proposed = self._plan = self.preview = None
        self.bundle, self.bundle_preview = bundle, None

    def settle(self) -> None:
        """Bring the plan to what has been chosen, as far as it fits the table and the type."""
        proposed = self.proposed
        if proposed is None:
            return
        record_type, options = proposed.record_type, self.options
        names = {column.name for column in proposed.mapping.columns}
        wanted = {
            name: target
            for name, target in self.edits.items()
            if name in names and (not target or targets.accepts(record_type, target))
        }
        sets = tuple(pair for pair in options.sets if pair[0] in record_type)
        match = options.match
        try:
            match_rules.parse(record_type, match)
        except CrmError:
            match = ""
        self._plan = settle(proposed, wanted, replace(options, sets=sets, match=match))
        self.preview = None

    def choose(self, name: str, target: str) -> None:
        """Let a column go elsewhere; a field that takes one column leaves the one it had."""
        if target and not self._is_shared(target):
            self.edits = {k: v for k, v in self.edits.items() if v != target}
        self.edits[name] = target
        self.settle()

    def _is_shared(self, target: str) -> bool:
        record_type = self.plan.record_type
        if target in record_type:
            return record_type.field(target).kind in _JOINED
        return target in _SHARED or target == targets.NEW_FIELD

    def settle_rows(self, options: ImportOptions) -> None:
        """Change what is done with rows.

        Raises:
            UsageError: an option names a field or value that does not exist; nothing has changed.
        """
        before = self.options
        self.options = options
        try:
            self.settle()
        except CrmError:
            self.options = before
            self.settle()
            raise

    @property
    def mended(self) -> dict[int, tuple[str, ...]]:
        """The cells of the rows that were mended, by line, as the file is read now."""
        source = self.plan.source
        layout = (source.encoding, source.delimiter, source.sheet, source.header_line)
        return self._mended.setdefault(layout, {})

    @property
    def final_plan(self) -> ImportPlan:
        """The plan over the mended rows."""
        plan = self.plan
        return replace(plan, source=with_repairs(plan.source, self.mended))


def open_plan(store: Store, path: Path, options: ImportOptions, here: str) -> ImportPlan:
    """What the engine proposes for a file; where its headers do not tell, it becomes a ``here``.

    Raises:
        CrmError: as ``plan_import`` does.
    """
    asked = ImportOptions(
        to=options.to, source=options.source, usual_currency=options.usual_currency
    )
    plan = plan_import(store, path, asked)
    here = store.schema.menu[0].key if store.schema.type(here).is_setup else here
    if (
        options.to is None
        and not plan.table.is_known
        and here != plan.record_type.key
        and not plan.saved
    ):
        return plan_import(store, path, replace(asked, to=here))
    return plan


def encodings(found: str | None, likely: Sequence[str] = ()) -> list[str]:
    """What can be tried: what was found first, then what is likely."""
    like = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(found or "", found)
    first = dict.fromkeys([*filter(None, [found]), *likely])
    return [*first, *(name for name in ENCODINGS if name not in first and name != like)]


def with_source(options: ImportOptions, **changes: object) -> ImportOptions:
    """Options with something else settled about the file."""
    return replace(options, source=replace(options.source, **changes))  # type: ignore[arg-type]


def as_read(plan: ImportPlan, options: ImportOptions) -> ImportOptions:
    """Options that settle what was in doubt about a file as it is read now."""
    source = plan.source
    unnamed = options.source.unnamed or Unnamed.NOTHING
    return with_source(options, encoding=source.encoding, unnamed=unnamed)


def first_readable(
    store: Store, path: Path, choices: Iterator[ImportOptions], here: str
) -> tuple[ImportOptions, ImportPlan] | None:
    """The first of some readings of a file that gives a table at all, or None."""
    for options in choices:
        try:
            return options, open_plan(store, path, options, here)
        except CrmError:
            continue
    return None


def other_headers(plan: ImportPlan, options: ImportOptions, step: int) -> Iterator[ImportOptions]:
    """Readings with the header on other lines, the nearest first; above the first line, none."""
    source = plan.source
    if step > 0:
        below = [row.line for row in plan.sample if row.line > source.header_line]
        lines = below[:_FARTHEST]
    else:
        first = source.header_line or 1
        lines = list(range(first - 1, max(0, first - _FARTHEST), -1))
        lines += [0] if source.header_line else []
    for line in lines:
        yield with_source(options, header_row=line)
