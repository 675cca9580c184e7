"""A person, a company or both, not yet in business with us."""

from __future__ import annotations

from typing import ClassVar, Final

from sqlalchemy import Index, text

from tui_crm.store import declaration
from tui_crm.store.model import RecordType, UsualView
from tui_crm.store.record_base import Record

PICKLISTS: Final = {
    "lead_status": "new* working contacted qualified unqualified",
    "rating": "hot warm cold",
    "lead_source": "web phone exhibition referral partner advertisement seminar mail social"
    " cold_call business_card other",
}


class Lead(Record, table=True):
    """見込み客."""

    __tablename__ = "leads"
    # The list of open leads, its count and its order all come from this index alone.
    __table_args__ = (
        Index(
            "leads_open",
            "sort_key",
            sqlite_where=text("converted_at IS NULL"),
            postgresql_where=text("converted_at IS NULL"),
        ),
    )
    about: ClassVar[RecordType] = RecordType(
        singular="lead",
        title=(("last_name", "first_name"), ("company",)),
        kana=("last_name_kana", "first_name_kana"),
        base_where='converted_at=""',
        frozen_by="converted_at",
        menu=1,
        shortcut="1",
        views=(
            UsualView("mine", "owner=me"),
            UsualView("fresh", "status=new", "-created_at"),
            UsualView("hot", "rating=hot", "next_activity_at"),
            UsualView("no_step", 'next_activity_at=""', "-last_activity_at"),
            UsualView(
                "untouched", 'last_activity_at<-30d or last_activity_at=""', "last_activity_at"
            ),
            UsualView("flagged", "flagged=yes", "last_activity_at"),
            UsualView("incomplete", "incomplete=yes"),
            UsualView("converted", 'converted!=""', "-converted_at"),
        ),
        hidden_view="converted",
        status_field="status",
        owner_field="owner",
        converts_to=("accounts", "contacts", "deals"),
        identity=(("external_id",), ("email",), ("phone", "name"), ("company", "name")),
        aliases=("lead", "contact", "person", "見込み客の", "見込み客", "リード", "顧客"),
        file_names=("lead", "leads", "見込み客", "リード"),
        import_targets=("subject", "converted"),
        panel="2",
        import_place=50,
        duplicates_among=("leads", "contacts"),
        is_mergeable=True,
    )

    last_name: str | None = declaration.text(
        group="name",
        match="name",
        section="person",
        required_without="company",
        search=True,
        aliases="last name, surname, family name, 姓, 氏, 苗字, 名字",
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
        aliases="last name kana, 姓カナ, 姓かな, セイ, せい, 姓ふりがな, 姓フリガナ, 姓カタカナ",
    )
    first_name_kana: str | None = declaration.text(
        group="reading",
        match="kana",
        section="person",
        search=True,
        aliases="first name kana, 名カナ, 名かな, メイ, めい, 名ふりがな, 名フリガナ, 名カタカナ",
    )
    salutation: str | None = declaration.text(
        section="person", width=6, aliases="salutation, prefix, 敬称, name prefix"
    )
    company: str | None = declaration.text(
        match="company",
        carries_to="accounts.name",
        section="company",
        required_without="last_name",
        column=2,
        width=24,
        search=True,
        aliases="company, company name, organization, organisation, account name, 会社名, 会社, 社名, 企業名, 法人名, 組織名, 勤務先, 団体名",
    )
    company_kana: str | None = declaration.text(
        carries_to="accounts.kana",
        section="company",
        search=True,
        aliases="company kana, 会社名カナ, 会社名かな, 会社名フリガナ, 社名カナ",
    )
    corporate_number: str | None = declaration.text(
        match="number", section="company", width=13, aliases="corporate number, 法人番号"
    )
    department: str | None = declaration.text(
        section="company", aliases="department, 部署, 部署名, 所属, 部門"
    )
    job_title: str | None = declaration.text(
        section="company", aliases="title, job title, position, 役職, 役職名, 肩書"
    )
    industry: str | None = declaration.choice(
        "industry", section="company", aliases="industry, 業種, 業界"
    )
    employees: int | None = declaration.integer(
        section="company",
        aliases="employees, number of employees, no. of employees, 従業員数, 社員数",
    )
    annual_revenue: int | None = declaration.money(
        section="company", aliases="annual revenue, revenue, 年商, 売上高, 年間売上"
    )
    currency: str | None = declaration.choice(
        "currency", section="company", width=6, aliases="currency, 通貨"
    )

    email: str | None = declaration.email(
        carries_to="contacts, accounts?",
        section="contact",
        column=6,
        width=28,
        search=True,
        aliases="email, e-mail, email address, e-mail address, email 1, mail, メール, メールアドレス, eメール, 電子メール, e-mailアドレス",
    )
    email_2: str | None = declaration.email(
        section="contact",
        search=True,
        aliases="email 2, secondary email, e-mail 2 address, メール2, メールアドレス2, サブメール",
    )
    phone: str | None = declaration.phone(
        section="contact",
        column=7,
        search=True,
        aliases="phone, phone number, telephone, tel, phone 1, business phone, work phone, 電話, 電話番号, tel番号, 会社電話, 代表電話",
    )
    mobile: str | None = declaration.phone(
        section="contact",
        search=True,
        aliases="mobile, mobile phone, cell, cell phone, phone 2, 携帯, 携帯電話, 携帯番号, 携帯電話番号",
    )
    fax: str | None = declaration.phone(
        section="contact", aliases="fax, fax number, business fax, ファックス, fax番号"
    )
    more_phones: str | None = declaration.phones(
        carries_to="contacts, accounts?",
        section="contact",
        width=24,
        search=True,
        aliases="more phones, other phones, additional phones, additional phone numbers, more phone numbers, その他の電話, 他の電話番号",
    )
    more_emails: str | None = declaration.emails(
        carries_to="contacts, accounts?",
        section="contact",
        width=28,
        search=True,
        aliases="more emails, more e-mails, other emails, other e-mails, additional emails, additional email addresses, additional email address, alternate emails, その他のメール, 他のメール",
    )
    website: str | None = declaration.url(
        match="website",
        carries_to="accounts, contacts?",
        section="contact",
        aliases="website, web site, web, url, homepage, ホームページ, webサイト, サイト",
    )

    postal_code: str | None = declaration.text(
        group="address",
        section="address",
        width=8,
        aliases="postal code, zip, zip code, zip/postal code, postcode, 郵便番号, 〒",
    )
    state: str | None = declaration.text(
        group="address",
        section="address",
        width=10,
        aliases="state, province, state/province, region, 都道府県, 県",
    )
    city: str | None = declaration.text(
        group="address",
        section="address",
        width=14,
        search=True,
        aliases="city, town, 市区町村, 市町村, 市",
    )
    street: str | None = declaration.text(
        group="address",
        section="address",
        width=24,
        aliases="street, street address, address 1, 町名番地, 番地, 住所1, 町域",
    )
    building: str | None = declaration.text(
        group="address",
        section="address",
        width=20,
        aliases="building, address 2, 建物, 建物名, ビル名, 住所2",
    )
    country: str | None = declaration.text(
        group="address", section="address", width=10, aliases="country, country/region, 国, 国名"
    )

    status: str | None = declaration.choice(
        "lead_status",
        section="sales",
        column=3,
        width=12,
        aliases="status, lead status, ステータス, 状態, 状況, 進捗",
    )
    rating: str | None = declaration.choice(
        "rating", section="sales", column=4, width=8, aliases="rating, priority, 評価, 確度, 温度感"
    )
    lead_source: str | None = declaration.choice(
        "lead_source",
        section="sales",
        width=14,
        aliases="lead source, source, original source, 見込み客のデータ元, リードソース, 流入元, 獲得元, きっかけ",
    )
    owner: int | None = declaration.link(
        "users",
        section="sales",
        column=9,
        width=12,
        aliases="owner, lead owner, record owner, assigned to, 担当, 担当者, 自社担当, 所有者",
    )
    campaign: str | None = declaration.text(section="sales", aliases="campaign, キャンペーン")
    tags: str | None = declaration.tags(section="sales", aliases="tags, tag, labels, タグ, ラベル")
    description: str | None = declaration.long_text(
        carries_to="contacts, accounts?",
        section="sales",
        aliases="description, notes, note, comments, remarks, memo, 備考, メモ, 説明, コメント, 問い合わせ内容",
    )
    next_activity_at: str | None = declaration.moment(
        section="sales", readonly=True, column=5, width=14
    )
    last_activity_at: str | None = declaration.moment(
        section="sales", readonly=True, column=8, width=12
    )

    opted_out: int | None = declaration.boolean(
        yes_wins=True,
        section="consent",
        aliases="email opt out, opt out, unsubscribed, 配信停止, メール配信停止",
    )
    opted_in: int | None = declaration.boolean(
        group="consent", section="consent", aliases="opt in, subscribed, 配信同意"
    )
    consent_basis: str | None = declaration.text(
        group="consent", section="consent", aliases="consent basis, 同意の根拠"
    )
    consent_on: str | None = declaration.date(
        group="consent", section="consent", aliases="consent date, 同意日"
    )

    x_profile: str | None = declaration.url(section="social", aliases="twitter, x, twitter handle")
    facebook: str | None = declaration.url(section="social", aliases="facebook")
    linkedin: str | None = declaration.url(
        section="social", aliases="linkedin, linkedin url, profile url"
    )
    instagram: str | None = declaration.url(section="social", aliases="instagram")

    converted_at: str | None = declaration.moment(section="system", readonly=True)
    converted_by: int | None = declaration.link("users", section="system", readonly=True)
    converted_account: int | None = declaration.link("accounts", section="system", readonly=True)
    converted_contact: int | None = declaration.link("contacts", section="system", readonly=True)
    converted_deal: int | None = declaration.link("deals", section="system", readonly=True)
