"""The card of a record: who it is, where it stands, how to reach them, then its filled fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.i18n import language, t
from tui_crm.language.address_format import Address, format_address
from tui_crm.language.formats import number
from tui_crm.sanitize import visible, width
from tui_crm.screens.chips import LATE, LOST, WON, Chip, chip, stages_passed
from tui_crm.screens.form.field_text import Setting, read_out
from tui_crm.screens.widgets.section_view import BLANK, LineKind, ViewLine
from tui_crm.store.filter.words import part_in_words
from tui_crm.store.labelled_values import unpack_labelled
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tui_crm.store.model import FieldSpec, RecordType, Schema
    from tui_crm.store.records import Record

ADDRESS: Final = ("postal_code", "state", "city", "street", "building", "country")
_STAMPS: Final = {"created_at": "created_by", "updated_at": "updated_by"}
_BECAME: Final = ("converted_at", "converted_account", "converted_contact", "converted_deal")
_POSITION: Final = ("job_title", "department")
_NEVER: Final = frozenset({"id", "title", "external_id"})
_ELSEWHERE: Final = frozenset({"next_activity_at", "last_activity_at"})
"""What the timeline below a compact card says better."""

_ASIDE: Final = frozenset({"system", "social", "consent", "shipping"})
"""Sections that a compact card leaves out."""

_SIGNS: Final = {
    Kind.EMAIL: "✉",
    Kind.EMAILS: "✉",
    Kind.PHONE: "☎",
    Kind.PHONES: "☎",
    Kind.URL: "↗",
}
_HOME: Final = "⌂"
_NAME: Final = 34
"""Cells that a name and its reading take on one line at most."""

_REACHED: Final = "▰"
_AHEAD: Final = "▱"
"""A stage of a process."""


class Card:
    """Formats one record for its page; ``now`` is local, ``currency`` the default of amounts."""

    def __init__(self, schema: Schema, record: Record, now: datetime, currency: str) -> None:
        self._schema = schema
        self._type: RecordType = schema.type(record.type)
        self._record = record
        self._now = now
        self._currency = currency
        self._said: set[str] = set()

    def everything(self) -> list[ViewLine]:
        """A line for every field, blank ones included."""
        return self._under_headings(
            [(spec.section, self._line(spec)) for spec in self._in_sections()]
        )

    def lines(self, blank_key: str) -> list[ViewLine]:
        """The whole card; the last line says how many fields are blank, and the key for them."""
        lines = [*self._head(), *self._sections()]
        blanks = sum(
            self._record[spec.key] is None and spec.key not in _NEVER for spec in self._type.fields
        )
        if blanks:
            said = t("detail.blank_fields", n=number(blanks), key=blank_key)
            lines += [BLANK, ViewLine("", said, LineKind.MUTED)]
        return lines

    def compact(self) -> list[ViewLine]:
        """The card without what stands aside."""
        return [*self._head(), *self._sections(_ASIDE, _ELSEWHERE)]

    # --- the head -------------------------------------------------------------------------------

    def _head(self) -> Iterator[ViewLine]:
        self._said = {*self._title_fields(), *self._type.kana, "salutation"}
        yield from self._name()
        yield from self._became()
        yield from self._place()
        yield from self._standing()
        reach = list(self._reach())
        if reach:
            yield BLANK
            yield from reach

    def _name(self) -> Iterator[ViewLine]:
        record = self._record
        if not self._title_fields():
            return
        kana = " ".join(record.text(key) for key in self._type.kana).strip()
        salutation = record.text("salutation")
        before = f"{salutation} " if salutation and language() == "en" else ""
        after = "  ".join(filter(None, (kana, "" if before else salutation)))
        if width(f"{before}{record.title}  {after}") > _NAME:
            yield ViewLine("", before + record.title, LineKind.STRONG)
            if after:
                yield ViewLine("", after, LineKind.MUTED)
        else:
            parts = [(before, "muted"), (record.title, "strong"), ("  ", "plain"), (after, "muted")]
            yield ViewLine("", record.title, parts=_safe(parts))

    def _became(self) -> Iterator[ViewLine]:
        """Lines about a conversion: when, by whom, and the records it became."""
        record, frozen_by = self._record, self._type.frozen_by
        self._said |= {*_BECAME, "converted_by"}
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

    def _place(self) -> Iterator[ViewLine]:
        """Their position, and their company where the record is not that itself."""
        words = " · ".join(filter(None, map(self._record.text, _POSITION)))
        if words:
            yield self._plain(words, _POSITION)
        key = self._type.company_field or ("account" if "account" in self._type else "")
        if key and key not in self._said and self._record[key] is not None:
            yield self._plain(self._shown(self._type.field(key)), (key,))

    def _standing(self) -> Iterator[ViewLine]:
        """The amount, and the chips of status and rating; of a process how far it is."""
        specs = [self._type.field(key) for key in self._chip_keys()]
        filled = [spec for spec in specs if self._record[spec.key] is not None]
        process = next((spec for spec in filled if self._stages(spec)), None)
        if process is not None:
            yield from self._figures(process)
        parts: list[tuple[str, str]] = []
        for spec in filled:
            parts += [("  ", "plain")] if parts else []
            found = chip(self._schema, spec, self._record[spec.key])
            look = f"tone-{found.tone}" if found.tone else "plain"
            parts.append((f"{found.sign} {self._shown(spec)}".strip(), look))
            if spec is process:
                parts += [("  ", "plain"), *self._stages(spec)]
        if parts:
            keys = tuple(spec.key for spec in filled)
            self._said.update(keys)
            text = "  ".join(map(self._shown, filled))
            yield ViewLine("", text, ref=keys, parts=_safe(parts))

    def _chip_keys(self) -> list[str]:
        """The field of the status, and the others whose values have a sign."""
        status = self._type.status_field
        return [
            spec.key
            for spec in sorted(self._type.fields, key=lambda spec: spec.key != status)
            if spec.kind is Kind.CHOICE
            and (spec.key == status or chip(self._schema, spec, self._record[spec.key]).sign)
        ]

    def _figures(self, process: FieldSpec) -> Iterator[ViewLine]:
        """What a process is about: its amount, its probability and the day that it is to end."""
        amount = next((s for s in self._type.columns if s.kind is Kind.MONEY), None)
        if amount is not None and self._record[amount.key] is not None:
            yield self._plain(self._shown(amount), (amount.key,), "strong")
        is_open = chip(self._schema, process, self._record[process.key]) not in (WON, LOST)
        parts: list[tuple[str, str]] = []
        keys: list[str] = []
        for spec in self._type.fields:
            value = self._record[spec.key]
            is_end = spec.kind is Kind.DATE and bool(spec.column)
            if value is None or not (spec.is_percent or is_end):
                continue
            late = is_end and is_open and str(value) < self._now.date().isoformat()
            words = f"{'! ' if late else ''}{self._shown(spec)}"
            label = "" if spec.is_percent else f"{spec.label(self._type.key)} "
            parts += [(" · ", "muted")] if parts else []
            parts += [(label, "muted"), (words, f"tone-{LATE}" if late else "plain")]
            keys.append(spec.key)
        if keys:
            self._said.update(keys)
            text = "".join(words for words, _ in parts)
            yield ViewLine("", text, ref=tuple(keys), parts=_safe(parts))

    def _stages(self, spec: FieldSpec) -> list[tuple[str, str]]:
        """A bar of the stages of a process, those that were reached in its tone."""
        passed, n = stages_passed(self._schema, spec, self._record[spec.key])
        if not n:
            return []
        tone = chip(self._schema, spec, self._record[spec.key]).tone
        look = f"tone-{tone}" if tone else "plain"
        return [(_REACHED * passed, look), (_AHEAD * (n - passed), "muted")]

    def _reach(self) -> Iterator[ViewLine]:
        """Every address and number, a line each."""
        for kinds in ((Kind.EMAIL, Kind.EMAILS), (Kind.PHONE, Kind.PHONES), (Kind.URL,)):
            for spec in self._type.fields:
                if spec.kind in kinds and spec.section not in _ASIDE and not spec.custom:
                    self._said.add(spec.key)
                    yield from self._ways(spec)
            if Kind.PHONE in kinds:
                yield from self._address("")

    def _ways(self, spec: FieldSpec) -> Iterator[ViewLine]:
        label = "" if spec.key in ("email", "phone", "website") else spec.label(self._type.key)
        if spec.is_labelled:
            ways = [(each.value, each.label) for each in unpack_labelled(self._record[spec.key])]
        else:
            ways = [(self._shown(spec), label)] if self._record[spec.key] is not None else []
        for words, what_for in ways:
            parts = (
                (f"{_SIGNS[spec.kind]} ", "muted"),
                (words, "plain"),
                (f"  {what_for}", "muted"),
            )
            yield ViewLine("", words, ref=(spec.key,), parts=_safe(parts))

    def _address(self, prefix: str) -> Iterator[ViewLine]:
        keys = tuple(f"{prefix}{part}" for part in ADDRESS)
        self._said.update(keys)
        parts = {part: self._record.text(prefix + part) for part in ADDRESS}
        text = format_address(Address(**parts), language())
        if text:
            ref = tuple(key for key in keys if key in self._type)
            yield ViewLine("", text, LineKind.PLAIN, ref=ref, chip=Chip(_HOME))

    # --- the sections ---------------------------------------------------------------------------

    def _sections(
        self, but: frozenset[str] = frozenset(), but_keys: Iterable[str] = ()
    ) -> list[ViewLine]:
        said = self._said | set(but_keys)
        entries: list[tuple[str, ViewLine]] = []
        for spec in self._in_sections():
            if spec.key not in said and spec.section not in but:
                entries += [(spec.section, line) for line in self._together(spec, said)]
        lines = [line for _, line in entries] if but else self._under_headings(entries)
        return [BLANK, *lines] if lines else []

    def _together(self, spec: FieldSpec, said: set[str]) -> Iterator[ViewLine]:
        """The line of a field with its group; the keys it covers are added to ``said``."""
        if spec.key.removeprefix("shipping_") in ADDRESS:
            said.update(f"shipping_{part}" for part in ADDRESS)
            for line in self._address("shipping_"):
                label = t(f"fields.section.{spec.section}")
                yield ViewLine(label, line.text, ref=line.ref)
        elif spec.key in _STAMPS:
            who = self._record.links.get(_STAMPS[spec.key], "")
            said.add(_STAMPS[spec.key])
            text = "  ".join(filter(None, (self._shown(spec), who)))
            yield ViewLine(spec.label(self._type.key), text, ref=(spec.key,))
        elif spec.key not in _NEVER and not self._is_a_currency(spec):
            line = self._line(spec)
            if line.text:
                yield line

    def _in_sections(self) -> Iterator[FieldSpec]:
        sections: dict[str, list[FieldSpec]] = {}
        for spec in self._type.fields:
            sections.setdefault(spec.section, []).append(spec)
        last = {key: sections.pop(key) for key in ("custom", "system") if key in sections}
        for specs in (*sections.values(), *last.values()):
            yield from specs

    def _under_headings(self, entries: Sequence[tuple[str, ViewLine]]) -> list[ViewLine]:
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

    def _plain(self, text: str, keys: tuple[str, ...], look: str = "plain") -> ViewLine:
        """A line without a label for some fields; of a link, one that leads there."""
        keys = tuple(key for key in keys if key in self._type)
        self._said.update(keys)
        is_link = self._type.field(keys[0]).kind is Kind.LINK
        return ViewLine("", text, LineKind(look), ref=keys, is_link=is_link)

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


def _safe(parts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((visible(text), look) for text, look in parts if text.strip() or look == "plain")
