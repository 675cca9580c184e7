"""A table of records in groups, each under a line of its own that runs across all columns."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content

from tui_crm.column_layout import Column
from tui_crm.i18n import t
from tui_crm.screens import actions
from tui_crm.screens.form.field_text import Setting, read_out
from tui_crm.screens.list.record_table import HEADER_LINES, RecordTable
from tui_crm.screens.list.row_painter import PLAIN, RowPainter
from tui_crm.screens.list.rows import TableRow
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.strip import Strip

    from tui_crm.features.duplicates.cases import Case, Subject
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType, Schema
    from tui_crm.store.records import Record

_ACROSS: Final = (Column("head", "", 20, 1, flexible=True),)
_NOT_HERE: Final = frozenset(("table.cell_left", "table.cell_right"))

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "company": ("company", "account"),
    "phone": ("phone", "mobile"),
    "email": ("email", "website"),
}
"""The fields that a column shows, the first that is filled; else that with its own key."""

_MOST_COLUMNS: Final = 4


class GroupTable(RecordTable, inherit_bindings=False):
    """A list in which negative ids are the heads of groups: the cursor does not stop at them.

    The row of a head has one cell. There are no cells to move through.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in actions.bindings("table")
        if getattr(binding, "id", "") not in _NOT_HERE
    ]

    _head_painter: RowPainter | None = None

    def record_at(self, row: int) -> int | None:
        """The id at a row; negative for the head of a group."""
        return self._loader.ids.at(row)

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row, or on the first record below a head."""
        self.cursor_row = row
        self._leave_head(1)

    def action_move(self, rows: int) -> None:
        """Move the cursor by ``rows``, past heads."""
        super().action_move(rows)
        self._leave_head(1 if rows > 0 else -1)

    def action_mark_range(self, rows: int) -> None:
        """Mark on the way, heads left out."""
        super().action_mark_range(rows)
        self._marks.ids.difference_update({record for record in self.marks if record < 0})
        self._leave_head(1 if rows > 0 else -1)

    def _leave_head(self, way: int) -> None:
        for step in (way, -way):
            while self._is_head(self.cursor_row) and self._has_row(self.cursor_row + step):
                self.cursor_row += step
        above = self.cursor_row - 1
        if self._is_head(above) and above < self.view().start:
            self.go_to(above)

    def _has_row(self, row: int) -> bool:
        return 0 <= row < self.row_count

    def _is_head(self, row: int) -> bool:
        return (self.record_at(row) or 0) < 0

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the widget; that of a head runs across."""
        record = self.record_at(round(self.scroll_y) + y - HEADER_LINES) if y else None
        row = self._loader.rows.get(record) if record is not None and record < 0 else None
        return super().render_line(y) if row is None else self._heads().row(row, PLAIN)

    def _heads(self) -> RowPainter:
        painter, found = self.painter, self._head_painter
        if found is None or found.palette is not painter.palette or found.width != painter.width:
            margin = self.size.width - self.scrollable_content_region.width
            found = RowPainter(_ACROSS, painter.width, margin, painter.palette)
            self._head_painter = found
        return found


def columns(schema: Schema, subject: Subject) -> list[Column]:
    """The columns for the cases of a subject, in the language in use."""
    types = [schema.type(key) for key in subject.record_types]
    found = [Column("title", t("fields.title"), 18, 1, flexible=True)]
    if subject.is_mixed:
        found.insert(0, Column("rank", t("duplicates.is"), 11, 1))
    if any(declared.is_thing for declared in types):
        specs = [spec for spec in types[0].columns if (spec.key,) not in types[0].title]
        found += [
            Column(
                spec.key,
                spec.label(types[0].key),
                spec.width,
                place,
                flexible=place < 4,
            )
            for place, spec in enumerate(specs[:_MOST_COLUMNS], start=2)
        ]
    else:
        if any(declared.is_person for declared in types):
            found.append(Column("company", t("fields.company"), 16, 2, flexible=True))
        found += [
            Column("phone", t("fields.phone"), 13, 3),
            Column("email", _email_label(types), 20, 4, flexible=True),
            Column("city", t("fields.city"), 8, 5),
        ]
    return [*found, Column("id", t("fields.id"), 7, 6, align="right")]


def _email_label(types: Iterable[RecordType]) -> str:
    """What stands above the column with e-mail addresses, and web sites in their place."""
    has_websites = any("website" in declared for declared in types)
    return t("duplicates.email_or_website" if has_websites else "fields.email")


def subjects_line(schema: Schema, subjects: Sequence[Subject], here: Subject) -> Content:
    """All that can be looked for, and what is looked for now in brackets."""
    parts: list[tuple[str, str]] = []
    for subject in subjects:
        words = subject.label(schema)
        parts.append((f"[{words}] ", "bold") if subject is here else (f" {words}  ", "dim"))
    return Content.assemble(*parts)


class CaseRows:
    """Reads the rows of the cases that it knows."""

    def __init__(self, store: Store, subject: Subject) -> None:
        self._store = store
        self._subject = subject
        self._heads: Mapping[int, Case] = {}
        self._put_off: frozenset[int] = frozenset()
        self.columns = columns(store.schema, subject)

    def show(self, cases: Iterable[Case], put_off: Iterable[int]) -> None:
        """Give the rows of these cases from now on; what is put off says so."""
        self._heads = {case.key: case for case in cases}
        self._put_off = frozenset(put_off)

    async def fetch(self, refs: Sequence[int]) -> list[TableRow]:
        """The rows of ``refs``, for a list to draw."""
        return await asyncio.to_thread(self._read, refs)

    def _read(self, refs: Sequence[int]) -> list[TableRow]:
        heads = self._heads
        rows = [self._head(number, heads[number]) for number in refs if number in heads]
        wanted: dict[str, dict[int, int]] = {}
        for number in refs:
            if number > 0:
                record_type, record_id = self._subject.refs.record(number)
                wanted.setdefault(record_type, {})[record_id] = number
        with self._store.reading() as connection:
            for record_type, numbers in wanted.items():
                declared = self._store.schema.type(record_type)
                for record in read_many(connection, declared, list(numbers)):
                    rows.append(self._row(numbers[record.id], record))
        return rows

    def _head(self, number: int, case: Case) -> TableRow:
        words = self._subject.head(case)
        if number not in self._put_off:
            return TableRow(number, (words,), "strong")
        return TableRow(number, (f"{words} · {t('duplicates.put_off')}",), "dim")

    def _row(self, number: int, record: Record) -> TableRow:
        is_first = -number in self._heads
        values = {
            "title": record.title,
            "id": str(record.id),
            "rank": self._subject.rank(self._store.schema, number, is_first=is_first),
        }
        for column in self.columns:
            if column.key not in values:
                shown = (self._shown(record, key) for key in _FIELDS.get(column.key, (column.key,)))
                values[column.key] = next((words for words in shown if words), "")
        return TableRow(number, tuple(values[column.key] for column in self.columns))

    def _shown(self, record: Record, key: str) -> str:
        declared = self._store.schema.type(record.type)
        if key not in declared:
            return ""
        now = self._store.local_now()
        spec = declared.field(key)
        setting = Setting(
            self._store.schema, now, record.text(spec.currency) if spec.currency else ""
        )
        return read_out(setting, spec, record[key], record.links.get(key, ""))
