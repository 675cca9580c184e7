"""Words and ticks that answer yes or no, in Japanese and English."""

from __future__ import annotations

from typing import Final

from tui_crm.language.fold import fold


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


YES: Final = _folded("1 yes y true t on ✓ ✔ ☑ ○ 〇 ◯ はい 有 あり 済 済み 同意")
NO: Final = _folded("0 no n false f off ✗ ☐ × いいえ 無 なし 未")


def read_yes_no(text: str) -> bool | None:
    """Whether ``text`` says yes or no; None where it says neither.

    >>> read_yes_no("はい"), read_yes_no("off"), read_yes_no("perhaps")
    (True, False, None)
    """
    word = fold(text)
    return True if word in YES else False if word in NO else None
