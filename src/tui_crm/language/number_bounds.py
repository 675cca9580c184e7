"""The bounds within which integers of the store, and floats, stay exact."""

from __future__ import annotations

from typing import Final

LARGEST: Final = 2**63 - 1
"""The largest whole number that SQLite can hold."""

EXACT_FLOATS: Final = 2**53
"""Up to here every whole number is a floating-point number (IEEE 754, double) of its own."""
