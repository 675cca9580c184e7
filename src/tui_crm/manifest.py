"""What a feature hands in to the program, and which features are installed.

A feature is a folder under ``features``. Its ``feature.py`` holds one ``Feature``: plain values
that name classes and functions by text (``"tui_crm.features.deals.model:Deal"``), so that reading
all manifests takes a few milliseconds and a screen or a verb is imported when it is used first.
The engine, the screens and the command line know of features only what stands here; what they
bring along themselves stands in manifests of the same form.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from functools import cache, cached_property
from importlib import import_module
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    NamedTuple,
    ParamSpec,
    Protocol,
    TypeAlias,
    TypeVar,
    cast,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tui_crm.store.journal.hooks import Hook
    from tui_crm.store.model import RecordType

P = ParamSpec("P")
R = TypeVar("R")

Ref: TypeAlias = str
"""A class, a function or a value, as ``module:name``."""

STATUS: Final = "status"
"""As the field of an action: the one that says how far a record is, whatever the type calls it."""

BUILT_IN: Final[Ref] = "tui_crm.features:FEATURES"
"""The features that the program brings along; like ``INSTALLED_APPS`` of Django, a name."""

OPEN_STORE: Final[Ref] = "tui_crm.features.program:open_store"
"""Opens a store with all that the features hand to the engine."""

DECLARED: Final[Ref] = "tui_crm.features.generated:RECORD_TYPES"
"""What the record types of those features declare."""

NO_KEY: Final = "no_key"
"""Begins what stands in for the key of an action that has none; no terminal sends it."""

ALWAYS_IN_FOOTER: Final = 85
"""From this place on, the footer keeps an action however little room there is."""


@dataclass(frozen=True)
class Action:
    """A command of the terminal UI. Its words are ``actions.<id>`` in the catalogs."""

    id: str
    keys: str
    """Textual's names of keys, with commas between them."""
    run: str
    """The Textual action (``action_<run>``) of what has one of the scopes: screen, widget, app; or
    the ``module:function`` of a coroutine function, which is given the screen, and the
    specification of the ``field`` where there is one."""
    scope: str
    """Where it works: the ``scope`` of screens and widgets, with blanks between several."""
    footer: int = 0
    """Its place among the keys that the footer shows; 0: it is not shown there."""
    _: KW_ONLY
    hidden: bool = False
    """In the key map and the help, but not in the palette."""
    priority: bool = False
    """Its key comes here before it comes to the widget in focus."""
    needs: str = ""
    """What there must be, such as ``record``: ``has_record`` of its screen or widget holds."""
    changes: bool = False
    """It does nothing to a record that is read-only."""
    by_digit: bool = False
    """It asks for one of a few that are numbered: a digit that follows its key is the answer."""
    field: str = ""
    """The field that it is about: only for record types that have it."""
    types: tuple[str, ...] = ()
    """The record types that it is for; all where there is none."""
    only_if: str = ""
    """Only for record types of which this attribute holds, such as ``is_mergeable``."""
    linked_from: str = ""
    """Only for record types that records of this type can be linked to."""
    vim: str | None = None
    """Its keys in the preset ``vim``, where they are others."""
    after: str = ""
    """The id of the action that it stands behind; else behind the one declared before it."""
    label: str = ""
    """Where the catalogs have its words, if not as ``actions.<id>``."""
    formerly: str = ""
    """The id that a key map file may still call it by."""
    moved: tuple[tuple[str, str], ...] = ()
    """Scopes and the keys that it had there: pressed where they mean nothing, they say its own."""
    done_by: str = ""
    """The id of the action whose key does it, where it has none of its own."""

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """Where it works."""
        return tuple(self.scope.split())

    @property
    def call(self) -> Ref:
        """The function that it calls; empty for one that a screen or widget carries out itself."""
        return self.run if ":" in self.run else ""

    @property
    def textual_action(self) -> str:
        """What Textual is told to run."""
        return f"call('{self.id}')" if self.call else self.run

    @property
    def no_key(self) -> str:
        """What stands for its key while it has none, unlike that of any other action."""
        return f"{NO_KEY}.{self.id}"

    @property
    def label_key(self) -> str:
        """Where the catalogs have its words."""
        return self.label or f"actions.{self.id}"


