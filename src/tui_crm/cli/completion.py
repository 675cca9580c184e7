"""Shell completion: verbs, options, and values from the store.

It reads the store that the line names, if one is there, and neither makes nor upgrades one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tui_crm.cli.typer_internals import Shells, current_shell, install_script

if TYPE_CHECKING:
    from tui_crm.cli.session import Session
    from tui_crm.cli.typer_internals import Context
    from tui_crm.store.model import RecordType, Schema

Offers = list[tuple[str, str]]


def known_shell() -> str:
    """The current shell.

    Raises:
        UsageError: it is none that can be taught.
    """
    shell = current_shell()
    if shell is None or shell not in tuple(Shells):
        from tui_crm.errors import UsageError

        raise UsageError("cli.no_shell", known=", ".join(Shells))
    return shell


def install(ctx: Context) -> None:
    """Register completion for the current shell."""
    from tui_crm.i18n import t
    from tui_crm.sanitize import visible

    shell, path = install_script(known_shell(), prog_name="crm")
    ctx.obj.settle_language()
    typer.echo(visible(t("cli.completion.installed", shell=shell, path=path)))


def any_verb(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete verbs for ``crm help``."""
    found = ctx.obj.program.shell_complete(ctx, incomplete)
    return [(item.value, item.help) for item in found]


def record_types(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete record types."""
    return [(r.key, r.label()) for r in _schema(ctx) or () if r.key.startswith(incomplete)]


def fields(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete field names in a comma-separated list."""
    record_type = _record_type(ctx)
    if record_type is None:
        return []
    done, comma, _ = incomplete.rpartition(",")
    return [(f"{done}{comma}{s.key}", s.label(record_type.key)) for s in record_type.fields]


def assignments(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete ``key=`` of writable fields, and picklist values; also in a filter."""
    record_type = _record_type(ctx)
    if record_type is None:
        return []
    key, equals, _ = incomplete.partition("=")
    before = f"{key}="
    typed = [str(word) for word in ctx.params.get("assignments") or ()]
    if not equals and typed[1:] and typed[-1] == "=":  # bash cuts words at the equals sign
        key, before = typed[-2], ""
    elif not equals:
        return [(f"{s.key}=", s.label(record_type.key)) for s in record_type.editable]
    picklist = record_type.field(key).choices if key in record_type else ""
    choices = ctx.obj.schema.choices(picklist)
    return [(before + choice.key, choice.label()) for choice in choices]


def views(ctx: typer.Context, incomplete: str) -> Offers:
    """Complete views: saved ones, then built-in ones by key."""
    from tui_crm.cli.resolve import saved_views
    from tui_crm.store.views import own_views

    schema = _schema(ctx)
    if schema is None:
        return []
    record_type = _record_type(ctx)
    saved = saved_views(ctx.obj, record_type.key if record_type else "")
    names = {view.name: view.where for view in saved}
    for each in [record_type] if record_type else schema.menu:
        for view in own_views(each):
            names.setdefault(view.key, view.label(each.key))
    return [(name, words) for name, words in names.items() if name.startswith(incomplete)]


def picklists(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete picklists."""
    from tui_crm.store.picklists import known_picklists

    schema = _schema(ctx)
    found = known_picklists(schema) if schema else ()
    return [name for name in found if name.startswith(incomplete)]


def _record_type(ctx: Context) -> RecordType | None:
    """The record type on the command line; None where none is, or the store cannot be opened."""
    from tui_crm.cli.resolve import type_key
    from tui_crm.errors import UsageError

    # An option that still lacks its value leaves the arguments unparsed.
    named = ctx.params.get("type_name") or next(iter(ctx.args), "")
    schema = _schema(ctx)
    try:
        return schema.type(type_key(schema, named)) if schema and named else None
    except UsageError:
        return None


def _schema(ctx: Context) -> Schema | None:
    """The schema of the store on the command line; None where it cannot be opened."""
    from tui_crm.errors import CrmError
    from tui_crm.store.db.migrations.head import HEAD
    from tui_crm.store.db.store import version_in

    session: Session = ctx.obj
    try:
        is_ready = version_in(session.config.store) == HEAD
        return session.open(create=False).schema if is_ready else None
    except (CrmError, OSError):
        return None
