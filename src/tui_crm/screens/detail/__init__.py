"""The detail page of a record, with its related lists."""
