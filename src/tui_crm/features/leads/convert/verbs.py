"""``crm convert`` and ``crm unconvert``: leads become accounts, contacts and deals, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui_crm.cli.assign import tell_understood
from tui_crm.cli.messages import remark, tell
from tui_crm.cli.options import AsJson
from tui_crm.cli.report import answer, say
from tui_crm.cli.session import Session
from tui_crm.errors import ExitCode, UsageError
from tui_crm.features.leads.convert import convert, output
from tui_crm.features.leads.convert.convert import ConversionPlan, Mode, Part
from tui_crm.i18n import t
from tui_crm.language.money import format_money

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import Value


@dataclass(frozen=True, slots=True)
class Choices:
    """What a lead shall become, where it is not the best proposal."""

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
        """Whether it says what makes no sense for many leads at once."""
        has_deal = self.deal not in ("", "none")
        said = (self.account, self.contact, self.amount, self.close, self.turn, self.dry_run)
        return has_deal or any(said)


def convert_leads(
    session: Session,
    leads: Annotated[list[str], typer.Argument(metavar="LEAD")],
    choices: Choices,
    as_json: AsJson = False,
) -> None:
    """Make a lead business; several at once each by its best proposal."""
    with session.reading() as connection:
        declared = session.schema.type("leads")
        ids = list(dict.fromkeys(session.find(connection, declared, words) for words in leads))
        owner = _owner(session, connection, choices.owner)
    if len(ids) > 1:
        _convert_many(session, ids, choices, owner, as_json)
        return
    plan = convert.choose_owner(_planned(session, ids[0], choices), owner)
    done = convert.apply(session.store, plan, dry_run=choices.dry_run)
    if as_json:
        answer(session, done.batch, "", output.as_json(session, plan.lead, done), as_json=True)
    elif choices.dry_run:
        output.draw_moves(session, plan.lead, done)
        say(f"{output.in_words(session, done)} {t('cli.import.dry')}")
    else:
        answer(session, done.batch, "convert.done", words=output.in_words(session, done))
        for sentence in output.conflicts_in_words(session, plan.lead, done):
            tell(sentence)


def _owner(session: Session, connection: Connection, name: str) -> int | None:
    return session.find(connection, session.schema.type("users"), name) if name else None


def _planned(session: Session, lead_id: int, choices: Choices) -> ConversionPlan:
    store = session.store
    plan = convert.propose(store, lead_id, deal=choices.deal != "none")
    for part, words in ((Part.ACCOUNT, choices.account), (Part.CONTACT, choices.contact)):
        if words:
            plan = _chosen(session, plan, part, words)
    if choices.deal not in ("", "none"):
        if choices.deal.isascii() and choices.deal.isdigit():
            plan = _chosen(session, plan, Part.DEAL, choices.deal)
        else:
            plan = convert.choose(store, plan, Part.DEAL, Mode.CREATE)
            plan = plan if choices.deal == "new" else plan.with_deal(name=choices.deal)
    values = _deal_values(session, plan, choices)
    if values and plan.deal.way is not Mode.CREATE:
        raise UsageError("cli.deal_values")
    plan = plan.with_deal(**values)
    known = {move.key for move in convert.preview(session.schema, plan) if move.key}
    for key in choices.turn or ():
        if key not in known:
            raise UsageError("cli.turn", key=key, known=", ".join(sorted(known)) or "–")
        plan = plan.turn(key)
    return plan


def _chosen(session: Session, plan: ConversionPlan, part: Part, words: str) -> ConversionPlan:
    if words in ("new", "none"):
        way = Mode.CREATE if words == "new" else Mode.NONE
        return convert.choose(session.store, plan, part, way)
    with session.reading() as connection:
        target = session.find(connection, session.schema.type(part.record_type), words)
    return convert.choose(session.store, plan, part, Mode.ATTACH, target)


def _deal_values(session: Session, plan: ConversionPlan, choices: Choices) -> dict[str, Value]:
    deals = session.schema.type("deals")
    values: dict[str, Value] = {}
    with session.reading() as connection:
        reader = session.reader(connection)
        if choices.amount:
            values |= convert.read_amount(plan, choices.amount, session.currency)
            if values["currency"] != session.currency:
                amount = format_money(int(values["amount"] or 0), str(values["currency"]))
                remark("understood", field=deals.field("amount").label(deals.key), value=amount)
        if choices.close:
            spec = deals.field("close_date")
            values["close_date"] = reader.read(spec, choices.close)
            tell_understood(spec, deals.key, choices.close, values["close_date"])
    return values


def _convert_many(
    session: Session, ids: list[int], choices: Choices, owner: int | None, as_json: bool
) -> None:
    if choices.is_about_one:
        raise UsageError("cli.many_leads")
    many = convert.convert_many(session.store, ids, deals=choices.deal != "none", owner=owner)
    refused = [{"lead": each.lead, "reason": each.reason} for each in many.refused]
    data: dict[str, Any] = {"leads": ids, "refused": refused}
    data["converted"] = [output.brief(done) for done in many.done]
    if as_json:
        answer(session, many.batch, "", data, as_json=True)
    else:
        for done in many.done:
            say(output.in_words(session, done))
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
    """Take the conversion of a lead back."""
    with session.reading() as connection:
        lead_id = session.find(connection, session.schema.type("leads"), lead)
    report = convert.unconvert(session.store, lead_id)
    data = {
        "lead": lead_id,
        "undone": report.undone.id,
        "restored": report.restored,
        "blocked": [],
    }
    answer(session, report.batch, "unconvert.done", data, as_json=as_json, n=report.restored)
