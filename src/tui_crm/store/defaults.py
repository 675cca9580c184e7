"""What a new record holds before anybody has said anything of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from tui_crm.store.model import RecordType, Schema, Value


def defaults(schema: Schema, record_type: RecordType, user_id: int | None) -> dict[str, Value]:
    """The default of each field that has one; the owner is ``user_id``, where that is known."""
    values: dict[str, Value] = {}
    for spec in record_type.editable:
        default = spec.default
        if default is None and spec.kind is Kind.CHOICE:
            default = schema.default_choice(spec.choices)
        elif spec.key == record_type.owner_field:
            default = user_id
        if default is not None:
            values[spec.key] = default
    return values
