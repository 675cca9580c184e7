"""The output of a dry run of ``crm import``: some rows of each outcome, and how many more."""

from __future__ import annotations

import sys
from collections import Counter
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.cli.options import Format
from tui_crm.cli.output import OutputColumn, PlainRow, to_json, write_rows
from tui_crm.cli.report import say
from tui_crm.exchange.importing.report import Action
from tui_crm.i18n import t
from tui_crm.store import values
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_crm.cli.session import Session
    from tui_crm.exchange.importing.report import Reason, RowOutcome
    from tui_crm.exchange.readers.rows import OtherLine
    from tui_crm.store.model import FieldSpec, RecordType, Value

_Sort: TypeAlias = "tuple[Action, Reason | OtherLine]"

_ORDER: Final = (Action.FAILED, Action.UPDATED, Action.SKIPPED, Action.CREATED)
"""What a person has to look at comes first."""

_NAMES: Final = ("last_name", "first_name", "name", "subject")
"""Fields that the name of a new record says already."""

MOST_FAILED: Final = 200
"""Rejected rows that are told of one by one."""

_ALIKE: Final = 20
"""Those of them that are told of where all are rejected for one reason."""


class JsonSpool:
    """The rows of a dry run for scripts, each as JSON, in a file that nobody else sees.

    Whoever makes one closes it.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile(  # noqa: SIM115  it lives as long as the spool
            "w+", encoding="utf-8", errors="surrogatepass"
        )

    def take(self, outcome: RowOutcome) -> None:
        """Take in what would become of one more row."""
        self._file.write(to_json(_as_json(outcome)) + "\n")

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def __iter__(self) -> Iterator[str]:
        """The rows as JSON, in their order."""
        self._file.seek(0)
        return (line.rstrip("\n") for line in self._file)


class DryRunText:
    """The rows of a dry run for people: the first of each kind."""

    def __init__(self, each: int) -> None:
        """``each``: how many rows of a kind are kept."""
        self.counts: Counter[_Sort] = Counter()
        self.kept: list[RowOutcome] = []
        self._each = each
        self._why: Counter[str] = Counter()

    def take(self, outcome: RowOutcome) -> None:
        """Take in what would become of one more row."""
        kind = (outcome.action, outcome.reason)
        self.counts[kind] += 1
        if self._is_told(outcome, self.counts[kind], self._each):
            self.kept.append(outcome)

    def tell(self, session: Session, record_type: RecordType) -> None:
        """Write the rows under a line for each kind, and what is not shown."""
        for action in _ORDER:
            for kind in (kind for kind in self.counts if kind[0] is action):
                self._tell_kind(session, record_type, kind)
        hidden = self.counts.total() - len(self.kept)
        if hidden:
            say("")
            say(t("cli.import.hidden", n=hidden))

    def _is_told(self, outcome: RowOutcome, n: int, each: int) -> bool:
        """Whether the ``n``-th row of a kind is one of those that people see."""
        if outcome.action is not Action.FAILED:
            return n <= each
        self._why[outcome.sentence] += 1
        is_new = self._why[outcome.sentence] <= max(each, _ALIKE)
        return is_new and len(self.kept) < max(each, MOST_FAILED) + len(self.counts) * each

    def _tell_kind(self, session: Session, record_type: RecordType, kind: _Sort) -> None:
        rows = [each for each in self.kept if (each.action, each.reason) == kind]
        if not rows:
            return
        n = self.counts[kind]
        head = t(f"cli.import.group.{kind[0].value}", n=n)
        if len(rows) < n:
            head = t("cli.import.first", head=head, n=len(rows))
        say(f"\n{head}")
        columns = _columns(kind[0])
        facts = [_fact(session, record_type, columns, outcome) for outcome in rows]
        sys.stdout.flush()
        write_rows(Format.TABLE, columns, facts)


def _columns(action: Action) -> list[OutputColumn]:
    columns = [
        OutputColumn("line", t("cli.column.line"), 8, is_right=True),
        OutputColumn("title", t("fields.title"), 24),
    ]
    if action is Action.CREATED:
        columns.append(OutputColumn("changes", t("cli.column.contents"), 90))
    elif action is Action.UPDATED:
        columns.append(OutputColumn("changes", t("cli.column.changes"), 90))
    if action is not Action.CREATED:
        columns.append(OutputColumn("why", t("cli.column.reason"), 60, priority=2))
    return columns


def _fact(
    session: Session, record_type: RecordType, columns: Sequence[OutputColumn], outcome: RowOutcome
) -> PlainRow:
    hidden = ("external_id", *_NAMES) if outcome.action is Action.CREATED else ()
    changes = [
        _change(session, spec, record_type, outcome.changes[spec.key], outcome)
        for spec in record_type.fields
        if spec.key in outcome.changes and spec.key not in hidden
    ]
    row = {
        "line": outcome.line,
        "title": outcome.title,
        "why": outcome.sentence,
        "changes": t("cli.comma").join(changes),
    }
    return PlainRow(columns, row)


def _change(
    session: Session,
    spec: FieldSpec,
    record_type: RecordType,
    pair: tuple[Value, Value],
    outcome: RowOutcome,
) -> str:
    before, after = (_shown(session, spec, value, outcome) for value in pair)
    label = spec.label(record_type.key)
    if outcome.action is Action.CREATED:
        return t("cli.import.value", field=label, value=after)
    return t("cli.import.change", field=label, before=before or "–", after=after or "–")


def _shown(session: Session, spec: FieldSpec, value: Value, outcome: RowOutcome) -> str:
    title = ""
    if spec.kind is Kind.LINK and value is not None:
        from tui_crm.store.records import titles

        found = titles(session.store.connection, spec.target, [int(value)])
        title = found.get(int(value), t("cli.import.new_record"))
    known = {key: pair[1] for key, pair in outcome.changes.items()}
    currency = session.currency_of(spec, known)
    text = values.to_display(session.schema, spec, value, currency=currency, title=title)
    return " ".join(text.split())


def _as_json(outcome: RowOutcome) -> dict[str, object]:
    return {
        "line": outcome.line,
        "action": outcome.action.value,
        "id": outcome.record_id,
        "title": outcome.title,
        "reason": outcome.sentence,
        "changes": {key: list(pair) for key, pair in outcome.changes.items()},
    }
