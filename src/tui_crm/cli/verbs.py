"""All verbs, and the function behind each; a module is imported when one of its verbs is asked for.

What a verb and its options are called in words stands in the catalog ``cli``: the summary of
``list`` under ``list``, its option ``--where`` under ``list.where`` or, where several verbs share
it, ``option.where``.
"""

from __future__ import annotations

from typing import Final

VERBS: Final[dict[str, str]] = {
    "demo": "ui:open_demo",
    "import": "bringing_in:import_files",
    "imports": "imports:list_imports",
    "export": "exporting:export_records",
    "list": "listing:list_records",
    "show": "showing:show_record",
    "search": "listing:search_records",
    "add": "editing:add_record",
    "edit": "editing:edit_record",
    "clone": "editing:clone_record",
    "assign": "handing_over:assign_records",
    "delete": "removing:delete_records",
    "convert": "converting:convert_leads",
    "unconvert": "converting:unconvert_lead",
    "duplicates": "duplicates:list_duplicates",
    "merge": "duplicates:merge_records",
    "distinct": "duplicates:tell_apart",
    "today": "agenda:show_today",
    "task": "activities:add_task",
    "call": "activities:add_call",
    "meeting": "activities:add_meeting",
    "done": "activities:finish_activity",
    "undo": "undoing:undo_change",
    "redo": "undoing:redo_change",
    "history": "undoing:show_history",
    "fields": "masters:list_fields",
    "field add": "masters:add_field",
    "field edit": "masters:edit_field",
    "field retire": "masters:retire_field",
    "choices": "picklists:manage_choices",
    "rules": "team_rules:manage_rules",
    "views": "views:list_views",
    "view save": "views:save_view",
    "view show": "views:show_view",
    "view delete": "views:delete_view",
    "backup": "safety:back_up",
    "restore": "safety:restore",
    "check": "safety:check_store",
    "migrate": "safety:migrate",
    "keys": "settings:list_keys",
    "config path": "settings:config_path",
    "config show": "settings:config_show",
    "config set": "settings:config_set",
    "help": "helping:show_help",
}


MAKERS: Final = frozenset(
    ("import", "add", "task", "call", "meeting", "field add", "choices", "view save")
)
"""The verbs that make a store where there is none."""


def names_under(prefix: str) -> list[str]:
    """The verbs directly under ``prefix``, in order; groups of verbs once.

    >>> names_under("view ")
    ['save', 'show', 'delete']
    """
    found = (name.removeprefix(prefix).split()[0] for name in VERBS if name.startswith(prefix))
    return list(dict.fromkeys(found))
