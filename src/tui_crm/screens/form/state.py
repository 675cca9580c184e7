"""The state of a form: each field's text, the value it parses to, and its error. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.i18n import language, t
from tui_crm.language import formats
from tui_crm.screens.form.field_order import by_section, in_order, is_country
from tui_crm.screens.form.field_text import Setting, doubt, editable_text, read_out, result
from tui_crm.screens.form.radio_buttons import joined, radio_lines
from tui_crm.store import validate
from tui_crm.store.labelled_values import parted, shown_labelled, with_more
from tui_crm.store.model import Kind
from tui_crm.store.suggest import is_reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tui_crm.store.labelled_values import Labelled
    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value
    from tui_crm.store.values import ValueParser


class HintKind(Enum):
    """The kind of a hint; the value is the sign before its words."""

    ERROR = "! "
    WARNING = "△ "
    RESULT = "→ "
    SOURCE = "← "
    HELP = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Words of a field: an error, a warning, what was read, where it is from, or help."""

    words: str
    kind: HintKind


NO_HINT: Final = Hint("", HintKind.HELP)


@dataclass(slots=True)
class FieldState:
    """One field of a form: its text, the value that this parses to, and what is wrong with it."""

    spec: FieldSpec
    initial: Value
    value: Value
    text: str
    initial_text: str
    mistake: str = ""
    """Why the text cannot be parsed; empty where it parses to ``value``."""
    error: str = ""
    """The error that is shown, once the field was left."""
    notice: str = ""
    """A warning about the value, or its source."""
    placeholder: str = ""
    """An example, shown while there is no text."""
    numbered: Sequence[str] = ()
    """What a digit alone stands for, in words that begin with it; shown below the field."""
    is_doubtful: bool = False
    has_had_text: bool = False
    """Whether something stood in it before what stands there now."""
    is_left: bool = False
    undone: tuple[str, Value] | None = None
    """Text and value that ``revert`` replaced last."""

    @property
    def is_changed(self) -> bool:
        """Whether the value differs from the one that the form opened with."""
        return bool(self.mistake) or self.value != self.initial


