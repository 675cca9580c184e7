"""Convert leads into accounts, contacts and deals, and undo a conversion; each in one change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError, StoreError, UsageError
from tui_crm.features.leads.convert import field_mapping, proposal
from tui_crm.features.leads.convert.field_mapping import FieldMapping, Outcome, Target
from tui_crm.features.leads.convert.plan import ConversionPlan, Mode
from tui_crm.i18n import t
from tui_crm.store import links
from tui_crm.store.journal import history
from tui_crm.store.journal.history import Op
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.open_work import hand_over
from tui_crm.store.records import read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.undo import UndoReport
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Value

_LEAD_WINS: Final = (Outcome.FILLED, Outcome.REPLACED)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A finished conversion: its batch, and the ids of the records that the lead became."""

    batch: int | None
    lead: int
    title: str
    account: int | None
    contact: int | None
    deal: int | None
    created: tuple[str, ...]
    attached: tuple[str, ...]
    mappings: tuple[FieldMapping, ...]
    account_set: Mapping[str, Value] = field(default_factory=dict)
    """Values of a new account that are not the lead's: its legal form, and its head office."""

    def _with(self, *outcomes: Outcome) -> dict[str, Value]:
        return {
            f"{mapping.target}.{mapping.target_field}": mapping.value
            if mapping.outcome in _LEAD_WINS
            else mapping.meets
            for mapping in self.mappings
            if mapping.target in self.attached and mapping.outcome in outcomes
        }

    @property
    def filled(self) -> dict[str, Value]:
        """What existing records took over from the lead, by keys such as ``account.phone``."""
        return self._with(*_LEAD_WINS)

    @property
    def kept(self) -> dict[str, Value]:
        """What existing records kept although the lead has another value."""
        return self._with(Outcome.KEPT)

    @property
    def conflicts(self) -> tuple[FieldMapping, ...]:
        """The fields in which the lead and an existing record differ, whichever value won."""
        return tuple(mapping for mapping in self.mappings if mapping.key)


@dataclass(frozen=True, slots=True)
class NotConverted:
    """A lead that could not be converted, and why."""

    lead: int
    reason: str


@dataclass(frozen=True, slots=True)
class ConvertedMany:
    """The result of converting many leads in one batch (None: none was converted)."""

    batch: int | None
    done: tuple[Conversion, ...]
    refused: tuple[NotConverted, ...]


def apply_conversion(store: Store, plan: ConversionPlan, *, dry_run: bool = False) -> Conversion:
    """Convert a lead as planned. If anything fails, nothing has happened.

    Raises:
        AlreadyConvertedError: somebody has converted it since.
        VersionConflictError: the lead, or a record to attach to, has been changed since.
        InvalidRecordError: what would be created breaks a rule, or the lead lacks what must be
            there before.
        UsageError: a deal without an account.
    """
    with unit(store, "convert", plan.lead.title, dry_run=dry_run) as work:
        lead = proposal.require_open(work.connection, work.schema, plan.lead.id)
        proposal.require_ready(store, work.connection, lead)
        for record in (plan.lead, *filter(None, plan.records.values())):
            work.require_version(record.type, record.id, record.version)
        done = _carry_out(work, plan)
    return replace(done, batch=work.batch)


