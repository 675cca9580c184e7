"""The program in a process and a terminal of its own: what it imports, writes and leaves behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import HOSTILE, run_process
from tests.cli.terminal import Terminal
from tui_crm.sanitize import width

if TYPE_CHECKING:
    from tests.cli.conftest import Crm

HEAVY = (
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "pydantic",
    "openpyxl",
    "python_calamine",
    "phonenumbers",
)
PROBE = """
import sys
sys.argv = ["crm", *{args!r}]
from tui_crm.main import run
try:
    run()
except SystemExit as end:
    status = end.code
modules = sorted(sys.modules)
print("\\n@@", status, " ".join(modules), file=sys.stderr)
"""


def imported_by(path: Path, *args: str, env: dict[str, str] | None = None) -> set[str]:
    """The modules in memory after a run of the program."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE.format(args=list(args))],
        env={
            **os.environ,
            "CRM_STORE": str(path),
            "CRM_LANG": "en",
            "CRM_USER": "sato",
            **(env or {}),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    status, *modules = ran.stderr.rpartition("@@")[2].split()
    assert status == "0", ran.stderr
    return set(modules)


def test_version_imports_next_to_nothing(crm: Crm) -> None:
    ours = {name for name in imported_by(crm.path, "--version") if name.startswith("tui_crm.")}
    assert ours == {
        "tui_crm.cli",
        "tui_crm.cli.command",
        "tui_crm.cli.typer_internals",
        "tui_crm.cli.group",
        "tui_crm.main",
        "tui_crm.cli.session",
        "tui_crm.manifest",
    }


@pytest.mark.parametrize("args", [("--help",), ("list", "--help"), ("view", "save", "--help")])
def test_help_imports_neither_screen_nor_store(crm: Crm, args: tuple[str, ...]) -> None:
    modules = imported_by(crm.path, *args)
    assert not modules & {*HEAVY, "tui_crm.store.db.store"}


@pytest.mark.parametrize(
    "words", ["crm ", "crm li", "crm list ", "crm list leads --sort ", "crm list leads --"]
)
def test_completion_imports_neither_screen_nor_orm(crm: Crm, words: str) -> None:
    env = {"_CRM_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": words}
    assert not imported_by(crm.path, env=env) & set(HEAVY)


@pytest.mark.parametrize(
    "args",
    [
        ("list", "leads", "--limit", "20"),
        ("list", "leads", "--where", "rating=hot", "--json"),
        ("show", "leads", "1"),
        ("search", "田中"),
        ("history",),
        ("fields", "leads"),
        ("choices", "rating"),
        ("views",),
        ("edit", "leads", "1", "rating=cold"),
        ("add", "leads", "last_name=S"),
        ("delete", "leads", "2"),
        ("undo",),
        ("config", "show"),
    ],
)
def test_records_are_read_and_written_without_orm_or_screen(
    busy_crm: Crm, args: tuple[str, ...]
) -> None:
    assert not imported_by(busy_crm.path, *args) & set(HEAVY)


def test_data_goes_to_stdout_and_talk_to_stderr(crm: Crm) -> None:
    ran = run_process(crm.path, "list", "leads", "--json")
    assert (ran.stdout, ran.stderr, ran.returncode) == ("[]\n", "", 0)
    ran = run_process(crm.path, "show", "leads", "9", "--json")
    assert (ran.stdout, ran.returncode) == ("", 4)
    assert ran.stderr == "crm: There is no Lead number 9.\n"


def test_module_runs_like_the_program(crm: Crm) -> None:
    assert run_process(crm.path, "--version").stdout.startswith("crm ")
    assert "crm list" in run_process(crm.path, "list").stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "latin-1"])
