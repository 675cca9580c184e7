"""Dialogs that any screen may open: confirm, prompt, choose, help."""
