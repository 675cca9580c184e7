"""Split a full name into its parts by the rules of its script."""

from __future__ import annotations

import re
from typing import Final

from tui_crm.language.names import Name, has_cjk

_TRANSCRIBED: Final = re.compile("[A-Za-z.\u30a1-\u30f6ー・･=＝ｦ-ﾟ\\s]+")
_DOTS: Final = re.compile("[・･·]")
_DOTS_APART: Final = re.compile(r"\s*[・･·]\s*")

_PREFIX: Final = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|herr|frau|mme|mlle|monsieur|madame|señor|señora"
    r"|dr\.?-?ing|dipl\.?-?ing|profa|dra|dott\.?ssa|prof\.?ssa)\.?"
    # Without a dot these are given names too: Don, Gen, Hon.
    r"|(?:rev|hon|capt|col|gen|lt|sgt|maj|ing|mag|lic|dott|avv|sr|sra|don|fr|st)\.",
    re.IGNORECASE,
)
_OF_DOCTORS: Final = re.compile(
    r"(?:med|phil|jur|rer|nat|oec|pol|theol|dent|vet|h|c|habil)\.", re.IGNORECASE
)
_GENERATION: Final = re.compile(r"(?:[JSjs]r|[JS]R)\.?|II|III|IV")
_AND: Final = ("and", "&", "und", "et", "y")
_CREDENTIAL: Final = re.compile(
    r"[Pp][Hh]\.?[Dd]\.?|M\.?D\.?|MBA|M\.B\.A\.|[Ee]sq(?:uire)?\.?|CPA|C\.P\.A\.|D\.?D\.?S\.?"
    r"|J\.?D\.?|LL\.?[BMD]\.?|PMP|CF[AP]|FRM|DBA|Ed\.?D\.?|Psy\.?D\.?|Pharm\.?D\.?|D\.?V\.?M\.?"
    r"|[BM]\.?(?:Sc|Eng|Ed|Phil|Tech)\.?|(?:F|A)?CCA|FCA|ACA|CIS(?:SP|A|M)|CMA|CFE|CIMA|QC|OBE|MBE"
    r"|CBE|FRCP|MRCP|MPH|MPA|MFA|SHRM-S?CP|S?PHR|PMI-ACP|[BM]\.[AS]\.|D\.O\.|P\.E\.|R\.?N\.?"
)
"""What is known without a comma before it; Ma and Do are family names, and not here."""
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9-]{1,6}|[BM][AS]|DO|PE|RN")
_SPACED_DEGREE: Final = re.compile(r"\b(Ph|M|Ll|LL|B|D|J)\. (D|A|M|B|S|Sc|Ed)(?=\.)")
_REMARK: Final = re.compile(r"\s*(?:\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|（([^（）]*)）)\s*")
_PARTICLES: Final = re.compile(
    r"van|von|de[rnl]?|della|di|d[ao]s?|du|las?|le|los|ten?|ter|zur?|bin|ibn|al|el|st\.?|y",
    re.IGNORECASE,
)

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


def split_full_name(text: str) -> Name:
    """The parts of a name written in one field.

    Family name first where it is written in kanji, kana or hangul (a name in katakana with a
    middle dot is a foreign one, given name first); given name first in Latin, unless there is a
    comma or the family name stands first in capitals (``TANAKA Ichiro``). A space parts before a
    middle dot does. Jr. and III belong to the family name. Names without anything
    between the parts are not guessed at: 田中一郎 is all ``last``. 様, 部長, ``Mr.``, ``PhD`` are
    kept apart; a name that is nothing but those stays as it is.
    """
    text, remark = _without_remark(" ".join(text.split()))
    salutation, text = _without_prefix(text)
    if has_cjk(text):
        return _split_cjk(text, salutation, remark)
    return _split_latin(text, salutation, remark)


def _without_remark(text: str) -> tuple[str, str]:
    """A name without what stands in brackets beside it, and that."""
    if not any(bracket in text for bracket in "([【（"):
        return text, ""
    remarks = ["".join(filter(None, found)) for found in _REMARK.findall(text)]
    rest = " ".join(_REMARK.sub(" ", text).split()) if remarks else text
    rest = rest.replace(" ,", ",").strip(" ,")
    return (rest, ", ".join(filter(None, remarks))) if rest else (text, "")


def _without_prefix(text: str) -> tuple[str, str]:
    """Every salutation at the start, and the rest, which is never nothing."""
    words = text.split(" ")
    place = 0
    while place < len(words) - 1 and (
        _PREFIX.fullmatch(words[place])
        or (place and _OF_DOCTORS.fullmatch(words[place]))
        or (place and words[place] in _AND and _PREFIX.fullmatch(words[place + 1]))
    ):
        place += 1
    return " ".join(words[:place]), " ".join(words[place:])


