"""Convert the texts of cells to values: one cleaner a column, made once for a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.errors import CrmError, UsageError
from tui_crm.exchange.formula_escape import unescape_formula
from tui_crm.exchange.importing import dates
from tui_crm.language.companies import corporate_number_ok
from tui_crm.language.counts import read_count
from tui_crm.language.fold import fold
from tui_crm.language.notices import Notice
from tui_crm.language.phones import is_normal, normalise_phone
from tui_crm.store.labelled_values import read_labelled, split_labelled
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.language.phones import Phone
    from tui_crm.store.model import FieldSpec, Value
    from tui_crm.store.values import ValueParser

Cleaner: TypeAlias = "Callable[[str], Value]"
"""Gives the stored value of a cell; blank cells never come. Raises CrmError for what is none."""

_EDGES: Final = "\r\n\t \u3000"
_MARKERS: Final = frozenset(
    map(
        fold,
        (
            *("n/a", "#n/a", "n.a.", "-", "--", "---", "select", "- select -", "-select-"),
            *("-none-", "--none--", "--select--", "選択してください", "未選択", "未入力", "未設定"),
            *("なし", "無し", "該当なし"),
        ),
    )
)
_NO_VALUES: Final = _MARKERS | frozenset(map(fold, ("none", "null", "nil", "nan", "(blank)", "無")))
"""What people and programs write where there is nothing; the second set also says it in a column
that holds no names."""

_LONGEST_MARKER: Final = 10
_BEGIN_MARKERS: Final = frozenset("nNｎＮsSｓＳ#＃(（なナﾅ無選未該-‐‑‒–—―−─━﹘﹣－")
"""What a marker can begin with, so that hardly any cell needs folding."""

_LINES: Final = re.compile(r"\s*[\r\n]+\s*")
_JAPANESE_CODE: Final = re.compile(r"[0-9]{3}-[0-9]{4}")
_SEVEN: Final = re.compile(r"[0-9]{7}")
_MEMO: Final = 20_000

_SEVERAL: Final = frozenset(
    {
        *(Notice.EMAIL_SEVERAL.value, Notice.PHONE_SEVERAL.value),
        *("import.amount_open", "import.amount_rough", "import.count_rough"),
    }
)

_NAMES: Final = frozenset({"name", "kana", "company"})
"""What the fields that name somebody are matched as."""


@dataclass(slots=True)
class CellContext:
    """How the cells of one table are read, and what was noticed about the cell at hand.

    ``to_the_letter`` is for our own exports: nothing in them is a way of writing "nothing".
    ``is_guarded`` is for what a spreadsheet may have been given, see ``guard``.
    ``home`` is the country where numbers are dialled from, ``region`` the one that those of the row
    at hand without a country code belong to (ISO 3166).
    """

    reader: ValueParser
    to_the_letter: bool = False
    is_guarded: bool = True
    home: str = "JP"
    region: str = "JP"
    beside: str = ""
    """The country abroad that other numbers of the row name; blank where none or several do."""
    day_order: dates.DayOrder = dates.DayOrder.UNKNOWN
    noticed: list[str] = field(default_factory=list)
    """Keys of the ``errors`` catalog; the taker empties it."""

    def bare(self, text: str) -> str:
        """A text without the escape that keeps a spreadsheet from running it."""
        return unescape_formula(text) if self.is_guarded and text[:1] == "'" else text


def cleaner_for(spec: FieldSpec, context: CellContext) -> Cleaner:
    """The cleaner of a column that goes to ``spec``; not for picklists, links and money."""
    match spec.kind:
        case Kind.LONG_TEXT:
            return lambda text: _long_text(context.bare(text.rstrip()))
        case Kind.EMAIL:
            return _email(spec, context)
        case Kind.PHONE:
            return _phone(context)
        case Kind.DATE:
            return _memo(_marked(dates.day_reader(context.reader, context.day_order), _NO_VALUES))
        case Kind.DATETIME:
            return _memo(
                _marked(dates.moment_reader(context.reader, context.day_order), _NO_VALUES)
            )
        case Kind.INTEGER:
            return _integer(spec, context)
        case Kind.BOOLEAN:
            return _memo(_boolean(spec, context.reader))
        case Kind.TEXT | Kind.URL:
            return _text(spec, context)
        case Kind.PHONES | Kind.EMAILS:
            return _marked(
                lambda text: read_labelled(spec.kind, context.bare(text), context.home), _NO_VALUES
            )
        case Kind.TAGS if not context.to_the_letter:
            read_tags = context.reader.read
            return _marked(lambda text: read_tags(spec, _groups(context.bare(text))), _NO_VALUES)
        case _:
            read = context.reader.read
            return _marked(lambda text: read(spec, context.bare(text)), _NO_VALUES)


def _groups(text: str) -> str:
    """Tags as Google writes its groups: ``* myContacts ::: Expo``; everybody is in the first."""
    if ":::" not in text and not text.startswith("* "):
        return text
    groups = (part.strip().removeprefix("* ").strip() for part in text.split(":::"))
    return "\n".join(group for group in groups if fold(group) not in ("mycontacts", "my contacts"))


def is_nothing(text: str) -> bool:
    """Whether a cell says in words that it has no value."""
    return _is_marker(text.strip(_EDGES), _NO_VALUES)


def _long_text(text: str) -> Value:
    return text.replace("\r\n", "\n").replace("\r", "\n") or None


def _text(spec: FieldSpec, context: CellContext) -> Cleaner:
    markers = _MARKERS if spec.match in _NAMES or spec.key == "name" else _NO_VALUES

    def clean(text: str) -> Value:
        text = text.strip(_EDGES)
        if not text:
            return None
        if text[0] == "'":
            text = context.bare(text)
        if "\n" in text or "\r" in text:
            text = _LINES.sub(" ", text)
        if len(text) <= _LONGEST_MARKER and text[0] in _BEGIN_MARKERS and fold(text) in markers:
            return None
        return text if text.strip() else None

    if context.to_the_letter:
        return lambda text: _to_the_letter(context.bare(text.strip(_EDGES)))
    if spec.key.endswith("postal_code"):
        return _postal_code(clean, context)
    if spec.match == "number":
        return _corporate_number(clean, context)
    return clean


def _to_the_letter(text: str) -> Value:
    if "\n" in text or "\r" in text:
        text = _LINES.sub(" ", text)
    return text if text.strip() else None


def _postal_code(clean: Cleaner, context: CellContext) -> Cleaner:
    from tui_crm.language.addresses import normalise_postal_code

    def normalised(text: str) -> Value:
        if _JAPANESE_CODE.fullmatch(text):
            return text
        code = clean(text)
        # Seven digits alone are a Japanese code only where the row is of Japan.
        is_foreign = context.region != "JP" and _SEVEN.fullmatch(str(code))
        return code if code is None or is_foreign else normalise_postal_code(str(code))

    return normalised


def _corporate_number(clean: Cleaner, context: CellContext) -> Cleaner:
    def checked(text: str) -> Value:
        value = clean(text)
        if value is not None and not corporate_number_ok(str(value)):
            context.noticed.append("import.corporate_number")
        return value

    return checked


def _email(spec: FieldSpec, context: CellContext) -> Cleaner:
    from tui_crm.language.emails import is_normal, normalise_email

    def clean(text: str) -> Value:
        if is_normal(text):
            return text
        found = normalise_email(text)
        if found is None:
            text = context.bare(text)
            if is_nothing(text):
                return None
            found = normalise_email(text)
            if found is None:
                raise UsageError("value.email", field=spec.key, value=_short(text))
        if found.warning:
            context.noticed.append(found.warning.value)
        return found.address

    return clean


def _phone(context: CellContext) -> Cleaner:
    home = context.home

    def clean(text: str) -> Value:
        if context.region == home == "JP" and not context.beside and is_normal(text):
            return text
        text = context.bare(text.strip(_EDGES))
        if context.to_the_letter:
            return _to_the_letter(text)
        found = _abroad(text, context) or normalise_phone(text, context.region)
        if found is None and len(several := split_labelled(Kind.PHONE, text, context.region)) > 1:
            context.noticed.append(Notice.PHONE_SEVERAL.value)
            found = normalise_phone(several[0].value, context.region)
        is_foreign = context.region != home or context.beside
        is_range = found is not None and found.warning is Notice.PHONE_RANGE
        if found and found.e164 and is_foreign and not is_range:
            found = _from_home(found, home)
        if found is None:
            if is_nothing(text):
                return None
            context.noticed.append("import.phone_unreadable")
            return _LINES.sub(" ", text)
        if found.warning:
            context.noticed.append(found.warning.value)
        return found.display

    return clean


def _abroad(text: str, context: CellContext) -> Phone | None:
    """A number without a country as one of the country beside it, unless it is one of home.

    Numbers of home have hyphens or nothing between their digits; 020 is nobody's telephone there.
    """
    if not context.beside or "+" in text or "＋" in text:
        return None
    at_home = normalise_phone(text, context.region)
    is_spaced = " " in text.strip() or text.startswith("020")
    if at_home and at_home.e164 and at_home.warning is None and not is_spaced:
        return None
    found = normalise_phone(text, context.beside)
    return found if found and found.e164 and found.warning is None else None


def _from_home(phone: Phone, home: str) -> Phone:
    """A foreign number as it is written at home, with its country code."""
    extension = f" ext. {phone.extension}" if phone.extension else ""
    at_home = normalise_phone(f"{phone.e164}{extension}", home)
    return replace(at_home, warning=phone.warning) if at_home else phone


def _boolean(spec: FieldSpec, reader: ValueParser) -> Cleaner:
    def clean(text: str) -> Value:
        try:
            return reader.read(spec, text)
        except CrmError:
            if is_nothing(text):
                return None
            raise

    return clean


def _integer(spec: FieldSpec, context: CellContext) -> Cleaner:
    slowly = _marked(lambda text: context.reader.read(spec, text), _NO_VALUES)

    def clean(text: str) -> Value:
        if text.isdecimal() and text.isascii() and len(text) < 18:
            return int(text)
        try:
            return slowly(text)
        except CrmError:
            if context.to_the_letter or (found := read_count(text)) is None:
                raise
        if found.number is None:
            raise UsageError("import.range", value=_short(text.strip()))
        if found.is_rough:
            context.noticed.append("import.count_rough")
        return found.number

    return clean


def _is_marker(text: str, markers: frozenset[str]) -> bool:
    if not text:
        return True
    is_like = len(text) <= _LONGEST_MARKER and text[0] in _BEGIN_MARKERS
    return is_like and fold(text) in markers


def _marked(clean: Cleaner, markers: frozenset[str]) -> Cleaner:
    def marked(text: str) -> Value:
        return None if _is_marker(text.strip(_EDGES), markers) else clean(text)

    return marked


def _memo(clean: Cleaner) -> Cleaner:
    """The same cleaner, which knows what it has read before: columns of dates repeat themselves."""
    known: dict[str, Value] = {}

    def remembered(text: str) -> Value:
        try:
            return known[text]
        except KeyError:
            value = clean(text)
            if len(known) < _MEMO:
                known[text] = value
            return value

    return remembered


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def is_several(notice: str) -> bool:
    """Whether a cell held more than was taken from it."""
    return notice in _SEVERAL
