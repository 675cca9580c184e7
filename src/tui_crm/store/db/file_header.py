"""What the first hundred bytes of a file say about it, read without opening it as a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.output_file import SQLITE_MAGIC

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID: Final = 0x63724D31
"""``crM1``: marks a SQLite file as ours."""

_BYTES: Final = 100


class FileHeader(NamedTuple):
    """The head of a file: whether it has any content, is a database, is ours, and its version."""

    is_empty: bool
    is_database: bool
    is_ours: bool
    version: int


def read_header(path: Path) -> FileHeader:
    """The head of the file at ``path``.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_BYTES)
    is_database = head.startswith(SQLITE_MAGIC)
    is_ours = is_database and int.from_bytes(head[68:72], "big") == APPLICATION_ID
    return FileHeader(not head, is_database, is_ours, int.from_bytes(head[60:64], "big"))
