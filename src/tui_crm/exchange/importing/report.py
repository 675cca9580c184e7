"""The report of an import, row by row and in total; the counts always add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from tui_crm.exchange.importing.bounded_counter import BoundedCounter
from tui_crm.exchange.importing.import_row import NoticeKind
from tui_crm.exchange.readers.rows import OtherLine
from tui_crm.i18n import has, t

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.readers.source import Remark
    from tui_crm.store.model import Kind, RecordType

KEPT_ROWS: Final = 1_000
"""Rows that a report tells of one by one; further ones are only counted."""

FIRST_LINES: Final = 5
"""Lines that are kept as examples of something noticed."""

_SEVERAL: Final = 3


class Action(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a row was skipped or met a record: its key in the ``import`` catalog, less ``why_``."""

    NEW = "new"
    DOUBT = "doubt"
    SAME_STORED = "same_stored"
    SAME_LINE = "same_line"
    MERGED_AWAY = "merged_away"
    NOTHING_NEW = "nothing_new"
    CONVERTED_THERE = "converted_there"
    DELETED_THERE = "deleted_there"
    CONVERTED_HERE = "converted_here"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row.

    ``rule`` names the parts by which it was known; ``met_id`` and ``met_title`` are of the record
    it met, ``other_line`` is the line of the row it met; ``contradiction`` is what speaks against
    its being that; ``changes`` has the stored values before and after by field; ``problems`` are
    sentences. ``type`` is needed where a rule has parts that the catalog has no word for.
    """

    line: int
    action: Action
    reason: Reason | OtherLine
    title: str = ""
    record_id: int | None = None
    rule: tuple[str, ...] = ()
    other_line: int = 0
    met_id: int | None = None
    met_title: str = ""
    contradiction: str = ""
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    type: RecordType | None = None

    @property
    def sentence(self) -> str:
        """Why, in words."""
        if self.reason is Reason.REJECTED:
            return " ".join(self.problems)
        key = f"why_{self.reason.value}"
        if self.reason is Reason.DOUBT:
            key += "_line" if self.other_line else "_stored"
        why = t(
            f"import.{key}",
            what=self._what(),
            title=self.met_title or self.title,
            id=self.record_id if self.met_id is None else self.met_id,
            line=self.other_line,
            other=t(f"import.other_{self.contradiction}") if self.contradiction else "",
        )
        return " ".join((why, *self.problems))

    def _what(self) -> str:
        """By what the row was known, in words."""
        if len(self.rule) > _SEVERAL:
            return t("import.part_everything")
        return t("import.and").join(map(self._part, self.rule))

    def _part(self, part: str) -> str:
        """What a person calls a part of a rule: by a word of its own, or as its field is called."""
        words = f"import.part_{part}"
        if has(words) or self.type is None or part not in self.type:
            return t(words).removeprefix("import.part_")
        return self.type.field(part).label(self.type.key)


@dataclass(slots=True)
class Noticed:
    """How often something was noticed in a column, and on which lines first."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """One more time."""
        self.count += 1
        if len(self.lines) < FIRST_LINES:
            self.lines.append(line)


@dataclass(slots=True)
class ImportReport:
    """What an import did. ``batch`` is None where nothing was written.

    ``unmapped`` are the names of the columns that went nowhere; ``unknown_links`` counts by field
    what no record is called, ``unknown_owners`` the new rows of owners whom nobody is;
    ``added_choices`` are new values of picklists by field; ``noticed`` has doubts by column and
    key of the ``errors`` catalog; ``stood_in`` how often a lead was named by its subject or its
    address. All of these are of rows that were written, or in a dry run would be.
    """

    file: str
    type: str
    encoding: str | None = None
    dry_run: bool = False
    batch: int | None = None
    rows: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0
    failed: int = 0
    partial: int = 0
    """Rows that came in without a value that could not be read."""
    errors_file: Path | None = None
    skipped_file: Path | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    seconds: float = 0.0
    reasons: Counter[Reason | OtherLine] = field(default_factory=Counter)
    skip_reasons: Counter[Reason | OtherLine] = field(default_factory=Counter)
    """Why rows were skipped; ``reasons`` counts those that were written too."""
    outcomes: list[RowOutcome] = field(default_factory=list)
    created_along: Counter[str] = field(default_factory=Counter)
    """Records that rows name and that were made because there were none, by record type."""
    unknown_owners: BoundedCounter = field(default_factory=BoundedCounter)
    is_unowned: bool = False
    """What has an unknown owner is left without one, and does not fall to the importer."""
    assigned: Counter[int] = field(default_factory=Counter)
    """How many new records the assignment rules gave to whom."""
    given: Counter[str] = field(default_factory=Counter)
    """How many records went to users who came in and whom they name, by record type."""
    owner_names: Mapping[int, str] = field(default_factory=dict)
    unknown_links: dict[str, BoundedCounter] = field(default_factory=dict)
    barred_links: dict[str, BoundedCounter] = field(default_factory=dict)
    """Why links to other rows were left out that would break a rule of work, by field."""
    added_choices: dict[str, list[str]] = field(default_factory=dict)
    matched_choices: dict[str, dict[str, str]] = field(default_factory=dict)
    """Words of the file that were taken for values of picklists, with their labels, by field."""
    dropped_choices: dict[str, BoundedCounter] = field(default_factory=dict)
    added_fields: Mapping[str, Kind] = field(default_factory=dict)
    """New custom fields by what they are called."""
    noticed: dict[tuple[str, str], Noticed] = field(default_factory=dict)
    stood_in: Counter[str] = field(default_factory=Counter)
    about_file: tuple[Remark, ...] = ()
    """What a person should know about the sheet that the rows stood on."""
    left_out: list[RowOutcome] = field(default_factory=list)
    """Lines that are no records, the first thousand of them."""
    skipped_rows: list[RowOutcome] = field(default_factory=list)
    """Rows that were skipped as known or as done with, the first thousand of them."""
    doubts: list[RowOutcome] = field(default_factory=list)
    """Rows that came in beside a record they contradict, the first thousand of them."""
    incomplete: int = 0
    """Records that break a rule of work, which was allowed."""
    backup: Path | None = None
    region: str = ""
    """The country that telephone numbers were taken to be in, where it is not the usual one."""

    presumed_currency: str = ""
    presumed_amounts: int = 0
    """Rows with amounts of which nothing says the currency; they were taken to be in that one."""

    def count_created(self) -> None:
        """Count one more new row of which there is nothing else to report."""
        self.rows += 1
        self.created += 1

    def count(self, outcome: RowOutcome) -> None:
        """Count the outcome of one more row, and keep it as far as there is room."""
        self.rows += 1
        match outcome.action:
            case Action.CREATED:
                self.created += 1
            case Action.UPDATED:
                self.updated += 1
            case Action.SKIPPED:
                self.skipped += 1
            case Action.FAILED:
                self.failed += 1
        self.reasons[outcome.reason] += 1
        if outcome.action is Action.SKIPPED:
            self.skip_reasons[outcome.reason] += 1
        if isinstance(outcome.reason, OtherLine) and len(self.left_out) < KEPT_ROWS:
            self.left_out.append(outcome)
        elif outcome.action is Action.SKIPPED and len(self.skipped_rows) < KEPT_ROWS:
            self.skipped_rows.append(outcome)
        if outcome.reason is Reason.DOUBT and len(self.doubts) < KEPT_ROWS:
            self.doubts.append(outcome)
        if outcome.action is not Action.CREATED and len(self.outcomes) < KEPT_ROWS:
            self.outcomes.append(outcome)

    def count_notices(self, import_row: ImportRow) -> None:
        """Count what is told of a row that was written, and is of no other."""
        for kind, field_key, name, text in import_row.notices:
            match kind:
                case NoticeKind.DOUBT:
                    self.noticed.setdefault((name, text), Noticed()).add(import_row.line)
                case NoticeKind.STAND_IN:
                    self.stood_in[text] += 1
                case NoticeKind.TAKEN_FOR:
                    self.matched_choices.setdefault(field_key, {})[name] = text
                case NoticeKind.DROPPED_CHOICE:
                    self.dropped_choices.setdefault(field_key, BoundedCounter()).add(name)
                case NoticeKind.UNKNOWN_LINK:
                    self.count_unknown_link(field_key, name)
                case NoticeKind.UNKNOWN_OWNER:
                    self.unknown_owners.add(name)
                case NoticeKind.PRESUMED_CURRENCY:
                    self.presumed_amounts += 1

    def count_unknown_link(self, key: str, text: str) -> None:
        """Count a link of a record that was written which leads nowhere."""
        self.unknown_links.setdefault(key, BoundedCounter()).add(text)

    @property
    def also_created(self) -> dict[str, int]:
        """How many records of other types were made along the way, by type."""
        found = {
            **self.created_along,
            "choices": sum(map(len, self.added_choices.values())),
            "custom_fields": len(self.added_fields),
        }
        return {key: n for key, n in found.items() if n}

    def as_json(self) -> dict[str, object]:
        """The report as ``crm import --json`` prints it."""
        return {
            "batch": self.batch,
            "file": self.file,
            "encoding": self.encoding,
            "type": self.type,
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "skipped": self.skipped,
            "failed": self.failed,
            "incomplete": self.incomplete,
            "partial": self.partial,
            "doubts": self.reasons[Reason.DOUBT],
            "errors_file": str(self.errors_file) if self.errors_file else None,
            "skipped_file": str(self.skipped_file) if self.skipped_file else None,
            "mapping": dict(self.mapping),
            "unmapped": list(self.unmapped),
            "left_out": [
                {
                    "line": outcome.line,
                    "kind": outcome.reason.value,
                    "text": outcome.title,
                }
                for outcome in self.left_out
            ],
            "skipped_rows": [_met_as_json(outcome) for outcome in self.skipped_rows],
            "doubtful_rows": [_met_as_json(outcome) for outcome in self.doubts],
            "about_file": [
                {"kind": each.kind.value, "n": each.n, "where": list(each.where)}
                for each in self.about_file
            ],
            "matched_choices": {key: dict(each) for key, each in self.matched_choices.items()},
            "also_created": self.also_created,
            "given": dict(self.given),
            "seconds": round(self.seconds, 2),
        }

    def as_info(self) -> dict[str, object]:
        """What the journal keeps of it."""
        kept = self.as_json()
        for key in ("batch", "skipped_rows", "doubtful_rows"):
            del kept[key]
        if self.errors_file:
            kept["errors_file"] = str(self.errors_file.absolute())
        return kept


def _met_as_json(outcome: RowOutcome) -> dict[str, object]:
    """A row and the record or line that it met: ``met`` is an id, ``met_line`` a line."""
    is_known = outcome.action is Action.SKIPPED
    return {
        "line": outcome.line,
        "title": outcome.title,
        "kind": outcome.reason.value,
        "met": outcome.record_id if is_known else outcome.met_id,
        "met_line": outcome.other_line or None,
        "by": list(outcome.rule),
        "contradiction": outcome.contradiction or None,
        "reason": outcome.sentence,
    }
