"""``crm convert`` and ``crm unconvert``: leads become accounts, contacts and deals, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui_crm.cli.assignments import tell_understood
from tui_crm.cli.messages import remark, tell
from tui_crm.cli.options import AsJson, Format
from tui_crm.cli.output import OutputColumn, PlainRow, write_rows
from tui_crm.cli.report import answer, say
from tui_crm.cli.session import Session
from tui_crm.errors import ExitCode, UsageError
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.leads.convert.conversion import Conversion
from tui_crm.features.leads.convert.field_mapping import FieldMapping, Outcome, Target
from tui_crm.features.leads.convert.plan import ConversionPlan, Mode
from tui_crm.i18n import t
from tui_crm.language.money import format_money
from tui_crm.store import records, values
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record


@dataclass(frozen=True, slots=True)
class ConversionOptions:
    """The options that choose something else than the best proposal."""

    account: Annotated[str, typer.Option("--account", metavar="ID|new|none")] = ""
    contact: Annotated[str, typer.Option("--contact", metavar="ID|new|none")] = ""
    deal: Annotated[str, typer.Option("--deal", metavar="NAME|ID|none")] = ""
    amount: Annotated[str, typer.Option("--amount", metavar="N")] = ""
    close: Annotated[str, typer.Option("--close", metavar="DATE")] = ""
    owner: Annotated[str, typer.Option("--owner", metavar="NAME")] = ""
    turn: Annotated[list[str] | None, typer.Option("--turn", metavar="PART.FIELD")] = None
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False

    @property
    def is_about_one(self) -> bool:
        """Whether an option is used that means nothing for several leads."""
        has_deal = self.deal not in ("", "none")
        said = (self.account, self.contact, self.amount, self.close, self.turn, self.dry_run)
        return has_deal or any(said)


def convert_leads(
    session: Session,
    leads: Annotated[list[str], typer.Argument(metavar="LEAD")],
    choices: ConversionOptions,
    as_json: AsJson = False,
) -> None:
    """Convert a lead; several leads at once, each by its best proposal."""
    with session.reading() as connection:
        declared = session.schema.type("leads")
        ids = list(dict.fromkeys(session.find(connection, declared, words) for words in leads))
        owner = _owner(session, connection, choices.owner)
    if len(ids) > 1:
        _convert_many(session, ids, choices, owner, as_json)
        return
    plan = proposal.choose_owner(_planned(session, ids[0], choices), owner)
    done = conversion.apply_conversion(session.store, plan, dry_run=choices.dry_run)
    if as_json:
        answer(session, done.batch, "", _conversion_json(session, plan.lead, done), as_json=True)
    elif choices.dry_run:
        _draw_mappings(session, plan.lead, done)
        say(f"{_became_words(session, done)} {t('cli.import.dry')}")
    else:
        answer(session, done.batch, "convert.done", words=_became_words(session, done))
        for sentence in _conflict_words(session, plan.lead, done):
            tell(sentence)


def _owner(session: Session, connection: Connection, name: str) -> int | None:
    return session.find(connection, session.schema.type("users"), name) if name else None


def _planned(session: Session, lead_id: int, choices: ConversionOptions) -> ConversionPlan:
    store = session.store
    plan = proposal.propose(store, lead_id, deal=choices.deal != "none")
    for target, words in ((Target.ACCOUNT, choices.account), (Target.CONTACT, choices.contact)):
        if words:
            plan = _chosen(session, plan, target, words)
    if choices.deal not in ("", "none"):
        if records.number_in(choices.deal) is not None:
            plan = _chosen(session, plan, Target.DEAL, choices.deal)
        else:
            plan = proposal.choose(store, plan, Target.DEAL, Mode.CREATE)
            plan = plan if choices.deal == "new" else plan.with_deal(name=choices.deal)
    values = _deal_values(session, plan, choices)
    if values and plan.deal.mode is not Mode.CREATE:
        raise UsageError("cli.deal_values")
    plan = plan.with_deal(**values)
    known = {mapping.key for mapping in plan.mappings(session.schema) if mapping.key}
    for key in choices.turn or ():
        if key not in known:
            raise UsageError("cli.turn", key=key, known=", ".join(sorted(known)) or "–")
        plan = plan.toggle_override(key)
    return plan


def _chosen(session: Session, plan: ConversionPlan, target: Target, words: str) -> ConversionPlan:
    if words in ("new", "none"):
        mode = Mode.CREATE if words == "new" else Mode.NONE
        return proposal.choose(session.store, plan, target, mode)
    with session.reading() as connection:
        record_id = session.find(connection, session.schema.type(target.record_type), words)
    return proposal.choose(session.store, plan, target, Mode.ATTACH, record_id)


def _deal_values(
    session: Session, plan: ConversionPlan, choices: ConversionOptions
) -> dict[str, Value]:
    deals = session.schema.type("deals")
    values: dict[str, Value] = {}
    with session.reading() as connection:
        reader = session.reader(connection)
        if choices.amount:
            values |= proposal.read_amount(plan, choices.amount, session.currency)
            if values["currency"] != session.currency:
                amount = format_money(int(values["amount"] or 0), str(values["currency"]))
                remark("understood", field=deals.field("amount").label(deals.key), value=amount)
        if choices.close:
            spec = deals.field("close_date")
            values["close_date"] = reader.read(spec, choices.close)
            tell_understood(spec, deals.key, choices.close, values["close_date"])
    return values


def _convert_many(
    session: Session, ids: list[int], choices: ConversionOptions, owner: int | None, as_json: bool
) -> None:
    if choices.is_about_one:
        raise UsageError("cli.many_leads")
    many = conversion.convert_many(session.store, ids, deals=choices.deal != "none", owner=owner)
    refused = [{"lead": each.lead, "reason": each.reason} for each in many.refused]
    data: dict[str, Any] = {"leads": ids, "refused": refused}
    data["converted"] = [_ids_json(done) for done in many.done]
    if as_json:
        answer(session, many.batch, "", data, as_json=True)
    else:
        for done in many.done:
            say(_became_words(session, done))
        answer(session, many.batch, "convert.many", n=len(many.done))
        for each in many.refused:
            tell(each.reason)
    if refused:
        raise typer.Exit(ExitCode.PARTIAL if many.done else ExitCode.FAILED)


def unconvert_lead(
    session: Session,
    lead: Annotated[str, typer.Argument(metavar="LEAD")],
    as_json: AsJson = False,
) -> None:
    """Undo the conversion of a lead."""
    with session.reading() as connection:
        lead_id = session.find(connection, session.schema.type("leads"), lead)
    report = conversion.unconvert(session.store, lead_id)
    data = {
        "lead": lead_id,
        "undone": report.undone.id,
        "restored": report.restored,
        "blocked": [],
    }
    answer(session, report.batch, "unconvert.done", data, as_json=as_json, n=report.restored)


# --- output ---------------------------------------------------------------------------------------


def _ids_json(done: Conversion) -> dict[str, Any]:
    """The ids of a conversion as JSON; what a dry run would have created has none."""
    ids = {target.value: getattr(done, target.value) for target in Target}
    if done.batch is None:
        ids.update(dict.fromkeys(done.created))
    return {
        "lead": done.lead,
        **ids,
        "created": list(done.created),
        "attached": list(done.attached),
    }


def _conversion_json(session: Session, lead: Record, done: Conversion) -> dict[str, Any]:
    """A conversion as JSON, with the values that were filled, kept and in conflict."""
    told = _ValueFormatter(session, lead.text("currency") or session.currency)
    return {
        **_ids_json(done),
        "set": told.data({f"account.{key}": v for key, v in done.account_set.items()}),
        "filled": told.data(done.filled),
        "kept": told.data(done.kept),
        "conflicts": [told.conflict(mapping) for mapping in done.conflicts],
    }


def _became_words(session: Session, done: Conversion) -> str:
    """What a lead became, in one sentence."""
    told = _ValueFormatter(session, session.currency)
    parts = []
    with session.reading() as connection:
        for target in Target:
            record_id = getattr(done, target.value)
            if record_id is None:
                continue
            declared = session.schema.type(target.record_type)
            title = records.titles(connection, declared.key, [record_id]).get(record_id)
            is_new = target.value in done.created
            key = "new" if is_new else "there"
            if title is None:  # a dry run has taken it back already
                key = "would"
            words = t(f"cli.convert.{key}", type=declared.label(1), id=record_id, title=title or "")
            if target is Target.ACCOUNT and is_new and (also := told.account_set(done)):
                words = t("sales.with_set", record=words, what=also)
            parts.append(words)
    became = t("sales.list_join").join(parts) or t("sales.became_nothing")
    return t("cli.convert.words", id=done.lead, title=done.title, became=became)


def _conflict_words(session: Session, lead: Record, done: Conversion) -> Iterator[str]:
    """Where lead and record say different things, one sentence each."""
    told = _ValueFormatter(session, lead.text("currency") or session.currency)
    for mapping in done.conflicts:
        key = "kept" if mapping.outcome is Outcome.KEPT else "replaced"
        yield t(f"cli.convert.{key}", **told.words(mapping), key=mapping.key)


def _draw_mappings(session: Session, lead: Record, done: Conversion) -> None:
    """Draw where every value of the lead goes, what it meets there, and which wins."""
    told = _ValueFormatter(session, lead.text("currency") or session.currency)
    columns = [
        OutputColumn("field", t("cli.column.field"), 20),
        OutputColumn("value", t("types.leads.one"), 30),
        OutputColumn("goes_to", t("cli.column.goes_to"), 26),
        OutputColumn("meets", t("cli.column.meets"), 26, priority=2),
        OutputColumn("outcome", t("cli.column.outcome"), 20),
    ]
    facts = [PlainRow(columns, told.words(mapping)) for mapping in done.mappings]
    write_rows(Format.TABLE, columns, facts)


class _ValueFormatter:
    """Formats values of a lead and of what it becomes, as text and as JSON."""

    def __init__(self, session: Session, currency: str) -> None:
        self._session = session
        self._currency = currency

    def data(self, found: Mapping[str, Value]) -> dict[str, object]:
        """Values by ``account.phone`` as JSON has them."""
        parted = ((key, *key.partition("."), value) for key, value in found.items())
        return {key: self._json(target, field, value) for key, target, _, field, value in parted}

    def account_set(self, done: Conversion) -> str:
        """What a new account got beside the lead's values, in words; blank for nothing."""
        accounts = self._session.schema.type("accounts")
        return t("sales.list_join").join(
            t(
                "sales.field_value",
                field=accounts.field(key).label(accounts.key),
                value=self._shown("account", key, value),
            )
            for key, value in done.account_set.items()
        )

    def conflict(self, mapping: FieldMapping) -> dict[str, object]:
        target = str(mapping.target)
        return {
            "field": mapping.field,
            "lead": self._json(target, mapping.target_field, mapping.value),
            target: self._json(target, mapping.target_field, mapping.meets),
            "kept": target if mapping.outcome is Outcome.KEPT else "lead",
        }

    def words(self, mapping: FieldMapping) -> dict[str, Any]:
        """A mapping in the words of the reader."""
        lead_field = self._session.schema.type("leads").field(mapping.field)
        found = {
            "field": lead_field.label("leads"),
            "value": self._shown("lead", mapping.field, mapping.value),
            "goes_to": "",
            "meets": "",
            "part": "",
            "outcome": t(f"cli.convert.outcome.{mapping.outcome.value}"),
        }
        if mapping.target is not None:
            declared = self._session.schema.type(mapping.target.record_type)
            found["part"] = declared.label(1)
            label = declared.field(mapping.target_field).label(declared.key)
            found["goes_to"] = t("cli.convert.to", part=declared.label(1), field=label)
            found["meets"] = self._shown(mapping.target.value, mapping.target_field, mapping.meets)
        return found

    def _title(self, target: str, value: Value) -> str:
        if value is None:
            return ""
        with self._session.reading() as connection:
            return records.titles(connection, target, [int(value)]).get(int(value), f"#{value}")

    def _json(self, target: str, key: str, value: Value) -> object:
        spec = self._session.schema.type(target).field(key)
        title = self._title(spec.target, value) if spec.kind is Kind.LINK else ""
        return values.to_json(spec, value, self._currency, title)

    def _shown(self, target: str, key: str, value: Value) -> str:
        spec = self._session.schema.type(target).field(key)
        title = self._title(spec.target, value) if spec.kind is Kind.LINK else ""
        return values.to_display(
            self._session.schema,
            spec,
            value,
            currency=self._currency,
            title=title,
            now=self._session.now,
        )
