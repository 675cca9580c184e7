"""What is to be said of a change in which users were added whom records name as their owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.i18n import t
from tui_crm.store.journal.history import GIVEN

if TYPE_CHECKING:
    from tui_crm.store.journal.history import Batch


def remarks(batch: Batch) -> list[str]:
    """How many records of each type went to users whom they name."""
    given: dict[str, int] = batch.info.get(GIVEN, {})
    return [
        t("import.given_to_named", n=n, type=t(f"types.{key}.many")) for key, n in given.items()
    ]
