"""Between what people type and read, and what is stored: one place for every kind of field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.language import formats
from tui_crm.language.fold import fold
from tui_crm.language.invisible import without_invisible
from tui_crm.language.number_bounds import EXACT_FLOATS, LARGEST
from tui_crm.language.yes_no import read_yes_no
from tui_crm.store import labelled_values
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.model import FieldSpec, Schema, Value

_WIDE: Final = Context(prec=100)
_DAY_LENGTH: Final = len("YYYY-MM-DD")


@dataclass(frozen=True, slots=True)
class ValueParser:
    """How typed text is read: by which picklists, from which moment, in which currency.

    ``now`` is local and has its zone. ``find`` gives the id of the record that a link's text names.
    """

    schema: Schema
    now: datetime
    find: Callable[[FieldSpec, str], int]
    currency: str = "JPY"
    dayfirst: bool = False

    def read(self, spec: FieldSpec, text: str, currency: str | None = None) -> Value:
        """The stored value that ``text`` means for a field; blank text is no value.

        Raises:
            UsageError: it means nothing for this kind of field.
        """
        text = without_invisible(text)
        text = text.strip("\r\n\t \u3000") if spec.kind is not Kind.LONG_TEXT else text.rstrip()
        if not text.strip():
            return None
        match spec.kind:
            case Kind.TEXT if spec.key.endswith("postal_code"):
                from tui_crm.language.addresses import normalise_postal_code

                return normalise_postal_code(text) or text
            case Kind.TEXT | Kind.URL:
                return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()
            case Kind.LONG_TEXT:
                return text.replace("\r\n", "\n").replace("\r", "\n")
            case Kind.EMAIL:
                return self._email(text)
            case Kind.PHONE:
                return self._phone(text)
            case Kind.CHOICE:
                return self._choice(spec, text)
            case Kind.TAGS:
                return pack_tags(re.split(r"[,、，;\n]", text))
            case Kind.PHONES | Kind.EMAILS:
                return labelled_values.read_labelled(spec.kind, text)
            case Kind.BOOLEAN:
                return read_boolean(text)
            case Kind.INTEGER:
                return self._integer(text)
            case Kind.NUMBER:
                return self._number(text)
            case Kind.MONEY:
                return self._money(text, currency or self.currency)
            case Kind.DATE:
                from tui_crm.language.when import parse_date

                return parse_date(text, self.now.date(), dayfirst=self.dayfirst).isoformat()
            case Kind.DATETIME:
                return self._moment(text)
            case Kind.LINK:
                return self.find(spec, text)

    def _email(self, text: str) -> str:
        from tui_crm.language.emails import normalise_email

        found = normalise_email(text)
        if found is None:
            raise UsageError("value.email", value=text)
        return found.address

    def _phone(self, text: str) -> str:
        from tui_crm.language.phones import normalise_phone

        found = normalise_phone(text)
        return found.display if found else text

    def _choice(self, spec: FieldSpec, text: str) -> str:
        if found := self.schema.choices_called(spec.choices, text):
            return found[0].key
        known = ", ".join(c.label() for c in self.schema.choices(spec.choices))
        raise UsageError("value.unknown_choice", value=text, known=known)

    def _integer(self, text: str) -> int:
        found = _exact_number(text)
        if found != found.to_integral_value():
            raise UsageError("value.integer", value=text)
        return int(found)

    def _number(self, text: str) -> float:
        """The number that a database keeps in 64 bits; one whose digits do not fit is refused."""
        exact = _exact_number(text)
        found = float(exact)
        if not found.is_integer() or abs(found) >= EXACT_FLOATS:
            places = min(int(exact.as_tuple().exponent), 0)
            written = Decimal(found).quantize(Decimal(1).scaleb(places), context=_WIDE)
            if exact not in (Decimal(repr(found)), written):
                raise UsageError("value.number_digits", value=text)
        elif exact != int(found):
            raise UsageError("value.number_digits", value=text)
        return found

    def _money(self, text: str, currency: str) -> int:
        from tui_crm.language.money import implied_currency, parse_money

        told = implied_currency(text, currency)
        if told not in (None, currency):
            raise UsageError("value.currency_named", value=text, found=told, currency=currency)
        return parse_money(text, currency).minor

    def _moment(self, text: str) -> str:
        from tui_crm.language.when import parse_when

        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text):
            return text
        start = parse_when(text, self.now).start
        if not isinstance(start, datetime):
            start = datetime.combine(start, time(), tzinfo=self.now.tzinfo)
        return formats.stored(start)


def _exact_number(text: str) -> Decimal:
    """The number that a text names, to the last digit.

    Raises:
        UsageError: it names none, one beyond 64 bits, or one of which a spreadsheet has left the
            first digits alone (1.23457E+17).
    """
    plain = re.sub(r"[,\s]|人|名|%$", "", fold(text))
    if not re.fullmatch(r"[+-]?(\d{1,30}(\.\d{0,20})?|\.\d{1,20})(e[+-]?\d{1,2})?", plain):
        raise UsageError("value.number", value=text)
    found = Decimal(plain)
    if abs(found) > LARGEST:
        raise UsageError("value.number_too_large", value=text)
    if int(plain.partition("e")[2] or 0) >= formats.SHORTENED_POWER:
        raise UsageError("language.number_shortened", value=text)
    return found


def pack_tags(tags: list[str]) -> str | None:
    """Tags as they are stored: each once, in order, one a line, a line break before and behind."""
    once = dict.fromkeys(tag.strip() for tag in tags if tag.strip())
    return "\n" + "\n".join(once) + "\n" if once else None


def unpack_tags(value: Value) -> list[str]:
    """The tags of a stored value."""
    return [tag for tag in str(value or "").split("\n") if tag]


def to_text(spec: FieldSpec, value: Value, currency: str = "JPY", title: str = "") -> str:
    """A value as text that ``Reader.read`` reads back as the same value: for forms and exports.

    ``title`` is the title of what a link points at.
    """
    if value is None:
        return ""
    match spec.kind:
        case Kind.TAGS:
            return ", ".join(unpack_tags(value))
        case Kind.PHONES | Kind.EMAILS:
            return labelled_values.plain_labelled(spec.kind, value)
        case Kind.BOOLEAN:
            return "yes" if value else "no"
        case Kind.MONEY:
            from tui_crm.language.money import plain_money

            return plain_money(int(value), currency)
        case Kind.LINK:
            return title or str(value)
        case Kind.NUMBER if float(value).is_integer():
            return str(int(value))
        case Kind.NUMBER:
            return f"{float(value):g}" if float(value) == float(f"{float(value):g}") else str(value)
        case _:
            return str(value)


def to_display(
    schema: Schema,
    spec: FieldSpec,
    value: Value,
    *,
    currency: str = "JPY",
    title: str = "",
    now: datetime | None = None,
) -> str:
    """A value as a person reads it, in the language in use; empty for no value.

    ``now`` (local) makes points in time relative and drops the year of near dates.
    """
    if value is None:
        return ""
    match spec.kind:
        case Kind.CHOICE:
            choice = schema.choice(spec.choices, str(value))
            return choice.label() if choice else str(value)
        case Kind.TAGS:
            return ", ".join(unpack_tags(value))
        case Kind.PHONES | Kind.EMAILS:
            return labelled_values.shown_labelled(value)
        case Kind.BOOLEAN:
            return formats.boolean(bool(value))
        case Kind.MONEY:
            from tui_crm.language.money import format_money

            return format_money(int(value), currency)
        case Kind.INTEGER if spec.is_percent:
            return formats.percent(int(value))
        case Kind.INTEGER if spec.key != "id":
            return formats.number(int(value))
        case Kind.DATE:
            return formats.day(date.fromisoformat(str(value)), now)
        case Kind.DATETIME:
            if len(str(value)) == _DAY_LENGTH:  # a task's day among times of day
                return formats.day(date.fromisoformat(str(value)), now)
            return formats.moment(str(value), now)
        case Kind.LINK:
            return title
        case _:
            return str(value)


def to_json(spec: FieldSpec, value: Value, currency: str = "JPY", title: str = "") -> object:
    """A value as JSON has it: typed, in no language; money in major units, a link by its title.

    An amount with more digits than a JSON number keeps is its text.
    """
    if value is None:
        return None
    match spec.kind:
        case Kind.TAGS:
            return unpack_tags(value)
        case Kind.PHONES | Kind.EMAILS:
            return labelled_values.as_objects(value)
        case Kind.BOOLEAN:
            return bool(value)
        case Kind.MONEY:
            text = to_text(spec, value, currency)
            if "." not in text:
                return int(text)
            # Readers of JSON hold a fraction in 64 bits: what does not fit there stays text.
            return major if Decimal(repr(major := float(text))) == Decimal(text) else text
        case Kind.LINK:
            return title
        case _:
            return value


def read_boolean(text: str) -> int:
    """1 for a word that means yes, 0 for one that means no, in either language.

    Raises:
        UsageError: it is neither.
    """
    answer = read_yes_no(text)
    if answer is None:
        raise UsageError("value.boolean", value=text)
    return int(answer)
