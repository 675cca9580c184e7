"""Ask for the value of one field: a list to choose from, or a prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.screens.dialogs.choose import Entry, PickerEntries, PickerScreen
from tui_crm.screens.dialogs.prompt import PromptScreen
from tui_crm.screens.list.row_source import offered_records
from tui_crm.store import records
from tui_crm.store.model import Kind
from tui_crm.store.values import ValueParser, to_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType, Value
    from tui_crm.store.records import Record

MOST_LINKS: Final = 200
"""So many records can be chosen from a list; where there are more, a name is typed."""

NOTHING: Final = "-"


@dataclass(frozen=True, slots=True)
class Answer:
    """The new value of the field, None to clear it; and the record whose value it is to be."""

    value: Value
    record: Record | None


async def ask_value(
    app: CrmHost,
    record_type: RecordType,
    spec: FieldSpec,
    read: Callable[[], Awaitable[Record | None]],
    more: Sequence[tuple[str, str]] = (),
) -> Answer | None:
    """Ask for a new value of a field; None if the dialog was cancelled.

    The dialog is opened at once, but for a link, of which it is read first whether there are few
    enough records to choose from. ``read`` gives the record whose value it is to be, or None where
    it is that of several. ``more`` are answers beside the values to choose from, which are given
    back as they are.
    """
    choices = _choices(app.store, spec)
    if choices is None and spec.kind is Kind.LINK:
        choices = await app.read(link_choices, app.store, spec.target)
    if choices is None:
        return await _typed(app, record_type, spec, read)
    return await _chosen(app, record_type, spec, read, choices, more)


def _choices(store: Store, spec: FieldSpec) -> list[tuple[str, str]] | None:
    """The values to choose from with their labels; None where they are typed, or records."""
    if spec.kind is Kind.CHOICE:
        return [(choice.key, choice.label()) for choice in store.schema.choices(spec.choices)]
    if spec.kind is Kind.BOOLEAN:
        return [("1", t("formats.yes")), ("0", t("formats.no"))]
    return None


def link_choices(store: Store, target: str) -> list[tuple[str, str]] | None:
    """The records that a link can be set to, as ids and titles; None where they are too many."""
    found = offered_records(store, target, MOST_LINKS + 1)
    return found if len(found) <= MOST_LINKS else None


def _title(record_type: RecordType, spec: FieldSpec, record: Record | None = None) -> str:
    label = spec.label(record_type.key)
    return label if record is None else f"{label} · {record.title}"


async def _chosen(
    app: CrmHost,
    record_type: RecordType,
    spec: FieldSpec,
    read: Callable[[], Awaitable[Record | None]],
    choices: Sequence[tuple[str, str]],
    more: Sequence[tuple[str, str]],
) -> Answer | None:
    record: Record | None = None
    nothing = [] if spec.required else [(NOTHING, t("ui.no_value"))]
    entries = [Entry(words, value) for value, words in (*choices, *nothing, *more)]

    async def begin() -> PickerEntries:
        nonlocal record
        record = await read()
        now = "" if record is None else record.text(spec.key)
        return PickerEntries(entries, now, _title(record_type, spec, record))

    picker = PickerScreen(_title(record_type, spec), entries, by_digit=True, read=begin)
    chosen = await app.ask(picker)
    if chosen is None:
        return None
    if any(chosen == value for value, _ in more):
        return Answer(chosen, record)
    if chosen == NOTHING:
        return Answer(None, record)
    return Answer(chosen if spec.kind is Kind.CHOICE else int(chosen), record)


async def _typed(
    app: CrmHost,
    record_type: RecordType,
    spec: FieldSpec,
    read: Callable[[], Awaitable[Record | None]],
) -> Answer | None:
    record: Record | None = None
    currency = app.config.currency

    async def begin() -> tuple[str, str]:
        nonlocal record, currency
        record, text = await read(), ""
        if record is not None:
            currency = record.text(spec.currency) or currency
            text = to_text(spec, record[spec.key], currency, record.links.get(spec.key, ""))
        return _title(record_type, spec, record), text

    def understand(words: str) -> Value:
        return reader(app).read(spec, words, currency)

    prompt = PromptScreen(_title(record_type, spec), check=understand, read=begin)
    typed = await app.ask(prompt)
    return None if typed is None else Answer(await app.read(understand, typed), record)


def reader(app: CrmHost) -> ValueParser:
    """The parser of typed values, with links looked up in the store."""
    store = app.store

    def find(spec: FieldSpec, words: str) -> int:
        with store.reading() as connection:
            return records.find(connection, store.schema.type(spec.target), words)

    return ValueParser(store.schema, store.local_now(), find, app.config.currency)
