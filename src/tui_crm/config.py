"""Settings: defaults, overridden by a TOML file, environment variables and flags."""

from __future__ import annotations

import getpass
import os
import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final, get_args

from tui_crm import i18n, paths
from tui_crm.errors import FileError, UsageError
from tui_crm.language.currencies import locale_currency
from tui_crm.text_file import parse_toml, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


USUAL_SLOT: Final = 15
LONGEST_SLOT: Final = 240
"""Minutes of a planned call; the shortest are five."""

THEME: Final = "crm-dark"
"""The theme of those who have chosen none."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of this run.

    Each field but the last is a setting of the same name in the TOML file; ``store``, ``language``
    and ``user`` can also come from ``CRM_STORE``, ``CRM_LANG`` and ``CRM_USER``, or from a flag.
    """

    store: Path
    language: i18n.Language
    user: str
    theme: str = THEME
    keys: str = "default"
    """Key preset: ``default`` or ``vim``."""
    currency: str = ""
    """Of amounts that name none; blank where the settings name none, and the store's is meant."""
    require_next_step: bool = False
    """A next step is asked for whenever a call or a task is finished, and before a lead is left
    behind that is worked through."""
    call_slot: int = USUAL_SLOT
    """Minutes that a planned call is given: the next one is planned as much later."""

    is_language_chosen: bool = field(default=False, metadata={"is_setting": False})
    """Whether a person said the language; otherwise the locale did."""

    @property
    def usual_currency(self) -> str:
        """The currency (ISO 4217) of a new store: that of the settings, or of the locale."""
        is_english_chosen = self.is_language_chosen and self.language == "en"
        return self.currency or locale_currency(os.environ, is_english_chosen=is_english_chosen)


SETTINGS: Final = tuple(
    each.name for each in fields(Config) if each.metadata.get("is_setting", True)
)
"""The names that the TOML file may set."""
_ENVIRONMENT: Final = {"store": "CRM_STORE", "language": "CRM_LANG", "user": "CRM_USER"}


def load(file: Path | None = None, flags: Mapping[str, str | None] | None = None) -> Config:
    """The settings from ``file`` (the default one where None), the environment and ``flags``.

    Raises:
        FileError: a named file is missing, or the file is not TOML.
        UsageError: a setting is unknown or has a value that does not fit.
    """
    values: dict[str, object] = {**_read(file)}
    for name, variable in _ENVIRONMENT.items():
        if os.environ.get(variable):
            values[name] = os.environ[variable]
    values.update({name: value for name, value in (flags or {}).items() if value})
    return Config(
        store=_store(values.get("store")),
        language=_language(values.get("language")),
        user=_text(values, "user") or _login(),
        theme=_text(values, "theme") or THEME,
        keys=_text(values, "keys") or "default",
        currency=_currency(values),
        require_next_step=_flag(values, "require_next_step"),
        call_slot=_minutes(values, "call_slot"),
        is_language_chosen=bool(values.get("language")),
    )


def _read(file: Path | None) -> dict[str, object]:
    path = file or paths.default_config()
    try:
        values: dict[str, object] = parse_toml(read_text(path))
    except FileNotFoundError:
        if file is not None:
            raise FileError("config.missing", path=str(path)) from None
        return {}
    except (OSError, ValueError) as error:
        raise FileError("config.unreadable", path=str(path), why=str(error)) from error
    unknown = sorted(set(values) - set(SETTINGS))
    if unknown:
        raise UsageError("config.unknown", name=unknown[0], known=", ".join(SETTINGS))
    return values


def _text(values: Mapping[str, object], name: str) -> str:
    found = values.get(name, "")
    if not isinstance(found, str):
        raise UsageError("config.value", name=name, value=found)
    return found.strip()


def _flag(values: Mapping[str, object], name: str) -> bool:
    found = values.get(name, False)
    if not isinstance(found, bool):
        raise UsageError("config.value", name=name, value=found)
    return found


def _minutes(values: Mapping[str, object], name: str) -> int:
    found = values.get(name, USUAL_SLOT)
    if isinstance(found, bool) or not isinstance(found, int) or not 5 <= found <= LONGEST_SLOT:
        raise UsageError("config.value", name=name, value=found)
    return found


def _store(found: object) -> Path:
    if not found:
        return paths.default_store()
    if not isinstance(found, str):
        raise UsageError("config.value", name="store", value=found)
    if re.match(r"[a-z+]+://", found):
        raise UsageError("config.store_url", url=found.split("@")[-1])
    return paths.expanded(found).absolute()


def _language(found: object) -> i18n.Language:
    if not found:
        return i18n.preferred()
    for known in get_args(i18n.Language):
        if str(found).lower().startswith(known):
            language: i18n.Language = known
            return language
    raise UsageError("config.value", name="language", value=found)


def _currency(values: Mapping[str, object]) -> str:
    found = _text(values, "currency").upper()
    if found and not re.fullmatch(r"[A-Z]{3}", found):
        raise UsageError("config.value", name="currency", value=found)
    return found


def _typed(name: str, value: str) -> str | bool | int:
    """What the TOML file has of a value that was said in words."""
    if name == "require_next_step":
        return _yes_or_no(name, value)
    if name == "call_slot":
        if not (value.strip().isascii() and value.strip().isdigit()):
            raise UsageError("config.value", name=name, value=value)
        return int(value)
    return value


def _yes_or_no(name: str, value: str) -> bool:
    from tui_crm.language.yes_no import read_yes_no

    answer = read_yes_no(value)
    if answer is None:
        raise UsageError("config.value", name=name, value=value)
    return answer


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "me"


def set_value(file: Path | None, name: str, value: str) -> Path:
    """Write one setting into the TOML file, leaving the rest and its comments as they are.

    Raises:
        UsageError: there is no such setting, or the value does not fit.
        FileError: the file cannot be written.
    """
    import tomlkit

    from tui_crm.output_file import destination, part_folder, whole_file

    path = file or paths.default_config()
    if name not in SETTINGS:
        raise UsageError("config.unknown", name=name, known=", ".join(SETTINGS))
    try:
        content = read_text(path) if path.exists() else ""
        parse_toml(content)
    except (OSError, ValueError) as error:
        raise FileError("config.unreadable", path=str(path), why=str(error)) from error
    document = tomlkit.parse(content)
    document[name] = _typed(name, value)
    content = tomlkit.dumps(document)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with part_folder(path.parent) as folder:
            tried = folder / path.name
            tried.write_text(content, "utf-8")
            load(tried)
        with whole_file(destination(path, overwrite=True)) as stream:
            stream.write(content.encode())
    except OSError as error:
        raise FileError("file.write", path=str(path), why=error.strerror) from error
    return path
