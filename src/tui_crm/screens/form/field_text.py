"""A field's value as text: to edit, to read, and a warning about a doubtful one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.store.labelled_values import plain_labelled, shown_labelled, values_of
from tui_crm.store.model import Kind
from tui_crm.store.values import to_display, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from tui_crm.store.model import FieldSpec, Schema, Value


@dataclass(frozen=True, slots=True)
class Setting:
    """The context of formatting: picklists, local time, the currency of amounts."""

    schema: Schema
    now: datetime
    currency: str


def editable_text(setting: Setting, spec: FieldSpec, value: Value, title: str = "") -> str:
    """The text of a value in an input: it parses back to the same value.

    ``title`` is the title of what a link points at.
    """
    if value is None:
        return ""
    match spec.kind:
        case Kind.CHOICE:
            choice = setting.schema.choice(spec.choices, str(value))
            return choice.label() if choice else str(value)
        case Kind.DATETIME:
            return f"{formats.local(str(value), setting.now):%Y-%m-%d %H:%M}"
        case Kind.BOOLEAN:
            return formats.boolean(bool(value))
        case Kind.PHONES | Kind.EMAILS:
            return plain_labelled(spec.kind, value, "\n")
        case _:
            return to_text(spec, value, setting.currency, title)


def read_out(setting: Setting, spec: FieldSpec, value: Value, title: str = "") -> str:
    """The text of a value on a form or a page: dates with their day of the week.

    A point in time may be a day alone, as that of a next step.
    """
    if value is None:
        return ""
    match spec.kind:
        case Kind.DATE:
            return formats.weekday_day(date.fromisoformat(str(value)), setting.now)
        case Kind.DATETIME:
            text = str(value)
            if formats.is_day(text):
                return formats.weekday_day(date.fromisoformat(text), setting.now)
            return formats.stamp(text, setting.now)
        case Kind.PHONES | Kind.EMAILS:
            return shown_labelled(value, "\n")
        case _:
            return to_display(
                setting.schema, spec, value, currency=setting.currency, title=title, now=setting.now
            )


def result(setting: Setting, spec: FieldSpec, value: Value) -> str:
    """The parsed value as text, for kinds where it may differ from what was typed."""
    if value is None or spec.kind not in _READ_AS:
        return ""
    return read_out(setting, spec, value)


_READ_AS = frozenset({Kind.DATE, Kind.DATETIME, Kind.MONEY, Kind.INTEGER})


def doubt(spec: FieldSpec, text: str, value: Value) -> str:
    """A warning about a telephone number or an address that is accepted but doubtful; or empty.

    ``value`` is what the text was read as: None where nothing of it can be seen.
    """
    if value is None:
        return ""
    match spec.kind:
        case Kind.PHONE:
            from tui_crm.language.phones import normalise_phone

            phone = normalise_phone(text)
            if phone is None:
                return t("form.no_phone")
            return phone.warning.sentence if phone.warning else ""
        case Kind.PHONES:
            one = replace(spec, kind=Kind.PHONE)
            doubts = (doubt(one, each, each) for each in values_of(spec, value))
            return next(filter(None, doubts), "")
        case Kind.EMAIL:
            from tui_crm.language.emails import normalise_email

            email = normalise_email(text)
            return email.warning.sentence if email and email.warning else ""
        case _:
            return ""
