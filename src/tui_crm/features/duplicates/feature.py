"""The manifest of duplicates and merging."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature, Verb

FEATURE: Final = Feature(
    name="duplicates",
    types=("tui_crm.features.duplicates.model:DistinctPair",),
    hooks="tui_crm.features.duplicates.hooks:HOOKS",
    actions="tui_crm.features.duplicates.actions:ACTIONS",
    together=(
        "app merge",
        "app duplicates",
    ),
    duplicate_finders=("tui_crm.features.duplicates.candidates:possible_duplicates",),
    verbs=(
        Verb("duplicates", "tui_crm.features.duplicates.verbs:list_duplicates", after="unconvert"),
        Verb("merge", "tui_crm.features.duplicates.verbs:merge_records"),
        Verb("distinct", "tui_crm.features.duplicates.verbs:tell_apart"),
    ),
)
