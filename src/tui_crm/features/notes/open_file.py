"""Open an attached file with the system's program."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from time import time
from typing import TYPE_CHECKING, Final

from tui_crm import paths
from tui_crm.errors import FileError, UsageError
from tui_crm.features.notes.attachments import content_path, safe_name, save_copy
from tui_crm.features.notes.file_kinds import HEAD, is_program
from tui_crm.i18n import t
from tui_crm.output_file import private_folder
from tui_crm.screens import clipboard, external_links
from tui_crm.store.records import read_record

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.db.store import Store

KEPT: Final = 24 * 60 * 60
"""Seconds after which a copy that was opened is cleared away, at the next one."""


async def open_file(app: CrmHost, attachment_id: int) -> None:
    """Open a copy that cannot be written to; without a desktop, its path goes to the clipboard."""
    path = await app.read(readable_copy, app.store, attachment_id)
    if await external_links.hand_over(str(path)):
        app.say(t("files.opened", name=path.name))
    else:
        await clipboard.put(app, str(path))
        app.say(t("files.path_copied", name=path.name, path=str(path)))


def readable_copy(store: Store, attachment_id: int) -> Path:
    """A copy of an attached file under its own name, in a folder that only its owner may read.

    What is changed in the copy does not reach the store, so it is for reading alone.

    Raises:
        NotFoundError: there is no such attachment.
        FileError: its content is missing or changed, or there is no room for the copy.
        UsageError: it is a program.
    """
    record = read_record(store, "attachments", attachment_id)
    name, sha256 = record.text("name"), record.text("sha256")
    content = content_path(store, sha256)
    with content.open("rb") as file:
        if is_program(safe_name(name), file.read(HEAD)):
            raise UsageError("files.is_program", name=name)
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise FileError("files.changed", name=name)
    opened = paths.state_folder() / "opened"
    _clear(opened)
    folder = opened / f"{int(time()):x}-{attachment_id}"
    try:
        for each in (opened, folder):
            private_folder(each)
        copy = save_copy(store, sha256, name, folder)
        copy.chmod(0o400)
    except OSError as error:
        raise FileError("file.write", path=str(folder), why=error.strerror) from error
    return copy


def _clear(folder: Path) -> None:
    """Remove copies that were opened long ago."""
    with suppress(OSError):
        for each in folder.iterdir():
            if time() - each.stat().st_mtime > KEPT:
                shutil.rmtree(each, ignore_errors=True)
