"""Edit text in the user's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError, FileError

if TYPE_CHECKING:
    from textual.app import App

    from tui_crm.screens.host import CrmHost

_USUAL: Final = "vi"


def edit_or_say(app: CrmHost, text: str) -> str:
    """Edit ``text``; on failure, show the error and return it unchanged."""
    try:
        return edit_text(app, text)
    except CrmError as error:
        app.say_error(error)
        return text


def edit_text(app: App[None], text: str) -> str:
    """Edit ``text`` in ``$VISUAL``, ``$EDITOR`` or vi, with the app suspended.

    The program gives the terminal away meanwhile. The text lies in a file of its own that only its
    owner may read, and that is gone afterwards.

    Raises:
        FileError: the editor cannot be started, or left no text behind.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _USUAL
    with tempfile.TemporaryDirectory(prefix="crm-") as folder:
        path = Path(folder) / "text.txt"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        path.chmod(0o600)
        try:
            with app.suspend():
                subprocess.run([*shlex.split(command), str(path)], check=True)  # noqa: S603
            edited = path.read_text("utf-8")
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            raise FileError("ui.editor_failed", command=command, why=str(error)) from error
    return edited.removesuffix("\n") if not text.endswith("\n") else edited
