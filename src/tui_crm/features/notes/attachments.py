"""Attached files: content in the store's own folder, named by its hash; the name in a record.

The content is on disk before the record that names it: a crash in between leaves a file that nobody
names, never a record without its file.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import FileError
from tui_crm.output_file import (
    free_destination,
    part_folder,
    private_folder,
    put_in_place,
    whole_file,
)
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

LARGEST: Final = 2 << 30
"""Bytes. What grows beyond while it is being copied is not a document."""

LONGEST_NAME: Final = 200
"""Bytes of UTF-8: room for a counter and an ending where a file system allows 255."""

_CHUNK: Final = 1 << 20
_CAREFULLY: Final = sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC"))
"""How a file is opened that may be a pipe or a link; Windows knows none of these flags."""
_UNSAFE: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f"*:<>?|\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]'
)
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_TAIL: Final = re.compile(r"[\s.]+\Z")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment that was added, and the batch that can take it back."""

    id: int
    name: str
    size: int
    batch: int | None


def safe_name(name: str) -> str:
    """A name under which a file can be saved in any folder of any system, as near as can be.

    Folders, control characters and direction overrides go; a name that a system keeps for itself
    (CON, -rf, .profile) gets a ``_`` in front; at most 200 bytes, the ending kept.

    >>> safe_name("../../x"), safe_name("CON.txt"), safe_name("-rf")
    ('x', '_CON.txt', '_-rf')
    """
    base = re.split(r"[/\\]", name)[-1]
    base = _TAIL.sub("", unicodedata.normalize("NFC", _UNSAFE.sub("_", base)).strip())
    if not base:
        return "file"
    if base.startswith(("-", ".", "~")) or _RESERVED.match(base):
        base = f"_{base}"
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, ending = base, ""
    room = LONGEST_NAME - len((dot + ending).encode() if ending else b"")
    cut = stem.encode()[:room].decode(errors="ignore").rstrip()
    return f"{cut}.{ending}" if ending else cut


def attach(store: Store, source: Path, links: Mapping[str, Value]) -> Attached:
    """Copy a file into the store and add the attachment that names it.

    Args:
        store: where to.
        source: an ordinary file; not a link, pipe, device or folder.
        links: the records that it belongs to, by link field.

    Raises:
        FileError: it is no ordinary file, cannot be read, or there is no room for it.
    """
    with _ordinary_file(source) as file:
        sha256, size = _take_in(store.attachments, file, source)
    name = safe_name(source.name)
    with unit(store, "attach", name) as work:
        values: dict[str, Value] = {**links, "name": name, "size": size, "sha256": sha256}
        attachment = work.create("attachments", values)
    return Attached(attachment, name, size, work.batch)


def content_path(store: Store, sha256: str) -> Path:
    """Where the content with this hash lies.

    Raises:
        FileError: there is none.
    """
    path = store.attachments / sha256
    if not _SHA256.fullmatch(sha256) or not path.is_file():
        raise FileError("store.attachment_lost", name=sha256)
    return path


def save_copy(store: Store, sha256: str, name: str, folder: Path) -> Path:
    """Write an attached file into ``folder``, under its name or the next that is free; its path.

    Raises:
        FileError: the content is missing, or the folder cannot be written to.
    """
    source = content_path(store, sha256)
    to = free_destination(folder / safe_name(name), spared=(store.path,))
    with whole_file(to, is_private=True) as copy, source.open("rb") as file:
        shutil.copyfileobj(file, copy, _CHUNK)
    return to.path


@contextmanager
def _ordinary_file(path: Path) -> Iterator[BinaryIO]:
    """Open ``path`` without waiting for a pipe's other end, and without following a link."""
    try:
        if path.is_symlink():
            key = "store.attach_link" if path.is_file() else "store.attach_lost_link"
            raise FileError(key, path=str(path), target=os.path.realpath(path))
        handle = os.open(path, os.O_RDONLY | _CAREFULLY)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise FileError("store.attach_unreadable", path=str(path), why=why) from error
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise FileError("store.attach_not_a_file", path=str(path))
    with os.fdopen(handle, "rb") as file:
        if about.st_size > LARGEST:
            raise FileError("store.attach_too_large", path=str(path), limit=LARGEST >> 30)
        yield file


def _take_in(folder: Path, file: BinaryIO, source: Path) -> tuple[str, int]:
    """Copy what ``file`` holds to its place in ``folder``; its hash and its size."""
    try:
        private_folder(folder)
        with part_folder(folder) as part:
            sha256, size = _copy(file, part / "content", source)
            put_in_place(part / "content", folder / sha256, replaces=True)
    except OSError as error:
        raise FileError("file.write", path=str(folder), why=error.strerror) from error
    return sha256, size


def _copy(file: BinaryIO, target: Path, source: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as copy:
        while part := file.read(_CHUNK):
            size += len(part)
            if size > LARGEST:
                raise FileError("store.attach_too_large", path=str(source), limit=LARGEST >> 30)
            digest.update(part)
            copy.write(part)
        copy.flush()
        os.fsync(handle)
    return digest.hexdigest(), size
