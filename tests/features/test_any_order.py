"""Convert, take back, merge, edit and undo in any order: what a model in plain dicts expects."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import still_clock
from tests.records import add, dump, edit, stored
from tui_crm.errors import CrmError, NotFoundError
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.leads.convert.field_mapping import Target
from tui_crm.features.leads.convert.plan import AlreadyConvertedError, Mode
from tui_crm.features.program import open_store
from tui_crm.store import match_index
from tui_crm.store.journal.undo import UndoBlockedError, undo
from tui_crm.store.match_keys import KeyMaker
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from tui_crm.features.leads.convert.conversion import Conversion

COMPANIES = ("青空商事", "株式会社青空商事", "みらい㈱", "Northwind GmbH")
PEOPLE = ("田中", "鈴木", "Garcia")
PHONES = ("03-1234-5678", "06-1111-2222")
LINKS = ("account", "contact", "deal")


@dataclass
class Converted:
    """A conversion that stands, and what it met: the lead, its notes, the attached records."""

    done: Conversion
    lead: dict[str, Any]
    hanging: list[dict[str, Any]]
    attached: dict[tuple[str, int], dict[str, Any]]


@dataclass
class Model:
    """What is expected to stand."""

    converted: dict[int, Converted] = field(default_factory=dict)
    merged: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Accounts that went, with the one that took them in and the batch."""


