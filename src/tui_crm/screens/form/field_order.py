"""The order of the fields of a form: that of the language, and of the country of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.language.address_format import LARGE_FIRST, Address, address_order
from tui_crm.store.field_groups import FieldGroupKind, groups_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.i18n import Language
    from tui_crm.store.model import FieldSpec, RecordType, Value


def by_section(specs: Iterable[FieldSpec]) -> list[FieldSpec]:
    """Sort fields by section; sections are in the order of their first field, custom ones last."""
    sections: dict[str, list[FieldSpec]] = {}
    for spec in specs:
        sections.setdefault(spec.section, []).append(spec)
    custom = sections.pop("custom", [])
    return [spec for group in (*sections.values(), custom) for spec in group]


def in_order(
    record_type: RecordType,
    keys: Sequence[str],
    values: Mapping[str, Value],
    language: Language,
) -> list[str]:
    """``keys`` with names in the order of the language, and addresses in that of their country.

    Fields that go together trade places among themselves; all others stay where they are.
    """
    ordered = list(keys)
    for group in groups_of(record_type):
        places = [place for place, key in enumerate(keys) if key in group.fields]
        here = [keys[place] for place in places]
        match group.kind:
            case FieldGroupKind.NAME | FieldGroupKind.READING if language == "en":
                here.reverse()
            case FieldGroupKind.ADDRESS:
                here = _address(here, values, language)
            case _:
                continue
        for place, key in zip(places, here, strict=True):
            ordered[place] = key
    return ordered


def is_country(key: str) -> bool:
    """Whether a field tells how the address that it belongs to is ordered."""
    return _part(key) == "country"


def _part(key: str) -> str:
    """The part of an address that a field holds, also of one beside the first; or nothing."""
    return next((part for part in LARGE_FIRST if key == part or key.endswith(f"_{part}")), "")


def _address(keys: list[str], values: Mapping[str, Value], language: Language) -> list[str]:
    address = Address(**{_part(key): str(values.get(key) or "") for key in keys if _part(key)})
    order = address_order(address, language)
    return sorted(keys, key=lambda key: order.index(_part(key)) if _part(key) else len(order))
