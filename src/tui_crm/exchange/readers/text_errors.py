"""What cannot be in a text: bytes that did not decode, halves of characters, zero characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.exchange.readers.decoding import BAD
from tui_crm.exchange.readers.rows import ProblemKind, RowProblem

if TYPE_CHECKING:
    from collections.abc import Sequence


def find_text_error(cells: Sequence[str], header: Sequence[str]) -> RowProblem | None:
    """The first cell of a row that holds such a thing."""
    for number, cell in enumerate(cells, 1):
        name = header[number - 1] if number <= len(header) else ""
        if not cell.isascii() and (bad := BAD.search(cell)):
            code = ord(bad.group())
            detail = f"0x{code - 0xDC00:02X}" if 0xDC00 <= code <= 0xDCFF else f"U+{code:04X}"
            return RowProblem(ProblemKind.UNDECODABLE, number, name, detail=detail)
        if "\0" in cell:
            return RowProblem(ProblemKind.NUL, number, name)
    return None
