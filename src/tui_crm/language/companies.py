"""Normalise names of companies to comparison keys; check 法人番号 (corporate numbers)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from tui_crm.language import legal_forms
from tui_crm.language.fold import fold

_LONGEST: Final = 500

# In kana a full-width dash or wave is a long sound that was typed with the wrong key.
_LONG_SOUND: Final = re.compile("(?<=[ぁ-ゖァ-ヺｦ-ﾟ])[－—―─‐−–〜～]")
_LARGE_KANA: Final = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖゐゑ", "あいうえおつやゆよわかけいえ")
_NO_LETTER: Final = re.compile(r"[^\w]|_")
_POLITE_ENDS: Final = ("御中", "様")
_POLITE: Final = re.compile(r"(?<=.)\s*(?:御中|様)$")
_WORD_BREAK: Final = re.compile(r"[\s,.、/()]+")

_OFFICES: Final = (
    "支店|営業所|営業部|工場|本社|本店|本部|事業部|事業本部|支社|事業所|出張所|支部|支所|分室"
)
_SPACED_BRANCH: Final = re.compile(
    rf"(?<=..)\s+(\S+(?:{_OFFICES}|事務所|せんたー|研究所|おふぃす|店)|{_OFFICES})$"
)
_PLACES: Final = (
    "北海道|青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京|神奈川|新潟|富山|石川|福井|山梨|長野"
    "|岐阜|静岡|愛知|三重|滋賀|京都|大阪|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡"
    "|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄|札幌|函館|旭川|盛岡|仙台|郡山|水戸|宇都宮|高崎|前橋|大宮|川口|船橋"
    "|柏|新宿|渋谷|池袋|品川|立川|八王子|横浜|川崎|相模原|厚木|金沢|甲府|松本|浜松|沼津|名古屋|豊田|豊橋"
    "|四日市|津|神戸|姫路|堺|梅田|高松|松山|松江|米子|倉敷|福山|下関|小倉|九州|久留米|那覇|関東|関西|東北|北陸"
    "|中部|東海|近畿|中国|四国|首都圏|第?[一二三四五六1-9]"
)
_JOINED_BRANCH: Final = re.compile(
    rf"(?<=..)((?:新|東|西|南|北|中)?(?:{_PLACES})(?:第?[一二三1-3]|中央|東|西|南|北)?"
    "(?:支店|営業所|工場|支社|事業所|出張所|支部))$"
)
_UNITS: Final = (
    *_OFFICES.split("|"),
    *"部課室係局店所",
    *("せんたー", "ぐるーぷ", "ちーむ", "おふぃす"),
)
_LATIN_OFFICE: Final = frozenset(
    ("branch", "office", "factory", "plant", "headquarters", "hq", "division")
)

_LAST_OF_FORMS: Final = frozenset(form.rpartition(" ")[2] for form in legal_forms.LATIN)
_HEAD_OFFICES: Final = ("本社", "本店", "headquarters", "headoffice", "hq")

_TELLING_ENDS: Final = (*legal_forms.ENDS, *_UNITS, *_POLITE_ENDS)


@dataclass(frozen=True, slots=True)
class CompanyKey:
    """What a company's name is compared by.

    ``core`` is the name without legal form, branch, spaces and signs; ``legal_form`` the one name
    of the form (株式会社 for ㈱, カ) and K.K.), ``position`` where it stood; ``branch`` (大阪支店)
    is folded like ``core``. What is not there is empty or None.
    """

    core: str
    legal_form: str = ""
    position: Literal["before", "after"] | None = None
    branch: str = ""

    @property
    def is_head_office(self) -> bool:
        """Whether the branch that is named is the head office (本社, 東京本店, headquarters)."""
        return self.branch.endswith(_HEAD_OFFICES) or self.branch == "本部"


def company_key(text: str) -> CompanyKey:
    """The key of a company's name: 株式会社リコー, ㈱ リコー and ﾘｺｰ(ｶ have one ``core``.

    ー is a letter (リコー is not リコ). A branch is cut off where a space, the legal form or the
    name of a town shows where it begins. A name that is only a legal form is its own core.
    """
    return _read(text[:_LONGEST])


@lru_cache(maxsize=16384)
def _read(text: str) -> CompanyKey:
    folded = fold(text if text.isascii() else _LONG_SOUND.sub("ー", text))
    if folded.endswith(_POLITE_ENDS):
        folded = _POLITE.sub("", folded)
    parts = _Parts(folded)
    if not folded.isascii():
        _cut_japanese_form(parts)
        if not parts.branch:
            _cut_branch(parts)
    if not parts.form:
        _cut_latin_form(parts)
    core = _bare(parts.name)
    if not core:
        return CompanyKey(_bare(folded) or folded)
    key = CompanyKey(core, parts.form, parts.position, _bare(parts.branch))
    if core == text or core.isascii() or not _may_hold_more(core):
        return key
    # With spaces and signs gone, what is left may spell a legal form or a branch.
    inner = _read(core)
    return key if inner.core == core else replace(key, core=inner.core)


def _may_hold_more(core: str) -> bool:
    """Whether reading ``core`` again could find anything; it is cheaper to ask than to read."""
    return (
        core.endswith(_TELLING_ENDS)
        or legal_forms.AT_START.match(core) is not None
        or legal_forms.INSIDE.search(core) is not None
        or fold(core) != core
    )


@dataclass(slots=True)
class _Parts:
    """A folded name on its way to pieces."""

    name: str
    form: str = ""
    position: Literal["before", "after"] | None = None
    branch: str = ""


def _bare(text: str) -> str:
    """The letters alone, small kana as large ones."""
    if not text.isalnum():
        text = _NO_LETTER.sub("", text.strip(" &").replace("&", "and"))
    return text if text.isascii() else text.translate(_LARGE_KANA)


def _cut_japanese_form(parts: _Parts) -> None:
    name = parts.name
    if found := legal_forms.AT_START.match(name):
        parts.name, parts.position = name[found.end() :], "before"
    elif name.endswith(legal_forms.ENDS) and (found := legal_forms.AT_END.search(name)):
        parts.name, parts.position = name[: found.start()], "after"
    elif (found := legal_forms.INSIDE.search(name)) and found.start():
        parts.name, parts.position, rest = name[: found.start()], "after", name[found.end() :]
        if rest.endswith(_UNITS):
            parts.branch = rest
        else:
            parts.name += rest
    else:
        return
    parts.form = legal_forms.name_of(found)


def _cut_branch(parts: _Parts) -> None:
    if not parts.name.endswith(_UNITS):
        return
    found = _SPACED_BRANCH.search(parts.name) or _JOINED_BRANCH.search(parts.name)
    if found:
        parts.name, parts.branch = parts.name[: found.start()], found[1]


def _latin_words(name: str) -> list[str]:
    """Words in small letters; letters with dots between are one word (s.a.r.l. → sarl)."""
    words: list[str] = []
    letters = ""
    for word in [*_WORD_BREAK.split(name), ""]:
        if len(word) == 1 and word.isalpha():
            letters += word
            continue
        # A spa is not a società per azioni.
        words += ["s.p.a" if letters == "spa" else letters, word]
        letters = ""
    return [word for word in words if word]


def _cut_latin_form(parts: _Parts) -> None:
    if not _WORD_BREAK.search(parts.name):
        return
    words = _latin_words(parts.name)
    if words and words[-1] in _LATIN_OFFICE:
        words, parts.branch = _cut_latin_branch(words)
    is_cut = bool(parts.branch)
    while size := _form_at_end(words):
        parts.form = parts.form or legal_forms.LATIN[" ".join(words[-size:])]
        parts.position, is_cut = "after", True
        del words[-size:]
    if not parts.form and len(words) > 1 and words[0] in legal_forms.BEFORE:
        parts.form = legal_forms.LATIN.get(words[0], words[0].upper())
        parts.position, is_cut = "before", True
        del words[0]
    if is_cut:
        parts.name = " ".join(words)


def _form_at_end(words: list[str]) -> int:
    """How many of the last words are a legal form, with a name before them."""
    if not words or words[-1] not in _LAST_OF_FORMS:
        return 0
    for size in range(min(4, len(words) - 1), 0, -1):
        if " ".join(words[-size:]) in legal_forms.LATIN:
            return size
    return 0


def _cut_latin_branch(words: list[str]) -> tuple[list[str], str]:
    """The words up to a form inside the name, and what follows it."""
    for end in range(len(words) - 1, 1, -1):
        if _form_at_end(words[:end]):
            return words[:end], " ".join(words[end:])
    return words, ""


def corporate_number_ok(text: str) -> bool:
    """Whether ``text`` is a 法人番号: 13 digits, of which the first checks the other twelve.

    Full-width digits, hyphens and the ``T`` of an invoice number are accepted. The check digit is
    that of 行政手続における特定の個人を識別するための番号の利用等に関する法律施行令, 35条:
    9 − (Σ Pn·Qn mod 9), Pn counted from the right, Qn 1 for odd n and 2 for even n.
    """
    if len(text) > 40:
        return False
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).removeprefix("T")
    if len(digits) != 13 or not digits.isascii() or not digits.isdecimal():
        return False
    base = map(int, reversed(digits[1:]))
    total = sum(digit * (2 if place % 2 else 1) for place, digit in enumerate(base))
    return int(digits[0]) == 9 - total % 9
