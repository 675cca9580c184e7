"""Propose what a lead is converted to: existing records that match it, or new ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.duplicates.candidates import find_duplicates_of, in_words
from tui_crm.features.duplicates.scoring import SURE
from tui_crm.features.leads.convert.field_mapping import Target
from tui_crm.features.leads.convert.plan import (
    AlreadyConvertedError,
    ConversionPlan,
    Mode,
    Proposal,
    TargetPlan,
)
from tui_crm.features.team.rules import RuleKind
from tui_crm.features.team.validation_rules import violations
from tui_crm.i18n import t
from tui_crm.language.companies import company_key
from tui_crm.language.days import add_months, month_end
from tui_crm.language.money import implied_currency, parse_money
from tui_crm.store.labelled_values import Labelled, joined, unpack_labelled
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import Record, read, read_many, titles
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema, Value

SHOWN: Final = 5
"""Proposals for one target, at most."""

_LEAST_SCORE: Final = 0.4
_OF_CONTACT: Final = 0.95
"""The score of the account that the proposed contact is at, at least."""

_OPEN_DEALS: Final = 20


def require_open(connection: Connection, schema: Schema, lead_id: int) -> Record:
    """Read a lead that has not been converted yet.

    Raises:
        NotFoundError: there is no such lead.
        AlreadyConvertedError: it has been; the error says into what.
    """
    lead = read(connection, schema.type("leads"), lead_id)
    if lead["converted_at"] is not None:
        raise AlreadyConvertedError(schema, lead)
    return lead


def require_ready(store: Store, connection: Connection, lead: Record) -> None:
    """Check a lead against the validation rules for conversion.

    Raises:
        InvalidRecordError: something is missing; the sentence says what.
    """
    leads = store.schema.type("leads")
    context = store.hook_context(connection)
    found = violations(context, leads, [lead.values], kinds=(RuleKind.CONVERT,))
    if found:
        raise InvalidRecordError(leads, found[0])


def propose(store: Store, lead_id: int, *, deal: bool = True) -> ConversionPlan:
    """The plan with the best choice for each target of a lead, and the alternatives.

    Args:
        store: where.
        lead_id: the lead.
        deal: whether a deal is wanted, where there is an account for it.

    Raises:
        NotFoundError: there is no such lead.
        AlreadyConvertedError: it has been converted; the error says into what.
        InvalidRecordError: it lacks what must be there before.
    """
    schema = store.schema
    today = store.local_now().date()
    with store.reading() as connection:
        lead = require_open(connection, schema, lead_id)
        require_ready(store, connection, lead)
        people = _people(connection, schema, lead)
        contact = _contact(connection, schema, lead, people)
        companies = _companies(connection, schema, lead, contact.record)
        account = _account(connection, schema, lead, companies, contact)
        values: dict[str, Value] = {
            "name": deal_name(lead),
            "stage": schema.default_choice("deal_stage"),
            "close_date": month_end(add_months(today, 1)).isoformat(),
        }
        none = TargetPlan(Target.DEAL, Mode.NONE, None, (Mode.NONE,), (), values)
        plan = ConversionPlan(lead, account, contact, none)
        return _with_deals(store, connection, plan, Mode.CREATE if deal else Mode.NONE)


def deal_name(lead: Record) -> str:
    """The default name of the deal that a lead becomes."""
    return t("sales.deal_name", name=lead.text("company") or lead.title)


def read_amount(plan: ConversionPlan, text: str, usual: str) -> dict[str, Value]:
    """Parse the amount of the new deal, in the currency that ``text`` names or the deal has.

    Raises:
        UsageError: it is no amount, or could be two.
    """
    stands = deal_currency(plan, usual)
    currency = implied_currency(text, stands) or stands
    return {"amount": parse_money(text, currency).minor, "currency": currency}


def deal_currency(plan: ConversionPlan, usual: str) -> str:
    """The currency of the new deal: as chosen, else the lead's, else ``usual``."""
    return str(plan.deal.values.get("currency") or "") or plan.lead.text("currency") or usual


def choose(
    store: Store, plan: ConversionPlan, target: Target, mode: Mode, record_id: int | None = None
) -> ConversionPlan:
    """A copy of the plan with another choice for one target; the deals offered follow the account.

    Raises:
        NotFoundError: there is no such record to attach to.
        UsageError: this way is not open to this lead.
    """
    schema = store.schema
    planned = plan.target(target)
    if mode not in planned.modes and not (mode is Mode.ATTACH and record_id is not None):
        raise UsageError("convert.way", title=plan.lead.title, part=t(f"types.{target}s.one"))
    with store.reading() as connection:
        record = None
        if mode is Mode.ATTACH:
            wanted = record_id if record_id is not None else planned.proposals[0].id
            record = read(connection, schema.type(target.record_type), wanted)
            _require_own_deal(plan, target, record)
        changed = plan.with_target(replace(planned, mode=mode, record=record))
        others = frozenset(key for key in plan.overrides if not key.startswith(f"{target}."))
        changed = replace(changed, overrides=others)
        if target is Target.DEAL:
            return changed
        return _with_deals(store, connection, changed, plan.deal.mode)


def _require_own_deal(plan: ConversionPlan, target: Target, record: Record) -> None:
    """Refuse a deal that belongs to another account."""
    if target is Target.DEAL and record.number("account") != plan.deal_account:
        raise UsageError("convert.other_account", deal=record.title, title=plan.lead.title)


def choose_owner(plan: ConversionPlan, owner: int | None) -> ConversionPlan:
    """A copy of the plan with a new owner for what is created and for open activities."""
    return replace(plan, owner=owner)


