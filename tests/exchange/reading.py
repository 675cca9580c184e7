"""What the tests of the readers share: small files, and rows as plain texts."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from tui_crm.exchange.readers.open_source import open_source
from tui_crm.exchange.readers.source import Source, SourceOptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui_crm.exchange.readers.rows import Row


def given(folder: Path, content: str | bytes, name: str = "list.csv", **options: Any) -> Source:
    """The source in a new file; text is written as UTF-8."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_source(path, SourceOptions(**options))


def cells(source: Source) -> list[tuple[str, ...]]:
    """The cells of all rows, none of which may have a problem."""
    rows = list(source.rows())
    assert [str(row.problem) for row in rows if row.problem] == []
    return [row.cells for row in rows]


def problems(source: Source) -> list[tuple[int, str]]:
    """The line and the kind of each problem."""
    return [(row.line, row.problem.kind.value) for row in source.rows() if row.problem]


def assert_whole(source: Source) -> list[Row]:
    """Every row is as wide as the header, or says why it is not."""
    assert source.header
    rows = list(source.rows())
    for row in rows:
        assert row.line > 0
        if row.problem is None:
            assert len(row.cells) == len(source.header)
        else:
            assert str(row.problem)
    return rows


def workbook(rows: Sequence[Sequence[Any]], **sheets: Sequence[Sequence[Any]]) -> bytes:
    """An XLSX file with the rows on its first sheet, and more sheets by name."""
    import openpyxl

    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    for row in rows:
        first.append(row)
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(book: bytes, **parts: bytes) -> bytes:
    """The workbook with the XML of a sheet replaced: ``sheet1=b"…"``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            stem = name.rpartition("/")[2].removesuffix(".xml")
            new.writestr(name, parts.get(stem, old.read(name)))
    return out.getvalue()
