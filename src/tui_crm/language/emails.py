"""Validate and normalise e-mail addresses by their form alone, without asking any server."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tui_crm.language.notices import Notice

_LONGEST: Final = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
_LONGEST_LOCAL: Final = 64

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ORDINARY: Final = re.compile(
    rf"({_ATOM}(?:\.{_ATOM})*)@((?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9])"
)
# Until 2009 these gave out addresses with dots where RFC 5322 has none; they still work.
_OLD_MOBILE: Final = re.compile(
    r'"?([A-Za-z0-9_][A-Za-z0-9._+/?-]*)"?@((?:docomo|ezweb|disney|softbank|vodafone)\.ne\.jp)',
    re.IGNORECASE,
)
_IN_BRACKETS: Final = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_BETWEEN: Final = re.compile(r"[\s,;、]+")
_CUT_OFF: Final = re.compile(r"\.?(?:[a-z0-9-]+|[A-Z]{2,3})(?:\.[A-Za-z0-9-]+)*\.?")
"""What stands behind an address like the rest of its domain: co, jp."""
_CUT_BEFORE: Final = re.compile(r".*[._+-]|[a-z0-9]+(?:[._+-][a-z0-9]+)*")
"""What stands before an address like the beginning of its local part: ken., ken."""
_SALUTATIONS: Final = frozenset(("mr.", "mrs.", "ms.", "dr.", "prof."))
_LABEL_WORD: Final = frozenset(("email", "e-mail", "mail", "to", "cc", "from"))


@dataclass(frozen=True, slots=True)
class Email:
    """An address with its domain in small letters, its local part as typed."""

    address: str
    warning: Notice | None = None


class DomainKind(StrEnum):
    """Whom a domain tells apart: its company's people from others, or nobody."""

    FREE = "free"
    COMPANY = "company"


_FREE_MAIL: Final = """
gmail.com googlemail.com yahoo.co.jp ymail.ne.jp yahoo.com yahoo.co.uk yahoo.fr yahoo.de
ymail.com rocketmail.com outlook.com outlook.jp hotmail.com hotmail.co.jp hotmail.co.uk
hotmail.fr live.com live.jp msn.com icloud.com me.com mac.com aol.com aol.jp proton.me
protonmail.com pm.me gmx.com gmx.de gmx.net web.de t-online.de mail.com zoho.com fastmail.com
hey.com tutanota.com yandex.com yandex.ru mail.ru qq.com 163.com 126.com sina.com naver.com
daum.net hanmail.net orange.fr free.fr wanadoo.fr laposte.net libero.it excite.co.jp goo.jp
goo.ne.jp infoseek.jp mail.goo.ne.jp docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp
i.softbank.jp vodafone.ne.jp disney.ne.jp ymobile.ne.jp y-mobile.ne.jp willcom.com pdx.ne.jp
rakuten.jp rakumail.jp uqmobile.jp mineo.jp nifty.com nifty.ne.jp biglobe.ne.jp ocn.ne.jp
so-net.ne.jp so-net.jp plala.or.jp dion.ne.jp asahi-net.or.jp hi-ho.ne.jp wakwak.com
jcom.home.ne.jp jcom.zaq.ne.jp zaq.ne.jp eonet.ne.jp kcn.ne.jp ybb.ne.jp bbtec.net odn.ne.jp
infoweb.ne.jp tiki.ne.jp commufa.jp comcast.net verizon.net att.net sbcglobal.net cox.net
bellsouth.net btinternet.com sky.com
"""
FREE_MAIL_DOMAINS: Final = frozenset(_FREE_MAIL.split())
"""Providers at whose domains anybody has an address: one identifies a person, never a company."""

_FREE_SUFFIXES: Final = (".ocn.ne.jp", ".biglobe.ne.jp", ".so-net.ne.jp", ".dion.ne.jp")
_FREE_SUBDOMAINS: Final = re.compile(r"[a-z]?\.?vodafone\.ne\.jp|[a-z0-9]+\.nifty\.com")

_OFFICES: Final = """
info sales support contact office admin administrator webmaster postmaster hostmaster abuse help
helpdesk inquiry inquiries enquiries mail hello jobs recruit recruiting saiyo soumu somu eigyo
keiri jinji kouhou koho pr press marketing billing accounting accounts order orders shop store
service customer cs toiawase otoiawase madoguchi noreply no-reply newsletter team hr
"""
_ROLES: Final = frozenset(_OFFICES.split())


