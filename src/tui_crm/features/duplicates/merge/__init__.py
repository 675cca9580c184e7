"""Merge: several records become one."""
