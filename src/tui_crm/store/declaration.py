"""How a field is declared: one call on the right of an annotation in a record's class.

Each function gives a SQLModel field whose column carries a ``FieldSpec``; ``read_class`` reads the
specs off a class. The column's name becomes the field's key. ``aliases`` are the headers, with
commas between them, that mean this field in anybody's list; ``carries_to`` and ``through`` have
commas too.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Float, ForeignKey, Integer, Text
from sqlmodel import Field

from tui_crm.store.model import FieldSpec, Kind

if TYPE_CHECKING:
    from sqlalchemy import Table

SPEC: Final = "tui_crm.field"
"""Key of the spec in a column's ``info``."""

_LISTS: Final = "tui_crm.field.lists"
"""Key, in a column's ``info``, of what its spec holds as tuples and was said with commas."""


class DeclarationError(Exception):
    """A record type is declared wrongly: a sentence a line, for whoever wrote it."""


def read_fields(table: Table, class_name: str) -> tuple[FieldSpec, ...]:
    """The specs of the fields that the columns of ``table`` declare, with their keys.

    Raises:
        DeclarationError: a field is told something of the wrong type.
    """
    found, wrong = [], []
    for column in table.columns:
        if SPEC in column.info:
            spec, lists = column.info[SPEC], column.info[_LISTS]
            problems = [
                f"{class_name}.{column.name}: {name} takes {wanted}, not {value!r}"
                for name, value, wanted in _of_wrong_type(spec, lists)
            ]
            wrong += problems
            if not problems:
                tuples = {name: _words(text) for name, text in lists.items() if text is not None}
                found.append(replace(spec, key=column.name, **tuples))
    if wrong:
        raise DeclarationError("\n".join(wrong))
    return tuple(found)


def _of_wrong_type(spec: FieldSpec, lists: dict[str, Any]) -> list[tuple[str, Any, str]]:
    """What is of the wrong type: what it is called, what it is, and what it takes."""
    found = [
        (name, value, "a string with commas")
        for name, value in lists.items()
        if value is not None and not isinstance(value, str)
    ]
    for each in fields(spec):
        value, wanted = getattr(spec, each.name), type(each.default)
        if wanted in (str, int, bool) and type(value) is not wanted:
            found.append((each.name, value, f"a value of type {wanted.__name__}"))
    return found


def _spec(
    kind: Kind, aliases: str = "", carries_to: str | None = None, through: str = "", **spec: Any
) -> dict[str, Any]:
    lists = {"aliases": aliases, "carries_to": carries_to, "through": through}
    return {SPEC: FieldSpec("", kind, **spec), _LISTS: lists}


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _declare(kind: Kind, sa_type: type[Any], *, index: bool = False, **spec: Any) -> Any:
    info = _spec(kind, **spec)
    return Field(
        default=None, sa_type=sa_type, nullable=True, index=index, sa_column_kwargs={"info": info}
    )


def text(**spec: Any) -> Any:
    """One line of text."""
    return _declare(Kind.TEXT, Text, **spec)


def long_text(**spec: Any) -> Any:
    """Text of any number of lines."""
    return _declare(Kind.LONG_TEXT, Text, **spec)


def email(**spec: Any) -> Any:
    """An e-mail address, as typed; compared without regard to case."""
    return _declare(Kind.EMAIL, Text, **spec)


def phone(**spec: Any) -> Any:
    """A telephone number, shown in its national form, with an extension."""
    return _declare(Kind.PHONE, Text, **spec)


def phones(**spec: Any) -> Any:
    """Any number of telephone numbers, each with a label; stored as ``labelled_values.py`` says."""
    return _declare(Kind.PHONES, Text, **spec)


def emails(**spec: Any) -> Any:
    """Any number of e-mail addresses, each with a label; stored as ``labelled_values.py`` says."""
    return _declare(Kind.EMAILS, Text, **spec)


def url(**spec: Any) -> Any:
    """A web address or the name of a profile."""
    return _declare(Kind.URL, Text, **spec)


def choice(choices: str, **spec: Any) -> Any:
    """A value of the picklist ``choices``, stored by its key."""
    return _declare(Kind.CHOICE, Text, choices=choices, **spec)


def tags(**spec: Any) -> Any:
    """A set of words, stored one a line with a line break before and behind each."""
    return _declare(Kind.TAGS, Text, **spec)


def integer(**spec: Any) -> Any:
    """A whole number of 64 bits."""
    return _declare(Kind.INTEGER, BigInteger, **spec)


def number(**spec: Any) -> Any:
    """A number with a fraction."""
    return _declare(Kind.NUMBER, Float, **spec)


def money(currency: str = "currency", **spec: Any) -> Any:
    """An amount in the minor unit of the currency that the field ``currency`` names."""
    return _declare(Kind.MONEY, BigInteger, currency=currency, **spec)


def date(**spec: Any) -> Any:
    """A day, stored as ``YYYY-MM-DD``."""
    return _declare(Kind.DATE, Text, **spec)


def moment(**spec: Any) -> Any:
    """A point in time, stored in UTC as ``YYYY-MM-DDTHH:MM:SSZ``."""
    return _declare(Kind.DATETIME, Text, **spec)


def boolean(**spec: Any) -> Any:
    """Yes or no, stored as 1 or 0."""
    return _declare(Kind.BOOLEAN, Integer, **spec)


def link(target: str, *, closes_circle: bool = False, **spec: Any) -> Any:
    """A record of type ``target``, stored by its id; checked at commit.

    ``closes_circle``: that type links back, and of the two tables it is the one made later.
    """
    info = _spec(Kind.LINK, target=target, **spec)
    key = ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED", use_alter=closes_circle)
    return Field(
        default=None,
        sa_type=BigInteger,
        nullable=True,
        sa_column_args=[key],
        sa_column_kwargs={"info": info},
    )
