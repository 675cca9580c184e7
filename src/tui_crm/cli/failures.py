"""Error handling of the command line: an exception becomes one sentence and an exit status."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING

import typer
from typer.core import TyperOption

from tui_crm.cli.messages import tell
from tui_crm.cli.session import FLAGS
from tui_crm.cli.typer_internals import (
    BadOptionUsage,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from tui_crm.errors import CrmError, ExitCode, shortened
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.cli.session import Session


def no_such_verb(word: str, known: Sequence[str]) -> str:
    """The sentence about an unknown verb, with the closest known ones."""
    close = get_close_matches(word, known)
    if close:
        return t("cli.usage.no_verb_but", name=shortened(word), close=", ".join(close))
    return t("cli.usage.no_verb", name=shortened(word))


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
    if isinstance(error, UsageError):
        tell(f"crm: {_misuse(error)}")
        if error.ctx is not None:
            tell(t("cli.usage.help", command=f"{error.ctx.command_path} --help"))
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


def _misuse(error: UsageError) -> str:
    match error:
        case MissingParameter():
            return t("cli.usage.missing", name=_name(error))
        case typer.BadParameter():
            return t("cli.usage.value", name=_name(error), why=_why(error))
        case NoSuchOption():
            name = error.option_name
            if name.lstrip("-").partition("=")[0] in FLAGS:
                return t("cli.usage.before_verb", name=shortened(name))
            close = ", ".join(error.possibilities or ())
            key = "no_option_but" if close else "no_option"
            return t(f"cli.usage.{key}", name=shortened(name), close=close)
        case BadOptionUsage():
            needs = "does not take" not in error.message
            key = "needs_value" if needs else "takes_no_value"
            return t(f"cli.usage.{key}", name=shortened(error.option_name))
        case _:
            return error.message  # a sentence from the catalog


def _name(error: typer.BadParameter) -> str:
    param = error.param
    if isinstance(param, TyperOption):
        return param.opts[-1]
    return param.display_name_raw if param is not None else ""


def _why(error: typer.BadParameter) -> str:
    if error.param is not None:
        wanted = error.param.type_descriptor
        if wanted.choices is not None:
            return t("cli.usage.one_of", known=", ".join(map(str, wanted.choices)))
        if wanted.annotation in (int, float):
            return t("cli.usage.number")
    return str(shortened(error.message))
