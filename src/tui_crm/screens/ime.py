"""Map full-width characters and kana of a Japanese input method back to their keys.

Full-width letters, digits and signs are what romaji input gives for one key. A kana is what one
key gives on a keyboard in kana mode (JIS X 6002), except for the vowels and ん, which romaji input,
far more common, gives for one key as well.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_KANA_ROWS: Final = (
    ("1234567890-^", "ぬふあうえおやゆよわほへ"),
    ("qwertyuiop@[", "たていすかんなにらせ゛゜"),
    ("asdfghjkl;:]", "ちとしはきくまのりれけむ"),
    ("zxcvbnm,./\\", "つさそひこみもねるめろ"),
    ("34567890ZE<>?", "ぁぅぇぉゃゅょをっぃ、。・"),
)
_ROMAJI: Final = {
    "あ": "a", "い": "i", "う": "u", "え": "e", "お": "o", "ん": "n",
    "、": ",", "。": ".", "・": "/", "ー": "-", "「": "[", "」": "]", "￥": "\\", "　": " ",
}  # fmt: skip
_KEYS: Final = {
    kana: key for keys, row in _KANA_ROWS for key, kana in zip(keys, row, strict=True)
} | _ROMAJI


def typed_key(character: str) -> str | None:
    """The ASCII character of the key that gave ``character``, or None for any other character.

    >>> typed_key("ｊ"), typed_key("あ"), typed_key("ﾁ"), typed_key("j")
    ('j', 'a', 'a', None)
    """
    if character.isascii():
        return None
    found = _KEYS.get(character)
    if found is None:
        plain = unicodedata.normalize("NFKC", character)
        if "ァ" <= plain <= "ヶ":
            plain = chr(ord(plain) - 0x60)
        found = plain if plain.isascii() and len(plain) == 1 else _KEYS.get(plain)
    return found
