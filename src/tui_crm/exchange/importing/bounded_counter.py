"""Count words in bounded memory."""

from __future__ import annotations

from collections import Counter
from typing import Final

LIMIT: Final = 10_000
"""Different words that are kept apart."""

OTHERS: Final = "…"
"""What all further words are counted under."""


class BoundedCounter(Counter[str]):
    """Counts words; beyond ``LIMIT`` different ones, new ones are counted together."""

    def add(self, word: str) -> None:
        """Count ``word`` once more."""
        self[word if word in self or len(self) < LIMIT else OTHERS] += 1
