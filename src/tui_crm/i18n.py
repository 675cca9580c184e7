"""Translations: every text of the user interface by key, in Japanese and English.

A catalog is a folder of flat JSON files under ``locale/<language>``, one file an area of the
program: ``t("errors.store.busy")`` is the entry ``store.busy`` of ``errors.json``. An entry is a
``str.format`` template; one that depends on a number is ``{"one": …, "other": …}`` and chosen by
the parameter ``n``. A file is read when its first word is wanted.
"""

from __future__ import annotations

import json
import locale as system_locale
import os
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

Language: TypeAlias = Literal["ja", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

CatalogEntry: TypeAlias = str | dict[str, str]

_language: Language = "en"


def use(language: Language) -> None:
    """Set the language of the process."""
    global _language  # a process serves one user at one terminal
    _language = language


def language() -> Language:
    """The language in use."""
    return _language


def preferred() -> Language:
    """The language of the locale: Japanese where it says so, English everywhere else."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "ja" if value.lower().startswith("ja") else "en"
    return "ja" if (system_locale.getlocale()[0] or "").lower().startswith(("ja", "jp")) else "en"


@cache
def _area(in_language: Language, area: str) -> dict[str, CatalogEntry]:
    # A package installs as files; importlib.resources would import zipfile to be sure.
    source = Path(__file__).with_name("locale") / in_language / f"{area}.json"
    try:
        entries: dict[str, CatalogEntry] = json.loads(source.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return entries


def _find(key: str, in_language: Language) -> CatalogEntry | None:
    area, _, name = key.partition(".")
    return _area(in_language, area).get(name)


def has(key: str) -> bool:
    """Whether the catalogs have an entry for ``key``."""
    return _find(key, _language) is not None


@cache
def former(key: str) -> tuple[str, ...]:
    """What ``key`` was called in earlier versions, in any language: read, and never shown."""
    found = (_area(each, "former").get(key) for each in LANGUAGES)
    return tuple(word for words in found if isinstance(words, str) for word in words.split("、"))


def t(key: str, /, *, to: Language | None = None, **params: object) -> str:
    """The text for ``key`` in the language in use (or ``to``), filled in with ``params``.

    A key that no catalog has comes back as it is, so that a missing word shows and nothing breaks.
    """
    entry = _find(key, to or _language)
    if entry is None:
        return key
    if isinstance(entry, dict):
        entry = entry["one" if params.get("n") == 1 and "one" in entry else "other"]
    return entry.format(**params) if params else entry
