"""The files that the wizard offers: those of a folder, and those of past imports."""

from __future__ import annotations

import json
import os
import shlex
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from tui_crm import paths
from tui_crm.errors import FileError
from tui_crm.exchange.importing.bundle import SUFFIXES
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.output_file import replace_private
from tui_crm.text_file import read_text

SHOWN: Final = 200
RECENT: Final = 8

_LISTED: Final = SUFFIXES | {".zip"}
"""How the names of files end that are shown before anything of a name is typed."""

_SIZES: Final = ("B", "KB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file or a folder: its path as it is put in the line, its name, size and day."""

    path: str
    name: str
    is_folder: bool
    is_whole: bool = False
    """It is a folder of which all tables are taken, and not one to look into."""
    size: str = ""
    day: str = ""

    @property
    def folder(self) -> str:
        """The folder that it is in, as short as it can be said."""
        folder, home = str(Path(self.path).parent), str(Path.home())
        return "~" + folder.removeprefix(home) if folder.startswith(home) else folder


def files_for(text: str) -> tuple[list[FoundFile], list[FoundFile]]:
    """What the path that was typed so far may become: files of before, and those of its folder.

    Tables alone while no name was begun; whatever begins so afterwards.
    """
    recent = [_found(Path(path), path) for path in recent_files()] if not text else []
    folder, _, start = text.rpartition(os.sep)
    folder = folder + os.sep if folder or text.startswith(os.sep) else ""
    wanted = fold(start)
    found = []
    with suppress(OSError, ValueError):
        above = paths.expanded(folder or ".")
        with os.scandir(above) as entries:
            names = sorted(
                (not _is_folder(entry), entry.name)
                for entry in entries
                if fold(entry.name).startswith(wanted)
                and (start.startswith(".") or not entry.name.startswith("."))
            )
        found = [
            _found(above / name, folder + name)
            for is_file, name in names
            if not is_file or start or Path(name).suffix.lower() in _LISTED
        ][:SHOWN]
        if folder and not start and sum(not each.is_folder for each in found) > 1:
            words = t("import_wizard.whole_folder", folder=above.name or folder)
            found.append(FoundFile(folder, words, is_folder=True, is_whole=True))
    return [each for each in recent if each.day], found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _found(path: Path, shown: str) -> FoundFile:
    name = path.name
    try:
        status = path.stat()
    except (OSError, ValueError):
        return FoundFile(shown, name, is_folder=False)
    if path.is_dir():
        return FoundFile(shown + os.sep, name + os.sep, is_folder=True)
    day = datetime.fromtimestamp(status.st_mtime).astimezone().strftime("%Y-%m-%d")
    return FoundFile(shown, name, is_folder=False, size=size_words(status.st_size), day=day)


def size_words(size: float) -> str:
    """A number of bytes, for people: ``12 KB``."""
    for unit in _SIZES:
        if size < 1000 or unit == _SIZES[-1]:
            break
        size /= 1000
    return f"{size:.0f} {unit}" if size >= 10 or unit == "B" else f"{size:.1f} {unit}"


def folder_above(text: str) -> str:
    """The folder around the one that a path names, as it is put in the line."""
    here = paths.expanded(text.rpartition(os.sep)[0] + os.sep if os.sep in text else ".")
    with suppress(OSError, ValueError):
        above = os.path.dirname(os.path.realpath(here))  # noqa: PTH120  loops too
        return above if above.endswith(os.sep) else above + os.sep
    return text


def typed_path(text: str) -> Path:
    """The file that a person means: typed, or dropped on the terminal in quotes or as an URL."""
    plain = text.strip()
    if plain.startswith("file://"):
        return Path(unquote(urlsplit(plain).path))
    path = paths.expanded(plain)
    if not _is_there(path) and ("\\" in plain or plain[:1] in "'\""):
        with suppress(ValueError):
            parts = shlex.split(plain)
            if len(parts) == 1:
                return paths.expanded(parts[0])
    return path


def typed_paths(text: str) -> list[Path]:
    """The files that a person means: one, or several that were dropped on the terminal at once."""
    one = typed_path(text)
    if not _is_there(one):
        with suppress(ValueError):
            parts = [typed_path(part) for part in shlex.split(text.strip())]
            if len(parts) > 1 and all(map(_is_there, parts)):
                return parts
    return [one]


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _kept() -> Path:
    return paths.state_folder() / "imports.json"


def recent_files() -> list[str]:
    """The files that were brought in before, the last first; none where that cannot be read."""
    try:
        kept = json.loads(read_text(_kept()))
        return [path for path in kept["recent"] if isinstance(path, str)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, FileError):
        return []


def remember_file(path: Path) -> None:
    """Keep a file for the next time; a folder that cannot be written to is no reason to stop."""
    with suppress(OSError, FileError):
        name = str(path.absolute())
        found = [name, *(each for each in recent_files() if each != name)][:RECENT]
        replace_private(_kept(), json.dumps({"recent": found}))
