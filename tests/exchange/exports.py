"""Whole exports made up after the public documentation of five programs: tables by file name.

Each has the same company with a parent, two people of whom one reports to the other, a converted
lead and an open one, a deal, activities, notes and our own two people, linked by that program's
numbers; and lists that have no place here.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from tests.exchange.importing import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SALESFORCE = {
    "Account.csv": (
        "Id|IsDeleted|Name|ParentId|BillingStreet|BillingCity|BillingState|BillingPostalCode"
        "|Phone|OwnerId|CreatedDate",
        "001Aa0000000002AAA|0|Northwind Japan|001Aa0000000001AAA|1-2-3 Ginza|Chuo-ku|Tokyo"
        "|104-0061|03-1234-5678|005Aa0000000001AAA|2025-01-10T01:00:00.000Z",
        "001Aa0000000001AAA|0|Northwind Traders||1 Pine St|Seattle|WA|98101|"
        "|005Aa0000000001AAA|2025-01-10T01:00:00.000Z",
    ),
    "Contact.csv": (
        "Id|IsDeleted|AccountId|LastName|FirstName|Email|Phone|ReportsToId|OwnerId",
        "003Aa0000000002AAA|0|001Aa0000000002AAA|Suzuki|Hanako|suzuki@northwind.example|"
        "|003Aa0000000001AAA|005Aa0000000002AAA",
        "003Aa0000000001AAA|0|001Aa0000000002AAA|Tanaka|Ichiro|tanaka@northwind.example|"
        "||005Aa0000000001AAA",
    ),
    "Lead.csv": (
        "Id|IsDeleted|LastName|FirstName|Company|Email|Status|IsConverted|ConvertedDate"
        "|ConvertedAccountId|ConvertedContactId|ConvertedOpportunityId|OwnerId",
        "00QAa0000000001AAA|0|Tanaka|Ichiro|Northwind Japan|tanaka@northwind.example|Qualified|1"
        "|2025-02-03|001Aa0000000002AAA|003Aa0000000001AAA|006Aa0000000001AAA|005Aa0000000001AAA",
        "00QAa0000000002AAA|0|Mori|Ken|Sakura Foods|mori@sakura.example|Working|0|"
        "||||005Aa0000000002AAA",
    ),
    "Opportunity.csv": (
        "Id|IsDeleted|AccountId|Name|StageName|Amount|CloseDate|IsWon|IsClosed|OwnerId",
        "006Aa0000000001AAA|0|001Aa0000000002AAA|Cold chain|Proposal/Price Quote|1200000"
        "|2026-12-31|0|0|005Aa0000000001AAA",
    ),
    "OpportunityContactRole.csv": (
        "Id|OpportunityId|ContactId|Role|IsPrimary|IsDeleted",
        "00KAa0000000001AAA|006Aa0000000001AAA|003Aa0000000001AAA|Decision Maker|1|0",
        "00KAa0000000002AAA|006Aa0000000001AAA|003Aa0000000002AAA|Influencer|0|0",
    ),
    "Task.csv": (
        "Id|WhoId|WhatId|Subject|ActivityDate|Status|Priority|OwnerId|Description|IsDeleted"
        "|AccountId|IsClosed|TaskSubtype",
        "00TAa0000000001AAA|003Aa0000000001AAA|006Aa0000000001AAA|Send the quote|2026-12-01"
        "|Not Started|High|005Aa0000000002AAA||0|001Aa0000000002AAA|0|Task",
        "00TAa0000000002AAA|00QAa0000000002AAA||Call back|2026-11-01|Completed|Normal"
        "|005Aa0000000001AAA||0||1|Call",
    ),
    "Event.csv": (
        "Id|WhoId|WhatId|Subject|Location|IsAllDayEvent|StartDateTime|EndDateTime|OwnerId"
        "|Description|AccountId|IsDeleted",
        "00UAa0000000001AAA|003Aa0000000002AAA|001Aa0000000002AAA|Visit|Ginza|0"
        "|2026-12-10T01:00:00.000Z|2026-12-10T02:00:00.000Z|005Aa0000000001AAA|"
        "|001Aa0000000002AAA|0",
    ),
    "Note.csv": (
        "Id|IsDeleted|ParentId|Title|IsPrivate|Body|OwnerId|CreatedDate",
        "002Aa0000000001AAA|0|006Aa0000000001AAA|Budget|0|Decided in March|005Aa0000000001AAA"
        "|2025-03-01T00:00:00.000Z",
        "002Aa0000000002AAA|0|00QAa0000000002AAA|Fair|0|Met at the fair|005Aa0000000001AAA"
        "|2025-03-02T00:00:00.000Z",
    ),
    "User.csv": (
        "Id|Username|LastName|FirstName|CompanyName|Email|Alias|IsActive|ProfileId|TimeZoneSidKey",
        "005Aa0000000001AAA|sato@ours.example|Sato|Jiro|Ours|sato@ours.example|jsato|1"
        "|00eAa0000000001AAA|Asia/Tokyo",
        "005Aa0000000002AAA|ito@ours.example|Ito|Mika|Ours|ito@ours.example|mito|0"
        "|00eAa0000000001AAA|Asia/Tokyo",
    ),
    "Case.csv": (
        "Id|CaseNumber|ContactId|AccountId|Subject|Status",
        "500Aa0000000001AAA|00001001|003Aa0000000001AAA|001Aa0000000002AAA|Broken|New",
    ),
    "Product2.csv": ("Id|Name|ProductCode", "01tAa0000000001AAA|Freezer|F-1"),
    "Region__c.csv": (
        "Id|OwnerId|Name|Email__c",
        "a01Aa0000000001AAA|005Aa0000000001AAA|East|e@x.example",
    ),
}


ZOHO = {
    "Data/Accounts_001.csv": (
        "Record Id|Account Owner.id|Account Owner|Account Name|Phone|Parent Account.id"
        "|Parent Account|Billing City",
        "zcrm_51001|zcrm_5901|山田 一郎|港商会株式会社|03-1111-2222|zcrm_51002"
        "|港ホールディングス|港区",
        "zcrm_51002|zcrm_5901|山田 一郎|港ホールディングス||||港区",
    ),
    "Data/Contacts_001.csv": (
        "Record Id|Contact Owner.id|Contact Owner|First Name|Last Name|Account Name.id|Account Name"
        "|Email|Reporting To.id|Reporting To",
        "zcrm_52001|zcrm_5902|木村 花|太郎|佐藤|zcrm_51001|港商会株式会社|sato@minato.example"
        "|zcrm_52002|鈴木 次郎",
        "zcrm_52002|zcrm_5901|山田 一郎|次郎|鈴木|zcrm_51001|港商会株式会社"
        "|suzuki@minato.example||",
    ),
    "Data/Leads_001.csv": (
        "Record Id|Lead Owner.id|Lead Owner|Company|First Name|Last Name|Email|Lead Status"
        "|Is Converted|Converted Account.id|Converted Contact.id|Converted Deal.id"
        "|Converted Date Time",
        "zcrm_53001|zcrm_5901|山田 一郎|港商会株式会社|太郎|佐藤|sato@minato.example|Contacted|true"
        "|zcrm_51001|zcrm_52001|zcrm_54001|2025-02-03 10:00:00",
        "zcrm_53002|zcrm_5902|木村 花|桜食品|健|森|mori@sakura.example|Not Contacted|false||||",
    ),
    "Data/Deals_001.csv": (
        "Record Id|Deal Owner.id|Deal Owner|Amount|Deal Name|Closing Date|Account Name.id"
        "|Account Name|Stage|Contact Name.id|Contact Name|Currency",
        "zcrm_54001|zcrm_5901|山田 一郎|1200000|冷凍設備|2026-12-31|zcrm_51001|港商会株式会社"
        "|Proposal/Price Quote|zcrm_52001|佐藤 太郎|JPY",
    ),
    "Data/Tasks_001.csv": (
        "Record Id|Task Owner.id|Task Owner|Subject|Due Date|Contact Name.id|Contact Name"
        "|Related To.id|Related To|Status|Priority",
        "zcrm_55001|zcrm_5902|木村 花|見積を送る|2026-12-01|zcrm_52001|佐藤 太郎"
        "|zcrm_54001|冷凍設備|Not Started|High",
    ),
    "Data/Calls_001.csv": (
        "Record Id|Call Owner.id|Call Owner|Subject|Call Type|Call Start Time|Contact Name.id"
        "|Contact Name|Related To.id|Related To|Call Result",
        "zcrm_55002|zcrm_5901|山田 一郎|折り返し|Outbound|2026-11-01 10:00:00|||zcrm_53002|森 健"
        "|Interested",
    ),
    "Data/Meetings_001.csv": (
        "Record Id|Host.id|Host|Title|Location|From|To|Contact Name.id|Contact Name|Related To.id"
        "|Related To",
        "zcrm_55003|zcrm_5901|山田 一郎|訪問|港区|2026-12-10 10:00:00|2026-12-10 11:00:00"
        "|zcrm_52002|鈴木 次郎|zcrm_51001|港商会株式会社",
    ),
    "Data/Notes_001.csv": (
        "Record Id|Note Owner.id|Note Owner|Note Title|Note Content|Parent ID.id|Parent ID"
        "|Created Time",
        "zcrm_56001|zcrm_5901|山田 一郎|予算|三月に決まる|zcrm_54001|冷凍設備|2025-03-01 09:00:00",
        "zcrm_56002|zcrm_5901|山田 一郎|展示会|展示会で会った|zcrm_53002|森 健|2025-03-02 09:00:00",
    ),
    "Data/Users_001.csv": (
        "Record Id|First Name|Last Name|Email|Role|Profile|Status",
        "zcrm_5901|一郎|山田|yamada@ours.example|CEO|Administrator|Active",
        "zcrm_5902|花|木村|kimura@ours.example|Sales|Standard|Inactive",
    ),
    "Data/Products_001.csv": ("Record Id|Product Name|Product Code", "zcrm_57001|冷凍庫|F-1"),
    "Data/Cases_001.csv": ("Record Id|Case Number|Subject", "zcrm_58001|1001|故障"),
    "Attachments/見積.pdf": ("%PDF-1.4",),
}
HUBSPOT = {
    "hubspot-crm-exports-all-companies-2026-11-20.csv": (
        "Record ID|Company name|Company owner|Create Date|Phone Number|City|Company Domain Name",
        "7001|Northwind Japan|Jiro Sato|2025-01-10 10:00|03-1234-5678|Tokyo|northwind.example",
    ),
    "hubspot-crm-exports-all-contacts-2026-11-20.csv": (
        "Record ID|First Name|Last Name|Email|Contact owner|Lead Status|Create Date"
        "|Associated Company|Associated Company IDs",
        "101|Ichiro|Tanaka|tanaka@northwind.example|Jiro Sato|Open|2025-01-10 10:00"
        "|Northwind Japan|7001",
        "102|Hanako|Suzuki|suzuki@northwind.example|Mika Ito|Open|2025-01-11 10:00"
        "|Northwind Japan|7001",
    ),
    "hubspot-crm-exports-all-deals-2026-11-20.csv": (
        "Record ID|Deal Name|Deal Stage|Close Date|Deal owner|Amount|Pipeline|Currency"
        "|Associated Company|Associated Company IDs|Associated Contact|Associated Contact IDs",
        "9001|Cold chain|Proposal|2026-12-31 10:00|Jiro Sato|1200000|Sales|JPY|Northwind Japan|7001"
        "|Ichiro Tanaka;Hanako Suzuki|101;102",
    ),
    "hubspot-crm-exports-tasks-2026-11-20.csv": (
        "Record ID|Task Title|Task Status|Task Type|Due Date|Assigned to|Associated Contact IDs"
        "|Associated Company IDs|Associated Deal IDs",
        "8001|Send the quote|Not started|To-do|2026-12-01 10:00|Mika Ito|101|7001|9001",
    ),
    "hubspot-crm-exports-calls-2026-11-20.csv": (
        "Record ID|Call Title|Call Notes|Call Outcome|Activity Date|Activity assigned to"
        "|Associated Contact IDs|Associated Company IDs|Associated Deal IDs",
        "8002|Call back|Will decide soon|Connected|2026-11-01 10:00|Jiro Sato|102|7001|",
    ),
    "hubspot-crm-exports-notes-2026-11-20.csv": (
        "Record ID|Note Body|Activity Date|Activity assigned to|Associated Contact IDs"
        "|Associated Company IDs|Associated Deal IDs",
        "8003|Budget is decided in March|2025-03-01 09:00|Jiro Sato||7001|9001",
    ),
    "hubspot-crm-exports-all-tickets-2026-11-20.csv": (
        "Ticket ID|Ticket name|Pipeline",
        "1|Broken|Support",
    ),
}
PIPEDRIVE = {
    "organizations-11-20-2026.csv": (
        "Organization - ID|Organization - Name|Organization - Owner|Organization - Address",
        "1|Northwind Japan|Jiro Sato|1-2-3 Ginza",
    ),
    "people-11-20-2026.csv": (
        "Person - ID|Person - Name|Person - Organization|Person - Organization ID"
        "|Person - Email - Work|Person - Phone - Work|Person - Owner",
        "1|Ichiro Tanaka|Northwind Japan|1|tanaka@northwind.example|03-1234-5678|Jiro Sato",
        "2|Hanako Suzuki|Northwind Japan|1|suzuki@northwind.example||Mika Ito",
    ),
    "deals-11-20-2026.csv": (
        "Deal - ID|Deal - Title|Deal - Value|Deal - Currency of Value|Deal - Stage|Deal - Status"
        "|Deal - Owner|Deal - Organization|Deal - Organization ID|Deal - Contact person"
        "|Deal - Contact person ID|Deal - Expected close date",
        "1|Cold chain|1200000|JPY|Proposal Made|Open|Jiro Sato|Northwind Japan|1|Ichiro Tanaka|1"
        "|2026-12-31",
    ),
    "leads-11-20-2026.csv": (
        "Lead - ID|Lead - Title|Lead - Owner|Lead - Contact person|Lead - Organization"
        "|Lead - Lead created",
        "f2a|Freezers|Mika Ito|Ken Mori|Sakura Foods|2025-03-01 09:00:00",
    ),
    "activities-11-20-2026.csv": (
        "Activity - ID|Activity - Subject|Activity - Type|Activity - Due date|Activity - Done"
        "|Activity - Assigned to user|Activity - Organization ID|Activity - Contact person ID"
        "|Activity - Deal ID",
        "1|Send the quote|Task|2026-12-01|To do|Mika Ito|1|1|1",
        "2|Call back|Call|2026-11-01|Done|Jiro Sato|1|2|",
    ),
    "notes-11-20-2026.csv": (
        "Note - ID|Note - Content|Note - User|Note - Add time|Note - Deal ID|Note - Person ID"
        "|Note - Organization ID",
        "1|Budget is decided in March|Jiro Sato|2025-03-01 09:00:00|1||1",
    ),
    "products-11-20-2026.csv": ("Product - ID|Product - Name", "1|Freezer"),
}
ODOO = {
    "Companies (res.partner).csv": (
        "External ID|Name|Company Type|Phone|Street|City|Zip|Salesperson",
        "__export__.res_partner_1|Northwind Japan|Company|03-1234-5678|1-2-3 Ginza|Tokyo|104-0061"
        "|Jiro Sato",
    ),
    "Contacts (res.partner).csv": (
        "External ID|Name|Email|Phone|Job Position|Related Company/External ID|Salesperson",
        "__export__.res_partner_2|Ichiro Tanaka|tanaka@northwind.example||Director"
        "|__export__.res_partner_1|Jiro Sato",
    ),
    "Opportunities (crm.lead).csv": (
        "External ID|Opportunity|Customer/External ID|Stage|Expected Revenue|Expected Closing"
        "|Salesperson",
        "__export__.crm_lead_1|Cold chain|__export__.res_partner_1|Proposition|1200000|2026-12-31"
        "|Jiro Sato",
    ),
    "Activities (mail.activity).csv": (
        "External ID|Summary|Activity Type|Due Date|Assigned to|Document Name",
        "__export__.mail_activity_1|Send the quote|To-Do|2026-12-01|Jiro Sato|Cold chain",
    ),
}


def written(folder: Path, export: Mapping[str, Sequence[str]]) -> Path:
    """An export as a folder of tables."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in export.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(table(*rows), "utf-8")
    return folder


def zipped(path: Path, export: Mapping[str, Sequence[str]]) -> Path:
    """An export as a zip of tables."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in export.items():
            archive.writestr(name, table(*rows))
    return path
