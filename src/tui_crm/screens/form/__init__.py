"""Forms: records and single fields, edited."""
