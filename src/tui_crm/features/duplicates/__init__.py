"""Duplicates: records that are probably one."""
