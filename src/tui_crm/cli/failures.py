"""Error handling of the command line: an exception becomes one sentence and an exit status."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import typer
from typer._click import exceptions as click

from tui_crm.cli.messages import tell
from tui_crm.cli.session import FLAGS
from tui_crm.errors import CrmError, ExitCode, shortened
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.cli.session import Session


class Misuse(click.UsageError):
    """A usage error whose sentence is in the catalog ``cli``."""

    def __init__(self, ctx: Any, key: str, **params: Any) -> None:
        super().__init__(key, ctx)
        self.key = key
        self.params = params


def no_such_verb(ctx: Any, word: str, known: Sequence[str]) -> Misuse:
    """The error for an unknown verb, with the closest known ones."""
    close = get_close_matches(word, known)
    if close:
        return Misuse(ctx, "usage.no_verb_but", name=word, close=", ".join(close))
    return Misuse(ctx, "usage.no_verb", name=word)


def no_verb(ctx: Any, known: Sequence[str]) -> Misuse:
    """The error for a group of verbs without a verb."""
    return Misuse(ctx, "usage.incomplete", known=", ".join(known))


def explain(error: BaseException, session: Session) -> int:
    """Write the sentence for an exception; returns the exit status."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(bool(error.code))
    if isinstance(error, BrokenPipeError) or getattr(error, "errno", None) == errno.EPIPE:
        _drop_output()
        return ExitCode.FAILED
    if session.debug:
        import traceback

        traceback.print_exception(error)
    session.settle_language()
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        tell(t("cli.interrupted"))
        return ExitCode.INTERRUPTED
    if isinstance(error, click.UsageError):
        tell(f"crm: {_misuse(error)}")
        if error.ctx is not None:
            tell(t("cli.usage.help", command=f"{_path(error.ctx)} --help"))
        return ExitCode.USAGE
    if isinstance(error, CrmError):
        tell(f"crm: {error}")
        _tell_what_was_meant(error, session)
        return error.exit_code
    if isinstance(error, UnicodeEncodeError):
        tell(f"crm: {t('cli.usage.not_text')}")
        return ExitCode.USAGE
    if isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        key = "failed.file" if error.filename else "failed.system"
        tell(f"crm: {t(f'cli.{key}', what=shortened(error.filename), why=why)}")
        _drop_output()
        return ExitCode.FAILED
    tell(f"crm: {t('cli.failed.unexpected', kind=type(error).__name__)}")
    return ExitCode.FAILED


def _tell_what_was_meant(error: CrmError, session: Session) -> None:
    from tui_crm.cli.resolve import hint

    with suppress(CrmError):
        if words := hint(session, error):
            tell(words)


def _drop_output() -> None:
    """Redirect stdout to the null device, or Python fails again when it flushes at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _path(ctx: Any) -> str:
    words = []
    while ctx is not None:
        words.append(ctx.info_name or "")
        ctx = ctx.parent
    return " ".join(reversed(words))


def _misuse(error: click.UsageError) -> str:
    match error:
        case Misuse():
            params = {name: shortened(value) for name, value in error.params.items()}
            return t(f"cli.{error.key}", to=None, **params)
        case click.MissingParameter():
            return t("cli.usage.missing", name=_name(error.param))
        case click.BadParameter():
            return t("cli.usage.value", name=_name(error.param), why=_why(error))
        case click.NoSuchOption():
            name = error.option_name
            if name.lstrip("-").partition("=")[0] in FLAGS:
                return t("cli.usage.before_verb", name=shortened(name))
            close = ", ".join(error.possibilities or ())
            key = "no_option_but" if close else "no_option"
            return t(f"cli.usage.{key}", name=shortened(name), close=close)
        case click.BadOptionUsage():
            needs = "does not take" not in error.message
            key = "needs_value" if needs else "takes_no_value"
            return t(f"cli.usage.{key}", name=shortened(error.option_name))
        case _ if "extra argument" in error.message:
            words = error.message.partition("(s) (")[2].rstrip(")")
            return t("cli.usage.extra", words=shortened(words))
        case _:
            return str(shortened(error.message))


def _name(param: Any) -> str:
    if param is None:
        return ""
    return str(param.opts[-1] if param.param_type_name == "option" else param.display_name_raw)


def _why(error: click.BadParameter) -> str:
    about = getattr(error.param, "type_descriptor", None)
    if about is not None and about.is_choice:
        return t("cli.usage.one_of", known=", ".join(str(c) for c in about.choices or ()))
    if about is not None and about.annotation in (int, float):
        return t("cli.usage.number")
    return str(shortened(error.message))
