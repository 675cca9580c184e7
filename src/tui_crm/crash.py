"""Crash reports: the traceback of an unexpected exception, without any customer data.

Neither values nor the message of the exception are in it, because both may be a customer's data.
"""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from tui_crm import __version__, paths
from tui_crm.errors import CrmError

if TYPE_CHECKING:
    from pathlib import Path

KEPT: Final = 20
"""How many reports stay; the oldest go."""


def write(error: BaseException, folder: Path | None = None) -> Path | None:
    """Write a report, readable by its owner alone; where it is, or None if it cannot be written."""
    now = datetime.now(UTC)
    folder = folder or paths.state_folder() / "crashes"
    path = folder / f"{now:%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in sorted(folder.glob("*.txt"))[: 1 - KEPT]:
            old.unlink()
        path.touch(0o600)
        path.write_text(report(error, now), "utf-8")
    except OSError:
        return None
    return path


def report(error: BaseException, now: datetime) -> str:
    """The report as text."""
    lines = [
        f"crm {__version__}  {now:%Y-%m-%d %H:%M:%S}Z",
        f"Python {platform.python_version()}  {platform.system()} {platform.release()}",
        f"textual {_version('textual')}  rich {_version('rich')}",
        "",
    ]
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    for one in reversed(chain):
        for frame in traceback.extract_tb(one.__traceback__, limit=-60):
            lines.append(f"  {frame.filename}:{frame.lineno} in {frame.name}")
        key = f" ({one.key})" if isinstance(one, CrmError) else ""
        lines += [f"{type(one).__module__}.{type(one).__qualname__}{key}", ""]
    return "\n".join(lines)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
