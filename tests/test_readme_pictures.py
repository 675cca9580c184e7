"""The pictures of the documentation: all are shown, and text has the width of its cells."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from docs.pictures.draw import HERE, PAGE, PICTURES, page
from docs.pictures.terminal_svg import CELL, EDGE, LINE, picture
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [f"{name}-{language}" for name in PICTURES for language in ("en", "ja")]


def test_the_page_shows_every_picture_there_is_and_no_other() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m docs.pictures.draw writes it"
    assert sorted(path.stem for path in HERE.glob("*.svg")) == sorted(NAMES)


def test_the_readme_shows_pictures_that_there_are() -> None:
    shown = re.findall(
        r"docs/pictures/([\w-]+)\.svg", (HERE.parents[1] / "README.md").read_text("utf-8")
    )
    assert len(shown) >= 8
    assert set(shown) <= set(NAMES)


def test_the_pictures_keep_the_repository_light() -> None:
    assert sum(path.stat().st_size for path in HERE.glob("*.svg")) < 3_000_000


def texts_of(document: str) -> list[tuple[str, float, float, float]]:
    """Every run of text: its words, its line, where it begins and where it ends, in cells."""
    found = []
    for each in ET.fromstring(document).iter(f"{SVG}text"):
        words, places = each.text or "", [float(x) for x in each.attrib["x"].split()]
        if "textLength" in each.attrib:
            begin, end = places[0], places[0] + float(each.attrib["textLength"])
        else:
            assert len(places) == len(words)
            assert all(b - a == 2 * CELL for a, b in pairwise(places))
            begin, end = places[0] - CELL, places[-1] + CELL
        row = (float(each.attrib["y"]) - EDGE) // LINE
        found.append((words, row, (begin - EDGE) / CELL, (end - EDGE) / CELL))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_run_of_text_is_as_wide_as_its_cells(name: str) -> None:
    texts = texts_of((HERE / f"{name}.svg").read_text("utf-8"))
    assert len(texts) > 40
    assert [t for t in texts if t[3] - t[2] != cell_len(t[0])] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_text_stands_on_another(name: str) -> None:
    texts = sorted(texts_of((HERE / f"{name}.svg").read_text("utf-8")), key=lambda t: t[1:])
    assert [(a, b) for a, b in pairwise(texts) if a[1] == b[1] and a[3] > b[2]] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_from_anywhere(name: str) -> None:
    document = (HERE / f"{name}.svg").read_text("utf-8")
    rest = re.sub(">[^<]*</text>", "", document).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not any(sign in rest for sign in ("http", "url(", "@import", "href"))


def test_text_stands_where_the_terminal_has_it_and_lines_join() -> None:
    red = Style(color="#ff0000", bgcolor="#0000ff", reverse=True)
    strip = Strip([Segment("│青木 A<&…"), Segment("─╮", red)])
    document = picture([strip], "#111111")
    assert texts_of(document) == [("青木", 0, 1, 5), ("A<&", 0, 6, 9), ("…", 0, 9, 10)]
    paths = [each.attrib["d"] for each in ET.fromstring(document).iter(f"{SVG}path")]
    left, right = EDGE + 10 * CELL, EDGE + 11 * CELL
    assert f"L{right} {EDGE + LINE / 2:g}" in paths[1], "the line ends where"
    assert paths[2].startswith(f"M{right} {EDGE + LINE / 2:g}"), "the corner begins"
    assert f'x="{left}" y="{EDGE}" width="{2 * CELL}" height="{LINE}" fill="#ff0000"' in document
