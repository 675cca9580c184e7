"""Copy to the clipboard by OSC 52 and, where there is one, the desktop's clipboard tool."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui_crm.screens.host import CrmHost

SECONDS: Final = 2.0


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
        async with asyncio.timeout(SECONDS):
            await process.communicate(text.encode(encoding))
    except (OSError, TimeoutError):
        return  # the terminal has it
