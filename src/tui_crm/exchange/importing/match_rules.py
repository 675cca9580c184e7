"""Which parts tell a record again, in words: the usual rules, and those typed after ``--match``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.exchange.importing.picklists import Unknown
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.exchange.importing.options import ImportOptions
    from tui_crm.store.model import RecordType

Rule: TypeAlias = "tuple[str, ...]"
"""Parts that must all agree: fields, or ``email``, ``phone``, ``name`` and ``company``, which mean
any address, any number, the whole name of a person, and a company however its name is written."""

EXTERNAL_ID: Final = "external_id"
OWN_ID: Final = "id"
CREATED: Final = "created_at"
EMAIL: Final = "email"
PHONE: Final = "phone"
NAME: Final = "name"
COMPANY: Final = "company"

_PERSON: Final[tuple[Rule, ...]] = ((EXTERNAL_ID,), (EMAIL,), (PHONE, NAME), (COMPANY, NAME))
_LINKS: Final = ("lead", "contact", "account", "deal")
_USUAL: Final[dict[str, tuple[Rule, ...]]] = {
    "leads": _PERSON,
    "contacts": _PERSON,
    "accounts": ((EXTERNAL_ID,), ("corporate_number",), (COMPANY,)),
    "deals": ((EXTERNAL_ID,), ("name", "account", "close_date")),
    "activities": (
        (EXTERNAL_ID,),
        ("subject", "kind", "start_at", "due_on", "owner", *_LINKS, CREATED),
    ),
    "notes": ((EXTERNAL_ID,), ("body", "subject", *_LINKS, CREATED)),
    "users": ((EXTERNAL_ID,), ("name",), ("email",)),
    "choices": (("picklist", "key"),),
    "custom_fields": (("record_type", "key"),),
    "views": (("record_type", "name"),),
    "assignment_rules": (("record_type", "name"),),
    "work_rules": (("record_type", "name"),),
    "distinct_pairs": (("record_type", "low_id", "high_id"),),
}

MASTERS: Final = frozenset({"choices", "custom_fields", "views", "assignment_rules", "work_rules"})
"""What people set up for themselves: of it a file says how it is to be."""

GIVEN_ANYWAY: Final = ("kind", "owner", CREATED)
"""Fields that a record gets even where its row does not say them."""

WITH_BLANKS: Final = frozenset({"activities", "notes", "deals"})
"""Types of which a blank part is a part like any other: a task without a date is one."""

_SELECTIVE: Final = (
    *(EXTERNAL_ID, OWN_ID, EMAIL, "corporate_number"),
    *("start_at", "due_on", PHONE, COMPANY, "account", NAME),
)


def usual(record_type: RecordType) -> tuple[Rule, ...]:
    """The rules of a record type where nobody says otherwise."""
    return _USUAL.get(record_type.key, ((EXTERNAL_ID,),))


def parse(record_type: RecordType, words: str) -> tuple[Rule, ...]:
    """The rules that are written ``external_id,email,phone+name``.

    Raises:
        UsageError: a part is neither a field nor a word that means more than a field.
    """
    rules = []
    for rule_words in words.split(","):
        rule = tuple(part.strip() for part in rule_words.split("+") if part.strip())
        for part in rule:
            if part not in record_type and part not in meanings(record_type):
                raise UsageError("import.match", part=part, type=record_type.key)
        if rule:
            rules.append(rule)
    return tuple(rules)


def meanings(record_type: RecordType) -> frozenset[str]:
    """The parts that mean more than a field of that name."""
    found = {EMAIL, PHONE} if "phone" in record_type else set()
    if is_person(record_type):
        found |= {NAME, COMPANY}
    if record_type.key == "accounts":
        found.add(COMPANY)
    return frozenset(found)


def is_person(record_type: RecordType) -> bool:
    """Whether records of this type are people."""
    return "last_name" in record_type and "first_name" in record_type


def company_field(record_type: RecordType) -> str:
    """The field that says which company a record is, or is at; empty where there is none."""
    return record_type.company_field


def selective(part: str) -> int:
    """Parts that few records share come first."""
    return _SELECTIVE.index(part) if part in _SELECTIVE else len(_SELECTIVE)


def vital_fields(
    record_type: RecordType, rules: Iterable[Rule], options: ImportOptions
) -> frozenset[str]:
    """The fields whose row is rejected where their value cannot be read; any other is left out.

    Those are what a record needs, what tells it again by ``rules``, its amounts, stage and status,
    and whether it may be written to; with ``is_strict``, and for what people set up for themselves,
    all.
    """
    keys = frozenset(spec.key for spec in record_type.fields)
    if options.is_strict or record_type.key in MASTERS:
        return keys
    found = {part for rule in rules for part in rule} | {
        OWN_ID,
        EXTERNAL_ID,
        "stage",
        "status",
        "opted_out",
    }
    for spec in record_type.fields:
        if spec.required or spec.required_without or spec.kind is Kind.MONEY:
            found |= {spec.key, spec.currency}
        if spec.kind is Kind.CHOICE and options.unknown_choices is Unknown.REJECT:
            found.add(spec.key)
    return keys & found
