"""The rows of the screen of duplicates: the records of each case, and the line above it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual.content import Content

from tui_crm.column_layout import Column
from tui_crm.features.duplicates.cases import Subject, head_words, record_of
from tui_crm.i18n import t
from tui_crm.screens.form.field_text import Setting, read_out
from tui_crm.screens.list.rows import TableRow
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.features.duplicates.cases import Case
    from tui_crm.store.db.store import Store
    from tui_crm.store.records import Record

_FIELDS: Final = (
    ("company", ("company", "account")),
    ("phone", ("phone", "mobile")),
    ("email", ("email", "website")),
    ("city", ("city",)),
)
_NAMED: Final = frozenset((Subject.BRANCHES, Subject.MOVES, Subject.CUSTOMERS))
"""Subjects whose cases have records of several sorts, which a column names."""


def columns(subject: Subject) -> list[Column]:
    """The columns of a subject, in the language in use."""
    found = [Column("title", t("fields.title"), 18, 1, flexible=True)]
    if subject in _NAMED:
        found.insert(0, Column("is", t("duplicates.is"), 11, 1))
    if "accounts" not in subject.record_types:
        found.append(Column("company", t("fields.company"), 16, 2, flexible=True))
    found += [
        Column("phone", t("fields.phone"), 13, 3),
        Column("email", t("fields.email"), 20, 4, flexible=True),
        Column("city", t("fields.city"), 8, 5),
        Column("id", t("fields.id"), 7, 6, align="right"),
    ]
    return found


def subjects_line(here: Subject) -> Content:
    """All that can be looked for, and what is looked for now in brackets."""
    parts: list[tuple[str, str]] = []
    for subject in Subject:
        words = t(f"duplicates.subject.{subject}")
        parts.append((f"[{words}] ", "bold") if subject is here else (f" {words}  ", "dim"))
    return Content.assemble(*parts)


class CaseRows:
    """Reads the rows of the cases that it knows."""

    def __init__(self, store: Store, subject: Subject) -> None:
        self._store = store
        self._subject = subject
        self._heads: Mapping[int, Case] = {}
        self._put_off: frozenset[int] = frozenset()
        self.columns = columns(subject)

    def know(self, cases: Iterable[Case], put_off: Iterable[int]) -> None:
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
                record_type, record_id = record_of(number)
                wanted.setdefault(record_type, {})[record_id] = number
        with self._store.reading() as connection:
            for record_type, numbers in wanted.items():
                declared = self._store.schema.type(record_type)
                for record in read_many(connection, declared, list(numbers)):
                    rows.append(self._row(numbers[record.id], record))
        return rows

    def _head(self, number: int, case: Case) -> TableRow:
        is_put_off = number in self._put_off
        words = head_words(self._subject, case, is_put_off=is_put_off)
        return TableRow(number, (words,), "dim" if is_put_off else "strong")

    def _row(self, number: int, record: Record) -> TableRow:
        values = {"title": record.title, "id": str(record.id), "is": self._what(number, record)}
        for column, keys in _FIELDS:
            shown = (self._shown(record, key) for key in keys)
            values[column] = next((words for words in shown if words), "")
        return TableRow(number, tuple(values[column.key] for column in self.columns))

    def _what(self, number: int, record: Record) -> str:
        if self._subject is Subject.BRANCHES:
            return t("duplicates.office" if -number in self._heads else "duplicates.branch")
        return self._store.schema.type(record.type).label(1)

    def _shown(self, record: Record, key: str) -> str:
        declared = self._store.schema.type(record.type)
        if key not in declared:
            return ""
        now = self._store.local_now()
        setting = Setting(self._store.schema, now, currency="")  # none of these is an amount
        return read_out(setting, declared.field(key), record[key], record.links.get(key, ""))
