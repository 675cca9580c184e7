"""Every statement of the program, prepared on a real PostgreSQL server.

A working day is played on a store, by the command line and by what screens call. What that runs on
SQLite is prepared on the server as its dialect has it. Each place in the program that hands SQL to
a connection must have been come to, so that a new query is not left out.
"""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from tests.cli.conftest import Crm
from tests.conftest import still_clock
from tests.postgres import Recording, binaries, recording, server
from tests.sql_texts import may_hold_sql, modules, questions, speaks_one_dialect
from tui_crm.cli import session
from tui_crm.errors import UsageError
from tui_crm.features.activities import queries as schedule
from tui_crm.features.duplicates.customers import find_customers
from tui_crm.features.generate import record_classes
from tui_crm.features.leads.triage import queries as triage
from tui_crm.features.leads.triage.queries import Beginning
from tui_crm.features.program import open_store
from tui_crm.features.team.queries import stale_records
from tui_crm.language.search_terms import query_terms
from tui_crm.screens.detail.page_data import read_page
from tui_crm.store import (
    bulk,
    custom_fields,
    drafts,
    import_lookups,
    import_mappings,
    in_use,
    list_order,
    match_index,
    records,
    related,
    search,
    search_plan,
    suggest,
)
from tui_crm.store.aggregate import Aggregate, Function, Period
from tui_crm.store.bulk import EditTags, SetField
from tui_crm.store.db import tables  # noqa: F401  its classes are tables, too
from tui_crm.store.dialect.postgres import POSTGRES, numbered
from tui_crm.store.dialect.sqlite import SQLITE
from tui_crm.store.drafts import FormDraft
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.rows import matching
from tui_crm.store.import_mappings import SavedMapping
from tui_crm.store.journal import history
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query, page
from tui_crm.store.reindex import reindex
from tui_crm.store.sql import literal
from tui_crm.store.sql_functions import SQL_FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType, Value

OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "~", "!~")
VALUES = {
    Kind.INTEGER: "3",
    Kind.NUMBER: "1.5",
    Kind.MONEY: "1万",
    Kind.DATE: "+7d",
    Kind.DATETIME: "2026-11-21",
    Kind.BOOLEAN: "yes",
    Kind.PHONE: "03-1234-5678",
    Kind.PHONES: "03-1234-5678",
}


def is_wanted(module: str) -> bool:
    """Whether the SQL of a module is such as every database must understand."""
    return may_hold_sql(module) and not speaks_one_dialect(module)


def test_every_statement_is_one_that_postgresql_prepares(
    tmp_path: Path, blank_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, psycopg = need_postgresql()
    monkeypatch.setattr(session, "clock", still_clock)
    path = tmp_path / "crm.db"
    path.write_bytes(blank_store.read_bytes())
    path.chmod(0o600)
    with recording() as recorded:
        play(path, tmp_path)
    assert not_reached(recorded) == []
    with (
        open_store(path, user="sato", clock=still_clock) as store,
        server(programs) as folder,
        psycopg.connect(f"host={folder} user=crm dbname=postgres", autocommit=True) as pg,
    ):
        make_schema(pg, store, recorded)
        assert list(refusals(pg, recorded.to_prepare(is_wanted))) == []
        assert list(differences(psycopg.RawCursor(pg), store)) == []


def need_postgresql() -> tuple[Path, Any]:
    """The server's programs and the client; without them the test is skipped, and fails in CI."""
    programs = binaries()
    lacking = "" if find_spec("psycopg") else "psycopg (uv sync --group postgres)"
    if programs is not None and not lacking:
        return programs, import_module("psycopg")
    why = f"there is no {lacking or 'PostgreSQL server'}"
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def make_schema(pg: Any, store: Store, recorded: Recording) -> None:
    """The tables as SQLModel declares them, and those that the dialect makes."""
    for name in SQL_FUNCTIONS:
        pg.execute(
            f"CREATE FUNCTION {name}(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'"
        )
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: pg, poolclass=StaticPool
    )
    record_classes()
    SQLModel.metadata.create_all(engine)
    for record_type in store.schema:
        pg.execute(POSTGRES.create_key_table(match_index.table_name(record_type.key)))
        for statement in POSTGRES.create_search_index(search.index_name(record_type.key)):
            pg.execute(statement)
    for sql in recorded.statements:
        if sql.startswith("ALTER TABLE"):
            pg.execute(recorded.dialect.for_postgres(sql))


