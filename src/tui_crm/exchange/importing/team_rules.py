"""What the team's rules say of an import: who gets its new records, and what must stay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.features.team import assignment_rules
from tui_crm.features.team.rules import TYPES, RuleKind
from tui_crm.features.team.validation_rules import ValidationRuleChecker
from tui_crm.store.validate import InvalidRecordError, out_of_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.exchange.importing.row_reader import ImportRow
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Value
    from tui_crm.store.validate import Problem

Sentences = dict[int, list[str]]


class RuleCheck:
    """Looks at drafts, a few hundred at a time, before they are written.

    With ``is_open`` what breaks a rule comes in all the same; ``incomplete`` counts it.
    """

    def __init__(
        self,
        work: UnitOfWork,
        record_type: RecordType,
        defaults: Mapping[str, Value],
        *,
        is_open: bool,
    ) -> None:
        self.incomplete = 0
        self._work = work
        self._type = record_type
        self._defaults = defaults
        self._is_open = is_open
        self._rules = self._enforcer(record_type)
        self._account_rules = self._enforcer(work.schema.type("accounts"))
        self._gives_owners = "owner" in defaults and assignment_rules.is_assigned(
            work.schema, record_type.key
        )

    def _enforcer(self, record_type: RecordType, *kinds: RuleKind) -> ValidationRuleChecker:
        work = self._work
        kinds = kinds or (RuleKind.REQUIRED, RuleKind.OWNERS)
        return ValidationRuleChecker(
            work.connection, work.schema, record_type, work.store.query_context, kinds
        )

    @property
    def is_idle(self) -> bool:
        """Whether there is no rule that could keep a record out."""
        return self._rules.is_idle and self._type.key not in TYPES

    def new(self, drafts: Sequence[ImportRow]) -> Sentences:
        """Why drafts that would become records must stay out, by ``id``; the others get owners."""
        held: Sentences = {}
        if not self.is_idle:
            rows = [self._row(draft) for draft in drafts]
            self._hold(held, drafts, self._rules.problems(rows))
            self._hold_nonsense(held, dict(zip(map(id, drafts), rows, strict=True)))
        self._hold_accounts(held, drafts)
        if self._gives_owners:
            staying = [draft for draft in drafts if id(draft) not in held]
            self._give_owners(held, [d for d in staying if "owner" not in d.values])
        return held

    def changed(
        self, images: Mapping[int, Mapping[str, Value]], changes: Mapping[int, Mapping[str, Value]]
    ) -> Sentences:
        """Why records must stay as they are, by number; ``images`` is what they would become."""
        held: Sentences = {}
        for record_id, changed in changes.items():
            if found_here := out_of_order(self._type, images[record_id], changed):
                held[record_id] = [problem.sentence for problem in found_here]
        if self.is_idle:
            return held
        ids = list(changes)
        found = self._rules.problems(
            [images[record_id] for record_id in ids], [changes[each].keys() for each in ids]
        )
        self._hold_nonsense(held, {record_id: images[record_id] for record_id in ids})
        if self._is_open:
            self.incomplete += len(found)
        else:
            held |= {ids[place]: _said(problems) for place, problems in found.items()}
        return held

    def linked(self, drafts: Sequence[ImportRow]) -> Sentences:
        """Why records must stay as they are, by number, since their accounts cannot be made."""
        held: Sentences = {}
        self._hold_accounts(held, drafts)
        return {d.record_id: held[id(d)] for d in drafts if d.record_id and id(d) in held}

    def _row(self, draft: ImportRow) -> dict[str, Value]:
        """The record that a draft would become; a link that will be filled is 0."""
        links = {key: 0 for key in draft.links if key in self._type}
        row: dict[str, Value] = {**self._defaults, **links, **draft.values}
        if self._gives_owners and "owner" not in draft.values:
            row["owner"] = 0
        return row

    def _hold(
        self,
        held: Sentences,
        drafts: Sequence[ImportRow],
        found: Mapping[int, tuple[Problem, ...]],
    ) -> None:
        if self._is_open:
            self.incomplete += len(found)
            return
        for place, problems in found.items():
            held.setdefault(id(drafts[place]), []).extend(_said(problems))

    def _hold_nonsense(self, held: Sentences, rows: Mapping[int, Mapping[str, Value]]) -> None:
        """A rule that comes in a file must make sense, as one that is typed."""
        for key, row in rows.items() if self._type.key in TYPES else ():
            try:
                self._work.check(self._type, row)
            except InvalidRecordError as error:
                held.setdefault(key, []).extend(_said(error.problems))

    def _hold_accounts(self, held: Sentences, drafts: Sequence[ImportRow]) -> None:
        """The accounts that contacts and deals bring along keep the rules for accounts."""
        if self._account_rules.is_idle or self._type.key not in ("contacts", "deals"):
            return
        bringing = [draft for draft in drafts if "account" in draft.links]
        accounts = self._work.schema.type("accounts")
        rows = []
        for draft in bringing:
            values: dict[str, Value] = {"name": draft.links["account"].text}
            if owner := draft.values.get("owner"):
                values["owner"] = owner
            rows.append(self._work.with_defaults(accounts, values))
        label = accounts.label(1)
        for place, problems in self._account_rules.problems(rows).items():
            if not self._is_open:
                words = [f"{label}: {sentence}" for sentence in _said(problems)]
                held.setdefault(id(bringing[place]), []).extend(words)

    def _give_owners(self, held: Sentences, drafts: Sequence[ImportRow]) -> None:
        rows = [self._row(draft) for draft in drafts]
        owners = assignment_rules.owners_for(self._work, self._type, rows)
        for draft, owner in zip(drafts, owners, strict=True):
            if owner is not None:
                draft.values["owner"] = owner
                draft.is_assigned = True
        rules = self._enforcer(self._type, RuleKind.OWNERS)
        final = [{**self._defaults, **draft.values} for draft in drafts]
        self._hold(held, drafts, rules.problems(final))


def _said(problems: Sequence[Problem]) -> list[str]:
    return [problem.sentence for problem in problems]
