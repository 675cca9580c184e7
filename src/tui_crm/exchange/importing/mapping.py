"""Propose a mapping of the columns of a table to fields, from its headers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.headers import column_names, header_key, is_made_up, labels_beside
from tui_crm.exchange.importing import content_guess, targets
from tui_crm.exchange.importing.channels import SINGLE
from tui_crm.exchange.importing.columns import (
    Column,
    ColumnUse,
    MappedBy,
    TableMapping,
    settled,
)
from tui_crm.exchange.importing.conventions import is_readings
from tui_crm.exchange.importing.table_types import BARE_NAMES, MANY, NAMES_OF_OTHERS
from tui_crm.exchange.importing.vocabulary import Rank, Vocabulary, is_own
from tui_crm.exchange.source_programs import recognise
from tui_crm.i18n import LANGUAGES, t
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.source_programs import SourceProgram
    from tui_crm.store.model import RecordType

_LIKELY: Final = 84
"""Percent of likeness from which a header is shown as a guess."""

_SHARED: Final = frozenset(
    {Kind.TEXT, Kind.LONG_TEXT, Kind.URL, Kind.EMAIL, Kind.PHONE, Kind.TAGS, Kind.LINK}
    | {Kind.PHONES, Kind.EMAILS}
)
"""Kinds of which a second column fills in where the first is blank."""

_JOINED: Final = (Kind.LONG_TEXT, Kind.TAGS)
"""Kinds of which a second column is put behind the first."""

_SPARE: Final = "?"
"""Ends a target that a column fills only where no other does."""


def propose(
    record_type: RecordType,
    header: Sequence[str],
    samples: Sequence[Sequence[str]] = (),
    *,
    is_headed: bool = True,
    origin: SourceProgram | None = None,
) -> TableMapping:
    """A mapping of a table to a record type.

    Args:
        record_type: what its rows become.
        header: the words above its columns, as they stand.
        samples: its first rows.
        is_headed: whether the header stands in the file; otherwise the cells alone are looked at.
        origin: the program that it comes from, where it is known by other tables beside it.
    """
    names = column_names(header)
    columns = [
        Column(n, text, name) for n, (text, name) in enumerate(zip(header, names, strict=True))
    ]
    if not is_headed or is_made_up(header):
        found = content_guess.targets_by_content(record_type, samples)
        for place, target in found.items():
            columns[place] = settled(columns[place], target, MappedBy.CONTENT, joined=True)
        return TableMapping(record_type.key, tuple(columns))
    known = recognise(header)
    own = is_own(record_type, [c.header for c in columns if not is_note(c.header)])
    origin = None if own else _origin_of(record_type, header, known, origin)
    vocabulary = Vocabulary(record_type, origin, own=own)
    columns = _Claims(record_type, vocabulary, columns).settle()
    columns = _companies(record_type, columns, samples)
    columns = _addresses(record_type, columns, samples)
    columns = [_blank(column, samples) for column in columns]
    columns = _labels(record_type, columns) if not own else columns
    if not own:
        columns = _guesses(record_type, vocabulary, columns)
    return TableMapping(record_type.key, tuple(columns), origin, own)


def _origin_of(
    record_type: RecordType,
    header: Sequence[str],
    known: tuple[SourceProgram, str] | None,
    likely: SourceProgram | None,
) -> SourceProgram | None:
    """The program that a table comes from: that of the tables beside it, unless another one's words
    are more of its headers."""
    if known is None or likely is None:
        return known[0] if known else likely
    keys = {header_key(text) for text in header}
    words = [len(keys & each.columns_for(record_type).keys()) for each in (likely, known[0])]
    return likely if words[0] >= words[1] else known[0]


def is_reason(header: str) -> bool:
    """Whether a column is our own note of why its rows were rejected before."""
    return any(header == t("import.reason_header", to=to) for to in LANGUAGES)


def is_note(header: str) -> bool:
    """Whether a column is one of our own in a file of rejected rows, and none of the table's."""
    return is_reason(header) or is_readings(header)