def normalise_email(text: str) -> Email | None:
    """The address in ``text``, or None where there is none.

    Full-width letters, ``mailto:``, ``Taro <taro@…>`` and ``Taro Yamada taro@…`` are understood; of
    several addresses the first is taken, with a warning. An address with a blank or a comma in it
    is none: what is left on one side may be somebody else's. Addresses of the old mobile carriers
    with dots that RFC 5322 does not allow (``a..b@docomo.ne.jp``) are taken, with a warning.
    """
    return _read(text) if len(text) <= 4 * _LONGEST else None


def is_normal(text: str) -> bool:
    """Whether a text surely is an address just as ``normalise_email`` gives it: most are."""
    return (
        text.islower()
        and len(text) <= _LONGEST_LOCAL
        and _ORDINARY.fullmatch(text) is not None
        and "xn--" not in text
    )


def email_key(text: str) -> str:
    """By which two spellings of an address are equal: all small letters; empty for no address."""
    email = normalise_email(text)
    return email.address.casefold() if email else ""


def domain_of(address: str) -> str:
    """What stands behind the ``@``, in small letters."""
    return address.rpartition("@")[2].casefold()


def domain_kind(address: str) -> DomainKind:
    """Whether an address, or a domain, is one of a free-mail or access provider or of a company."""
    domain = domain_of(address)
    if domain in FREE_MAIL_DOMAINS or domain.endswith(_FREE_SUFFIXES):
        return DomainKind.FREE
    return DomainKind.FREE if _FREE_SUBDOMAINS.fullmatch(domain) else DomainKind.COMPANY


def is_role(address: str) -> bool:
    """Whether an address names an office (info@, sales@) and so a company but no person."""
    return address.partition("@")[0].partition("+")[0].casefold() in _ROLES


@lru_cache(maxsize=16384)
def _read(text: str) -> Email | None:
    if found := _ORDINARY.fullmatch(text):
        return _ordinary(found)
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    text = text.strip()
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    if bracketed := _IN_BRACKETS.findall(text):
        others = [part for part in _BETWEEN.split(_IN_BRACKETS.sub(" ", text)) if "@" in part]
        known = {address.casefold() for address in bracketed}
        return _first(bracketed + [other for other in others if other.casefold() not in known])
    parts = [part for part in _BETWEEN.split(text) if part]
    candidates = [part for part in parts if "@" in part]
    return None if _is_torn(text, parts) else _first(candidates)


def _is_torn(text: str, parts: list[str]) -> bool:
    """Whether what stands beside an address looks like a piece of it: ken. suzuki@x.co, jp."""
    for place, part in enumerate(parts):
        if "@" not in part:
            continue
        if "<" in text and part.rstrip(">") != part:
            return True
        behind = parts[place + 1] if place + 1 < len(parts) else "@"
        if "@" not in behind and _CUT_OFF.fullmatch(behind):
            return True
        before = parts[place - 1] if place else "@"
        is_first = place == 1 or (place > 1 and "@" in parts[place - 2])
        is_word = before.lower().rstrip(":") in _LABEL_WORD or before.lower() in _SALUTATIONS
        if "@" not in before and is_first and not is_word and _CUT_BEFORE.fullmatch(before):
            return True
    return False


def _first(candidates: list[str]) -> Email | None:
    if not candidates:
        return None
    email = _one(candidates[0]) or _one(candidates[0].lstrip("'([<:").rstrip("')]>:."))
    if email and len(candidates) > 1:
        return Email(email.address, Notice.EMAIL_SEVERAL)
    return email


def _one(text: str) -> Email | None:
    if found := _ORDINARY.fullmatch(text):
        return _ordinary(found)
    if (found := _OLD_MOBILE.fullmatch(text)) and len(found[1]) <= _LONGEST_LOCAL:
        return Email(f"{found[1]}@{found[2].lower()}", Notice.EMAIL_OLD_MOBILE)
    return _by_library(text)


def _ordinary(found: re.Match[str]) -> Email | None:
    local, domain = found.groups()
    if len(local) > _LONGEST_LOCAL or len(local) + len(domain) >= _LONGEST:
        return None
    domain = domain.lower()
    return _by_library(found[0]) if "xn--" in domain else Email(f"{local}@{domain}")


def _by_library(text: str) -> Email | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(text, check_deliverability=False, globally_deliverable=False)
    except (EmailNotValidError, UnicodeError):
        return None
    domain: str = checked.domain
    name, _, top = domain.rpartition(".")
    return Email(checked.normalized) if name and not top.isdecimal() else None
