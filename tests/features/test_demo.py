"""The sample data that a newcomer meets first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui_crm import i18n
from tui_crm.features.demo.fill import fill, sample_store
from tui_crm.features.duplicates.groups import find_all
from tui_crm.store.journal import history, undo

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_sample_data_has_leads_with_a_past_and_a_future(
    store: Store, language: i18n.Language
) -> None:
    i18n.use(language)
    fill(store, language)
    count = store.connection.scalar
    assert count("SELECT count(*) FROM leads") == 200
    for table, least in (("accounts", 40), ("contacts", 40), ("deals", 30), ("notes", 5)):
        assert count(f"SELECT count(*) FROM {table}") >= least
    for status in ("planned", "done"):
        assert count("SELECT count(*) FROM activities WHERE status = ?", (status,)) > 100
    overdue = "status = 'planned' AND coalesce(due_on, start_at) < '2026-11-20'"
    assert 2 < count(f"SELECT count(*) FROM activities WHERE {overdue}") < 40


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_sample_data_has_duplicates_to_try_the_merge_on(
    store: Store, language: i18n.Language
) -> None:
    fill(store, language)
    assert len(list(find_all(store, "leads"))) >= 3


def test_sample_data_is_one_change_that_can_be_taken_back(store: Store) -> None:
    fill(store, "en")
    undo.undo(store, history.latest(store.connection)[0].id)
    assert store.connection.scalar("SELECT count(*) FROM leads") == 0


@pytest.mark.parametrize(("language", "currency"), [("ja", "JPY"), ("en", "USD")])
def test_a_sample_store_pays_as_the_speakers_of_its_language_do(
    tmp_path: Path, language: i18n.Language, currency: str
) -> None:
    store = sample_store(tmp_path / "demo.db", language)
    try:
        assert store.currency == currency
        paid = store.connection.rows("SELECT DISTINCT currency FROM deals")
        assert [row[0] for row in paid] == [currency]
    finally:
        store.close()
