"""The only room that knows SQL: record types, queries, the journal and the files under them."""