def refusals(pg: Any, statements: dict[str, str]) -> Iterator[str]:
    """What the server says of those statements that it cannot prepare."""
    import psycopg

    for sql, place in statements.items():
        try:
            pg.execute(f"PREPARE statement AS {sql}")
            pg.execute("DEALLOCATE statement")
        except psycopg.Error as error:
            yield f"{place}: {str(error).splitlines()[0]}\n  {sql}"


def differences(pg: Any, store: Store) -> Iterator[str]:
    """Where the two databases answer the same question otherwise."""
    pg.execute("SET TIME ZONE 'Asia/Tokyo'")
    for moment in ("2026-11-21T14:59:59Z", "2026-11-21T15:00:00Z", "2024-02-29", "2026-12-31"):
        at = literal(moment)
        ours, theirs = (
            f"SELECT {dialect.local_day(at)}, {dialect.first_of_week(dialect.local_day(at))}"
            for dialect in (SQLITE, POSTGRES)
        )
        days = store.connection.row(ours)
        if days != pg.execute(theirs).fetchone():
            yield f"{moment}: {days}"
    speaks_postgres: Any = SimpleNamespace(dialect=POSTGRES)
    keys = store.connection.rows("SELECT id, search_key FROM leads")
    pg.execute("DELETE FROM leads_search")
    for record_id, key in keys:
        vector = POSTGRES.pairs_to_store(search.pairs(key))
        pg.execute(numbered(POSTGRES.add_to_search("leads_search")), (record_id, vector))
    for words in ("田", "田中", "中一", "initech", "h", "0312345678", "it's", "高橋 kita", "無い"):
        hits = search.hits(store.connection, "leads", query_terms(words))
        found = store.connection.rows(hits.text, hits.parameters)
        asked = search.hits(speaks_postgres, "leads", query_terms(words))
        if found != pg.execute(numbered(asked.text), asked.parameters).fetchall():
            yield f"{words}: {found}"


def not_reached(recorded: Recording) -> list[str]:
    """The places that hand SQL to a connection and that the working day has not come to."""
    reached = {place for places in recorded.statements.values() for place in places}
    return [
        f"{module}:{call.lineno}"
        for module, tree in modules()
        if is_wanted(module)
        for call in questions(tree)
        if not any(
            (module, line) in reached
            for line in range(call.lineno, (call.end_lineno or call.lineno) + 1)
        )
    ]


def play(path: Path, folder: Path) -> None:
    """A working day, with everything that people do to records."""
    crm = Crm(path)
    write(crm, folder)
    store = open_store(path, user="sato", clock=still_clock)
    try:
        for record_type in list(store.schema):
            read_type(store, record_type)
        read_rest(store)
    finally:
        store.close()


def write(crm: Crm, folder: Path) -> None:
    """Add, edit, import, convert, merge, delete and take back."""
    for kind in ("text", "integer", "number", "money", "date", "boolean", "tags"):
        crm("field", "add", "leads", f"own_{kind}", "--kind", kind)
    crm("field", "add", "leads", "partner", "--kind", "link", "--target", "accounts")
    crm("field", "add", "leads", "size", "--kind", "choice", "--values", "small, large")
    crm("field", "retire", "leads", "own_tags")
    crm("field", "add", "leads", "own_tags", "--kind", "tags")
    crm("choices", "rating", "add", "burning", "--en", "Burning", "--ja", "最優先")
    crm("choices", "rating", "default", "hot")
    crm("add", "users", "name=suzuki", "full_name=鈴木")
    crm(
        "add",
        "leads",
        "last_name=田中",
        "first_name=一郎",
        "company=青葉商事",
        "phone=03-1234-5678",
    )
    crm("add", "leads", "last_name=田中", "first_name=一郎", "company=青葉商事", "tags=vip, 展示会")
    crm("add", "leads", "last_name=Smith", "company=Initech", "email=smith@initech.example")
    accounts = folder / "accounts.csv"
    accounts.write_text(
        "id,name,phone\nA1,青葉商事,03-1234-5678\nA2,青葉商事㈱,03-1234-5678\n", "utf-8"
    )
    crm("import", accounts, "--to", "accounts", "--map", "id=external_id", "--yes")
    crm("add", "accounts", "name=Kita")
    crm("add", "contacts", "last_name=鈴木", "first_name=花子", "account=1")
    crm("add", "deals", "name=Renewal", "account=1", "amount=1,200,000", "primary_contact=1")
    crm("add", "notes", "body=Wants a quote", "account=1", "deal=1")
    crm("task", "Send the quote", "--lead", 1, "--at", "2026-11-24")
    crm("add", "work_rules", "name=Old", "record_type=leads", "kind=untouched", "days=30")
    crm("add", "assignment_rules", "name=All", "record_type=leads", "members=sato,suzuki")
    crm("add", "leads", "last_name=佐藤", "first_name=次郎", "company=Umi")
    crm("view", "save", "leads", "Mine", "--where", "owner=me")
    crm("edit", "leads", 1, "rating=warm")
    for name in ("one.csv", "two.csv"):
        file = folder / name
        file.write_text(
            "id,last_name,first_name,company,email,phone,owner\n"
            "X1,高橋,三郎,Kita,taka@kita.example,03-2222-3333,sato\n"
            "X2,田中,一郎,青葉商事,,03-1234-5678,nobody\n"
            "X3,Smith,,Initech,smith@initech.example,,\n",
            "utf-8",
        )
        crm("import", file, "--to", "leads", "--map", "id=external_id", "--yes")
    crm("distinct", "leads", 1, 3)
    crm("merge", "accounts", 1, 2)
    crm("merge", "leads", 1, 2)
    crm("undo")
    crm("redo")
    crm("convert", 3, "--amount", "150万")
    crm("unconvert", 3)
    crm("delete", "notes", 1, "--yes")
    crm("undo")
    crm("duplicates", "leads")
    crm("list", "leads", "--where", "batch=12")
    crm("search", "田中")
    crm("export", "leads")
    crm("show", "accounts", "Kita")
    crm("delete", "accounts", 1, "--yes")
    crm("undo")
    crm("today")
    crm("history")
    crm("check")


