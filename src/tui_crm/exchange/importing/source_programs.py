"""What the exports of other programs call things: the files of ``sources/``, read when wanted.

A file names a program. For each record type it says which headers show that a table is that
program's list of such records (``when``; one word or two that anybody may use show nothing), which
header means which target (``columns``), and for activities which kind a whole table is of
(``kinds``). ``generic.toml`` holds what any table may say, ``types.toml`` what a table is a list
of, ``values.toml`` what others call the values of our picklists.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from tui_crm.exchange.readers.headers import header_key
from tui_crm.language.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NOT_PROGRAMS: Final = ("generic.toml", "types.toml", "values.toml", "regions.toml")
_SPELLED: Final = "="
"""Begins a word of a sign that must be spelled so, spaces and capitals too."""

_ALL_TYPES: Final = "any"
_ONLY_THERE: Final = ("", "ignore", "external_id")
_POINTING: Final = ("leads", "users", "accounts", "contacts", "deals", "activities")


@dataclass(frozen=True, slots=True)
class SourceProgram:
    """A program that tables come from.

    ``prefix`` tells its ids from those of other programs; without one they are taken as they are.
    ``columns`` and ``kinds`` hold, for each record type, targets by header key; ``signs`` the sets
    of header keys of which one must be there.
    """

    title: str
    prefix: str
    signs: Mapping[str, tuple[frozenset[str], ...]]
    columns: Mapping[str, Mapping[str, tuple[str, ...]]]
    kinds: Mapping[str, str]

    def columns_for(self, record_type: str) -> dict[str, tuple[str, ...]]:
        """Targets by header key; a person's columns are the same as lead and as contact."""
        found = dict(self.columns.get(_ALL_TYPES, {}))
        if record_type == "contacts":
            found |= _as_contact(self.columns.get("leads", {}))
        return {**found, **self.columns.get(record_type, {})}


@cache
def known_programs() -> tuple[SourceProgram, ...]:
    """All programs whose exports are known."""
    folder = resources.files("tui_crm.exchange.importing") / "sources"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(_origin(name) for name in names if name not in _NOT_PROGRAMS)


@cache
def generic() -> SourceProgram:
    """What headers mean wherever they stand."""
    return _origin("generic.toml")


def is_header_word(text: str) -> bool:
    """Whether ``text`` is known as the header of some list."""
    return header_key(text) in _header_words()


@cache
def _header_words() -> frozenset[str]:
    return frozenset(word for columns in generic().columns.values() for word in columns)


@cache
def synonyms(picklist: str) -> dict[str, str]:
    """Keys of a picklist by what others call them, folded."""
    return {
        fold(word): key
        for key, words in read_words("values.toml").get(picklist, {}).items()
        for word in words
    }


@cache
def regions() -> dict[str, str]:
    """Countries (ISO 3166) by their names, folded."""
    names = read_words("regions.toml")["regions"]
    found = {fold(word): region for region, words in names.items() for word in words}
    return found | {fold(region): region for region in names}


def recognise(header: Iterable[str]) -> tuple[SourceProgram, str] | None:
    """The program that a table comes from, and the record type it holds; None where it is no
    program's that is known.

    The sign with most headers wins.
    """
    keys = _keys(header)
    found = [match for origin in known_programs() for match in _matches(origin, keys)]
    if not found:
        return None
    _, origin, record_type = max(found, key=_certainty)
    return origin, record_type


@cache
def pooled(record_type: str) -> dict[str, tuple[str, ...]]:
    """What headers mean to every program that has them for such records, if they agree.

    A program's words for its own numbers, and what it leaves out, mean nothing elsewhere.
    """
    meant: dict[str, set[tuple[str, ...]]] = {}
    for origin in known_programs():
        for header, wanted in origin.columns_for(record_type).items():
            meant.setdefault(header, set()).add(wanted)
    return {
        header: each
        for header, ways in meant.items()
        if len(ways) == 1
        for each in ways
        if not any(target in _ONLY_THERE or target.endswith(".external_id") for target in each)
    }


def _certainty(match: tuple[int, SourceProgram, str]) -> tuple[int, int]:
    """More headers are surer; of as many, those of what points at others, whose columns it has."""
    size, _, record_type = match
    return size, _POINTING.index(record_type) if record_type in _POINTING else 0


def _matches(origin: SourceProgram, keys: set[str]) -> list[tuple[int, SourceProgram, str]]:
    return [
        (len(sign), origin, record_type)
        for record_type, signs in origin.signs.items()
        for sign in signs
        if sign <= keys
    ]


def _keys(header: Iterable[str]) -> set[str]:
    """What the words of signs are looked up in: keys, and the headers as they are spelled."""
    found = set()
    for text in header:
        found |= {header_key(text), _SPELLED + text.strip().rstrip("*").strip()}
    return found


def _sign_word(word: str) -> str:
    return word if word.startswith(_SPELLED) else header_key(word)


def _origin(name: str) -> SourceProgram:
    content = read_words(name)
    parts = {key: part for key, part in content.items() if isinstance(part, dict)}
    return SourceProgram(
        title=str(content["title"]),
        prefix=str(content.get("prefix", "")),
        signs={
            key: tuple(frozenset(map(_sign_word, sign)) for sign in part.get("when", ()))
            for key, part in parts.items()
        },
        columns={key: _columns(part.get("columns", {})) for key, part in parts.items()},
        kinds={
            header_key(header): kind
            for header, kind in parts.get("activities", {}).get("kinds", {}).items()
        },
    )


def _columns(table: Mapping[str, str | list[str]]) -> dict[str, tuple[str, ...]]:
    return {
        header_key(header): (targets,) if isinstance(targets, str) else tuple(targets)
        for header, targets in table.items()
    }


def _as_contact(columns: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {
        header: tuple("account" if target == "company" else target for target in targets)
        for header, targets in columns.items()
    }


@cache
def read_words(name: str) -> dict[str, Any]:
    """A file of ``sources/`` as it stands."""
    source = resources.files("tui_crm.exchange.importing") / "sources" / name
    return tomllib.loads(source.read_text("utf-8"))
