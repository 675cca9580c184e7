"""Deals: business that may be won from an account."""