def _people(connection: Connection, schema: Schema, lead: Record) -> list[Proposal]:
    if lead["last_name"] is None and lead["first_name"] is None:
        return []
    found = find_duplicates_of(
        connection,
        schema,
        "leads",
        lead.values,
        among=("contacts",),
        limit=SHOWN,
        least=_LEAST_SCORE,
    )
    return [Proposal(m.id, m.title, m.score, m.reasons) for m in found]


def _contact(
    connection: Connection, schema: Schema, lead: Record, people: list[Proposal]
) -> TargetPlan:
    can_create = lead["last_name"] is not None
    modes = (*_if(people, Mode.ATTACH), *_if(can_create, Mode.CREATE), Mode.NONE)
    if people and people[0].score >= SURE:
        record = read(connection, schema.type("contacts"), people[0].id)
        return TargetPlan(Target.CONTACT, Mode.ATTACH, record, modes, tuple(people))
    mode = Mode.CREATE if can_create else Mode.NONE
    return TargetPlan(Target.CONTACT, mode, None, modes, tuple(people))


def _companies(
    connection: Connection, schema: Schema, lead: Record, contact: Record | None
) -> list[Proposal]:
    """Accounts that may be the lead's company, and the one that its contact has."""
    known = ("corporate_number", "email", "phone", "fax", "website", "more_phones")
    values: dict[str, Value] = {key: lead[key] for key in known}
    values["name"] = lead["company"]
    second = [Labelled("", lead.text("email_2"))]  # an account has no field of its own for it
    values["more_emails"] = joined(Kind.EMAILS, second, unpack_labelled(lead["more_emails"]))
    found = find_duplicates_of(
        connection, schema, "accounts", values, limit=SHOWN, least=_LEAST_SCORE
    )
    proposals = {m.id: Proposal(m.id, m.title, m.score, m.reasons) for m in found}
    own = contact.number("account") if contact else None
    if contact and own is not None:
        reason = t("sales.reason.account_of", contact=contact.title)
        stands = proposals.get(own)
        title = titles(connection, "accounts", [own]).get(own, "")
        score = max(_OF_CONTACT, stands.score if stands else 0)
        proposals[own] = Proposal(own, title, score, (*(stands.reasons if stands else ()), reason))
    return sorted(proposals.values(), key=lambda p: (-p.score, p.id))[:SHOWN]


def _account(
    connection: Connection,
    schema: Schema,
    lead: Record,
    companies: list[Proposal],
    contact: TargetPlan,
) -> TargetPlan:
    modes = (*_if(companies, Mode.ATTACH), Mode.CREATE, Mode.NONE)
    values = _new_account(lead, companies)
    has_company = lead["company"] is not None
    is_sure = bool(companies) and companies[0].score >= SURE
    own = contact.record.number("account") if contact.record else None
    if is_sure and (has_company or companies[0].id == own):
        record = read(connection, schema.type("accounts"), companies[0].id)
        return TargetPlan(Target.ACCOUNT, Mode.ATTACH, record, modes, tuple(companies), values)
    mode = Mode.CREATE if has_company else Mode.NONE
    return TargetPlan(Target.ACCOUNT, mode, None, modes, tuple(companies), values)


def _new_account(lead: Record, companies: list[Proposal]) -> dict[str, Value]:
    """Values of a new account that are not the lead's: its legal form, and its head office."""
    key = company_key(lead.text("company"))
    values: dict[str, Value] = {"legal_form": key.legal_form} if key.legal_form else {}
    (branch,) = in_words(["branch"])
    heads = {p.id: company_key(p.title) for p in companies if branch in p.reasons}
    named = [record_id for record_id, head in heads.items() if head.is_head_office]
    above = named or [record_id for record_id, head in heads.items() if not head.branch]
    if key.branch and not key.is_head_office and len(above) == 1:
        form = heads[above[0]].legal_form
        if len({form, key.legal_form} - {""}) < 2:
            values["parent"] = above[0]
    return values


def _with_deals(
    store: Store, connection: Connection, plan: ConversionPlan, wanted: Mode
) -> ConversionPlan:
    """A copy of the plan that offers the open deals of its account."""
    proposals = _open_deals(store, connection, plan.deal_account)
    modes: tuple[Mode, ...] = (Mode.NONE,)
    if plan.has_account:
        modes = (*_if(proposals, Mode.ATTACH), Mode.CREATE, Mode.NONE)
    record, mode = plan.deal.record, wanted
    if mode is Mode.ATTACH and (record is None or record.id not in {p.id for p in proposals}):
        record, mode = None, Mode.CREATE
    if mode not in modes:
        record, mode = None, Mode.NONE
    return plan.with_target(
        replace(plan.deal, mode=mode, record=record, modes=modes, proposals=proposals)
    )


def _open_deals(store: Store, connection: Connection, account: int | None) -> tuple[Proposal, ...]:
    if account is None:
        return ()
    schema = store.schema
    stages = schema.choices("deal_stage", retired=True)
    closed = {s.key for s in stages if s.outcome}
    query = Query("deals", f"account={account}", sort="-updated_at")
    ids = Listing(schema, query, store.query_context()).ids(connection, limit=_OPEN_DEALS)
    found = read_many(connection, schema.type("deals"), list(ids))
    return tuple(Proposal(d.id, d.title, 0.0, ()) for d in found if d["stage"] not in closed)


def _if(condition: object, *modes: Mode) -> tuple[Mode, ...]:
    return modes if condition else ()
