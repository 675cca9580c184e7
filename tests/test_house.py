"""How the files of the program may import each other, beyond what the import contracts say."""

from __future__ import annotations

import ast
import re
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


def test_files_that_docstrings_name_exist() -> None:
    ours = [str(path.relative_to(SOURCE.parents[1])) for path in SOURCE.rglob("*.py")]
    theirs = [f"benchmarks/{path.name}" for path in (SOURCE.parents[1] / "benchmarks").glob("*.py")]
    missing = [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"``([\w/]+\.py)``", path.read_text("utf-8"))
        if not any(known.endswith(f"/{name}") or known == name for known in (*ours, *theirs))
    ]
    assert missing == []


def test_pages_name_only_files_that_exist() -> None:
    root = SOURCE.parents[1]
    missing = []
    for page in (root / "docs").rglob("*.md"):
        if page.name == "adding.md":  # its examples are files to be made
            continue
        for name in re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", page.read_text("utf-8")):
            if not any((at / name).exists() for at in (SOURCE, SOURCE.parent, root)):
                missing.append(f"{page.name}: {name}")
    assert missing == []
