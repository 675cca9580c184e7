"""Queries and sentences of the conversion screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.features.leads.convert import proposal
from tui_crm.features.leads.convert.field_mapping import Target
from tui_crm.features.leads.convert.plan import Mode
from tui_crm.features.leads.convert.plan_view import new_title
from tui_crm.i18n import t
from tui_crm.store import related
from tui_crm.store.model import Kind
from tui_crm.store.records import find
from tui_crm.store.values import to_text

if TYPE_CHECKING:
    from tui_crm.features.leads.convert.plan import ConversionPlan, TargetPlan
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema


@dataclass(frozen=True, slots=True)
class OpenedConversion:
    """A proposed plan, and in words the related records that the conversion takes along."""

    plan: ConversionPlan
    follows: str


def open_conversion(store: Store, lead_id: int) -> OpenedConversion:
    """Read what the screen shows when it opens.

    Raises:
        NotFoundError: the lead is gone.
        AlreadyConvertedError: it has been converted.
    """
    plan = proposal.propose(store, lead_id)
    schema = store.schema
    with store.reading() as connection:
        lists = related.lists_of(schema, "leads")
        counts = related.counts(connection, schema, lists, lead_id, store.query_context())
    words = []
    for each in lists:
        n = counts[each.key]
        if n and each.part:
            words.append(t(f"convert.follows.{each.part}", n=n))
        elif n:
            words.append(
                t("convert.follows.some", type=schema.type(each.record_type).label(n).lower(), n=n)
            )
    return OpenedConversion(plan, t("sales.list_join").join(words))


def summary(schema: Schema, plan: ConversionPlan) -> str:
    """The sentence that says what the conversion will do."""
    words = []
    for target in Target:
        planned = plan.target(target)
        label = schema.type(target.record_type).label(1)
        if planned.mode is Mode.ATTACH and planned.record is not None:
            words.append(t("convert.will.attach", type=label, title=planned.record.title))
        elif planned.mode is Mode.CREATE:
            title = new_title(planned, plan) or str(planned.values.get("name") or "")
            words.append(t("convert.will.create", type=label, title=title))
            if target is Target.ACCOUNT and (also := _account_set(schema, planned)):
                words[-1] = t("sales.with_set", record=words[-1], what=also)
    if plan.owner is not None:
        words.append(t("convert.will.owner"))
    sentence = t("sales.list_join").join(words) or t("convert.will.nothing")
    return sentence[:1].upper() + sentence[1:]


def _account_set(schema: Schema, planned: TargetPlan) -> str:
    """What a new account gets beside the lead's values, in words."""
    accounts = schema.type("accounts")
    titles = {proposal.id: proposal.title for proposal in planned.proposals}
    found = []
    for key, value in planned.values.items():
        spec = accounts.field(key)
        title = titles.get(int(value or 0), "") if spec.kind is Kind.LINK else ""
        shown = to_text(spec, value, title=title)
        found.append(t("sales.field_value", field=spec.label(accounts.key), value=shown))
    return t("sales.list_join").join(found)


def attach_to(store: Store, plan: ConversionPlan, target: Target, words: str) -> ConversionPlan:
    """A copy of the plan with one target attached to the record that ``words`` name.

    Raises:
        NotFoundError: there is none.
        UsageError: there is more than one, or it is a deal of another account.
    """
    with store.reading() as connection:
        record_id = find(connection, store.schema.type(target.record_type), words.strip())
    return proposal.choose(store, plan, target, Mode.ATTACH, record_id)
