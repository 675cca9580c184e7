"""Widgets that several screens share; they know dataclasses, never the store."""
