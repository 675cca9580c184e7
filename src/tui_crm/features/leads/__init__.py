"""Leads: people and companies not yet in business with us."""
