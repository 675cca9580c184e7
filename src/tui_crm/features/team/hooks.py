"""What the rules and the members of a team have to do with what is read and written."""

from __future__ import annotations

from typing import Final

from tui_crm.store.journal.hooks import Event, Hook

_RULES: Final = ("assignment_rules", "work_rules")

HOOKS: Final = (
    Hook(
        Event.SCHEMA,
        "tui_crm.features.team.queries:load_validation_rules",
        types=("work_rules",),
        name="validation_rules",
    ),
    Hook(
        Event.SCHEMA,
        "tui_crm.features.team.queries:load_assignment_rules",
        types=("assignment_rules",),
        name="assignment_rules",
    ),
    Hook(Event.FILTER_WORD, "tui_crm.features.team.rules:incomplete", name="incomplete"),
    Hook(Event.FILTER_WORD, "tui_crm.features.team.rules:flagged", name="flagged"),
    Hook(
        Event.ALLOCATE,
        "tui_crm.features.team.assignment_rules:allocate_owners",
        sets=("owner",),
        when="tui_crm.features.team.assignment_rules:is_assigned",
    ),
    Hook(Event.CHECK, "tui_crm.features.team.rule_checks:validate_rule", types=_RULES),
    Hook(Event.VALIDATE, "tui_crm.features.team.rule_checks:validate_rules", types=_RULES),
    Hook(
        Event.VALIDATE,
        "tui_crm.features.team.rule_checks:validate_custom_fields",
        types=("custom_fields",),
    ),
    Hook(
        Event.VALIDATE,
        "tui_crm.features.team.validation_rules:violations",
        when="tui_crm.features.team.rules:is_ruled",
    ),
    Hook(
        Event.AFTER_SAVE,
        "tui_crm.features.team.named_owners:after_save",
        types=("users",),
        writes=True,
    ),
    Hook(Event.REMARK, "tui_crm.features.team.remarks:remarks"),
)
