"""Run by Alembic: carries the migrations out on the connection that ``migrate.py`` hands over."""

from __future__ import annotations

from alembic import context

from tui_crm.store.db.migrations.scope import is_declared

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes.get("metadata"),
    include_object=is_declared,
)
context.run_migrations()
