"""Which record type the rows of a table are, scored by its headers and by its cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing import content_guess, targets
from tui_crm.exchange.importing.source_programs import read_words, recognise
from tui_crm.exchange.importing.vocabulary import Vocabulary
from tui_crm.exchange.question import Question, Topic
from tui_crm.exchange.readers.headers import header_key
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.model import Schema

_USUAL: Final = "leads"
_PEOPLE: Final = ("leads", "contacts")
_TYPES: Final = frozenset(
    {"leads", "contacts", "accounts", "deals", "activities", "notes", "users"}
)
_ENOUGH: Final = 3
"""Points from which a table is held for a list of something."""

_CLEAR: Final = 2
"""Points that it must have more than the next."""

_PROGRAM: Final = 8
"""Points of being known as a program's list of such records."""

_PROOF: Final = 20
"""Points of ids that only such records have."""

_NAMES: Final = frozenset(
    {targets.FULL_NAME, "last_name", "first_name", targets.FULL_KANA, "last_name_kana"}
)
_OF_PEOPLE: Final = frozenset({"email", "job_title", "department", "mobile"})
BARE_NAMES: Final = frozenset(map(header_key, ("name", "lead name", "名称", "名前")))
"""Headers of names that may be anything's."""

NAMES_OF_OTHERS: Final = frozenset(
    map(
        header_key,
        (
            *("contact", "contact name", "contact person", "primary contact", "person", "customer"),
            *("customer name", "client", "client name", "担当者", "担当者名", "連絡先名", "顧客名"),
            "先方担当者",
        ),
    )
)
"""Headers of people that a list of something else names as well."""

