"""Paths of the program's files in the platform's user directories."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_APP = "tui-crm"


def expanded(path: str | Path) -> Path:
    """Expand ``~`` and ``~name``; a path with an unknown name is returned as it is."""
    return Path(os.path.expanduser(path))  # noqa: PTH111  Path.expanduser raises for such a name


def default_store() -> Path:
    """The default store."""
    return platformdirs.user_data_path(_APP) / "crm.db"


def default_config() -> Path:
    """The settings file."""
    return platformdirs.user_config_path(_APP) / "config.toml"


def default_keymap() -> Path:
    """The user's key map file."""
    return platformdirs.user_config_path(_APP) / "keys.toml"


def state_folder() -> Path:
    """The folder for crash reports and remembered state."""
    return Path(platformdirs.user_state_path(_APP))
