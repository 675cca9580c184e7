"""Where the measuring is done: the data, how large and how often, and the programs by name."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import sample
from pty_timing import Program

from tui_crm import manifest
from tui_crm.features.program import open_store
from tui_crm.store.query import Listing, Query, page

HERE = Path(__file__).parent
PYTHON = sys.executable
CRM = str(Path(sys.executable).with_name("crm"))


@dataclass(frozen=True, slots=True)
class Lab:
    """A folder for data, three sizes of it, and how many rounds count.

    The first size is a beginner's store, the second a usual large one, the third the largest.
    """

    folder: Path
    rounds: int = 5
    small: int = 100
    middle: int = 100_000
    large: int = 1_000_000

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes, each once."""
        return tuple(dict.fromkeys((self.small, self.middle, self.large)))

    def prepare(self, *, fresh: bool = False) -> None:
        """Make the data, in processes of their own; anew with ``fresh``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            for name in (
                "blank.db",
                "sales.db",
                "pages.db",
                *(f"{size}.db" for size in self.sizes),
            ):
                self.forget(name)
        sizes = map(str, self.sizes)
        subprocess.run(
            [PYTHON, HERE / "sample.py", self.folder, *sizes], check=True, stdout=subprocess.DEVNULL
        )

    def store(self, size: int) -> Path:
        """A store with so many leads, made if it is not there."""
        return sample.make(self.folder, size)[1]

    def table(self, size: int) -> Path:
        """The CSV file of so many leads."""
        return sample.make(self.folder, size)[0]

    def blank(self, name: str) -> Path:
        """A store with nothing in it, in the place of what ``name`` was before."""
        template = self.folder / "blank.db"
        if not template.exists():
            open_store(template, user="benchmark").close()
        path = self.folder / name
        self.forget(name)
        shutil.copyfile(template, path)
        return path

    def forget(self, name: str) -> None:
        """Remove a file, and what its database left beside it."""
        for path in self.folder.glob(f"{name}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def crm(self, size: int, *words: str) -> tuple[str, ...]:
        """``crm`` on the store of so many leads."""
        return (CRM, "--store", str(self.store(size)), "--user", "benchmark", *words)

    def screen(self, size: int) -> Program:
        """The screen on the store of so many leads; its first lead says that it is there."""
        store = open_store(self.store(size), user="benchmark")
        leads = store.schema.type("leads")
        with store.reading() as connection:
            first = Listing(store.schema, Query("leads"), store.query_context()).ids(
                connection, limit=1
            )
            title = page(connection, leads, first, ["title"])[0].values[0]
        store.close()
        return self.program(f"crm {size}", self.store(size), str(title))

    def program(self, name: str, store: Path, first: str) -> Program:
        """The screen on a store; its first lead says that it is there."""
        command = (CRM, "--store", str(store), "--user", "benchmark")
        return Program(name, command, re.escape(first))

    def floor(self, size: int) -> Program:
        """The bare list on the store of so many leads, in the same order as the screen's."""
        path = self.store(size)
        found = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        title = found.execute("SELECT title FROM leads ORDER BY sort_key, id LIMIT 1").fetchone()[0]
        found.close()
        command = (PYTHON, str(HERE / "floor_list.py"), str(path), "--order", "sort_key")
        return Program(f"floor {size}", command, re.escape(title))


def has_verb(name: str) -> bool:
    """Whether the program has a verb already."""
    return name in manifest.verbs()
