"""The search and filter line above a list, with autocomplete and the history of filters."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_crm import paths
from tui_crm.errors import CrmError, FileError
from tui_crm.language.fold import fold
from tui_crm.sanitize import visible, width
from tui_crm.screens import actions
from tui_crm.screens.widgets.text_input import TextInput
from tui_crm.store.model import USERS, Kind
from tui_crm.store.query import Listing, Query
from tui_crm.text_file import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType, Schema


class FindBox(Widget):
    """An input with a prompt; up and down step through its ``history``."""

    scope: ClassVar[str] = "find"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("find")
    DEFAULT_CSS = """
    FindBox {
        height: auto;
        Horizontal { height: 1; }
        #prompt { width: auto; padding: 0 1; text-style: bold; color: $text-accent; }
        #problem { display: none; height: auto; color: $text-error; padding: 0 1; }
        Input { width: 1fr; background: transparent; }
    }
    """

    @dataclass
    class Typed(Message):
        """The text has changed."""

        text: str

    @dataclass
    class Finished(Message):
        """``text`` was submitted, or the box was cancelled (None)."""

        text: str | None

    @dataclass
    class Stepped(Message):
        """Up or down was pressed where there is no history to walk through."""

        rows: int

    def __init__(
        self,
        prompt: str,
        text: str = "",
        *,
        placeholder: str = "",
        suggester: Suggester | None = None,
        history: Sequence[str] | None = None,
    ) -> None:
        super().__init__()
        self._prompt = prompt
        self._start = text
        self._placeholder = placeholder
        self._suggester = suggester
        self._history = None if history is None else [*history, text]
        self._place = len(history or ())

    def compose(self) -> ComposeResult:
        """Prompt, line, and what is wrong with it."""
        with Horizontal():
            yield Static(Content(self._prompt), id="prompt")
            yield TextInput(
                self._start,
                placeholder=self._placeholder,
                suggester=self._suggester,
                compact=True,
                # A filter is worked on; a search gives way to the next one.
                select_on_focus=self._history is None,
            )
        yield Static(id="problem")

    def on_mount(self) -> None:
        """Type here."""
        self.query_one(TextInput).focus()

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.query_one(TextInput).value

    def relabel(self, prompt: str, placeholder: str) -> None:
        """Show the words of another language; what was typed stays."""
        self._prompt = prompt
        self.query_one("#prompt", Static).update(Content(prompt))
        self.query_one(TextInput).placeholder = placeholder

    def show_history(self, history: Sequence[str]) -> None:
        """Let the keys step through texts of before, the newest last."""
        self._history = [*history, self._start]
        self._place = len(history)

    def show_problem(self, sentence: str, position: int | None = None) -> None:
        """Show an error under the character at ``position``, or clear it."""
        problem = self.query_one("#problem", Static)
        problem.display = bool(sentence)
        indent = 0
        if position is not None:
            indent = width(self._prompt) + 1 + width(self.text[:position])
            indent = min(indent, max(0, self.size.width - width(sentence) - 4))
        sign = "▲ " if position is not None else ""
        problem.update(Content(" " * indent + sign + visible(sentence)))

    @on(Input.Changed)
    def tell_typed(self, event: Input.Changed) -> None:
        """Report the new text."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def action_done(self) -> None:
        """Submit the text."""
        self.post_message(self.Finished(self.text))

    def action_leave(self) -> None:
        self.post_message(self.Finished(None))

    def action_up(self) -> None:
        """Previous text of the history, or the row above."""
        self._step(-1)

    def action_down(self) -> None:
        """Next text of the history, or the row below."""
        self._step(1)

    def _step(self, way: int) -> None:
        if self._history is None:
            self.post_message(self.Stepped(way))
            return
        self._place = max(0, min(self._place + way, len(self._history) - 1))
        line = self.query_one(TextInput)
        line.value = self._history[self._place]
        line.cursor_position = len(line.value)


FILTERS_REMEMBERED: Final = 30
"""Filters that are remembered for each record type."""

_LAST_WORD: Final = re.compile(r"""(?:([\w.]+)\s*(?:=|!=|~|!~|<=|>=|<|>)\s*)?([^\s"=~<>!(),]*)$""")


def problem_with(store: Store, record_type: str, where: str) -> tuple[str, int | None] | None:
    """The error of a filter, and its position; None for a valid one."""
    try:
        Listing(store.schema, Query(record_type, where), store.query_context())
    except CrmError as error:
        return str(error), getattr(error, "position", None)
    return None


class FilterSuggester(Suggester):
    """Autocompletes field names, and picklist values after an operator."""

    def __init__(self, schema: Schema, record_type: RecordType) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._schema = schema
        self._type = record_type

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with its last word completed, or None."""
        found = _LAST_WORD.search(value)
        if found is None or not found[2]:
            return None
        for candidate in self._candidates(found[1]):
            if candidate.startswith(found[2]) and candidate != found[2]:
                return value + candidate[len(found[2]) :]
        return None

    def _candidates(self, field: str | None) -> Iterator[str]:
        if field is None:
            yield from (spec.key for spec in self._type.fields)
            yield from (spec.label(self._type.key) for spec in self._type.fields)
            yield from ("and ", "or ", "not ")
            return
        spec = next((s for s in self._type.fields if field in self._names(s.key)), None)
        if spec is None:
            return
        if spec.kind is Kind.CHOICE:
            choices = self._schema.choices(spec.choices)
            yield from (choice.key for choice in choices)
            yield from (choice.label() for choice in choices)
        elif spec.target == USERS:
            yield "me"

    def _names(self, key: str) -> tuple[str, ...]:
        return key, key.removesuffix("_at"), key.removesuffix("_on"), self._label(key)

    def _label(self, key: str) -> str:
        return fold(self._type.field(key).label(self._type.key))


def _file() -> Path:
    return paths.state_folder() / "filters.json"


def remembered(record_type: str) -> list[str]:
    """The filter history of a record type, newest last; empty where it cannot be read."""
    try:
        kept = json.loads(read_text(_file()))
        return [text for text in kept[record_type] if isinstance(text, str)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, FileError):
        return []


def remember(record_type: str, where: str) -> None:
    """Add a filter to the history; does nothing where that cannot be written."""
    from tui_crm.output_file import replace_private  # late, since a list is painted sooner for it

    try:
        kept = json.loads(read_text(_file()))
    except (OSError, ValueError, RecursionError, FileError):
        kept = {}
    if not isinstance(kept, dict):
        kept = {}
    before = [text for text in remembered(record_type) if text != where]
    kept[record_type] = [*before, where][-FILTERS_REMEMBERED:]
    with suppress(OSError, FileError):
        replace_private(_file(), json.dumps(kept))
