"""Records for pictures: people in every status with every rating, and a day of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

COLUMNS = ("last_name", "first_name", "last_name_kana", "company", "status", "rating")

LEADS = {
    "ja": (
        "青木|彩|あおき|千歳建設株式会社|qualified|cold",
        "阿部|美咲|あべ|有限会社山川商事|new|",
        "池田|陽子|いけだ|株式会社美空電機|working|hot",
        "石川|愛|いしかわ|合同会社朝日野メディカルサービス|unqualified|",
        "伊藤|結衣|いとう|朝日野製作所|contacted|warm",
        "||いとうしょうてん|伊藤商店|new|",
        "遠藤|悠人|えんどう|若葉メディカル㈱|contacted|hot",
        "大野|隆|おおの|大和電機|working|warm",
        "加藤|優子|かとう|若葉食品㈱|qualified|hot",
        "髙橋|𠮷男|たかはし|丸山印刷|working|cold",
    ),
    "en": (
        "Adams|Barbara||Cobalt Medical|qualified|cold",
        "Adams|Daniel||Foxglove Tools & Dies Incorporated|new|",
        "Bailey|Betty||Foxglove Electric|working|hot",
        "Baker|Matthew||Oakfield|unqualified|",
        "Baker|Nancy||Copper Hill Farms|contacted|warm",
        "|||Bellweather Ltd|new|",
        "Campbell|Sarah||Westbrook Foods|contacted|hot",
        "Christodoulopoulos|Konstantina||Meridian Freight|working|warm",
        "Clark|Paul||Northwind Estates|qualified|hot",
        "Davis|Richard||Redwood Logistics|working|cold",
    ),
}

FURTHER = {
    "ja": "中川 中村 西村 野口 橋本 長谷川 服部 原 平野 福田 藤井 前田 松本 三浦 山口",
    "en": "Evans Foster Gray Hall Hill Irwin Jones King Lee Moore Nash Owens Price Reed Scott",
}
"""Family names of leads of whom nothing else is known, so that a list is longer than a screen."""

FIRST: dict[Language, dict[str, Value]] = {
    "ja": {
        "first_name_kana": "あや",
        "department": "情報システム部",
        "job_title": "マネージャー",
        "email": "aoki@chitose.example",
        "phone": "075-000-2215",
        "mobile": "090-0000-2381",
        "annual_revenue": 1_200_000_000,
        "postal_code": "604-8006",
        "state": "京都府",
        "city": "京都市中京区",
        "street": "河原町3-18-12",
        "building": "第二中央ビル",
        "tags": "\n展示会\n重点\n",
    },
    "en": {
        "department": "Information Systems",
        "job_title": "Manager",
        "email": "b.adams@cobalt.example",
        "phone": "(303) 555-0190",
        "mobile": "(303) 555-0141",
        "annual_revenue": 1_250_000_00,
        "currency": "USD",
        "postal_code": "80202",
        "state": "CO",
        "city": "Denver",
        "street": "1801 California St",
        "building": "Suite 2400",
        "tags": "\nfair\nVIP\n",
    },
}
"""What else is known of the first lead."""

WORDS = {
    "ja": {
        "demo": "デモ環境を用意する",
        "timing": "導入時期の確認",
        "thanks": "展示会のお礼",
        "contract": "契約書を用意する",
        "quote": "見積書を直す",
        "visit": "現地打ち合わせ",
        "place": "横浜市西区",
        "introduced": "決裁者を紹介してもらえることになった。",
        "note": "来期の予算に入れてもらう。",
        "colleague": "鈴木 健太",
    },
    "en": {
        "demo": "Set up the demo",
        "timing": "Ask about timing",
        "thanks": "Thanks for the visit",
        "contract": "Draft the contract",
        "quote": "Revise the quote",
        "visit": "Site visit",
        "place": "Boulder",
        "introduced": "Will introduce us to the person who decides.",
        "note": "To be in next year's budget.",
        "colleague": "Ken Suzuki",
    },
}


def fill(store: Store, language: Language) -> list[int]:
    """Add the records, as people who speak ``language`` have them; the ids of the leads.

    Work is planned around noon of Saturday 21 November 2026 in Tokyo, the time in every test.
    """
    words = WORDS[language]
    with unit(store, "add") as work:
        colleague = work.create("users", {"name": "suzuki", "full_name": words["colleague"]})
        owners = (colleague, work.user_id)
        leads = []
        for number, line in enumerate(LEADS[language]):
            known = dict(zip(COLUMNS, (cell or None for cell in line.split("|")), strict=True))
            values: dict[str, Value] = {**known, "owner": owners[number % 2]}
            if number == 0:
                values |= {**FIRST[language], "industry": "construction", "employees": 300}
            leads.append(work.create("leads", values))
        for name in FURTHER[language].split():
            leads.append(work.create("leads", {"last_name": name}))

        def plan(subject: str, kind: str, lead: int, **more: Value) -> None:
            values = {"subject": words[subject], "kind": kind, "lead": leads[lead], **more}
            work.create("activities", {**values, "owner": work.user_id})

        done = {"status": "done", "done_at": "2026-09-02T02:00:00Z", "result": words["introduced"]}
        plan("timing", "call", 0, **done)
        plan("demo", "task", 0, due_on="2026-11-23")
        plan("timing", "call", 2, start_at="2026-11-18T00:30:00Z")
        plan("contract", "task", 4, due_on="2026-11-20")
        plan("thanks", "call", 6, start_at="2026-11-21T00:30:00Z")
        meeting: dict[str, Value] = {
            "start_at": "2026-11-21T06:00:00Z",
            "end_at": "2026-11-21T07:00:00Z",
        }
        plan("visit", "meeting", 7, **meeting, place=words["place"])
        plan("timing", "call", 8, start_at="2026-11-21T06:30:00Z")
        plan("quote", "task", 9, due_on="2026-11-21")
        plan("contract", "task", 1)
        today = {"status": "done", "done_at": "2026-11-21T01:00:00Z", "result": words["introduced"]}
        plan("thanks", "call", 5, **today)
        work.create("notes", {"lead": leads[0], "body": words["note"]})
    return leads
