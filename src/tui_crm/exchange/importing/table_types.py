"""Tell the record type of a table by its headers and its cells, in points."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.headers import header_key
from tui_crm.exchange.importing import content_guess, targets
from tui_crm.exchange.importing.vocabulary import Vocabulary
from tui_crm.exchange.question import ImportQuestion, Topic
from tui_crm.exchange.source_programs import read_words, recognise
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.model import RecordType, Schema

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
_NO_COMPANY: Final = 4
_NO_THING: Final = 2
"""How much columns of people's names speak against a list of companies, and of other things."""

_DECLARED: Final = 3
"""Points of a header that begins with what such a record is called."""

_SPECIAL: Final = {"with person": True, "without person": False}


@dataclass(frozen=True, slots=True)
class TableType:
    """What a table is a list of.

    ``record_type`` is what its rows become; ``foreign_kind`` is the kind of list that it is where
    no such list is kept here. ``rivals`` are all that it may be about as likely, types and kinds,
    so that a person has to say which; ``foreign`` are the kinds among them. Without ``is_known``
    nothing in the table told. ``is_person``: its rows become people.
    """

    record_type: str
    rivals: tuple[str, ...] = ()
    foreign_kind: str = ""
    is_known: bool = True
    is_person: bool = False
    foreign: frozenset[str] = frozenset()

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to be asked."""
        return not self.rivals and not self.foreign_kind

    def may_be(self, record_type: RecordType, *, is_program: bool) -> bool:
        """Whether the rows may be records of the type that the name of their file says.

        ``is_program``: the columns are those of a program's list of the type that was told. Without
        it, columns of people are in lists of many things.
        """
        is_person = self.is_person and not self.foreign_kind
        if is_program:
            return is_person and record_type.is_person
        return not self.is_known or record_type.key in self.rivals or is_person

    @property
    def question(self) -> ImportQuestion | None:
        """What a person has to say about the rows; None where it is clear what they are."""
        if self.is_sure:
            return None
        types = [key for key in self.rivals if key not in self.foreign] or [self.record_type]
        return ImportQuestion(
            Topic.RECORD_TYPE if self.rivals else Topic.FOREIGN_TYPE,
            tuple((key, self._label(key)) for key in types),
            example=t("import.comma").join(map(self._label, self.rivals or (self.foreign_kind,))),
        )

    def _label(self, key: str) -> str:
        """What a person calls many records of a type, or of a kind that is not kept here."""
        is_foreign = key in self.foreign or key == self.foreign_kind
        return t(f"import.stranger_{key}") if is_foreign else t(f"types.{key}.many")


def tell_type(
    schema: Schema, header: Sequence[str], rows: Sequence[Sequence[str]] = ()
) -> TableType:
    """Score the record types that a table may be a list of, by its header and its first rows.

    Every type gets points for the headers that its lists have (``sources/types.toml``, or its
    declaration), for the program that the table comes from, for ids, and for a column of names that
    are companies' or people's. Between types of people the plainer words decide; people of whom
    nothing else is said are of the first type of the menu. Where two others are about as likely,
    both are given.
    """
    points = _Points(schema, header, rows)
    found, people, usual = points.all(), points.people, points.usual
    ranked = [each for each in found.most_common() if each[1] > 0]
    if not ranked or ranked[0][1] < _ENOUGH:
        return TableType(usual, is_known=False, is_person=usual in people)
    best, most = ranked[0]
    if best in people:
        best = max(people, key=lambda each: found[each])  # the first, where all have as many
    near = [
        key
        for key, count in ranked
        if count >= _ENOUGH
        and most - count < _CLEAR
        and key != best
        and not {key, best} <= {*people}
    ]
    rivals = (best, *near) if near else ()
    foreign = frozenset((best, *near)).difference(points.kept)
    known = next((key for key in (best, *near) if key not in foreign), usual)
    return TableType(
        known,
        rivals,
        best if best in foreign else "",
        is_person=known in people,
        foreign=foreign,
    )


class _Points:
    """The points of every type and kind of list for one table.

    ``kept`` are the types that lists are recognised of, ``people`` those of people in the order of
    the menu, ``usual`` the first of all.
    """

    def __init__(
        self, schema: Schema, header: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        kept = sorted((each for each in schema if each.aliases), key=lambda each: each.menu)
        self.kept = tuple(each.key for each in kept)
        self.people = tuple(each.key for each in kept if each.is_person)
        self.usual = self.kept[0]
        self._companies = [e.key for e in kept if e.company_name_field and not e.is_person]
        of_people = (targets.FULL_NAME, targets.GIVEN_NAME)
        self._things = [e.key for e in kept if not targets.specials(e).intersection(of_people)]
        self._declared = [each for each in kept if each.key not in read_words("types.toml")]
        self._header = header
        self._keys = [header_key(text) for text in header]
        self._rows = rows
        self._meanings = self._meanings_for(kept[0])
        self._found: Counter[str] = Counter()

    def _meanings_for(self, record_type: RecordType) -> list[str]:
        """The fields that the columns would be of records of a type."""
        vocabulary = Vocabulary(record_type)
        return [
            meaning.targets[0].removesuffix("?") if (meaning := vocabulary.meaning(text)) else ""
            for text in self._header
        ]

    def all(self) -> Counter[str]:
        """The total points of each type and kind."""
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
        has_people = is_plain or (
            bool(named) and not any(others[k] >= _ENOUGH for k in self._things)
        )
        self._found += self._said(has_people=has_people) if has_people else others
        if has_people:
            for each in self.people:
                self._found[each] += 2 + len(traits)
        if is_plain:
            for each in self._things:
                self._found[each] -= _NO_COMPANY if each in self._companies else _NO_THING
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
        for declared in self._declared:
            found[declared.key] += self._points_of(declared)
        return found

    def _points_of(self, record_type: RecordType) -> int:
        """The points for a type by its declaration alone: for columns that only it has, and more
        for those whose header says what such a record is called."""
        words = tuple(map(header_key, record_type.aliases))
        points = 0
        for key, target, usual in zip(
            self._keys, self._meanings_for(record_type), self._meanings, strict=True
        ):
            if target and key.startswith(words) and key not in words:
                points += _DECLARED
            elif target and not usual:
                points += 1
        return points

    def _look_at_names(self) -> bool:
        """Whether a column that says "Name" and no more holds companies, and points for it."""
        for place, key in enumerate(self._keys):
            if key in BARE_NAMES and "company" not in self._meanings:
                share = content_guess.share_of_companies(self._cells(place))
                for company in self._companies if share >= _SOME else ():
                    self._found[company] += 4 if share >= MANY else 3
                if MANY > share >= _SOME:
                    self._found[self.usual] += 3
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
