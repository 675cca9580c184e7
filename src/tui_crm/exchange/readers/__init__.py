"""Files as rows: every format that tables, workbooks and contact cards come in."""
