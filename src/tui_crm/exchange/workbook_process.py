"""Reads one sheet of a workbook in a process of its own: ``python -m … BOOK SHEET ROWS``.

The library that parses workbooks is native code. On a hostile or damaged file it may panic and
write on the terminal, ask for all the memory there is, or abort; none of that may happen to a
program with a screen and a store open. Here it may: memory is limited, and the parent sees to the
time.

The rows go to the file ROWS, a JSON list of ``[number, [cell, …]]`` a line; what else is to be said
goes to standard output as one JSON object.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import python_calamine as calamine

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY_LIMIT: Final = 640 << 20
"""Bytes of address space."""

ROWS_LIMIT: Final = 2 << 30
"""Bytes that the rows of one sheet may come to."""

_ROWS_A_LINE: Final = 200


class Refused(Exception):
    """Why the workbook cannot be read: the key of the sentence."""


def main(book: str, sheet: str, rows: str) -> None:
    """Write the rows of the sheet named, or of the first that holds a table if ``sheet`` is ""."""
    _limit_memory()
    try:
        said = _read(Path(book), sheet, Path(rows))
    except Refused as refused:
        said = {"refused": str(refused)}
    except MemoryError:
        said = {"refused": "workbook_too_large"}
    sys.stdout.write(json.dumps(said))


def text_of(value: Any) -> str:
    """A cell as the text that a person would have typed: 5.0 is "5", a date is ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return _to_seconds(value).isoformat(" ")
    if isinstance(value, time):
        return _to_seconds(datetime.combine(date(2000, 1, 1), value)).time().isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float) -> str:
    """Fifteen digits, as spreadsheets show: 0.1+0.2 is 0.3 there."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    short = f"{value:.15g}"
    return short if float(short) != value or "e" not in short else repr(value)


def _to_seconds(value: datetime) -> datetime:
    """Rounded, since a moment stored as a fraction of a day is off by some millionths."""
    return (value + timedelta(milliseconds=500)).replace(microsecond=0)


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    minutes, second = divmod(abs(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{sign}{hours:02}:{minute:02}:{second:02}"


def _read(path: Path, wanted: str, rows: Path) -> dict[str, Any]:
    book = _open(path)
    cells = calamine.SheetTypeEnum.WorkSheet
    names = [meta.name for meta in book.sheets_metadata if meta.typ == cells]
    if wanted:
        if wanted not in names:
            return {"refused": "no_such_sheet", "sheets": names}
        name, sheet = wanted, book.get_sheet_by_name(wanted)
    else:
        name, sheet = _first_table(book, names)
    width = _write(sheet, rows)
    return {"sheet": name, "sheets": names, "width": width}


def _open(path: Path) -> calamine.CalamineWorkbook:
    """The workbook as its name says, and if that fails as its content says."""
    try:
        return calamine.load_workbook(path)
    except calamine.PasswordError as error:
        raise Refused("encrypted") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        if "Cell limit" in str(error):
            raise Refused("workbook_too_large") from error
    try:
        return calamine.load_workbook(BytesIO(path.read_bytes()))
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("damaged_workbook") from error


def _first_table(
    book: calamine.CalamineWorkbook, names: list[str]
) -> tuple[str, calamine.CalamineSheet]:
    """The first visible sheet with two rows of two cells, else the first with anything in it."""
    visible = calamine.SheetVisibleEnum.Visible
    hidden = {meta.name for meta in book.sheets_metadata if meta.visible != visible}
    found: tuple[str, calamine.CalamineSheet] | None = None
    for name in sorted(names, key=hidden.__contains__):
        sheet = book.get_sheet_by_name(name)
        if sheet.height >= 2 and sheet.width >= 2:
            return name, sheet
        if found is None and sheet.height:
            found = name, sheet
    if found is None:
        raise Refused("no_rows")
    return found


def _write(sheet: calamine.CalamineSheet, path: Path) -> int:
    """Write all rows that are not blank, and give the number of columns that are used."""
    size = width = 0
    batch: list[tuple[int, list[str]]] = []
    with path.open("w", encoding="utf-8") as out:
        for number, cells in _rows(sheet):
            width = max(width, len(cells))
            batch.append((number, cells))
            if len(batch) == _ROWS_A_LINE:
                size += out.write(json.dumps(batch, ensure_ascii=False) + "\n")
                batch.clear()
            if size > ROWS_LIMIT:
                raise Refused("workbook_too_large")
        if batch:
            out.write(json.dumps(batch, ensure_ascii=False) + "\n")
    if not width:
        raise Refused("no_rows")
    return width


def _rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers in the sheet, from column A on, without blank cells at the end.

    The library gives the blank rows above the first cell, but not the blank columns before it.
    """
    left = sheet.start[1] if sheet.start else 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [*[""] * left, *map(text_of, values)]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the checks before and the parent remain
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main(*sys.argv[1:4])
