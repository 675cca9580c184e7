"""Where the program keeps its files, by the customs of the system."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_APP = "tui-crm"


def expanded(path: str | Path) -> Path:
    """The path that a person means by ``~`` and ``~name``; of a name that nobody has, as it is."""
    return Path(os.path.expanduser(path))  # noqa: PTH111  Path.expanduser raises for such a name


def default_store() -> Path:
    """The store that is opened where none is named."""
    return platformdirs.user_data_path(_APP) / "crm.db"


def default_config() -> Path:
    """The settings file."""
    return platformdirs.user_config_path(_APP) / "config.toml"


def default_keymap() -> Path:
    """The file with a person's own keys."""
    return platformdirs.user_config_path(_APP) / "keys.toml"


def state_folder() -> Path:
    """The folder for crash reports and what windows remember."""
    return Path(platformdirs.user_state_path(_APP))
