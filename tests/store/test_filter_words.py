"""Views and rules are told by labels, and what is told means what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui_crm.i18n import LANGUAGES, Language, use
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.compile import compile_filter
from tui_crm.store.filter.words import fields_in_words, filter_in_words, sort_in_words
from tui_crm.store.views import own_views

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store


def test_a_filter_is_told_in_japanese(store: Store) -> None:
    use("ja")
    leads = store.schema.type("leads")
    where = "status in (new, working) and not (opted_out=1) and owner=me or incomplete=yes"
    told = filter_in_words(store.schema, leads, where)
    assert told == (
        "(状態 in (新規, 対応中) and not (メール配信停止=はい) and 自社担当=自分) or 不備あり=はい"
    )
    assert sort_in_words(leads, "-created_at,last_name") == "-作成日時, 姓"
    assert fields_in_words(leads, ["email", "gone"]) == ["メール", "gone"]


def test_what_cannot_be_read_any_more_is_told_as_it_stands(store: Store) -> None:
    leads = store.schema.type("leads")
    assert filter_in_words(store.schema, leads, "gone=1 and status=new") == "gone=1 and Status=New"
    assert filter_in_words(store.schema, leads, "status='new") == "status='new"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_of_the_program_means_the_same_in_words(
    store: Store, language: Language
) -> None:
    use(language)
    for record_type in store.schema.menu:
        for view in own_views(record_type):
            told = filter_in_words(store.schema, record_type, view.where)
            stored, read = (
                compile_filter(
                    filters.parse(text), store.schema, record_type, store.query_context()
                )
                for text in (view.where, told)
            )
            assert read == stored
