"""Dialogs with a line to type in and a list filtered by it; one to choose a value from a list."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ScreenResultType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.language.search_terms import haystack
from tui_crm.sanitize import fit, visible, width
from tui_crm.screens import actions
from tui_crm.screens.ime import typed_key
from tui_crm.screens.screen import CrmModal
from tui_crm.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget


ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class Entry(Generic[ValueT]):
    """A line of the list: a sign or key, a label and a detail, drawn without markup.

    One without a value is a heading.
    """

    label: str
    value: ValueT | None = None
    sign: str = ""
    detail: str = ""

    def answers(self, words: Sequence[str]) -> bool:
        """Whether the entry contains all ``words`` (folded)."""
        text = haystack(f"{self.sign} {self.label} {self.detail}")
        return all(word in text for word in words)


class ChooseScreen(CrmModal[ScreenResultType], Generic[ScreenResultType, ValueT]):
    """Base of dialogs with an input that filters a list; subclasses provide the entries."""

    scope: ClassVar[str] = "choose"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("choose")

    def __init__(self, title: str, placeholder: str = "") -> None:
        super().__init__()
        self._title = title
        self._placeholder = placeholder
        self._entries: list[Entry[ValueT]] = []

    @abstractmethod
    def entries_for(self, typed: str) -> Sequence[Entry[ValueT]]:
        """The entries that match what was typed."""

    @abstractmethod
    def chosen(self, value: ValueT) -> None:
        """Called with the value that was chosen."""

    def start(self) -> int:
        """The entry that is highlighted at first."""
        return 0

    def compose(self) -> ComposeResult:
        """Title, line, list."""
        with Vertical(classes="dialog"):
            yield Static(Content(visible(self._title)), classes="dialog-title")
            yield TextInput(placeholder=self._placeholder, compact=True)
            yield self.make_list()
            yield Static(classes="dialog-detail nothing")

    def make_list(self) -> Widget:
        """The widget with the entries; ``fill``, ``place`` and ``page_size`` know it."""
        return OptionList(compact=True)

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(TextInput).focus()
        self.show(self.entries_for(""))
        self._highlight(self.start(), 1)

    def show(self, entries: Sequence[Entry[ValueT]]) -> None:
        """Show these entries, the first of them highlighted."""
        self._entries = list(entries)
        self.fill(self._entries)
        nothing = self.query_one(".nothing", Static)
        nothing.display = not self._entries
        nothing.update(Content(self.nothing()))
        self._highlight(0, 1)

    def fill(self, entries: Sequence[Entry[ValueT]]) -> None:
        """Put the entries into the list, which is hidden where there are none."""
        signs = max((width(entry.sign) for entry in entries), default=0)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([self._option(entry, signs) for entry in entries])
        options.display = bool(entries)

    @property
    def place(self) -> int | None:
        """The place of the entry under the cursor."""
        return self.query_one(OptionList).highlighted

    @place.setter
    def place(self, place: int) -> None:
        self.query_one(OptionList).highlighted = place

    @property
    def page_size(self) -> int:
        """How many entries there is room for at once."""
        return max(1, self.query_one(OptionList).size.height)

    def nothing(self) -> str:
        """The message of an empty list."""
        return t("ui.no_match")

    def _option(self, entry: Entry[ValueT], signs: int) -> Option:
        sign = fit(entry.sign, signs) + "  " if signs and entry.value is not None else ""
        is_heading = entry.value is None
        content = Content.assemble(
            (sign, "bold $text-accent"),
            (visible(entry.label), "bold $text-muted" if is_heading else ""),
            (f"  {visible(entry.detail)}" if entry.detail else "", "dim"),
        )
        return Option(content, disabled=is_heading)

    @property
    def highlighted(self) -> Entry[ValueT] | None:
        """The entry under the cursor."""
        return None if self.place is None else self._entries[self.place]

    def _highlight(self, place: int, way: int) -> None:
        """Highlight the entry at ``place``, or the next one in that direction with a value."""
        while 0 <= place < len(self._entries) and self._entries[place].value is None:
            place += way
        if 0 <= place < len(self._entries):
            self.place = place

    @on(Input.Changed)
    def follow(self, event: Input.Changed) -> None:
        """Filter the list."""
        event.stop()
        self.show(self.entries_for(event.value))

    @on(OptionList.OptionSelected)
    def take_clicked(self, event: OptionList.OptionSelected) -> None:
        """Take the entry under the mouse."""
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Take the highlighted entry."""
        entry = self.highlighted
        if entry is not None and entry.value is not None:
            self.chosen(entry.value)

    def action_down(self) -> None:
        """The next entry."""
        self._highlight((self.place or 0) + 1, 1)

    def action_up(self) -> None:
        """The entry before."""
        self._highlight((self.place or 0) - 1, -1)

    def action_page(self, pages: int) -> None:
        """A page of entries further."""
        place = (self.place or 0) + pages * self.page_size
        self._highlight(max(0, min(place, len(self._entries) - 1)), -pages)


