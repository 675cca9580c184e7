"""Build Typer commands from functions: options in dataclasses, the session injected."""

from __future__ import annotations

import inspect
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperCommand
from typer.main import get_command

from tui_crm import manifest
from tui_crm.cli.command import TranslatedCommand
from tui_crm.cli.session import Session
from tui_crm.errors import shortened
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.cli.typer_internals import Command, Context

_TYPES: Final = ("type_name", "of", "target")
"""Parameters that name a record type."""


class VerbCommand(TranslatedCommand, TyperCommand):
    """A verb; words too many are refused in the reader's language."""

    allow_extra_args = True

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the words after the verb.

        Raises:
            UsageError: there are too many.
        """
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(t("cli.usage.extra", words=shortened(" ".join(extra))))
        return extra


def command(verb: str) -> Command:
    """The command behind a verb; imports its module."""
    declared = manifest.verbs()[verb]
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    call = flattened(manifest.load(declared.call), makes_store=declared.makes_store)
    app.command(verb.split()[-1], cls=VerbCommand)(call)
    return get_command(app)


def flattened(function: Callable[..., None], *, makes_store: bool = True) -> Callable[..., None]:
    """Wrap ``function`` so that its dataclass options are flat parameters, as Typer needs.

    A parameter of type ``Session`` is filled from the context; one whose type is a dataclass of
    options becomes those options. ``makes_store``: where there is no store, it makes one.
    """
    bundles: dict[str, tuple[Any, list[str]]] = {}
    flat = [inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)]
    session_name = ""
    for parameter in _parameters(function):
        if parameter.annotation is Session:
            session_name = parameter.name
        elif is_dataclass(parameter.annotation):
            options = _parameters(parameter.annotation)
            bundles[parameter.name] = parameter.annotation, [each.name for each in options]
            flat += options
        else:
            flat.append(parameter)

    def call(ctx: typer.Context, **given: Any) -> None:
        for name, (bundle, keys) in bundles.items():
            given[name] = bundle(**{key: given.pop(key) for key in keys})
        if session_name:
            given[session_name] = ctx.obj
            ctx.obj.makes_store = makes_store
            _settle_types(ctx.obj, given)
        function(**given)

    call.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined]
    call.__annotations__ = {}
    return call


def _parameters(function: Any) -> list[inspect.Parameter]:
    found = inspect.signature(function, eval_str=True).parameters.values()
    return [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in found]


def _settle_types(session: Session, given: dict[str, Any]) -> None:
    """Resolve names of record types to keys."""
    for name in _TYPES:
        if given.get(name):
            from tui_crm.cli.resolve import type_key

            given[name] = type_key(session.schema, given[name])
    session.type_key = given.get("type_name") or given.get("of") or ""
