"""What a store holds from the start: its indexes, and the picklists that features bring along."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_crm.i18n import t
from tui_crm.language.formats import stored
from tui_crm.store import counters, match_index, search
from tui_crm.store.journal.writer import TableWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.i18n import Language
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import Value
    from tui_crm.store.registry import Program


def create_indexes(connection: Connection, program: Program) -> None:
    """Make the search and match key indexes that are missing, filled from the records there are.

    So a migration that makes a record type, or one that lets its duplicates be looked for, need
    not know of them.
    """
    found = {name for (name,) in connection.rows("SELECT name FROM sqlite_master")}
    for record_type in program.declared:
        if f"{record_type.key}_search" not in found:
            search.create_index(connection, record_type.key)
            if record_type.key in found:
                search.rebuild(connection, record_type.key)
        if record_type.duplicates_among and f"{record_type.key}_keys" not in found:
            match_index.create_index(connection, record_type.key)
            if record_type.key in found:
                match_index.rebuild(connection, record_type)


def plant_picklists(
    connection: Connection, program: Program, names: Iterable[str], currency: str = ""
) -> None:
    """Give a store the picklists called ``names``; with a ``currency`` that is the usual one."""
    writer = TableWriter(connection, program.declared.type("choices"))
    now = stored(datetime.now(UTC))
    record_id = counters.next_id(connection, "choices") - 1
    for picklist in names:
        values = program.picklists[picklist].split()
        if picklist == "currency" and currency:
            values = _with_usual(values, currency)
        for position, words in enumerate(values, start=1):
            record_id += 1
            key, _, meaning = words.partition("=")
            label = f"choices.{picklist}.{key.rstrip('*')}"
            row: dict[str, Value] = {
                "id": record_id,
                "picklist": picklist,
                "key": key.rstrip("*"),
                "ja": _words(label, "ja"),
                "en": _words(label, "en"),
                "position": position,
                "is_default": int(key.endswith("*")),
                "meaning": meaning or None,
                "created_at": now,
                "updated_at": now,
            }
            writer.insert([(1, row)])
    counters.set_next_id(connection, "choices", record_id + 1)


def _with_usual(values: Iterable[str], currency: str) -> list[str]:
    codes = [word.rstrip("*") for word in values]
    return [f"{code}*" if code == currency else code for code in dict.fromkeys((*codes, currency))]


def _words(label: str, to: Language) -> str:
    """The words for a value; a currency that the catalogs do not have is called by its code."""
    words = t(label, to=to)
    return words.rpartition(".")[2] if words == label else words
