"""A company we do business with, or could; a branch is a child of its head office."""

from __future__ import annotations

from typing import ClassVar, Final

from tui_crm.store import declaration
from tui_crm.store.model import RecordType, UsualView
from tui_crm.store.record_base import Record

PICKLISTS: Final = {
    "industry": "manufacturing construction it retail wholesale finance insurance real_estate"
    " transport telecom media hospitality education health government nonprofit agriculture"
    " energy services other",
    "currency": "JPY* USD EUR GBP CNY KRW TWD HKD SGD AUD CAD CHF INR THB VND",
    "account_type": "prospect customer partner supplier competitor other",
}


class Account(Record, table=True):
    """取引先."""

    __tablename__ = "accounts"
    about: ClassVar[RecordType] = RecordType(
        singular="account",
        title=(("name",),),
        kana=("kana",),
        menu=2,
        shortcut="2",
        views=(
            UsualView("mine", "owner=me"),
            UsualView("customers", "account_type=customer"),
            UsualView(
                "untouched", 'last_activity_at<-30d or last_activity_at=""', "last_activity_at"
            ),
            UsualView("flagged", "flagged=yes", "last_activity_at"),
            UsualView("incomplete", "incomplete=yes"),
        ),
        status_field="account_type",
        owner_field="owner",
        identity=(("external_id",), ("corporate_number",), ("company",)),
        aliases=(
            *("account", "company", "organization", "organisation"),
            *("取引先の", "取引先", "会社", "企業"),
        ),
        file_names=(
            *("account", "accounts", "company", "companies", "organization", "organizations"),
            *("organisations", "取引先", "会社", "企業"),
        ),
        panel="2",
        import_place=30,
        duplicates_among=("accounts",),
        is_mergeable=True,
    )

    name: str | None = declaration.text(
        match="company",
        section="company",
        required=True,
        column=1,
        width=28,
        search=True,
        aliases="account name, company, company name, name, 会社名, 取引先名, 企業名, 法人名, 社名, 商号",
    )
    kana: str | None = declaration.text(
        section="company", search=True, aliases="kana, 会社名カナ, フリガナ, カナ"
    )
    legal_form: str | None = declaration.text(section="company", aliases="legal form, 法人格")
    corporate_number: str | None = declaration.text(
        match="number", section="company", width=13, aliases="corporate number, 法人番号"
    )
    parent: int | None = declaration.link(
        "accounts", section="company", aliases="parent account, 親会社, 親取引先"
    )
    account_type: str | None = declaration.choice(
        "account_type",
        section="company",
        column=3,
        width=12,
        aliases="type, account type, 種別, 区分",
    )
    industry: str | None = declaration.choice(
        "industry", section="company", column=4, width=14, aliases="industry, 業種, 業界"
    )
    employees: int | None = declaration.integer(
        section="company",
        aliases="employees, number of employees, no. of employees, 従業員数, 社員数",
    )
    annual_revenue: int | None = declaration.money(
        section="company", aliases="annual revenue, revenue, 年商, 売上高"
    )
    currency: str | None = declaration.choice(
        "currency", section="company", width=6, aliases="currency, 通貨"
    )

    phone: str | None = declaration.phone(
        section="contact",
        column=5,
        search=True,
        aliases="phone, phone number, telephone, tel, 電話, 電話番号, 代表電話",
    )
    fax: str | None = declaration.phone(section="contact", aliases="fax, ファックス, fax番号")
    email: str | None = declaration.email(
        section="contact", search=True, aliases="email, e-mail, メール, メールアドレス"
    )
    more_phones: str | None = declaration.phones(
        section="contact",
        width=24,
        search=True,
        aliases="more phones, other phones, additional phones, additional phone numbers, more phone numbers, その他の電話, 他の電話番号",
    )
    more_emails: str | None = declaration.emails(
        section="contact",
        width=28,
        search=True,
        aliases="more emails, more e-mails, other emails, other e-mails, additional emails, additional email addresses, additional email address, alternate emails, その他のメール, 他のメール",
    )
    website: str | None = declaration.url(
        match="website",
        section="contact",
        column=7,
        width=24,
        aliases="website, url, web, ホームページ, webサイト",
    )

    postal_code: str | None = declaration.text(
        group="address",
        section="address",
        width=8,
        aliases="postal code, billing postal code, billing code, zip, 郵便番号",
    )
    state: str | None = declaration.text(
        group="address",
        section="address",
        width=10,
        column=6,
        aliases="state, billing state, 都道府県",
    )
    city: str | None = declaration.text(
        group="address",
        section="address",
        width=14,
        search=True,
        aliases="city, billing city, 市区町村",
    )
    street: str | None = declaration.text(
        group="address",
        section="address",
        width=24,
        aliases="street, billing street, 番地, 町名番地, 住所1",
    )
    building: str | None = declaration.text(
        group="address",
        section="address",
        width=20,
        aliases="building, 建物, 建物名, ビル名, 住所2",
    )
    country: str | None = declaration.text(
        group="address", section="address", width=10, aliases="country, billing country, 国"
    )

    shipping_postal_code: str | None = declaration.text(
        group="address.shipping",
        section="shipping",
        width=8,
        aliases="shipping postal code, shipping code",
    )
    shipping_state: str | None = declaration.text(
        group="address.shipping", section="shipping", width=10, aliases="shipping state"
    )
    shipping_city: str | None = declaration.text(
        group="address.shipping", section="shipping", width=14, aliases="shipping city"
    )
    shipping_street: str | None = declaration.text(
        group="address.shipping", section="shipping", width=24, aliases="shipping street"
    )
    shipping_building: str | None = declaration.text(
        group="address.shipping", section="shipping", width=20
    )
    shipping_country: str | None = declaration.text(
        group="address.shipping", section="shipping", width=10, aliases="shipping country"
    )

    owner: int | None = declaration.link(
        "users",
        section="sales",
        column=8,
        width=12,
        aliases="owner, account owner, 担当, 自社担当, 所有者",
    )
    primary_contact: int | None = declaration.link(
        "contacts",
        closes_circle=True,
        section="sales",
        column=2,
        width=16,
        aliases="primary contact, 主担当者",
    )
    tags: str | None = declaration.tags(section="sales", aliases="tags, tag, タグ")
    description: str | None = declaration.long_text(
        section="sales", aliases="description, notes, 備考, メモ, 説明"
    )
    next_activity_at: str | None = declaration.moment(section="sales", readonly=True, width=14)
    last_activity_at: str | None = declaration.moment(
        section="sales", readonly=True, width=12, column=9
    )
