"""Ask for the value of one field: a list to choose from, or a prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.screens import routes
from tui_crm.screens.list.row_source import offered_records
from tui_crm.store import records
from tui_crm.store.model import Kind
from tui_crm.store.values import ValueParser, to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType, Value
    from tui_crm.store.records import Record

MOST_LINKS: Final = 200
"""So many records can be chosen from a list; where there are more, a name is typed."""

NOTHING: Final = "-"


@dataclass(frozen=True, slots=True)
class Answer:
    """The new value of the field; None clears it."""

    value: Value


async def ask_value(
    app: CrmHost,
    record_type: RecordType,
    spec: FieldSpec,
    record: Record | None,
    more: Sequence[tuple[str, str]] = (),
) -> Answer | None:
    """Ask for a new value of a field of ``record``; None if the dialog was cancelled.

    ``more`` are answers beside the values to choose from, which are given back as they are.
    """
    title = spec.label(record_type.key)
    if record is not None:
        title = f"{title} · {record.title}"
    choices = await app.read(_choices, app.store, spec)
    if choices is None:
        return await _typed(app, spec, title, record)
    if not spec.required:
        choices.append((NOTHING, t("ui.no_value")))
    choices += more
    now = "" if record is None else record.text(spec.key)
    chosen = await app.ask(routes.pick(title, choices, now, by_digit=True))
    if chosen is None:
        return None
    if any(chosen == value for value, _ in more):
        return Answer(chosen)
    if chosen == NOTHING:
        return Answer(None)
    return Answer(chosen if spec.kind is Kind.CHOICE else int(chosen))


def _choices(store: Store, spec: FieldSpec) -> list[tuple[str, str]] | None:
    """The values to choose from with their labels; None where the value is typed."""
    schema = store.schema
    if spec.kind is Kind.CHOICE:
        return [(choice.key, choice.label()) for choice in schema.choices(spec.choices)]
    if spec.kind is Kind.BOOLEAN:
        return [("1", t("formats.yes")), ("0", t("formats.no"))]
    return link_choices(store, spec.target) if spec.kind is Kind.LINK else None


def link_choices(store: Store, target: str) -> list[tuple[str, str]] | None:
    """The records that a link can be set to, as ids and titles; None where they are too many."""
    found = offered_records(store, target, MOST_LINKS + 1)
    return found if len(found) <= MOST_LINKS else None


async def _typed(app: CrmHost, spec: FieldSpec, title: str, record: Record | None) -> Answer | None:
    currency, text = app.config.currency, ""
    if record is not None:
        currency = record.text(spec.currency) or currency
        text = to_text(spec, record[spec.key], currency, record.links.get(spec.key, ""))

    def understand(words: str) -> Value:
        return reader(app).read(spec, words, currency)

    typed = await app.ask(routes.prompt(title, text, check=understand))
    if typed is None:
        return None
    return Answer(await app.read(understand, typed))


def reader(app: CrmHost) -> ValueParser:
    """The parser of typed values, with links looked up in the store."""
    store = app.store

    def find(spec: FieldSpec, words: str) -> int:
        with store.reading() as connection:
            return records.find(connection, store.schema.type(spec.target), words)

    return ValueParser(store.schema, store.local_now(), find, app.config.currency)
