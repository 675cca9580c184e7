"""Business that may be won from an account."""

from __future__ import annotations

from typing import ClassVar, Final

from tui_crm.store import declaration
from tui_crm.store.model import RecordType, UsualView
from tui_crm.store.record_base import Record

PICKLISTS: Final = {
    "deal_stage": "qualification*=10 needs=20 proposal=50 quote=65 negotiation=80 won=100:won"
    " lost=0:lost",
    "deal_type": "new* repeat upsell renewal",
}


class Deal(Record, table=True):
    """商談."""

    __tablename__ = "deals"
    about: ClassVar[RecordType] = RecordType(
        singular="deal",
        title=(("name",),),
        menu=4,
        shortcut="4",
        figure="sum:amount",
        figure_where='closed_at=""',
        views=(
            UsualView("open", 'closed_at=""', "close_date"),
            UsualView("mine", 'owner=me and closed_at=""', "close_date"),
            UsualView("late", 'closed_at="" and close_date<+0d', "close_date"),
            UsualView("flagged", "flagged=yes", "last_activity_at"),
            UsualView("incomplete", "incomplete=yes"),
            UsualView("closed", 'closed_at!=""', "-closed_at"),
        ),
        status_field="stage",
        owner_field="owner",
        identity=(("external_id",), ("name", "account", "close_date")),
        is_blank_telling=True,
        aliases=("deal", "opportunity", "potential", "商談の", "商談", "案件"),
        file_names=(
            *("deal", "deals", "opportunity", "opportunities", "potential", "potentials"),
            *("商談", "案件"),
        ),
        import_targets=("outcome", "closed"),
        panel="3",
        import_place=60,
        is_mergeable=True,
    )

    name: str | None = declaration.text(
        required=True,
        column=1,
        width=28,
        search=True,
        aliases="deal name, opportunity name, potential name, name, 商談名, 案件名, 件名",
    )
    account: int | None = declaration.link(
        "accounts",
        creates_missing=True,
        through="primary_contact, lead",
        required=True,
        column=2,
        width=22,
        aliases="account, account name, company, 取引先, 取引先名, 会社名",
    )
    primary_contact: int | None = declaration.link(
        "contacts", width=16, aliases="primary contact, contact, contact name, 主担当者, 連絡先"
    )
    stage: str | None = declaration.choice(
        "deal_stage",
        group="state.stage",
        column=3,
        width=14,
        aliases="stage, deal stage, ステージ, フェーズ, 商談フェーズ",
    )
    amount: int | None = declaration.money(
        column=4, width=14, aliases="amount, deal amount, value, 金額, 見込金額, 受注金額"
    )
    currency: str | None = declaration.choice("currency", width=6, aliases="currency, 通貨")
    probability: int | None = declaration.integer(
        group="state.stage",
        width=6,
        is_percent=True,
        aliases="probability, probability (%), 確度, 確率",
    )
    close_date: str | None = declaration.date(
        column=5,
        width=11,
        aliases="close date, closing date, expected close date, 完了予定日, 受注予定日, クローズ日",
    )
    deal_type: str | None = declaration.choice(
        "deal_type", width=12, aliases="type, deal type, 種別, 商談種別"
    )
    lead_source: str | None = declaration.choice(
        "lead_source", aliases="lead source, source, 流入元"
    )
    campaign: str | None = declaration.text(aliases="campaign, campaign source, キャンペーン")
    owner: int | None = declaration.link(
        "users", column=7, width=12, aliases="owner, deal owner, opportunity owner, 担当, 自社担当"
    )
    next_step: str | None = declaration.text(column=6, width=20, aliases="next step, 次のステップ")
    lost_reason: str | None = declaration.text(
        group="state.stage", aliases="lost reason, reason for loss, 失注理由"
    )
    closed_at: str | None = declaration.moment(group="state.stage", readonly=True)
    tags: str | None = declaration.tags(aliases="tags, tag, タグ")
    description: str | None = declaration.long_text(aliases="description, notes, 備考, メモ, 説明")
    next_activity_at: str | None = declaration.moment(readonly=True, width=14)
    last_activity_at: str | None = declaration.moment(readonly=True, width=12, column=8)
