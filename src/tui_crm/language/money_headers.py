"""Parse the currency and the unit that the header of a column of amounts names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tui_crm.language.currencies import find_currency
from tui_crm.language.money import power_of_word

_BRACKETS: Final = re.compile(r"[(\[【〔《<]([^)\]】〕》>]*)[)\]】〕》>]")
_BETWEEN: Final = re.compile(r"[\s_/・,、:;-]+")
_TAIL_PARTS: Final = 3
_UNIT_BEHIND: Final = re.compile(
    r"(?<=\S)((?:千|百|十|万|百万|千万|億|十億)+(?:円|ドル|米ドル|ユーロ|元)|(?:US|米)?ドル)$"
)
_HEAD: Final = re.compile(r"^([A-Z]{3}|US\$|[€$£¥])[\s_]+")
_WORD: Final = re.compile(
    r"[A-Z.]+\$|[A-Z]+\.?|'?(?:0{3})+S?|[千百十万億兆]+|[^\s\dA-Z千百十万億兆:/,・]+|\S"
)
_ZEROS: Final = re.compile(r"'?((?:0{3})+)S?")
_FILLERS: Final = "IN OF THE ALL AMOUNTS 単位 : / , ・ 税込 税込み 税抜 税抜き 税別 概算 VAT TAX"
_NOTHING: Final = frozenset(_FILLERS.split())
_GLUED: Final = re.compile(
    r"^([KTM]|MIO\.?|MN|BN)?(?:(US\$|[€$£¥])|([A-Z]{3}))([KM]|MIO\.?|MN|BN)?$"
)
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class AmountHeader:
    """A header parted: the ``words`` that name the field, the ``currency`` (ISO 4217) and the
    ``power`` of ten of the unit that stand beside them (千円: JPY and 3)."""

    words: str
    currency: str | None = None
    power: int = 0

    @property
    def says_more(self) -> bool:
        """Whether the header says anything beside the name of the field."""
        return self.currency is not None or self.power > 0


@lru_cache(maxsize=512)
def read_amount_header(header: str, usual: str = "JPY") -> AmountHeader:
    """What a header says; ``usual`` is the currency (ISO 4217) that a bare sign is seen from.

    >>> read_amount_header("Amount in k EUR")
    AmountHeader(words='AMOUNT', currency='EUR', power=3)
    """
    plain = unicodedata.normalize("NFKC", header[:_LONGEST]).upper().replace("’", "'").strip()
    currency: str | None = None
    power = 0
    words = plain
    for found in _BRACKETS.finditer(plain):
        said = _meaning(found[1], usual)
        if said is not None:
            words = words.replace(found[0], "")
            currency, power = said[0] or currency, said[1] or power
    words = words.strip()
    if currency is None and power == 0:
        gaps = list(_BETWEEN.finditer(words))[-_TAIL_PARTS:]
        tails = [(gap.start(), words[gap.end() :]) for gap in gaps]
        if unit := _UNIT_BEHIND.search(words):
            tails.append((unit.start(), unit[1]))
        for start, tail in tails:
            said = _meaning(tail, usual, is_bare=True)
            if start and said is not None and (said[0] or said[1]):
                return AmountHeader(words[:start].strip(), *said)
        if (head := _HEAD.match(words)) and (code := find_currency(head[1], usual)):
            return AmountHeader(words[head.end() :].strip(), code)
    return AmountHeader(words, currency, power)


def _meaning(text: str, usual: str, *, is_bare: bool = False) -> tuple[str | None, int] | None:
    """The currency and the power of words that say nothing else; None for other words.

    ``is_bare``: they stand without brackets, where a letter alone says too little.
    """
    currency: str | None = None
    power = 0
    tokens = _WORD.findall(text.strip())
    if not tokens or (is_bare and len(text.strip()) == 1 and text.strip() not in "€$£¥"):
        return None
    for token in _parted(tokens):
        if token in _NOTHING:
            continue
        if zeros := _ZEROS.fullmatch(token):
            power += len(zeros[1])
        elif (found := power_of_word(token)) is not None:
            power += found
        elif (code := find_currency(token, usual)) is not None:
            if currency not in (None, code):
                return None
            currency = code
        else:
            return None
    return currency, power


def _parted(tokens: list[str]) -> list[str]:
    """KUSD, €M and TEUR as two words each."""
    found = []
    for token in tokens:
        glued = _GLUED.match(token) if power_of_word(token) is None else None
        code = glued and (glued[2] or glued[3])
        if glued and code and find_currency(code, "") and (glued[1] or glued[4]):
            unit = glued[1] or glued[4]
            found += [code, "K" if unit == "T" else unit]
        elif token in ("€", "EUR", "CHF") and found[-1:] == ["T"]:
            found[-1:] = ["K", token]
        else:
            found.append(token)
    return found