def words_of(typed: str) -> list[str]:
    """The search words of an input, folded."""
    return fold(typed).split()


@dataclass(frozen=True, slots=True)
class PickerEntries:
    """What there is to choose from, and the value that stands; a title that says of what."""

    entries: Sequence[Entry[str]]
    current: str | None = None
    title: str = ""


class PickerScreen(ChooseScreen[str | None, str]):
    """Returns the value of the entry that was chosen; None if the dialog was cancelled.

    With ``by_digit``, a digit takes the entry of that number at once. ``read`` gives choices that
    stand in the store.
    """

    def __init__(
        self,
        title: str,
        entries: Sequence[Entry[str]] = (),
        current: str | None = None,
        *,
        by_digit: bool = False,
        read: Callable[[], Awaitable[PickerEntries]] | None = None,
    ) -> None:
        super().__init__(title, t("ui.type_to_filter"))
        self._all = list(entries)
        self._current = current
        self._by_digit = by_digit
        self._read = read

    def on_mount(self) -> None:
        """Read what there is to choose from."""
        self.query_one(TextInput).is_plain = not self._by_digit
        if self._read is not None:
            self.load(self._read, self._offer)

    def _offer(self, choices: PickerEntries) -> None:
        self._read = None
        self._all, self._current = list(choices.entries), choices.current
        if choices.title:
            self.query_one(".dialog-title", Static).update(Content(visible(choices.title)))
        self.show(self.entries_for(""))
        self._highlight(self.start(), 1)

    def nothing(self) -> str:
        """The message of an empty list: not read yet, or no match."""
        return t("ui.loading") if self._read is not None else super().nothing()

    def entries_for(self, typed: str) -> Sequence[Entry[str]]:
        """The matching entries; all of them, numbered, while nothing is typed."""
        if not typed.strip():
            return [self._numbered(place) for place in range(len(self._all))]
        words = words_of(typed)
        found = [entry for entry in self._all if entry.value is not None and entry.answers(words)]
        return sorted(found, key=lambda entry: not fold(entry.label).startswith(words[0]))

    def _numbered(self, place: int) -> Entry[str]:
        entry = self._all[place]
        dot = "●" if entry.value is not None and entry.value == self._current else " "
        number = f"{place + 1} " if self._by_digit and place < 9 else ""
        return Entry(entry.label, entry.value, f"{number}{dot}{entry.sign}", entry.detail)

    def start(self) -> int:
        """The current value."""
        values = [entry.value for entry in self._all]
        return values.index(self._current) if self._current in values else 0

    @on(Input.Changed)
    def take_digit(self, event: Input.Changed) -> None:
        """Take the entry of a digit; filter by any other text."""
        event.prevent_default()
        event.stop()
        digit = typed_key(event.value) or event.value if len(event.value) == 1 else ""
        place = int(digit) - 1 if digit.isascii() and digit.isdigit() else -1
        if self._by_digit and 0 <= place < len(self._all):
            self.chosen(self._all[place].value or "")
        else:
            self.show(self.entries_for(event.value))

    def chosen(self, value: str) -> None:
        self.dismiss(value)
