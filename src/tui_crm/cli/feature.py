"""The manifest of the command line itself: the verbs on records of any type, and on the store."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature, Verb

FEATURE: Final = Feature(
    name="cli",
    verbs=(
        Verb("list", "tui_crm.cli.lists:list_records"),
        Verb("show", "tui_crm.cli.show:show_record"),
        Verb("count", "tui_crm.cli.counts:count_records"),
        Verb("search", "tui_crm.cli.lists:search_records"),
        Verb("add", "tui_crm.cli.edit:add_record", makes_store=True),
        Verb("edit", "tui_crm.cli.edit:edit_record"),
        Verb("clone", "tui_crm.cli.edit:clone_record"),
        Verb("delete", "tui_crm.cli.delete:delete_records"),
        Verb("undo", "tui_crm.cli.undo:undo_change"),
        Verb("redo", "tui_crm.cli.undo:redo_change"),
        Verb("history", "tui_crm.cli.undo:show_history"),
        Verb("fields", "tui_crm.cli.fields:list_fields"),
        Verb("field add", "tui_crm.cli.fields:add_field", makes_store=True),
        Verb("field edit", "tui_crm.cli.fields:edit_field"),
        Verb("field retire", "tui_crm.cli.fields:retire_field"),
        Verb("choices", "tui_crm.cli.picklists:manage_choices", makes_store=True),
        Verb("views", "tui_crm.cli.views:list_views"),
        Verb("view save", "tui_crm.cli.views:save_view", makes_store=True),
        Verb("view show", "tui_crm.cli.views:show_view"),
        Verb("view delete", "tui_crm.cli.views:delete_view"),
        Verb("backup", "tui_crm.cli.maintenance:back_up"),
        Verb("restore", "tui_crm.cli.maintenance:restore"),
        Verb("check", "tui_crm.cli.maintenance:check_store"),
        Verb("migrate", "tui_crm.cli.maintenance:migrate"),
        Verb("keys", "tui_crm.cli.settings:list_keys"),
        Verb("config path", "tui_crm.cli.settings:config_path"),
        Verb("config show", "tui_crm.cli.settings:config_show"),
        Verb("config set", "tui_crm.cli.settings:config_set"),
        Verb("help", "tui_crm.cli.help:show_help"),
    ),
)
