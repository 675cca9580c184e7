"""Normalise the headers of a table for comparison, name those that repeat or are blank, and tell
from the label of a number or an address what it is for."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import LANGUAGES, t
from tui_crm.language.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NO_LETTER: Final = re.compile(r"[\W_]+")
_POSTAL_MARK: Final = "〒"
_BESIDE: Final = re.compile(r"^(.*?)[\s_\-–:(]*(?:label|type|ラベル|種別|区分)\)?$", re.IGNORECASE)
_VALUE: Final = re.compile(r"[\s_\-–:(]*(?:value|number|address|値|番号)\)?$", re.IGNORECASE)

MORE: Final = "more"
"""Where a value goes for which no field of its own may be free."""

WORK, OTHER, HOME = range(3)
"""How early a number or an address comes among several: what is of work first."""

_FAX: Final = re.compile("fax|ファックス|ふぁっくす|ふぁくす")
_MOBILE: Final = re.compile(r"mobile|cell|iphone|handy|smartphone|携帯|けいたい|すまほ")
_WORK_WORDS: Final = re.compile(
    r"work|business|office|company|main|direct|head ?quarters|勤務先|会社|職場|代表|直通|本社"
)
_HOME_WORDS: Final = re.compile("home|private|personal|自宅|個人")
_NO_VOICE: Final = re.compile("pager|modem|telex|isdn|tty|radio|assistant|ぽけべる|秘書")
_NOT_A_LABEL: Final = re.compile(
    r"(?i)\b(?:tele)?phone\b|\btel\b|\bnumbers?\b|\bno\b\.?|\be-?mail\b|\bmail\b|\baddress(?:es)?\b"
    r"|\bvalue\b|\b(?:person|lead|contact|organi[sz]ation|account|company)\s+-|電話番号|電話|番号"
    r"|電子メール|メールアドレス|メール|アドレス|eメール|[(（)）\[\]【】]"
)


def header_key(header: str) -> str:
    """What two spellings of one header have in common: ``Last Name``, ``last_name``, ``LastName``.

    >>> header_key("Last_Name *"), header_key("姓（カタカナ）")
    ('lastname', '姓かたかな')
    """
    folded = fold(header.replace(_POSTAL_MARK, "郵便番号"))
    return _NO_LETTER.sub("", folded) or folded


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """A name for each column, each once: a repeated header gets a number, a blank one the name of
    the column that it continues.

    >>> column_names(["住所", "", "", "TEL", "TEL"])
    ('住所', '住所 (2)', '住所 (3)', 'TEL', 'TEL (2)')
    """
    seen: Counter[str] = Counter()
    names: dict[str, None] = {}
    last = ""
    for place, text in enumerate(header, 1):
        last = " ".join(text.split()) or last or t("read.column", n=place)
        seen[last] += 1
        name = last if seen[last] == 1 else f"{last} ({seen[last]})"
        while name in names:
            seen[last] += 1
            name = f"{last} ({seen[last]})"
        names[name] = None
    return tuple(names)


def is_made_up(header: Iterable[str]) -> bool:
    """Whether a header says nothing: "Column 1", "列2" …, as a table without one is given.

    A file of rejected rows from such a table has them written out.
    """
    patterns = [
        re.escape(t("read.column", to=to, n="#")).replace(r"\#", r"\d+") for to in LANGUAGES
    ]
    return all(any(re.fullmatch(p, text) for p in patterns) for text in header)


def header_set(header: Iterable[str]) -> str:
    """The headers of a table whatever their order, as one text that equal tables share."""
    return "\n".join(sorted(key for key in map(header_key, header) if key))


def labels_beside(header: Sequence[str]) -> dict[int, int]:
    """For each column of values the one that holds their labels, by their places.

    >>> labels_beside(["Phone 1 - Label", "Phone 1 - Value", "Email", "Email Type"])
    {1: 0, 2: 3}
    """
    by_stem: dict[str, int] = {}
    for place, text in enumerate(header):
        by_stem.setdefault(header_key(text), place)
        by_stem.setdefault(header_key(_VALUE.sub("", text)), place)
    found = {}
    for place, text in enumerate(header):
        stem = label_stem(text)
        value = by_stem.get(header_key(stem)) if stem else None
        if value is not None and value != place:
            found[value] = place
    return found


def label_stem(header: str) -> str:
    """What a header says that has the labels of another column: ``Phone 1`` of its label."""
    found = _BESIDE.match(header.strip())
    return found[1].strip() if found else ""


def use_of(label: str) -> tuple[int, str]:
    """How early a number with this label comes, and the field that it is for."""
    words = fold(label)
    rank = rank_of(label)
    if _FAX.search(words):
        return rank, "fax"
    if _NO_VOICE.search(words):
        return OTHER, MORE
    return (rank, "mobile") if _MOBILE.search(words) else (rank, "phone")


def rank_of(label: str) -> int:
    """How early a number or an address with this label comes."""
    words = fold(label)
    if _WORK_WORDS.search(words):
        return WORK
    return HOME if _HOME_WORDS.search(words) else OTHER


def label_in_header(header: str) -> str:
    """The words of a header that say what a number is for: the ``Home`` of ``Home Phone 2``."""
    text = _NOT_A_LABEL.sub(" ", header.replace("_", " "))
    return " ".join(re.sub(r"[0-9]+", " ", text).replace(" - ", " ").split()).strip(" -:：?")
