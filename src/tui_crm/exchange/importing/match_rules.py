"""Match rules: the parts in which a row and a record agree that are the same, as people type them.

The usual rules of a record type stand in its declaration; ``--match`` names others.
"""

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

GIVEN_ANYWAY: Final = ("kind", "owner", CREATED)
"""Fields that a record gets even where its row does not say them."""

_SELECTIVE: Final = (
    *(EXTERNAL_ID, OWN_ID, EMAIL, "corporate_number"),
    *("start_at", "due_on", PHONE, COMPANY, "account", NAME),
)


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
                raise UsageError("import.match", part=part, label=record_type.label())
        if rule:
            rules.append(rule)
    return tuple(rules)


def meanings(record_type: RecordType) -> frozenset[str]:
    """The parts that mean more than a field of that name."""
    found = {EMAIL, PHONE} if any(s.kind is Kind.PHONE for s in record_type.fields) else set()
    if record_type.is_person:
        found.add(NAME)
    if record_type.company_field:
        found.add(COMPANY)
    return frozenset(found)


def selectivity(part: str) -> int:
    """Parts that few records share come first."""
    return _SELECTIVE.index(part) if part in _SELECTIVE else len(_SELECTIVE)


def essential_fields(
    record_type: RecordType, rules: Iterable[Rule], options: ImportOptions
) -> frozenset[str]:
    """The fields of which a value that cannot be read rejects its row; any other is left out.

    They are what a record needs, what ``rules`` match it by, its amounts and its status, and a no
    to mail; all fields with ``is_strict``, and of what people set up for themselves.
    """
    keys = frozenset(spec.key for spec in record_type.fields)
    if options.is_strict or record_type.is_setup:
        return keys
    found = {part for rule in rules for part in rule} | {
        OWN_ID,
        EXTERNAL_ID,
        record_type.status_field,
    }
    for spec in record_type.fields:
        if spec.required or spec.required_without or spec.kind is Kind.MONEY:
            found |= {spec.key, spec.currency}
        if spec.yes_wins:
            found.add(spec.key)
        if spec.kind is Kind.CHOICE and options.unknown_choices is Unknown.REJECT:
            found.add(spec.key)
    return keys & found
