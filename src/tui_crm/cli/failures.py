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
    close = ", ".join(get_close_matches(word, known))
    return t(f"cli.usage.no_verb{'_but' if close else ''}", name=shortened(word), close=close)


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
        from tui_crm.cli.resolve import hint

        with suppress(CrmError):
            if words := hint(session, error):
                tell(words)
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


def _drop_output() -> None:
    """Redirect stdout to the null device, or Python fails again when it flushes at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _misuse(error: UsageError) -> str:
    match error:
        case MissingParameter():
            return t("cli.usage.missing", name=_name(error))
        case typer.BadParameter():
            known = error.message  # the choices, where there are any
            why = t("cli.usage.one_of", known=known) if known else t("cli.usage.number")
            return t("cli.usage.value", name=_name(error), why=why)
        case NoSuchOption() if error.option_name.lstrip("-") not in FLAGS:
            close = ", ".join(error.possibilities or ())
            key = f"cli.usage.no_option{'_but' if close else ''}"
            return t(key, name=shortened(error.option_name), close=close)
        case NoSuchOption() | BadOptionUsage():
            key = "takes_no_value" if "does not take" in error.message else "needs_value"
            return t(f"cli.usage.{key}", name=shortened(error.option_name))
        case _:
            return error.message  # a sentence from the catalog


def _name(error: typer.BadParameter) -> str:
    param = error.param
    if isinstance(param, TyperOption):
        return param.opts[0]
    return param.display_name_raw if param is not None else ""
