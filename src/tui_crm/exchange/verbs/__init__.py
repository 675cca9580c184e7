"""The verbs that read and write files."""
