"""Write the next migration: what the declarations want and the last version of a store lacks.

``python -m tui_crm.features.new_migration "What it does"`` writes the file and raises ``HEAD``.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy
from alembic import command
from alembic.autogenerate import renderers
from alembic.operations import ops
from alembic.script import Script
from sqlmodel import SQLModel

from tui_crm.features.generate import record_classes
from tui_crm.features.program import program
from tui_crm.store.db.migrate import alembic_config, upgrade
from tui_crm.store.db.migrations import operations
from tui_crm.store.declaration import SPEC
from tui_crm.store.record_base import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui_crm.store.registry import Program

_OF_ALL: Final = frozenset(Record.model_fields)
_OURS: Final = ("add_link", "add_picklists", "create_record_type", "link")


class _Step(ops.MigrateOperation):
    """A call of one of our own operations, as it is written."""

    def __init__(self, text: str) -> None:
        self.text = text


@renderers.dispatch_for(_Step)
def _render(_context: object, step: _Step) -> str:
    return step.text


def write_migration(title: str, program: Program, folder: Path) -> Path | None:
    """Write the step from the version of ``program`` to the next into ``folder``; the new file.

    None, and nothing is written, where the declarations want nothing that a store lacks.
    """
    from tui_crm.store.db import tables  # noqa: F401  the declarations fill the metadata

    record_classes()
    number = f"{program.version + 1:04}"
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "crm.db"
        path.touch()
        upgrade(path, program, program.version, new=True)
        engine = sqlalchemy.create_engine("sqlite://", creator=lambda: sqlite3.connect(path))
        with engine.connect() as connection:
            script = command.revision(
                _config(program, folder, connection),
                message=title,
                autogenerate=True,
                rev_id=number,
                version_path=str(folder),
                process_revision_directives=_use_our_operations,
            )
        engine.dispose()
    if not isinstance(script, Script):  # a list of none
        return None
    made = Path(script.path)
    made.write_text(_tidied(made.read_text("utf-8")), "utf-8")
    return made


def _tidied(text: str) -> str:
    """A migration without Alembic's remarks, with the imports that it uses and no others."""
    text = "".join(line for line in text.splitlines(keepends=True) if " ### " not in line)
    ours = [name for name in _OURS if re.search(rf"\b{name}\(", text)]
    if ours:
        line = f"from {operations.__name__} import {', '.join(ours)}\n"
        text = text.replace("from alembic import op\n", f"from alembic import op\n\n{line}")
    return text if re.search(r"\bsa\.", text) else text.replace("import sqlalchemy as sa\n", "")


def _config(program: Program, folder: Path, connection: sqlalchemy.Connection) -> Any:
    folders = tuple(dict.fromkeys((*program.migrations, str(folder))))
    config = alembic_config(replace(program, migrations=folders))
    config.attributes.update(connection=connection, metadata=SQLModel.metadata)
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("truncate_slug_length", "80")
    return config


def _use_our_operations(_context: object, _revision: object, directives: list[Any]) -> None:
    (script,) = directives
    found = script.upgrade_ops.ops
    lists = ", ".join(f'"{name}"' for name in _new_picklists(set(_new_columns(found))))
    script.upgrade_ops.ops = list(_rewritten(found, set()))
    if lists:
        script.upgrade_ops.ops.append(_Step(f"add_picklists({lists})"))
    script.downgrade_ops.ops = []
    if not script.upgrade_ops.ops:
        directives.clear()


def _new_columns(found: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The columns that steps make, each with its table."""
    for operation in found:
        if isinstance(operation, ops.ModifyTableOps):
            yield from _new_columns(operation.ops)
        elif isinstance(operation, ops.CreateTableOp):
            columns = SQLModel.metadata.tables[operation.table_name].columns
            yield from ((operation.table_name, name) for name in columns.keys())  # noqa: SIM118
        elif isinstance(operation, ops.AddColumnOp):
            yield operation.table_name, operation.column.name


def _new_picklists(columns: set[tuple[str, str]]) -> list[str]:
    """The picklists that are chosen from in those columns and in no others."""
    new, old = dict[str, None](), set[str]()
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            spec = column.info.get(SPEC)
            if spec is not None and spec.choices:
                if (table.name, column.name) in columns:
                    new[spec.choices] = None
                else:
                    old.add(spec.choices)
    return [name for name in new if name not in old]


def _rewritten(found: Iterable[Any], made: set[str]) -> Iterator[Any]:
    """Steps, with our own operations where there are some; ``made`` are indexes that these make."""
    for operation in found:
        if isinstance(operation, ops.CreateTableOp):
            table = SQLModel.metadata.tables[operation.table_name]
            is_record_type = set(table.columns.keys()) >= _OF_ALL
            if is_record_type:
                made |= _index_names(table)
            yield _Step(_creation(table)) if is_record_type else operation
        elif isinstance(operation, ops.ModifyTableOps):
            yield from _rewritten(operation.ops, made)
        elif isinstance(operation, ops.AddColumnOp):
            table = SQLModel.metadata.tables[operation.table_name]
            target = _target(table.columns[operation.column.name])
            if target:
                made.add(f"{table.name}_{operation.column.name}")
                names = f'"{table.name}", "{operation.column.name}", "{target}"'
                yield _Step(f"add_link(op, {names})")
            else:
                yield operation
        elif not isinstance(operation, ops.CreateIndexOp) or operation.index_name not in made:
            yield operation


def _creation(table: sqlalchemy.Table) -> str:
    own = [column for column in table.columns if column.name not in _OF_ALL]
    columns = [
        f'link("{column.name}", "{target}")'
        if (target := _target(column))
        else f'sa.Column("{column.name}", sa.{column.type!r})'
        for column in own
    ]
    ranked = ["is_ranked=True"] if f"{table.name}_rank" in _names(table) else []
    arguments = ["op", f'"{table.name}"', *columns, *ranked]
    return "\n".join(["create_record_type(", *(f"    {each}," for each in arguments), ")"])


def _target(column: sqlalchemy.Column[Any]) -> str:
    """The record type that a column links to; empty for any other column."""
    return next((key.target_fullname.split(".")[0] for key in column.foreign_keys), "")


def _index_names(table: sqlalchemy.Table) -> set[str]:
    """The indexes that ``create_record_type`` makes."""
    links = {f"{table.name}_{column.name}" for column in table.columns if _target(column)}
    usual = {f"{table.name}_{name}" for name in ("external_id", "order", "rank")}
    return (links | usual) & _names(table)


def _names(table: sqlalchemy.Table) -> set[str]:
    return {str(index.name) for index in table.indexes}


def main(title: str) -> None:
    """Write the next migration of this program, if there is anything to migrate."""
    home = Path(operations.__file__).parent
    made = write_migration(title, program(), home / "versions")
    if made is None:
        sys.exit("Nothing to migrate: the declarations want nothing that the store lacks.")
    head = home / "head.py"
    line = f"HEAD: Final = {program().version + 1}"
    text = re.sub(r"^HEAD: Final = \d+", line, head.read_text("utf-8"), flags=re.MULTILINE)
    head.write_text(text, "utf-8")
    print(made)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
