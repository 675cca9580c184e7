"""Rows into the store: mapping, cleaning, matching and writing."""
