"""Record writers, row by row: delimited text, workbooks, JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

from tui_crm.errors import UsageError
from tui_crm.exchange.exporting.cells import Amount
from tui_crm.exchange.exporting.options import ExportFormat
from tui_crm.language.currencies import digits_of
from tui_crm.store.values import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.exporting.cells import Cells
    from tui_crm.exchange.exporting.charset import Charset
    from tui_crm.store.model import FieldSpec
    from tui_crm.store.records import Record

SHEET_ROWS: Final = 1_048_575
"""Rows below the header of one sheet."""

_CELL_CHARACTERS: Final = 32_767
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NARROW, _WIDE = 8, 60


class RecordWriter(Protocol):
    """Writes records to a file, one by one."""

    def begin(self) -> None:
        """Write what stands before the first."""

    def add(self, record: Record) -> None:
        """Write one."""

    def end(self) -> None:
        """Write what stands behind the last."""

    def abandon(self) -> None:
        """Release all resources, since the export has failed."""


class TextTable:
    """CSV or TSV."""

    def __init__(
        self,
        stream: BinaryIO,
        header: Sequence[str],
        cells: Cells,
        charset: Charset,
        delimiter: str,
    ) -> None:
        self._stream = stream
        self._header = header
        self._cells = cells
        self._charset = charset
        self._lines = io.StringIO()
        self._csv = csv.writer(self._lines, delimiter=delimiter, lineterminator="\r\n")
        self._codec = charset.codec

    def begin(self) -> None:
        """Write the header."""
        self._write([self._header])
        # Only what begins a file has a byte order mark.
        self._codec = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(
            self._codec, self._codec
        )

    def add_rows(self, ids: Sequence[int]) -> int:
        """Write a row for each record."""
        rows = self._cells.texts(ids)
        self._write(rows)
        return len(rows)

    def end(self) -> None:
        """There is nothing behind the last row."""

    def abandon(self) -> None:
        """Nothing is held."""

    def _write(self, rows: Sequence[Sequence[str]]) -> None:
        if self._charset.is_partial:
            rows = [[self._charset.fit(cell) for cell in row] for row in rows]
        self._csv.writerows(rows)
        self._stream.write(self._lines.getvalue().encode(self._codec))
        self._lines.seek(0)
        self._lines.truncate()


class CharsetProbe:
    """Writes nothing, and sees which characters an encoding lacks."""

    def __init__(self, header: Sequence[str], cells: Cells, charset: Charset) -> None:
        self._header = header
        self._cells = cells
        self._charset = charset

    def begin(self) -> None:
        """Look at the header."""
        self._charset.add("".join(self._header))

    def add_rows(self, ids: Sequence[int]) -> int:
        """Look at a row for each record."""
        rows = self._cells.texts(ids)
        for row in rows:
            self._charset.add("".join(row))
        return len(rows)

    def end(self) -> None:
        """Everything has been seen."""

    def abandon(self) -> None:
        """Nothing is held."""


class Workbook:
    """XLSX: typed cells, a header that stays, and no cell that is ever a formula."""

    def __init__(
        self,
        stream: BinaryIO,
        header: Sequence[str],
        specs: Sequence[FieldSpec],
        cells: Cells,
        title: str,
    ) -> None:
        from openpyxl import Workbook as Book

        self._stream = stream
        self._header = header
        self._specs = specs
        self._cells = cells
        self._book = Book(write_only=True)
        self._sheet = self._book.create_sheet(re.sub(r"[\\*?:/\[\]]", " ", title)[:31] or "Sheet")

    def begin(self) -> None:
        """Set the widths, and write the header."""
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._sheet.freeze_panes = "A2"
        for place, spec in enumerate(self._specs, 1):
            width = min(max(spec.width, _NARROW), _WIDE) + 2
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        cells = [self._cell(_NOT_IN_XML.sub("", text)) for text in self._header]
        for cell in cells:
            cell.font = Font(bold=True)
        self._sheet.append(cells)

    def add_rows(self, ids: Sequence[int]) -> int:
        """Write a row for each record."""
        rows = self._cells.typed(ids)
        for row in rows:
            values = [self._text(value) if isinstance(value, str) else value for value in row]
            for place, value in enumerate(values):
                if isinstance(value, Amount):
                    values[place] = self._amount(value)
            self._sheet.append(values)
        return len(rows)

    def end(self) -> None:
        """Pack the workbook aside, then hand it over: a broken pipe leaves nothing half-done."""
        from shutil import copyfileobj
        from tempfile import TemporaryFile

        with TemporaryFile() as packed:
            self._book.save(packed)
            packed.seek(0)
            copyfileobj(packed, self._stream)

    def abandon(self) -> None:
        """Remove what the library keeps in temporary files."""
        self._sheet.close()
        self._sheet._writer.cleanup()

    def _text(self, text: str) -> Any:
        """A text that can be nothing else: not a formula, not an error value."""
        if len(text) > _CELL_CHARACTERS:
            raise UsageError("export.cell_too_long", n=len(text), limit=_CELL_CHARACTERS)
        if not text.isprintable():
            text = _NOT_IN_XML.sub("", text)
        return self._cell(text) if text[:1] in ("=", "#") else text

    def _cell(self, text: str) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value=text)
        cell.data_type = "s"
        return cell

    def _amount(self, amount: Amount) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value=amount.value)
        digits = digits_of(amount.currency)
        cell.number_format = "#,##0" + (f".{'0' * digits}" if digits else "")
        return cell


class JsonLines:
    """JSON Lines, or one JSON array of the same records."""

    def __init__(
        self,
        stream: BinaryIO,
        specs: Sequence[FieldSpec],
        format_: str,
        currency: str,
    ) -> None:
        self._stream = stream
        self._currency = currency
        self._specs = specs
        self._is_array = format_ == ExportFormat.JSON
        self._is_first = True

    def begin(self) -> None:
        """Open the array."""
        if self._is_array:
            self._stream.write(b"[")

    def add(self, record: Record) -> None:
        """Write one object."""
        fields = {}
        for spec in self._specs:
            currency = str(record.values.get(spec.currency) or self._currency)
            fields[spec.key] = to_json(
                spec, record.values.get(spec.key), currency, record.links.get(spec.key, "")
            )
        text = json.dumps(fields, ensure_ascii=False, separators=(", ", ": "))
        if self._is_array:
            text = ("\n" if self._is_first else ",\n") + text
        else:
            text += "\n"
        self._is_first = False
        self._stream.write(text.encode("utf-8", "backslashreplace"))

    def end(self) -> None:
        """Close the array."""
        if self._is_array:
            self._stream.write(b"]\n" if self._is_first else b"\n]\n")

    def abandon(self) -> None:
        """Nothing is held."""
