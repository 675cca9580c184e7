"""What a check of the store finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping


class Area(StrEnum):
    """The part of a store that a finding is about."""

    FILE = "file"
    SCHEMA = "schema"
    LINKS = "links"
    CHOICES = "choices"
    KEYS = "keys"
    SEARCH = "search"
    MATCHING = "matching"
    DATES = "dates"
    COUNTERS = "counters"
    JOURNAL = "journal"
    ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: a sentence of the catalog ``check``."""

    area: Area
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    is_repaired: bool = False
    is_mendable: bool = False
    """A repair would put it right."""

    @property
    def sentence(self) -> str:
        return t(f"check.{self.key}", **self.params)
