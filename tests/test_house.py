"""How the files of the program may import each other, beyond what the import contracts say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import tui_crm
from tui_crm import manifest

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


WRITING = {f"tui_crm.store.journal.{name}" for name in ("unit", "writer", "log")}


def test_what_draws_or_parses_never_begins_a_unit_of_work() -> None:
    known = modules()
    outward = {
        name: path
        for name, path in known.items()
        if re.search(
            r"^from (textual|typer)\b|^import (textual|typer)\b", path.read_text("utf-8"), re.M
        )
    }
    assert len(outward) > 80
    found = {name for name, path in outward.items() if imports_of(path, known) & WRITING}
    assert found == set()


def test_keys_of_every_screen_are_checked_against_those_of_the_app() -> None:
    scopes = {
        ast.literal_eval(line.value)
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and "CrmScreen" in map(_base_name, node.bases)
        for line in node.body
        if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == "scope" and line.value
    }
    assert len(scopes) > 8
    together = [names.split() for each in manifest.features() for names in each.together]
    checked = {scope for names in together if "app" in names for scope in names}
    # Where something is typed, keys such as ctrl+z are those of the text.
    assert scopes - checked == {"dialog", "form"}


def _base_name(base: ast.expr) -> str:
    return ast.unparse(base.value if isinstance(base, ast.Subscript) else base)


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
