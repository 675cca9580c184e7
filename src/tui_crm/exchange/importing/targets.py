"""The targets of a mapping: fields, and other things that a column can say of a record.

A target is written as people type it after ``--map Header=``: the key of a field; the key of a
link with ``.external_id`` for one given by the other program's number; or one of the words below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from tui_crm.store.model import RecordType

IGNORE: Final = "ignore"
"""Deliberately left out: it says nothing to a person, or another column says the same."""
NOTE: Final = "note"
"""Kept in the description, with its header before it."""
NEW_FIELD: Final = "new_field"
"""Kept in a new custom field that is called like the column."""
FULL_NAME: Final = "full_name"
FULL_KANA: Final = "full_kana"
MIDDLE_NAME: Final = "middle_name"
GIVEN_NAME: Final = "given_name"
FAMILY_NAME: Final = "family_name"
FULL_ADDRESS: Final = "full_address"
READING: Final = "reading"
"""The reading of the column before it."""
SUBJECT: Final = "subject"
"""What a lead is about: kept in the description, and its name where it has no other."""
CONVERTED: Final = "converted"
DELETED: Final = "deleted"
DONE: Final = "done"
ACTIVE: Final = "active"
"""Whether one of our own people still works here."""
MINUTES: Final = "minutes"
"""How long an activity took: its end, counted from its start."""
OUTCOME: Final = "outcome"
"""Whether a deal was won or lost, beside the stage that it had come to."""
CLOSED: Final = "closed"
"""Whether a deal was closed, which another column says how."""
OWN_ID: Final = "id"
EXTERNAL_ID: Final = "external_id"
LEAD_ID: Final = "lead.external_id"
WHO_ID: Final = "who.external_id"
WHAT_ID: Final = "what.external_id"
RELATED_ID: Final = "related.external_id"

BY_ID: Final = ".external_id"
"""How the target of a link by another program's number ends."""

LOOKED_UP: Final = {
    WHO_ID: ("contact", "lead"),
    WHAT_ID: ("deal", "account"),
    RELATED_ID: ("contact", "lead", "deal", "account"),
}
"""Numbers that may name a record of either type, by the link fields that they fill."""

CONVERSION: Final = (
    *("converted_at", "converted_by", "converted_account", "converted_contact", "converted_deal"),
)
"""Fields of a lead that its conversion fills."""

STAMPS: Final = frozenset({EXTERNAL_ID, "created_at", "done_at", "closed_at", "converted_at"})
"""Fields that nobody types and a file may bring: what was so in the other program stays so."""


WHOLE_NAME: Final = "import.whole_name"
"""The doubt about a name that could not be parted into family name and given name."""


def specials(record_type: RecordType) -> frozenset[str]:
    """The targets of a record type beside its fields."""
    found = {IGNORE, DELETED, OWN_ID, NEW_FIELD}
    if body(record_type):
        found.add(NOTE)
    if record_type.is_person:
        found |= {FULL_NAME, MIDDLE_NAME, READING}
    if "last_name_kana" in record_type:
        found.add(FULL_KANA)
    if "street" in record_type:
        found.add(FULL_ADDRESS)
    through = (name for spec in record_type.fields for name in spec.through)
    found |= {f"{name}{BY_ID}" for name in through if name not in record_type}
    return frozenset(found.union(record_type.import_targets))


def body(record_type: RecordType) -> str:
    """The field for notes, which takes what has no field of its own; empty if there is none."""
    return next((key for key in ("description", "body") if key in record_type), "")


def accepts(record_type: RecordType, target: str) -> bool:
    """Whether a column of a table may be mapped to ``target``."""
    if target in specials(record_type):
        return True
    if target.endswith(BY_ID):
        link = target.removesuffix(BY_ID)
        return link in record_type and record_type.field(link).kind is Kind.LINK
    return target in record_type and (not record_type.field(target).readonly or target in STAMPS)


def check(record_type: RecordType, target: str) -> str:
    """``target``, if a column may be mapped to it.

    Raises:
        UsageError: there is no such field, or it is set by the program alone.
    """
    if target and not accepts(record_type, target):
        if target in record_type:
            label = record_type.field(target).label(record_type.key)
            raise UsageError("import.protected", field=label, key=target)
        words = {"type": record_type.key, "label": record_type.label()}
        raise UsageError("import.no_target", target=target, **words)

    return target


def label(record_type: RecordType, target: str) -> str:
    """What a person calls a target."""
    from tui_crm.i18n import t

    if target in record_type:
        return record_type.field(target).label(record_type.key)
    if target.endswith(BY_ID) and (link := target.removesuffix(BY_ID)) in record_type:
        return t("import.target_by_id", field=record_type.field(link).label(record_type.key))
    return t(f"import.target_{target.removesuffix(BY_ID)}") if target else ""
