"""The manifest of leads, their triage and their conversion."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature, Verb

FEATURE: Final = Feature(
    name="leads",
    types=("tui_crm.features.leads.model:Lead",),
    hooks="tui_crm.features.leads.hooks:HOOKS",
    actions="tui_crm.features.leads.actions:ACTIONS",
    together=(
        "app triage",
        "app convert",
        "app convert_many",
    ),
    chips={
        "lead_status": "tui_crm.features.leads.chips:STATUS",
        "rating": "tui_crm.features.leads.chips:RATING",
    },
    timeline=("tui_crm.features.leads.timeline:conversions",),
    timeline_members={
        "accounts": ("leads.converted_account",),
        "contacts": ("leads.converted_contact",),
        "deals": ("leads.converted_deal",),
    },
    screens={"convert": "tui_crm.features.leads.convert.list_actions:convert_screen"},
    verbs=(
        Verb("convert", "tui_crm.features.leads.convert.verbs:convert_leads", after="delete"),
        Verb("unconvert", "tui_crm.features.leads.convert.verbs:unconvert_lead"),
    ),
)
