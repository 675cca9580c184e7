"""The filter language, and what it compiles to."""
