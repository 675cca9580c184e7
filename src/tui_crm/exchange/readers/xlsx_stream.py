"""Read an XLSX workbook as a stream of rows, as the sheet shows them, in flat memory.

The library gives neither number formats nor what is merged or hidden, and needs a hundred bytes for
each cell of a sheet, all at once; this needs the table of shared strings and one row, and twice the
time. It comes after ``zip_guard``, which refuses entities and parts without end, and says which
workbooks need it.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from xml.etree import ElementTree as Tree

from tui_crm.exchange.readers import xlsx_parts
from tui_crm.exchange.readers.number_format import BUILT_IN, formatter, is_plain
from tui_crm.language.number_bounds import EXACT_FLOATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tui_crm.exchange.readers.number_format import Shown

_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_ASIDE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_DURATION: Final = 46
_LONG_WHOLE: Final = re.compile(r"-?[0-9]{16,}")
_MEMO: Final = 20_000
_SHOWN: Final = 20

_Format: TypeAlias = "str | Callable[[float], Shown] | None"


class StreamedWorkbook:
    """The sheets of a workbook, in their order; ``hidden`` are those not shown.

    Raises KeyError, ValueError, ExpatError or BadZipFile, here or on the way, for a damaged one.
    """

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        self._names = {name.lower().lstrip("/"): name for name in self._archive.namelist()}
        main = next(iter(self._relations("", "/officeDocument").values()), "xl/workbook.xml")
        parts = self._relations(main, "")
        self.sheets: dict[str, str] = {}
        self.hidden: set[str] = set()
        self._is_1904 = False
        for element in self._xml(main).iter():
            kind = _local(element.tag)
            if kind == "sheet":
                self._add_sheet(element, parts)
            elif kind == "workbookPr":
                self._is_1904 = element.get("date1904", "0") in ("1", "true")
        styles = [part for part in parts.values() if part.lower().endswith("styles.xml")]
        texts = [part for part in parts.values() if part.lower().endswith("sharedstrings.xml")]
        self.facts = xlsx_parts.SheetFacts()
        self._styles = self._formats(styles[0]) if styles else []
        self._known: dict[tuple[str, str], tuple[Any, bool]] = {}
        self._texts = self._shared(texts[0]) if texts else []

    def rows(self, sheet: str) -> Iterator[tuple[int, list[Any]]]:
        """The rows of a sheet that have a value, with their numbers, from column A on; ``facts``
        tells afterwards what else is to be said of the sheet."""
        self.facts = xlsx_parts.SheetFacts()
        with self._open(self.sheets[sheet]) as stream:
            yield from xlsx_parts.rows(stream, self._value, self.facts)

    def _add_sheet(self, element: Tree.Element, parts: dict[str, str]) -> None:
        name = element.get("name", "")
        part = next((parts.get(value, "") for key, value in element.items() if _local(key) == "id"))
        if "worksheets/" in part.lower():
            self.sheets[name] = part
        if element.get("state", "visible") != "visible":
            self.hidden.add(name)

    def _value(self, kind: str, style: str, text: str, place: str) -> Any:
        if kind == "s":
            return self._texts[int(text)]
        if kind == "n":
            if _LONG_WHOLE.fullmatch(text):
                return text  # written by a program; no spreadsheet keeps more than 15 digits
            if abs(float(text)) > EXACT_FLOATS:
                return float(text)  # whose last digits are lost, whatever a format would show
            if not style or (shown_as := self._styles[int(style)]) is None:
                return float(text)
            found = self._known.get((style, text))
            if found is None:
                found = self._numeral(shown_as, float(text))
                if len(self._known) < _MEMO:
                    self._known[style, text] = found
            value, is_rounded = found
            if is_rounded:
                self.facts.rounded.add(place)
            return value
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "d":
            return _iso(text)
        if kind == "e":
            self.facts.errors.add(f"{place} {text.strip()[:_SHOWN]}")
            return ""
        return _unescape(text)

    def _numeral(self, shown_as: str | Callable[[float], Shown], value: float) -> tuple[Any, bool]:
        """A number as its format shows it, and whether it holds more digits."""
        if isinstance(shown_as, str):
            return self._moment(value, shown_as), False
        return shown_as(value)

    def _moment(self, days: float, shown_as: str) -> Any:
        """What a number of days since the workbook's epoch is (18.17.4)."""
        if shown_as == "duration":
            return timedelta(days=days)
        try:
            if days < 1:
                return (datetime(2000, 1, 1) + timedelta(days=days)).time()
            if self._is_1904:
                moment = datetime(1904, 1, 1) + timedelta(days=days)
            else:  # which has a 29 February 1900 that never was
                moment = datetime(1899, 12, 30) + timedelta(days=days + (days < 60))
        except OverflowError:
            return days
        return moment.date() if moment.time() == time() else moment

    def _open(self, part: str) -> Any:
        return self._archive.open(self._names[part.lower().lstrip("/")])

    def _xml(self, part: str) -> Tree.Element:
        with self._open(part) as stream:
            return Tree.parse(stream).getroot()  # noqa: S314  # entities were refused before

    def _relations(self, part: str, kind: str) -> dict[str, str]:
        """The targets of a part's relations by their id, of those whose type ends so."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path.lower() not in self._names:
            return {}
        return {
            element.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, element.get("Target", ""))
            ).lstrip("/")
            for element in self._xml(path)
            if element.get("Type", "").endswith(kind)
        }

    def _formats(self, part: str) -> list[_Format]:
        """For each style of cells how its numbers are shown: "date" or "duration", or by a
        function; None where they are as they are stored."""
        root = self._xml(part)
        own = {
            int(element.get("numFmtId", "0")): element.get("formatCode", "")
            for element in root.iter()
            if _local(element.tag) == "numFmt"
        }
        styles = [element for element in root if _local(element.tag) == "cellXfs"][:1]
        ids = [int(element.get("numFmtId", "0")) for style in styles for element in style]
        formats = {number: _format(number, own.get(number, "")) for number in set(ids)}
        return [formats[number] for number in ids]

    def _shared(self, part: str) -> list[str]:
        with self._open(part) as stream:
            return [_unescape(text) for text in xlsx_parts.shared_strings(stream)]


def kind_of_format(form: str) -> str:
    """What a number format shows, its texts, colours and conditions aside (18.8.31)."""
    bare = _ASIDE.sub("", form.partition(";")[0]).lower().replace("general", "")
    if "[" in bare:
        return "duration"
    return "date" if re.search("[dmyhs]", bare) else ""


def needs_formats(number: int, code: str, *, has_fractions: bool) -> bool:
    """Whether numbers of a format are shown otherwise than the library gives them;
    ``has_fractions``: there are numbers that are not whole."""
    found = _format(number, code)
    is_same = not has_fractions and is_plain(code or BUILT_IN.get(number, ""))
    return callable(found) and not is_same


def _format(number: int, code: str) -> _Format:
    if kind := kind_of_format(code) if code else _built_in(number):
        return kind
    return formatter(code or BUILT_IN.get(number, ""))


def _built_in(number: int) -> str:
    if number == _DURATION:
        return "duration"
    return "date" if number in _DATES else ""


def _iso(text: str) -> Any:
    """A moment that is written in words; one with a zone stays as it is written."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is not None or "T" not in text:
        return text
    return moment


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _unescape(text: str) -> str:
    """A text with its control characters, which are written _x000D_ (22.9.2.19)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
