"""The team: its users, and what they agreed on."""
