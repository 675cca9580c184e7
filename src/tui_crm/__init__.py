"""A terminal CRM for one salesperson or a small team.

For scripts: ``open_store`` opens a store, ``field`` names a custom field in a query; both are
imported when they are first asked for (``docs/python.md``).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tui_crm.features.program import open_store as open_store
    from tui_crm.store.db.session import field as field

__version__ = "0.1.0"

_FOR_SCRIPTS: Final = {
    "open_store": "tui_crm.features.program",
    "field": "tui_crm.store.db.session",
}


def __getattr__(name: str) -> Any:
    if name not in _FOR_SCRIPTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FOR_SCRIPTS[name]), name)