class Verb(NamedTuple):
    """A verb of the command line.

    Its words stand in the catalog ``cli``: the summary of ``list`` under ``list``, its option
    ``--where`` under ``list.where`` or, where several verbs share it, ``option.where``.
    """

    id: str
    call: Ref
    makes_store: bool = False
    """It makes a store where there is none."""
    after: str = ""
    """The verb that it stands behind in the help; else behind the one declared before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """The manifest of a feature."""

    name: str
    types: tuple[Ref, ...] = ()
    """The SQLModel classes of its record types."""
    hooks: Ref = ""
    """The tuple of its hooks: how it takes part in what is written."""
    actions: Ref = ""
    """Its actions, on screens of its own and of others: a tuple, or a function that gives one."""
    together: tuple[str, ...] = ()
    """Scopes, with blanks between them, that are in force together: no two actions share a key."""
    screens: Mapping[str, Ref] = field(default_factory=dict)
    """Screens of its own that are opened from elsewhere, by name."""
    add_dialogs: Mapping[str, Ref] = field(default_factory=dict)
    """Instead of a form, by record type: what asks for a new record in the list of another one. It
    is given the links."""
    record_openers: Mapping[str, Ref] = field(default_factory=dict)
    """What opens a record in place of its page, by record type: a coroutine function that is given
    the app and the id."""
    modes: Mapping[str, Ref] = field(default_factory=dict)
    """Screens that stand beside the lists and are come back to as they were left, by name."""
    mode_counts: Mapping[str, Ref] = field(default_factory=dict)
    """How much waits in such a screen: functions of a store, by the name of the screen."""
    row_decorators: tuple[Ref, ...] = ()
    """What it adds to the rows of lists: functions of a schema, a record type and its columns,
    which give a ``RowDecorator`` (``screens/list/row_source.py``) or None."""
    chips: Mapping[str, Ref] = field(default_factory=dict)
    """How values look, by picklist: chips by value (``screens/chips.py``)."""
    duplicate_finders: tuple[Ref, ...] = ()
    """What looks for records that a new one may be (``store/possible_duplicates.py``)."""
    due_counts: tuple[Ref, ...] = ()
    """Functions of the store that count what the user should have done by now, for the header."""
    field_dialogs: Mapping[str, Ref] = field(default_factory=dict)
    """Instead of a choice of values, by field: a coroutine function that sets it, given the screen,
    the field and the ids of records."""
    timeline: tuple[Ref, ...] = ()
    """What it adds to the timelines of records: functions of a ``TimelineRequest``, which give a
    ``TimelinePart`` (``screens/detail/timeline.py``)."""
    timeline_members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By record type: the records whose timeline is also that of one of this type, as the link that
    names it, such as ``deals.account``."""
    verbs: tuple[Verb, ...] = ()
    """Its verbs on the command line."""
    source_programs: tuple[str, ...] = ()
    """Packages with files on the exports of other programs (``exchange/source_programs.py``)."""


@cache
def load(ref: Ref) -> Any:
    """The class, function or value that ``ref`` names.

    Raises:
        ImportError: there is no such module.
        AttributeError: the module has no such name.
    """
    module, _, name = ref.partition(":")
    return getattr(import_module(module), name)


def features() -> tuple[Feature, ...]:
    """The installed features, in their order."""
    if not _installed:
        _installed.extend(load(BUILT_IN))
    return tuple(_installed)


def handed_in(slot: Callable[[Feature], Iterable[Ref]]) -> tuple[Any, ...]:
    """What all features hand in through a slot that is a tuple, in their order."""
    return tuple(load(ref) for each in features() for ref in slot(each))


def named(slot: Callable[[Feature], Mapping[str, Ref]]) -> dict[str, Ref]:
    """What all features hand in by name; it is loaded when it is wanted."""
    return {name: ref for each in features() for name, ref in slot(each).items()}


def listed(slot: Callable[[Feature], Mapping[str, tuple[str, ...]]], name: str) -> tuple[str, ...]:
    """What all features hand in under one name through a slot of several each, in their order."""
    return tuple(value for each in features() for value in slot(each).get(name, ()))


def hooks() -> tuple[Hook, ...]:
    """The hooks of all features, in their order."""
    return tuple(hook for each in features() if each.hooks for hook in load(each.hooks))


def declared_types() -> tuple[RecordType, ...]:
    """What the record types of all features declare, in the order of the features."""
    return (*load(DECLARED), *(each for types in _declared.values() for each in types))


def record_types() -> tuple[RecordType, ...]:
    """The same in the order of the menu."""
    return tuple(sorted(declared_types(), key=lambda each: (not each.menu, each.menu)))


def install(feature: Feature, declared: Iterable[RecordType] = ()) -> None:
    """Add a feature to those that the program brings along, with what its record types declare.

    A class of a screen that has been imported before does not know of its keys.
    """
    features()
    _installed.append(feature)
    _declared[feature.name] = tuple(declared)
    _forget()


def uninstall(feature: Feature) -> None:
    """Take a feature away again."""
    _installed.remove(feature)
    del _declared[feature.name]
    _forget()


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Cache what ``function`` reads off the manifests, for as long as these features are there."""
    caching = cache(function)
    _caches.append(caching)
    return cast("Callable[P, R]", caching)


def _forget() -> None:
    for each in _caches:
        each.cache_clear()


_caches: Final[list[Any]] = []


@cached
def actions() -> Mapping[str, Action]:
    """The actions of all features by their ids, in the order of the help."""
    declared = [load(each.actions) for each in features() if each.actions]
    return _in_order(each() if callable(each) else each for each in declared)


@cached
def verbs() -> Mapping[str, Verb]:
    """The verbs of all features, in the order of the help."""
    return _in_order(each.verbs for each in features())


class _Placed(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def after(self) -> str: ...


T = TypeVar("T", bound=_Placed)


def _in_order(declared: Iterable[Iterable[T]]) -> dict[str, T]:
    """Each behind the one that it is to stand behind, those of a feature else in a row."""
    found: list[T] = []
    for of_feature in declared:
        place = len(found)
        for each in of_feature:
            if each.after:
                places = [n for n, other in enumerate(found, 1) if other.id == each.after]
                place = places[0] if places else len(found)
            found.insert(place, each)
            place += 1
    return {each.id: each for each in found}


_installed: list[Feature] = []
_declared: dict[str, tuple[RecordType, ...]] = {}
"""What the record types of features declare that the program does not bring along, by name."""
