"""A terminal CRM for one salesperson or a small team."""

__version__ = "0.1.0"
