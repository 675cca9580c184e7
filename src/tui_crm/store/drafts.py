"""Forms that were begun and not saved: kept beside the records, outside of the journal.

A draft that is being written belongs to a living process. One is offered again when that process is
gone, or has not touched it for a while: a machine that went down says no goodbye.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store

ABANDONED: Final = timedelta(minutes=2)
"""A draft that nobody has touched for so long is free, whatever its process is doing."""


@dataclass(frozen=True, slots=True)
class FormDraft:
    """What stood in a form: the text of every changed field, and the ids of changed links.

    ``version`` is that of the record when it was opened, None for a new one.
    """

    texts: Mapping[str, str]
    links: Mapping[str, int]
    version: int | None = None


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft in the store, by its key."""

    key: str
    saved_at: str
    draft: FormDraft


def new_key(form: str) -> str:
    """A key for one opening of a form; forms opened side by side never share one."""
    return f"{form}\n{uuid4().hex}"


def save(store: Store, key: str, draft: FormDraft, *, is_left: bool = False) -> None:
    """Keep ``draft`` under ``key``, in place of what was there; its form is gone if ``is_left``.

    Raises:
        StoreError: the store cannot be written to.
    """
    process = None if is_left else os.getpid()
    content = {**asdict(draft), "host": socket.gethostname(), "process": process}
    with store.write_lock, store.connection.transaction():
        store.connection.run("DELETE FROM drafts WHERE key = ?", (key,))
        store.connection.run(
            "INSERT INTO drafts (key, saved_at, content) VALUES (?, ?, ?)",
            (key, store.now(), json.dumps(content, ensure_ascii=True)),
        )


def drop(store: Store, key: str) -> None:
    """Forget a draft; one that is not there is forgotten already."""
    if store.connection.scalar("SELECT 1 FROM drafts WHERE key = ?", (key,)):
        with store.write_lock, store.connection.transaction():
            store.connection.run("DELETE FROM drafts WHERE key = ?", (key,))


def left_behind(connection: Connection, form: str, now: str) -> KeptDraft | None:
    """The newest draft of ``form`` whose window is gone.

    Args:
        connection: where to look.
        form: what was given to ``new_key``.
        now: the time as it is stored.
    """
    for key, saved_at, content in connection.rows(
        "SELECT key, saved_at, content FROM drafts WHERE substr(key, 1, ?) = ?"
        " ORDER BY saved_at DESC, key",
        (len(form) + 1, f"{form}\n"),
    ):
        values = json.loads(content)
        if _is_open(values["host"], values["process"]) and _age(saved_at, now) < ABANDONED:
            continue
        draft = FormDraft(values["texts"], values["links"], values["version"])
        return KeptDraft(key, saved_at, draft)
    return None


def _age(saved_at: str, now: str) -> timedelta:
    return datetime.fromisoformat(now) - datetime.fromisoformat(saved_at)


def _is_open(host: str, process: int | None) -> bool:
    """Whether the window may still be there; that of another machine always may."""
    if process is None or host != socket.gethostname():
        return process is not None
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
