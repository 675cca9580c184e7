"""A record as lines by section: filled fields grouped as one would write them, or every field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.i18n import language, t
from tui_crm.language.address_format import Address, format_address
from tui_crm.sanitize import width
from tui_crm.screens.chips import chip
from tui_crm.screens.form.field_text import Setting, read_out
from tui_crm.screens.widgets.section_view import BLANK, LineKind, ViewLine
from tui_crm.store.filter.words import part_in_words
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tui_crm.store.model import FieldSpec, RecordType, Schema
    from tui_crm.store.records import Record

ADDRESS: Final = ("postal_code", "state", "city", "street", "building", "country")
_STAMPS: Final = {"created_at": "created_by", "updated_at": "updated_by"}
_BECAME: Final = ("converted_at", "converted_account", "converted_contact", "converted_deal")
_LONG: Final = 30
"""Cells of a title that may find no room in the head of a page."""
_FACTS: Final = frozenset({Kind.CHOICE, Kind.MONEY, Kind.DATE})


class RecordFormatter:
    """Formats one record for its page; ``now`` is local, ``currency`` the default of amounts."""

    def __init__(self, schema: Schema, record: Record, now: datetime, currency: str) -> None:
        self._schema = schema
        self._type: RecordType = schema.type(record.type)
        self._record = record
        self._now = now
        self._currency = currency

    def facts(self) -> list[str]:
        """The key facts: status, amount, owner."""
        found = [
            f"{chip(self._schema, spec, self._record[spec.key]).sign} {self._shown(spec)}".strip()
            for spec in sorted(self._type.columns, key=lambda spec: spec.column)
            if spec.kind in _FACTS
        ]
        owner = self._record.links.get("owner", "")
        if owner:
            found.append(f"{self._type.field('owner').label(self._type.key)} {owner}")
        return [fact for fact in found if fact]

    def everything(self) -> list[ViewLine]:
        """A line for every field, blank ones included."""
        return self._under_headings(
            [(spec.section, self._line(spec)) for spec in self._in_sections()]
        )

    def filled(self) -> list[ViewLine]:
        """Lines for the filled fields, grouping what belongs together."""
        record = self._record
        lines = list(self._became())
        if self._title_fields() and width(record.title) > _LONG:
            lines.insert(0, ViewLine("", record.title, LineKind.HEADING))
        kana = " ".join(record.text(key) for key in self._type.kana).strip()
        about = [kana, record.text("salutation")]
        if any(about):
            lines.append(ViewLine("", "  ".join(filter(None, about)), LineKind.MUTED))
        said = {*self._title_fields(), *self._type.kana, "salutation", *_BECAME, "converted_by"}
        entries: list[tuple[str, ViewLine]] = []
        for spec in self._in_sections():
            if spec.key not in said:
                entries += [(spec.section, line) for line in self._together(spec, said)]
        if lines and entries:
            lines.append(BLANK)
        return lines + self._under_headings(entries)

    def _together(self, spec: FieldSpec, said: set[str]) -> Iterator[ViewLine]:
        """The line of a field with its group; the keys it covers are added to ``said``."""
        prefix = "shipping_" if spec.key.startswith("shipping_") else ""
        if spec.key.removeprefix(prefix) in ADDRESS:
            keys = tuple(f"{prefix}{part}" for part in ADDRESS)
            said.update(keys)
            parts = {part: self._record.text(prefix + part) for part in ADDRESS}
            text = format_address(Address(**parts), language())
            if text:
                label = t(f"fields.section.{spec.section}")
                yield ViewLine(label, text, ref=tuple(k for k in keys if k in self._type))
        elif spec.key in _STAMPS:
            who = self._record.links.get(_STAMPS[spec.key], "")
            said.add(_STAMPS[spec.key])
            text = "  ".join(filter(None, (self._shown(spec), who)))
            yield ViewLine(spec.label(self._type.key), text, ref=(spec.key,))
        elif spec.key not in ("id", "title", "external_id") and not self._is_a_currency(spec):
            line = self._line(spec)
            if line.text:
                yield line

    def _became(self) -> Iterator[ViewLine]:
        """Lines about a conversion: when, by whom, and the records it became."""
        record, frozen_by = self._record, self._type.frozen_by
        if not frozen_by or record[frozen_by] is None:
            return
        when = self._shown(self._type.field(frozen_by))
        who = record.links.get("converted_by", "")
        yield ViewLine("", t("detail.converted", when=when, who=who), LineKind.HEADING)
        for key in _BECAME[1:]:
            spec = self._type.field(key)
            if record[key] is not None:
                label = t(f"types.{spec.target}.one")
                yield ViewLine(label, self._shown(spec), ref=(key,), is_link=True)

    def _in_sections(self) -> Iterator[FieldSpec]:
        sections: dict[str, list[FieldSpec]] = {}
        for spec in self._type.fields:
            sections.setdefault(spec.section, []).append(spec)
        last = {key: sections.pop(key) for key in ("custom", "system") if key in sections}
        for specs in (*sections.values(), *last.values()):
            yield from specs

    def _under_headings(self, entries: list[tuple[str, ViewLine]]) -> list[ViewLine]:
        lines: list[ViewLine] = []
        section = ""
        for name, line in entries:
            if name != section:
                section = name
                lines += [BLANK] if lines else []
                lines.append(ViewLine("", t(f"fields.section.{name}"), LineKind.HEADING))
            lines.append(line)
        return lines

    def _line(self, spec: FieldSpec) -> ViewLine:
        is_link = spec.kind is Kind.LINK and self._record[spec.key] is not None
        label = spec.label(self._type.key)
        text, value = self._shown(spec), self._record[spec.key]
        found = chip(self._schema, spec, value)
        return ViewLine(label, text, ref=(spec.key,), is_link=is_link, chip=found)

    def _shown(self, spec: FieldSpec) -> str:
        record = self._record
        currency = record.text(spec.currency) or self._currency
        title = record.links.get(spec.key, "")
        if spec.kind is Kind.LINK and record[spec.key] is not None and not title:
            title = str(record[spec.key])
        of, value = record.text("record_type"), record[spec.key]
        words = part_in_words(self._schema, self._type.key, of, spec.key, value)
        return words or read_out(Setting(self._schema, self._now, currency), spec, value, title)

    def _title_fields(self) -> tuple[str, ...]:
        """The fields that the title at the top of the page is made of."""
        for alternative in self._type.title:
            if any(self._record.text(key) for key in alternative):
                return () if self._is_long(alternative) else alternative
        return ()

    def _is_long(self, keys: tuple[str, ...]) -> bool:
        return any(self._type.field(key).kind is Kind.LONG_TEXT for key in keys)

    def _is_a_currency(self, spec: FieldSpec) -> bool:
        """Whether the field is only the currency of another one."""
        return any(other.currency == spec.key for other in self._type.fields)
