"""Write ``generated.py``: all that the declarations say, as literals.

``python -m tui_crm.features.generate`` does it after a change to a declaration. Importing the
classes costs half a second, importing the literals two milliseconds; a test keeps both the same.
"""

from __future__ import annotations

import sys
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tui_crm.manifest import features, load
from tui_crm.store.declaration import SPEC
from tui_crm.store.model import SYSTEM_FIELDS, TITLED_FIELDS, RecordType
from tui_crm.store.own_types import CustomField, PicklistValue, SavedView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui_crm.store.record_base import Record

TARGET: Final = Path(__file__).with_name("generated.py")

_HEAD: Final = '''\
"""What the declarations say, as literals; ``python -m tui_crm.features.generate`` writes it."""

# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Final

from tui_crm.store.model import (
    SYSTEM_FIELDS,
    TITLED_FIELDS,
    FieldSpec,
    Kind,
    RecordType,
    RelatedPart,
    Rollup,
    UsualView,
)
'''


def record_classes() -> list[type[Record]]:
    """The classes of all record types: those of the features, and the engine's own."""
    found = [load(ref) for feature in features() for ref in feature.types]
    return [*found, PicklistValue, CustomField, SavedView]


def read_class(record_class: type[Record]) -> RecordType:
    """What the class of a record type declares."""
    table = record_class.__table__  # type: ignore[attr-defined]
    own = [replace(c.info[SPEC], key=c.name) for c in table.columns if SPEC in c.info]
    system = SYSTEM_FIELDS if any(spec.column == 1 for spec in own) else TITLED_FIELDS
    return replace(record_class.about, key=table.name, fields=(*system, *own))


def picklists(classes: Iterable[type[Record]]) -> dict[str, str]:
    """The picklists that the modules of the classes bring along."""
    found: dict[str, str] = {}
    for module in dict.fromkeys(sys.modules[each.__module__] for each in classes):
        found |= getattr(module, "PICKLISTS", {})
    return found


def source() -> str:
    """The text of the module."""
    classes = record_classes()
    lines = [_HEAD, "RECORD_TYPES: Final[tuple[RecordType, ...]] = ("]
    for record_class in classes:
        lines += _type_lines(read_class(record_class))
    lines += [")", "", "PICKLISTS: Final[dict[str, str]] = {"]
    lines += [f"    {name!r}: {values!r}," for name, values in picklists(classes).items()]
    return "\n".join([*lines, "}", ""])


def _type_lines(declared: RecordType) -> Iterator[str]:
    yield "    RecordType("
    for name, value in _arguments(declared).items():
        if name != "fields":
            yield f"        {name}={_literal(value)},"
    system = len(SYSTEM_FIELDS)
    is_titled = declared.fields[:system] == TITLED_FIELDS
    yield "        fields=("
    yield f"            *{'TITLED_FIELDS' if is_titled else 'SYSTEM_FIELDS'},"
    for spec in declared.fields[system:]:
        yield f"            {_literal(spec)},"
    yield "        ),"
    yield "    ),"


def _arguments(value: Any) -> dict[str, Any]:
    """What a dataclass or named tuple has to be made with: all that is not its default."""
    if is_dataclass(value):
        usual = {f.name: f.default for f in fields(value) if f.init}
        return {
            name: v for name, default in usual.items() if (v := getattr(value, name)) != default
        }
    usual = value._field_defaults
    return {k: v for k, v in value._asdict().items() if k not in usual or v != usual[k]}


def _literal(value: Any) -> str:
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if is_dataclass(value) or hasattr(value, "_asdict"):
        named = [f"{name}={_literal(each)}" for name, each in _arguments(value).items()]
        return f"{type(value).__name__}({', '.join(named)})"
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


if __name__ == "__main__":
    TARGET.write_text(source(), "utf-8")
