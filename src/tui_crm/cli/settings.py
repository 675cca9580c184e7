"""``crm config`` and ``crm keys``: show and change settings, list the key map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tui_crm import config, keymap, manifest, paths
from tui_crm.cli.messages import warn
from tui_crm.cli.options import AsJson, Output
from tui_crm.cli.output import OutputColumn, PlainRow, write_object, write_rows
from tui_crm.cli.report import say
from tui_crm.cli.session import Session
from tui_crm.errors import CrmError
from tui_crm.i18n import t


def list_keys(session: Session, out: Output) -> None:
    """List every action with its keys, as the settings and the user's key map have it."""
    found = keymap.load(session.config.keys, paths.default_keymap())
    columns = [
        OutputColumn("keys", t("cli.column.keys"), 20),
        OutputColumn("label", t("cli.column.label"), 30),
        OutputColumn("where", t("cli.column.where"), 24, priority=2),
        OutputColumn("id", t("cli.column.action"), 24, priority=3),
    ]
    facts = []
    for action in manifest.actions().values():
        keys = [keymap.key_name(key) for key in found.keys.get(action.id, ())]
        data = {
            "id": action.id,
            "keys": keys,
            "label": t(action.label_key),
            "where": list(action.scopes),
        }
        facts.append(PlainRow(columns, data, {"keys": "  ".join(keys)}))
    write_rows(out.format, columns, facts)


def config_path(session: Session, out: Output) -> None:
    """List the paths of settings, key map and store."""
    named = session.config_file or paths.default_config()
    found = {"settings": named, "keys": paths.default_keymap()}
    try:
        found["store"] = session.config.store
    except CrmError as error:  # a broken settings file must be found to be mended
        warn("config_path.broken", why=error)
    columns = [
        OutputColumn("name", t("cli.column.what"), 12),
        OutputColumn("path", t("cli.column.file")),
    ]
    facts = [
        PlainRow(
            columns,
            {"name": name, "path": str(path), "exists": path.exists()},
            {"name": t(f"cli.config_path.{name}")},
        )
        for name, path in found.items()
    ]
    write_rows(out.format, columns, facts)


def config_show(session: Session, out: Output) -> None:
    """List the settings in effect."""
    columns = [
        OutputColumn("name", t("cli.column.setting"), 20),
        OutputColumn("value", t("cli.column.value")),
    ]
    found = {name: getattr(session.config, name) for name in config.SETTINGS}
    found["currency"] = _currency(session)
    plain = {name: str(v) if isinstance(v, Path) else v for name, v in found.items()}
    if out.json:
        write_object(plain)
        return
    shown = {True: t("cli.yes"), False: t("cli.no")}
    facts = [
        PlainRow(
            columns,
            {"name": name, "value": value},
            {"value": shown[value]} if isinstance(value, bool) else None,
        )
        for name, value in plain.items()
    ]
    write_rows(out.format, columns, facts)


def _currency(session: Session) -> str:
    """The default currency: of the settings, of the store, or of a new store."""
    settings = session.config
    if settings.currency or not settings.store.exists():
        return settings.usual_currency
    try:
        return session.open(create=False).currency
    except CrmError as error:  # a store that cannot be opened keeps nobody from the settings
        warn("config_path.broken", why=error)
        return settings.usual_currency


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
