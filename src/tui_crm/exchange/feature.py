"""The manifest of import and export."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature, Verb

FEATURE: Final = Feature(
    name="exchange",
    actions="tui_crm.exchange.actions:ACTIONS",
    together=(
        "app import_sample",
        "app import_columns",
        "app import_ways",
        "app import_preview",
        "app import_result",
    ),
    verbs=(
        Verb("import", "tui_crm.exchange.verbs.import_:import_files", makes_store=True),
        Verb("imports", "tui_crm.exchange.verbs.imports:list_imports"),
        Verb("export", "tui_crm.exchange.verbs.export:export_records"),
    ),
)
