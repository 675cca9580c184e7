"""Whether a custom field or a picklist value can be what it says it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.store.model import Kind
from tui_crm.store.validate import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui_crm.store.model import RecordType, Schema, Value

TYPES: Final = frozenset({"custom_fields", "choices"})

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LONGEST_KEY: Final = 60


def validate_custom_field(
    schema: Schema, record_type: RecordType, values: Mapping[str, Value]
) -> tuple[Problem, ...]:
    """What makes no sense in a custom field or a picklist value."""
    words = {key: str(value) for key, value in values.items() if value is not None}
    find = _of_field(schema, words) if record_type.key == "custom_fields" else _of_choice(words)
    return tuple(
        Problem(key, record_type.field(key).label(record_type.key), sentence)
        for key, sentence in find
    )


def _of_field(schema: Schema, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    owner, key, kind = (words.get(name, "") for name in ("record_type", "key", "kind"))
    declared = schema.types.get(owner)
    if owner and declared is None:
        known = ", ".join(each.key for each in schema)
        yield "record_type", t("errors.type.unknown", name=owner, known=known)
    if kind and kind not in tuple(Kind):
        known = ", ".join(Kind)
        yield "kind", t("errors.field.no_kind", kind=kind, known=known)
    if key and declared is not None:
        stands = declared.field(key) if key in declared else None
        if _KEY.fullmatch(key) is None or (stands is not None and not stands.custom):
            yield "key", t("errors.field.key", field=key, type=owner)
        elif stands is not None and kind and stands.kind != kind:
            yield "kind", t("errors.field.retired_kind", field=key, kind=stands.kind.value)
    if kind == Kind.LINK and words.get("target") not in schema.types:
        known = ", ".join(each.key for each in schema)
        yield "target", t("errors.type.unknown", name=words.get("target", ""), known=known)
    if kind == Kind.CHOICE and not words.get("picklist"):
        yield "picklist", t("errors.field.no_picklist", field=key)


def _of_choice(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    key = words.get("key")
    if key is not None and (not key.strip() or len(key) > _LONGEST_KEY):
        yield "key", t("errors.choice.key")
