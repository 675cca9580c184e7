"""What became of a lead, as JSON and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_crm.cli.options import Format
from tui_crm.cli.output import Column, Fact, write_rows
from tui_crm.features.leads.convert.convert import Conversion, FieldMapping, Outcome, Part
from tui_crm.i18n import t
from tui_crm.store import records, values
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui_crm.cli.session import Session
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record


def brief(done: Conversion) -> dict[str, Any]:
    """The numbers of a conversion; what a dry run would have created has none."""
    ids = {part.value: getattr(done, part.value) for part in Part}
    if done.batch is None:
        ids.update(dict.fromkeys(done.created))
    return {
        "lead": done.lead,
        **ids,
        "created": list(done.created),
        "attached": list(done.attached),
    }


def as_json(session: Session, lead: Record, done: Conversion) -> dict[str, Any]:
    """A conversion with what was filled, what was kept and where they differed."""
    told = _Telling(session, lead.text("currency") or session.currency)
    return {
        **brief(done),
        "set": told.data({f"account.{key}": v for key, v in done.account_set.items()}),
        "filled": told.data(done.filled),
        "kept": told.data(done.kept),
        "conflicts": [told.conflict(move) for move in done.conflicts],
    }


def in_words(session: Session, done: Conversion) -> str:
    """What a lead became, in one sentence."""
    told = _Telling(session, session.currency)
    parts = []
    with session.reading() as connection:
        for part in Part:
            record_id = getattr(done, part.value)
            if record_id is None:
                continue
            declared = session.schema.type(part.record_type)
            title = records.titles(connection, declared.key, [record_id]).get(record_id)
            is_new = part.value in done.created
            key = "new" if is_new else "there"
            if title is None:  # a dry run has taken it back already
                key = "would"
            words = t(f"cli.convert.{key}", type=declared.label(1), id=record_id, title=title or "")
            if part is Part.ACCOUNT and is_new and (also := told.account_set(done)):
                words = t("sales.with_set", record=words, what=also)
            parts.append(words)
    became = t("sales.list_join").join(parts) or t("sales.became_nothing")
    return t("cli.convert.words", id=done.lead, title=done.title, became=became)


def conflicts_in_words(session: Session, lead: Record, done: Conversion) -> Iterator[str]:
    """Where lead and record say different things, one sentence each."""
    told = _Telling(session, lead.text("currency") or session.currency)
    for move in done.conflicts:
        key = "kept" if move.outcome is Outcome.KEPT else "replaced"
        yield t(f"cli.convert.{key}", **told.words(move), key=move.key)


def draw_moves(session: Session, lead: Record, done: Conversion) -> None:
    """Draw where every value of the lead goes, what it meets there, and which wins."""
    told = _Telling(session, lead.text("currency") or session.currency)
    columns = [
        Column("field", t("cli.column.field"), 20),
        Column("value", t("types.leads.one"), 30),
        Column("goes_to", t("cli.column.goes_to"), 26),
        Column("meets", t("cli.column.meets"), 26, priority=2),
        Column("outcome", t("cli.column.outcome"), 20),
    ]
    facts = [Fact(columns, told.words(move)) for move in done.moves]
    write_rows(Format.TABLE, columns, facts)


class _Telling:
    """Values of a lead and of what it becomes, in words and as JSON."""

    def __init__(self, session: Session, currency: str) -> None:
        self._session = session
        self._currency = currency

    def data(self, found: Mapping[str, Value]) -> dict[str, object]:
        """Values by ``account.phone`` as JSON has them."""
        parted = ((key, *key.partition("."), value) for key, value in found.items())
        return {key: self._json(part, field, value) for key, part, _, field, value in parted}

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

    def conflict(self, move: FieldMapping) -> dict[str, object]:
        part = str(move.part)
        return {
            "field": move.field,
            "lead": self._json(part, move.target, move.value),
            part: self._json(part, move.target, move.meets),
            "kept": part if move.outcome is Outcome.KEPT else "lead",
        }

    def words(self, move: FieldMapping) -> dict[str, Any]:
        """A move in the words of the reader."""
        lead_field = self._session.schema.type("leads").field(move.field)
        found = {
            "field": lead_field.label("leads"),
            "value": self._shown("lead", move.field, move.value),
            "goes_to": "",
            "meets": "",
            "part": "",
            "outcome": t(f"cli.convert.outcome.{move.outcome.value}"),
        }
        if move.part is not None:
            declared = self._session.schema.type(move.part.record_type)
            found["part"] = declared.label(1)
            label = declared.field(move.target).label(declared.key)
            found["goes_to"] = t("cli.convert.to", part=declared.label(1), field=label)
            found["meets"] = self._shown(move.part.value, move.target, move.meets)
        return found

    def _title(self, target: str, value: Value) -> str:
        if value is None:
            return ""
        with self._session.reading() as connection:
            return records.titles(connection, target, [int(value)]).get(int(value), f"#{value}")

    def _json(self, part: str, key: str, value: Value) -> object:
        spec = self._session.schema.type(part).field(key)
        title = self._title(spec.target, value) if spec.kind is Kind.LINK else ""
        return values.to_json(spec, value, self._currency, title)

    def _shown(self, part: str, key: str, value: Value) -> str:
        spec = self._session.schema.type(part).field(key)
        title = self._title(spec.target, value) if spec.kind is Kind.LINK else ""
        return values.to_display(
            self._session.schema,
            spec,
            value,
            currency=self._currency,
            title=title,
            now=self._session.now,
        )
