"""Guess what a column holds from its cells: for tables without a header, and as a hint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing import targets
from tui_crm.exchange.readers.layout import HeaderGuess, guess_header
from tui_crm.language.addresses import split_address
from tui_crm.language.companies import company_key
from tui_crm.language.known_names import is_family_name, is_given_name
from tui_crm.language.names import has_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.model import RecordType

_MOST: Final = 0.8
"""The share of filled cells that must agree."""

_POSTAL: Final = re.compile(r"〒?\s*\d{3}-\d{4}")
_MUNICIPALITY: Final = re.compile(r".{1,12}[市区町村]")
_COMPANY: Final = re.compile(
    r"株式会社|有限会社|合同会社|[㈱㈲]|\([株有]\)|（[株有]）|\b(?:inc|ltd|llc|corp|gmbh|co)\b\.?",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(r"[^\W\d_]{1,4}[ 　]?[^\W\d_]{1,4}")
_KNOWN: Final = 0.6
"""The share of names that must be known; the lists have those of nine people in ten."""

_KANA: Final = re.compile("[\u3041-\u3096\u30a1-\u30faー・\uff66-\uff9f \u3000]+")
_LATIN_NAME: Final = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'’-]+){1,2}")
_NUMBERED: Final = re.compile(r"[\d０-９丁目番地号の‐－ー-]+")


def targets_by_content(record_type: RecordType, rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """Targets of columns whose cells leave no doubt, by position.

    ``rows`` are the first of a table. Addresses are recognised by their prefecture and go on to the
    right of it.
    """
    width = max(map(len, rows), default=0)
    columns = [
        [row[n].strip() for row in rows if n < len(row) and row[n].strip()] for n in range(width)
    ]
    found: dict[int, str] = {}
    for place, cells in enumerate(columns):
        if place in found or not cells:
            continue
        if _is_prefecture(cells):
            found |= address_run(columns, place)
            continue
        target = _target(record_type, cells)
        if target and target not in found.values() and targets.accepts(record_type, target):
            found[place] = target
    return {place: t for place, t in found.items() if targets.accepts(record_type, t)}


def address_run(
    columns: Sequence[Sequence[str]], start: int, end: int | None = None
) -> dict[int, str]:
    """The columns from ``start`` on (to ``end``, or as long as they look like it) as parts of an
    address whose first column is its prefecture.

    >>> address_run([["岩手県"], ["気仙郡住田町"], ["上有住"], ["2-17"], [""]], 0, 5)
    {0: 'state', 1: 'city', 2: 'street', 3: 'street', 4: 'building'}
    """
    last = len(columns) if end is None else end
    found = {start: "state"}
    numbers = 0
    for place in range(start + 1, last):
        cells = [cell for cell in columns[place] if cell]
        if place == start + 1:
            found[place] = "city"
        elif cells and _share(cells, _NUMBERED) >= _MOST:
            found[place] = "street"
            numbers = place
        elif not numbers and place < start + 4:
            found[place] = "street"
        elif end is not None or (numbers == place - 1 and has_cjk("".join(cells))):
            found[place] = "building"
        if end is None and numbers and place > numbers:
            break
    return found


def is_address(cells: Sequence[str]) -> bool:
    """Whether most cells begin with a prefecture and go on."""
    filled = [cell for cell in cells if cell.strip()]
    hits = sum(1 for cell in filled if (found := split_address(cell)).state and found.city)
    return bool(filled) and hits >= _MOST * len(filled)


def share_of_companies(cells: Sequence[str]) -> float:
    """The share of cells that are names of companies with their legal form: Acme Inc., ㈱光."""
    found = sum(1 for cell in cells if company_key(cell).legal_form)
    return found / len(cells) if cells else 0.0


def is_prefecture(cells: Sequence[str]) -> bool:
    """Whether the cells are names of prefectures and nothing else."""
    return _is_prefecture([cell for cell in cells if cell.strip()])


def _is_prefecture(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(split_address(c).state == c for c in cells) >= _MOST * len(cells)


def _target(record_type: RecordType, cells: Sequence[str]) -> str:
    looks = [guess_header(cell) for cell in cells]
    for kind, target in ((HeaderGuess.EMAIL, "email"), (HeaderGuess.WEB, "website")):
        if looks.count(kind) >= _MOST * len(cells):
            return target
    if _share(cells, _POSTAL) >= _MOST:
        return "postal_code"
    if looks.count(HeaderGuess.PHONE) >= _MOST * len(cells):
        mobile = sum(1 for cell in cells if re.match(r"0[789]0", cell))
        return "mobile" if mobile * 2 > len(cells) else "phone"
    if is_address(cells):
        return targets.FULL_ADDRESS
    if sum(1 for cell in cells if _COMPANY.search(cell)) * 2 >= len(cells):
        return record_type.company_name_field or "company"
    if record_type.is_person:
        return _part_of_name(cells)
    return ""


def _part_of_name(cells: Sequence[str]) -> str:
    """Which part of a person's name most cells are."""
    if all(map(str.isascii, cells)):
        return targets.FULL_NAME if _share(cells, _LATIN_NAME) >= _MOST else ""
    if _share(cells, _KANA) >= _MOST:
        families = sum(map(is_family_name, cells))
        given = sum(map(is_given_name, cells))
        if max(families, given) * 2 > len(cells):
            return "last_name_kana" if families >= given else "first_name_kana"
        if any(" " in " ".join(cell.split()) for cell in cells):
            return targets.FULL_KANA
        return ""
    families = sum(map(is_family_name, cells))
    given = sum(map(is_given_name, cells))
    if max(families, given) >= _KNOWN * len(cells):
        return "last_name" if families >= given else "first_name"
    return targets.FULL_NAME if _is_person(cells) else ""


def _is_person(cells: Sequence[str]) -> bool:
    """Short names in kanji or kana, hardly one twice, and no towns."""
    names = [cell for cell in cells if has_cjk(cell) and _PERSON.fullmatch(cell)]
    towns = sum(1 for cell in names if _MUNICIPALITY.fullmatch(cell) or _is_prefecture([cell]))
    return (
        len(names) >= _MOST * len(cells)
        and towns * 5 < len(cells)
        and len(set(names)) * 2 > len(names)
    )


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(1 for cell in cells if pattern.fullmatch(cell)) / len(cells)
