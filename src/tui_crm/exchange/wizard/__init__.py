"""The import wizard: one pane for each step."""
