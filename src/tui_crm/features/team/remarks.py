"""What is to be said of a change in which users were added whom records name as their owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store.journal.history import GIVEN, given_sentences

if TYPE_CHECKING:
    from tui_crm.store.journal.history import Batch


def remarks(batch: Batch) -> list[str]:
    """How many records of each type went to users whom they name."""
    return given_sentences(batch.info.get(GIVEN, {}))
