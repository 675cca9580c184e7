"""The people and companies of the sample data, drawn by lot from the lists of a language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from tui_crm.i18n import Language

LEGAL_FORM_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name and, in Japanese, its reading."""

    last: str
    first: str
    last_kana: str | None
    first_kana: str | None


@dataclass(frozen=True, slots=True)
class Company:
    """A company with its reading in Japanese, what it does, and its domain."""

    name: str
    kana: str | None
    industry: str
    domain: str


@dataclass(frozen=True, slots=True)
class Place:
    """An address, and the area code of its telephones."""

    postal_code: str
    state: str
    city: str
    street: str
    building: str | None
    area_code: str


class Cast:
    """Draws people, companies and sentences; the same ones for the same dice."""

    def __init__(self, language: Language, dice: random.Random) -> None:
        source = resources.files(__package__) / f"{language}.json"
        lists: dict[str, str] = json.loads(source.read_text("utf-8"))
        self.dice = dice
        self.is_japanese = language == "ja"
        self._lists = {name: _items(words) for name, words in lists.items()}
        self._used = 0

    def words(self, name: str) -> str:
        """One entry of a list."""
        return self.dice.choice(self._lists[name])

    def all(self, name: str) -> list[str]:
        """Every entry of a list."""
        return self._lists[name]

    def person(self) -> Person:
        """Somebody."""
        last, _, last_kana = self.words("family").partition("/")
        first, _, first_kana = self.words("given").partition("/")
        return Person(last, first, last_kana or None, first_kana or None)

    def company(self) -> Company:
        """A company that is rarely drawn twice."""
        self._used += 1
        stem, _, stem_kana = self.words("stem").partition("/")
        branch, *rest = self.words("branch").split("/")
        core = stem + branch if self.is_japanese else f"{stem} {branch}"
        kana = stem_kana + rest[0] if self.is_japanese else None
        has_form = self.dice.random() < LEGAL_FORM_SHARE
        name = self.words("form").format(core) if has_form else core
        industry = rest[-1].replace(" ", "_")
        return Company(name, kana, industry, f"company{self._used:03}.example")

    def place(self) -> Place:
        """An address with a house number."""
        postal_code, state, city, street, area_code = self.words("place").split("/")
        number = self.dice.randint(1, 40)
        if self.is_japanese:
            street = f"{street}{self.dice.randint(1, 5)}-{number}-{self.dice.randint(1, 20)}"
        else:
            street = f"{number * 10} {street}"
        building = self.words("building").strip() or None
        return Place(postal_code, state, city, street, building, area_code)

    def phone(self, place: Place) -> str:
        """A number of the place that nobody can have."""
        last = self.dice.randint(0, 9999)
        if self.is_japanese:
            return f"{place.area_code}-{'0' * (6 - len(place.area_code))}-{last:04}"
        return f"{place.area_code} 555-01{last % 100:02}"

    def mobile(self) -> str:
        """A mobile number that nobody can have."""
        last = self.dice.randint(0, 9999)
        return f"090-0000-{last:04}" if self.is_japanese else f"(555) 555-01{last % 100:02}"


def _items(words: str) -> list[str]:
    """A list's entries: between bars where there are any, else between blanks; _ is a blank."""
    if "|" in words:
        return words.split("|")
    return [word.replace("_", " ") for word in words.split(" ")]
