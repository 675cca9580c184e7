"""The program's own themes: what they write can be read on whatever it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from tui_crm.screens.chips import TONES
from tui_crm.screens.theme import THEMES

if TYPE_CHECKING:
    from textual.theme import Theme

GROUNDS = ("background", "surface", "panel", "primary-muted", "accent-muted")
INKS = ("foreground", *(f"text-{tone}" for tone in TONES))
READABLE = 4.5
"""The least contrast of text that WCAG 2.1 calls readable (AA)."""


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours (WCAG 2.1), from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_is_readable_on_every_ground(theme: Theme, ink: str, ground: str) -> None:
    colors = theme.to_color_system().generate()
    found = contrast(Color.parse(colors[ink]), Color.parse(colors[ground]))
    assert found >= READABLE, f"{ink} on {ground}: {found:.1f}"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_tones_can_be_told_apart(theme: Theme) -> None:
    colors = theme.to_color_system().generate()
    assert len({colors[f"text-{tone}"] for tone in TONES}) == len(TONES)
