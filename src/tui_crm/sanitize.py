"""Sanitize data for the terminal: no control character reaches it as an escape sequence.

A control character, a direction override or a lone surrogate is shown as a sign of one cell, never
dropped: what is hidden in a name should be seen.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rich.cells import cell_len, split_graphemes

UNKNOWN: Final = "\ufffd"
ELLIPSIS: Final = "…"

_LINE_BREAKS: Final = "\n\u2028\u2029"
# Where a line of Japanese may not break (JIS X 4051): before the first, after the second.
_NEVER_FIRST: Final = "、。，．）」』】〕〉》・：；！？ー…々ゃゅょっァィゥェォャュョッ,.)]:;!?"
_NEVER_LAST: Final = "（「『【〔〈《(["
# At an edge these would join what stands in the next column.
_JOINERS: Final = "\u200d\ufe0f"

_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def visible(text: str, *, multiline: bool = False) -> str:
    """``text`` with every control character replaced by a visible sign.

    C0 becomes its picture (U+2400 …), DEL ``␡``; C1, bidirectional controls and lone surrogates
    become U+FFFD. A line break is ``↵`` and a tab a space, unless ``multiline``, where line breaks
    (``\\r\\n`` too) stay and a tab is four spaces.
    """
    if not _UNSAFE.search(text):
        return text
    return _UNSAFE.sub(_many_lines if multiline else _one_line, text.replace("\r\n", "\n"))


def _one_line(found: re.Match[str]) -> str:
    character = found[0]
    if character in _LINE_BREAKS:
        return "↵"
    return " " if character == "\t" else _sign(character)


def _many_lines(found: re.Match[str]) -> str:
    character = found[0]
    if character in _LINE_BREAKS:
        return "\n"
    return "    " if character == "\t" else _sign(character)


def _sign(character: str) -> str:
    """The picture of C0 and DEL; of C1 (U+009B alone is a whole CSI) and the rest there is none."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else UNKNOWN


def width(text: str) -> int:
    """How many terminal cells ``text`` takes as it is drawn (``visible``, on one line)."""
    return len(text) if text.isascii() and text.isprintable() else cell_len(visible(text))


def fit(text: str, cells: int) -> str:
    """``text`` made safe and exactly ``cells`` cells wide: padded, or cut with ``…``.

    A wide character is never split; where it does not fit, a space stands in its place.
    """
    if text.isascii() and len(text) <= cells and text.isprintable():
        return text.ljust(cells)
    if cells <= 0:
        return ""
    # A cell of a list never needs more than this, however long the text or its combining marks are.
    limit = 8 * cells + 64
    return _fitted(text[:limit], cells, len(text) > limit)


def shortened(text: str, cells: int) -> str:
    """``text``, cut with ``…`` where it is wider than ``cells``."""
    return fit(text, cells).rstrip() if width(text) > cells else text


@lru_cache(maxsize=8192)
def _fitted(text: str, cells: int, is_cut: bool) -> str:
    text = visible(text).strip(_JOINERS)
    size = cell_len(text)
    if size > cells or is_cut:
        text = _cropped(text, cells - 1).rstrip(_JOINERS + " ") + ELLIPSIS
        size = cell_len(text)
    return text + " " * (cells - size)


def _cropped(text: str, cells: int) -> str:
    spans, _ = split_graphemes(text)
    used = 0
    for start, _end, size in spans:
        if used + size > cells:
            return text[:start]
        used += size
    return text


def wrapped(text: str, cells: int, most: int = 0) -> list[str]:
    """``text`` made safe, in lines of at most ``cells`` cells, broken at a space that is not far.

    Japanese breaks anywhere, but never before a closing mark or behind an opening one.

    Where there would be more than ``most`` lines, the last one ends in ``…``; 0 is for all. Blank
    text has no lines.
    """
    lines: list[str] = []
    for paragraph in visible(text, multiline=True).splitlines():
        rest = paragraph
        while len(front := _front(rest, max(1, cells))) < len(rest):
            lines.append(front.rstrip())
            rest = rest[len(front) :].lstrip()
            if 0 < most < len(lines):
                break
        lines.append(rest.rstrip())
        if 0 < most < len(lines):
            return [*lines[: most - 1], fit(f"{lines[most - 1]} {ELLIPSIS}", cells).rstrip()]
    return lines


def _front(text: str, cells: int) -> str:
    """As much of ``text`` as fits into a line, up to a place to break that is late enough."""
    if len(text) <= cells and text.isascii():
        return text
    fitting = len(_cropped(text[: 8 * cells + 64], cells) or text[:1])
    if fitting == len(text):
        return text
    late = range(fitting, fitting // 2, -1)
    return text[: next((place for place in late if _may_break(text, place)), fitting)]


def _may_break(text: str, place: int) -> bool:
    """Whether a line may end before ``place``: at a space, or beside a Japanese character."""
    before, after = text[place - 1], text[place]
    if before == " " or after == " ":
        return True
    return (
        not (before + after).isascii() and after not in _NEVER_FIRST and before not in _NEVER_LAST
    )
