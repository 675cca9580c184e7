"""The README names every verb, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.core import TyperArgument

from tui_crm import manifest
from tui_crm.cli.build import command

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
NAMED = set(re.findall(r"crm(?: --\w+ \w+)* ([a-z]+)", " ".join(re.findall(r"`+[^`]+`+", README))))
USAGES = {
    (verb, usage)
    for verb, usage in re.findall(r"`crm ([a-z][a-z ]*) ((?:[A-Z=…\[\]]+ ?)+)(?:-[^`]*)?`", README)
    if verb in manifest.verbs()
}


@pytest.mark.parametrize("verb", sorted({name.split()[0] for name in manifest.verbs()}))
def test_verb_stands_in_the_readme(verb: str) -> None:
    assert verb in NAMED


@pytest.mark.parametrize(("verb", "usage"), sorted(USAGES))
def test_usage_in_the_readme_is_that_of_the_help(verb: str, usage: str) -> None:
    arguments = []
    for param in command(verb).params:
        if isinstance(param, TyperArgument):
            words = param.display_name_raw + ("…" if param.nargs != 1 else "")
            arguments.append(words if param.required else f"[{words}]")
    assert usage.split() == arguments


def test_readme_names_no_verb_that_is_not_there() -> None:
    assert NAMED - {name.split()[0] for name in manifest.verbs()} == set()


def test_exit_statuses_stand_in_the_readme() -> None:
    from tui_crm.errors import ExitCode

    statuses = README[README.index("Exit status:") :].split("\n\n")[0]
    assert {int(n) for n in re.findall(r"\b\d+\b", statuses)} == {code.value for code in ExitCode}
