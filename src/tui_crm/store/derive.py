"""What is worked out of a record's fields: its title, and the keys to sort and search by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.language.fold import search_words, sort_key
from tui_crm.language.names import full_name
from tui_crm.language.search_terms import indexed_words, join_name, number_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.model import RecordType, Value

_TITLE_CHARACTERS = 200


def title(record_type: RecordType, values: Mapping[str, Value]) -> str:
    """What a record is called wherever it is named: the first alternative that is not blank."""
    for alternative in record_type.title:
        parts = [str(values.get(key) or "") for key in alternative]
        words = full_name(*parts) if len(parts) == 2 else parts[0]
        if words:
            return words.split("\n", 1)[0][:_TITLE_CHARACTERS]
    return ""


def sort_key_of(record_type: RecordType, values: Mapping[str, Value]) -> str:
    """The key that lists are sorted by: the reading where there is one, else the title's parts."""
    reading = " ".join(str(values.get(key) or "") for key in record_type.kana).strip()
    if reading:
        return sort_key(reading, "")
    for alternative in record_type.title:
        words = " ".join(str(values.get(key) or "") for key in alternative).strip()
        if words:
            return sort_key("", words[:_TITLE_CHARACTERS])
    return ""


def search_text(record_type: RecordType, values: Mapping[str, Value]) -> str:
    """The words of all fields that are searched (``search_terms.py``), with blanks between them."""
    plain: list[str] = []
    other: list[str] = []
    numbers: list[str] = []
    for is_number, key, second in record_type.searched:
        value = values.get(key)
        if second and (more := values.get(second)):
            value = join_name(str(value), str(more)) if value else more
        if value:
            text = str(value)
            if is_number and not text.replace("-", "").isdecimal():
                for line in text.strip("\n").split("\n"):
                    label, _, number = line.rpartition("\t")
                    other.append(label)
                    numbers += number_words(number)
            else:
                # Addresses and numbers need not go through what names in kana and kanji do.
                (plain if text.isascii() else other).append(text)
    words = indexed_words("\n".join(other)) if other else []
    return " ".join(words + search_words("\n".join(plain)) + numbers)