def _split_cjk(text: str, salutation: str, remark: str) -> Name:
    text, honorific = _without_honorific(text)
    text = _DOTS_APART.sub("・", text)
    if _DOTS.search(text) and " " not in text and _TRANSCRIBED.fullmatch(text):
        parts = [part for part in _DOTS.split(text) if part]
        if len(parts) > 1:
            return Name(parts[-1], "・".join(parts[:-1]), salutation, honorific, remark)
    between = r"\s*[,，、]\s*" if " " in text else r"\s*[・･·,，、]\s*"
    last, _, first = re.sub(between, " ", text).strip().partition(" ")
    return Name(last or text, first, salutation, honorific, remark)


def _split_latin(text: str, salutation: str, remark: str) -> Name:
    if ". " in text:
        text = _SPACED_DEGREE.sub(r"\1.\2", text)
    parts = [part for part in (piece.strip() for piece in text.split(",")) if part]
    if not parts:
        return Name(text, "", salutation, "", remark)
    head, *others = parts
    generation = ""
    behind: list[str] = []
    given: list[str] = []
    for part in others:
        words = part.split(" ")
        while words and _GENERATION.fullmatch(words[0]) and (len(words) > 1 or given or others):
            generation = words.pop(0)
        if words and all(_is_credential(word, head, given) for word in words):
            behind += words
        elif words and all(map(_PREFIX.fullmatch, words)):
            salutation = f"{salutation} {' '.join(words)}".strip()
        elif words:
            given.append(" ".join(words))
    head, its_generation, its_credentials = _without_suffix(head)
    generation, behind = its_generation or generation, its_credentials + behind
    if given:
        prefix, first = _without_prefix(" ".join(given))
        salutation = f"{salutation} {prefix}".strip()
        first, its_generation, its_credentials = _without_suffix(first)
        generation, behind = its_generation or generation, its_credentials + behind
        last = head
    else:
        last, first = _parted(head.split(" "))
    last = f"{last} {generation}" if generation else last
    return Name(last, first, salutation, ", ".join(behind), remark)


def _is_credential(word: str, head: str, given: list[str]) -> bool:
    """Whether a word behind a comma is a degree: known, or in capitals behind a whole name.

    SMITH, JB and Chen, LI are a family name and a given one.
    """
    is_known = _CREDENTIAL.fullmatch(word) is not None
    is_behind_name = bool(given) or (" " in head and not head.isupper())
    return is_known or (is_behind_name and _CAPITALS.fullmatch(word) is not None)


def _without_suffix(text: str) -> tuple[str, str, list[str]]:
    """A name without the degrees at its end, its generation, and the degrees."""
    words = text.split(" ")
    behind: list[str] = []
    while len(words) > 1 and _CREDENTIAL.fullmatch(words[-1]):
        behind.insert(0, words.pop())
    generation = ""
    if len(words) > 1 and _GENERATION.fullmatch(words[-1]):
        generation = words.pop()
    return " ".join(words), generation, behind


def _parted(words: list[str]) -> tuple[str, str]:
    """Last and first name of words in the order of speech."""
    if len(words) == 1:
        return words[0], ""
    is_capital = [len(word) > 2 and word.isalpha() and word.isupper() for word in words]
    if is_capital[0] and not any(is_capital[1:]):
        return words[0], " ".join(words[1:])
    start = len(words) - 1
    if start > 1 and _GENERATION.fullmatch(words[start]):
        start -= 1
    while start > 1 and _PARTICLES.fullmatch(words[start - 1]):
        start -= 2 if words[start - 1] == "y" and start > 2 else 1
    return " ".join(words[start:]), " ".join(words[:start])


def _without_honorific(text: str) -> tuple[str, str]:
    """Split the honorific (様, 殿, 部長 …) off the end of a name; there is always a name left."""
    honorific = ""
    while found := _POLITE.search(text) or _DOUBTFUL.search(text):
        text, honorific = _cut_title(text, found.start(), honorific)
        if not text:
            return honorific, ""
    words = text.split(" ")
    title_word = _TITLE_WORD if len(words) > 2 else _DEPARTMENT_TITLE
    if len(words) > 1 and title_word.fullmatch(words[-1]):
        return " ".join(words[:-1]), words[-1] + honorific
    if found := _TITLE.search(text):
        rest, title = _cut_title(text, found.start(), honorific)
        return (rest, title) if rest else (text, honorific)
    return text, honorific


def _cut_title(text: str, place: int, behind: str) -> tuple[str, str]:
    return text[:place].rstrip(), text[place:] + behind
