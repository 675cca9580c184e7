"""The manifests of the features: every name in them leads somewhere, and reading them is cheap."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import tui_crm
from tui_crm import i18n, keymap, manifest
from tui_crm.errors import UsageError
from tui_crm.features.program import program
from tui_crm.i18n import t
from tui_crm.manifest import Feature, Verb
from tui_crm.store.journal.hooks import Event, Hook
from tui_crm.store.model import RecordType

SOURCE = Path(tui_crm.__file__).parent
REF = re.compile(r'"(tui_crm(?:\.\w+)+:\w+)"')
HEAVY = ("textual", "typer", "sqlmodel", "sqlalchemy")


def test_every_name_leads_to_what_it_names() -> None:
    named = {ref for path in SOURCE.rglob("*.py") for ref in REF.findall(path.read_text("utf-8"))}
    named |= {each.call for each in manifest.actions().values() if each.call}
    assert len(named) > 80
    for ref in sorted(named):
        assert manifest.load(ref) is not None, ref


def test_manifests_import_nothing_heavy() -> None:
    code = "import sys; from tui_crm import manifest; manifest.verbs(); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(HEAVY) & set(ran.stdout.split())


def test_every_feature_has_a_name_of_its_own() -> None:
    names = [each.name for each in manifest.features()]
    assert len(names) == len(set(names))


def test_what_an_action_or_a_verb_stands_behind_is_there() -> None:
    for declared in (manifest.actions(), manifest.verbs()):
        behind = {each.after for each in declared.values() if each.after}
        assert behind
        assert behind <= declared.keys()


LATE = manifest.Action("late.shout", "ctrl+l", "tui_crm.app:run", "list", after="list.add")


def late_actions() -> tuple[manifest.Action, ...]:
    return (LATE,)


@pytest.fixture
def late() -> Feature:
    return Feature(
        name="late",
        actions="tests.test_manifest:late_actions",
        verbs=(Verb("shout", "tui_crm.app:run", after="list"),),
    )


def test_an_installed_feature_has_its_keys_and_verbs_until_it_is_taken_away(late: Feature) -> None:
    manifest.install(late)
    try:
        ids = list(manifest.actions())
        assert ids[ids.index("list.add") + 1] == "late.shout"
        assert keymap.load().keys["late.shout"] == ("ctrl+l",)
        verbs = list(manifest.verbs())
        assert verbs[verbs.index("list") + 1] == "shout"
    finally:
        manifest.uninstall(late)
    assert "late.shout" not in manifest.actions()
    assert "shout" not in manifest.verbs()


def test_a_key_that_two_features_want_is_refused(
    late: Feature, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = manifest.actions()["list.add"].keys
    monkeypatch.setitem(globals(), "LATE", replace(LATE, keys=taken))
    manifest.install(late)
    try:
        with pytest.raises(UsageError, match=r"list\.add"):
            keymap.load()
    finally:
        manifest.uninstall(late)


EXTRA_HOOKS = (Hook(Event.AFTER_SAVE, f"{__name__}:nothing", ("leads",)),)


def test_an_installed_feature_reaches_the_engine_until_it_is_taken_away() -> None:
    feature = Feature(name="extra", hooks=f"{__name__}:EXTRA_HOOKS")
    (extra,) = EXTRA_HOOKS
    before = program().declared
    manifest.install(feature, [RecordType(key="extras", singular="extra")])
    try:
        declared = program().declared
        assert [*declared.types] == [*before.types, "extras"]
        assert extra in declared.hooks.of(Event.AFTER_SAVE, "leads")
    finally:
        manifest.uninstall(feature)
    assert [*program().declared.types] == [*before.types]
    assert extra not in program().declared.hooks.of(Event.AFTER_SAVE, "leads")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_stands_beside_the_lists_has_a_name_and_a_key(language: i18n.Language) -> None:
    for mode in manifest.named(lambda feature: feature.modes):
        assert i18n.has(f"{mode}.place"), mode
        assert t(f"{mode}.place", to=language) != f"{mode}.place"
        assert f"go.{mode}" in manifest.actions()
