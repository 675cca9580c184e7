"""Translated help pages, wrapped to the width of the terminal."""

from __future__ import annotations

import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from typer.core import TyperArgument, TyperOption

from tui_crm import manifest
from tui_crm.cli.verbs import names_under
from tui_crm.i18n import has, t
from tui_crm.sanitize import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_crm.cli.typer_internals import Context

_WIDEST: Final = 100
_SHARED: Final = "option"
_FORBIDDEN_AT_START: Final = "、。，．）」』】〕・：；！？ー…,.)"


def verb_of(ctx: Context) -> str:
    """The id of the verb in a context; empty for the program itself."""
    return ctx.command_path.removeprefix(ctx.find_root().command_path).strip()


def words_for(verb: str, option: str) -> str:
    """The help of an option: that of this verb, or the shared one."""
    for key in (f"cli.{verb.replace(' ', '_')}.{option}", f"cli.{_SHARED}.{option}"):
        if has(key):
            return t(key)
    return ""


def summary(verb: str) -> str:
    """The one-line summary of a verb."""
    return t(f"cli.{verb.replace(' ', '_') or 'crm'}")


def help_page(ctx: Context) -> str:
    """The help page of a verb, of a group or of the program."""
    ctx.obj.settle_language()
    verb = verb_of(ctx)
    parts = [f"{t('cli.help.usage')} {_usage(ctx)}", _folded(summary(verb), 2)]
    more = f"cli.{verb.replace(' ', '_') or 'crm'}.more"
    if has(more):
        parts.append("\n".join(_folded(line, 2) for line in t(more).split("\n")))
    parts += _parameters(ctx, verb)
    if verb not in manifest.verbs():
        prefix = f"{verb} " if verb else ""
        rows = [(name, summary(prefix + name)) for name in names_under(prefix)]
        parts.append(_section(t("cli.help.verbs"), rows))
    return "\n\n".join(parts) + "\n"


def explain_options(ctx: Context) -> None:
    """Give the options of a command their help, for shells that show it beside what they offer."""
    ctx.obj.settle_language()
    for param in ctx.command.get_params(ctx):
        if isinstance(param, TyperOption):
            param.help = words_for(verb_of(ctx), param.name)


def _usage(ctx: Context) -> str:
    pieces = [ctx.command_path, t("cli.help.options_mark")]
    for param in ctx.command.params:
        if isinstance(param, TyperArgument):
            name = param.display_name_raw + ("…" if param.nargs != 1 else "")
            pieces.append(name if param.required else f"[{name}]")
    if verb_of(ctx) not in manifest.verbs():
        pieces.append(t("cli.help.verb_mark"))
    return " ".join(pieces)


def _parameters(ctx: Context, verb: str) -> Iterator[str]:
    arguments, options = [], []
    for param in ctx.command.get_params(ctx):
        if isinstance(param, TyperArgument) and not param.hidden:
            arguments.append((param.display_name_raw, words_for(verb, param.name)))
        elif isinstance(param, TyperOption) and not param.hidden:
            options.append((_declared(param), words_for(verb, param.name)))
    for title, rows in (("arguments", arguments), ("options", options)):
        if rows:
            yield _section(t(f"cli.help.{title}"), rows)


def _declared(option: TyperOption) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    return names if option.is_flag else f"{names} {option.metavar or option.name.upper()}"


def _section(title: str, rows: Sequence[tuple[str, str]]) -> str:
    left = min(max(width(name) for name, _ in rows), 30) + 4
    lines = [f"{title}:"]
    for name, words in rows:
        text = _folded(words, left)
        head = f"  {name}"
        if width(head) + 2 > left:
            lines.append(f"{head}\n{text}".rstrip())
        else:
            lines.append((head + " " * (left - width(head)) + text.lstrip()).rstrip())
    return "\n".join(lines)


def _folded(text: str, indent: int) -> str:
    """Wrap ``text``, indented.

    English breaks at blanks; Japanese breaks anywhere but before a closing mark.
    """
    limit = _columns() - indent
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line) + width(piece.rstrip()) > limit:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return "\n".join(" " * indent + found for found in [*lines, line.rstrip()])


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for position, char in enumerate(text):
        piece += char
        following = text[position + 1 : position + 2]
        is_breakable = char == " " or not (char + following).isascii()
        if is_breakable and following not in _FORBIDDEN_AT_START + " ":
            yield piece
            piece = ""
    if piece:
        yield piece


def _columns() -> int:
    return min(get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else 80
