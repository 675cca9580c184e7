"""Where tests find what is not in the repository."""

from __future__ import annotations

from pathlib import Path

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
"""Real files of other programs; a test that reads one skips where the folder is absent."""
