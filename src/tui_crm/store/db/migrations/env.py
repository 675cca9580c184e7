"""Run by Alembic: carries the migrations out on the connection that ``migrate.py`` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from tui_crm.features import record_types  # noqa: F401  the declarations fill SQLModel.metadata
from tui_crm.store.db import tables  # noqa: F401
from tui_crm.store.db.migrations.scope import is_declared

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    include_object=is_declared,
)
context.run_migrations()
