"""The manifest of the sample data."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature, Verb

FEATURE: Final = Feature(
    name="demo",
    verbs=(Verb("demo", "tui_crm.launch:open_demo"),),
)
