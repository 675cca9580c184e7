"""What the first keys on a list need beyond the list itself, loaded while nothing is typed.

A first dialog would otherwise import its modules and parse its stylesheet after its key. Nothing
is loaded before the first rows stand, nor while keys are under way: only one thread of a process
runs Python at a time, so what is typed would have to wait its turn.
"""

from __future__ import annotations

import asyncio
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui_crm import manifest
from tui_crm.screens import actions

if TYPE_CHECKING:
    from tui_crm.screens.host import CrmHost

FIRST: Final = 0.3
"""Seconds in which the first screen shows what comes behind its rows: preview, count, all ids."""

REST: Final = 0.02
"""Seconds without a key before the next step."""

SHEETS: Final = (
    "dialogs/dialog.tcss",
    "detail/detail.tcss",
    "form/form.tcss",
    "form/form_dialog.tcss",
)
"""Stylesheets of what most keys open; with one that it does not know, Textual parses all anew."""

MODULES: Final = (
    "tui_crm.screens.dialogs.choose",
    "tui_crm.store.match_keys",
    "tui_crm.store.journal.unit",
    "tui_crm.store.commands",
    "textual.widgets._text_area",
    "tui_crm.screens.form.sheet",
    "tui_crm.screens.form.screen",
    "tui_crm.screens.detail.screen",
)
"""The screens that actions open, behind the larger of the modules that these import."""


async def warm_up(host: CrmHost) -> None:
    """Load it all, in steps of some milliseconds each.

    Raises what an import raises: a program that lacks a part of itself is not to go on.
    """
    await asyncio.sleep(FIRST)
    await _until_idle(host)
    _read_sheets(host)
    for module in (*MODULES, *_called(), *_timelines()):
        await _until_idle(host)
        await asyncio.to_thread(import_module, module)


def _called() -> list[str]:
    """The modules of the functions that act on a record in a list, of all features."""
    on_records = (each for each in actions.in_scope("list") if each.needs == "record")
    return list(dict.fromkeys(each.call.partition(":")[0] for each in on_records if each.call))


def _timelines() -> list[str]:
    """The modules of what gives pages and previews their timelines."""
    sources = (ref for each in manifest.features() for ref in each.timeline)
    return list(dict.fromkeys(ref.partition(":")[0] for ref in sources))


def _read_sheets(host: CrmHost) -> None:
    for sheet in SHEETS:
        host.stylesheet.read(Path(__file__).parent / sheet)
    host.stylesheet.parse()


async def _until_idle(host: CrmHost) -> None:
    keys = -1
    while host.key_queue.is_busy or keys != host.key_queue.handed_out:
        keys = host.key_queue.handed_out
        await asyncio.sleep(REST)
