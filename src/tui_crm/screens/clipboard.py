"""Copy to the clipboard by OSC 52 and, where there is one, the desktop's clipboard tool."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final

from tui_crm.errors import NotFoundError
from tui_crm.store import records
from tui_crm.store.model import Kind
from tui_crm.store.values import to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, Schema
    from tui_crm.store.records import Record

ANSWER_TIMEOUT: Final = 2.0


def tool() -> list[str] | None:
    """The clipboard tool of this machine, which reads stdin; None without one."""
    candidates = [
        ("pbcopy", sys.platform == "darwin", []),
        ("wl-copy", bool(os.environ.get("WAYLAND_DISPLAY")), []),
        ("xclip", bool(os.environ.get("DISPLAY")), ["-selection", "clipboard"]),
        ("xsel", bool(os.environ.get("DISPLAY")), ["--clipboard", "--input"]),
        ("clip.exe", "WSL_DISTRO_NAME" in os.environ, []),
    ]
    for name, is_usable, options in candidates:
        found = shutil.which(name) if is_usable else None
        if found:
            return [found, *options]
    return None


async def put(app: CrmHost, text: str) -> None:
    """Copy ``text`` to the clipboard."""
    app.copy_to_clipboard(text)
    command = tool()
    if command is None or app.is_headless:
        return
    encoding = "utf-16-le" if command[0].endswith("clip.exe") else "utf-8"
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=quiet, stderr=quiet
        )
        async with asyncio.timeout(ANSWER_TIMEOUT):
            await process.communicate(text.encode(encoding))
    except (OSError, TimeoutError):
        return  # the terminal has it


def lines_of(store: Store, record_type: str, ids: Sequence[int]) -> list[str]:
    """Records as one line of text each: who it is, and how to reach them.

    Raises:
        NotFoundError: none of them is there any more.
    """
    declared = store.schema.type(record_type)
    with store.reading() as connection:
        found = records.read_many(connection, declared, ids)
    if not found:
        raise NotFoundError("record.missing", type=declared.label(1), id=ids[0])
    return [_line(store, record) for record in found]


def _line(store: Store, record: Record) -> str:
    parts = [record.title]
    for spec in store.schema.type(record.type).columns:
        is_contact = spec.kind in (Kind.EMAIL, Kind.PHONE, Kind.URL)
        if is_contact or _names_company(store.schema, spec):
            title = record.links.get(spec.key, "")
            parts.append(to_text(spec, record[spec.key], title=title))
    return "\t".join(dict.fromkeys(part for part in parts if part))


def _names_company(schema: Schema, spec: FieldSpec) -> bool:
    """Whether a field says at which company somebody is, in words or by a link."""
    if spec.kind is not Kind.LINK:
        return spec.match == "company"
    target = schema.type(spec.target)
    return bool(target.company_name_field) and not target.is_person
