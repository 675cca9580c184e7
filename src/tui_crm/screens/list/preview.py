"""The preview of a record: who it is, how to reach them, what is planned and was said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tui_crm import manifest
from tui_crm.i18n import language
from tui_crm.language.address_format import Address, format_address
from tui_crm.screens.chips import chip
from tui_crm.store.labelled_values import unpack_labelled
from tui_crm.store.model import Kind
from tui_crm.store.records import read
from tui_crm.store.values import to_display

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType, Schema
    from tui_crm.store.records import Record


class TextStyle(StrEnum):
    """The style of a piece of text in a preview."""

    PLAIN = ""
    STRONG = "bold"
    MUTED = "$text-muted"
    HEADING = "bold $text-accent"
    LATE = "$text-error"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A paragraph: pieces of text, each with its style: a ``TextStyle`` or another of Textual."""

    pieces: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, text: str, style: TextStyle = TextStyle.PLAIN) -> PreviewLine:
        """A paragraph with one style."""
        return cls(((text, style),))


SECTIONS_ABOVE: Final = frozenset(("person", "address", "system", "social", "consent", "shipping"))
ABOVE: Final = (
    frozenset(("company", "company_kana", "name", "kana", "subject", "title", "lead", "account"))
    | frozenset(("department", "job_title", "email", "email_2", "phone", "mobile", "website"))
    | frozenset(("more_phones", "more_emails"))
    | frozenset(("next_activity_at", "last_activity_at"))
)
"""Fields that other lines of the preview show already."""

BLANK: Final = PreviewLine.of("")


def preview(store: Store, record_type: str, record_id: int, currency: str) -> list[PreviewLine]:
    """The paragraphs of a record's preview; ``currency`` is the default of amounts.

    Raises:
        NotFoundError: there is no such record.
    """
    schema = store.schema
    declared = schema.type(record_type)
    with store.reading() as connection:
        record = read(connection, declared, record_id)
        added = [
            line
            for of_feature in manifest.handed_in(lambda feature: feature.previews)
            for line in of_feature(store, connection, record)
        ]
    writer = _Writer(schema, record, store.local_now(), currency)
    return [*writer.who(), *writer.reach(), *writer.facts(), *added]


class _Writer:
    def __init__(self, schema: Schema, record: Record, now: datetime, currency: str) -> None:
        self._schema = schema
        self._type: RecordType = schema.type(record.type)
        self._record = record
        self._now = now
        self._currency = currency

    def who(self) -> Iterator[PreviewLine]:
        record = self._record
        kana = " ".join(record.text(key) for key in self._type.kana).strip()
        yield PreviewLine(
            ((record.title, TextStyle.STRONG), (f"  {kana}" if kana else "", TextStyle.MUTED))
        )
        company = record.text("company") or record.links.get("account", "")
        parts = [record.text("job_title"), record.text("department"), company]
        if record.title == company:
            parts.pop()
        if any(parts):
            yield PreviewLine.of(" · ".join(filter(None, parts)))

    def reach(self) -> Iterator[PreviewLine]:
        record = self._record
        lines = []
        mails = [record.text(key) for key in ("email", "email_2") if record.text(key)]
        phones = [record.text(key) for key in ("phone", "mobile") if record.text(key)]
        mails += [each.value for each in unpack_labelled(record["more_emails"])]
        phones += [" ".join(filter(None, each)) for each in unpack_labelled(record["more_phones"])]
        for sign, words in (("✉ ", mails), ("☎ ", phones), ("", [record.text("website")])):
            if any(words):
                lines.append(
                    PreviewLine(((sign, TextStyle.MUTED), ("  ".join(words), TextStyle.PLAIN)))
                )
        names = ("postal_code", "state", "city", "street", "building", "country")
        address = format_address(Address(*(record.text(name) for name in names)), language())
        if address:
            lines.append(PreviewLine.of(address))
        if lines:
            yield BLANK
            yield from lines

    def facts(self) -> Iterator[PreviewLine]:
        lines = []
        currencies = {spec.currency for spec in self._type.fields}
        for spec in self._type.fields:
            is_above = spec.key in ABOVE or spec.key in self._type.kana or spec.key in currencies
            if spec.section in SECTIONS_ABOVE or is_above or spec.kind is Kind.LONG_TEXT:
                continue
            words = self._shown(spec)
            if words:
                label = spec.label(self._type.key)
                sign, tone = chip(self._schema, spec, self._record[spec.key])
                shown = f"{sign} {words}".lstrip(), f"$text-{tone}" if tone else TextStyle.PLAIN
                lines.append(PreviewLine(((f"{label}  ", TextStyle.MUTED), shown)))
        for spec in self._type.fields:
            if spec.kind is Kind.LONG_TEXT and self._record.text(spec.key):
                lines.append(BLANK)
                lines.append(PreviewLine.of(self._record.text(spec.key)[:600]))
        if lines:
            yield BLANK
            yield from lines

    def _shown(self, spec: FieldSpec) -> str:
        record = self._record
        currency = record.text(spec.currency) or self._currency
        title = record.links.get(spec.key, "")
        return to_display(
            self._schema, spec, record[spec.key], currency=currency, title=title, now=self._now
        )
