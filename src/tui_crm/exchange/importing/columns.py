"""The columns of a table, and what each is mapped to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.exchange.headers import header_key
from tui_crm.exchange.importing import targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.exchange.source_programs import SourceProgram
    from tui_crm.store.model import RecordType


class MappedBy(StrEnum):
    """By what a column was given its target."""

    GIVEN = "given"
    SAVED = "saved"
    ORIGIN = "origin"
    NAME = "name"
    CONTENT = "content"
    NONE = "none"


class ColumnUse(StrEnum):
    """Whether a column is used, and if not why."""

    USED = ""
    UNKNOWN = "unknown"
    IGNORED = "ignored"
    TAKEN = "taken"
    BLANK = "blank"
    LABEL = "label"
    """Its words say what the values of another column are for."""
    REASON = "reason"
    """It is our own note of why a row was rejected before."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header as it stands, a name that no other column has, and what becomes of it.

    ``guess`` is what it may mean; it is never used unless somebody says so.
    """

    index: int
    header: str
    name: str
    target: str = ""
    how: MappedBy = MappedBy.NONE
    use: ColumnUse = ColumnUse.UNKNOWN
    guess: str = ""
    is_joined: bool = False
    """Its text is put behind that of the other columns with this target."""
    is_spare: bool = False
    """It fills in where the other columns with this target are blank."""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What becomes of every column; ``constants`` are fields that every row gets (``--set``)."""

    record_type: str
    columns: tuple[Column, ...]
    origin: SourceProgram | None = None
    is_own: bool = False
    """The table is an export of ours: its values are taken to the letter."""
    constants: tuple[tuple[str, str], ...] = ()

    @property
    def used(self) -> tuple[Column, ...]:
        """The columns that go somewhere."""
        return tuple(c for c in self.columns if c.target and c.target != targets.IGNORE)

    @property
    def unused(self) -> tuple[Column, ...]:
        """The columns that are left out, but those that are blank or our own remarks."""
        left = (c for c in self.columns if not c.target or c.target == targets.IGNORE)
        return tuple(
            c for c in left if c.use not in (ColumnUse.BLANK, ColumnUse.LABEL, ColumnUse.REASON)
        )

    @property
    def guesses(self) -> tuple[Column, ...]:
        """The columns that may mean something."""
        return tuple(c for c in self.columns if c.guess and not c.target)

    def as_dict(self) -> dict[str, str]:
        """Targets by the names of their columns."""
        return {column.name: column.target for column in self.used}

    def column(self, name: str) -> Column:
        """The column that ``name`` means: its name, its header in any spelling, or its number.

        Raises:
            UsageError: there is none.
        """
        for column in self.columns:
            if name in (column.name, column.header):
                return column
        key = header_key(name)
        for column in self.columns:
            if key and key == header_key(column.name):
                return column
        if name.isascii() and name.isdigit() and 0 < int(name) <= len(self.columns):
            return self.columns[int(name) - 1]
        known = ", ".join(column.name for column in self.columns)
        raise UsageError("import.no_column", name=name, known=known)

    def with_targets(
        self, wanted: Mapping[str, str], record_type: RecordType, how: MappedBy
    ) -> TableMapping:
        """This mapping with the columns that ``wanted`` names going where it says.

        A field that is given to some columns is taken from all others.

        Raises:
            UsageError: a column or a target does not exist, or the target is protected.
        """
        asked = {
            self.column(name).index: targets.check(record_type, target.strip())
            for name, target in wanted.items()
        }
        given = list(asked.values())
        columns = []
        for column in self.columns:
            if column.index in asked:
                target = asked[column.index]
                columns.append(settled(column, target, how, joined=given.count(target) > 1))
            elif column.target in given and column.target in record_type:
                columns.append(replace(column, target="", how=MappedBy.NONE, use=ColumnUse.TAKEN))
            else:
                columns.append(column)
        return replace(self, columns=tuple(columns))


def settled(column: Column, target: str, how: MappedBy, *, joined: bool = False) -> Column:
    """``column`` with its target, or left out on purpose."""
    if not target or target == targets.IGNORE:
        return replace(column, target="", how=how, use=ColumnUse.IGNORED)
    return replace(column, target=target, how=how, use=ColumnUse.USED, is_joined=joined)
