"""Build Typer commands from functions: options in dataclasses, the session injected."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import typer
from typer.core import TyperCommand
from typer.main import get_command

from tui_crm import manifest
from tui_crm.cli.command import TranslatedCommand
from tui_crm.cli.session import FLAGS, Session
from tui_crm.errors import shortened
from tui_crm.i18n import t

if TYPE_CHECKING:
    from tui_crm.cli.typer_internals import Command, Context

_TYPES: Final = ("type_name", "of", "target")
"""Parameters that name a record type."""


class VerbCommand(TranslatedCommand, TyperCommand):
    """A verb with translated help, and global options also behind it."""

    allow_extra_args = True  # they are refused here, in the reader's language

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse; accept global options after the verb, except those it has itself.

        Raises:
            UsageError: there are too many words.
        """
        own = {name.lstrip("-") for param in self.params for name in param.opts}
        flags, rest = _without_globals(ctx, args, frozenset(FLAGS) - own)
        if flags:
            ctx.obj.add_flags(**flags)
        ctx.obj.settle_language()
        extra = super().parse_args(ctx, rest)
        if extra and not ctx.resilient_parsing:
            ctx.fail(t("cli.usage.extra", words=shortened(" ".join(extra))))
        return extra


def _without_globals(
    ctx: Context, args: list[str], names: frozenset[str]
) -> tuple[dict[str, str], list[str]]:
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
            ctx.obj.settle_language()
            ctx.fail(t("cli.usage.needs_value", name=word))
    return flags, rest


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
            given[session_name] = ctx.obj
            given[session_name].makes_store = makes_store
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
