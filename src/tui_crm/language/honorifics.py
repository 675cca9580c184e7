"""What Japanese politeness puts behind a name: 様, 殿, 部長, and both."""

from __future__ import annotations

import re
from typing import Final

_POLITE: Final = re.compile("(?:様|さま|御中|さん|先生|くん)$")
# 鵜殿 is a family name: only after a space, or a longer name.
_DOUBTFUL: Final = re.compile(r"(?:(?<=\s)|(?<=..))(?:殿|どの|氏)$")
# Not 博士 and 次長, which are given names too.
_TITLES: Final = (
    "代表取締役社長|代表取締役|取締役|執行役員|会長|副社長|社長|専務|常務|本部長|事業部長|部長|課長|係長|室長"
    "|支店長|支社長|所長|店長|工場長|主任|理事長|理事|院長|園長|校長|教授|弁護士|税理士"
)
_OFFICES: Final = "営業|総務|人事|経理|財務|購買|資材|広報|宣伝|法務|管理|事業|業務"
_WORKS: Final = "開発|技術|企画|製造|生産|品質|情報|システム|副|元|前|第"
_TITLE: Final = re.compile(f"(?:{_TITLES})$")
_TITLE_WORD: Final = re.compile(f".*(?:{_TITLES})")
_DEPARTMENT_TITLE: Final = re.compile(f"(?:{_OFFICES}|{_WORKS}).*(?:{_TITLES})")


def without_honorific(text: str) -> tuple[str, str]:
    """A name without what politeness put behind it, and that; never nothing but that."""
    honorific = ""
    while found := _POLITE.search(text) or _DOUBTFUL.search(text):
        text, honorific = _cut(text, found.start(), honorific)
        if not text:
            return honorific, ""
    words = text.split(" ")
    title_word = _TITLE_WORD if len(words) > 2 else _DEPARTMENT_TITLE
    if len(words) > 1 and title_word.fullmatch(words[-1]):
        return " ".join(words[:-1]), words[-1] + honorific
    if found := _TITLE.search(text):
        rest, title = _cut(text, found.start(), honorific)
        return (rest, title) if rest else (text, honorific)
    return text, honorific


def _cut(text: str, place: int, behind: str) -> tuple[str, str]:
    return text[:place].rstrip(), text[place:] + behind
