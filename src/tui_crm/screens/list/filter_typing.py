"""Typing a filter: what is wrong with it, names that complete, those that were typed before."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual.suggester import Suggester

from tui_crm import paths
from tui_crm.errors import CrmError, FileError
from tui_crm.language.fold import fold
from tui_crm.output_file import replace_private
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query
from tui_crm.text_file import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType, Schema

KEPT: Final = 30
"""Filters that are remembered for each record type."""

_LAST_WORD: Final = re.compile(r"""(?:([\w.]+)\s*(?:=|!=|~|!~|<=|>=|<|>)\s*)?([^\s"=~<>!(),]*)$""")


def problem_with(store: Store, record_type: str, where: str) -> tuple[str, int | None] | None:
    """What is wrong with a filter, and at which character; None where nothing is."""
    try:
        Listing(store.schema, Query(record_type, where), store.query_context())
    except CrmError as error:
        return str(error), getattr(error, "position", None)
    return None


class FilterSuggester(Suggester):
    """Completes names of fields, and after an operator the values of a picklist."""

    def __init__(self, schema: Schema, record_type: RecordType) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._schema = schema
        self._type = record_type

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with its last word completed, or None."""
        found = _LAST_WORD.search(value)
        if found is None or not found[2]:
            return None
        for candidate in self._candidates(found[1]):
            if candidate.startswith(found[2]) and candidate != found[2]:
                return value + candidate[len(found[2]) :]
        return None

    def _candidates(self, field: str | None) -> Iterator[str]:
        if field is None:
            yield from (spec.key for spec in self._type.fields)
            yield from (spec.label(self._type.key) for spec in self._type.fields)
            yield from ("and ", "or ", "not ")
            return
        spec = next((s for s in self._type.fields if field in self._names(s.key)), None)
        if spec is None:
            return
        if spec.kind is Kind.CHOICE:
            choices = self._schema.choices(spec.choices)
            yield from (choice.key for choice in choices)
            yield from (choice.label() for choice in choices)
        elif spec.target == "users":
            yield "me"

    def _names(self, key: str) -> tuple[str, ...]:
        return key, key.removesuffix("_at"), key.removesuffix("_on"), self._label(key)

    def _label(self, key: str) -> str:
        return fold(self._type.field(key).label(self._type.key))


def _file() -> Path:
    return paths.state_folder() / "filters.json"


def remembered(record_type: str) -> list[str]:
    """The filters that were typed before, the newest last; none where that cannot be read."""
    try:
        kept = json.loads(read_text(_file()))
        return [text for text in kept[record_type] if isinstance(text, str)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, FileError):
        return []


def remember(record_type: str, where: str) -> None:
    """Keep a filter for the next time; a folder that cannot be written to is no reason to stop."""
    try:
        kept = json.loads(read_text(_file()))
    except (OSError, ValueError, RecursionError, FileError):
        kept = {}
    if not isinstance(kept, dict):
        kept = {}
    before = [text for text in remembered(record_type) if text != where]
    kept[record_type] = [*before, where][-KEPT:]
    with suppress(OSError, FileError):
        replace_private(_file(), json.dumps(kept))
