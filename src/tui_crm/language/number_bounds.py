"""How far numbers stay exact: as the store's integers, and as floating-point numbers."""

from __future__ import annotations

from typing import Final

LARGEST: Final = 2**63 - 1
"""The largest whole number that SQLite can hold."""

EXACT_FLOATS: Final = 2**53
"""Up to here every whole number is a floating-point number (IEEE 754, double) of its own."""
