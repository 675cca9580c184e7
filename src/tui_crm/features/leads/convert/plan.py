"""A conversion as a value: what a lead becomes, what it could become, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tui_crm.errors import CrmError
from tui_crm.features.leads.convert import field_mapping
from tui_crm.features.leads.convert.field_mapping import FieldMapping, Outcome, Part
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.model import Schema, Value
    from tui_crm.store.records import Record


class Mode(StrEnum):
    """How a lead comes to an account, a contact or a deal."""

    ATTACH = "attach"
    CREATE = "create"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record that a lead may be attached to: how sure, and why in words."""

    id: int
    title: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartPlan:
    """What is chosen for one part, and what could be.

    ``values`` is what a new record gets beside the lead's own values: the name, amount, stage and
    close date of a deal; the legal form and the head office of an account.
    """

    part: Part
    way: Mode
    target: Record | None
    ways: tuple[Mode, ...]
    proposals: tuple[Proposal, ...]
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConversionPlan:
    """What will be done to a lead. Nothing is done before ``convert.apply``.

    ``turned`` are the keys of conflicts (``account.phone``) in which the lead's value wins.
    ``owner`` is a new owner for what is created and for open activities; None leaves owners alone.
    """

    lead: Record
    account: PartPlan
    contact: PartPlan
    deal: PartPlan
    turned: frozenset[str] = frozenset()
    owner: int | None = None

    def part(self, part: Part) -> PartPlan:
        """What is planned for one part."""
        return {p.part: p for p in (self.account, self.contact, self.deal)}[part]

    def with_part(self, planned: PartPlan) -> ConversionPlan:
        """This plan with another choice for one part."""
        parts = {p.part: p for p in (self.account, self.contact, self.deal, planned)}
        return replace(
            self, account=parts[Part.ACCOUNT], contact=parts[Part.CONTACT], deal=parts[Part.DEAL]
        )

    def turn(self, key: str) -> ConversionPlan:
        """This plan with the other value winning in one conflict."""
        return replace(self, turned=self.turned ^ {key})

    def with_deal(self, **values: Value) -> ConversionPlan:
        """This plan with some of the new deal's values."""
        return self.with_part(replace(self.deal, values={**self.deal.values, **values}))

    @property
    def deal_account(self) -> int | None:
        """The account there is that the deal would belong to; None for a new one, or none."""
        if self.account.target is not None:
            return self.account.target.id
        if self.account.way is Mode.NONE and self.contact.target is not None:
            return self.contact.target.number("account")
        return None

    @property
    def has_account(self) -> bool:
        """Whether there will be an account for a deal to belong to."""
        return self.account.way is not Mode.NONE or self.deal_account is not None

    @property
    def targets(self) -> dict[Part, Record | None]:
        """The parts that the lead goes to: the record there is, or None for a new one."""
        parts = (self.account, self.contact, self.deal)
        return {p.part: p.target for p in parts if p.way is not Mode.NONE}


def preview(schema: Schema, plan: ConversionPlan) -> tuple[FieldMapping, ...]:
    """Every value of the lead: where it goes, what it meets there, and which wins."""
    return field_mapping.field_mappings(schema, plan.lead, plan.targets, plan.turned)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A conversion that was done, in which batch; ids of what the lead became."""

    batch: int | None
    lead: int
    title: str
    account: int | None
    contact: int | None
    deal: int | None
    created: tuple[str, ...]
    attached: tuple[str, ...]
    moves: tuple[FieldMapping, ...]
    account_set: Mapping[str, Value] = field(default_factory=dict)
    """What a new account got beside the lead's values: its legal form, and its head office."""

    def _with(self, *outcomes: Outcome) -> dict[str, Value]:
        return {
            f"{move.part}.{move.target}": move.value if move.outcome in _LEAD_WINS else move.meets
            for move in self.moves
            if move.part in self.attached and move.outcome in outcomes
        }

    @property
    def filled(self) -> dict[str, Value]:
        """What attached records got from the lead, by ``account.phone``."""
        return self._with(*_LEAD_WINS)

    @property
    def kept(self) -> dict[str, Value]:
        """What attached records kept although the lead says something else."""
        return self._with(Outcome.KEPT)

    @property
    def conflicts(self) -> tuple[FieldMapping, ...]:
        """Where the lead and a record say different things, whichever won."""
        return tuple(move for move in self.moves if move.key)


_LEAD_WINS = (Outcome.FILLED, Outcome.REPLACED)


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
                type=self.schema.type(part.record_type).label(1),
                title=self.lead.links[f"converted_{part}"],
                id=self.lead[f"converted_{part}"],
            )
            for part in Part
            if self.lead[f"converted_{part}"] is not None
        ]
        return t("sales.list_join").join(parts) or t("sales.became_nothing")
