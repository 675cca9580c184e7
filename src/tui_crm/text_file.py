"""Small text files of the user (settings, keys, rules), read without blocking, up to a limit."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any, Final, TextIO

from tui_crm.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

LIMIT: Final = 1 << 20
"""Bytes of such a file; nobody writes so many settings."""


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """The content of the file at ``path``.

    Raises:
        OSError: it is missing or may not be read.
        ValueError: it is not in ``encoding``.
        FileError: it is larger than ``LIMIT``, or a pipe or a device, which may never end.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileError("file.not_regular", path=str(path))
        content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise FileError("file.too_large", path=str(path))
    return content.decode(encoding)


def read_stream(stream: TextIO) -> str:
    """The content of standard input. Raises FileError beyond ``LIMIT`` characters."""
    content = stream.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise FileError("file.too_large", path="-")
    return content


def parse_toml(text: str) -> dict[str, Any]:
    """A TOML document as a table. Raises ValueError, also where brackets are nested too deeply."""
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("[[[[[…") from error
