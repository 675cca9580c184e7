"""Believable sample data for a first look: the same every time, around today."""
