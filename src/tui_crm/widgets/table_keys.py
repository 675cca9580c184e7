"""The keys of a list. Each has an id for the key map, and a catalog key as its description."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

_KEYS: Final = (
    ("down,j", "move(1)", "cursor_down"),
    ("up,k", "move(-1)", "cursor_up"),
    ("pagedown,ctrl+f", "page(1)", "page_down"),
    ("pageup,ctrl+b", "page(-1)", "page_up"),
    ("ctrl+d", "half_page(1)", "half_page_down"),
    ("ctrl+u", "half_page(-1)", "half_page_up"),
    ("home,g", "first", "first"),
    ("end,G", "last", "last"),
    ("left,h", "move_cell(-1)", "cell_left"),
    ("right,l", "move_cell(1)", "cell_right"),
    ("enter", "select", "select"),
    ("space", "toggle_mark", "toggle_mark"),
    ("shift+down,J", "mark_range(1)", "mark_down"),
    ("shift+up,K", "mark_range(-1)", "mark_up"),
    ("asterisk", "invert_marks", "invert_marks"),
    ("backslash", "clear_marks", "clear_marks"),
)

TABLE_BINDINGS: Final = [
    Binding(key, action, f"table.{name}", show=False, id=f"table.{name}")
    for key, action, name in _KEYS
]