def convert_many(
    store: Store,
    lead_ids: Sequence[int],
    *,
    deals: bool = True,
    owner: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ConvertedMany:
    """Convert each lead by its best proposal, all in one batch.

    A lead that cannot be converted is left out and named. Leads see what those before them became,
    so two of one company make one account.
    """
    done: list[Conversion] = []
    refused: list[NotConverted] = []
    note = t("sales.many_leads", n=len(lead_ids))
    with unit(store, "convert", note) as work:
        for count, lead_id in enumerate(dict.fromkeys(lead_ids), start=1):
            try:
                plan = proposal.propose(store, lead_id, deal=deals)
                done.append(_carry_out(work, proposal.choose_owner(plan, owner)))
            except StoreError:
                raise
            except CrmError as error:
                refused.append(NotConverted(lead_id, str(error)))
            if progress:
                progress(count, len(lead_ids))
    found = tuple(replace(conversion, batch=work.batch) for conversion in done)
    return ConvertedMany(work.batch, found, tuple(refused))


def _carry_out(work: UnitOfWork, plan: ConversionPlan) -> Conversion:
    """Write one conversion; every rule is checked before the first write."""
    mappings = plan.mappings(work.schema)
    rows = {target: _values(work, plan, mappings, target) for target in plan.records}
    _check(work, plan, rows)
    ids: dict[Target, int | None] = dict.fromkeys(Target)
    for target, record in plan.records.items():
        values = {**rows[target], **_links(plan, target, ids)}
        if record is None:
            ids[target] = work.create(target.record_type, values)
        else:
            ids[target] = record.id
            work.update(target.record_type, record.id, _blanks(values, record.values, rows[target]))
    account, contact = ids[Target.ACCOUNT], ids[Target.CONTACT]
    if account and contact and plan.account.mode is Mode.CREATE:
        work.update("accounts", account, {"primary_contact": contact})
    if account is None and ids[Target.DEAL] is not None:
        account = plan.deal_account
    became: dict[str, Value] = {"account": account, "contact": contact, "deal": ids[Target.DEAL]}
    _share_related_records(work, plan, became)
    if plan.owner is not None:
        former, owners = {plan.lead.id: plan.lead["owner"]}, {plan.lead.id: plan.owner}
        hand_over(work, "leads", former, owners)
    work.update(
        "leads",
        plan.lead.id,
        {
            "converted_at": work.now,
            "converted_by": work.user_id,
            **{f"converted_{key}": value for key, value in became.items()},
        },
    )
    created = tuple(target.value for target, record in plan.records.items() if record is None)
    attached = tuple(target.value for target, record in plan.records.items() if record is not None)
    deal = ids[Target.DEAL]
    return Conversion(
        None,
        plan.lead.id,
        plan.lead.title,
        account,
        contact,
        deal,
        created,
        attached,
        mappings,
        plan.account.values if plan.account.mode is Mode.CREATE else {},
    )


def _values(
    work: UnitOfWork, plan: ConversionPlan, mappings: Sequence[FieldMapping], target: Target
) -> dict[str, Value]:
    """The values that are written to one target, without its links."""
    values = field_mapping.arriving_values(mappings, target)
    if plan.records[target] is None:
        values |= plan.target(target).values
        if plan.owner is not None:
            values["owner"] = plan.owner
        declared = work.schema.type(target.record_type)
        return work.completed(declared, values)
    return values


def _check(
    work: UnitOfWork, plan: ConversionPlan, rows: Mapping[Target, Mapping[str, Value]]
) -> None:
    if Target.DEAL in rows and not plan.has_account:
        raise UsageError("convert.deal_needs_account", title=plan.lead.title)
    for target, record in plan.records.items():
        declared = work.schema.type(target.record_type)
        linked = _links_to_be(plan, target)
        if record is None:
            work.check(declared, {**rows[target], **linked})
        else:
            written = {**_blanks(linked, record.values, ()), **rows[target]}
            work.check(declared, {**record.values, **written}, written.keys())


def _links_to_be(plan: ConversionPlan, target: Target) -> dict[str, Value]:
    """The links that a target will have, as far as its record lacks them: each is 0 for now."""
    found: dict[str, Value] = {}
    if target is not Target.ACCOUNT and plan.has_account:
        found["account"] = 0
    has_contact = Target.CONTACT in plan.records
    if has_contact and (
        target is Target.DEAL or (target is Target.ACCOUNT and plan.account.mode is Mode.CREATE)
    ):
        found["primary_contact"] = 0
    return found


def _links(
    plan: ConversionPlan, target: Target, ids: Mapping[Target, int | None]
) -> dict[str, Value]:
    """The links between the targets."""
    account = ids[Target.ACCOUNT] or plan.deal_account
    match target:
        case Target.ACCOUNT:
            return {}
        case Target.CONTACT:
            return {"account": ids[Target.ACCOUNT]}
        case Target.DEAL:
            return {"account": account, "primary_contact": ids[Target.CONTACT]}


def _blanks(
    values: Mapping[str, Value], stands: Mapping[str, Value], wanted: Collection[str]
) -> dict[str, Value]:
    """What is written to an existing record: the chosen values, and links that it lacks."""
    return {k: v for k, v in values.items() if k in wanted or stands.get(k) is None}


def _share_related_records(
    work: UnitOfWork, plan: ConversionPlan, became: Mapping[str, Value]
) -> None:
    """Link the lead's activities, notes and files to what it became; nothing is copied."""
    for linking, spec, ids in links.pointing_at(
        work.connection, work.schema, "leads", [plan.lead.id]
    ):
        if spec.readonly:
            continue
        shared = {k: v for k, v in became.items() if v is not None and k in linking}
        # What was about the lead is about what it became, whatever a rule says of its own fields.
        work.update_many(linking.key, [(i, shared) for i in ids], enforce=False, blanks_only=True)


def unconvert(store: Store, lead_id: int) -> UndoReport:
    """Take the conversion of a lead back, whole or not at all.

    What it created is removed, what it changed is as it was; of many leads that were converted at
    once, only this one is taken back.

    Raises:
        UsageError: it is not converted, or was not converted here.
        UndoBlockedError: something was changed since; ``blocked`` names every reason.
    """
    with store.reading() as connection:
        lead = read(connection, store.schema.type("leads"), lead_id)
        if lead["converted_at"] is None:
            raise UsageError("convert.not_converted", title=lead.title)
        batch, part = _conversion_of(connection, lead.id)
        if batch is None:
            raise UsageError("convert.not_here", title=lead.title)
    return undo(store, batch, kind="unconvert", part=part)


def _conversion_of(connection: Connection, lead_id: int) -> tuple[int | None, set[int]]:
    """The batch that converted a lead, and the ids of the changes in it that concern the lead.

    The lead itself is the last that its conversion writes.
    """
    found: int | None = None
    for change in history.changes_of(connection, "leads", lead_id):
        if change.op is Op.UPDATE and "converted_at" in change.after:
            found = change.batch if change.after["converted_at"] is not None else None
    part: set[int] = set()
    if found is None:
        return None, part
    for change in history.changes(connection, found):
        part.add(change.id)
        is_end = change.record_type == "leads" and "converted_at" in change.after
        if is_end and change.record_id == lead_id:
            break
        if is_end:
            part = set()
    return found, part
