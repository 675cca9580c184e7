"""A postal address in parts, in the order of its country, and in one line."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.language.fold import fold
from tui_crm.language.names import has_cjk

if TYPE_CHECKING:
    from tui_crm.i18n import Language

Order: TypeAlias = tuple[str, str, str, str, str, str]
"""The parts of an address from first to last."""

LARGE_FIRST: Final[Order] = ("postal_code", "state", "city", "street", "building", "country")
CODE_BEFORE_CITY: Final[Order] = ("street", "building", "postal_code", "city", "state", "country")
SMALL_FIRST: Final[Order] = ("street", "building", "city", "state", "postal_code", "country")

_EAST_ASIA: Final = """
jp, jpn, japan, 日本, 日本国, cn, chn, china, 中国, 中華人民共和国, tw, twn, taiwan, 台湾,
kr, kor, korea, south korea, republic of korea, 韓国, 大韓民国
"""
_CODE_BEFORE_CITY: Final = """
de, deu, germany, deutschland, ドイツ, fr, fra, france, フランス, it, ita, italy, italia, イタリア,
es, esp, spain, españa, スペイン, pt, prt, portugal, ポルトガル,
nl, nld, netherlands, the netherlands, オランダ, be, bel, belgium, ベルギー,
at, aut, austria, österreich, オーストリア, ch, che, switzerland, schweiz, スイス,
se, swe, sweden, スウェーデン, no, nor, norway, ノルウェー, dk, dnk, denmark, デンマーク,
fi, fin, finland, フィンランド, pl, pol, poland, ポーランド,
cz, cze, czechia, czech republic, チェコ,
gr, grc, greece, ギリシャ, tr, tur, turkey, türkiye, トルコ, il, isr, israel, イスラエル,
my, mys, malaysia, マレーシア, mx, mex, mexico, méxico, メキシコ
"""
_JAPANESE_CODE: Final = re.compile(r"〒?\s*\d{3}-\d{4}")


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in parts; a part that is not there is empty.

    ``postal_code`` of Japan is ``150-0002``; ``city`` holds 郡 and 区 too; ``street`` is the town
    with its block numbers (渋谷1-2-3), ``building`` what follows them.
    """

    postal_code: str = ""
    state: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    country: str = ""


def address_order(address: Address, language: Language) -> Order:
    """The order in which the country of an address writes its parts.

    Where no country is named, the address tells by its script and its code; one that is blank is
    taken for one of the person's own ``language``. Most countries write the smallest part first
    and the code last.
    """
    country = fold(address.country)
    if country in _named(_EAST_ASIA):
        return LARGE_FIRST
    if country in _named(_CODE_BEFORE_CITY):
        return CODE_BEFORE_CITY
    if country:
        return SMALL_FIRST
    is_japanese = _is_in_cjk(address) or _JAPANESE_CODE.fullmatch(address.postal_code.strip())
    is_blank = not any(astuple(address))
    return LARGE_FIRST if is_japanese or (is_blank and language == "ja") else SMALL_FIRST


@cache
def _named(countries: str) -> frozenset[str]:
    return frozenset(fold(name) for name in countries.split(","))


def _is_in_cjk(address: Address) -> bool:
    return has_cjk(address.state + address.city + address.street + address.building)


def format_address(address: Address, language: Language) -> str:
    """An address in one line: from the largest part to the smallest where it is Japanese and in
    Japanese; else the other way round, with commas, as its country orders it."""
    order = address_order(address, language)
    country, code = address.country.strip(), address.postal_code.strip()
    if order == LARGE_FIRST and language == "ja":
        line = ""
        for name in ("state", "city", "street", "building"):
            part = getattr(address, name).strip()
            is_joined = has_cjk(line[-1:]) and has_cjk(part) and name != "building"
            line += part if not line or is_joined else f" {part}".rstrip()
        code = f"〒{code}" if code and not code.startswith("〒") else code
        return " ".join(part for part in (country, code, line) if part)
    street, building = address.street.strip(), address.building.strip()
    city, state = address.city.strip(), address.state.strip()
    if order == CODE_BEFORE_CITY:
        places = [" ".join(filter(None, (code, city))), state]
    else:
        # In English the code follows the name of the state.
        places = [city, " ".join(filter(None, (state, code)))]
    near = (building, street) if order == LARGE_FIRST else (street, building)
    return ", ".join(filter(None, (*near, *places, country)))
