"""The database: opening, migrating, backing up and checking a store."""
