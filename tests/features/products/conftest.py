"""The program with products installed, and stores of it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Crm, home  # noqa: F401
from tests.conftest import still_clock
from tests.features.products.feature import FEATURE
from tests.features.products.model import PICKLISTS, Product, ProductCategory
from tui_crm import i18n, manifest
from tui_crm.features import program as programs
from tui_crm.features.generate import read_class
from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.db.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
USUAL = programs.program()
DECLARED = (read_class(ProductCategory), read_class(Product))
manifest.install(FEATURE, DECLARED)
PROGRAM = replace(
    programs.program(),
    picklists={**USUAL.picklists, **PICKLISTS},
    version=HEAD + 1,
    migrations=(str(HERE / "migrations"),),
)
manifest.uninstall(FEATURE)


@contextmanager
def words() -> Iterator[None]:
    """The words of the feature, in the catalogs."""
    with pytest.MonkeyPatch.context() as patch:
        for file in HERE.glob("locale/*/*.json"):
            catalog = i18n._area(file.parent.name, file.stem)
            for key, entry in json.loads(file.read_text("utf-8")).items():
                patch.setitem(catalog, key, entry)
        yield


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The feature among those of the program."""
    monkeypatch.setattr(programs, "program", lambda: PROGRAM)
    with words():
        if FEATURE in manifest.features():
            yield
            return
        manifest.install(FEATURE, DECLARED)
        yield
        manifest.uninstall(FEATURE)


@pytest.fixture(scope="session")
def blank_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of this program as it is made new."""
    path = tmp_path_factory.mktemp("blank") / "crm.db"
    with words():
        Store.open(path, PROGRAM, user="sato", clock=still_clock).close()
    return path


@pytest.fixture
def crm(store_path: Path) -> Crm:
    """The command line over the test's own store."""
    return Crm(store_path)


@pytest.fixture
def store(store_path: Path) -> Iterator[Store]:
    """The test's own store, opened."""
    with Store.open(store_path, PROGRAM, user="sato", clock=still_clock) as found:
        yield found
