"""Two people changed one record: both texts side by side, and which of them is to stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.form.field_text import Setting, read_out
from tui_crm.screens.form.side_by_side import SideBySide, SideRow
from tui_crm.screens.screen import DIALOG_CSS, CrmModal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.store.model import RecordType, Schema, Value
    from tui_crm.store.records import Record


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stood there first (``base``), what was typed (``mine``), and what stands there now."""

    schema: Schema
    record_type: RecordType
    base: Mapping[str, Value]
    mine: Mapping[str, Value]
    theirs: Record

    @property
    def disputed(self) -> list[str]:
        """The fields that both have changed, each to something else."""
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
    """Gives the fields in which what was typed is to stand; None: nothing is to be saved."""

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
        """Say the keys again, where it was said what is missing."""
        self.query_one(".dialog-hint", Static).remove_class("-problem").update(
            Content(self._keys())
        )

    def action_save(self) -> None:
        """Save with what was chosen, once that is so for every field."""
        sides = self.query_one(SideBySide)
        if sides.undecided:
            missing = t("form.conflict_undecided", fields=t("ui.comma").join(sides.undecided))
            hint = self.query_one(".dialog-hint", Static)
            hint.add_class("-problem").update(Content(f"! {visible(missing)}"))
            return
        self.dismiss(self._conflict.undisputed | sides.mine)
