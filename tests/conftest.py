"""A store for every test, a clock that stands still, and one language at a time."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tui_crm import i18n
from tui_crm.features import program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tui_crm.store.db.store import Store

# A busy machine is not a bug; and a check before landing is the same check every time.
settings.register_profile(
    "ours",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ours")

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
"""Saturday 21 November 2026, noon in Tokyo."""


def still_clock() -> datetime:
    """The time in every test."""
    return NOON


@pytest.fixture(scope="session")
def blank_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store as it is made new; tests copy it, because making one takes half a second."""
    path = tmp_path_factory.mktemp("blank") / "crm.db"
    program.open_store(path, user="sato", clock=still_clock).close()
    return path


@pytest.fixture
def store_path(blank_store: Path, tmp_path: Path) -> Path:
    """Where the test's own store lies, new and empty."""
    path = tmp_path / "store" / "crm.db"
    path.parent.mkdir(mode=0o700)
    shutil.copyfile(blank_store, path)
    path.chmod(0o600)
    return path


@pytest.fixture
def open_store(store_path: Path) -> Iterator[Callable[..., Store]]:
    """Open the test's own store, as somebody; twice for two windows."""
    opened: list[Store] = []

    def open_as(user: str = "sato") -> Store:
        opened.append(program.open_store(store_path, user=user, clock=still_clock))
        return opened[-1]

    yield open_as
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    """The test's own store, new and empty, opened by ``sato``."""
    return open_store()


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tests read English in Tokyo time unless they say otherwise."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    i18n.use("en")
    yield
    i18n.use("en")
