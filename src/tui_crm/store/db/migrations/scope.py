"""What Alembic may compare: the declared tables, not search indexes or people's own fields."""

from __future__ import annotations

from typing import Any


def is_declared(item: Any, name: str | None, kind: str, reflected: bool, declared: Any) -> bool:
    """Alembic's ``include_object``: leave out what is only in the store, and foreign keys.

    Of a foreign key that came with a later column SQLAlchemy does not see that it is deferred, so
    it would be found different every time.
    """
    del item
    if kind == "foreign_key_constraint":
        return False
    if not reflected or declared is not None:
        return True
    return kind not in ("table", "column") or bool(name and kind == "column" and name[:2] != "c_")
