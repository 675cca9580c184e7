"""Legal forms of companies: every spelling of one, and its canonical name."""

from __future__ import annotations

import re
from typing import Final

# Name, signs in brackets, letters in bank transfers (the last two as they are after folding, and
# parted by commas). Banks write small kana large: both are understood.
_JAPANESE: Final = """
株式会社 株 か
有限会社 有 ゆ
合同会社 同,合 ど
合資会社 資 し
合名会社 名 め
相互会社 相,互 そ
特例有限会社 - -
一般社団法人 一社 -
一般財団法人 一財 -
公益社団法人 公社 -
公益財団法人 公財 -
社団法人 社 しゃ
財団法人 財 ざい
医療法人社団 医社 -
医療法人財団 医財 -
社会医療法人 社医 -
医療法人 医 い
社会福祉法人 福,社福 ふく
社会福祉協議会 社協 しゃきょう
学校法人 学 がく
準学校法人 - -
宗教法人 宗 しゅう
職業訓練法人 職 -
更生保護法人 更 ほご
特定非営利活動法人 特非,非,npo とくひ
有限責任中間法人 中 ちゅう
行政執行法人 - しっこう
国立研究開発法人 国研 けん
地方独立行政法人 地独 ちどく
独立行政法人 独 どく
国立大学法人 国大,大 だい
公立大学法人 公大 -
農事組合法人 農 のう
管理組合法人 管 かんり
有限責任監査法人 - -
監査法人 監 -
弁護士法人 弁 べん
税理士法人 税 ぜい
司法書士法人 司 しほう
行政書士法人 行 ぎょ
社会保険労務士法人 労,社労 ろうむ
特許業務法人 - -
投資法人 - -
特定目的会社 - とくもく
有限責任事業組合 - -
労働者協同組合 - -
農業協同組合 農協 のうきょう
漁業協同組合 漁協 ぎょきょう
生活協同組合 生協 せいきょう
事業協同組合 - -
協同組合 協 -
企業組合 企 -
労働組合 - ろうくみ
健康保険組合 - けんぽ
共済組合 - きょうさい
協業組合 - -
股份有限公司 - -
有限责任公司 - -
有限責任公司 - -
有限公司 - -
주식회사 주 -
"""
_ALSO: Final = {
    "かぶしきがいしゃ": "株式会社",
    "かぶしきかいしゃ": "株式会社",
    "ゆうげんがいしゃ": "有限会社",
    "ごうどうがいしゃ": "合同会社",
    "npo法人": "特定非営利活動法人",
    "認定npo法人": "特定非営利活動法人",
    "認定特定非営利活動法人": "特定非営利活動法人",
}

# The name of each form, and its words as they are when dots and commas are gone.
_LATIN: Final = """
株式会社: kk, kabushiki kaisha, kabushiki gaisha, kabushikigaisha, kabushikikaisha
有限会社: yk, yugen kaisha, yugen gaisha
合同会社: gk, godo kaisha
Co., Ltd.: co ltd, company ltd, company limited, co limited, coltd
Ltd.: ltd, limited
Inc.: inc, incorporated, co inc, company inc, company incorporated
Corp.: corp, corporation
Co.: co, company, & co, & company, and company
LLC: llc
LLP: llp
LP: lp
PLC: plc, public limited company, plc ltd
Pty Ltd: pty ltd, pty limited, proprietary limited
Pte Ltd: pte ltd, pte limited, sm pte ltd
Pvt Ltd: pvt ltd, private limited, pvt limited
Sdn Bhd: sdn bhd
Bhd: bhd, berhad
Tbk: tbk
GmbH: gmbh, mbh
GmbH & Co. KG: gmbh & co kg, mbh & co kg
AG: ag, aktiengesellschaft
KG: kg
KGaA: kgaa, ag & co kgaa, se & co kgaa
OHG: ohg
UG: ug
e.K.: ek
e.V.: ev
SE: se
S.A.: sa
S.A.S.: sas, sasu
SARL: sarl, eurl
S.p.A.: s.p.a
S.r.l.: srl, srls
SNC: snc
B.V.: bv, bvba
N.V.: nv
C.V.: cv
AB: ab, publ ab, ab publ, aktiebolag
A/S: as, aktieselskab
ASA: asa
ApS: aps
Oy: oy, osakeyhtio
Oyj: oyj
S.L.: sl, slu
S.A. de C.V.: sa de cv, sab de cv
Ltda.: ltda
Lda.: lda
Kft.: kft
Zrt.: zrt, nyrt
Sp. z o.o.: sp zoo
s.r.o.: sro, spol sro
d.o.o.: doo
d.d.: dd
OOO: ooo, ооо
AO: oao, ojsc, pjsc, pao, zao, оао, пао, зао
OÜ: ou
UAB: uab
SIA: sia
A.Ş.: anonim sirketi
S. de R.L.: s de rl, s de rl de cv
"""
# Those that stand before a name in their countries.
BEFORE: Final = frozenset({"kk", "yk", "gk", "ab", "pt", "ooo", "oao", "zao", "pao", "ооо", "uab"})


