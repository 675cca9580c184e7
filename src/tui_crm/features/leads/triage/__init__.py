"""Leads one by one: each is called, planned, converted or skipped before the next one comes."""
