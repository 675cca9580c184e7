"""Conversion: a lead becomes an account, a contact and a deal."""