def read_type(store: Store, record_type: RecordType) -> None:
    """Every list of a type: by each order, each filter, some searches."""
    for spec in record_type.fields:
        ask(store, Query(record_type.key, sort=spec.key))
        for where in filters_of(spec):
            ask(store, Query(record_type.key, where))
        add_up(store, record_type, spec)
    for link in record_type.fields:
        if link.kind is Kind.LINK:
            ask(store, Query(record_type.key, f"{link.key}.created_at<=+0d"))
            group_by(store, record_type, f"{link.key}.created_at:week", "count")
    for words in ("田", "田中", "a", "Aoba 田", "Müller", "03-1234", "…"):
        ask(store, Query(record_type.key, search=words))
        ask(store, Query(record_type.key, "created_at<=+0d", words))


def filters_of(spec: FieldSpec) -> Iterator[str]:
    """A field by each operator, and blank or not."""
    value = VALUES.get(spec.kind, "a")
    for operator in OPERATORS:
        yield f'{spec.key}{operator}"{value}"'
    yield f'not {spec.key}=""'
    yield f'{spec.key} in ("{value}", "")'


def add_up(store: Store, record_type: RecordType, spec: FieldSpec) -> None:
    """A type grouped by a field, and its figures."""
    periods = (
        [f":{period}" for period in Period] if spec.kind in (Kind.DATE, Kind.DATETIME) else [""]
    )
    for period in periods:
        group_by(store, record_type, f"{spec.key}{period}", "count")
    for function in Function:
        group_by(store, record_type, "created_at:month", f"{function}:{spec.key}")


def group_by(store: Store, record_type: RecordType, key: str, value: str) -> None:
    """The groups of a type, in two orders."""
    query = Query(record_type.key)
    with store.reading() as connection:
        try:
            asked = Aggregate(store.schema, query, store.query_context(), [key], [value])
        except UsageError:  # this kind of field has no such figure
            return
        asked.groups(connection)
        asked.groups(connection, sort=f"-{value}", limit=3)


def ask(store: Store, query: Query) -> None:
    """A list: how many it has, its ids, its first page; and whether a draft would be in it."""
    record_type, query_context = store.schema.type(query.type), store.query_context()
    with store.reading() as connection:
        try:
            listing = Listing(store.schema, query, query_context)
        except UsageError:  # this kind of field is not compared so
            return
        listing.count(connection)
        listing.holds(connection, 1)
        listing.ids(connection, limit=50)
        ids = listing.ids(connection)
        page(connection, record_type, ids[:50], [spec.key for spec in record_type.columns])
        condition = filters.parse(query.where)
        matching(connection, store.schema, record_type, condition, [{}], query_context)


