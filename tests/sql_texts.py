"""The SQL that stands in the program, read off its source."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import tui_crm

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(tui_crm.__file__).parent

ASKING = frozenset(("rows", "row", "scalar", "stream", "run", "run_many"))
"""The methods of a connection that take SQL."""

_STATEMENT = re.compile(r"\s*\(?(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|PRAGMA)\s")


@dataclass(frozen=True, slots=True)
class Text:
    """A string of the program, an f-string with ``{}`` for each of its holes."""

    module: str
    line: int
    text: str

    @property
    def is_statement(self) -> bool:
        """Whether it begins as a statement does."""
        return bool(_STATEMENT.match(self.text))


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The modules of the program, by their paths below ``tui_crm``."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text("utf-8"))


def texts(module: str, tree: ast.Module) -> Iterator[Text]:
    """All strings of a module but docstrings."""
    not_whole = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node and isinstance(part, ast.Constant)
    }
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in said or id(node) in not_whole:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Text(module, node.lineno, node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
            yield Text(module, node.lineno, "".join(map(str, parts)))


def questions(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls in a module that hand SQL to a connection."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = ast.unparse(node.func.value).rpartition(".")[2].lstrip("_")
            if node.func.attr in ASKING and asked in ("connection", "old", "new", "ours"):
                yield node


def may_hold_sql(module: str) -> bool:
    """Whether SQL may stand in a module: those of the store, and the queries of features."""
    return module.startswith("store/") or Path(module).name == "queries.py"


def speaks_one_dialect(module: str) -> bool:
    """Whether a module may say what one database alone knows."""
    return module.startswith(("store/dialect/", "store/db/"))
