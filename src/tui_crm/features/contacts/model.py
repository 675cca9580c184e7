"""A person at an account."""

from __future__ import annotations

from typing import ClassVar, Final

from tui_crm.store import declaration
from tui_crm.store.model import RecordType, UsualView
from tui_crm.store.record_base import Record

PICKLISTS: Final = {
    "contact_role": "decision_maker influencer user technical finance other",
}


class Contact(Record, table=True):
    """連絡先."""

    __tablename__ = "contacts"
    about: ClassVar[RecordType] = RecordType(
        singular="contact",
        title=(("last_name", "first_name"),),
        kana=("last_name_kana", "first_name_kana"),
        menu=3,
        shortcut="3",
        views=(
            UsualView("mine", "owner=me"),
            UsualView("untouched", 'last_activity_at<-30d or last_activity_at=""'),
            UsualView("flagged", "flagged=yes", "last_activity_at"),
            UsualView("incomplete", "incomplete=yes"),
        ),
        owner_field="owner",
        identity=(("external_id",), ("email",), ("phone", "name"), ("company", "name")),
        aliases=("contact", "person", "連絡先の", "連絡先", "取引先責任者", "顧客"),
        file_names=(
            *("contact", "contacts", "person", "people", "persons"),
            *("連絡先", "取引先責任者"),
        ),
        panel="2",
        related_place=1,
        import_place=40,
        columns_like="leads",
        duplicates_among=("contacts", "leads"),
        is_mergeable=True,
    )

    last_name: str | None = declaration.text(
        group="name",
        match="name",
        section="person",
        required=True,
        search=True,
        aliases="last name, surname, family name, 姓, 氏, 苗字",
    )
    first_name: str | None = declaration.text(
        group="name",
        match="name",
        section="person",
        search=True,
        aliases="first name, given name, 名",
    )
    last_name_kana: str | None = declaration.text(
        group="reading",
        match="kana",
        section="person",
        search=True,
        aliases="last name kana, 姓カナ, 姓かな, セイ, 姓フリガナ, 姓カタカナ",
    )
    first_name_kana: str | None = declaration.text(
        group="reading",
        match="kana",
        section="person",
        search=True,
        aliases="first name kana, 名カナ, 名かな, メイ, 名フリガナ, 名カタカナ",
    )
    salutation: str | None = declaration.text(
        section="person", width=6, aliases="salutation, prefix, 敬称"
    )
    account: int | None = declaration.link(
        "accounts",
        match="company",
        creates_missing=True,
        section="company",
        column=2,
        width=24,
        aliases="account, account name, company, company name, organization, 会社名, 取引先, 取引先名, 会社",
    )
    department: str | None = declaration.text(
        section="company", column=5, aliases="department, 部署, 部署名, 所属"
    )
    job_title: str | None = declaration.text(
        section="company", column=3, aliases="title, job title, position, 役職, 役職名"
    )
    role: str | None = declaration.choice(
        "contact_role", section="company", width=12, aliases="role, 役割"
    )
    reports_to: int | None = declaration.link(
        "contacts", section="company", aliases="reports to, 上司"
    )

    email: str | None = declaration.email(
        section="contact",
        column=4,
        width=28,
        search=True,
        aliases="email, e-mail, email address, e-mail address, メール, メールアドレス",
    )
    email_2: str | None = declaration.email(
        section="contact",
        search=True,
        aliases="email 2, secondary email, e-mail 2 address, メール2",
    )
    phone: str | None = declaration.phone(
        section="contact",
        column=6,
        search=True,
        aliases="phone, business phone, work phone, tel, 電話, 電話番号, 会社電話",
    )
    mobile: str | None = declaration.phone(
        section="contact",
        column=7,
        search=True,
        aliases="mobile, mobile phone, cell phone, 携帯, 携帯電話, 携帯番号",
    )
    fax: str | None = declaration.phone(
        section="contact", aliases="fax, business fax, ファックス, fax番号"
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
        match="website", section="contact", aliases="website, web page, url, ホームページ"
    )

    postal_code: str | None = declaration.text(
        group="address",
        section="address",
        width=8,
        aliases="postal code, mailing zip, mailing postal code, zip, 郵便番号",
    )
    state: str | None = declaration.text(
        group="address", section="address", width=10, aliases="state, mailing state, 都道府県"
    )
    city: str | None = declaration.text(
        group="address",
        section="address",
        width=14,
        search=True,
        aliases="city, mailing city, 市区町村",
    )
    street: str | None = declaration.text(
        group="address", section="address", width=24, aliases="street, mailing street, 番地, 住所1"
    )
    building: str | None = declaration.text(
        group="address", section="address", width=20, aliases="building, 建物, 建物名, 住所2"
    )
    country: str | None = declaration.text(
        group="address", section="address", width=10, aliases="country, mailing country, 国"
    )

    birthday: str | None = declaration.date(
        section="person", width=10, aliases="birthday, birthdate, date of birth, 誕生日, 生年月日"
    )
    lead_source: str | None = declaration.choice(
        "lead_source", section="sales", aliases="lead source, source, 流入元"
    )
    owner: int | None = declaration.link(
        "users",
        section="sales",
        column=8,
        width=12,
        aliases="owner, contact owner, 担当, 自社担当, 所有者",
    )
    campaign: str | None = declaration.text(section="sales", aliases="campaign, キャンペーン")
    tags: str | None = declaration.tags(section="sales", aliases="tags, tag, タグ, categories")
    description: str | None = declaration.long_text(
        section="sales", aliases="description, notes, 備考, メモ, 説明"
    )
    next_activity_at: str | None = declaration.moment(section="sales", readonly=True, width=14)
    last_activity_at: str | None = declaration.moment(
        section="sales", readonly=True, width=12, column=9
    )

    opted_out: int | None = declaration.boolean(
        yes_wins=True, section="consent", aliases="email opt out, opt out, 配信停止"
    )
    opted_in: int | None = declaration.boolean(
        group="consent", section="consent", aliases="opt in, 配信同意"
    )
    consent_basis: str | None = declaration.text(group="consent", section="consent")
    consent_on: str | None = declaration.date(group="consent", section="consent")

    x_profile: str | None = declaration.url(section="social", aliases="twitter, x")
    facebook: str | None = declaration.url(section="social", aliases="facebook")
    linkedin: str | None = declaration.url(section="social", aliases="linkedin, linkedin url")
    instagram: str | None = declaration.url(section="social", aliases="instagram")