class _Claims:
    """Settles which column fills which field: the plainest header first, then left to right."""

    def __init__(
        self, record_type: RecordType, vocabulary: Vocabulary, columns: Sequence[Column]
    ) -> None:
        self._record_type = record_type
        self._columns = list(columns)
        self._meanings = {
            c.index: vocabulary.meaning(c.header) for c in columns if c.header.strip()
        }
        self._taken: dict[str, int] = {}

    def settle(self) -> list[Column]:
        """All columns with what became of them."""
        for rank in Rank:
            for column in list(self._columns):
                meaning = self._meanings.get(column.index)
                if meaning and meaning.rank is rank and len(meaning.targets) == 1:
                    self._claim(column, meaning.targets[0], rank)
        for column in list(self._columns):
            meaning = self._meanings.get(column.index)
            if meaning and len(meaning.targets) > 1:
                free = [target for target in meaning.targets if target not in self._taken]
                self._claim(column, (free or meaning.targets)[0], meaning.rank)
            if is_note(column.header):
                self._columns[column.index] = replace(column, use=ColumnUse.REASON)
        return self._columns

    def _claim(self, column: Column, target: str, rank: Rank) -> None:
        is_spare, target = target.endswith(_SPARE), target.removesuffix(_SPARE)
        if target == targets.READING:
            target = self._reading_of(column)
        how = MappedBy.ORIGIN if rank is Rank.ORIGIN else MappedBy.NAME
        if target in ("", targets.IGNORE):
            use = ColumnUse.IGNORED if target else ColumnUse.UNKNOWN
            self._columns[column.index] = replace(column, how=how, use=use)
        elif target in self._taken and not (is_spare or self._may_share(target)):
            self._columns[column.index] = replace(column, use=ColumnUse.TAKEN)
        else:
            self._taken.setdefault(target, column.index)
            joined = target in self._record_type and self._record_type.field(target).kind in _JOINED
            found = settled(column, target, how, joined=joined)
            self._columns[column.index] = replace(found, is_spare=is_spare)

    def _may_share(self, target: str) -> bool:
        if target not in self._record_type:
            return target in (targets.NOTE, targets.FULL_NAME, targets.FULL_ADDRESS)
        if target == targets.EXTERNAL_ID:
            return False
        return self._record_type.field(target).kind in _SHARED

    def _reading_of(self, column: Column) -> str:
        """What フリガナ reads: the name of the company or the person to its left."""
        before = self._meanings.get(column.index - 1)
        if before and "company" in before.targets and "company_kana" in self._record_type:
            return "company_kana"
        if targets.FULL_KANA in targets.specials(self._record_type):
            return targets.FULL_KANA
        return ""


def _companies(
    record_type: RecordType, columns: list[Column], samples: Sequence[Sequence[str]]
) -> list[Column]:
    """ "Name" that is the company's: by its cells, or because another column names the person."""
    company = record_type.company_field if record_type.is_person else ""
    named = [column for column in columns if column.target == targets.FULL_NAME]
    if not company or any(column.target == company for column in columns):
        return columns
    keys = {column.index: header_key(column.header) for column in named}
    has_parts = any(column.target in ("last_name", "first_name") for column in columns)
    names_person = has_parts or any(key in NAMES_OF_OTHERS for key in keys.values())
    for column in named:
        if keys[column.index] not in BARE_NAMES:
            continue
        cells = [row[column.index].strip() for row in samples if column.index < len(row)]
        is_company = content_guess.share_of_companies([cell for cell in cells if cell]) >= MANY
        if is_company or (names_person and not has_parts):
            columns[column.index] = settled(column, company, column.how)
            break
    return columns


def _addresses(
    record_type: RecordType, columns: list[Column], samples: Sequence[Sequence[str]]
) -> list[Column]:
    """住所 that goes on over columns without a header, or that holds a prefecture alone."""
    if "street" not in record_type:
        return columns
    cells = [[row[c.index].strip() for row in samples if c.index < len(row)] for c in columns]
    for column in list(columns):
        if column.target != targets.FULL_ADDRESS:
            continue
        end = column.index + 1
        while end < len(columns) and not columns[end].header.strip():
            end += 1
        if end == column.index + 1:
            continue
        if content_guess.is_prefecture(cells[column.index]):
            parts = content_guess.address_run(cells, column.index, end)
        else:
            parts = dict.fromkeys(range(column.index, end), targets.FULL_ADDRESS)
        for place, target in parts.items():
            columns[place] = settled(columns[place], target, column.how, joined=True)
    return columns


def _blank(column: Column, samples: Sequence[Sequence[str]]) -> Column:
    """A column without a header and without a value is no column that anybody misses."""
    if column.target or column.header.strip():
        return column
    is_blank = not any(column.index < len(row) and row[column.index].strip() for row in samples)
    return replace(column, use=ColumnUse.BLANK) if is_blank else column


def _labels(record_type: RecordType, columns: list[Column]) -> list[Column]:
    """Columns that say what the numbers and addresses of another are for go where those go."""
    for value, label in labels_beside([column.header for column in columns]).items():
        target = columns[value].target
        if target in record_type and record_type.field(target).kind in SINGLE:
            columns[label] = replace(columns[label], target="", use=ColumnUse.LABEL)
    return columns


def _guesses(
    record_type: RecordType, vocabulary: Vocabulary, columns: Sequence[Column]
) -> list[Column]:
    """What the remaining headers are most like, if it is still free."""
    from rapidfuzz import fuzz, process

    taken = {column.target for column in columns}
    choices = {
        word: wanted[0]
        for word, wanted in vocabulary.words()
        if wanted[0] not in taken and wanted[0] in record_type
    }
    words = list(choices)
    found = []
    for column in columns:
        if not column.target and column.use is ColumnUse.UNKNOWN and column.header.strip():
            key = header_key(column.header)
            hit = process.extractOne(key, words, scorer=fuzz.ratio, score_cutoff=_LIKELY)
            if hit:
                column = replace(column, guess=choices[hit[0]])
        found.append(column)
    return found
