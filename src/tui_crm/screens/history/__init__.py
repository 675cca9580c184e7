"""Past changes: of one record, and of all."""
