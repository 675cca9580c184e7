"""Where the program keeps its files, by the customs of the system."""

from __future__ import annotations

from pathlib import Path

import platformdirs

_APP = "tui-crm"


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
