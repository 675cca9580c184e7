"""名寄せ: the screen that merges records, with the surviving value of each field to choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on
from textual.content import Content
from textual.widgets import Static

from tui_crm.errors import CrmError, NotFoundError
from tui_crm.features.duplicates.merge.bulk import by_completeness, count_relinked
from tui_crm.features.duplicates.merge.merge import apply_merge, propose_merge
from tui_crm.features.duplicates.merge.merge_table import MergeColumn, MergeRow, MergeTable
from tui_crm.i18n import language, t
from tui_crm.language.address_format import Address, format_address
from tui_crm.language.formats import day, local
from tui_crm.sanitize import fit, visible
from tui_crm.screens import actions
from tui_crm.screens.form.field_text import Setting, read_out
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.line_list import LineList
from tui_crm.screens.widgets.panel import Panel
from tui_crm.store.field_groups import FieldGroupKind
from tui_crm.store.labelled_values import pack_labelled, shown_labelled, unpack_labelled, values_of
from tui_crm.store.model import Kind
from tui_crm.store.records import VersionConflictError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.features.duplicates.merge.choices import FieldChoice
    from tui_crm.features.duplicates.merge.merge import MergePlan
    from tui_crm.screens.list.screen import ListScreen
    from tui_crm.store.db.store import Store
    from tui_crm.store.records import Record

LONGEST_NAME: Final = 28
"""Cells of a name in the sentence that says what will be done."""

_PARTS: Final = ("postal_code", "state", "city", "street", "building", "country")
_LABELS: Final = {
    FieldGroupKind.NAME: "merge.name",
    FieldGroupKind.READING: "merge.reading",
}


class MergeScreen(CrmScreen[int | None]):
    """Merge records. Returns the number of the change, None where nothing was merged."""

    scope: ClassVar[str] = "merge"
    CSS_PATH = "merge.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("merge")
    AUTO_FOCUS = "MergeTable"

    merging = getters.query_one(MergeTable)

    def __init__(self, record_type: str, ids: Sequence[int]) -> None:
        super().__init__()
        self.type_key = record_type
        self.order = list(dict.fromkeys(ids))
        self.opened: OpenedMerge | None = None
        self.is_sure = False
        """Whether enter was pressed and nothing since: the next one merges."""
        self._taken: dict[str, int | None] = {}

    @property
    def setting(self) -> Setting:
        """How values are read out here."""
        now = self.store.local_now()
        return Setting(self.store.schema, now, self.app.config.currency)

    def compose(self) -> ComposeResult:
        """The records, and what will be done."""
        yield HeaderLine()
        with Panel():
            yield MergeTable()
            yield Static(id="summary")
        yield FooterLine()

    def on_mount(self) -> None:
        """Read the records, and propose."""
        self._show_place()
        self._open()

    def _show_place(self) -> None:
        label = self.store.schema.type(self.type_key).label()
        self.show_title((label, t("merge.title")), t("ui.records", n=len(self.order)))

    @holds_keys("open", exclusive=True)
    async def _open(self, keep: int | None = None) -> None:
        await self._propose(keep)

    async def _propose(self, keep: int | None = None) -> None:
        """Read the records; ``keep`` is the one to keep, the fullest where it is not named."""
        try:
            opened = await self.app.read_written(
                open_merge, self.store, self.type_key, self.order, keep, self._taken
            )
        except CrmError as error:
            self.app.say_error(error)
            self.leave()
            return
        if self.opened is None:
            self.order = [record.id for record in opened.plan.records]
        self.show_merge(opened)
        self.merging.reveal(self.order.index(opened.plan.keep.id))

    def show_merge(self, opened: OpenedMerge, *, is_sure: bool = False) -> None:
        """Show a merge everywhere."""
        self.opened, self.is_sure = opened, is_sure
        words = MergeWords(self.setting, opened.plan, self.order)
        keep = self.order.index(opened.plan.keep.id)
        self.merging.show_records(words.columns(), words.rows(), keep)
        sentence = summary(opened.plan, opened.follows)
        if is_sure:
            sentence = t("merge.sure", what=sentence, key=self.app.key_of("merge.merge"))
        line = self.query_one("#summary", Static).set_class(is_sure, "-sure")
        line.update(Content(visible(sentence)))

    # --- choosing -------------------------------------------------------------------------------

    def _unsure(self) -> None:
        if self.is_sure and self.opened is not None:
            self.show_merge(self.opened)

    def action_move(self, steps: int) -> None:
        """Go to another field."""
        self._unsure()
        self.merging.action_move(steps)

    def action_take(self, step: int) -> None:
        """Take the field under the cursor from the next record, or from the one before."""
        choice = self._here()
        if choice is None or self.opened is None:
            return
        places = [self.order.index(choice.winner)] if choice.winner is not None else []
        here = places[0] if places else (-1 if step > 0 else len(self.order))
        self._take(choice, max(0, min(here + step, len(self.order) - 1)))

    def action_turn(self) -> None:
        """Take it from the next record; after the last, as it was proposed or from the first."""
        choice = self._here()
        if choice is None or self.opened is None:
            return
        proposed = next(
            each for each in self.opened.proposed.choices if each.group.key == choice.group.key
        )
        ways: list[int | None] = [*self.order, *([None] if proposed.winner is None else [])]
        way = ways[(ways.index(choice.winner) + 1) % len(ways)]
        self._take(choice, None if way is None else self.order.index(way))

    def _here(self) -> FieldChoice | None:
        key = self.merging.current
        choices = self.opened.plan.choices if self.opened is not None else ()
        return next((choice for choice in choices if choice.group.key == key), None)

    def _take(self, choice: FieldChoice, place: int | None) -> None:
        if self.opened is None:
            return
        record_id = None if place is None else self.order[place]
        self._taken[choice.group.key] = record_id
        self.show_merge(self.opened.taking(choice.group.key, record_id))
        if place is not None:
            self.merging.reveal(place)

    def action_next_keeper(self) -> None:
        """Keep the next record."""
        if self.opened is not None:
            here = self.order.index(self.opened.plan.keep.id)
            self.action_keep((here + 1) % len(self.order) + 1)

    def action_keep(self, number: int) -> None:
        """Keep the record of this number; what was chosen by hand stands."""
        if self.opened is not None and number <= len(self.order):
            self._open(self.order[number - 1])

    @on(LineList.Selected)
    def turn_clicked(self, event: LineList.Selected) -> None:
        """A second click does what space does."""
        event.stop()
        self.action_turn()

    # --- the end --------------------------------------------------------------------------------

    @holds_keys("save", once=True)
    async def action_merge(self) -> None:
        """Say what will be done; merge when the key is pressed a second time."""
        if self.opened is None:
            return
        if not self.is_sure:
            self.show_merge(self.opened, is_sure=True)
            return
        keep = self.opened.plan.keep.id
        self.is_sure = False
        try:
            done = await self.app.write(apply_merge, self.store, self.opened.plan)
        except NotFoundError as error:
            self.app.say_error(error)
            self.leave()
        except VersionConflictError as error:
            self.app.say_error(error)
            await self._propose(keep)
        except CrmError as error:
            self.app.say_error(error)
            self.show_merge(self.opened)
        else:
            self.leave(done.batch)

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        self._show_place()
        if self.opened is not None:
            self._open(self.opened.plan.keep.id)


async def merge_marked(screen: ListScreen) -> None:
    """Make one record of all marked ones."""
    ids = screen.chosen()
    if await screen.app.ask(MergeScreen(screen.type_key, ids)) is not None:
        screen.deleted(ids)


# --- what the screen reads and says ---------------------------------------------------------------


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
