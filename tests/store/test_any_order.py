"""Whatever is done and taken back, in any order: the store holds what it should."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.conftest import still_clock
from tui_crm.errors import CrmError
from tui_crm.features.program import open_store
from tui_crm.store import derive
from tui_crm.store.filter.compile import QueryContext
from tui_crm.store.journal import undo
from tui_crm.store.journal.log import not_kept
from tui_crm.store.journal.unit import unit
from tui_crm.store.query import Listing, Query
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.journal.unit import UnitOfWork

TYPES = ("leads", "accounts", "contacts", "deals", "activities")
WORDS = st.sampled_from(["田中", "ﾀﾅｶ", "Garcia", "青空商事", "[/] x", "a%_!b", "髙橋", "  "])
Dump = dict[tuple[str, int], dict[str, Any]]

blank_path: Path


@pytest.fixture(autouse=True, scope="module")
def remember_blank_store(blank_store: Path) -> None:
    global blank_path
    blank_path = blank_store


class AnyOrder(RuleBasedStateMachine):
    """Edits, imports, deletions, undo and redo, checked against dumps taken before and after."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copyfile(blank_path, self.folder / "crm.db")
        self.store = open_store(self.folder / "crm.db", user="sato", clock=still_clock)
        self.diffs: dict[int, dict[tuple[str, int], tuple[Any, Any]]] = {}
        self.order: list[int] = []
        self.now = self.dump()

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def dump(self) -> Dump:
        found: Dump = {}
        for name in TYPES:
            declared = self.store.schema.type(name)
            names = ", ".join(quote(spec.sql_name) for spec in declared.fields)
            for row in self.store.connection.rows(f"SELECT {names} FROM {quote(name)}"):
                values = dict(zip((s.key for s in declared.fields), row, strict=True))
                dropped = not_kept(self.store.schema, name)
                found[name, values["id"]] = {
                    key: value
                    for key, value in values.items()
                    if value is not None and key not in dropped
                }
        return found

    def act(self, kind: str, do: Callable[[UnitOfWork], object]) -> None:
        before = self.now
        try:
            with unit(self.store, kind) as work:
                do(work)
        except CrmError:
            assert self.dump() == before
            return
        self.note(work.batch, before)

    def note(self, batch: int | None, before: Dump) -> None:
        self.now = self.dump()
        diff = {
            key: (before.get(key), self.now.get(key))
            for key in before.keys() | self.now.keys()
            if before.get(key) != self.now.get(key)
        }
        assert bool(diff) == (batch is not None)
        if batch is not None:
            self.diffs[batch] = diff
            self.order.append(batch)

    def pick(self, record_type: str, number: int) -> int | None:
        ids = sorted(i for name, i in self.now if name == record_type)
        return ids[number % len(ids)] if ids else None

    @rule(name=WORDS, company=WORDS)
    def add_lead(self, name: str, company: str) -> None:
        values = {"last_name": name.strip() or None, "company": company.strip() or None}
        self.act("add", lambda work: work.create("leads", values))

    @rule(name=WORDS, n=st.integers(0, 50))
    def add_contact_and_deal(self, name: str, n: int) -> None:
        def do(work: UnitOfWork) -> None:
            parent = self.pick("accounts", n)
            account = work.create("accounts", {"name": name.strip() or "x", "parent": parent})
            contact = work.create("contacts", {"last_name": "鈴木", "account": account})
            work.create("deals", {"name": name.strip() or "y", "account": account})
            work.update("accounts", account, {"primary_contact": contact})

        self.act("convert", do)

    @rule(n=st.integers(0, 50), done=st.booleans())
    def add_activity(self, n: int, done: bool) -> None:
        values = {
            "subject": "call",
            "lead": self.pick("leads", n),
            "account": self.pick("accounts", n),
            "status": "done" if done else "planned",
        }
        self.act("activity", lambda work: work.create("activities", values))

    @rule(n=st.integers(0, 50), city=st.none() | WORDS, company=st.none() | WORDS)
    def edit_lead(self, n: int, city: str | None, company: str | None) -> None:
        lead = self.pick("leads", n)
        if lead is not None:
            changes = {"city": city, "company": company}
            self.act("edit", lambda work: work.update("leads", lead, changes))

    @rule(n=st.integers(1, 4))
    def import_leads(self, n: int) -> None:
        rows = [{"last_name": f"L{i}", "email": f"l{i}@x.example"} for i in range(n)]
        self.act("import", lambda work: work.create_many("leads", rows))

    @rule(rating=st.sampled_from(["hot", "cold", None]))
    def rate_all_leads(self, rating: str | None) -> None:
        leads = [i for name, i in self.now if name == "leads"]
        changes = [(lead, {"rating": rating}) for lead in leads]
        self.act("bulk_edit", lambda work: work.update_many("leads", changes))

    @rule(record_type=st.sampled_from(TYPES), n=st.integers(0, 50))
    def delete(self, record_type: str, n: int) -> None:
        doomed = self.pick(record_type, n)
        if doomed is not None:
            self.act("delete", lambda work: work.delete(record_type, [doomed]))

    @precondition(lambda self: self.order)
    @rule(n=st.integers(0, 200))
    def undo_any(self, n: int) -> None:
        batch = self.order[-1 - n % len(self.order)]
        before = self.now
        try:
            report = undo.undo(self.store, batch)
        except CrmError:
            assert self.dump() == before
            return
        self.note(report.batch, before)
        blocked = {(b.type, b.id) for b in report.blocked}
        for key, (was, became) in self.diffs[batch].items():
            if key not in blocked:
                assert self.undone(key, was, became, before.get(key))
        touched = self.diffs[batch].keys()
        assert all(self.now.get(k) == before.get(k) for k in before if k not in touched)

    def undone(self, key: tuple[str, int], was: Any, became: Any, stood: Any) -> bool:
        stands = self.now.get(key)
        if was is None or became is None or stands is None:
            return bool(stands == was)
        changed = {k for k in was.keys() | became.keys() if was.get(k) != became.get(k)}
        return all(
            stands.get(k) == (was if k in changed else stood).get(k)
            for k in was.keys() | became.keys()
        )

    @precondition(lambda self: self.order)
    @rule()
    def undo_and_redo_the_last(self) -> None:
        last, before = self.order[-1], self.now
        if self.store.connection.scalar("SELECT undone_by FROM batches WHERE id = ?", (last,)):
            return
        report = undo.undo(self.store, last)
        assert not report.blocked, "nothing happened since, so nothing can stand in the way"
        self.note(report.batch, before)
        middle = self.now
        assert report.batch is not None
        again = undo.undo(self.store, report.batch)
        self.note(again.batch, middle)
        assert self.now == before

    @invariant()
    def nothing_hangs_in_the_air(self) -> None:
        assert self.store.connection.rows("PRAGMA foreign_key_check") == []

    @invariant()
    def every_lead_is_found_by_its_own_words(self) -> None:
        declared = self.store.schema.type("leads")
        query_context = QueryContext(still_clock(), 1)
        leads = {i: values for (name, i), values in self.now.items() if name == "leads"}
        for lead, values in leads.items():
            words = derive.search_text(declared, values)
            if words:
                query = Query("leads", search=words.split()[0])
                found = Listing(self.store.schema, query, query_context).ids(self.store.connection)
                assert lead in found
                assert set(found) <= set(leads)


AnyOrder.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnyOrder = AnyOrder.TestCase
