"""Forms that edit a record, one of its fields, or one field of many records."""
