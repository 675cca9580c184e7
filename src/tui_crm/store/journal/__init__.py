"""Writing: units of work, their log, history and undo."""
