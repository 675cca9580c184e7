"""The plan of a conversion: what a lead will become, and what else it could."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tui_crm.errors import CrmError
from tui_crm.features.leads.convert.field_mapping import Target, field_mappings
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.features.leads.convert.field_mapping import FieldMapping
    from tui_crm.store.model import Schema, Value
    from tui_crm.store.records import Record


class Mode(StrEnum):
    """Whether a target is an existing record, a new one, or none."""

    ATTACH = "attach"
    CREATE = "create"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An existing record that a lead may be attached to, with its match score and the reasons."""

    id: int
    title: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """The choice for one target, and the alternatives.

    ``values`` is what a new record gets beside the lead's own values: the name, amount, stage and
    close date of a deal; the legal form and the head office of an account.
    """

    target: Target
    mode: Mode
    record: Record | None
    modes: tuple[Mode, ...]
    proposals: tuple[Proposal, ...]
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConversionPlan:
    """What will be done to a lead. Nothing is done before ``conversion.apply_conversion``.

    ``overrides`` are the keys of conflicts (``account.phone``) in which the lead's value wins.
    ``owner`` is a new owner for what is created and for open activities; None leaves owners alone.
    """

    lead: Record
    account: TargetPlan
    contact: TargetPlan
    deal: TargetPlan
    overrides: frozenset[str] = frozenset()
    owner: int | None = None

    def target(self, target: Target) -> TargetPlan:
        return {p.target: p for p in (self.account, self.contact, self.deal)}[target]

    def with_target(self, planned: TargetPlan) -> ConversionPlan:
        """A copy with another choice for one target."""
        plans = {p.target: p for p in (self.account, self.contact, self.deal, planned)}
        return replace(
            self,
            account=plans[Target.ACCOUNT],
            contact=plans[Target.CONTACT],
            deal=plans[Target.DEAL],
        )

    def toggle_override(self, key: str) -> ConversionPlan:
        """A copy in which the other value wins one conflict, named by its key."""
        return replace(self, overrides=self.overrides ^ {key})

    def with_deal(self, **values: Value) -> ConversionPlan:
        """A copy with some values of the new deal replaced."""
        return self.with_target(replace(self.deal, values={**self.deal.values, **values}))

    @property
    def deal_account(self) -> int | None:
        """The existing account that the deal would belong to; None for a new one, or none."""
        if self.account.record is not None:
            return self.account.record.id
        if self.account.mode is Mode.NONE and self.contact.record is not None:
            return self.contact.record.number("account")
        return None

    @property
    def has_account(self) -> bool:
        """Whether there will be an account for a deal to belong to."""
        return self.account.mode is not Mode.NONE or self.deal_account is not None

    @property
    def records(self) -> dict[Target, Record | None]:
        """By target of the conversion: the existing record, or None for a new one."""
        parts = (self.account, self.contact, self.deal)
        return {p.target: p.record for p in parts if p.mode is not Mode.NONE}

    def mappings(self, schema: Schema) -> tuple[FieldMapping, ...]:
        """Every value of the lead: where it goes, what stands there, and which value wins."""
        return field_mappings(schema, self.lead, self.records, self.overrides)


class AlreadyConvertedError(CrmError):
    """The lead was converted before; ``lead`` links to what it became."""

    def __init__(self, schema: Schema, lead: Record) -> None:
        super().__init__("convert.already", title=lead.title, id=lead.id)
        self.schema = schema
        self.lead = lead

    def __str__(self) -> str:
        title = self.lead.title
        return t("errors.convert.already", title=title, id=self.lead.id, became=self._became())

    def _became(self) -> str:
        parts = [
            t(
                "sales.became_one",
                type=self.schema.type(target.record_type).label(1),
                title=self.lead.links[f"converted_{target}"],
                id=self.lead[f"converted_{target}"],
            )
            for target in Target
            if self.lead[f"converted_{target}"] is not None
        ]
        return t("sales.list_join").join(parts) or t("sales.became_nothing")
