"""What a new store holds: the picklists of selling, with their words in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.store import match_index, registry, search
from tui_crm.store.journal.writer import TableWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.i18n import Language
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import Value

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
    "ruled_type": "leads* accounts contacts deals activities",
    "assignment_how": "round_robin* first",
    "rule_kind": "required* convert owners untouched",
}
"""Values in order: ``*`` marks the default, ``=`` a probability in percent, ``:`` won or lost."""

ADDED: Final = {3: ("ruled_type", "assignment_how", "rule_kind")}
"""The picklists that came with later versions of the store."""


def plant(connection: Connection, currency: str) -> None:
    """Fill a new store, inside the transaction that makes it; ``currency`` is its usual one."""
    schema = registry.declared()
    for record_type in schema:
        search.create_index(connection, record_type.key)
        match_index.create_index(connection, record_type.key)
    codes = [word.rstrip("*") for word in PICKLISTS["currency"].split()]
    words = [f"{code}*" if code == currency else code for code in dict.fromkeys((*codes, currency))]
    _plant_picklists(connection, {**PICKLISTS, "currency": " ".join(words)})


def plant_since(connection: Connection, version: int) -> None:
    """Give a store that was at ``version`` the picklists that have come since."""
    names = [name for since, added in ADDED.items() if since > version for name in added]
    _plant_picklists(connection, {name: PICKLISTS[name] for name in names})


def _plant_picklists(connection: Connection, picklists: Mapping[str, str]) -> None:
    writer = TableWriter(connection, registry.declared().type("choices"))
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = connection.scalar("SELECT next_id FROM counters WHERE record_type = 'choices'")
    record_id = int(found or 1) - 1
    for picklist, values in picklists.items():
        for position, words in enumerate(values.split(), start=1):
            record_id += 1
            key, _, meaning = words.partition("=")
            label = f"choices.{picklist}.{key.rstrip('*')}"
            row: dict[str, Value] = {
                "id": record_id,
                "picklist": picklist,
                "key": key.rstrip("*"),
                "ja": _words(label, "ja"),
                "en": _words(label, "en"),
                "position": position,
                "is_default": int(key.endswith("*")),
                "meaning": meaning or None,
                "created_at": now,
                "updated_at": now,
            }
            writer.insert([(1, row)])
    connection.run("DELETE FROM counters WHERE record_type = 'choices'")
    connection.run("INSERT INTO counters VALUES ('choices', ?)", (record_id + 1,))


def _words(label: str, to: Language) -> str:
    """The words for a value; a currency that the catalogs do not have is called by its code."""
    words = t(label, to=to)
    return words.rpartition(".")[2] if words == label else words
