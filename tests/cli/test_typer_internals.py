"""A new version of Typer may move its private names; then it is said here which."""

from __future__ import annotations

import ast
import importlib
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import typer

import tui_crm
from tui_crm import manifest
from tui_crm.cli import typer_internals
from tui_crm.cli.build import command

SOURCES = Path(tui_crm.__file__).parent
INTERNALS = Path(typer_internals.__file__)


def private_names(path: Path) -> list[tuple[str, str]]:
    """The modules of Typer that begin with an underscore, and the names that a file takes there."""
    return [
        (node.module, alias.name)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("typer._")
        for alias in node.names
        if node.module
    ]


@pytest.mark.parametrize(("module", "name"), private_names(INTERNALS))
def test_typer_has_not_moved_what_is_private_to_it(module: str, name: str) -> None:
    try:
        getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        pytest.fail(
            f"Typer {typer.__version__} has moved {module}.{name}: "
            "cli/typer_internals.py says what it is needed for"
        )


def test_no_other_file_takes_a_private_name() -> None:
    others = [path for path in SOURCES.rglob("*.py") if path != INTERNALS]
    assert {str(path): found for path in others if (found := private_names(path))} == {}


@pytest.mark.parametrize("verb", manifest.verbs())
def test_parameters_are_of_types_that_can_be_called_with_a_value(verb: str) -> None:
    params: list[Any] = list(command(verb).params)
    kinds = {param.name: param.type_descriptor.annotation for param in params}
    plain = (str, int, bool, Path, list[str])
    others = {name: kind for name, kind in kinds.items() if kind not in plain}
    assert {n: k for n, k in others.items() if not issubclass(k, Enum)} == {}, (
        "PlainParameter in cli/command.py converts by calling the type"
    )
