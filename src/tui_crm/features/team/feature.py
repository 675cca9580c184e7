"""The manifest of the team: its members and the rules that they agreed on."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature, Verb

FEATURE: Final = Feature(
    name="team",
    types=(
        "tui_crm.features.team.model:User",
        "tui_crm.features.team.rule_models:AssignmentRule",
        "tui_crm.features.team.rule_models:WorkRule",
    ),
    hooks="tui_crm.features.team.hooks:HOOKS",
    row_decorators=("tui_crm.features.team.stale_rows:stale_flag",),
    field_dialogs={"owner": "tui_crm.features.team.assign_dialog:hand_over"},
    verbs=(
        Verb("assign", "tui_crm.features.team.assign_verb:assign_records", after="clone"),
        Verb("rules", "tui_crm.features.team.verbs:manage_rules", after="choices"),
    ),
)