_SALESFORCE_ID: Final = re.compile(r"(?=.*\d)[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
MANY: Final = 0.5
"""The share of names of companies from which a column is one of companies."""
_SOME: Final = 0.2
_THINGS: Final = {"accounts": 4, "deals": 2, "activities": 2}
"""Types that are no people, and how much columns of people's names speak against each."""

_SPECIAL: Final = {"with person": True, "without person": False}


@dataclass(frozen=True, slots=True)
class TableType:
    """What a table is a list of.

    ``record_type`` is what its rows become; ``stranger`` is the kind of list that it is where no
    such list is kept here. ``rivals`` are all that it may be about as likely, types and kinds, so
    that a person has to say which. Without ``is_known`` nothing in the table told.
    """

    record_type: str
    rivals: tuple[str, ...] = ()
    stranger: str = ""
    is_known: bool = True

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to be asked."""
        return not self.rivals and not self.stranger

    def may_be(self, record_type: str, *, is_program: bool) -> bool:
        """Whether the rows may be records of the type that the name of their file says.

        ``is_program``: the columns are those of a program's list of the type that was told. Without
        it, columns of people are in lists of many things.
        """
        is_person = self.record_type in _PEOPLE and not self.stranger
        if is_program:
            return is_person and record_type in _PEOPLE
        return not self.is_known or record_type in self.rivals or is_person

    @property
    def question(self) -> Question | None:
        """What a person has to say about the rows; None where it is clear what they are."""
        if self.is_sure:
            return None
        types = [key for key in self.rivals if key in _TYPES] or [self.record_type]
        return Question(
            Topic.RECORD_TYPE if self.rivals else Topic.FOREIGN_TYPE,
            tuple((key, _label(key)) for key in types),
            example=t("import.comma").join(map(_label, self.rivals or (self.stranger,))),
        )


def _label(key: str) -> str:
    """What a person calls many records of a type, or of a kind that is not kept here."""
    return t(f"types.{key}.many") if key in _TYPES else t(f"import.stranger_{key}")


def tell_type(
    schema: Schema, header: Sequence[str], rows: Sequence[Sequence[str]] = ()
) -> TableType:
    """What a table is a list of, by its header and its first rows.

    Every type gets points for the headers that its lists have (``sources/types.toml``), for the
    program that the table comes from, for ids, and for a column of names that are companies' or
    people's. Leads and contacts are both people: between them the plainer words decide, and people
    of whom nothing else is said are leads. Where two others are about as likely, both are given.
    """
    points = _Points(schema, header, rows).all()
    ranked = [each for each in points.most_common() if each[1] > 0]
    if not ranked or ranked[0][1] < _ENOUGH:
        return TableType(_USUAL, is_known=False)
    best, most = ranked[0]
    if best in _PEOPLE:
        best = max(_PEOPLE, key=lambda each: points[each])  # leads, where both have as many
    near = [
        key
        for key, count in ranked
        if count >= _ENOUGH
        and most - count < _CLEAR
        and key != best
        and not {key, best} <= {*_PEOPLE}
    ]
    rivals = (best, *near) if near else ()
    known = next((key for key in (best, *near) if key in _TYPES), _USUAL)
    return TableType(known, rivals, "" if best in _TYPES else best)


class _Points:
    """The points of every type and kind of list for one table."""

    def __init__(
        self, schema: Schema, header: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        self._header = header
        self._keys = [header_key(text) for text in header]
        self._rows = rows
        vocabulary = Vocabulary(schema.type(_USUAL))
        self._meanings = [
            meaning.targets[0].removesuffix("?") if (meaning := vocabulary.meaning(text)) else ""
            for text in header
        ]
        self._found: Counter[str] = Counter()

    def all(self) -> Counter[str]:
        """Everything that speaks for anything."""
        has_companies = self._look_at_names()
        named = {
            key
            for key, target in zip(self._keys, self._meanings, strict=True)
            if target in _NAMES and not (has_companies and key in BARE_NAMES)
        }
        traits = {*self._meanings} & _OF_PEOPLE
        own = named - NAMES_OF_OTHERS - BARE_NAMES
        is_plain = bool(own or (traits and (named & BARE_NAMES or (named and has_companies))))
        others = self._said(has_people=False)
        has_people = is_plain or (bool(named) and not any(others[k] >= _ENOUGH for k in _THINGS))
        self._found += self._said(has_people=has_people) if has_people else others
        if has_people:
            for each in _PEOPLE:
                self._found[each] += 2 + len(traits)
        if is_plain:
            for each, less in _THINGS.items():
                self._found[each] -= less
        self._look_at_ids()
        if known := recognise(self._header):
            self._found[known[1]] += _PROGRAM
        return self._found

    def _said(self, *, has_people: bool) -> Counter[str]:
        """The points that the headers alone give."""
        found: Counter[str] = Counter()
        for key in set(self._keys):
            for record_type, condition, points in _words().get(key, ()):
                if not condition or _SPECIAL[condition] is has_people:
                    found[record_type] += points
        return found

    def _look_at_names(self) -> bool:
        """Whether a column that says "Name" and no more holds companies, and points for it."""
        for place, key in enumerate(self._keys):
            if key in BARE_NAMES and "company" not in self._meanings:
                share = content_guess.share_of_companies(self._cells(place))
                if share >= MANY:
                    self._found["accounts"] += 4
                elif share >= _SOME:
                    self._found["accounts"] += 3
                    self._found[_USUAL] += 3
                if share >= _SOME:
                    return True
        return False

    def _look_at_ids(self) -> None:
        for place, key in enumerate(self._keys):
            cells = self._cells(place)
            if key == "id" and cells and all(map(_SALESFORCE_ID.fullmatch, cells)):
                starts = {cell[:3] for cell in cells}
                for record_type, known in _ids().items():
                    if starts <= known:
                        self._found[record_type] += _PROOF

    def _cells(self, place: int) -> list[str]:
        return [row[place].strip() for row in self._rows if place < len(row) and row[place].strip()]


@cache
def _words() -> dict[str, tuple[tuple[str, str, int], ...]]:
    """By header key: record type, condition and points."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for record_type, part in read_words("types.toml").items():
        if record_type == "ids":
            continue
        parts = {"": {k: v for k, v in part.items() if k.isdigit()}}
        parts |= {name: part[name] for name in _SPECIAL if name in part}
        for condition, by_points in parts.items():
            for points, words in by_points.items():
                for word in words:
                    found.setdefault(header_key(word), []).append(
                        (record_type, condition, int(points))
                    )
    return {key: tuple(each) for key, each in found.items()}


@cache
def _ids() -> dict[str, frozenset[str]]:
    return {key: frozenset(starts) for key, starts in read_words("types.toml")["ids"].items()}
