"""Believable sample data for a first look: the same every time, around today."""

from tui_crm.features.demo.fill import fill

__all__ = ["fill"]
