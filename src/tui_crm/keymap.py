"""The key map: a preset, overridden by the user's ``keys.toml``.

The file names actions and keys::

    [record]
    convert = "X"
    clone = ["ctrl+n", "C"]
    delete = []            # no key

A key that is given to an action there is taken from those that have it by the preset and work at
the same time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from tui_crm import manifest
from tui_crm.errors import FileError, UsageError
from tui_crm.text_file import parse_toml, read_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path

    from tui_crm.manifest import Action

PRESETS: Final = ("default", "vim")

_SIGNS: Final = {
    "!": "exclamation_mark", '"': "quotation_mark", "#": "number_sign", "$": "dollar_sign",
    "%": "percent_sign", "&": "ampersand", "'": "apostrophe", "(": "left_parenthesis",
    ")": "right_parenthesis", "*": "asterisk", "+": "plus", ",": "comma", "-": "minus",
    ".": "full_stop", "/": "slash", ":": "colon", ";": "semicolon", "<": "less_than_sign",
    "=": "equals_sign", ">": "greater_than_sign", "?": "question_mark", "@": "at",
    "[": "left_square_bracket", "\\": "backslash", "]": "right_square_bracket",
    "^": "circumflex_accent", "_": "underscore", "`": "grave_accent",
    "{": "left_curly_bracket", "|": "vertical_line", "}": "right_curly_bracket", "~": "tilde",
}  # fmt: skip
_NAMED: Final = {f"f{n}" for n in range(1, 25)}.union(
    ("enter", "escape", "tab", "space", "backspace", "delete", "insert", "home", "end"),
    ("pageup", "pagedown", "up", "down", "left", "right"),
)
_SHOWN: Final = {name: sign for sign, name in _SIGNS.items()} | {
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "insert": "Ins",
}


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every action, in Textual's names."""

    keys: Mapping[str, tuple[str, ...]]

    def shown(self, action_id: str) -> str:
        """The display name of an action's first key; empty where it has none."""
        found = self.keys.get(action_id, ())
        return key_name(found[0]) if found else ""

    @property
    def different(self) -> dict[str, str]:
        """The keys that differ from the declared ones, for Textual's ``set_keymap``."""
        return {
            action.id: ",".join(self.keys[action.id]) or action.no_key
            for action in manifest.actions().values()
            if ",".join(self.keys[action.id]) != action.keys
        }


def key_name(key: str) -> str:
    """The display name of a key: ``?``, ``ctrl+z``, ``shift+↓``."""
    *modifiers, last = key.split("+")
    return "+".join([*modifiers, _SHOWN.get(last, last)])


def textual_name(character: str) -> str:
    """Textual's name for the key of an ASCII character: ``slash`` for ``/``."""
    return "space" if character == " " else _SIGNS.get(character, character)


def load(preset: str = "default", file: Path | None = None) -> Keymap:
    """Load a preset and the user's key map file, if it exists.

    Raises:
        UsageError: the preset, an action or a key is unknown, or the file, or the preset, gives one
            key to two actions that work at the same time.
        FileError: the file cannot be read.
    """
    if preset not in PRESETS:
        raise UsageError("keys.preset", name=preset, known=", ".join(PRESETS))
    keys = {action.id: _preset_keys(action, preset) for action in manifest.actions().values()}
    own: set[str] = set()
    renamed = {each.formerly: each.id for each in manifest.actions().values() if each.formerly}
    for named, value in _entries(_read(file), ""):
        action_id = renamed.get(named, named)
        if action_id not in keys:
            raise UsageError("keys.unknown_action", name=action_id)
        typed = (_key(action_id, key) for key in _listed(action_id, value))
        keys[action_id] = tuple(dict.fromkeys(typed))
        own.add(action_id)
    return Keymap(_without_conflicts(keys, own))


def _preset_keys(action: Action, preset: str) -> tuple[str, ...]:
    keys = action.keys if preset == "default" or action.vim is None else action.vim
    return tuple(key for key in keys.split(",") if key)


def _read(file: Path | None) -> Mapping[str, object]:
    if file is None:
        return {}
    try:
        return parse_toml(read_text(file))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise FileError("keys.unreadable", path=str(file), why=str(error)) from error


def _entries(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _listed(action_id: str, value: object) -> list[str]:
    wanted = [value] if isinstance(value, str) else value
    if not isinstance(wanted, list) or not all(isinstance(key, str) for key in wanted):
        raise UsageError("keys.value", name=action_id)
    return [key for key in wanted if key.strip()]


def _key(action_id: str, typed: str) -> str:
    """Textual's name for a key as written by a user: ``?`` is ``question_mark``."""
    *modifiers, last = typed.strip().split("+") if len(typed.strip()) > 1 else [typed.strip()]
    if last == "" and modifiers:  # ctrl++ ends in the key itself
        last = "+"
        modifiers = [m for m in modifiers if m]
    modifiers = [modifier.lower() for modifier in modifiers]
    name = _SIGNS.get(last, last)
    if len(name) > 1:
        name = name.lower()
    is_known = name in _NAMED or name in _SIGNS.values() or re.fullmatch(r"[^\W_]", name)
    if not is_known or not set(modifiers) <= {"ctrl", "alt", "shift", "super"}:
        raise UsageError("keys.unknown_key", key=typed, name=action_id)
    if modifiers and len(name) == 1:
        name = name.lower()
    return "+".join([*modifiers, name])


def _without_conflicts(
    keys: Mapping[str, tuple[str, ...]], own: Container[str]
) -> dict[str, tuple[str, ...]]:
    """``keys`` without those of the preset that actions with keys of the user's ``own`` took.

    Raises:
        UsageError: two actions share a key, and both have it from the user or both by the preset.
    """
    together = [set(names.split()) for each in manifest.features() for names in each.together]
    holders: dict[str, list[Action]] = {}
    for action in manifest.actions().values():
        for key in keys[action.id]:
            holders.setdefault(key, []).append(action)
    kept = dict(keys)
    for key, actions in holders.items():
        for one, other in combinations(actions, 2):
            if not (_share_a_scope(one, other, together) and _share_a_type(one, other)):
                continue
            if (one.id in own) == (other.id in own):
                raise UsageError("keys.conflict", key=key_name(key), first=one.id, second=other.id)
            loser = other.id if one.id in own else one.id
            kept[loser] = tuple(each for each in kept[loser] if each != key)
    return kept


def _share_a_scope(one: Action, other: Action, together: Sequence[set[str]]) -> bool:
    """Whether there is a screen, or one of several that stand ``together``, that both are for."""
    scopes, others = set(one.scopes), set(other.scopes)
    return not scopes.isdisjoint(others) or any(
        not scopes.isdisjoint(names) and not others.isdisjoint(names) for names in together
    )


def _share_a_type(one: Action, other: Action) -> bool:
    """Whether there is a record type that both actions are for."""
    return not one.types or not other.types or not set(one.types).isdisjoint(other.types)
