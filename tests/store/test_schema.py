"""One declaration a record type; everything else is read off it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tui_crm.errors import UsageError
from tui_crm.features import generate, new_migration
from tui_crm.features.program import program
from tui_crm.store import custom_fields, declaration, picklists, records, search
from tui_crm.store.db import migrate
from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.db.migrations.scope import is_declared
from tui_crm.store.filter.compile import QueryContext
from tui_crm.store.journal import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind, RecordType, Schema
from tui_crm.store.query import Listing, Query, page
from tui_crm.store.record_base import Record
from tui_crm.store.registry import Program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.db.store import Store


def test_the_literals_say_what_the_classes_say() -> None:
    is_up_to_date = generate.TARGET.read_text("utf-8") == generate.source()
    assert is_up_to_date, "run: uv run python -m tui_crm.features.generate"


@pytest.mark.filterwarnings("error")
def test_a_migrated_store_is_what_the_declarations_want(store: Store) -> None:
    import sqlalchemy
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    from tui_crm.store.db import tables  # noqa: F401  they fill the metadata

    generate.record_classes()

    def is_wanted(item: Any, name: str | None, kind: str, *others: Any) -> bool:
        # Other tests declare record types of their own.
        is_record_type = kind == "table" and "sort_key" in item.columns
        is_ours = not is_record_type or name in program().declared.types
        return is_ours and is_declared(item, name, kind, *others)

    engine = sqlalchemy.create_engine("sqlite://", creator=lambda: sqlite3.connect(store.path))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_wanted})
        found = compare_metadata(context, SQLModel.metadata)
    engine.dispose()
    assert found == [], 'run: uv run python -m tui_crm.features.new_migration "What it does"'


WRITING = """
import sys
from pathlib import Path

from tui_crm.features.new_migration import write_migration
from tui_crm.features.program import program

