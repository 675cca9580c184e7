"""Adds a record to one of the lists of another, with the links that make it belong there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm import manifest
from tui_crm.screens import routes
from tui_crm.store import related

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record
    from tui_crm.store.related import RelatedList


async def add_to(app: CrmHost, record: Record, each: RelatedList) -> int | None:
    """Ask for a new record of a list of ``record``; its id, or None; only in a worker."""
    values = related.prefill(app.store.schema, record, each)
    return await app.ask(_screen(each, values))


def _screen(each: RelatedList, values: dict[str, Value]) -> Screen[int | None]:
    dialogs = {key: ref for one in manifest.features() for key, ref in one.add_dialogs.items()}
    if each.record_type in dialogs:
        return routes.make(dialogs[each.record_type], values)
    return routes.form(each.record_type, values=values)
