"""The README names every verb, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tui_crm import manifest

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
NAMED = set(re.findall(r"crm(?: --\w+ \w+)* ([a-z]+)", " ".join(re.findall(r"`+[^`]+`+", README))))


@pytest.mark.parametrize("verb", sorted({name.split()[0] for name in manifest.verbs()}))
def test_verb_stands_in_the_readme(verb: str) -> None:
    assert verb in NAMED


def test_readme_names_no_verb_that_is_not_there() -> None:
    assert NAMED - {name.split()[0] for name in manifest.verbs()} == set()


def test_exit_statuses_stand_in_the_readme() -> None:
    from tui_crm.errors import ExitCode

    statuses = README[README.index("Exit status:") :].split("\n\n")[0]
    assert {int(n) for n in re.findall(r"\b\d+\b", statuses)} == {code.value for code in ExitCode}
