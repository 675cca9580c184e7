"""The app with products installed before any screen is imported."""

from __future__ import annotations

import os

from tests.features.products.conftest import DECLARED
from tests.features.products.feature import FEATURE
from tui_crm import manifest

if os.environ.get("CRM_TEST_PRODUCTS"):
    manifest.install(FEATURE, DECLARED)

    from tests.screens.conftest import make_app, open_app  # noqa: F401
else:
    collect_ignore_glob = ["*.py"]
