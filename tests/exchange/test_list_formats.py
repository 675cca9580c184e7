"""Lists as other programs and forms give them: every column that has a home finds it.

The headers follow what the makers of these programs publish; each line gives a record type and, for
every header, the target that a salesperson would choose.
"""

from __future__ import annotations

import pytest

from tests.exchange.importing import mapped
from tui_crm.exchange.importing.table_types import tell_type
from tui_crm.features.program import program

SCHEMA = program().declared

LISTS = {
    "US trade show scanner": (
        "leads",
        "First=first_name|Last=last_name|Title=job_title|Company / Org=company"
        "|Address 1=street|Address 2=building|City=city|ST=state|Zip=postal_code|Country=country"
        "|Email=email|Ph=phone|Cell=mobile|Interest=note|Booth Notes=description|Badge ID=note"
        "|Lead Score=note|Scanned By=owner|Scan Time=created_at|Follow Up=note",
    ),
    "Japanese event form": (
        "leads",
        "申込日時=created_at|御社名=company|部署・役職=department|ご担当者名=full_name"
        "|フリガナ=full_kana|ご連絡先=phone|メールアドレス=email|ご住所=full_address"
        "|参加形式=note|お問い合わせ内容=description|流入元=lead_source",
    ),
    "Japanese inquiry form": (
        "leads",
        "送信日時=created_at|お問い合わせ種別=note|会社名・団体名=company|お名前=full_name"
        "|お名前（フリガナ）=full_kana|電話番号=phone|E-mailアドレス=email|ご予算=note"
        "|導入時期=note|お問合せ内容=description",
    ),
    "Japanese exhibition": (
        "leads",
        "来場日時=created_at|会社名=company|会社名（フリガナ）=company_kana|所属部署=department"
        "|役職=job_title|氏名=full_name|氏名（フリガナ）=full_kana|郵便番号=postal_code"
        "|都道府県=state|市区町村=city|番地=street|ビル名=building|代表電話=phone"
        "|携帯番号=mobile|来場目的=note|アンケート回答=note|温度感=rating|対応者=owner",
    ),
    "Sansan": (
        "leads",
        "名刺ID=external_id|名刺交換日=note|名刺所有者=owner|会社名=company|部署名=department"
        "|役職=job_title|氏名=full_name|e-mail=email|郵便番号=postal_code|住所=full_address"
        "|TEL1=phone|携帯電話=mobile|FAX=fax|URL=website|メモ=description",
    ),
    "Eight": (
        "leads",
        "会社名=company|部署名=department|役職=job_title|氏名=full_name|e-mail=email"
        "|郵便番号=postal_code|住所=full_address|TEL会社=phone|TEL部門=phone|TEL直通=phone"
        "|Fax=fax|携帯電話=mobile|URL=website|名刺交換日=note",
    ),
    "Apollo": (
        "leads",
        "First Name=first_name|Last Name=last_name|Title=job_title|Company Name=company"
        "|Email=email|Email Status=|Seniority=note|Departments=department"
        "|Work Direct Phone=phone|Mobile Phone=mobile|Corporate Phone=phone|# Employees=employees"
        "|Industry=industry|Keywords=note|Person Linkedin Url=linkedin|Website=website"
        "|City=city|State=state|Country=country|Annual Revenue=annual_revenue|Stage=status",
    ),
    "ZoomInfo": (
        "leads",
        "First Name=first_name|Last Name=last_name|Job Title=job_title|Management Level=note"
        "|Email Address=email|Direct Phone Number=phone|Mobile phone=mobile"
        "|LinkedIn Contact Profile URL=linkedin|Company Name=company|Website=website"
        "|Employees=employees|Primary Industry=industry",
    ),
    "Lusha": (
        "leads",
        "First Name=first_name|Last Name=last_name|Company Name=company|Job title=job_title"
        "|Work email=email|Personal email=email_2|Direct phone=phone|Mobile phone 1=mobile"
        "|LinkedIn URL=linkedin|Company domain=website|Country=country",
    ),
    "LinkedIn connections": (
        "leads",
        "First Name=first_name|Last Name=last_name|URL=linkedin|Email Address=email"
        "|Company=company|Position=job_title|Connected On=note",
    ),
    "Sales Navigator": (
        "leads",
        "Full name=full_name|First name=first_name|Last name=last_name|Title=job_title"
        "|Company=company|Location=full_address|Profile URL=linkedin|Industry=industry",
    ),
    "Meta lead ads": (
        "leads",
        "id=|created_time=created_at|ad_id=|ad_name=note|form_id=|form_name=note|platform=note"
        "|is_organic=note|full_name=full_name|email=email|phone_number=phone"
        "|company_name=company|job_title=job_title|lead_status=status",
    ),
    "Google Ads lead form": (
        "leads",
        "Lead ID=|Lead Created=created_at|Full Name=full_name|User Email=email"
        "|Phone Number=phone|Company Name=company|Zip Code=postal_code|City=city",
    ),
    "Mailchimp": (
        "leads",
        "Email Address=email|First Name=first_name|Last Name=last_name|Address=full_address"
        "|Phone Number=phone|MEMBER_RATING=note|OPTIN_TIME=created_at|TAGS=tags",
    ),
    "Google Forms": (
        "leads",
        "Timestamp=created_at|Your Name=full_name|Email Address=email|Company=company"
        "|How did you hear about us?=lead_source|Questions/Comments=description",
    ),
    "Google フォーム": (
        "leads",
        "タイムスタンプ=created_at|お名前=full_name|会社名=company|メールアドレス=email"
        "|ご質問内容=description",
    ),
    "Typeform": (
        "leads",
        "#=|First name=first_name|Last name=last_name|What is your email?=email"
        "|Company=company|Submit Date (UTC)=created_at",
    ),
    "Eventbrite": (
        "leads",
        "Order #=|Order Date=created_at|First Name=first_name|Last Name=last_name|Email=email"
        "|Quantity=|Ticket Type=note|Company=company|Job Title=job_title|Work Phone=phone"
        "|Billing Phone=phone",
    ),
    "Zoom registration": (
        "leads",
        "First Name=first_name|Last Name=last_name|Email=email|City=city"
        "|Country/Region=country|Zip/Postal Code=postal_code|State/Province=state|Phone=phone"
        "|Industry=industry|Organization=company|Job Title=job_title|Registration Time=created_at"
        "|Approval Status=note|Questions & Comments=description",
    ),
    "Peatix": (
        "leads",
        "申込番号=note|申込日時=created_at|氏名=full_name|メールアドレス=email|チケット名=note"
        "|会社名=company",
    ),
    "kintone 顧客リスト": (
        "leads",
        "会社名=company|部署名=department|担当者名=full_name|郵便番号=postal_code|住所=full_address"
        "|TEL=phone|FAX=fax|メールアドレス=email|備考=description|作成日時=created_at",
    ),
    "kintone 案件管理": (
        "deals",
        "案件名=name|会社名=account|先方担当者=primary_contact|受注予定日=close_date|確度=probability"
        "|見込額=amount|案件担当者=owner|備考=description",
    ),
    "Salesforce report of leads": (
        "leads",
        "Lead Owner=owner|First Name=first_name|Last Name=last_name|Title=job_title"
        "|Company / Account=company|Email=email|Lead Source=lead_source|Street=street|City=city"
        "|State/Province=state|Zip/Postal Code=postal_code|Lead Status=status|Rating=rating",
    ),
    "Salesforce report of accounts": (
        "accounts",
        "Account Owner=owner|Account Name=name|Account Site=note|Billing Street=street"
        "|Billing City=city|Billing State/Province=state|Billing Zip/Postal Code=postal_code"
        "|Billing Country=country|Type=account_type|Phone=phone|Employees=employees",
    ),
    "Salesforce report of opportunities": (
        "deals",
        "Opportunity Owner=owner|Account Name=account|Opportunity Name=name|Stage=stage"
        "|Fiscal Period=note|Amount=amount|Probability (%)=probability|Close Date=close_date"
        "|Created Date=created_at|Next Step=next_step|Lead Source=lead_source|Type=deal_type",
    ),
    "Shopify customers": (
        "leads",
        "First Name=first_name|Last Name=last_name|Email=email|Accepts Email Marketing=opted_in"
        "|Default Address Company=company|Default Address Address1=street"
        "|Default Address Address2=building|Default Address City=city"
        "|Default Address Province Code=state|Default Address Country Code=country"
        "|Default Address Zip=postal_code|Phone=phone|Total Spent=note|Note=description"
        "|Tags=tags",
    ),
    "Stripe customers": (
        "leads",
        "id=|Description=description|Email=email|Name=full_name|Created (UTC)=created_at"
        "|Business Name=company|Phone=phone",
    ),
    "Copper people": (
        "leads",
        "Name=full_name|Title=job_title|Company=company|Email=email|Work Phone=phone"
        "|Mobile=mobile|Street=street|City=city|State=state|Postal Code=postal_code"
        "|Country=country|Owner=owner|Tags=tags|Details=description",
    ),
    "Freshsales contacts": (
        "leads",
        "First name=first_name|Last name=last_name|Job title=job_title|Email=email|Work=phone"
        "|Mobile=mobile|Account=company|City=city|State=state|Zipcode=postal_code"
        "|Country=country|Sales owner=owner|Lead source=lead_source",
    ),
    "Close leads": (
        "leads",
        "lead_name=company|contact_name=full_name|title=job_title|email=email|phone=phone"
        "|url=website|status=status|address_1=street|city=city|state=state|zip=postal_code",
    ),
    "Insightly contacts": (
        "leads",
        "First Name=first_name|Last Name=last_name|Organization=company|Role=job_title"
        "|Email Address=email|Business Phone=phone|Mobile Phone=mobile"
        "|Mail Address Street=street|Mail Address City=city",
    ),
    "Capsule": (
        "leads",
        "Title=salutation|First Name=first_name|Last Name=last_name|Job Title=job_title"
        "|Organisation=company|Email=email|Phone=phone|Website=website|Town=city"
        "|Postcode=postal_code|Country=country|Tags=tags",
    ),
    "Streak": (
        "deals",
        "Name=name|Stage=stage|Deal Size=amount|Assigned To=owner|Close Date=close_date"
        "|Notes=description",
    ),
    "Notion": (
        "leads",
        "Name=full_name|Company=company|Email=email|Phone=phone|Status=status|Owner=owner"
        "|Tags=tags",
    ),
    "freee 取引先": (
        "accounts",
        "取引先名=name|取引先コード=note|取引先名（カナ）=kana|郵便番号=postal_code|都道府県=state"
        "|市区町村=city|電話番号=phone|メールアドレス=email|法人番号=corporate_number",
    ),
    "Money Forward 取引先": (
        "accounts",
        "取引先名称=name|フリガナ=kana|郵便番号=postal_code|都道府県=state|住所=full_address"
        "|電話番号=phone|顧客コード=note|メモ=description|担当者名=note",
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_every_column_with_a_home_finds_it(name: str) -> None:
    record_type, pairs = LISTS[name]
    wanted = dict(pair.rsplit("=", 1) for pair in pairs.split("|"))
    found = tell_type(SCHEMA, list(wanted))
    assert (found.record_type, found.is_sure) == (record_type, True)
    columns = mapped(list(wanted), record_type).columns
    assert {column.header: column.target for column in columns} == wanted
