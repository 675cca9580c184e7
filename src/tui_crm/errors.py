"""What can go wrong, in one plain sentence each, with the exit code a script sees."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar

from tui_crm.text import t


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
        return t(f"errors.{self.key}", to=None, **self.params)


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
