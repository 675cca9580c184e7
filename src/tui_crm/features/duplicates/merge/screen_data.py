"""Queries and texts of the merge screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui_crm.features.duplicates.merge.bulk import by_completeness, count_relinked
from tui_crm.features.duplicates.merge.merge import propose_merge
from tui_crm.features.duplicates.merge.merge_table import MergeColumn, MergeRow
from tui_crm.i18n import language, t
from tui_crm.language.addresses import Address, format_address
from tui_crm.language.formats import day, local
from tui_crm.sanitize import fit
from tui_crm.screens.form.field_text import Setting, read_out
from tui_crm.store.field_groups import FieldGroupKind
from tui_crm.store.labelled_values import pack_labelled, shown_labelled, unpack_labelled, values_of
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.features.duplicates.merge.choices import FieldChoice
    from tui_crm.features.duplicates.merge.merge import MergePlan
    from tui_crm.store.db.store import Store
    from tui_crm.store.records import Record

LONGEST_NAME: Final = 28
"""Cells of a name in the sentence that says what will be done."""

_PARTS: Final = ("postal_code", "state", "city", "street", "building", "country")
_LABELS: Final = {
    FieldGroupKind.NAME: "merge.name",
    FieldGroupKind.READING: "merge.reading",
}


@dataclass(frozen=True, slots=True)
class OpenedMerge:
    """The plan as chosen and as proposed, and in words the records that are relinked."""

    plan: MergePlan
    proposed: MergePlan
    follows: str

    def taking(self, key: str, record_id: int | None) -> OpenedMerge:
        """With a field taken from one record, or as it was proposed."""
        if record_id is not None:
            return replace(self, plan=self.plan.take(key, record_id))
        return replace(self, plan=self.plan.as_proposed(key, self.proposed))


def open_merge(
    store: Store,
    record_type: str,
    ids: Sequence[int],
    keep: int | None = None,
    taken: Mapping[str, int | None] | None = None,
) -> OpenedMerge:
    """Plan a merge, and apply the choices in ``taken`` to it.

    Raises:
        NotFoundError: a record is gone.
        UsageError: they cannot be merged.
    """
    schema = store.schema
    with store.reading() as connection:
        order = by_completeness(connection, schema.type(record_type), ids)
        if keep is not None:
            order = [keep, *(record_id for record_id in order if record_id != keep)]
        proposed = propose_merge(connection, schema, record_type, order[0], order[1:])
        follows = count_relinked(connection, schema, record_type, order[1:])
    words = [t("ui.count_of", n=n, type=schema.type(key).label(n).lower()) for key, n in follows]
    opened = OpenedMerge(proposed, proposed, t("sales.list_join").join(words))
    for key, record_id in (taken or {}).items():
        opened = opened.taking(key, record_id)
    return opened


class MergeWords:
    """The texts of a merge plan, with its records in a fixed order."""

    def __init__(self, setting: Setting, plan: MergePlan, order: Sequence[int]) -> None:
        self._setting = setting
        self._type = setting.schema.type(plan.record_type)
        known = {record.id: record for record in plan.records}
        self._records = [known[record_id] for record_id in order]
        self._plan = plan

    def columns(self) -> list[MergeColumn]:
        """The records: who they are, and when they were touched last."""
        return [
            MergeColumn(
                record.id,
                record.title,
                t("merge.about", id=record.id, day=self._touched(record)),
            )
            for record in self._records
        ]

    def _touched(self, record: Record) -> str:
        now = self._setting.now
        return day(local(record.text("updated_at"), now).date(), now)

    def rows(self) -> list[MergeRow]:
        """The fields that any of them has filled."""
        return [
            self._row(choice)
            for choice in self._plan.choices
            if any(not choice.group.is_blank(record.values) for record in self._records)
            or (choice.group.kind is FieldGroupKind.LABELLED and any(choice.values.values()))
        ]

    def _row(self, choice: FieldChoice) -> MergeRow:
        values = tuple(self._value(choice, record) for record in self._records)
        if choice.winner is not None:
            winners = {n for n, record in enumerate(self._records) if record.id == choice.winner}
        elif any(choice.values.values()):
            winners = {n for n, value in enumerate(values) if value}
        else:
            winners = set()
        return MergeRow(
            choice.group.key, self._label(choice), values, frozenset(winners), choice.differs
        )

    def _label(self, choice: FieldChoice) -> str:
        group = choice.group
        if group.kind is FieldGroupKind.ADDRESS:
            section = self._type.field(group.key).section
            return t(f"fields.section.{section}")
        if group.kind in _LABELS and len(group.fields) > 1:
            return t(_LABELS[group.kind])
        return self._type.field(group.key).label(self._type.key)

    def _value(self, choice: FieldChoice, record: Record) -> str:
        group = choice.group
        if group.kind is FieldGroupKind.ADDRESS:
            parts = {
                part: record.text(key)
                for part in _PARTS
                for key in group.fields
                if key == part or key.endswith(f"_{part}")
            }
            return format_address(Address(**parts), language())
        if group.kind is FieldGroupKind.NAME:
            return "" if group.is_blank(record.values) else record.title
        if group.kind is FieldGroupKind.LABELLED and choice.winner is None:
            return self._part_of(choice, record)
        words = [self._shown(key, record) for key in group.key_fields]
        joint = " " if group.kind in _LABELS else " · "
        return joint.join(word for word in words if word)

    def _part_of(self, choice: FieldChoice, record: Record) -> str:
        """The numbers or addresses of a record among those that will stand together."""
        spec = self._type.field(choice.group.key)
        single = Kind.PHONE if spec.kind is Kind.PHONES else Kind.EMAIL
        own = {
            value
            for each in self._type.fields
            if each.kind in (single, spec.kind)
            for value in values_of(each, record[each.key])
        }
        kept = [i for i in unpack_labelled(choice.values[spec.key]) if i.value in own]
        return shown_labelled(pack_labelled(kept), "\n")

    def _shown(self, key: str, record: Record) -> str:
        spec = self._type.field(key)
        currency = record.text(spec.currency) or self._setting.currency
        title = record.links.get(key, "")
        return read_out(replace(self._setting, currency=currency), spec, record[key], title)


def summary(plan: MergePlan, follows: str) -> str:
    """The sentence that says what the merge will do."""
    named = [_named(record) for record in plan.others[:5]]
    more = len(plan.others) - len(named)
    named += [t("ui.and_more", n=more)] if more else []
    going = t("ui.comma").join(named)
    if follows:
        return t("merge.will_follow", keep=_named(plan.keep), going=going, what=follows)
    return t("merge.will", keep=_named(plan.keep), going=going)


def _named(record: Record) -> str:
    title = fit(record.title, LONGEST_NAME).rstrip()
    return t("merge.who", title=title, id=record.id)
