"""The version of the store that this program reads and writes."""

from __future__ import annotations

from typing import Final

HEAD: Final = 4
