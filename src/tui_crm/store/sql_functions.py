"""The functions of our own that SQL calls, so that a filter compares texts as a search does.

A connection to SQLite is given them; in PostgreSQL they would be functions of the schema, over
which an index can be built. A blank gives a blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.language.search_terms import equality_key, haystack, number_words, spellings

if TYPE_CHECKING:
    from collections.abc import Callable


def _numbers(text: str) -> str:
    """The digits of one number, or of each of some labelled ones, in all forms."""
    return " ".join(word for number in _each(text) for word in number_words(number))


def phones(text: str) -> str:
    """The match keys of the same, each between line breaks."""
    from tui_crm.language.phones import phone_key

    return "\n".join(("", *map(phone_key, _each(text)), ""))


def _tags(text: str) -> str:
    """Every spelling of each tag, as equal texts have them, between line breaks."""
    words = (word for tag in text.split("\n") if tag for word in spellings(tag))
    return "\n".join(("", *words, ""))


def _each(text: str) -> list[str]:
    return [line.rpartition("\t")[2] for line in text.split("\n") if line]


SQL_FUNCTIONS: Final[dict[str, Callable[[str], str]]] = {
    "crm_plain": equality_key,
    "crm_haystack": haystack,
    "crm_numbers": _numbers,
    "crm_phones": phones,
    "crm_tags": _tags,
}
"""What each gives for a text, by its name in SQL."""
