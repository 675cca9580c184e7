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
        "(ステータス in (新規, 対応中) and not (メール配信停止=はい) and 担当者=自分)"
        " or 入力漏れ=はい"
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


@pytest.mark.parametrize(
    ("type_", "former", "present"),
    [
        ("leads", "自社担当=自分", "owner=me"),
        ("leads", "流入元=紹介", "lead_source=referral"),
        ("leads", "Source=Referral", "lead_source=referral"),
        ("leads", "状態=対象外", "status=unqualified"),
        ("leads", "状態~対象外", "status=unqualified"),
        ("leads", "評価 in (高, 中, 低)", "rating in (hot, warm, cold)"),
        ("leads", "評価>=中", "rating>=warm"),
        ("leads", "放置=はい and 不備あり=いいえ", "flagged=yes and incomplete=no"),
        ("contacts", "役割=影響者", "role=influencer"),
        ("deals", "ステージ=見極め and 確度>20", "stage=qualification and probability>20"),
        ("deals", "完了予定日<+0d and 完了日時=''", "close_date<+0d and closed_at=''"),
        ("deals", "主担当者~田中", "primary_contact~田中"),
        ("activities", "状態=予定", "status=planned"),
        ("work_rules", "種類=放置の目安", "kind=untouched"),
    ],
)
def test_what_was_renamed_is_read_by_its_former_name(
    store: Store, type_: str, former: str, present: str
) -> None:
    record_type = store.schema.type(type_)
    read, wanted = (
        compile_filter(filters.parse(text), store.schema, record_type, store.query_context())
        for text in (former, present)
    )
    assert read == wanted
