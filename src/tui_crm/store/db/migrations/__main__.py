"""Write the next migration from the declarations; the words on the line are its title."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path

from tui_crm.store.db.migrate import alembic_config, upgrade
from tui_crm.store.db.migrations.head import HEAD


def main(title: str) -> None:
    """Compare the declarations with a store of the version before, and write what differs."""
    import sqlalchemy
    from alembic import command

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crm.db"
        path.touch()
        if HEAD > 1:
            upgrade(path, HEAD - 1, new=True)
        engine = sqlalchemy.create_engine("sqlite://", creator=lambda: sqlite3.connect(path))
        with engine.connect() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            command.revision(config, message=title, autogenerate=True, rev_id=f"{HEAD:04}")
        engine.dispose()


main(" ".join(sys.argv[1:]))
