"""How a screen is opened: one function each, which imports it when it is wanted first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.screen import Screen

    from tui_crm.store.schema import Value


def record_list(record_type: str, view: int | None = None) -> Screen[None]:
    """The list of a record type, in a saved view or in its usual one."""
    from tui_crm.screens.record_list import RecordListScreen

    return RecordListScreen(record_type, view)


def today() -> Screen[None]:
    """Today's schedule."""
    from tui_crm.screens.today import TodayScreen

    return TodayScreen()


def detail(record_type: str, record_id: int, siblings: Sequence[int] = ()) -> Screen[None]:
    """A record on its own page; ``siblings`` are the ids of the list that it was opened from."""
    from tui_crm.screens.detail import DetailScreen

    return DetailScreen(record_type, record_id, siblings)


def history(record_type: str, record_id: int) -> Screen[None]:
    """What a record went through."""
    from tui_crm.screens.history import HistoryScreen

    return HistoryScreen(record_type, record_id)


def form(
    record_type: str,
    record_id: int | None = None,
    values: Mapping[str, Value] | None = None,
    clone_of: int | None = None,
) -> Screen[int | None]:
    """A form for a new record (with ``values`` in it) or an old one; gives the id when saved."""
    from tui_crm.screens.form import FormScreen

    return FormScreen(record_type, record_id, values or {}, clone_of)


def bulk_edit(record_type: str, ids: Sequence[int]) -> Screen[int | None]:
    """One change to many records."""
    from tui_crm.screens.bulk_edit import BulkEditScreen

    return BulkEditScreen(record_type, ids)


def convert(lead_ids: Sequence[int]) -> Screen[int | None]:
    """Turn leads into accounts, contacts and deals."""
    from tui_crm.screens.convert import ConvertScreen

    return ConvertScreen(lead_ids)


def log_call(record_type: str, record_id: int) -> Screen[int | None]:
    """Write down a call that has just been made."""
    from tui_crm.screens.log_call import LogCallScreen

    return LogCallScreen(record_type, record_id)


def next_step(record_type: str, record_id: int) -> Screen[int | None]:
    """Plan what comes next."""
    from tui_crm.screens.next_step import NextStepScreen

    return NextStepScreen(record_type, record_id)
