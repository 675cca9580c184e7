"""Screens of the journal: the history of a record, and all changes of the store."""
