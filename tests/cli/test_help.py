"""Every verb and every option is explained, in both languages, on any width."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from tui_crm import i18n, manifest
from tui_crm.cli.build import command
from tui_crm.cli.helptext import words_for
from tui_crm.main import app
from tui_crm.sanitize import width

if TYPE_CHECKING:
    from tests.cli.conftest import Crm

GROUPS = sorted({verb.split()[0] for verb in manifest.verbs() if " " in verb})


def params(verb: str) -> list[Any]:
    return [param for param in command(verb).params if not getattr(param, "hidden", False)]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("verb", [*manifest.verbs(), *GROUPS])
def test_every_verb_has_a_summary(verb: str, lang: i18n.Language) -> None:
    key = f"cli.{verb.replace(' ', '_')}"
    assert i18n.t(key, to=lang) != key


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("verb", manifest.verbs())
def test_every_argument_and_option_is_explained(verb: str, lang: i18n.Language) -> None:
    i18n.use(lang)
    assert [param.name for param in params(verb) if not words_for(verb, param.name)] == []


@pytest.mark.parametrize("verb", manifest.verbs())
def test_explanations_end_alike(verb: str) -> None:
    i18n.use("en")
    said = [words_for(verb, param.name) for param in params(verb)]
    assert [words for words in said if not words.endswith((".", "…"))] == []
    i18n.use("ja")
    said = [words_for(verb, param.name) for param in params(verb)]
    assert [words for words in said if words.endswith("。")] == []


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_global_options_are_explained(lang: i18n.Language) -> None:
    i18n.use(lang)
    group: Any = get_command(app)
    assert [param.name for param in group.params if not words_for("", param.name)] == []


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("verb", ["", *manifest.verbs(), *GROUPS])
def test_help_is_complete_and_fits_eighty_cells(crm: Crm, verb: str, lang: str) -> None:
    said = crm(*verb.split(), "--help", lang=lang)
    assert max(map(width, said.splitlines())) <= 80
    assert "{" not in said.replace("{0}", "")
    if verb in manifest.verbs():
        shown = {option for param in params(verb) for option in param.opts if option[0] == "-"}
        assert {option for option in shown if option not in said} == set()
    else:
        prefix = f"{verb} " if verb else ""
        names = {
            name.removeprefix(prefix).split()[0]
            for name in manifest.verbs()
            if name.startswith(prefix)
        }
        assert [name for name in names if f"  {name} " not in said] == []


def test_help_says_what_an_option_is_where_it_is_not_given(crm: Crm) -> None:
    assert "At most so many imports. Usually 50." in crm("imports", "--help")
    assert "取り込みの最大件数（省略時は50）" in crm("imports", "--help", lang="ja")
    assert "keep or clear. Usually keep." in " ".join(crm("import", "--help").split())


def test_no_explanation_is_left_over() -> None:
    root: Any = get_command(app)
    used = (
        {p.name for v in manifest.verbs() for p in params(v)}
        | {p.name for p in root.params}
        | {"help"}
    )
    shared = {key.removeprefix("option.") for key in _catalog() if key.startswith("option.")}
    assert shared - used == set()


def _catalog() -> dict[str, object]:
    path = Path(i18n.__file__).parent / "locale" / "en" / "cli.json"
    found: dict[str, object] = json.loads(path.read_text("utf-8"))
    return found
