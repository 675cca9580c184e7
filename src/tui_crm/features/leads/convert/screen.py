"""商談化: the screen that converts a lead, with all choices on one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import getters, on
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tui_crm.errors import CrmError, NotFoundError
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.leads.convert.field_mapping import Target
from tui_crm.features.leads.convert.plan import AlreadyConvertedError, Mode
from tui_crm.features.leads.convert.plan_view import (
    DealField,
    MappingList,
    TargetChoices,
    TargetOption,
    chosen_option,
    new_title,
)
from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import actions, factories
from tui_crm.screens.form.field_text import Setting, editable_text
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.row_source import offered_records
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.line_list import LineList
from tui_crm.screens.widgets.panel import Panel
from tui_crm.store import related
from tui_crm.store.journal.undo import UndoBlockedError
from tui_crm.store.model import USERS, Kind
from tui_crm.store.records import VersionConflictError, find
from tui_crm.store.validate import InvalidRecordError
from tui_crm.store.values import ValueParser, to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.features.leads.convert.plan import ConversionPlan, TargetPlan
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, Schema, Value


class ConvertScreen(CrmScreen[int | None]):
    """Convert one lead. Returns the number of the change, None where it was not converted."""

    scope: ClassVar[str] = "convert"
    CSS_PATH = "convert.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("convert")
    AUTO_FOCUS = ""

    choices = getters.query_one(TargetChoices)
    mappings = getters.query_one(MappingList)

    def __init__(self, lead_id: int) -> None:
        super().__init__()
        self.lead_id = lead_id
        self.plan: ConversionPlan | None = None
        self.follows: tuple[Following, ...] = ()
        self.is_sure = False
        """Whether enter was pressed and nothing since: the next one converts."""

    @property
    def setting(self) -> Setting:
        """How values are read out here."""
        now = self.store.local_now()
        return Setting(self.store.schema, now, self.app.config.currency)

    def compose(self) -> ComposeResult:
        """Choices and fields side by side, what follows, what will be done."""
        yield HeaderLine()
        with Panel():
            with Container(id="sides"):
                yield TargetChoices(self.setting)
                yield MappingList(self.setting)
            yield Static(id="follows")
            yield Static(id="summary")
        yield FooterLine()

    def on_mount(self) -> None:
        """Read the lead, and propose."""
        self._open()

    @holds_keys("open", exclusive=True)
    async def _open(self) -> None:
        await self._propose()

    async def _propose(self) -> None:
        try:
            opened = await self.app.read_written(open_conversion, self.store, self.lead_id)
        except AlreadyConvertedError as error:
            self.leave(await self._offer_unconvert(error))
            return
        except (NotFoundError, InvalidRecordError) as error:
            self.app.say_error(error)
            self.leave()
            return
        self.follows = opened.follows
        self.show_plan(opened.plan)
        self.choices.focus()
        self.choices.go_to(chosen_option(opened.plan.account))

    async def _offer_unconvert(self, error: AlreadyConvertedError) -> int | None:
        """Offer to undo a conversion; the number of the change where it was undone."""
        question = factories.confirm(
            t("convert.unconvert", title=error.lead.title), t("convert.back"), [str(error)]
        )
        if not await self.app.ask(question):
            return None
        try:
            report = await self.app.write(conversion.unconvert, self.store, self.lead_id)
        except UndoBlockedError as blocked:
            reasons = [each.reason for each in blocked.blocked]
            await self.app.ask(factories.message(t("convert.stays"), reasons))
            return None
        self.app.say(t("convert.taken_back", title=error.lead.title))
        return report.batch

    def show_plan(self, plan: ConversionPlan, *, is_sure: bool = False) -> None:
        """Show a plan everywhere."""
        self.plan, self.is_sure = plan, is_sure
        lead = plan.lead
        names = [lead.title, *([lead.text("company")] if lead["company"] != lead.title else [])]
        leads = self.store.schema.type("leads").label()
        title = " · ".join(visible(name) for name in names if name)
        self.show_title((leads, title, t("convert.title")))
        self.choices.show_plan(plan)
        self.mappings.show_plan(plan)
        words = followed_in_words(self.store.schema, self.follows)
        follows = t("convert.follows", what=words) if words else ""
        self.query_one("#follows", Static).update(Content(follows))
        line = self.query_one("#summary", Static).set_class(is_sure, "-sure")
        words = summary(self.store.schema, plan)
        if is_sure:
            words = t("convert.sure", what=words, key=self.app.key_of("convert.convert"))
        line.update(Content(visible(words)))
        self.refresh_bindings()

    # --- moving about ---------------------------------------------------------------------------

    def action_move(self, steps: int) -> None:
        """Choose what stands above or below."""
        focused = self.focused
        if isinstance(focused, LineList):
            focused.action_move(steps)

    def action_next_part(self, step: int) -> None:
        """To the next target, and after the last to the fields of the lead."""
        if self.plan is None:
            return
        places = [*Target, None]
        here = None if self.mappings.has_focus else self.choices.target_here
        to = places[(places.index(here) + step) % len(places)]
        if to is None:
            self.mappings.focus()
        else:
            self.choices.focus()
            self.choices.go_to(chosen_option(self.plan.target(to)))

    @on(LineList.Moved)
    def choose_option(self, event: LineList.Moved) -> None:
        """Choose the option that the cursor has moved to."""
        event.stop()
        option = event.ref
        if self.plan is None or not isinstance(option, TargetOption):
            return
        if option != chosen_option(self.plan.target(option.target)):
            self._choose(option)
        elif self.is_sure:
            self.show_plan(self.plan)

    @holds_keys("choose", exclusive=True)
    async def _choose(self, option: TargetOption) -> None:
        if self.plan is not None:
            chosen = (option.target, option.mode, option.record_id)
            self.show_plan(await self.app.read(proposal.choose, self.store, self.plan, *chosen))

    @on(LineList.Selected)
    def turn_clicked(self, event: LineList.Selected) -> None:
        """A second click does what space does."""
        event.stop()
        self.action_turn()

    def action_turn(self) -> None:
        """Let the other value win a conflict, or change a value of the new deal."""
        here = self.mappings.current if self.mappings.has_focus else self.choices.current
        if self.plan is None:
            return
        if isinstance(here, DealField):
            self._change(self.store.schema.type("deals").field(here.key))
        elif self.mappings.has_focus and isinstance(here, str):
            self.show_plan(self.plan.toggle_override(here))

    # --- asking ---------------------------------------------------------------------------------

    @holds_keys("ask", exclusive=True)
    async def _change(self, spec: FieldSpec) -> None:
        """Ask for a value of the new deal."""
        plan, schema = self.plan, self.store.schema
        if plan is None:
            return
        label, value = spec.label("deals"), plan.deal.values.get(spec.key)
        if spec.kind is Kind.CHOICE:
            stages = [(choice.key, choice.label()) for choice in schema.choices(spec.choices)]
            answer = await self.app.ask(factories.pick(label, stages, str(value)))
            changed: dict[str, Value] = {spec.key: answer}
        else:
            currency = proposal.deal_currency(plan, self.setting.currency)
            text = editable_text(replace(self.setting, currency=currency), spec, value)
            answer = await self.app.ask(
                factories.prompt(label, text, check=lambda typed: self._read(plan, spec, typed))
            )
            changed = self._read(plan, spec, answer) if answer is not None else {}
        if answer is not None:
            self.show_plan(plan.with_deal(**changed))

    def _read(self, plan: ConversionPlan, spec: FieldSpec, text: str) -> dict[str, Value]:
        """The values of the new deal that a typed text gives."""
        setting = self.setting
        if spec.kind is Kind.MONEY and text.strip():
            return proposal.read_amount(plan, text, setting.currency)
        reader = ValueParser(setting.schema, setting.now, lambda *_: 0, setting.currency)
        return {spec.key: reader.read(spec, text)}

    @holds_keys("ask", exclusive=True)
    async def action_find(self) -> None:
        """Attach to a record that was not proposed."""
        plan = self.plan
        if plan is None:
            return
        target = self.choices.target_here
        label = self.store.schema.type(target.record_type).label(1)
        words = await self.app.ask(
            factories.prompt(
                t("convert.find", type=label),
                hint=t("convert.find_hint"),
                check=lambda typed: attach_to(self.store, plan, target, typed),
            )
        )
        if words is not None:
            found = await self.app.read(attach_to, self.store, plan, target, words)
            self.show_plan(found)
            self.choices.go_to(chosen_option(found.target(target)))

    @holds_keys("ask", exclusive=True)
    async def action_owner(self) -> None:
        """Hand what is created, and open activities, to somebody."""
        plan = self.plan
        if plan is None:
            return
        people = [
            ("", t("convert.owner_stays")),
            *await self.app.read(offered_records, self.store, USERS),
        ]
        owner = await self.app.ask(
            factories.pick(t("convert.owner"), people, str(plan.owner or ""))
        )
        if owner is not None:
            self.show_plan(proposal.choose_owner(plan, int(owner) if owner else None))

    # --- the end --------------------------------------------------------------------------------

    @holds_keys("save", once=True)
    async def action_convert(self) -> None:
        """Say what will be done; convert when the key is pressed a second time."""
        if self.plan is None:
            return
        if not self.is_sure:
            self.show_plan(self.plan, is_sure=True)
            return
        self.is_sure = False
        try:
            done = await self.app.write(conversion.apply_conversion, self.store, self.plan)
        except (AlreadyConvertedError, NotFoundError) as error:
            self.app.say_error(error)
            self.leave()
        except VersionConflictError as error:
            self.app.say_error(error)
            await self._propose()
        except CrmError as error:
            self.app.say_error(error)
            self.show_plan(self.plan)
        else:
            self.leave(done.batch)

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        if self.plan is not None:
            self.show_plan(self.plan, is_sure=self.is_sure)


# --- what the screen reads and says ---------------------------------------------------------------


class Following(NamedTuple):
    """How many related records of a type, or of a part of one, a conversion takes along."""

    record_type: str
    part: str
    n: int


@dataclass(frozen=True, slots=True)
class OpenedConversion:
    """A proposed plan, and the related records that the conversion takes along."""

    plan: ConversionPlan
    follows: tuple[Following, ...]


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
    found = (Following(each.record_type, each.part, counts[each.key]) for each in lists)
    return OpenedConversion(plan, tuple(each for each in found if each.n))


def followed_in_words(schema: Schema, follows: Sequence[Following]) -> str:
    """What a conversion takes along, in words; empty for nothing."""
    words = []
    for record_type, part, n in follows:
        if part:
            words.append(t(f"convert.follows.{part}", n=n))
        else:
            label = schema.type(record_type).label(n).lower()
            words.append(t("convert.follows.some", type=label, n=n))
    return t("sales.list_join").join(words)


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
    titles = {each.id: each.title for each in planned.proposals}
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
