"""A screen as SVG, each run of text in its own cells, so that a browser shows a terminal.

A terminal gives a wide character two cells, whatever its font would. A browser knows no cells: so a
run of narrow characters is given the width of its cells, a wide character the middle of its two,
and lines and blocks are drawn as shapes, which join whatever the font is.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.color import blend_rgb
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.color import Color
    from rich.color_triplet import ColorTriplet
    from textual.strip import Strip

CELL: Final = 12
"""Width of a cell, in units of the picture."""

LINE: Final = 24
BASE: Final = 19
"""From the top of a line to what letters stand on."""

EDGE: Final = 16

NARROW_FONTS: Final = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
WIDE_FONTS: Final = (
    "'Hiragino Sans', 'Yu Gothic', 'Meiryo', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif"
)

_LEFT, _RIGHT, _UP, _DOWN = 1, 2, 4, 8
_ARMS: Final = {
    **{"─": _LEFT | _RIGHT, "━": _LEFT | _RIGHT, "│": _UP | _DOWN, "┃": _UP | _DOWN},
    **{"╭": _RIGHT | _DOWN, "┌": _RIGHT | _DOWN, "╮": _LEFT | _DOWN, "┐": _LEFT | _DOWN},
    **{"╰": _RIGHT | _UP, "└": _RIGHT | _UP, "╯": _LEFT | _UP, "┘": _LEFT | _UP},
    **{"├": _RIGHT | _UP | _DOWN, "┤": _LEFT | _UP | _DOWN, "┬": _LEFT | _RIGHT | _DOWN},
    **{"┴": _LEFT | _RIGHT | _UP, "┼": _LEFT | _RIGHT | _UP | _DOWN},
}
"""Characters of lines, and where they go from the middle of the cell."""

_BLOCKS: Final = {
    **{"█": (0, 0, 8, 8), "▀": (0, 0, 8, 4), "▄": (0, 4, 8, 4), "▌": (0, 0, 4, 8)},
    **{"▐": (4, 0, 4, 8), "▎": (0, 0, 2, 8), "▏": (0, 0, 1, 8), "▊": (0, 0, 6, 8)},
    **{"▔": (0, 0, 8, 1), "▁": (0, 7, 8, 1), "▂": (0, 6, 8, 2), "▃": (0, 5, 8, 3)},
    **{"▅": (0, 3, 8, 5), "▆": (0, 2, 8, 6), "▇": (0, 1, 8, 7), "▉": (0, 0, 7, 8)},
    **{"▋": (0, 0, 5, 8), "▍": (0, 0, 3, 8), "▕": (7, 0, 1, 8)},
}
"""Characters of blocks: left, top, width and height in eighths of the cell."""


def picture(strips: Sequence[Strip], background: str) -> str:
    """The lines of a screen as an SVG document on ``background`` (``#rrggbb``); no file is fetched.

    Every ``text`` has ``data-cells``, how many cells it takes. Narrow ones begin at ``x`` and have
    the ``textLength`` of their cells; of wide ones, ``x`` lists the middle of each character.
    """
    columns = max(strip.cell_length for strip in strips)
    width, height = columns * CELL + 2 * EDGE, len(strips) * LINE + 2 * EDGE
    shapes: list[str] = []
    texts: list[str] = []
    for row, strip in enumerate(strips):
        column = 0
        for text, style, _control in strip:
            drawn = Style() if style is None else style
            ink, ground = _colours(drawn, background)
            x, y = EDGE + column * CELL, EDGE + row * LINE
            cells = cell_len(text)
            if ground != background:
                shapes.append(_rect(x, y, cells * CELL, LINE, ground))
            texts.extend(_text(text, x, y, ink, drawn))
            column += cells
    return "\n".join(
        [
            f'<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">',
            "<style>",
            f"text {{ font: 20px {NARROW_FONTS}; white-space: pre; }}",
            f".w {{ font: 22px {WIDE_FONTS}; text-anchor: middle; }}",
            ".b { font-weight: bold; } .i { font-style: italic; }",
            ".u { text-decoration: underline; } .s { text-decoration: line-through; }",
            "</style>",
            f'<rect width="{width}" height="{height}" rx="10" fill="{background}"/>',
            '<g shape-rendering="crispEdges">',
            *shapes,
            "</g>",
            *texts,
            "</svg>\n",
        ]
    )


def _colours(style: Style, background: str) -> tuple[str, str]:
    ink = _triplet(style.color) or SVG_EXPORT_THEME.foreground_color
    ground = _triplet(style.bgcolor)
    if style.reverse:
        default = SVG_EXPORT_THEME.background_color
        ink, ground = ground or default, ink
    if style.dim:
        ink = blend_rgb(ink, ground or SVG_EXPORT_THEME.background_color, 0.4)
    return ink.hex, background if ground is None else ground.hex


def _triplet(colour: Color | None) -> ColorTriplet | None:
    if colour is None or colour.is_default:
        return None
    return colour.get_truecolor(SVG_EXPORT_THEME)


def _text(text: str, x: int, y: int, ink: str, style: Style) -> Iterator[str]:
    """What stands in the cells from ``x`` on."""
    classes = [
        name
        for name, is_so in zip(
            "bius", (style.bold, style.italic, style.underline, style.strike), strict=True
        )
        if is_so
    ]
    for kind, run in groupby(_clusters(text), _kind):
        characters = list(run)
        words, cells = "".join(characters), cell_len("".join(characters))
        if words[0] in _ARMS:
            yield _line(_ARMS[words[0]], x, y, cells, ink)
        elif words[0] in _BLOCKS:
            for place, character in enumerate(characters):
                left, top, width, height = (n / 8 for n in _BLOCKS[character])
                at = x + (place + left) * CELL, y + top * LINE
                yield _rect(*at, width * CELL, height * LINE, ink)
        elif kind == "wide":
            middles = " ".join(str(x + (2 * n + 1) * CELL) for n in range(len(characters)))
            placed = f'x="{middles}" y="{y + BASE}" data-cells="{cells}"'
            yield _element(words, placed, ["w", *classes], ink)
        elif kind != "blank":
            placed = f'x="{x}" y="{y + BASE}" data-cells="{cells}" textLength="{cells * CELL}"'
            yield _element(words, f'{placed} lengthAdjust="spacingAndGlyphs"', classes, ink)
        x += cells * CELL


def _clusters(text: str) -> Iterator[str]:
    """Characters with the marks that take no cell of their own."""
    cluster = ""
    for character in text:
        if cluster and cell_len(character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _kind(cluster: str) -> object:
    """What is drawn together; of signs beyond Latin, whose fonts differ, each by itself."""
    if cluster in ("─", "━"):
        return cluster
    if cluster in _ARMS:
        return object()
    if cluster in _BLOCKS:
        return "block"
    if cluster == " ":
        return "blank"
    if cell_len(cluster) == 2:
        return "wide" if len(cluster) == 1 and ord(cluster) < 0x10000 else object()
    return "latin" if cluster < "\u0250" else object()


def _element(words: str, placed: str, classes: Iterable[str], ink: str) -> str:
    named = " ".join(classes)
    marked = f' class="{named}"' if named else ""
    return f'<text {placed}{marked} fill="{ink}">{escape(words)}</text>'


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'


def _line(arms: int, x: int, y: int, cells: int, ink: str) -> str:
    """The arms of a line, each from the middle of its cells to the edge; corners are rounded."""
    middle_x, middle_y = x + cells * CELL / 2, y + LINE / 2
    ends = {
        _LEFT: (x, middle_y),
        _RIGHT: (x + cells * CELL, middle_y),
        _UP: (middle_x, y),
        _DOWN: (middle_x, y + LINE),
    }
    used = [ends[arm] for arm in ends if arms & arm]
    if arms in (_LEFT | _UP, _LEFT | _DOWN, _RIGHT | _UP, _RIGHT | _DOWN):
        (a, b), (c, d) = used
        path = f"M{a:g} {b:g}Q{middle_x:g} {middle_y:g} {c:g} {d:g}"
    else:
        path = "".join(f"M{middle_x:g} {middle_y:g}L{a:g} {b:g}" for a, b in used)
    return f'<path d="{path}" stroke="{ink}" stroke-width="1.5" fill="none"/>'
