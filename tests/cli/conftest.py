"""The program as people and scripts call it: by its entry point, over a store of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from tests.cli.terminal import Terminal
from tests.conftest import still_clock
from tui_crm.cli import session
from tui_crm.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = (
    "A\x1b]52;c;ZXZpbA==\x1b\\B",
    "\x1b]8;;http://evil/\x1b\\click\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[HPWNED",
    "A\u009b31mR",
    "abc\u202egnp.exe",
    "AAAA\rBB",
    "[/] [red]a[/blue] [@click=app.quit]x[/]",
    "x\\",
    "{braces} {0}",
    "=cmd|' /C calc'!A0",
)
"""What strangers type into a name."""

FORBIDDEN = "\x1b\x9b\u202e\r\x07"
"""What must not reach a terminal."""


@dataclass(frozen=True)
class Crm:
    """Calls the program within this process."""

    path: Path

    def run(self, *args: object, user: str = "sato", lang: str = "en", **more: Any) -> Result:
        """What the program answers, whatever its exit status."""
        env = {"CRM_STORE": str(self.path), "CRM_LANG": lang, "CRM_USER": user}
        return CliRunner().invoke(app, [str(arg) for arg in args], env=env, **more)

    def __call__(self, *args: object, status: int = 0, **more: Any) -> str:
        """What it writes to standard output, where it ends with ``status``."""
        result = self.run(*args, **more)
        assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
        return result.stdout

    def json(self, *args: object, **more: Any) -> Any:
        """What it answers as JSON."""
        return json.loads(self(*args, "--json", **more))

    def fails(self, *args: object, status: int, **more: Any) -> str:
        """What it says on standard error, where it fails with ``status`` and writes no data."""
        result = self.run(*args, **more)
        assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
        assert result.stdout == ""
        return result.stderr


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test, and a clock that stands still."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(folder))
    for name in ("CRM_STORE", "CRM_LANG", "CRM_USER", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setattr(session, "clock", still_clock)
    return folder


@pytest.fixture
def crm(store_path: Path) -> Crm:
    """The program over an empty store."""
    return Crm(store_path)


@pytest.fixture
def busy_crm(crm: Crm) -> Crm:
    """The program over a store with a little of everything.

    Leads 1 田中 (hot), 2 Smith, 3 佐藤 (no company); account 1 Aoba, contact 1, deal 1; one note
    and two activities.
    """
    crm("add", "leads", "last_name=田中", "first_name=一郎", "company=株式会社青葉", "rating=hot")
    crm("add", "leads", "last_name=Smith", "company=Initech", "email=smith@initech.example")
    crm("add", "leads", "last_name=佐藤", "tags=vip, 展示会")
    crm("add", "accounts", "name=Aoba Trading", "phone=03-1234-5678")
    crm("add", "contacts", "last_name=鈴木", "account=Aoba Trading")
    crm("add", "deals", "name=Renewal", "account=1", "amount=1,200,000", "primary_contact=鈴木")
    crm("add", "notes", "body=Wants a quote", "account=1", "deal=1")
    crm("add", "activities", "subject=Call back", "kind=call", "lead=1", "start_at=2026-11-24")
    crm("add", "activities", "subject=Sent brochure", "kind=mail", "lead=1", "status=done")
    return crm


def run_process(path: Path, *args: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    env = {**os.environ, "CRM_STORE": str(path), "CRM_LANG": "en", "CRM_USER": "sato"}
    env.update(more.pop("env", {}))
    return subprocess.run(
        [sys.executable, "-m", "tui_crm", *args],
        env=env,
        text=True,
        encoding="utf-8",
        capture_output=True,
        timeout=60,
        check=False,
        **more,
    )


@pytest.fixture(autouse=True)
def _ended_terminals() -> Iterator[None]:
    """No program outlives its test, whatever has failed."""
    yield
    while Terminal.opened:
        Terminal.opened.pop().close()
