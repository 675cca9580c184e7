"""Accounts: companies, and their branches."""
