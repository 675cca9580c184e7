"""Attached files against the hashes that their records name."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from tui_crm.store.db.check.finding import Area, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store

_CHUNK: Final = 1 << 20


def examine(store: Store, connection: Connection) -> Iterator[Finding]:
    """The attachments whose content is missing or is not what was attached."""
    for sha256, name in connection.rows(
        "SELECT sha256, min(name) FROM attachments WHERE sha256 IS NOT NULL"
        " GROUP BY sha256 ORDER BY min(id)"
    ):
        problem = _problem(store.attachments / sha256, sha256)
        if problem:
            yield Finding(Area.ATTACHMENTS, problem, {"name": name})


def _problem(path: Path, sha256: str) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while part := file.read(_CHUNK):
                digest.update(part)
    except FileNotFoundError:
        return "attachment_lost"
    except OSError:
        return "attachment_unreadable"
    return "" if digest.hexdigest() == sha256 else "attachment_changed"
