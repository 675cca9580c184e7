"""Shell completion: verbs, options, and values from the store.

It reads the store that the line names, if one is there, and neither makes nor upgrades one.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from tui_crm.cli.typer_internals import Shells, current_shell, install_script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.cli.session import Session
    from tui_crm.cli.typer_internals import Context
    from tui_crm.store.model import FieldSpec, RecordType, Schema

Offers = list[tuple[str, str]]


def install(ctx: Context) -> None:
    """Register completion for the current shell.

    Raises:
        UsageError: it is none that can be taught.
    """
    from tui_crm.errors import UsageError
    from tui_crm.i18n import t
    from tui_crm.sanitize import visible

    ctx.obj.settle_language()
    shell = current_shell()
    if shell is None or shell not in tuple(Shells):
        raise UsageError("cli.no_shell", known=", ".join(Shells))
    name, path = install_script(shell, prog_name="crm")
    typer.echo(visible(t("cli.completion.installed", shell=name, path=path)))


def any_verb(incomplete: str) -> Offers:
    """Complete verbs for ``crm help``."""
    from tui_crm.cli.helptext import summary
    from tui_crm.cli.verbs import names_under

    return [(n, summary(n)) for n in names_under("") if n.startswith(incomplete)]


def record_types(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete record types."""
    with _schema(ctx) as schema:
        return [(r.key, r.label()) for r in schema or () if r.key.startswith(incomplete)]


def fields(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete field names in a comma-separated list."""
    done, comma, _ = incomplete.rpartition(",")
    with _schema(ctx) as schema:
        record_type = _record_type(ctx, schema)
        if record_type is None:
            return []
        return [(f"{done}{comma}{s.key}", s.label(record_type.key)) for s in record_type.fields]


def assignments(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete ``key=`` of writable fields, and picklist values; also in a filter."""
    with _schema(ctx) as schema:
        record_type = _record_type(ctx, schema)
        if record_type is None or schema is None:
            return []
        key, has_value, _ = incomplete.partition("=")
        typed = [str(word) for word in ctx.params.get("assignments") or ()]
        if not has_value and typed[1:] and typed[-1] == "=":  # bash cuts words at the equals sign
            return [(c, words) for c, words in _values(schema, record_type, typed[-2]) if c]
        if has_value:
            return [(f"{key}={c}", words) for c, words in _values(schema, record_type, key)]
        return [(f"{s.key}=", s.label(record_type.key)) for s in record_type.editable]


def views(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete views: saved ones, then built-in ones by key."""
    from tui_crm.cli.resolve import saved_views
    from tui_crm.store.views import own_views

    with _schema(ctx) as schema:
        if schema is None:
            return []
        record_type = _record_type(ctx, schema)
        keys = [record_type.key] if record_type else [each.key for each in schema.menu]
        saved = saved_views(ctx.obj, record_type.key if record_type else "")
        names = {view.name: view.where for view in saved}
        for key in keys:
            for view in own_views(schema.type(key)):
                names.setdefault(view.key, view.label(key))
        return [(name, words) for name, words in names.items() if name.startswith(incomplete)]


def picklists(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete picklists."""
    from tui_crm.store.picklists import known_picklists

    with _schema(ctx) as schema:
        found = known_picklists(schema) if schema else []
        return [name for name in found if name.startswith(incomplete)]


def _values(schema: Schema, record_type: RecordType, key: str) -> Offers:
    if key not in record_type:
        return []
    spec: FieldSpec = record_type.field(key)
    return [(choice.key, choice.label()) for choice in schema.choices(spec.choices)]


def _record_type(ctx: Context, schema: Schema | None) -> RecordType | None:
    from tui_crm.errors import UsageError

    # An option that still lacks its value leaves the arguments unparsed.
    named = ctx.params.get("type_name") or next(iter(ctx.args), "")
    from tui_crm.cli.resolve import type_key

    try:
        return schema.type(type_key(schema, named)) if schema and named else None
    except UsageError:
        return None


@contextmanager
def _schema(ctx: Context) -> Iterator[Schema | None]:
    """The schema of the store on the command line; None where it cannot be opened."""
    from tui_crm.errors import CrmError
    from tui_crm.store.db.migrations.head import HEAD
    from tui_crm.store.db.store import version_in

    session: Session = ctx.obj
    try:
        is_ready = version_in(session.config.store) == HEAD
        schema = session.open(create=False).schema if is_ready else None
    except (CrmError, OSError):
        schema = None
    yield schema
