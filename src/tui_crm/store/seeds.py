"""What a new store holds: the picklists of selling, with their words in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from tui_crm.store import catalogue, matching, search
from tui_crm.store.writer import TableWriter
from tui_crm.text import t

if TYPE_CHECKING:
    from tui_crm.store.connection import Connection
    from tui_crm.store.schema import Value

PICKLISTS: Final = {
    "lead_status": "new* working contacted qualified unqualified",
    "rating": "hot warm cold",
    "lead_source": "web phone exhibition referral partner advertisement seminar mail social"
    " cold_call business_card other",
    "industry": "manufacturing construction it retail wholesale finance insurance real_estate"
    " transport telecom media hospitality education health government nonprofit agriculture"
    " energy services other",
    "currency": "JPY* USD EUR GBP CNY KRW TWD HKD SGD AUD CAD CHF INR THB VND",
    "account_type": "prospect customer partner supplier competitor other",
    "contact_role": "decision_maker influencer user technical finance other",
    "deal_stage": "qualification*=10 needs=20 proposal=50 quote=65 negotiation=80 won=100:won"
    " lost=0:lost",
    "deal_type": "new* repeat upsell renewal",
    "activity_kind": "task* call meeting mail direct_mail other",
    "activity_status": "planned* done cancelled",
    "priority": "high normal* low",
}
"""Values in order: ``*`` marks the default, ``=`` a probability in percent, ``:`` won or lost."""


def plant(connection: Connection) -> None:
    """Fill a new store, inside the transaction that makes it."""
    schema = catalogue.declared()
    for record_type in schema:
        search.create_index(connection, record_type.key)
        matching.create_index(connection, record_type.key)
    writer = TableWriter(connection, schema.type("choices"))
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    record_id = 0
    for picklist, values in PICKLISTS.items():
        for position, words in enumerate(values.split(), start=1):
            record_id += 1
            key, _, meaning = words.partition("=")
            label = f"choices.{picklist}.{key.rstrip('*')}"
            row: dict[str, Value] = {
                "id": record_id,
                "picklist": picklist,
                "key": key.rstrip("*"),
                "ja": t(label, to="ja"),
                "en": t(label, to="en"),
                "position": position,
                "is_default": int(key.endswith("*")),
                "meaning": meaning or None,
                "created_at": now,
                "updated_at": now,
            }
            writer.insert([(1, row)])
    connection.run("INSERT INTO counters VALUES ('choices', ?)", (record_id + 1,))
