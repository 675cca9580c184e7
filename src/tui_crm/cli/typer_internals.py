"""What the command line takes from Typer's private modules: all of it, and why.

Typer carries its own copy of click, whose classes it raises and hands to overridden methods but
exports in part. A test tells by name which of these a new version of Typer has moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# The bases of commands and of parameters, for what verbs and groups, options and arguments share.
from typer._click.core import Command as Command
from typer._click.core import Parameter as Parameter

# Of the usage errors, Typer exports BadParameter alone; each gets its sentence from the catalog.
from typer._click.exceptions import BadOptionUsage as BadOptionUsage
from typer._click.exceptions import MissingParameter as MissingParameter
from typer._click.exceptions import NoSuchOption as NoSuchOption
from typer._click.exceptions import UsageError as UsageError

# What a group offers for completion; Typer's own list would import every verb for its summary.
from typer._click.shell_completion import CompletionItem as CompletionItem

# Typer registers the shells only together with its own two options, which answer in English.
from typer._completion_classes import completion_init as register_shells

# Installing a completion script; Typer's option does it, and reports it in English.
from typer._completion_shared import Shells as Shells
from typer._completion_shared import _get_shell_name as current_shell
from typer._completion_shared import install as install_script

if TYPE_CHECKING:
    # The types in the signatures of the methods that are overridden.
    from typer._click.core import Context as Context
    from typer._click.formatting import HelpFormatter as HelpFormatter

__all__ = ("current_shell", "install_script", "register_shells")
