"""Edit conflict: two people changed a record; both values side by side, one chosen for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui_crm.i18n import t
from tui_crm.sanitize import visible, width, wrapped
from tui_crm.screens import actions
from tui_crm.screens.form.field_text import Setting, read_out
from tui_crm.screens.screen import DIALOG_CSS, CrmModal
from tui_crm.screens.widgets.line_list import Line, LineList, Piece, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.store.model import RecordType, Schema, Value
    from tui_crm.store.records import Record


MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class SideRow:
    """A field with both its values as text; ``is_mine`` says which is chosen, None for neither yet.

    A fixed one is shown and cannot be turned.
    """

    key: str
    label: str
    mine: str
    theirs: str
    is_mine: bool | None = None
    is_fixed: bool = False


class SideBySide(LineList):
    """Two values for each of some fields; ``mine`` are the fields whose left value is chosen."""

    GUTTER = 1
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("sides")
    DEFAULT_CSS = """
    SideBySide { height: auto; max-height: 1fr; }
    """

    class Chosen(Message):
        """A side was chosen."""

    def __init__(self, left: str, right: str, rows: Sequence[SideRow]) -> None:
        super().__init__()
        self._heads = left, right
        self._rows = tuple(rows)
        self._chosen = {row.key: row.is_mine for row in rows}
        self._open = {row.key: row for row in rows if not row.is_fixed}

    def on_mount(self) -> None:
        """Show both sides."""
        self.show(self._table)

    @property
    def mine(self) -> frozenset[str]:
        """The fields in which the left value is chosen."""
        return frozenset(key for key in self._open if self._chosen[key])

    @property
    def undecided(self) -> list[str]:
        """The labels of the fields in which neither value is chosen yet."""
        return [row.label for key, row in self._open.items() if self._chosen[key] is None]

    def _table(self, cells: int) -> list[Line]:
        """A header line, then each field with both values wrapped."""
        label = min(20, max((width(row.label) for row in self._rows), default=0)) + 3
        side = max(8, (cells - label - 1) // 2)
        heads = (Piece(f"  {head}", side, "strong") for head in self._heads)
        lines = [line(Piece("", label), *heads)]
        for row in self._rows:
            lines += self._drawn(row, label, side)
        return lines

    def _drawn(self, row: SideRow, label: int, side: int) -> Iterator[Line]:
        is_mine = self._chosen[row.key]
        left, right = (wrapped(text, side - 3, MOST_LINES) for text in (row.mine, row.theirs))
        for number in range(max(len(left), len(right), 1)):
            yield line(
                Piece(row.label if number == 0 else "", label, "muted"),
                *_cell(left, number, side, is_mine is True, row.is_fixed),
                *_cell(right, number, side, is_mine is False, row.is_fixed),
                ref=None if row.is_fixed else row.key,
            )

    def action_turn(self) -> None:
        """Toggle the choice; the left value where neither is chosen yet."""
        if isinstance(self.current, str):
            self.action_choose(not self._chosen[self.current])

    def action_choose(self, is_mine: bool) -> None:
        """Choose the left value, or the right one."""
        if isinstance(self.current, str):
            self._choose([self.current], is_mine)

    def action_choose_all(self, is_mine: bool) -> None:
        """Choose one side everywhere."""
        self._choose(self._open, is_mine)

    def _choose(self, keys: Iterable[str], is_mine: bool) -> None:
        self._chosen |= dict.fromkeys(keys, is_mine)
        self.reshape()
        self.post_message(self.Chosen())


def _cell(
    lines: Sequence[str], number: int, cells: int, is_chosen: bool, is_fixed: bool
) -> tuple[Piece, Piece]:
    sign = ("● " if is_chosen else "○ ") if number == 0 and not is_fixed else "  "
    if is_fixed and is_chosen and number == 0:
        sign = "✓ "
    text = lines[number] if number < len(lines) else ""
    look = "plain" if is_chosen else "muted"
    return Piece(sign, 2, "sign" if is_chosen else "muted"), Piece(text, cells - 2, look)


@dataclass(frozen=True, slots=True)
class Conflict:
    """The three sides of a merge: the common ``base``, ``mine`` as typed, ``theirs`` as stored."""

    schema: Schema
    record_type: RecordType
    base: Mapping[str, Value]
    mine: Mapping[str, Value]
    theirs: Record

    @property
    def disputed(self) -> list[str]:
        """The fields that both have changed to different values."""
        return [
            key
            for key, value in self.mine.items()
            if self.theirs[key] not in (value, self.base.get(key))
        ]

    @property
    def undisputed(self) -> frozenset[str]:
        """The fields that only this person has changed."""
        return frozenset(self.mine).difference(self.disputed)

    @property
    def taken_over(self) -> list[str]:
        """The fields that only the other has changed."""
        return [
            spec.key
            for spec in self.record_type.editable
            if spec.key not in self.mine and self.theirs[spec.key] != self.base.get(spec.key)
        ]


class ConflictScreen(CrmModal[frozenset[str] | None]):
    """Returns the fields whose typed value is to be saved; None to go back to the form."""

    scope: ClassVar[str] = "dialog"
    CSS_PATH = [DIALOG_CSS, "conflict.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("dialog"),
        *actions.bindings("conflict"),
    ]

    def __init__(self, conflict: Conflict, titles: Mapping[str, str]) -> None:
        super().__init__()
        self._conflict = conflict
        self._titles = titles

    def compose(self) -> ComposeResult:
        """What happened, both sides, what is kept either way, and the keys."""
        conflict = self._conflict
        who = conflict.theirs.links.get("updated_by") or "–"
        with Vertical(classes="dialog"):
            title = t("form.conflict", title=conflict.theirs.title, who=who)
            yield Static(Content(visible(title)), classes="dialog-title")
            yield SideBySide(t("form.mine"), t("form.theirs", who=who), list(self._rows()))
            yield Static(Content(self._keys()), classes="dialog-hint")

    def _keys(self) -> str:
        return t(
            "form.conflict_keys",
            left=self.app.key_of("sides.left"),
            right=self.app.key_of("sides.right"),
            save=self.app.key_of("conflict.save"),
            cancel=self.app.key_of("dialog.cancel"),
        )

    def _rows(self) -> Iterator[SideRow]:
        conflict = self._conflict
        for key in conflict.disputed:
            yield SideRow(key, self._label(key), self._mine(key), self._theirs(key))
        for key in sorted(conflict.undisputed, key=list(conflict.mine).index):
            if conflict.theirs[key] != conflict.mine[key]:
                mine, theirs = self._mine(key), self._theirs(key)
                yield SideRow(key, self._label(key), mine, theirs, is_mine=True, is_fixed=True)
        for key in conflict.taken_over:
            was = self._shown(key, conflict.base.get(key), "")
            theirs = self._theirs(key)
            yield SideRow(key, self._label(key), was, theirs, is_mine=False, is_fixed=True)

    def _label(self, key: str) -> str:
        declared = self._conflict.record_type
        return declared.field(key).label(declared.key)

    def _mine(self, key: str) -> str:
        return self._shown(key, self._conflict.mine[key], self._titles.get(key, ""))

    def _theirs(self, key: str) -> str:
        theirs = self._conflict.theirs
        return self._shown(key, theirs[key], theirs.links.get(key, ""))

    def _shown(self, key: str, value: Value, title: str) -> str:
        conflict = self._conflict
        spec = conflict.record_type.field(key)
        values = {**conflict.theirs.values, **conflict.mine}
        currency = str(values.get(spec.currency) or self.app.config.currency)
        now = self.store.local_now()
        return read_out(Setting(conflict.schema, now, currency), spec, value, title)

    @on(SideBySide.Chosen)
    def say_keys(self) -> None:
        """Show the key hints again, in place of an error."""
        self.query_one(".dialog-hint", Static).remove_class("-problem").update(
            Content(self._keys())
        )

    def action_save(self) -> None:
        """Save, once every disputed field has a choice."""
        sides = self.query_one(SideBySide)
        if sides.undecided:
            missing = t("form.conflict_undecided", fields=t("ui.comma").join(sides.undecided))
            hint = self.query_one(".dialog-hint", Static)
            hint.add_class("-problem").update(Content(f"! {visible(missing)}"))
            return
        self.dismiss(self._conflict.undisputed | sides.mine)
