"""All verbs, and the function behind each; a module is imported when one of its verbs is asked for.

What a verb and its options are called in words stands in the catalog ``cli``: the summary of
``list`` under ``list``, its option ``--where`` under ``list.where`` or, where several verbs share
it, ``option.where``.
"""

from __future__ import annotations

from typing import Final

VERBS: Final[dict[str, str]] = {
    "demo": "launch:open_demo",
    "import": "exchange.verbs.import_:import_files",
    "imports": "exchange.verbs.imports:list_imports",
    "export": "exchange.verbs.export:export_records",
    "list": "cli.lists:list_records",
    "show": "cli.show:show_record",
    "search": "cli.lists:search_records",
    "add": "cli.edit:add_record",
    "edit": "cli.edit:edit_record",
    "clone": "cli.edit:clone_record",
    "assign": "features.team.assign_verb:assign_records",
    "delete": "cli.delete:delete_records",
    "convert": "features.leads.convert.verbs:convert_leads",
    "unconvert": "features.leads.convert.verbs:unconvert_lead",
    "duplicates": "features.duplicates.verbs:list_duplicates",
    "merge": "features.duplicates.verbs:merge_records",
    "distinct": "features.duplicates.verbs:tell_apart",
    "today": "features.activities.today.verbs:show_today",
    "task": "features.activities.verbs:add_task",
    "call": "features.activities.verbs:add_call",
    "meeting": "features.activities.verbs:add_meeting",
    "done": "features.activities.verbs:finish_activity",
    "undo": "cli.undo:undo_change",
    "redo": "cli.undo:redo_change",
    "history": "cli.undo:show_history",
    "fields": "cli.fields:list_fields",
    "field add": "cli.fields:add_field",
    "field edit": "cli.fields:edit_field",
    "field retire": "cli.fields:retire_field",
    "choices": "cli.picklists:manage_choices",
    "rules": "features.team.verbs:manage_rules",
    "views": "cli.views:list_views",
    "view save": "cli.views:save_view",
    "view show": "cli.views:show_view",
    "view delete": "cli.views:delete_view",
    "backup": "cli.maintenance:back_up",
    "restore": "cli.maintenance:restore",
    "check": "cli.maintenance:check_store",
    "migrate": "cli.maintenance:migrate",
    "keys": "cli.settings:list_keys",
    "config path": "cli.settings:config_path",
    "config show": "cli.settings:config_show",
    "config set": "cli.settings:config_set",
    "help": "cli.help:show_help",
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