print(write_migration("Nothing", program(), Path(sys.argv[1])))
"""


def test_no_migration_is_written_where_nothing_is_to_be_migrated(tmp_path: Path) -> None:
    # In a process of its own, because other tests declare record types of their own.
    command = [sys.executable, "-c", WRITING, str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout == "None\n"
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_not_raised_where_nothing_is_to_be_migrated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(new_migration, "write_migration", lambda *_: None)
    head = Path(migrate.__file__).parent / "migrations" / "head.py"
    before = head.read_text("utf-8")
    with pytest.raises(SystemExit, match="Nothing to migrate"):
        new_migration.main("Nothing")
    assert head.read_text("utf-8") == before


def test_the_version_in_the_file_is_the_last_migration() -> None:
    from alembic.script import ScriptDirectory

    heads = ScriptDirectory.from_config(migrate.alembic_config(program())).get_heads()
    assert heads == [f"{HEAD:04}"]


def test_a_custom_field_works_like_a_declared_one(store: Store) -> None:
    with unit(store, "fields") as work:
        custom_fields.add_field(
            work, "leads", "hobby", Kind.TEXT, ja="趣味", en="Hobby", is_listed=True
        )
    leads = store.schema.type("leads")
    assert leads.field("hobby").label("leads") == "Hobby"
    assert leads.field("hobby") in leads.columns
    with unit(store, "add") as work:
        lead = work.create("leads", {"last_name": "田中", "hobby": "釣り"})
    query_context = store.query_context()
    for query in (Query("leads", where="趣味~釣"), Query("leads", search="釣り", sort="-hobby")):
        assert list(Listing(store.schema, query, query_context).ids(store.connection)) == [lead]
    assert page(store.connection, leads, [lead], ["hobby"])[0].values == ("釣り",)


def test_a_retired_custom_field_keeps_its_values_until_it_comes_back(store: Store) -> None:
    with unit(store, "fields") as work:
        custom_fields.add_field(work, "leads", "hobby", Kind.TEXT, en="Hobby")
    with unit(store, "add") as work:
        lead = work.create("leads", {"last_name": "田中", "hobby": "fishing"})
    with unit(store, "fields") as work:
        custom_fields.edit_field(work, "leads", "hobby", {"is_retired": 1})
    assert "hobby" not in store.schema.type("leads")
    with unit(store, "fields") as work:
        custom_fields.add_field(work, "leads", "hobby", Kind.TEXT, en="Hobby")
    record = records.read(store.connection, store.schema.type("leads"), lead)
    assert record["hobby"] == "fishing"


def test_adding_a_field_can_be_taken_back(store: Store) -> None:
    with unit(store, "fields") as work:
        custom_fields.add_field(work, "leads", "hobby", Kind.TEXT)
    assert work.batch is not None
    undo.undo(store, work.batch)
    assert "hobby" not in store.schema.type("leads")


@pytest.mark.parametrize("key", ["last_name", "Hobby", "1st", "a b", "", "x" * 41, 'a"b'])
def test_a_key_that_is_taken_or_no_key_is_refused(store: Store, key: str) -> None:
    with pytest.raises(UsageError), unit(store, "fields") as work:
        custom_fields.add_field(work, "leads", key, Kind.TEXT)


def test_a_retired_choice_stays_readable_and_is_no_longer_offered(store: Store) -> None:
    with unit(store, "choices") as work:
        picklists.edit_choice(work, "lead_status", "contacted", {"is_retired": 1})
    assert "contacted" not in [c.key for c in store.schema.choices("lead_status")]
    assert store.schema.choice("lead_status", "contacted") is not None


def test_a_picklist_has_one_default(store: Store) -> None:
    with unit(store, "choices") as work:
        picklists.edit_choice(work, "lead_status", "working", {"is_default": 1})
    assert [c.key for c in store.schema.choices("lead_status") if c.is_default] == ["working"]
    with unit(store, "add") as work:
        lead = work.create("leads", {"last_name": "田中"})
    record = records.read(store.connection, store.schema.type("leads"), lead)
    assert record["status"] == "working"


@pytest.fixture
def vehicles(store: Store) -> Iterator[Store]:
    """A store with a record type that this file alone declares."""
    from sqlmodel import SQLModel

    generate.record_classes()

    class Vehicle(Record, table=True):
        __tablename__ = "vehicles"
        about: ClassVar[RecordType] = RecordType(singular="vehicle", title=(("plate",),), menu=10)

        plate: str | None = declaration.text(
            required=True, column=1, search=True, aliases="plate, 車番"
        )
        lead: int | None = declaration.link("leads", owned=True, column=2)
        colour: str | None = declaration.choice("colour", column=3)

    import sqlalchemy

    declared = Schema({**program().declared.types, "vehicles": generate.read_class(Vehicle)})
    store.program = Program(declared, program().picklists)

    engine = sqlalchemy.create_engine("sqlite://", creator=lambda: sqlite3.connect(store.path))
    Vehicle.__table__.create(engine)  # type: ignore[attr-defined]
    engine.dispose()
    search.create_index(store.connection, "vehicles")
    store.reload_schema()
    yield store
    SQLModel.metadata.remove(Vehicle.__table__)  # type: ignore[attr-defined]


def test_a_new_record_type_is_one_declaration(vehicles: Store) -> None:
    store = vehicles
    with unit(store, "choices") as work:
        picklists.add_choice(work, "colour", "red", ja="赤", en="Red")
    with unit(store, "add") as work:
        lead = work.create("leads", {"last_name": "田中"})
        car = work.create("vehicles", {"plate": "品川 500 あ 12-34", "lead": lead, "colour": "red"})
    declared = store.schema.type("vehicle")
    query_context = QueryContext(store.clock().astimezone())
    for query in (
        Query("vehicles", search="1234"),
        Query("vehicles", where="colour=赤 and lead~田"),
    ):
        assert list(Listing(store.schema, query, query_context).ids(store.connection)) == [car]
    row = page(store.connection, declared, [car], [spec.key for spec in declared.columns])[0]
    assert row.values == ("品川 500 あ 12-34", "田中", "red")
    with unit(store, "delete") as work:
        assert work.delete("leads", [lead]) == 2
    assert work.batch is not None
    undo.undo(store, work.batch)
    assert records.read(store.connection, declared, car).links["lead"] == "田中"
