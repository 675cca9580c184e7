"""Fold text to the key by which it is compared, searched and sorted; the key is never shown."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

# Pairs of a character as written on a seal or a business card, and the everyday one for it.
_VARIANTS: Final = """
髙高 﨑崎 嵜崎 碕崎 齋斉 斎斉 齊斉 邊辺 邉辺 澤沢 濵浜 濱浜 嶋島 嶌島 廣広 眞真 櫻桜 國国 學学
惠恵 德徳 瀨瀬 黑黒 靜静 淸清 靑青 榮栄 圓円 實実 壽寿 條条 龍竜 瀧滝 藏蔵 淺浅 關関 邨村 峯峰
冨富 槇槙 舘館 曾曽 桒桑 栁柳 𠮷吉 𣘺橋 槗橋 凜凛 彌弥 與与 豐豊 穗穂 總総 應応 萬万 會会 藝芸
醫医 鐵鉄 縣県 驛駅 廳庁 團団 號号 臺台 處処 區区 澁渋 澀渋 莊荘 勳勲 亞亜 乘乗 聰聡 禮礼 郞郎
瑤瑶 鄕郷 賴頼 尙尚 敎教 橫横 增増 寬寛 步歩 內内 吳呉 緖緒 綠緑 錄録 黃黄 戶戸 栢柏 檜桧 嶽岳
巖巌 藪薮 禰祢 龝秋 穐秋 埜野 淵渕 渊渕 杦杉 枩松 曻昇 竝並 劍剣 劔剣 佛仏 傳伝 兒児 兩両 剩剰
單単 圍囲 圖図 壯壮 奧奥 寫写 寶宝 將将 專専 當当 恆恒 惡悪 戀恋 戰戦 戲戯 拂払 拔抜 據拠 擴拡
收収 效効 數数 斷断 晝昼 曉暁 權権 歐欧 歷歴 歸帰 殘残 氣気 淨浄 溪渓 滿満 濕湿 燈灯 營営 爲為
狹狭 獨独 畫画 疊畳 盡尽 礪砺 祕秘 禪禅 稻稲 竊窃 粹粋 絲糸 經経 繪絵 繩縄 繼継 聲声 肅粛 膽胆
舊旧 莖茎 萠萌 藥薬 蘆芦 蠶蚕 覺覚 觀観 譽誉 讓譲 豫予 貳弐 賣売 轉転 辯弁 遲遅 遙遥 釋釈 鑛鉱
鷄鶏 鷗鴎 麥麦 點点 齒歯 龜亀
"""

# Letters that Unicode does not take apart, as people type them who have no key for them.
_LETTERS: Final = {
    **{"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ĸ": "k"},
    **{"ƀ": "b", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɨ": "i", "ə": "e"},
    **{"æ": "ae", "œ": "oe", "þ": "th"},
}

# Latin, Greek, Cyrillic and Arabic letters; an accent on a kana or a vowel of an Indian script
# makes another letter.
_ACCENTED: Final = (
    *range(0x00C0, 0x02B0),
    *range(0x0370, 0x0530),
    *range(0x0621, 0x064B),
    *range(0x1E00, 0x2000),
)
_MARKS: Final = (
    *range(0x02B9, 0x02BD),  # what stands for an apostrophe: Hawaiʻi
    *range(0x0300, 0x0370),
    *range(0x0483, 0x0488),
    *range(0x0591, 0x05BE),  # the points of Hebrew, the vowels of Arabic
    *(0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7, 0x0640),
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x1AB0, 0x1B00),
    *range(0x1DC0, 0x1E00),
)

# The long sound ー is neither.
DASHES: Final = "‐‑‒–—―−─━﹘﹣－"
"""What is written for ``-``."""
WAVES: Final = "〜～∼∿"
"""What is written for ``~``."""

_QUOTES: Final = {"'": "‘’‛′", '"': "“”„‟″"}
_INVISIBLE: Final = (
    *(0x00AD, 0x061C, 0x180E, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    *range(0xE0100, 0xE01F0),
)


class _Letters(dict[int, int | str | None]):
    """What characters are folded to; one that stays as it is is remembered, which is faster."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@cache
