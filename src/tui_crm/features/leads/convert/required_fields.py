"""What a team has agreed on before a lead is converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.features.team.rules import RuleKind
from tui_crm.features.team.validation_rules import ValidationRuleChecker
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.records import Record


def require_ready(store: Store, connection: Connection, lead: Record) -> None:
    """Refuse to convert a lead that lacks what must be there before.

    Raises:
        InvalidRecordError: something is missing; the sentence says what.
    """
    leads = store.schema.type("leads")
    kinds = (RuleKind.CONVERT,)
    enforcer = ValidationRuleChecker(connection, store.schema, leads, store.query_context, kinds)
    if enforcer.is_idle:
        return
    found = enforcer.problems([lead.values])
    if found:
        raise InvalidRecordError(leads, found[0])
