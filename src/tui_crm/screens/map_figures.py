"""What the map of the header says beside a list: how many records it has, or how much they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm import manifest
from tui_crm.language.formats import number
from tui_crm.language.money import short_money
from tui_crm.store import views
from tui_crm.store.query import Query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType


def read_figures(store: Store, currency: str) -> Mapping[str, str]:
    """The figures of all that the map leads to, by mode; nothing where it would be none.

    ``currency`` is that of amounts without one.
    """
    lists = [each for each in store.schema.menu if each.shortcut]
    with store.reading() as connection:
        found = {each.key: _figure(store, connection, each, currency) for each in lists}
    counts = manifest.named(lambda feature: feature.mode_counts)
    for mode, ref in counts.items():
        waiting = manifest.load(ref)(store)
        found[mode] = f"●{number(waiting)}" if waiting else ""
    return found


def _figure(store: Store, connection: Connection, declared: RecordType, currency: str) -> str:
    """The figure of a list as it opens; how many they are where amounts are of more currencies."""
    from tui_crm.store.aggregate import Aggregate

    where = declared.figure_where or views.default_view(store, connection, declared.key).where
    query = Query(declared.key, where, is_lenient=True)
    context = store.query_context()
    asked = Aggregate(store.schema, query, context, values=("count", declared.figure))
    groups = asked.groups(connection)
    if asked.measures[-1].is_money and len(groups) == 1:
        amount = groups[0].values[-1]
        return short_money(int(amount), groups[0].currency or currency) if amount else ""
    count = sum(int(group.values[0] or 0) for group in groups)
    return number(count) if count else ""
