"""A PostgreSQL server of the tests' own, and the statements of the program as it would get them."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.sql_texts import SOURCE
from tui_crm.store.db.connection import Connection
from tui_crm.store.dialect.postgres import POSTGRES, numbered
from tui_crm.store.dialect.sqlite import SQLITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NO_SQL = frozenset(("begin_write", "begin_read", "pairs_to_store", "search_query"))
"""What a dialect gives that stands in no other statement."""

_ALONE = "/* SQLite alone */"
_MARKED = re.compile(r"/\*(\d+)<\*/.*?/\*\1>\*/", re.DOTALL)
_PREPARED = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|VALUES)\b")


class BothDialects:
    """Speaks SQLite, and marks each piece so that the same statement can be had for PostgreSQL."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], int] = {}

    def __getattr__(self, name: str) -> Any:
        ours, theirs = getattr(SQLITE, name), getattr(POSTGRES, name)
        if name in _NO_SQL:
            return ours
        if isinstance(ours, str):
            return self._marked(ours, theirs)
        return lambda *args: self._marked(ours(*args), theirs(*args))

    def _marked(self, ours: Any, theirs: Any) -> Any:
        if not isinstance(ours, str):  # statements that only make a table or an index
            return [f"{_ALONE}{statement}" for statement in ours]
        if ours == theirs:
            return ours
        n = self._texts.setdefault((ours, theirs), len(self._texts))
        return f"/*{n}<*/{ours}/*{n}>*/"

    def for_postgres(self, sql: str) -> str:
        """A statement that was run on SQLite, as PostgreSQL would be given it."""
        theirs = [text for _, text in self._texts]
        while (found := _MARKED.sub(lambda mark: theirs[int(mark[1])], sql)) != sql:
            sql = found
        return numbered(sql)


@dataclass
class Recording:
    """The statements that were run, each with the places in the program that ran it."""

    dialect: BothDialects
    statements: dict[str, set[tuple[str, int]]] = field(default_factory=dict)

    def add(self, sql: str) -> None:
        """Note a statement, and the line outside the connection that it comes from."""
        frame = sys._getframe(2)
        while frame.f_code.co_filename.endswith("db/connection.py") and frame.f_back:
            frame = frame.f_back
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(SOURCE):
            place = (path.relative_to(SOURCE).as_posix(), frame.f_lineno)
            self.statements.setdefault(sql, set()).add(place)

    def to_prepare(self, is_wanted: Callable[[str], bool]) -> dict[str, str]:
        """The statements of wanted modules, for PostgreSQL, each with its first place."""
        found: dict[str, str] = {}
        for sql, places in self.statements.items():
            wanted = sorted(place for place in places if is_wanted(place[0]))
            if wanted and _PREPARED.match(text := self.dialect.for_postgres(sql)):
                found.setdefault(text, "{}:{}".format(*wanted[0]))
        return found


@contextmanager
def recording() -> Iterator[Recording]:
    """Record what every connection runs."""
    patch, found = pytest.MonkeyPatch(), Recording(BothDialects())

    def recorded(method: Callable[..., Any]) -> Callable[..., Any]:
        def run(connection: Connection, sql: str, *args: Any, **named: Any) -> Any:
            found.add(sql)
            return method(connection, sql, *args, **named)

        return run

    with patch.context() as patched:
        patched.setattr(Connection, "dialect", found.dialect)
        for name in ("run", "run_many", "rows", "row", "stream"):
            patched.setattr(Connection, name, recorded(getattr(Connection, name)))
        yield found


def binaries() -> Path | None:
    """The folder with the server's programs, the newest that is installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    kept = (
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql*/bin"),
    )
    usable = [folder for folder in kept if (folder / "initdb").exists()]
    return max(
        usable, key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))], default=None
    )


@contextmanager
def server(programs: Path) -> Iterator[Path]:
    """A server that listens in a folder alone, which it gives; gone with its data afterwards.

    It never runs as root: there it is the user ``postgres``, or ``nobody``.
    """
    user = _other_user() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="crm-pg-"))
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data, log = folder / "data", folder / "log"

    def call(program: str, *args: str) -> None:
        as_user: dict[str, Any] = {}
        if user is not None:
            as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        done = subprocess.run(
            [programs / program, "-D", data, *args],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **as_user,
        )
        said = log.read_text() if log.exists() else ""
        assert done.returncode == 0, f"{program}: {done.stdout}{said}"

    try:
        call("initdb", "--username=crm", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        call("pg_ctl", "--wait", f"--log={log}", f"--options={options}", "start")
        try:
            yield folder
        finally:
            call("pg_ctl", "--wait", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _other_user() -> pwd.struct_passwd:
    names = {each.pw_name: each for each in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
