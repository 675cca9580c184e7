"""The one registry of actions: complete, labelled, free of conflicts."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import tui_crm
from tui_crm import i18n, keymap, manifest
from tui_crm.app import CrmApp
from tui_crm.features.activities.today.screen import TodayScreen
from tui_crm.features.leads.triage.screen import TriageScreen
from tui_crm.screens.actions import bindings, find, in_scope
from tui_crm.screens.detail.screen import DetailScreen
from tui_crm.screens.list.screen import ListScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.screens.record_actions import RecordScreen
    from tui_crm.store.db.store import Store

ACTIONS = tuple(manifest.actions().values())

PLACES = "tui_crm.app", "tui_crm.screens.", "tui_crm.exchange.wizard.", "tui_crm.features."


def carriers() -> list[type[DOMNode]]:
    """Every screen and widget of the program, and the app."""
    walked = pkgutil.walk_packages(tui_crm.__path__, "tui_crm.")
    modules = [importlib.import_module(m.name) for m in walked if m.name.startswith(PLACES)]
    found = {
        each
        for module in modules
        for each in vars(module).values()
        if inspect.isclass(each)
        and issubclass(each, DOMNode)
        and each.__module__.startswith("tui_crm")
    }
    return sorted(found, key=lambda each: each.__qualname__)


def bound_ids(carrier: type[DOMNode]) -> set[str]:
    declared = carrier.__dict__.get("BINDINGS", [])
    return {b.id for b in declared if isinstance(b, Binding) and b.id}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_action_and_its_group_have_words(language: i18n.Language) -> None:
    i18n.use(language)
    missing = [action.id for action in ACTIONS if not i18n.has(action.label_key)]
    groups = {action.id.partition(".")[0] for action in ACTIONS}
    assert missing + [group for group in groups if not i18n.has(f"actions.group.{group}")] == []


def test_ids_are_unique_and_found() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert all(find(action.id) is action for action in manifest.actions().values())
    assert find("no.such") is None


def test_every_action_is_carried_out_somewhere() -> None:
    known = carriers()
    carried = set()
    for carrier in known:
        family = [each for each in known if issubclass(each, carrier)]
        for action_id in bound_ids(carrier):
            run = manifest.actions()[action_id].textual_action
            owner, _, name = re.sub(r"\(.*", "", run).rpartition(".")
            doers = [CrmApp] if owner == "app" else known if owner == "screen" else family
            if any(hasattr(each, f"action_{name}") for each in doers):
                carried.add(action_id)
    assert [action.id for action in ACTIONS if action.id not in carried] == []


def test_what_an_action_needs_is_known_to_what_carries_it_out() -> None:
    lacking = [
        f"{action.id}: {action.needs}"
        for action in ACTIONS
        if action.needs
        and not any(
            set(action.scopes) & {getattr(each, "scope", ""), *getattr(each, "scopes", ())}
            and hasattr(each, f"has_{action.needs}")
            for each in carriers()
        )
    ]
    assert lacking == []


def test_every_screen_of_records_offers_what_actions_on_them_ask_for() -> None:
    known = (ListScreen, DetailScreen, TodayScreen, TriageScreen)
    _typed: Sequence[type[RecordScreen]] = known
    acting = [each for each in ACTIONS if "screens.record_actions:" in each.call]
    assert {scope for each in acting for scope in each.scopes} == {each.scope for each in known}


def test_bindings_carry_what_the_registry_says() -> None:
    (binding,) = [b for b in bindings("list") if isinstance(b, Binding) and b.id == "list.search"]
    assert (binding.key, binding.action) == ("slash", "search")
    assert binding.description == "actions.list.search"
    assert not binding.show, "the footer is ours"


@pytest.mark.parametrize("preset", keymap.PRESETS)
def test_presets_have_no_conflict(preset: str) -> None:
    assert keymap.load(preset).keys.keys() == manifest.actions().keys()


def test_keys_of_lists_are_those_of_the_record_types(store: Store) -> None:
    shortcuts = {r.key: r.shortcut for r in store.schema.menu}
    keys = {each.key: manifest.actions()[f"go.{each.key}"].keys for each in store.schema.menu}
    assert keys == shortcuts


@pytest.mark.parametrize("scope", ["list", "detail", "today", "form"])
def test_a_screen_has_at_most_twelve_candidates_for_its_footer(scope: str) -> None:
    assert 0 < len([action for action in in_scope(scope) if action.footer]) <= 12