def test_output_survives_any_encoding(busy_crm: Crm, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    ran = run_process(busy_crm.path, "list", "leads", "--json", env=env)
    assert {lead["last_name"] for lead in json.loads(ran.stdout)} == {"田中", "Smith", "佐藤"}
    for args in (
        ("list", "leads"),
        ("show", "leads", "1"),
        ("edit", "leads", "1", "rating=cold"),
        ("choices", "rating"),
        ("--lang", "ja", "check"),
        ("--lang", "ja", "list", "--help"),
    ):
        ran = run_process(busy_crm.path, *args, env=env, errors="replace")
        assert (ran.returncode, ran.stderr) == (0, "")
    ran = run_process(busy_crm.path, "show", "leads", "誰か", env=env, errors="replace")
    assert ran.returncode == 4


def test_traceback_is_for_debug_only(crm: Crm) -> None:
    crm.path.write_bytes(b"no store")
    assert "Traceback" not in run_process(crm.path, "list", "leads").stderr
    ran = run_process(crm.path, "--debug", "list", "leads")
    assert "Traceback" in ran.stderr
    assert ran.returncode == 3


def test_reader_that_goes_away_is_no_error_to_talk_about(crm: Crm) -> None:
    for n in range(3):
        crm("add", "leads", f"last_name={n}", "description=" + "x" * 60_000)
    command = f"{sys.executable} -m tui_crm list leads --json | head -c 10"
    env = {**os.environ, "CRM_STORE": str(crm.path)}
    ran = subprocess.run(
        ["sh", "-c", command], env=env, capture_output=True, timeout=60, check=True
    )
    assert ran.stderr == b""
    assert len(ran.stdout) == 10


def test_busy_store_is_status_3(crm: Crm) -> None:
    other = sqlite3.connect(crm.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ran = run_process(crm.path, "add", "leads", "last_name=S")
    other.execute("ROLLBACK")
    other.close()
    assert ran.returncode == 3
    assert "writing" in ran.stderr
    assert crm.json("list", "leads") == []


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_table_fits_the_terminal_to_the_cell(crm: Crm, columns: int) -> None:
    for name in ("田中" * 20, "Smith" * 20, *HOSTILE):
        crm("add", "leads", f"last_name={name}", f"company={name}", "email=a@b.example")
    terminal = Terminal(crm.path, "list", "leads", columns=columns)
    seen = terminal.read()
    assert terminal.status() == 0
    lines = re.sub(r"\x1b\[[01]m", "", seen).splitlines()
    assert len(lines) == 1 + 2 + len(HOSTILE)
    assert max(map(width, lines)) <= columns
    assert "\x1b" not in "".join(lines)
    assert "Name" in lines[0]


def test_colour_is_for_terminals_that_want_it(busy_crm: Crm) -> None:
    seen = {}
    kinds: dict[str, dict[str, str]] = {
        "plain": {"NO_COLOR": "1"},
        "dumb": {"TERM": "dumb"},
        "colour": {},
    }
    for name, env in kinds.items():
        terminal = Terminal(busy_crm.path, "list", "leads", env=env)
        seen[name] = "\x1b" in terminal.read()
        terminal.status()
    assert seen == {"plain": False, "dumb": False, "colour": True}


@pytest.mark.parametrize(("typed", "left"), [("n\n", 3), ("\n", 3), ("y\n", 2), ("はい\n", 2)])
def test_delete_asks_a_person_and_only_yes_is_yes(busy_crm: Crm, typed: str, left: int) -> None:
    terminal = Terminal(busy_crm.path, "delete", "leads", "1")
    question = terminal.read(until="[y/N]")
    assert "田中 一郎" in question
    assert "2 Activities" in question
    terminal.answer(typed)
    terminal.read()
    assert terminal.status() == 0
    assert len(busy_crm.json("list", "leads")) == left


def test_yes_option_asks_nobody(busy_crm: Crm) -> None:
    terminal = Terminal(busy_crm.path, "delete", "leads", "1", "--yes")
    assert "[y/N]" not in terminal.read()
    assert terminal.status() == 0
    assert len(busy_crm.json("list", "leads")) == 2


@pytest.mark.parametrize(("typed", "left"), [("\n", 4), ("y\n", 3)])
def test_undo_without_a_number_asks_a_person_what_it_would_take_back(
    busy_crm: Crm, typed: str, left: int
) -> None:
    busy_crm("add", "leads", "last_name=Abe", "company=Abe Works")
    terminal = Terminal(busy_crm.path, "undo")
    question = terminal.read(until="[y/N]")
    assert "Abe: added" in question
    terminal.answer(typed)
    terminal.read()
    assert terminal.status() == 0
    assert len(busy_crm.json("list", "leads")) == left


@pytest.mark.parametrize("args", [("undo", "--yes"), ("undo", "2")])
def test_undo_that_was_told_what_to_take_back_asks_nobody(crm: Crm, args: tuple[str, ...]) -> None:
    for name in ("Abe", "Baba"):
        crm("add", "leads", f"last_name={name}", "company=Works")
    terminal = Terminal(crm.path, *args)
    assert "[y/N]" not in terminal.read()
    assert terminal.status() == 0
    assert len(crm.json("list", "leads")) == 1


def test_interrupt_at_a_question_is_status_130_and_changes_nothing(busy_crm: Crm) -> None:
    terminal = Terminal(busy_crm.path, "delete", "leads", "1")
    terminal.read(until="[y/N]")
    os.kill(terminal.process, signal.SIGINT)
    assert "Interrupted" in terminal.read()
    assert terminal.status() == 130
    assert len(busy_crm.json("list", "leads")) == 3


def test_screen_without_a_terminal_is_wrong_use(crm: Crm) -> None:
    for args in ((), ("demo",)):
        ran = run_process(crm.path, *args)
        assert ran.returncode == 2
        assert "terminal" in ran.stderr


@pytest.mark.parametrize(
    ("words", "offered", "kept_out"),
    [
        ("crm ", "list", "--json"),
        ("crm --", "--store", "list"),
        ("crm view ", "save", "list"),
        ("crm list ", "leads", "list"),
        ("crm list l", "leads", "deals"),
        ("crm list leads --", "--where", "--install-completion"),
        ("crm list leads --sort ", "last_name", "stage"),
        ("crm list deals --columns name,st", "name,stage", "name,last_name"),
        ("crm list leads --view ", "Mine", "Theirs"),
        ("crm add leads ", "last_name=", "created_at="),
        ("crm add leads rating=h", "rating=hot", "rating=cold"),
        ("crm choices ra", "rating", "deal_stage"),
    ],
)
def test_shell_is_offered_what_fits(busy_crm: Crm, words: str, offered: str, kept_out: str) -> None:
    busy_crm("view", "save", "leads", "Mine", "--where", "owner=me")
    busy_crm("view", "save", "deals", "Theirs", "--where", "owner!=me")
    env = {
        "_CRM_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": words,
    }
    ran = run_process(busy_crm.path, env=env)
    assert ran.returncode == 0, ran.stderr
    found = [line.split("\t")[0] for line in ran.stdout.splitlines()]
    assert offered in found
    assert kept_out not in found


def test_bash_completes_behind_an_equals_sign(busy_crm: Crm) -> None:
    env = {
        "_CRM_COMPLETE": "complete_bash",
        "COMP_WORDS": "crm add leads rating = h",
        "COMP_CWORD": "5",
    }
    assert run_process(busy_crm.path, env=env).stdout.split() == ["hot"]


def test_completion_without_a_store_offers_verbs_and_makes_none(crm: Crm) -> None:
    crm.path.unlink()
    for words in ("crm ", "crm list ", "crm list leads --view "):
        env = {"_CRM_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": words}
        assert run_process(crm.path, env=env).returncode == 0
    assert not crm.path.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_full_disk_behind_the_output_is_said_once(busy_crm: Crm) -> None:
    command = f"{sys.executable} -m tui_crm list leads > /dev/full"
    env = {**os.environ, "CRM_STORE": str(busy_crm.path), "CRM_LANG": "en"}
    ran = subprocess.run(["sh", "-c", command], env=env, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert ran.stderr == "crm: No space left on device.\n"


def test_closed_output_is_nobodys_trouble(busy_crm: Crm) -> None:
    command = f"{sys.executable} -m tui_crm list leads >&-"
    env = {**os.environ, "CRM_STORE": str(busy_crm.path), "CRM_LANG": "en"}
    ran = subprocess.run(["sh", "-c", command], env=env, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_completion_is_installed_for_the_shell_that_asks(crm: Crm, home: Path) -> None:
    """Bash runs it; the answer is ours, not Typer's."""
    command = f"{sys.executable} -m tui_crm --install-completion; true"
    env = {**os.environ, "CRM_LANG": "ja", "HOME": str(home)}
    ran = subprocess.run(
        ["bash", "-c", command], env=env, capture_output=True, text=True, timeout=60
    )
    assert "導入しました" in ran.stdout, ran.stderr
    assert "_CRM_COMPLETE" in (home / ".bash_completions" / "crm.sh").read_text()


@pytest.mark.skipif(shutil.which("dash") is None, reason="this system has no dash")
@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_a_shell_that_knows_no_completion_is_told_so(crm: Crm, option: str) -> None:
    env = {"CRM_STORE": str(crm.path), "CRM_LANG": "ja", "PATH": os.environ["PATH"]}
    command = f"{sys.executable} -m tui_crm {option}; echo $?"
    ran = subprocess.run(
        ["dash", "-c", command], env=env, capture_output=True, text=True, timeout=60
    )
    assert ran.stdout == "2\n"
    assert "シェルを判別できません" in ran.stderr


@pytest.mark.parametrize(
    "args",
    [
        (b"search", b"\xff\xfe"),
        (b"show", b"leads", b"\xff"),
        (b"add", b"leads", b"last_name=\xff"),
        (b"list", b"leads", b"--where", b"city=\xff"),
        (b"list", b"leads", b"--search", b"\xff"),
        (b"view", b"save", b"leads", b"\xff"),
        (b"list", b"\xff"),
        (b"\xff",),
    ],
)
def test_words_that_are_no_text_are_wrong_use(busy_crm: Crm, args: tuple[bytes, ...]) -> None:
    env = {**os.environ, "CRM_STORE": str(busy_crm.path), "CRM_LANG": "en"}
    ran = subprocess.run(
        [sys.executable, "-m", "tui_crm", *args], env=env, capture_output=True, timeout=60
    )
    assert ran.returncode in (0, 2, 4), ran.stderr
    assert b"should not have" not in ran.stderr
    assert b"\xff" not in ran.stdout + ran.stderr


def test_screen_opens_and_is_left_with_status_0(busy_crm: Crm) -> None:
    terminal = Terminal(busy_crm.path, columns=120)
    assert "Leads" in terminal.read(until="Leads")
    terminal.answer("\x11")
    terminal.read()
    assert terminal.status() == 0


def test_a_store_that_is_made_is_announced_first(crm: Crm) -> None:
    crm.path.unlink()
    terminal = Terminal(crm.path, columns=120)
    assert terminal.read(until="Setting up").startswith("Setting up your data")
    assert "No Leads yet" in terminal.read(until="No Leads yet")
    terminal.answer("\x11")
    terminal.read()
    assert terminal.status() == 0


def test_demo_leaves_neither_data_nor_store_behind(crm: Crm, tmp_path: Path) -> None:
    crm.path.unlink()
    terminal = Terminal(crm.path, "demo", columns=120, env={"TMPDIR": str(tmp_path)})
    assert terminal.read(until="Preparing sample data").strip() == "Preparing sample data …"
    assert "Leads" in terminal.read(until="Leads")
    assert len(list(tmp_path.glob("crm-demo-*"))) == 1
    terminal.answer("\x11")
    terminal.read()
    assert terminal.status() == 0
    assert list(tmp_path.glob("crm-demo-*")) == []
    assert not crm.path.exists()


def test_screen_on_a_foreign_file_is_one_sentence(crm: Crm) -> None:
    crm.path.write_bytes(b"no store")
    terminal = Terminal(crm.path)
    seen = terminal.read()
    assert terminal.status() == 3
    assert "not a store of this program" in seen
    assert "\x1b" not in seen


def test_interrupted_import_is_status_130_and_leaves_nothing(crm: Crm) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tui_crm", "import", "-"],
        env={**os.environ, "CRM_STORE": str(crm.path), "CRM_LANG": "en"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b"last name,email\n" + b"Smith,s@x.example\n" * 60_000)
    process.stdin.flush()  # more than a pipe holds: whoever reads it is at work
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"Interrupted.\n")
    assert crm.json("history") == []
