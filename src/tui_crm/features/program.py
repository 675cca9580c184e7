"""What all features hand to the engine, and the stores that are opened with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui_crm.features.generated import PICKLISTS
from tui_crm.manifest import cached, declared_types, hooks
from tui_crm.store.db.store import Store, utc_now
from tui_crm.store.journal.hooks import Hooks
from tui_crm.store.model import Schema
from tui_crm.store.registry import Program

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@cached
def program() -> Program:
    """What the installed features hand to the engine."""
    types = {each.key: each for each in declared_types()}
    return Program(Schema(types, hooks=Hooks(hooks())), PICKLISTS)


def open_store(
    path: str | Path,
    *,
    user: str = "",
    clock: Callable[[], datetime] = utc_now,
    create: bool = True,
    currency: str = "",
    usual_currency: str = "JPY",
) -> Store:
    """Open the store at ``path``, as ``Store.open`` does, with the record types of all features.

    The journal writes down ``user``, or whoever runs the program.

    Raises:
        StoreError: the file is not ours, is damaged, or is newer than this program (not a byte
            of it has been touched), or it is gone and has left backups.
    """
    if not user:
        from getpass import getuser

        user = getuser()
    return Store.open(
        Path(path),
        program(),
        user=user,
        clock=clock,
        create=create,
        currency=currency,
        usual_currency=usual_currency,
    )
