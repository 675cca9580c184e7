"""What the exports of other programs call things: the files of ``sources/``, read when wanted.

A file names a program. For each record type it says which headers show that a table is that
program's list of such records (``when``; one word or two that anybody may use show nothing), which
header means which target (``columns``), and of which kind all rows of a table are (``kinds``).
``generic.toml`` holds what any table may say, ``types.toml`` what a table is a list of,
``values.toml`` what others call the values of our picklists. A feature may have files of its own.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from tui_crm.exchange.headers import header_key
from tui_crm.language.fold import fold
from tui_crm.manifest import cached, features

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from tui_crm.store.model import RecordType

_NOT_PROGRAMS: Final = ("generic.toml", "types.toml", "values.toml", "regions.toml")
_SPELLED: Final = "="
"""Begins a word of a sign that must be spelled so, spaces and capitals too."""

_ALL_TYPES: Final = "any"
_ONLY_THERE: Final = ("", "ignore", "external_id")


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
    kinds: Mapping[str, Mapping[str, str]]

    def columns_for(self, record_type: RecordType) -> dict[str, tuple[str, ...]]:
        """Targets by header key: those of the type itself and of the one that it is ``like``."""
        return self.columns_of(record_type.key, record_type.columns_like, record_type.company_field)

    def columns_of(self, key: str, like: str, company: str) -> dict[str, tuple[str, ...]]:
        """The same; ``company`` is the field that takes what is the company of the other type."""
        found = dict(self.columns.get(_ALL_TYPES, {}))
        for header, wanted in self.columns.get(like, {}).items():
            found[header] = tuple(company if each == "company" else each for each in wanted)
        return {**found, **self.columns.get(key, {})}


@cached
def known_programs() -> tuple[SourceProgram, ...]:
    """All programs whose exports are known, to the program itself or to a feature."""
    folders = [_folder(), *(resources.files(p) for f in features() for p in f.source_programs)]
    files = [file for folder in folders for file in folder.iterdir() if file.name.endswith(".toml")]
    wanted = sorted((f for f in files if f.name not in _NOT_PROGRAMS), key=lambda file: file.name)
    return tuple(_origin(tomllib.loads(file.read_text("utf-8"))) for file in wanted)


@cache
def generic() -> SourceProgram:
    """The meanings of headers that any table may have."""
    return _origin(read_words("generic.toml"))


def is_header_word(text: str) -> bool:
    """Whether ``text`` is known as the header of some list."""
    return header_key(text) in _header_words()


@cache
def _header_words() -> frozenset[str]:
    return frozenset(word for columns in generic().columns.values() for word in columns)


@cache
def synonyms(picklist: str) -> dict[str, str]:
    """The keys of a picklist by the words of other programs, folded."""
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


def pooled(record_type: RecordType) -> dict[str, tuple[str, ...]]:
    """What headers mean to every program that has them for such records, if they agree.

    A program's words for its own numbers, and what it leaves out, mean nothing elsewhere.
    """
    return _pooled(record_type.key, record_type.columns_like, record_type.company_field)


@cached
def _pooled(key: str, like: str, company: str) -> dict[str, tuple[str, ...]]:
    meant: dict[str, set[tuple[str, ...]]] = {}
    for origin in known_programs():
        for header, wanted in origin.columns_of(key, like, company).items():
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
    order = list(read_words("types.toml"))
    return size, order.index(record_type) if record_type in order else -1


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


def _origin(content: Mapping[str, Any]) -> SourceProgram:
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
            key: {header_key(header): kind for header, kind in part.get("kinds", {}).items()}
            for key, part in parts.items()
        },
    )


def _columns(table: Mapping[str, str | list[str]]) -> dict[str, tuple[str, ...]]:
    return {
        header_key(header): (targets,) if isinstance(targets, str) else tuple(targets)
        for header, targets in table.items()
    }


@cache
def read_words(name: str) -> dict[str, Any]:
    """A file of ``sources/`` as it stands."""
    return tomllib.loads((_folder() / name).read_text("utf-8"))


def _folder() -> Traversable:
    return resources.files("tui_crm.exchange") / "sources"
