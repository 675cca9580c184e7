"""Hooks: functions by which a feature takes part in what is read and written, by record type.

A hook names its function by text (``"package.module:function"``). It is imported when it is first
due, so that a manifest costs no start-up time, and a record type without hooks costs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from tui_crm.manifest import load

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.filter.compile import QueryContext
    from tui_crm.store.journal.history import Batch
    from tui_crm.store.model import RecordType, Schema, Value
    from tui_crm.store.validate import Problem


class Event(StrEnum):
    """When a hook is called, and with which arguments."""

    BEFORE_SAVE = "before_save"
    """``(context, record_type, saves)``: put into ``Save.changes`` what follows from them. Must
    give the same when it is called twice. Undo does not call it: what was comes back as it was."""
    ALLOCATE = "allocate"
    """``(context, record_type, saves)``: fill fields of new records, where nobody named them, from
    what that uses up: whose turn it is, the next number of a series. Only for records that pass
    the checks, so that a rejected row uses up nothing."""
    CHECK = "check"
    """``(schema, record_type, values)``: the problems of one record by itself. Asks no store, so
    that a form can call it as one types."""
    VALIDATE = "validate"
    """``(context, record_type, rows, changed)``: the problems of rows, by their places. With
    ``changed``, the fields that change in each row, only the problems that those have a part in."""
    AFTER_SAVE = "after_save"
    """``(work, record_type, saved)``: records were added or changed, and the journal says so; by
    undo and redo, too, unless the hook ``writes``."""
    AFTER_DELETE = "after_delete"
    """``(work, record_type, rows)``: records were deleted; ``rows`` are their values. By undo and
    redo, too, unless the hook ``writes``."""
    SCHEMA = "schema"
    """``(connection)``: what of a feature is read with the schema, and again whenever a record of
    one of ``types`` has changed. It stands in ``Schema.extras`` under ``name``."""
    FILTER_WORD = "filter_word"
    """``(schema, record_type)``: the conditions, each with the name of what asks for it, of which
    one at least holds for the records that the word ``name`` of a filter means."""
    OPEN_WORK = "open_work"
    """``(connection, schema, record_type, former)``: records that are still to be worked off about
    others, each behind the id of the one that it is about, as far as they belong to the former
    owner of that, or to nobody. They can go to its new owner with it."""
    DESCRIBE = "describe"
    """``(connection, schema, batch, now)``: whom a change is about and what was done, in words, or
    None where the usual ones do. ``name`` has the kinds of changes that it knows."""
    REMARK = "remark"
    """``(batch)``: sentences about a finished change, beside what was asked for."""
    IMPORT = "import"
    """``(context, record_type, rows, is_own)``: put into the values of imported rows what their
    file leaves open, and into their problems why one stays out. ``is_own``: the file is an export
    of this program, which leaves nothing open."""
    EXPORT = "export"
    """``(stream)``: what writes records in a format, one after the other. ``name`` is the usual
    suffix of its files and, behind a blank, what else it is called."""


@dataclass(frozen=True, slots=True)
class Hook:
    """A function, when it is called, and for which record types (all of them where empty)."""

    event: Event
    function: str
    types: tuple[str, ...] = ()
    name: str = ""
    on: tuple[str, ...] = ()
    """BEFORE_SAVE: the fields that something follows from; it is called where one of them changes.
    """
    sets: tuple[str, ...] = ()
    """BEFORE_SAVE, ALLOCATE: the fields that it may fill."""
    writes: bool = False
    """AFTER_SAVE, AFTER_DELETE: it writes records. Undo and redo bring those back as they were, so
    that they do not call it."""
    when: str = ""
    """A function of the schema and a record type that says whether there is anything to do now."""

    def __call__(self, *arguments: Any) -> Any:
        return load(self.function)(*arguments)

    def is_due(self, schema: Schema, record_type: RecordType) -> bool:
        """Whether there is anything to do for a record type now."""
        return not self.when or bool(load(self.when)(schema, record_type))


class Hooks:
    """All hooks, found by event and record type."""

    def __init__(self, hooks: Iterable[Hook] = ()) -> None:
        self._by_event: dict[Event, list[Hook]] = defaultdict(list)
        for hook in hooks:
            self._by_event[hook.event].append(hook)
        self._of: dict[tuple[Event, str], tuple[Hook, ...]] = {}

    def all(self, event: Event) -> Sequence[Hook]:
        """The hooks of an event for whatever type, in the order they were registered in."""
        return self._by_event.get(event, ())

    def of(self, event: Event, record_type: str) -> tuple[Hook, ...]:
        """The hooks of an event for a record type."""
        found = self._of.get((event, record_type))
        if found is None:
            found = tuple(h for h in self.all(event) if not h.types or record_type in h.types)
            self._of[event, record_type] = found
        return found


NO_HOOKS = Hooks()


class HookContext(NamedTuple):
    """What a hook may ask before a record is saved: nothing has been written yet."""

    connection: Connection
    schema: Schema
    query_context: Callable[[], QueryContext]
    now: str
    """The time as it is stored."""


@dataclass(slots=True)
class Save:
    """A record that is about to be saved.

    ``before`` is empty for a new one, of which ``changes`` are all values, with the defaults;
    ``named`` are the fields that somebody has given.
    """

    before: Mapping[str, Value]
    changes: dict[str, Value]
    named: Collection[str] = ()


class ImportedRow(Protocol):
    """A row of a list, as values that are about to be saved; ``problems`` keep it out."""

    values: dict[str, Value]
    problems: list[str]


class Saved(NamedTuple):
    """A record that was saved; ``before`` is empty for one that was not there."""

    before: Mapping[str, Value]
    after: Mapping[str, Value]


def derive(context: HookContext, record_type: RecordType, saves: Sequence[Save]) -> None:
    """Put into ``saves`` what follows from their changes."""
    for hook in _due(context.schema, Event.BEFORE_SAVE, record_type):
        concerned = [save for save in saves if not save.changes.keys().isdisjoint(hook.on)]
        if concerned:
            hook(context, record_type, concerned)


def allocate(context: HookContext, record_type: RecordType, saves: Sequence[Save]) -> None:
    """Fill the fields of new records that hooks allocate, where nobody has named them."""
    for hook in _due(context.schema, Event.ALLOCATE, record_type) if saves else ():
        hook(context, record_type, saves)


def allocated_fields(schema: Schema, record_type: RecordType) -> tuple[str, ...]:
    """The fields of a new record that hooks would fill now, if nobody does."""
    hooks = _due(schema, Event.ALLOCATE, record_type)
    return tuple(key for hook in hooks for key in hook.sets if key in record_type)


def is_validated(schema: Schema, record_type: RecordType) -> bool:
    """Whether any hook looks for problems in records of this type now."""
    return bool(_due(schema, Event.VALIDATE, record_type))


def problems(
    context: HookContext,
    record_type: RecordType,
    rows: Sequence[Mapping[str, Value]],
    changed: Sequence[Collection[str]] | None = None,
) -> dict[int, tuple[Problem, ...]]:
    """What hooks find wrong with rows, by their places; sound rows are left out.

    With ``changed``, the fields that are changed in each row, a rule counts only where one of them
    has a part in it: what was broken before does not bar other work. A link that is 0 will be
    filled.
    """
    found: dict[int, tuple[Problem, ...]] = {}
    for hook in _due(context.schema, Event.VALIDATE, record_type) if rows else ():
        for place, each in hook(context, record_type, rows, changed).items():
            found[place] = (*found.get(place, ()), *each)
    return found


def remarks(schema: Schema, batch: Batch) -> list[str]:
    """What features have to say of a finished change, beside what was asked for."""
    return [sentence for hook in schema.hooks.all(Event.REMARK) for sentence in hook(batch)]


def _due(schema: Schema, event: Event, record_type: RecordType) -> tuple[Hook, ...]:
    hooks = schema.hooks.of(event, record_type.key)
    return tuple(hook for hook in hooks if hook.is_due(schema, record_type)) if hooks else ()
