"""Which match keys a table may have, for an import that asks for every key of every row.

One bit for each key, by its hash: nearly every key of a new list is surely not there, and to know
that without the table takes a tenth of the time. It holds for the transaction that made it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_BITS: Final = 1 << 26
"""8 MB; of the keys of a million records, one in sixteen is asked for in vain."""

_MASK: Final = _BITS - 1


class BloomFilter:
    """Some keys, of which it is known which others are surely not among them."""

    __slots__ = ("_bits",)

    def __init__(self) -> None:
        self._bits = bytearray(_BITS >> 3)

    def add(self, keys: Iterable[str]) -> None:
        """Know ``keys`` too."""
        bits = self._bits
        for key in keys:
            place = hash(key) & _MASK
            bits[place >> 3] |= 1 << (place & 7)

    def maybe_contains(self, keys: Iterable[str]) -> list[str]:
        """Those of ``keys`` that may be known; the others surely are not."""
        bits = self._bits
        return [key for key in keys if bits[(place := hash(key) & _MASK) >> 3] >> (place & 7) & 1]