def _table() -> _Letters:
    table = _Letters()
    for code in _ACCENTED:
        base = unicodedata.normalize("NFD", chr(code))[0]
        table[code] = _LETTERS.get(base, base)
    table |= dict.fromkeys(_MARKS, None)
    table |= {code: code - 0x60 for code in range(0x30A1, 0x30F7)}  # ァ…ヶ
    table |= {0x30FD: 0x309D, 0x30FE: 0x309E}  # ヽヾ
    table |= {ord(dash): "-" for dash in DASHES} | {ord(wave): "~" for wave in WAVES}
    table |= {ord(curly): quote for quote, curlies in _QUOTES.items() for curly in curlies}
    table |= {ord(pair[0]): pair[1] for pair in _VARIANTS.split()}
    table |= dict.fromkeys(_INVISIBLE, None)
    return table


def fold(text: str) -> str:
    """The comparison key of ``text``: two texts that a reader takes for the same have the same key.

    NFKC, case folded, katakana as hiragana, the marks of Latin, Greek, Cyrillic, Arabic and Hebrew
    letters dropped (é, ø, ł, đ, ά, ё), old and printers' kanji (髙 﨑 齋 …) as their everyday
    forms, dashes as ``-``, waves as ``~`` (ー stays itself), curly quotes as straight ones,
    invisible characters dropped, white space collapsed and stripped.
    ``fold(fold(x)) == fold(x)``.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    normalize = unicodedata.normalize
    text = normalize("NFKC", text).casefold().translate(_table())
    # What was dropped may have kept two characters from joining.
    return " ".join(normalize("NFKC", text).split())


_ASCII_WORDS: Final = {
    code: (chr(code).lower() if chr(code).isalnum() else " " if chr(code).isspace() else None)
    for code in range(0x80)
}
# \w is what str.isalnum says, and "_"; a voicing mark that joined no kana is part of its word.
_NOT_IN_WORDS: Final = re.compile("[^\\w\\s\u3099\u309a]+|_+")


def search_words(text: str) -> list[str]:
    """The words of ``text`` as the search index knows them: folded, split at white space.

    Punctuation inside a word is removed and joins what it parted, so that ``03-1234-5678`` is
    found by ``0312345678``.
    """
    if text.isascii():
        return text.translate(_ASCII_WORDS).split()
    return _NOT_IN_WORDS.sub("", fold(text)).split()


_SMALL: Final = "ぁぃぅぇぉっゃゅょゎゕゖ"
_LARGE: Final = "あいうえおつやゆよわかけ"
_VOICED: Final = "がぎぐげござじずぜぞだぢづでどばびぶべぼゔ"
_PLAIN: Final = "かきくけこさしすせそたちつてとはひふへほう"
_P_ROW: Final = "ぱぴぷぺぽ"
_ROWS: Final = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみりゐ",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれゑ",
    "お": "おこそとのほもよろを",
}
_VOWEL: Final = {kana: vowel for vowel, row in _ROWS.items() for kana in row}
_BASE: Final = _Letters(str.maketrans(_SMALL + _VOICED + _P_ROW, _LARGE + _PLAIN + "はひふへほ"))
_LONG: Final = re.compile("(.)ー")


def sort_key(kana: str, text: str) -> str:
    """The key that puts ``text``, read as ``kana`` (may be empty), in its place in a sorted list.

    Kana sort as in a Japanese dictionary (JIS X 4061, simplified): first without voicing, size and
    ー (which counts as the vowel before it), then with them. Without a reading the text itself is
    the key: Latin comes before kana, kanji after.
    """
    folded = fold(kana) or fold(text)
    if folded.isascii():
        return folded
    base = folded.translate(_BASE)
    if "ー" in base:
        base = _LONG.sub(lambda pair: pair[1] + _VOWEL.get(pair[1], "ー"), base)
    # The separator is below the space, so that a shorter name stands before a longer one.
    return folded if base == folded else f"{base}\x1f{folded}"
