"""Match the words of a table to values of picklists, and collect those that are new."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.errors import UsageError
from tui_crm.exchange.importing.cells import is_nothing
from tui_crm.exchange.importing.import_row import NoticeKind, RowNotice
from tui_crm.exchange.source_programs import synonyms
from tui_crm.language.currencies import find_currency
from tui_crm.language.fold import fold
from tui_crm.language.label_signs import bare_label, heads_of_label
from tui_crm.store.model import former_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_crm.exchange.importing.cells import Cleaner
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import FieldSpec, Schema, Value

_LONGEST: Final = 80
_MOST: Final = 200
"""New values that one column may bring: more than that is a column of something else."""
_CURRENCY: Final = "currency"
_NO_KEY: Final = re.compile(r"[^a-z0-9]+")
_BETWEEN: Final = re.compile(r"[\s_-]+")


class Unknown(StrEnum):
    """What is done with a value that its picklist does not have."""

    ADD = "add"
    REJECT = "reject"
    BLANK = "blank"


class NewChoice(NamedTuple):
    """A value that a field of the table has and its picklist lacks."""

    field: str
    picklist: str
    key: str
    label: str


class Picklists:
    """Reads the picklist columns of one table.

    ``maps`` says by field what a word of the file stands for (a key or a label); ``fresh`` are the
    fields that the import makes, whose lists take any value; ``sample`` has the first cells by
    field. ``new`` are the values that the lists lack, ``notices`` what is told of the cells of the
    row at hand, until somebody takes them out.
    """

    def __init__(
        self,
        schema: Schema,
        unknown: Unknown,
        maps: Mapping[str, Mapping[str, str]],
        *,
        to_the_letter: bool = False,
        fresh: frozenset[str] = frozenset(),
        sample: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self.new: list[NewChoice] = []
        self.notices: list[RowNotice] = []
        self._schema = schema
        self._unknown = unknown
        self._maps = maps
        self._to_the_letter = to_the_letter
        self._fresh = fresh
        self._sample = sample or {}
        self._new_keys: set[tuple[str, str]] = set()
        self._explained: dict[str, dict[str, set[str]]] = {}
        self._known: dict[str, dict[str, str]] = {}
        self._own: dict[str, set[str]] = {}
        self._new_count: Counter[str] = Counter()

    def cleaner(self, spec: FieldSpec) -> Cleaner:
        """The cleaner of a column that goes to ``spec``."""
        known = self._words(spec.choices)
        mapped = {fold(word): value for word, value in self._maps.get(spec.key, {}).items()}
        memo: dict[str, tuple[Value, RowNotice | None]] = {}

        def choose(text: str) -> tuple[Value, RowNotice | None]:
            word = fold(text)
            words = " ".join(text.split())
            wanted = mapped.get(word)
            value: Value = known.get(fold(wanted) if wanted is not None else word)
            is_taken_for = False
            if value is not None:
                is_taken_for = wanted is None and word not in self._own_words(spec.choices)
            elif wanted is None and not is_nothing(text):
                value = self._like(spec, words)
                is_taken_for = value is not None
                value = value or self._missing(spec, words)
            elif wanted:
                words = wanted
                value = self._missing(spec, wanted)
            else:
                return None, None
            if value is None:
                return None, RowNotice(NoticeKind.DROPPED_CHOICE, spec.key, words)
            return value, self._taken_for(spec, words, str(value)) if is_taken_for else None

        def clean(text: str) -> Value:
            found = memo.get(text)
            if found is None:
                found = choose(text)
                if len(memo) < _MOST * 10:
                    memo[text] = found
            value, notice = found
            if notice is not None:
                self.notices.append(notice)
            return value

        return clean

    def _taken_for(self, spec: FieldSpec, word: str, key: str) -> RowNotice | None:
        choice = self._schema.choice(spec.choices, key)
        if choice is None:
            return None
        return RowNotice(NoticeKind.TAKEN_FOR, spec.key, word, choice.label())

    def _like(self, spec: FieldSpec, text: str) -> str | None:
        """The value that a word means beyond doubt: the same but for numbering, signs, or a remark
        that no other word puts beside it."""
        if self._to_the_letter or spec.choices == _CURRENCY or len(text) > _LONGEST:
            return None
        return (
            self._standing(spec, bare_label(text))
            or self._joined(spec, text)
            or self._standing_head(spec, text)
        )

    def _standing(self, spec: FieldSpec, label: str) -> str | None:
        """The key of a value that was in the list before the import."""
        key = self._words(spec.choices).get(fold(label))
        return None if (spec.choices, key) in self._new_keys else key

    def _joined(self, spec: FieldSpec, text: str) -> str | None:
        """The one value that a word is where blanks, hyphens and underscores do not count, as in
        NotStarted and closed_won."""
        wanted = _BETWEEN.sub("", fold(text))
        words = self._words(spec.choices)
        found = {word for word in words if wanted and _BETWEEN.sub("", word) == wanted}
        keys = {key for word in found if (key := self._standing(spec, word))}
        return keys.pop() if len(keys) == 1 else None

    def _standing_head(self, spec: FieldSpec, text: str) -> str | None:
        """The value that a label names before it explains it; none where two labels explain the
        same value in different words, which tells them apart."""
        key = self._head(spec, text)
        if key is None:
            return None
        explained = self._explained.get(spec.key)
        if explained is None:
            explained = self._explained[spec.key] = {}
            for each in self._sample.get(spec.key, ()):
                known = self._words(spec.choices).get(fold(each))
                if known is None and (head := self._head(spec, each)) is not None:
                    explained.setdefault(head, set()).add(fold(each))
        labels = explained.setdefault(key, set())
        labels.add(fold(text))
        return key if len(labels) == 1 else None

    def _head(self, spec: FieldSpec, text: str) -> str | None:
        found = {key for head in heads_of_label(text) if (key := self._standing(spec, head))}
        return found.pop() if len(found) == 1 else None

    def _words(self, picklist: str) -> dict[str, str]:
        known = self._known.get(picklist)
        if known is None:
            choices = self._schema.choices(picklist, retired=True)
            keys = {choice.key for choice in choices}
            known = {
                word: key
                for word, key in synonyms(picklist).items()
                if key in keys and not self._to_the_letter
            }
            for choice in choices:
                known |= dict.fromkeys(map(fold, former_labels(picklist, choice.key)), choice.key)
            for choice in reversed(choices):
                known |= dict.fromkeys(map(fold, choice.names), choice.key)
            known.pop("", None)
            self._known[picklist] = known
        return known

    def _own_words(self, picklist: str) -> set[str]:
        """What a list itself calls its values; any other word was taken for one of them."""
        own = self._own.get(picklist)
        if own is None:
            choices = self._schema.choices(picklist, retired=True)
            own = {fold(word) for each in choices for word in each.names}
            own |= {fold(word) for each in choices for word in former_labels(picklist, each.key)}
            self._own[picklist] = own
        return own

    def _missing(self, spec: FieldSpec, text: str) -> Value:
        unknown = Unknown.ADD if spec.key in self._fresh else self._unknown
        if unknown is Unknown.BLANK:
            return None
        is_full = self._new_count[spec.key] >= _MOST
        if unknown is Unknown.REJECT or len(text) > _LONGEST or is_full:
            known = ", ".join(c.label() for c in self._schema.choices(spec.choices)[:20])
            raise UsageError("value.unknown_choice", value=text[:_LONGEST], known=known)
        key = self._currency(text) if spec.choices == _CURRENCY else ""
        key = key or self._free_key(spec.choices, text)
        self._words(spec.choices)[fold(text)] = key
        self._own_words(spec.choices).add(fold(text))
        self.new.append(NewChoice(spec.key, spec.choices, key, text))
        self._new_keys.add((spec.choices, key))
        self._new_count[spec.key] += 1
        return key

    def _currency(self, text: str) -> str:
        """The code of a currency, which amounts are counted by; a file of ours has no other."""
        code = find_currency(text.upper(), "")
        if code is None and not self._to_the_letter:
            raise UsageError("language.money_currency", value=text)
        return code or ""

    def _free_key(self, picklist: str, text: str) -> str:
        """A key made of the words of a value; the value itself where it is not in Latin letters."""
        key = _NO_KEY.sub("_", text.lower()).strip("_") if text.isascii() else text
        taken = set(self._words(picklist).values())
        free, number = key or text, 2
        while free in taken:
            free, number = f"{key}_{number}", number + 1
        return free


class ChoiceWriter:
    """Adds to picklists the new values that come into the store; ``added`` has them by field."""

    def __init__(self) -> None:
        self.added: dict[str, list[str]] = {}
        self._waiting: dict[str, dict[str, NewChoice]] = {}

    def expect(self, new: Iterable[NewChoice]) -> None:
        """Know values that rows to come may have."""
        for choice in new:
            self._waiting.setdefault(choice.field, {})[choice.key] = choice

    def settle(self, work: UnitOfWork, rows: Iterable[Mapping[str, Value]]) -> None:
        """Add to the lists what ``rows``, about to be written, have and the lists lack."""
        from tui_crm.store import picklists

        if not self._waiting:
            return
        for values in rows:
            for field in self._waiting.keys() & values.keys():
                choice = self._waiting[field].pop(str(values[field]), None)
                if choice is not None:
                    label = choice.label
                    picklists.add_choice(work, choice.picklist, choice.key, ja=label, en=label)
                    self.added.setdefault(field, []).append(label)
        self._waiting = {field: some for field, some in self._waiting.items() if some}
