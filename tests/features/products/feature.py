"""The manifest of products."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature

FEATURE: Final = Feature(
    name="products",
    types=(
        "tests.features.products.model:ProductCategory",
        "tests.features.products.model:Product",
    ),
    source_programs=("tests.features.products",),
)
