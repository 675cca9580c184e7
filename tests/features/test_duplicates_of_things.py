"""Records that are neither people nor companies are compared by their codes and titles."""

from __future__ import annotations

import pytest

from tui_crm.features.duplicates.record_features import RecordFeatures
from tui_crm.features.duplicates.scoring import POSSIBLE, SURE, compare_things
from tui_crm.store.match_keys import KeyMaker
from tui_crm.store.model import SYSTEM_FIELDS, FieldSpec, Kind, RecordType

MACHINE = RecordType(
    key="machines",
    singular="machine",
    fields=(FieldSpec("name", Kind.TEXT), FieldSpec("serial", Kind.TEXT), *SYSTEM_FIELDS),
    title=(("name",),),
    identity=(("external_id",), ("serial",)),
    duplicates_among=("machines",),
)


def features(name: str | None, serial: str | None) -> RecordFeatures:
    return RecordFeatures(KeyMaker(MACHINE), {"name": name, "serial": serial, "title": name}, "")


def test_keys_are_made_of_the_title_and_of_what_an_import_knows_a_record_by() -> None:
    keys = KeyMaker(MACHINE).keys({"name": "旋盤 ＮＣ-2", "serial": "ab-1 2", "external_id": "x"})
    assert sorted(key[0] for key in keys) == ["i", "t"]
    assert keys == KeyMaker(MACHINE).keys({"name": "旋盤NC2", "serial": "AB12"})


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        (("旋盤 NC-2", "AB-12"), ("旋盤NC2", "ab12"), 0.95, 1.0),
        (("旋盤 NC-2", "AB-12"), ("フライス盤", "ab12"), SURE, 0.95),
        (("旋盤 NC-2", None), ("旋盤NC2", "ab12"), SURE, 0.95),
        (("旋盤 NC-2", "AB-13"), ("旋盤NC2", "ab12"), POSSIBLE, SURE),
        (("Turning lathe", None), ("Turnin lathe", None), POSSIBLE, SURE),
        (("Turning lathe", "1"), ("Turnin lathe", "2"), 0.0, POSSIBLE),
        (("Turning lathe", None), ("Milling machine", None), 0.0, 0.1),
    ],
)
def test_codes_and_titles_decide(
    one: tuple[str | None, ...], other: tuple[str | None, ...], least: float, most: float
) -> None:
    assert least <= compare_things(features(*one), features(*other)).score < most
