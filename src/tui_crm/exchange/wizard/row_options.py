"""The fourth step of the wizard: duplicates, blanks, unknown values, defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import getters, work

from tui_crm.errors import CrmError, FileError
from tui_crm.exchange.importing import match_rules
from tui_crm.exchange.importing.errors_file import errors_destination
from tui_crm.exchange.wizard.column_lines import GO_ON
from tui_crm.exchange.wizard.pane import LinesPane, WizardStep
from tui_crm.exchange.wizard.row_option_lines import (
    CURRENCY,
    ERRORS,
    MATCH,
    OTHER_FIELD,
    SET,
    TURNED,
    currency_entries,
    turned,
    way_lines,
)
from tui_crm.i18n import t
from tui_crm.paths import expanded
from tui_crm.screens import actions, factories
from tui_crm.screens.dialogs.ask_value import link_choices, reader
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.row_source import count
from tui_crm.screens.widgets.line_list import Line, LineList
from tui_crm.store.model import USERS, Kind
from tui_crm.store.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.exchange.importing.options import ImportOptions
    from tui_crm.store.model import FieldSpec

NONE = "-"
RULES = "work_rules"


class ImportWaysPane(LinesPane):
    """A line for each thing that can be settled; its value turns or is typed."""

    scope: ClassVar[str] = "import_ways"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("import_ways")

    lines = getters.query_one(LineList)
    _has_rules = False

    def compose(self) -> ComposeResult:
        """The lines."""
        yield LineList()

    def on_mount(self) -> None:
        """Show them."""
        self.lines.focus()
        self.lines.show(self._lines)
        self._look_for_rules()

    def _lines(self, cells: int) -> Sequence[Line]:
        job, schema = self.job, self.app.store.schema
        return way_lines(job.plan, job.options, schema, cells, has_rules=self._has_rules)

    @work(group="rules", exclusive=True)
    async def _look_for_rules(self) -> None:
        """Whether there are rules of work, which rows may break."""
        schema, key = self.app.store.schema, self.job.plan.record_type.key
        if schema.choice(schema.type(RULES).field("record_type").choices, key) is None:
            return
        query = Query(RULES, f"record_type={key}")
        self._has_rules = await self.app.read(count, self.app.store, query) > 0
        self.lines.show(self._lines)

    async def finish(self) -> WizardStep | None:
        """The preview follows, unless something that is needed is missing."""
        return None if self.lacks_a_field() else WizardStep.PREVIEW

    def action_choose(self) -> None:
        """Change what the cursor is on; on the first line, go on."""
        here = self.lines.current
        if here == GO_ON:
            self.go_on()
        else:
            self.action_turn(1)

    def action_turn(self, step: int) -> None:
        """The next value; what has no few values is asked for."""
        here = str(self.lines.current)
        if here in TURNED:
            self._take(turned(self.job.plan, self.job.options, here, step))
        elif here == MATCH:
            self._ask_match()
        elif here == ERRORS:
            self._ask_errors()
        elif here == CURRENCY:
            self._ask_currency()
        elif here == OTHER_FIELD:
            self._ask_other()
        elif here.startswith(SET):
            self._ask_value(here.removeprefix(SET))

    def action_unset(self) -> None:
        """Let the usual be done again."""
        here, options = str(self.lines.current), self.job.options
        if here.startswith(SET):
            self._set(here.removeprefix(SET), "")
        elif here == MATCH:
            self._take(replace(options, match=""))
        elif here == ERRORS:
            self._take(replace(options, errors=None))
        elif here == CURRENCY:
            self._take(replace(options, currency=""))

    def _take(self, options: ImportOptions) -> None:
        try:
            self.job.settle_rows(options)
        except CrmError as error:
            self.say(str(error))
        else:
            self.say("")
        self.lines.show(self._lines)

    @holds_keys("ask", exclusive=True)
    async def _ask_match(self) -> None:
        record_type = self.job.plan.record_type
        now = self.job.options.match
        usual = ",".join("+".join(rule) for rule in record_type.identity)
        typed = await self.app.ask(
            factories.prompt(
                t("import_wizard.match"),
                now or usual,
                hint=t("import_wizard.match_hint"),
                check=lambda text: match_rules.parse(record_type, text),
            )
        )
        if typed is not None:
            plain = typed.strip()
            self._take(replace(self.job.options, match="" if plain == usual else plain))

    @holds_keys("ask", exclusive=True)
    async def _ask_errors(self) -> None:
        now = self.job.options.errors
        typed = await self.app.ask(
            factories.prompt(
                t("import_wizard.errors"),
                str(now or ""),
                hint=t("import_wizard.errors_hint"),
                check=self._check_errors,
            )
        )
        if typed is not None:
            path = expanded(typed.strip()) if typed.strip() else None
            self._take(replace(self.job.options, errors=path))

    def _check_errors(self, typed: str) -> None:
        """Refuse a place where no file can be: a store, the file itself, a pipe."""
        if typed.strip():
            path = expanded(typed.strip())
            to = errors_destination(self.job.path, path, spared=(self.app.store.path,))
            if to.is_stream:
                raise FileError("file.no_ordinary", path=str(path))

    @holds_keys("ask", exclusive=True)
    async def _ask_currency(self) -> None:
        options, schema = self.job.options, self.app.store.schema
        now = options.currency or self.job.plan.amounts.currency
        title = t("import_wizard.currency")
        chosen = await self.app.ask(factories.pick(title, currency_entries(schema), now))
        if chosen:
            self._take(replace(options, currency=chosen))

    @holds_keys("ask", exclusive=True)
    async def _ask_other(self) -> None:
        record_type = self.job.plan.record_type
        known = dict(self.job.options.sets)
        entries = [
            (spec.key, spec.label(record_type.key))
            for spec in record_type.editable
            if spec.key not in known
        ]
        chosen = await self.app.ask(factories.pick(t("import_wizard.which_field"), entries))
        if chosen:
            await self._ask_for(record_type.field(chosen))

    @holds_keys("ask", exclusive=True)
    async def _ask_value(self, key: str) -> None:
        await self._ask_for(self.job.plan.record_type.field(key))

    async def _ask_for(self, spec: FieldSpec) -> None:
        """Ask for the text that every row gets in a field, as it is typed after ``--set``."""
        title = t("import_wizard.set", field=spec.label(self.job.plan.record_type.key))
        now = dict(self.job.options.sets).get(spec.key, "")
        choices = await self._choices(spec)
        if choices:
            choices.append((NONE, t("import_wizard.from_file")))
            chosen = await self.app.ask(factories.pick(title, choices, now or NONE))
            text = "" if chosen == NONE else chosen
        else:
            text = await self.app.ask(
                factories.prompt(
                    title,
                    now,
                    hint=t("import_wizard.set_hint"),
                    check=lambda typed: typed and reader(self.app).read(spec, typed),
                )
            )
        if text is not None:
            self._set(spec.key, text.strip())

    async def _choices(self, spec: FieldSpec) -> list[tuple[str, str]]:
        if spec.kind is Kind.CHOICE:
            known = self.app.store.schema.choices(spec.choices)
            return [(choice.key, choice.label()) for choice in known]
        if spec.kind is Kind.BOOLEAN:
            return [("yes", t("formats.yes")), ("no", t("formats.no"))]
        if spec.target == USERS:
            people = await self.app.read(link_choices, self.app.store, USERS)
            return [(name, name) for _, name in people or ()]
        return []

    def _set(self, key: str, text: str) -> None:
        sets = {k: v for k, v in self.job.options.sets if k != key}
        if text:
            sets[key] = text
        self._take(replace(self.job.options, sets=tuple(sets.items())))
