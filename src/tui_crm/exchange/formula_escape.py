"""Escape cells that a spreadsheet would run as a formula (CSV injection), and unescape them.

A text that begins with =, +, -, @ (or their full-width forms), a tab or a line break gets an
apostrophe in front where a spreadsheet will open the file. So that this can be taken back without
knowing how a file was made, a text that has apostrophes there already always gets one more.
"""

from __future__ import annotations

import re
from typing import Final

DANGEROUS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""What a formula begins with, in Excel, LibreOffice or Google Sheets."""

_MARK: Final = "'"


def escape_formula(text: str, *, for_spreadsheet: bool) -> str:
    """``text`` as a cell; without ``for_spreadsheet`` only as far as ``unguard`` needs it.

    >>> guard("=1+1", for_spreadsheet=True), guard("'=1", for_spreadsheet=False)
    ("'=1+1", "''=1")
    """
    if not text or (text[0] != _MARK and text[0] not in DANGEROUS):
        return text
    bare = text.lstrip(_MARK)
    if not bare or bare[0] not in DANGEROUS:
        return text
    return _MARK + text if for_spreadsheet or text[0] == _MARK else text


_TEXT_FORMULA: Final = re.compile(r'=\s*"((?:[^"]|"")*)"\s*')


def as_shown(text: str) -> str:
    """What a spreadsheet shows of a cell such as ="0312345678", by which programs keep a zero.

    >>> as_shown('="0312345678"'), as_shown("=1+1")
    ('0312345678', '=1+1')
    """
    if text[:1] != "=" or (found := _TEXT_FORMULA.fullmatch(text)) is None:
        return text
    return found[1].replace('""', '"')


def unescape_formula(text: str) -> str:
    """What stood in a cell before ``guard``.

    >>> unguard("'+81-90-1234-5678"), unguard("'tis")
    ('+81-90-1234-5678', "'tis")
    """
    bare = text.lstrip(_MARK)
    if bare and text[0] == _MARK and bare[0] in DANGEROUS:
        return text[1:]
    return text
