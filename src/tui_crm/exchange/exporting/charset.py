"""Find the characters that an encoding lacks before a file is written, and replace some."""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from tui_crm.errors import UsageError
from tui_crm.exchange.readers.decoding import codec_for

_LOOKALIKES: Final = {
    0x301C: "\uff5e",  # wave dash
    0x2212: "\uff0d",  # minus
    0x2016: "\u2225",  # double vertical line
    0x2014: "\u2015",  # em dash
    0x2013: "\uff0d",  # en dash
    0x00A2: "\uffe0",
    0x00A3: "\uffe1",
    0x00AC: "\uffe2",
    0x00A5: "\uffe5",
    0x203E: "\uffe3",
    0x00A0: " ",
}
"""Characters that Unicode and Microsoft's Shift_JIS number differently, and their likes there."""

_SHOWN: Final = 20


@dataclass(slots=True)
class Charset:
    """Encodes text, having looked through all of it first.

    ``missing`` counts the characters that the encoding lacks, ``replaced`` those that a look-alike
    stands for.
    """

    codec: str
    missing: Counter[str] = field(default_factory=Counter)
    replaced: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, name: str) -> Charset:
        """The charset called ``name``.

        Raises:
            UsageError: there is none.
        """
        codec = name if name in ("utf-8", "utf-8-sig") else codec_for(name)
        return cls(codec)

    @property
    def is_partial(self) -> bool:
        """Whether there are characters that it lacks."""
        return not codecs.lookup(self.codec).name.startswith("utf")

    def add(self, text: str) -> None:
        """Count the characters of ``text`` that the encoding lacks."""
        if text.isascii() or self._comes_back(text):
            return
        for char in text:
            if char.isascii() or self._comes_back(char):
                continue
            if self._can(char.translate(_LOOKALIKES)):
                self.replaced[char] += 1
            else:
                self.missing[char] += 1

    def fit(self, text: str) -> str:
        """``text`` with look-alikes for what has one, and ? for the rest that is missing."""
        if not self.is_partial or text.isascii() or self._can(text):
            return text
        changed = "".join(c if self._can(c) else c.translate(_LOOKALIKES) for c in text)
        return changed.encode(self.codec, "replace").decode(self.codec)

    def check(self) -> None:
        """Raise UsageError naming what is missing, if anything is."""
        if self.missing:
            shown = " ".join(
                f"{char} (U+{ord(char):04X})" for char, _ in self.missing.most_common(_SHOWN)
            )
            raise UsageError(
                "export.unencodable",
                encoding=self.codec,
                n=len(self.missing),
                characters=shown,
            )

    def _comes_back(self, text: str) -> bool:
        """Whether ``text`` can be written and is read again as the same."""
        try:
            return text.encode(self.codec).decode(self.codec) == text
        except UnicodeError:
            return False

    def _can(self, text: str) -> bool:
        try:
            text.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return True
