"""Notes and attached files."""
