"""``crm config``: where the settings are, what they are, and how they are changed."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer

from tui_crm import config, paths
from tui_crm.cli.options import AsJson, Output
from tui_crm.cli.output import Column, Fact, write_object, write_rows
from tui_crm.cli.report import say
from tui_crm.cli.session import Session
from tui_crm.text import t


def _file(session: Session) -> Path:
    return session.config_file or paths.default_config()


def config_path(session: Session, as_json: AsJson = False) -> None:
    """Write where the settings file is, or would be."""
    path = _file(session)
    if as_json:
        write_object({"path": str(path), "exists": path.exists()})
    else:
        say(str(path))


def config_show(session: Session, out: Output) -> None:
    """Write the settings as they hold now."""
    columns = [Column("name", t("cli.column.setting"), 20), Column("value", t("cli.column.value"))]
    found = {field.name: getattr(session.config, field.name) for field in fields(config.Config)}
    plain = {name: str(v) if isinstance(v, Path) else v for name, v in found.items()}
    if out.json:
        write_object(plain)
        return
    shown = {True: t("cli.yes"), False: t("cli.no")}
    facts = [
        Fact(
            columns,
            {"name": name, "value": value},
            {"value": shown[value]} if isinstance(value, bool) else None,
        )
        for name, value in plain.items()
    ]
    write_rows(out.format, columns, facts)


def config_set(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="SETTING")],
    value: Annotated[str, typer.Argument(metavar="VALUE")],
    as_json: AsJson = False,
) -> None:
    """Write one setting into the settings file."""
    session.settle_language()
    path = config.set_value(session.config_file, name, value)
    if as_json:
        write_object({"path": str(path), "name": name, "value": value})
    else:
        say(t("cli.config_set.done", name=name, value=value, path=path))
