"""What is worked out of a record's fields: its title, and the keys to sort and search by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui_crm.language.fold import search_words, sort_key
from tui_crm.language.names import full_name
from tui_crm.language.search_terms import indexed_words, join_name, number_words
from tui_crm.store.match_keys import KeyMaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    if reading := _joined(record_type.kana, values):
        return sort_key(reading, "")
    for alternative in record_type.title:
        if words := _joined(alternative, values):
            return sort_key("", words[:_TITLE_CHARACTERS])
    return ""


def _joined(keys: Sequence[str], values: Mapping[str, Value]) -> str:
    return " ".join([str(value) for key in keys if (value := values.get(key))]).strip()


def search_text(record_type: RecordType, values: Mapping[str, Value]) -> str:
    """The words of all fields that are searched (``search_terms.py``), with blanks between them."""
    plain: list[str] = []
    other: list[str] = []
    numbers: list[str] = []
    get = values.get
    for is_number, key, second in record_type.searched:
        value = get(key)
        if second and (more := get(second)):
            value = join_name(str(value), str(more)) if value else more
        if not value:
            continue
        text = str(value)
        if is_number and not text.replace("-", "").isdecimal():
            for line in text.strip("\n").split("\n"):
                label, _, number = line.rpartition("\t")
                other.append(label)
                numbers += number_words(number)
        elif text.isascii():
            # Addresses and numbers need not go through what names in kana and kanji do.
            plain.append(text)
        else:
            other.append(text)
    words = indexed_words("\n".join(other)) if other else []
    return " ".join(words + search_words("\n".join(plain)) + numbers)


def derived_from(record_type: RecordType) -> list[str]:
    """The fields that titles, sort and search keys are worked out of."""
    titled = {key for alternative in record_type.title for key in alternative}
    wanted = titled.union(record_type.kana, record_type.searched_keys)
    return [spec.key for spec in record_type.fields if spec.key in wanted]


def derived_columns(record_type: RecordType, values: Mapping[str, Value]) -> tuple[str, str, str]:
    """The title, sort key and search key of a record."""
    return (
        title(record_type, values),
        sort_key_of(record_type, values),
        search_text(record_type, values),
    )


class Derived(NamedTuple):
    """All that is worked out of a record, and the values ``of`` its fields that it was made of."""

    of: tuple[Value, ...]
    title: str
    sort_key: str
    search_key: str
    match_keys: Sequence[str]


class Deriver:
    """Works out the derived values of the records of one type, for a great many of them."""

    __slots__ = ("_record_type", "fields", "maker")

    def __init__(self, record_type: RecordType) -> None:
        self._record_type = record_type
        self.maker = KeyMaker(record_type)
        made_of = self.maker.fields.union(derived_from(record_type))
        self.fields = tuple(spec.key for spec in record_type.fields if spec.key in made_of)
        """The fields that anything is worked out of."""

    def derive(self, values: Mapping[str, Value]) -> Derived:
        """The derived values of a record with these values."""
        return Derived(
            tuple(map(values.get, self.fields)),
            *derived_columns(self._record_type, values),
            self.maker.keys(values),
        )

    def is_of(self, derived: Derived, values: Mapping[str, Value]) -> bool:
        """Whether something was worked out of just these values."""
        return derived.of == tuple(map(values.get, self.fields))
