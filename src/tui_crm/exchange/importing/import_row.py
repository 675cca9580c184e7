"""A row of a table on its way into the store, with all that is found out about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.exchange.importing.contradictions import Contradiction
    from tui_crm.exchange.importing.identity import Looks
    from tui_crm.exchange.importing.match_rules import Rule
    from tui_crm.exchange.readers.rows import Row, RowProblem
    from tui_crm.store.derive import Derived
    from tui_crm.store.model import Value


class LinkText(NamedTuple):
    """What a cell says of a linked record: its name, or its number in the other program."""

    text: str
    header: str
    is_id: bool


@dataclass(frozen=True, slots=True)
class NearMatch:
    """A record, or an earlier row, that a row has a key in common with and contradicts.

    ``rule`` gave the key; ``line`` is that of an earlier row, ``record_id`` and ``title`` are those
    of a record.
    """

    rule: Rule
    contradiction: Contradiction
    record_id: int | None = None
    title: str = ""
    line: int = 0


class NoticeKind(StrEnum):
    """What a notice tells of a row: the table of the report that it is counted in."""

    DOUBT = "doubt"
    """Of a column: ``text`` is a key of the ``errors`` catalog."""
    STAND_IN = "stand_in"
    """A lead is named by something else: ``text`` is ``subject`` or ``email``."""
    TAKEN_FOR = "taken_for"
    """A word was taken for a value of a picklist: ``text`` is the label of that."""
    DROPPED_CHOICE = "dropped_choice"
    """A word is not in its picklist, and the field was left blank."""
    UNKNOWN_LINK = "unknown_link"
    """No record is called so."""
    UNKNOWN_OWNER = "unknown_owner"
    """No user is called so."""
    PRESUMED_CURRENCY = "presumed_currency"
    """Nothing says the currency of an amount."""


class RowNotice(NamedTuple):
    """What is to be told of a row if it comes in.

    ``field`` is where it comes in (a key; blank for the row as a whole), ``name`` what is told of:
    a column for a doubt, otherwise a word of the file.
    """

    kind: NoticeKind
    field: str = ""
    name: str = ""
    text: str = ""

    def holds_for_update(self, changes: Mapping[str, Value], image: Mapping[str, Value]) -> bool:
        """Whether it is so of a record that was there and gets ``changes``, to stand as ``image``:
        nothing is told of what the record does not take."""
        match self.kind:
            case NoticeKind.UNKNOWN_OWNER:
                return False
            case NoticeKind.DROPPED_CHOICE:
                return image.get(self.field) is None
            case NoticeKind.UNKNOWN_LINK:
                return True
            case _:
                return not self.field or self.field in changes


@dataclass(slots=True)
class ImportRow:
    """A row that is read: ``values`` as they are stored, ``links`` still in words, by target.

    ``problem`` is one of the row itself, of which nothing else was read then. With ``problems`` the
    row is rejected. ``line`` is where it starts in the file; the row itself is at ``place`` among
    ``rows``, the few hundred that were read with it.
    """

    line: int
    values: dict[str, Value] = field(default_factory=dict)
    links: dict[str, LinkText] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Sentences about values that could not be read, without which the row comes in."""
    notices: list[RowNotice] = field(default_factory=list)
    """What is told of it once it is written; of a row that is not, nobody hears."""
    is_assigned: bool = False
    """Its owner is by the assignment rules."""
    is_converted: bool = False
    is_deleted: bool = False
    closed_by: str = ""
    """The column that says that a deal is closed, where none says how."""
    own_id: int | None = None
    stand_in: str = ""
    """What it is named by, having no name: ``subject`` or ``email``."""
    is_merged_away: bool = False
    """Its number is that of a record that another one took in."""
    record_id: int | None = None
    """The record that it has become; None for one that was rejected."""
    near: NearMatch | None = None
    """What it comes in beside, since it contradicts it."""
    is_known: bool = False
    """That record was there before."""
    looks: Looks | None = None
    """What it is looked up by, where that was worked out ahead."""
    derived: Derived | None = None
    """The derived values of its record, as far as that will have these values."""
    problem: RowProblem | None = None
    rows: Sequence[Row] = ()
    place: int = 0

    @property
    def row(self) -> Row:
        """The row as it stands in the file."""
        return self.rows[self.place]

    @property
    def known_by(self) -> Mapping[str, Value]:
        """The values that it is matched by, as far as they are no links."""
        return self.values if self.own_id is None else {**self.values, "id": self.own_id}
