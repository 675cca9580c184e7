"""Picklists: the values that a field is chosen from, which people add, rename and retire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Schema, Value


def add_choice(
    work: UnitOfWork, picklist: str, key: str, *, ja: str = "", en: str = "", meaning: str = ""
) -> int:
    """Add a value at the end of a picklist, or bring a retired one back; the id of its record.

    Raises:
        UsageError: the key is empty or taken.
    """
    if not key.strip():
        raise UsageError("choice.key")
    found = work.connection.row(
        "SELECT id, coalesce(is_retired, 0) FROM choices WHERE picklist = ? AND key = ?",
        (picklist, key),
    )
    if found and not found[1]:
        raise UsageError("choice.taken", list=picklist, key=key)
    if found:
        work.update("choices", found[0], {"is_retired": 0})
        return int(found[0])
    last = work.connection.scalar(
        "SELECT max(position) FROM choices WHERE picklist = ?", (picklist,)
    )
    return work.create(
        "choices",
        {
            "picklist": picklist,
            "key": key,
            "ja": ja or en or key,
            "en": en or ja or key,
            "position": (last or 0) + 1,
            "meaning": meaning or None,
        },
    )


def edit_choice(work: UnitOfWork, picklist: str, key: str, changes: Mapping[str, Value]) -> bool:
    """Rename, move, retire or make default one value of a picklist; its key never changes.

    Raises:
        NotFoundError: there is no such value.
    """
    found = work.connection.scalar(
        "SELECT id FROM choices WHERE picklist = ? AND key = ?", (picklist, key)
    )
    if found is None:
        raise NotFoundError("choice.missing", list=picklist, key=key)
    if changes.get("is_default"):
        others = work.connection.rows(
            "SELECT id FROM choices WHERE picklist = ? AND is_default = 1", (picklist,)
        )
        # One that is broken in another way must not bar a new default.
        usual: list[tuple[int, dict[str, Value]]] = [(i, {"is_default": 0}) for (i,) in others]
        work.update_many("choices", usual, enforce=False)
    return work.update("choices", int(found), changes)


def move_choice(work: UnitOfWork, picklist: str, key: str, place: int) -> None:
    """Put a value in a place of its picklist, counted from 1, and number the others around it.

    Raises:
        NotFoundError: there is no such value.
    """
    keys = [choice.key for choice in work.schema.choices(picklist, retired=True)]
    if key not in keys:
        raise NotFoundError("choice.missing", list=picklist, key=key)
    keys.remove(key)
    keys.insert(place - 1, key)
    for position, each in enumerate(keys, start=1):
        edit_choice(work, picklist, each, {"position": position})


def known_picklists(schema: Schema) -> list[str]:
    """The names of all picklists: those with values, and those that a field is chosen from."""
    named = {spec.choices for record_type in schema for spec in record_type.fields if spec.choices}
    return sorted(named | set(schema.picklists))