def read_rest(store: Store) -> None:
    """What the screens ask beside lists, and what is only asked of a large store."""
    leads = store.schema.type("leads")
    read_search(store)
    drafts.save(store, "leads", FormDraft({"last_name": "Half"}, {}, None), is_left=True)
    mapping = SavedMapping("Mine", "leads", "name", (("name", "last_name"),))
    import_mappings.save(store, mapping)
    for change in (SetField("rating", "warm"), EditTags("tags", ("vip",))):
        seen = records.versions(store.connection, "leads", [1, 3, 4])
        bulk.apply(store, "leads", seen, change)
    with store.reading() as connection:
        drafts.left_behind(connection, "leads", store.now())
        import_mappings.find(connection, "leads", "name")
        import_mappings.all_saved(connection)
        read_journal(connection)
        read_schedule(store, connection)
        for spec in leads.fields:
            if spec.kind is Kind.TAGS:
                suggest.known_tags(connection, leads, spec)
        suggest.known_reading(connection, store.schema, "last_name", "田中")
        custom_fields.retired_fields(connection, "leads")
        hot: dict[str, Value] = {"picklist": "rating", "key": "hot"}
        in_use.holder(connection, store.schema, "choices", hot)
        pair: dict[str, Value] = {"record_type": "leads", "low_id": 1, "high_id": 3, "names": None}
        match_index.is_distinct(connection, pair)
        stale_records(connection, store.schema, leads, [1, 3], store.query_context)
        match_index.holders_of_both(connection, "leads", "n田中一郎", "p+81312345678")
        match_index.lookup_both(connection, "leads", "n田中一郎", "p+81312345678")
        for column in ("key", "sort_key", "company"):
            import_lookups.ids_with_both(
                connection, leads, column, [("n田中一郎", "p+81312345678")]
            )
        for own in store.schema.menu:
            lists = related.lists_of(store.schema, own.key)
            related.counts(connection, store.schema, lists, 1, store.query_context())
    drafts.drop(store, "leads")
    import_mappings.forget(store, "Mine")
    find_customers(store)
    with store.connection.transaction():
        search.create_index(store.connection, "leads")
        match_index.create_index(store.connection, "leads")
        reindex(store.connection, store.schema)


def read_search(store: Store) -> None:
    """A search that hits so many that the rows are asked instead of the index."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "PROBE", 1)
        for few in (0, 10**9):
            patched.setattr(search_plan, "FEW", few)
            for words in ("田", "田 a"):
                for where in ("", "rating=hot"):
                    ask(store, Query("leads", where, words))
        patched.setattr(list_order, "SHORTEST", 1)
        for words in ("田", "田中一"):
            listing = Listing(store.schema, Query("leads", search=words), store.query_context())
            whole = Listing(store.schema, Query("leads"), store.query_context())
            order = whole.order(store.connection, whole.ids(store.connection))
            for limit in (1, None):
                listing.ids(store.connection, limit=limit, order=order)


def read_journal(connection: Connection) -> None:
    """The list of past changes."""
    history.newest(connection)
    history.kinds(connection)
    history.latest(connection, kind="edit", user="sato", before=5)
    history.numbers(connection, kind="add", user="sato", words="田中")
    ids = history.numbers(connection)
    history.first_changes(connection, ids)
    for batch in ids[:1]:
        history.spans(connection, batch)


def read_schedule(store: Store, connection: Connection) -> None:
    """What is due, was done, and comes next."""
    now = store.local_now()
    span = schedule.Span.of(now.date(), 7)
    for limit in (None, 1):
        schedule.overdue(connection, 1, now, limit)
        schedule.planned(connection, 1, span, limit)
        schedule.planned(connection, 1, span, limit, but_late_by=now)
        schedule.undated(connection, 1, limit)
        schedule.done(connection, 1, span, limit)
    schedule.count_overdue(store)
    schedule.next_steps(connection, "lead", [1, 3])
    for record_type, record_id in (("leads", 1), ("accounts", 1), ("deals", 1)):
        read_page(store, record_type, record_id, "JPY")
        read_page(store, record_type, record_id, "JPY", kind="call")
    schedule.due_call(connection, 1, "lead", 1, now)
    schedule.last_done(connection, "lead", 1)
    since = Beginning()
    triage.read_tally(store, [1, 2], since)
    triage.changed_elsewhere(store, [1, 2], since, ())
    triage.taken_back(store, 0)
    for batch in range(1, 40):
        list(triage.leads_of_batch(connection, batch))
