"""The program's own pair of themes, dark and light.

Colours have roles, which are Textual's own (``$text-primary``, ``$panel``), so that any other theme
fits the same style sheets.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="crm-dark",
    background="#14161b",
    surface="#1b1e25",
    panel="#252a34",
    foreground="#e6e3dc",
    primary="#74aef2",
    secondary="#5fc8b6",
    accent="#f2a55c",
    warning="#e8c663",
    success="#8bcf83",
    error="#f28080",
    variables={
        "text-primary": "#8cbdf5",
        "text-secondary": "#70d0bf",
        "text-accent": "#f5b375",
        "text-warning": "#ecd07c",
        "text-success": "#98d690",
        "text-error": "#f59090",
        "text-muted": "#a3a9b6",
        "text-disabled": "#6d7481",
        "panel-lighten-2": "#3c4350",
        "block-cursor-background": "#2d3a52",
        "block-cursor-foreground": "#ffffff",
        "primary-muted": "#2d3a52",
        "accent-muted": "#4a3825",
        "input-cursor-background": "#f2a55c",
        "input-cursor-foreground": "#14161b",
        "scrollbar": "#3c4350",
        "scrollbar-hover": "#4c5565",
        "scrollbar-active": "#f2a55c",
        "scrollbar-background": "#14161b",
        "scrollbar-background-hover": "#14161b",
        "scrollbar-background-active": "#14161b",
        "scrollbar-corner-color": "#14161b",
        "border": "#f2a55c",
        "border-blurred": "#3c4350",
    },
)

LIGHT: Final = Theme(
    name="crm-light",
    dark=False,
    background="#fbfaf6",
    surface="#f3f1ea",
    panel="#e8e5db",
    foreground="#23262d",
    primary="#1f5fae",
    secondary="#0f6f66",
    accent="#b0560c",
    warning="#856400",
    success="#2d6f2f",
    error="#b3303a",
    variables={
        "text-primary": "#1c569e",
        "text-secondary": "#0d645c",
        "text-accent": "#964807",
        "text-warning": "#6b5000",
        "text-success": "#28652a",
        "text-error": "#a52a34",
        "text-muted": "#5a606b",
        "text-disabled": "#868b94",
        "panel-lighten-2": "#c9c5b8",
        "block-cursor-background": "#d3e1f3",
        "block-cursor-foreground": "#101216",
        "primary-muted": "#d3e1f3",
        "accent-muted": "#f0d9bf",
        "input-cursor-background": "#b0560c",
        "input-cursor-foreground": "#fbfaf6",
        "scrollbar": "#c9c5b8",
        "scrollbar-hover": "#b3ae9f",
        "scrollbar-active": "#b0560c",
        "scrollbar-background": "#fbfaf6",
        "scrollbar-background-hover": "#fbfaf6",
        "scrollbar-background-active": "#fbfaf6",
        "scrollbar-corner-color": "#fbfaf6",
        "border": "#b0560c",
        "border-blurred": "#c9c5b8",
    },
)

THEMES: Final = (DARK, LIGHT)
