"""What a key does to one record follows through as a form does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.records import add
from tui_crm.store import commands, records

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store


def test_a_deal_won_by_key_knows_when_until_it_is_open_again(store: Store) -> None:
    account = add(store, "accounts", name="みなと商会")
    deal = add(store, "deals", name="更新", account=account, stage="quote", probability=65)
    commands.edit(store, "deals", deal, {"stage": "won"})
    won = records.read_record(store, "deals", deal)
    assert (won["probability"], won["closed_at"]) == (100, store.now())
    commands.edit(store, "deals", deal, {"stage": "needs"}, version=won.version)
    reopened = records.read_record(store, "deals", deal)
    assert (reopened["probability"], reopened["closed_at"]) == (20, None)
