"""A feature that the program does not have: products and their categories, as one folder.

It shows that a record type is a declaration, its words, a manifest and a migration, and no more.
"""
