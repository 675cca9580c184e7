"""What the page for people's own scripts shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

import tui_crm
from tui_crm.errors import UsageError
from tui_crm.features.leads.model import Lead
from tui_crm.store import custom_fields
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store

PAGE = Path(__file__).parents[1] / "docs" / "python.md"


@pytest.fixture
def filled(open_store: Callable[..., Store]) -> Store:
    """A store with a hot lead who fishes, and a deal that was won."""
    store = open_store()
    with unit(store, "fields") as work:
        custom_fields.add_field(work, "leads", "hobby", Kind.TEXT, en="Hobby")
    with unit(store, "add") as work:
        values = {"last_name": "Smith", "email": "smith@initech.example", "rating": "hot"}
        work.create("leads", {**values, "hobby": "fishing"})
        work.create("leads", {"last_name": "佐藤", "rating": "cold"})
        account = work.create("accounts", {"name": "Aoba"})
        for name, stage in (("One", "won"), ("Two", "won"), ("Three", "lost"), ("Four", "needs")):
            work.create(
                "deals", {"name": name, "account": account, "stage": stage, "amount": 600_000}
            )
    return store


def test_the_page_says_what_happens(
    filled: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(filled.path.parent)
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))
    exec(compile(code, str(PAGE), "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        "Smith smith@initech.example",
        "Aoba 1200000",
        "[('Smith', 'fishing')]",
        "needs None 1 600000 JPY",
    ]
    with filled.session() as session:
        added = session.exec(select(Lead).where(Lead.company == "青葉商事")).one()
    assert (added.rating, added.title) == ("warm", "田中")


def test_a_session_cannot_write(filled: Store) -> None:
    with filled.session() as session:
        lead = session.exec(select(Lead)).first()
        assert lead is not None
        lead.rating = "cold"
        session.add(lead)
        with pytest.raises(UsageError):
            session.commit()
    with filled.session() as session:
        assert session.exec(select(Lead.rating)).first() == "hot"


def test_a_session_reads_as_of_one_moment(filled: Store) -> None:
    with filled.session() as session:
        before = len(session.exec(select(Lead)).all())
        with unit(filled, "add") as work:
            work.create("leads", {"last_name": "田中"})
        assert len(session.exec(select(Lead)).all()) == before


def test_what_scripts_use_is_imported_when_it_is_asked_for() -> None:
    code = "import sys, tui_crm; print(sorted(m for m in sys.modules if m.startswith('tui_crm')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['tui_crm']"
    with pytest.raises(AttributeError):
        _ = tui_crm.close_store
