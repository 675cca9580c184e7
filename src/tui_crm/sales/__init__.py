"""What selling means: convert, find duplicates, merge, plan. No SQL, no screen."""
