"""Tell which rows surely match nothing, neither a record nor another row, by their blocking keys.

Most people of a new list share no address, number or name with anybody, and need not be looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.exchange.importing.match_rules import COMPANY, EMAIL, EXTERNAL_ID, NAME, PHONE
from tui_crm.store.match_keys import KeyKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from tui_crm.exchange.importing.identity import Identity

_KINDS = {EMAIL: KeyKind.EMAIL, PHONE: KeyKind.PHONE, COMPANY: KeyKind.COMPANY}


class MatchFilter:
    """The match rules of a type of people, as the kinds of blocking keys that they need."""

    def __init__(self, rules: Sequence[tuple[str, bool]]) -> None:
        """``rules``: the kind of key that each one needs, or "", and whether it needs the name."""
        self._rules = rules

    @classmethod
    def of(cls, identity: Identity) -> Self | None:
        """The filter for an identity; None where not all of it can be told by blocking keys."""
        record_type = identity.record_type
        if not (record_type.is_person and record_type.duplicates_among and identity.is_usual):
            return None
        rules = []
        for rule in identity.rules:
            kinds = [part for part in rule if part in _KINDS]
            if rule == (EXTERNAL_ID,):
                continue
            if len(kinds) != 1 or set(rule) - {NAME, *_KINDS}:
                return None
            # The company of somebody who links to it is in no key.
            is_linked = kinds[0] == COMPANY and not record_type.company_name_field
            rules.append(("" if is_linked else _KINDS[kinds[0]].value, NAME in rule))
        return cls(rules)

    def may_match(
        self, kinds: Sequence[str], common: Sequence[str], *, are_names_whole: bool
    ) -> bool:
        """Whether a row may match something that has keys of these kinds, and no number.

        ``common`` are the kinds of those that others may have. A half name has no key, and can be
        that of somebody who has one: with ``are_names_whole`` there is none.
        """
        if KeyKind.EMAIL not in kinds and KeyKind.COMPANY not in kinds:
            return True  # it may be known by its name and address
        is_name_common = not are_names_whole or KeyKind.NAME in common or KeyKind.NAME not in kinds
        for kind, is_named in self._rules:
            if (not kind or kind in common) and (is_name_common or not is_named):
                return True
        return False
