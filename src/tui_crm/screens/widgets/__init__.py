"""What screens are made of: lists, forms and lines that know dataclasses, never the store."""