_LARGE_KANA: Final = str.maketrans("ぁぃぅぇぉっゃゅょ", "あいうえおつやゆよ")


def _japanese() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    words, signs, letters = dict(_ALSO), dict[str, str](), dict[str, str]()
    for line in _JAPANESE.split("\n")[1:-1]:
        name, its_signs, its_letters = line.split(" ")
        words[name] = name
        signs |= dict.fromkeys(its_signs.split(","), name)
        for letter in its_letters.split(","):
            letters[letter] = letters[letter.translate(_LARGE_KANA)] = name
    del signs["-"], letters["-"]
    return words, signs, letters


def _latin() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in _LATIN.split("\n")[1:-1]:
        name, _, spellings = line.partition(": ")
        forms |= dict.fromkeys(spellings.split(", "), name)
    return forms


WORDS, SIGNS, LETTERS = _japanese()
"""Spellings of Japanese forms after folding: words, signs in brackets, letters of transfers."""

LATIN: Final = _latin()
"""Words of a form in small letters, without dots and commas, with one space between."""


def _any(spellings: dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))


_OPEN: Final = "[(\\[【〔〈<]"
_CLOSE: Final = "[)\\]】〕〉>]"
_INNER: Final = f"(?P<word>{_any(WORDS)})|{_OPEN}(?P<sign>{_any(SIGNS)}){_CLOSE}"

AT_START: Final = re.compile(
    f"(?:{_INNER}|(?P<half>{_any(SIGNS)}){_CLOSE}|株(?= )"
    f"|{_OPEN}?(?P<letter>{_any(LETTERS)}){_CLOSE})\\s*"
)
AT_END: Final = re.compile(
    f"\\s*(?:{_INNER}|{_OPEN}(?P<half>{_any(SIGNS)})|(?<= )株"
    f"|{_OPEN}(?P<letter>{_any(LETTERS)}){_CLOSE}?)$"
)
ENDS: Final = (*WORDS, *SIGNS, *LETTERS, *")]】〕〉>")
"""What a name must end with for ``AT_END`` to find anything (it is slow to say no)."""
INSIDE: Final = re.compile(
    f"\\s*(?:(?P<word>株式会社|有限会社|合同会社|合資会社|合名会社|{_any(_ALSO)})"
    f"|{_OPEN}(?P<sign>株|有|同|資|名){_CLOSE}|{_OPEN}(?P<letter>か|ゆ|ど){_CLOSE})\\s*"
)


def name_of(found: re.Match[str]) -> str:
    """The form that one of the patterns found."""
    group = found.lastgroup  # the only one there is, if any
    return _NAMES[group][found[group]] if group else "株式会社"


_NAMES: Final = {"word": WORDS, "sign": SIGNS, "half": SIGNS, "letter": LETTERS}
