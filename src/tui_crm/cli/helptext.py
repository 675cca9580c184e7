"""Translated help pages, wrapped to the width of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperGroup, TyperOption

from tui_crm.i18n import has, t
from tui_crm.sanitize import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.cli.typer_internals import Context


def verb_of(ctx: Context) -> str:
    """The id of the verb in a context; empty for the program itself."""
    return ctx.command_path.removeprefix(ctx.find_root().command_path).strip()


def words_for(verb: str, option: str) -> str:
    """The help of an option: that of this verb, or the shared one."""
    keys = (f"cli.{verb.replace(' ', '_')}.{option}", f"cli.option.{option}")
    return next((t(key) for key in keys if has(key)), "")


def summary(verb: str) -> str:
    """The one-line summary of a verb."""
    return t(f"cli.{verb.replace(' ', '_') or 'crm'}")


def help_page(ctx: Context, cells: int) -> str:
    """The help page of a verb, of a group or of the program, ``cells`` wide."""
    ctx.obj.settle_language()
    verb = verb_of(ctx)
    usage = [t("cli.help.usage"), ctx.command_path, t("cli.help.options_mark")]
    arguments, options, verbs = [], [], []
    for param in ctx.command.get_params(ctx):
        if isinstance(param, TyperArgument):
            name = param.display_name_raw + ("…" if param.nargs != 1 else "")
            usage.append(name if param.required else f"[{name}]")
            arguments.append((param.display_name_raw, words_for(verb, param.name)))
        elif isinstance(param, TyperOption):
            name = ", ".join([*param.opts, *param.secondary_opts])
            name += "" if param.is_flag else f" {param.metavar}"
            words = words_for(verb, param.name)
            if not param.is_flag and param.default not in (None, ""):
                words = t("cli.help.default", words=words, value=param.default)
            options.append((name, words))
    if isinstance(ctx.command, TyperGroup):
        names = ctx.command.list_commands(ctx)
        verbs = [(name, summary(f"{verb} {name}".strip())) for name in names]
        usage.append(t("cli.help.verb_mark"))
    more = f"cli.{verb.replace(' ', '_') or 'crm'}.more"
    parts = [
        " ".join(usage),
        _indented(summary(verb), 2, cells),
        _indented(t(more), 2, cells) if has(more) else "",
        _section("arguments", arguments, cells),
        _section("options", options, cells),
        _section("verbs", verbs, cells),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _section(title: str, rows: Sequence[tuple[str, str]], cells: int) -> str:
    if not rows:
        return ""
    left = min(max(width(name) for name, _ in rows), 30) + 4
    lines = [t(f"cli.help.{title}") + ":"]
    for name, words in rows:
        text = _indented(words, left, cells)
        head = f"  {name}".ljust(left)
        lines.append(head + text[left:] if len(head) == left else f"{head}\n{text}")
    return "\n".join(lines)


def _indented(text: str, indent: int, cells: int) -> str:
    return "\n".join(" " * indent + line for line in wrapped(text, cells - indent))