class Selling(RuleBasedStateMachine):
    """A few leads and accounts, and all that can be done with them."""

    blank: Path
    leads = Bundle("leads")
    accounts = Bundle("accounts")

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="selling-"))
        path = self.folder / "crm.db"
        shutil.copyfile(self.blank, path)
        self.store = open_store(path, user="sato", clock=still_clock)
        self.model = Model()
        self.undoable: list[tuple[int, dict[str, list[Any]]]] = []

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def last_batch(self) -> int:
        return int(self.store.connection.scalar("SELECT coalesce(max(id), 0) FROM batches"))

    # --- what people do -----------------------------------------------------------------------

    @rule(
        target=leads,
        last=st.sampled_from(PEOPLE),
        company=st.sampled_from((*COMPANIES, None)),
        phone=st.sampled_from((*PHONES, None)),
    )
    def add_lead(self, last: str, company: str | None, phone: str | None) -> int:
        return add(self.store, "leads", last_name=last, company=company, phone=phone)

    @rule(target=accounts, name=st.sampled_from(COMPANIES), phone=st.sampled_from((*PHONES, None)))
    def add_account(self, name: str, phone: str | None) -> int:
        return add(self.store, "accounts", name=name, phone=phone)

    @rule(lead=leads)
    def add_note(self, lead: int) -> None:
        if self.row("leads", lead) is not None:
            add(self.store, "notes", body="メモ", lead=lead)

    @rule(lead=leads, phone=st.sampled_from(PHONES))
    def edit_lead(self, lead: int, phone: str) -> None:
        before = dump(self.store)
        row = self.row("leads", lead)
        try:
            edit(self.store, "leads", lead, phone=phone)
        except (InvalidRecordError, NotFoundError):
            assert row is None or lead in self.model.converted
            assert dump(self.store) == before
        else:
            assert lead not in self.model.converted

    @rule(account=accounts, phone=st.sampled_from(PHONES))
    def edit_account(self, account: int, phone: str) -> None:
        if self.row("accounts", account) is not None:
            edit(self.store, "accounts", account, phone=phone)

    @rule(lead=leads, deal=st.booleans(), new_account=st.booleans())
    def convert(self, lead: int, deal: bool, new_account: bool) -> None:
        before = dump(self.store)
        if self.row("leads", lead) is None:
            return
        try:
            plan = proposal.propose(self.store, lead, deal=deal)
            if new_account:
                plan = proposal.choose(self.store, plan, Target.ACCOUNT, Mode.CREATE)
        except AlreadyConvertedError:
            assert lead in self.model.converted
            return
        done = conversion.apply_conversion(self.store, plan)
        self.undo_and_redo(1)
        self.remember(done, before)

    @rule(target=accounts, chosen=st.lists(leads, min_size=2, max_size=3, unique=True))
    def convert_many(self, chosen: list[int]) -> Any:
        before = dump(self.store)
        report = conversion.convert_many(self.store, chosen)
        refused = {each.lead for each in report.refused}
        assert {done.lead for done in report.done} == set(chosen) - refused
        assert all(i in self.model.converted or self.row("leads", i) is None for i in refused)
        for done in report.done:
            self.remember(done, before)
        made = [d.account for d in report.done if "account" in d.created and d.account]
        return multiple(*made)

    def remember(self, done: Conversion, before: dict[str, list[Any]]) -> None:
        rows = {name: {row["id"]: row for row in before[name]} for name in ("leads", "notes")}
        attached = {}
        for target in Target:
            record_id = getattr(done, target)
            known = {row["id"]: row for row in before[target.record_type]}
            if target in done.attached and record_id in known:
                attached[target.record_type, record_id] = known[record_id]
        hanging = [row for row in before["notes"] if row["lead"] == done.lead]
        self.model.converted[done.lead] = Converted(
            done, rows["leads"][done.lead], hanging, attached
        )

    @rule(lead=leads)
    def unconvert(self, lead: int) -> None:
        before = dump(self.store)
        known = self.model.converted.get(lead)
        blocked: list[str] = []
        try:
            conversion.unconvert(self.store, lead)
        except UndoBlockedError as stopped:
            blocked = [each.reason for each in stopped.blocked]
            assert known is not None
            assert dump(self.store) == before
        except CrmError:
            assert known is None
            assert dump(self.store) == before
        else:
            assert known is not None
            del self.model.converted[lead]
            self.expect_taken_back(known)
        assert all(blocked), "every reason is in words"

    def expect_taken_back(self, known: Converted) -> None:
        assert self.row("leads", known.done.lead) == known.lead
        for target in known.done.created:
            record_type = Target(target).record_type
            assert self.row(record_type, getattr(known.done, target)) is None
        for note in known.hanging:
            row = self.row("notes", note["id"])
            assert row is not None
            assert {key: row[key] for key in LINKS} == {key: note[key] for key in LINKS}
        for (record_type, record_id), was in known.attached.items():
            row = self.row(record_type, record_id)
            target = record_type.removesuffix("s")
            own = [k for k in known.done.filled if k.startswith(target)]
            filled = [k.removeprefix(f"{target}.") for k in own]
            assert row is not None
            assert {key: row[key] for key in filled} == {key: was[key] for key in filled}

    @rule(keep=accounts, other=accounts)
    def merge(self, keep: int, other: int) -> None:
        if keep == other or None in (self.row("accounts", keep), self.row("accounts", other)):
            return
        before = dump(self.store)
        done = merge(self.store, "accounts", keep, [other])
        assert done.batch is not None
        self.model.merged[other] = (keep, done.batch)
        undone = undo(self.store, done.batch)
        assert dump(self.store) == before
        assert stored(self.store, "accounts", other).id == other
        assert undone.batch is not None
        undo(self.store, undone.batch)

    @rule(back=st.integers(1, 4))
    def undo(self, back: int) -> None:
        """Take back one of the last changes; refused, it changes nothing."""
        before = dump(self.store)
        batch = self.last_batch() - back + 1
        try:
            undo(self.store, batch)
        except CrmError:
            assert dump(self.store) == before
            return
        rows = {row["id"]: row for row in dump(self.store)["leads"]}
        for lead in list(self.model.converted):
            if lead not in rows or rows[lead]["converted_at"] is None:
                del self.model.converted[lead]
        for lead, row in rows.items():
            if row["converted_at"] is not None and lead not in self.model.converted:
                self.forget_details_of(lead)
        self.model.merged.clear()

    def forget_details_of(self, lead: int) -> None:
        """A conversion that came back by undoing its undo: it stands, details are not expected."""
        record = stored(self.store, "leads", lead)
        account, contact, deal = (record.number(f"converted_{key}") for key in LINKS)
        done = conversion.Conversion(None, lead, record.title, account, contact, deal, (), (), ())
        row = self.row("leads", lead)
        assert row is not None
        was = {k: None if k.startswith("converted_") else v for k, v in row.items()}
        self.model.converted[lead] = Converted(done, was, [], {})

    @rule(times=st.integers(1, 3))
    def undo_and_redo(self, times: int) -> None:
        """What can be taken back can be done again, and taken back again, to the letter."""
        batch, after = self.last_batch(), dump(self.store)
        try:
            undone = undo(self.store, batch)
        except CrmError:
            assert dump(self.store) == after
            return
        before = dump(self.store)
        for _ in range(times):
            assert undone.batch is not None
            undo(self.store, undone.batch)
            assert dump(self.store) == after
            undone = undo(self.store, batch)
            assert dump(self.store) == before
        assert undone.batch is not None
        undo(self.store, undone.batch)

    # --- what always holds --------------------------------------------------------------------

    def row(self, record_type: str, record_id: int | None) -> dict[str, Any] | None:
        rows = dump(self.store, record_type)[record_type]
        return next((row for row in rows if row["id"] == record_id), None)

    @invariant()
    def converted_leads_are_those_expected(self) -> None:
        if not hasattr(self, "store"):
            return
        rows = dump(self.store, "leads")["leads"]
        converted = {row["id"] for row in rows if row["converted_at"] is not None}
        assert converted == set(self.model.converted)
        for row in rows:
            if row["converted_at"] is None:
                assert all(row[f"converted_{key}"] is None for key in (*LINKS, "by"))

    @invariant()
    def every_link_leads_somewhere(self) -> None:
        if hasattr(self, "store"):
            assert self.store.connection.rows("PRAGMA foreign_key_check") == []

    @invariant()
    def keys_are_those_of_the_records(self) -> None:
        if not hasattr(self, "store"):
            return
        for record_type in ("leads", "accounts", "contacts"):
            maker = KeyMaker(self.store.schema.type(record_type))
            rows = dump(self.store, record_type)[record_type]
            expected = sorted((key, row["id"]) for row in rows for key in maker.keys(row))
            found = [
                (key, i)
                for key, ids in match_index.blocks(self.store.connection, record_type)
                for i in ids
            ]
            assert found == expected

    @invariant()
    def numbers_of_merged_accounts_find_the_keeper(self) -> None:
        if not hasattr(self, "store"):
            return
        for gone, (keep, _) in self.model.merged.items():
            if self.row("accounts", keep) is not None:
                assert stored(self.store, "accounts", gone).id == keep


@pytest.fixture
def machine(blank_store: Path) -> type[Selling]:
    return type("Machine", (Selling,), {"blank": blank_store})


def test_any_order_of_selling_comes_out_as_expected(machine: type[Selling]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
