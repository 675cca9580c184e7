"""Join and split the names of people, in the order of their script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tui_crm.language.fold import fold

NameOrder: TypeAlias = Literal["family_first", "given_first", "script"]

# A pattern of these ranges takes milliseconds to compile, and every list imports this.
_RARER: Final = (
    ("\u3005", "\u3007"),  # 々〆〇
    ("\uac00", "\ud7af"),
    ("\uf900", "\ufaff"),
    ("\uff66", "\uff9f"),
    ("\u1100", "\u11ff"),
    ("\U00020000", "\U0003ffff"),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts; a part that is not there is empty.

    ``salutation`` stood before the name (``Prof. Dr.``), ``honorific`` after it (様, 部長様,
    ``PhD``), ``remark`` beside it in brackets.
    """

    last: str
    first: str = ""
    salutation: str = ""
    honorific: str = ""
    remark: str = ""


def has_cjk(text: str) -> bool:
    """Whether ``text`` has a kanji, a kana or a hangul."""
    if text.isascii():
        return False
    for letter in text:
        # Kana and kanji first: this is asked of every name of a list.
        if "\u3040" <= letter <= "\u9fff":
            return True
        if letter > "\u10ff" and any(first <= letter <= last for first, last in _RARER):
            return True
    return False


def name_key(name: str) -> str:
    """What a person's name is compared by: 山田 太郎 and 山田太郎 are one."""
    plain = fold(name)
    return "".join(plain.split()) if has_cjk(plain) else plain


def full_name(last: str | None, first: str | None, *, order: NameOrder = "script") -> str:
    """Both parts of a name with a space between: 田中 一郎, Luis Garcia.

    ``script`` puts the family name first where either part is written in Chinese, Japanese or
    Korean letters, and last elsewhere. A missing part leaves no space.
    """
    last, first = (last or "").strip(), (first or "").strip()
    if not last or not first:
        return last or first
    if order == "given_first" or (order == "script" and not has_cjk(last + first)):
        return f"{first} {last}"
    return f"{last} {first}"
