"""Messages to the user on stderr: remarks, warnings and questions, translated and sanitized."""

from __future__ import annotations

import os
import sys
from typing import Any, TextIO

from tui_crm.errors import shortened
from tui_crm.i18n import t
from tui_crm.sanitize import visible


def tell(sentence: str) -> None:
    """Write a sentence to stderr."""
    sys.stderr.write(visible(sentence, multiline=True) + "\n")


def remark(key: str, /, **params: Any) -> None:
    """Write the message ``key`` of the catalog ``cli``."""
    tell(_sentence(key, params))


def warn(key: str, /, **params: Any) -> None:
    """Write the message ``key`` as a warning."""
    tell(t("cli.warning", sentence=_sentence(key, params)))


def _sentence(key: str, params: dict[str, Any]) -> str:
    return t(f"cli.{key}", to=None, **{name: shortened(value) for name, value in params.items()})


def is_terminal(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def may_colour(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal that may get escape sequences (NO_COLOR, TERM=dumb)."""
    is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return is_terminal(stream) and not is_plain


def can_ask() -> bool:
    """Whether the program runs interactively, so that it can ask."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def agrees(key: str, /, **params: Any) -> bool:
    """Ask a yes/no question on stderr; anything but a clear yes is no."""
    from tui_crm.language.fold import fold

    question = visible(_sentence(key, params), multiline=True)
    sys.stderr.write(f"{question} {t('cli.ask.choices')} ")
    sys.stderr.flush()
    return fold(sys.stdin.readline().strip()) in ("y", "yes", "はい", "h")
