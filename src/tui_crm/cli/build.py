"""Build Typer commands from functions: options in dataclasses, the session injected."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any, Final, get_type_hints

import typer
from typer.core import TyperCommand
from typer.main import get_command_from_info
from typer.models import CommandInfo

from tui_crm import manifest
from tui_crm.cli.session import FLAGS, Session
from tui_crm.cli.typer_params import as_typed

_TYPES: Final = ("type_name", "of", "target")
"""Parameters that name a record type."""


class VerbCommand(TyperCommand):
    """A verb with translated help."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters, and the help option."""
        return as_typed(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse; accept global options after the verb, except those it has itself."""
        own = {name.lstrip("-") for param in self.params for name in param.opts}
        flags, rest = _without_globals(args, frozenset(FLAGS) - own)
        if flags:
            ctx.find_root().obj.add_flags(**flags)
        parsed: list[str] = super().parse_args(ctx, rest)
        return parsed

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of this verb."""
        from tui_crm.cli.helptext import help_page

        formatter.write(help_page(ctx))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The options that begin with what was typed."""
        from tui_crm.cli.completion import options

        return options(ctx, incomplete)


def _without_globals(args: list[str], names: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    """Split the words after a verb into global options and the rest."""
    flags: dict[str, str] = {}
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            return flags, [*rest, word, *words]
        name, has_value, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or name not in names:
            rest.append(word)
        elif has_value or ((value := next(words, "")) and not value.startswith("-")):
            flags[name] = value
        else:
            from typer._click.exceptions import BadOptionUsage

            raise BadOptionUsage(word, word)
    return flags, rest


def command(verb: str) -> Any:
    """The command behind a verb; imports its module."""
    declared = manifest.verbs()[verb]
    call = flattened(manifest.load(declared.call), makes_store=declared.makes_store)
    info = CommandInfo(name=verb.split()[-1], cls=VerbCommand, callback=call, help=verb)
    return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)


def flattened(function: Callable[..., None], *, makes_store: bool = True) -> Callable[..., None]:
    """Wrap ``function`` so that its dataclass options are flat parameters, as Typer needs.

    A parameter of type ``Session`` is filled from the context; one whose type is a dataclass of
    options becomes those options. ``makes_store``: where there is no store, it makes one.
    """
    bundles: dict[str, type] = {}
    session_name = ""
    flat = [
        inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context),
    ]
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        if parameter.annotation is Session:
            session_name = parameter.name
        elif dataclasses.is_dataclass(parameter.annotation):
            bundles[parameter.name] = parameter.annotation  # type: ignore[assignment]
            flat += _options(parameter.annotation)
        else:
            flat.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    def call(ctx: typer.Context, **given: Any) -> None:
        for name, bundle in bundles.items():
            keys = [field.name for field in dataclasses.fields(bundle)]
            given[name] = bundle(**{key: given.pop(key) for key in keys})
        if session_name:
            given[session_name] = ctx.find_root().obj
            given[session_name].makes_store = makes_store
            given[session_name].settle_language()
            _settle_types(given[session_name], given)
        function(**given)

    call.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined]
    call.__annotations__ = {}
    return call


def _settle_types(session: Session, given: dict[str, Any]) -> None:
    """Resolve names of record types to keys."""
    for name in _TYPES:
        if given.get(name):
            from tui_crm.cli.resolve import type_key

            given[name] = type_key(session.schema, given[name])
    session.type_key = given.get("type_name") or given.get("of") or ""


def _options(bundle: Any) -> list[inspect.Parameter]:
    hints = get_type_hints(bundle, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=hints[field.name],
            default=field.default,
        )
        for field in dataclasses.fields(bundle)
    ]
