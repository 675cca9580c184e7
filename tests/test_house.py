"""How the files of the program may import each other, beyond what the import contracts say."""

from __future__ import annotations

import ast
from pathlib import Path

import tui_crm

SOURCE = Path(tui_crm.__file__).parent


def modules() -> dict[str, Path]:
    """All modules of the program by their dotted names."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = ("tui_crm", *path.relative_to(SOURCE).with_suffix("").parts)
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports_of(path: Path, known: dict[str, Path]) -> set[str]:
    """The modules of the program that a file imports when it runs, inside functions too."""
    tree = ast.parse(path.read_text("utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known.keys()
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (names & known.keys()) or {node.module}
    return found


def test_no_file_imports_itself_by_way_of_others() -> None:
    known = modules()
    left = {name: imports_of(path, known) - {name} for name, path in known.items()}
    while leaves := [name for name, wanted in left.items() if not wanted & left.keys()]:
        for name in leaves:
            del left[name]
    assert left == {}