class FormState:
    """The fields of a form by section, with what was typed; knows no widget and no store.

    ``base`` is the record as it is stored (empty for a new one), ``values`` what the form opens
    with, ``titles`` the titles of what links point at. A form that ``is_compact`` has a line for
    each field: long texts are cut, choices are radio buttons, and what is to be said of a field is
    left to the form.
    """

    def __init__(
        self,
        schema: Schema,
        record_type: RecordType,
        reader: ValueParser,
        base: Mapping[str, Value],
        values: Mapping[str, Value],
        titles: Mapping[str, str],
        *,
        only: Iterable[str] | None = None,
        is_compact: bool = False,
    ) -> None:
        self.is_compact = is_compact
        self.schema = schema
        self.record_type = record_type
        self.reader = reader
        self.base = dict(base)
        self.version: int | None = None
        self._has_moved = False
        shown = record_type.editable if only is None else map(record_type.field, only)
        self.entries: dict[str, FieldState] = {}
        self._given = {
            key: value
            for key, value in values.items()
            if key not in self.base or value != self.base[key]
        }
        for spec in by_section(shown):
            value = values.get(spec.key)
            initial = base.get(spec.key) if base else value
            title = titles.get(spec.key, "")
            text, before = self.text_of(spec, value, title), self.text_of(spec, initial, title)
            self.entries[spec.key] = FieldState(spec, initial, value, text, before)
        self._in_order: list[str] = []
        self._is_chosen = only is not None
        self.order_fields()

    # --- which fields, in which order ---------------------------------------------------------

    @property
    def keys(self) -> list[str]:
        """The fields that are shown, from first to last: readings only where they are of use.

        A reading is shown in Japanese, where it was asked for, and from when something is in it.
        """
        return [key for key in self._in_order if self._is_shown(key)]

    def order_fields(self) -> None:
        """Order the fields anew, after the language or the country of an address has changed."""
        self._in_order = in_order(self.record_type, [*self.entries], self.values, language())

    def _is_shown(self, key: str) -> bool:
        entry = self.entries[key]
        if language() == "ja" or not is_reading(key) or self._is_chosen:
            return True
        return entry.has_had_text or bool(entry.text or entry.error)

    # --- what it means ------------------------------------------------------------------------

    @property
    def values(self) -> dict[str, Value]:
        """Every field's value; None for text that cannot be parsed."""
        own = {key: entry.value for key, entry in self.entries.items()}
        return {**self.base, **self._given, **own}

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from how the form was opened."""
        return self._has_moved or any(
            entry.is_changed
            or (
                entry.text != entry.initial_text
                and bool(parted(self.record_type, entry.spec, entry.text))
            )
            for entry in self.entries.values()
        )

    def changes(self) -> dict[str, Value]:
        """The fields to write: those that differ from the record, and those cleared by hand."""
        given = {
            key: value
            for key, value in self._given.items()
            if key not in self.entries and value != self.base.get(key)
        }
        return given | {
            key: entry.value
            for key, entry in self.entries.items()
            if entry.value != self.base.get(key) or entry.value != entry.initial
        }

    def currency(self, spec: FieldSpec) -> str:
        """The currency that an amount is in."""
        field = self.entries.get(spec.currency)
        chosen = field.value if field else self._hidden(spec.currency)
        return str(chosen) if chosen else self.reader.currency

    def _hidden(self, key: str) -> Value:
        """The value of a field that the form does not show."""
        return self._given[key] if key in self._given else self.base.get(key)

    # --- what happens to it -------------------------------------------------------------------

    def type_in(self, key: str, text: str) -> None:
        """Set the text of a field, as typed, and parse it."""
        entry = self.entries[key]
        if text == entry.text:
            return
        entry.has_had_text = entry.has_had_text or bool(entry.text)
        entry.text, entry.error, entry.notice = text, "", ""
        self._reread(entry)
        self._follow(key)

    def fill(self, key: str, value: Value, title: str = "", notice: str = "") -> None:
        """Set the value of a field: chosen from a list or suggested."""
        entry = self.entries[key]
        entry.has_had_text = entry.has_had_text or bool(entry.text)
        entry.value, entry.mistake, entry.error = value, "", ""
        entry.notice, entry.is_doubtful = notice, False
        entry.text = self.text_of(entry.spec, value, title)
        self._follow(key)

    def open_with(self, key: str, value: Value) -> None:
        """Give a field what it opens with, which came late: what was typed stands behind that."""
        entry = self.entries[key]
        typed, entry.initial = entry.text, value
        self.fill(key, value)
        entry.initial_text = entry.text
        if typed:
            self.type_in(key, entry.text + typed)

    def revert(self, key: str) -> None:
        """Undo the edits of a field."""
        entry = self.entries[key]
        if entry.is_changed:
            entry.undone = entry.text, entry.value if not entry.mistake else None
        self.fill(key, entry.initial, entry.initial_text)

    def type_again(self, key: str) -> None:
        """Redo what ``revert`` undid."""
        text, value = self.entries[key].undone or ("", None)
        if value is not None:
            self.fill(key, value, text)
        elif text:
            self.type_in(key, text)

    def first_of_sections(self) -> list[str]:
        """The first field of each section."""
        found: dict[str, str] = {}
        for key in self.keys:
            found.setdefault(self.entries[key].spec.section, key)
        return list(found.values())

    def rebase(
        self,
        stands: Mapping[str, Value],
        titles: Mapping[str, str],
        version: int,
        kept: Collection[str],
    ) -> None:
        """Rebase the form on a newer version of the record; the fields ``kept`` stay as typed."""
        self.base, self.version = dict(stands), version
        for key, entry in self.entries.items():
            entry.initial = stands.get(key)
            if key not in kept:
                self.fill(key, entry.initial, titles.get(key, ""))

    def leave(self, key: str) -> None:
        """Normalise and validate a field when it loses the focus."""
        entry = self.entries[key]
        entry.is_left = True
        entry.error = entry.mistake
        if entry.mistake:
            return
        if items := parted(self.record_type, entry.spec, entry.text):
            self._part(entry, items)
        elif entry.spec.kind is not Kind.LINK:
            words = doubt(entry.spec, entry.text, entry.value)
            if words:
                entry.notice, entry.is_doubtful = words, True
            entry.text = self.text_of(entry.spec, entry.value, entry.text)
        for concerned in (key, *self._partners(entry.spec)):
            self._check(concerned)
        if is_country(key):
            self.order_fields()

    def _part(self, entry: FieldState, items: list[Labelled]) -> None:
        """Keep the first of several numbers or addresses; move the others to the further ones."""
        self.fill(entry.spec.key, items[0].value)
        to, value = with_more(self.record_type, entry.spec, self.values, items[1:])
        label = self.record_type.field(to).label(self.record_type.key)
        entry.notice = t("form.moved", field=label, values=shown_labelled(value))
        entry.is_doubtful = True
        if to in self.entries:
            self.fill(to, value)
        else:
            self._given[to] = value
            self._has_moved = True

    def check_all(self) -> str | None:
        """Validate every field; the key of the first one with an error, or None."""
        broken = {p.field: p for p in validate.problems(self.schema, self.record_type, self.values)}
        for key, entry in self.entries.items():
            entry.is_left = True
            problem = broken.get(key)
            entry.error = entry.mistake or (problem.sentence if problem else "")
        return next((key for key in self.keys if self.entries[key].error), None)

    def relabel(self) -> None:
        """Say in the language in use what is wrong with the fields."""
        for key, entry in self.entries.items():
            if entry.mistake:
                self._reread(entry)
            if stood := entry.error:
                entry.error = entry.mistake
                self._check(key)
                entry.error = entry.error or stood

    def blame(self, problems: Iterable[validate.Problem]) -> str | None:
        """Show errors of the store; the key of the first field with one that is shown, or None."""
        first = None
        for problem in problems:
            if problem.field in self.entries:
                self.entries[problem.field].error = problem.sentence
                first = first or problem.field
        return first

    # --- how it looks -------------------------------------------------------------------------

    def is_long(self, spec: FieldSpec) -> bool:
        """Whether a field is edited on several lines."""
        return spec.is_multiline and not self.is_compact

    def radio_options(self, spec: FieldSpec) -> tuple[tuple[Value, str], ...]:
        """The values of a field that is edited by radio buttons; empty for any other."""
        if spec.kind is Kind.BOOLEAN:
            return (1, formats.boolean(True)), (0, formats.boolean(False))
        if spec.kind is Kind.CHOICE and self.is_compact:
            return tuple((each.key, each.label()) for each in self.schema.choices(spec.choices))
        return ()

    def lines_of(self, key: str, room: int) -> list[str]:
        """A field of radio buttons in lines of ``room`` cells; empty for any other."""
        entry = self.entries[key]
        options = self.radio_options(entry.spec)
        if not (options and self.is_compact):
            return []
        numbered = entry.spec.kind is Kind.CHOICE
        return joined(radio_lines(options, entry.value, room, is_numbered=numbered))

    def shown(self, key: str) -> str:
        """The text of a field that is not being edited."""
        entry = self.entries[key]
        if entry.mistake:
            return entry.text
        if self.is_compact:
            return entry.text
        return read_out(self._setting(entry.spec), entry.spec, entry.value, entry.text)

    def hint(self, key: str, *, is_current: bool) -> Hint:
        """What is said of a field, in its box or below."""
        entry = self.entries[key]
        if entry.error:
            return Hint(entry.error, HintKind.ERROR)
        if entry.notice:
            return Hint(entry.notice, HintKind.WARNING if entry.is_doubtful else HintKind.SOURCE)
        other = self.entries.get(entry.spec.required_without)
        if other is not None and not entry.text and not other.text:
            label = other.spec.label(self.record_type.key)
            return Hint(t("form.help_either", field=label), HintKind.HELP)
        if not is_current:
            return NO_HINT
        found = "" if entry.mistake else result(self._setting(entry.spec), entry.spec, entry.value)
        if found and found != entry.text:
            return Hint(found, HintKind.RESULT)
        kind = entry.spec.kind
        return Hint(t(f"form.help_{kind}"), HintKind.HELP) if kind in _HELPED else NO_HINT

    # ------------------------------------------------------------------------------------------

    def _reread(self, entry: FieldState) -> None:
        try:
            entry.value = self._read(entry)
            entry.mistake = ""
        except UsageError as error:
            entry.value, entry.mistake = None, str(error)

    def _read(self, entry: FieldState) -> Value:
        spec, text = entry.spec, entry.text
        if spec.kind is Kind.LINK:
            if text.strip():
                raise UsageError("value.link_not_chosen")
            return None
        if spec.kind is Kind.MONEY and text.strip():
            return self._amount(spec, text)
        value = self.reader.read(spec, text)
        if spec.kind is Kind.CHOICE and value is not None and value != entry.initial:
            choice = self.schema.choice(spec.choices, str(value))
            if choice is not None and choice.is_retired:
                raise UsageError("value.retired_choice", value=choice.label())
        return value

    def _amount(self, spec: FieldSpec, text: str) -> int:
        """The amount in ``text``; one that names its currency sets the field of the currency."""
        from tui_crm.language.money import parse_money

        found = parse_money(text, self.currency(spec))
        if found.currency and found.currency != self.currency(spec):
            field = self.entries.get(spec.currency)
            if field is None or self.schema.choice(field.spec.choices, found.currency) is None:
                raise UsageError("value.currency", value=text, currency=self.currency(spec))
            self.fill(spec.currency, found.currency)
        return found.minor

    def _setting(self, spec: FieldSpec) -> Setting:
        return Setting(self.schema, self.reader.now, self.currency(spec))

    def text_of(self, spec: FieldSpec, value: Value, title: str) -> str:
        """The text of a value in its editor."""
        return editable_text(self._setting(spec), spec, value, title)

    def _check(self, key: str) -> None:
        entry = self.entries[key]
        other = self.entries.get(entry.spec.required_without)
        if entry.mistake or not entry.is_left:
            return
        entry.error = ""
        if other is not None and not other.is_left:
            return
        for problem in validate.problems(self.schema, self.record_type, self.values, [key]):
            if problem.field == key:
                entry.error = problem.sentence

    def _partners(self, spec: FieldSpec) -> list[str]:
        """The fields that are required only while this one is blank."""
        return [
            key for key, entry in self.entries.items() if spec.key == entry.spec.required_without
        ]

    def _follow(self, key: str) -> None:
        """Parse amounts again after their currency has changed."""
        for entry in self.entries.values():
            if entry.spec.currency == key and entry.text:
                self._reread(entry)
                entry.error = entry.mistake


_HELPED: Final = frozenset(
    {Kind.DATE, Kind.DATETIME, Kind.CHOICE, Kind.LINK, Kind.LONG_TEXT, Kind.PHONES, Kind.EMAILS}
)
