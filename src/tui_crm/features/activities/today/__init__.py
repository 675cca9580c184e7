"""Today: a person's schedule."""
