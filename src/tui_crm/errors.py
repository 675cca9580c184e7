"""Errors with a translated sentence for the user and an exit code for scripts."""

from __future__ import annotations

from enum import IntEnum
from pathlib import PurePath
from typing import ClassVar, Final

from tui_crm.i18n import t

_LONGEST_QUOTED: Final = 400


class ExitCode(IntEnum):
    """Exit statuses of the command line (a promise to scripts)."""

    OK = 0
    FAILED = 1
    USAGE = 2
    STORE = 3
    NOT_FOUND = 4
    PARTIAL = 5
    INTERRUPTED = 130


class CrmError(Exception):
    """An expected failure: a key of the ``errors`` catalog, and the values its sentence names.

    The sentence is put together when it is read, so that it follows the language of the reader.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def __str__(self) -> str:
        params = {name: shortened(value) for name, value in self.params.items()}
        return t(f"errors.{self.key}", to=None, **params)


def shortened(value: object) -> object:
    """A value as a sentence quotes it: of a very long text or path its beginning."""
    if isinstance(value, str | PurePath) and len(text := str(value)) > _LONGEST_QUOTED:
        return f"{text[:_LONGEST_QUOTED]}…"
    return value


class UsageError(CrmError):
    """The request itself is wrong: an unknown field, a value that does not parse."""

    exit_code = ExitCode.USAGE


class StoreError(CrmError):
    """The store is busy, locked, damaged, newer than this program, or not ours."""

    exit_code = ExitCode.STORE


class NotFoundError(CrmError):
    """No such record, view, batch or file."""

    exit_code = ExitCode.NOT_FOUND


class FileError(CrmError):
    """A file that cannot be read or written as asked."""
