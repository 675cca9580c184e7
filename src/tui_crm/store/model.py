"""What a record type and its fields declare, as plain values that the whole program reads.

The declarations are SQLModel classes, one in the ``model.py`` of each feature. Importing those
costs half a second, so a command writes what stands in them to a module of literals
(``features/generate.py``), and a list, a form, an import or a command line asks these values which
fields there are, never a table class.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.i18n import LANGUAGES, Language, former, language, t
from tui_crm.language.fold import fold
from tui_crm.store.journal.hooks import NO_HOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui_crm.store.journal.hooks import Hooks

Value: TypeAlias = str | int | float | None
"""A value as it is stored: text, ISO date, UTC time, number, 0/1, minor units, id of a record."""


class Kind(StrEnum):
    """What a field holds, and so how it is stored, typed, shown and compared."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    CHOICE = "choice"
    TAGS = "tags"
    PHONES = "phones"
    EMAILS = "emails"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record type: all that forms, lists, filters, import and export must know."""

    key: str
    kind: Kind
    section: str = "main"
    required: bool = False
    required_without: str = ""
    """This field must be filled where that other one is empty."""
    target: str = ""
    """LINK: the record type that it points at."""
    owned: bool = False
    """LINK: this record is deleted with the one it points at, where it hangs on nothing else."""
    choices: str = ""
    """CHOICE: the picklist it is chosen from."""
    currency: str = ""
    """MONEY: the field that holds its currency."""
    is_percent: bool = False
    """INTEGER: a share of a hundred, shown with its sign."""
    column: int = 0
    """List: 1 is always shown, higher numbers go first on a narrow terminal, 0 is not shown."""
    width: int = 16
    """List: cells."""
    search: bool = False
    readonly: bool = False
    """Set by the program; neither a form nor an import may write it."""
    default: Value = None
    aliases: tuple[str, ...] = ()
    """Headers that mean this field, in any list, in Japanese and English."""
    custom: bool = False
    label_ja: str = ""
    label_en: str = ""
    not_before: str = ""
    """A time that may not be earlier than that in this other field."""
    group: str = ""
    """Fields of one group are merged together, all from one record: ``name``, ``address`` …; what
    follows a dot tells groups of one kind apart (``address.shipping``)."""
    yes_wins: bool = False
    """BOOLEAN: in a merge a yes of any of the records stands."""
    match: str = ""
    """What kind of match key is made of it (``match_keys.py``): ``company``, ``name``, ``kana``,
    ``website``, ``number`` (法人番号) or ``code``; e-mail addresses and telephone numbers need not
    say it. A link says ``company`` where the record that it leads to is the company."""
    creates_missing: bool = False
    """LINK: an import makes the record that a row names where there is none."""
    through: tuple[str, ...] = ()
    """LINK: where a row of an import names no such record, it is that of another one that the row
    names: in these fields, or (the singular of a type) by the number of another program."""
    carries_to: tuple[str, ...] | None = None
    """Where conversion puts its value: ``accounts.name``, or ``accounts`` for the field with the
    same key, with ``?`` behind where only if no other of them is made. None: to the field with the
    same key and kind, on every type that has one and that the record is converted to."""
    maps_to: str = ""
    """Custom field of a lead: where its value goes on conversion (``accounts.rank``), where that is
    not the field with its own key; ``none`` for nowhere."""

    def label(self, record_type: str, to: Language | None = None) -> str:
        """What a person calls this field."""
        if self.custom:
            return (self.label_ja if (to or language()) == "ja" else self.label_en) or self.key
        special = f"fields.{record_type}.{self.key}"
        words = t(special, to=to)
        return words if words != special else t(f"fields.{self.key}", to=to)

    def names(self, record_type: str) -> tuple[str, ...]:
        """What a person may call it: its key, or its label in any language."""
        return (self.key, *(self.label(record_type, to) for to in LANGUAGES))

    def former_names(self, record_type: str) -> tuple[str, ...]:
        """What it was called in earlier versions, which is still read."""
        if self.custom:
            return ()
        return former(f"fields.{record_type}.{self.key}") or former(f"fields.{self.key}")

    @property
    def sql_name(self) -> str:
        """The name of its column; custom ones have a prefix that no declared field begins with."""
        return f"c_{self.key}" if self.custom else self.key

    @property
    def is_multiline(self) -> bool:
        """Whether the value is edited, and shown on a page, on several lines."""
        return self.kind in (Kind.LONG_TEXT, Kind.PHONES, Kind.EMAILS)

    @property
    def is_labelled(self) -> bool:
        """Whether it holds numbers or addresses, each with a label (``labelled_values.py``)."""
        return self.kind in (Kind.PHONES, Kind.EMAILS)

    @property
    def is_number(self) -> bool:
        """Whether the value is compared and aligned as a number."""
        return self.kind in (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)


OUTCOMES: Final = ("won", "lost")
"""How what goes through the stages of a picklist may end."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a picklist."""

    key: str
    ja: str
    en: str
    position: int = 0
    is_default: bool = False
    is_retired: bool = False
    meaning: str = ""
    """What the program must know of it: ``won``, ``lost``, or a probability in percent."""

    @property
    def outcome(self) -> str:
        """How what stands at this value has ended: ``won``, ``lost``, or empty while open."""
        return next((word for word in self.meaning.split(":") if word in OUTCOMES), "")

    def label(self, to: Language | None = None) -> str:
        """What a person calls this value."""
        return (self.ja if (to or language()) == "ja" else self.en) or self.key

    @property
    def names(self) -> tuple[str, ...]:
        """What a person may call it: its key, or its label in any language."""
        return (self.key, *filter(None, (self.ja, self.en)))


def former_labels(picklist: str, key: str) -> tuple[str, ...]:
    """What a value of one of the program's picklists was called in earlier versions."""
    return former(f"choices.{picklist}.{key}")


class UsualView(NamedTuple):
    """A view that the program brings along; ``key`` names its words."""

    key: str
    where: str = ""
    sort: str = ""


class RelatedPart(NamedTuple):
    """Some of the records of a type, listed apart on the page of a record that they point at."""

    key: str = ""
    where: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    """The columns of that list; those of the type's own list where empty."""
    values: tuple[tuple[str, Value], ...] = ()
    """What a record that is added there begins with."""
    when: tuple[str, ...] = ()
    """A column, and the field that stands in it, in lists and their order, where it is blank."""


class Rollup(NamedTuple):
    """A field of the records that others point at, worked out of those others.

    It holds the least (``pick`` is ``min``) or the greatest of what stands in the first filled of
    the fields ``of``, over those whose field ``where[0]`` is ``where[1]``.
    """

    field: str
    pick: str
    of: tuple[str, ...]
    where: tuple[str, str]


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of record: its name, its fields in the order of a form, and how it is titled.

    The table class says all of it but ``key`` and ``fields``, which are read off its columns.
    """

    key: str = ""
    singular: str = ""
    fields: tuple[FieldSpec, ...] = ()
    title: tuple[tuple[str, ...], ...] = ()
    """Alternatives, the first that is not blank wins; a pair is a family name and a given name."""
    kana: tuple[str, ...] = ()
    """Fields with the reading, which lists are sorted by."""
    base_where: str = ""
    """Filter that a list applies unless it is asked about the same fields itself."""
    frozen_by: str = ""
    """A record in which this field is filled is read-only."""
    default_sort: str = "sort_key"
    menu: int = 0
    """Its place in the menu; 0: it has no list of its own there."""
    shortcut: str = ""
    """The key that opens its list."""
    figure: str = "count"
    """What the menu says beside its list: a value of ``store/aggregate.py`` over it."""
    figure_where: str = ""
    """Filter of the records that the figure is of; without one, of the list as it opens."""
    views: tuple[UsualView, ...] = ()
    """The views beside the usual one, in their order."""
    hidden_view: str = ""
    """The one of its views with the records that ``base_where`` leaves out of the others."""
    offered_where: str = ""
    """Filter of the records that a link may name anew."""
    add_kind: str = "add"
    """What the journal calls a change that adds one in a form."""
    status_field: str = ""
    """The field that the key for a status sets."""
    owner_field: str = ""
    """The link to the user who looks after it."""
    parts: tuple[RelatedPart, ...] = (RelatedPart(),)
    """The lists that a record has of the records of this type that point at it."""
    panel: str = "9"
    """The digit of the panel of a page that those lists are in: 1 what was done, 2 people and
    companies, 3 deals, 4 files, 5 mail, 6 campaigns, 7 social, 8 products, 9 others."""
    related_place: int = 9
    """The place of those lists in their panel; the lowest comes first."""
    rollups: tuple[Rollup, ...] = ()
    """What the records that this type points at hold of it, where they have such a field."""
    converts_to: tuple[str, ...] = ()
    """The types that a record becomes by conversion."""
    identity: tuple[tuple[str, ...], ...] = (("external_id",),)
    """What an import knows a record again by: the first alternative that a row fills and a record
    agrees with, in all its parts. A part is a field, or ``email``, ``phone``, ``name`` or
    ``company``, which mean any address, any number, a whole name, a company however written."""
    is_blank_telling: bool = False
    """A blank part of an identity is a part like any other: a task without a date is one."""
    is_setup: bool = False
    """What people set up for themselves: of it a file says how it is to be, row by row, and the
    schema is read again when one is written."""
    aliases: tuple[str, ...] = ()
    """What lists call it in front of a field: the ``Lead`` of ``Lead Name``."""
    file_names: tuple[str, ...] = ()
    """What exports call a file with a list of it: ``contacts`` of ``Contacts_001.csv``."""
    import_targets: tuple[str, ...] = ()
    """What a column of an import can say of it that is no field: that it is done, how many minutes
    it took, whom it is about by the number of another program (``importing/targets.py``)."""
    import_place: int = 99
    """Its place where lists of several types are imported together: what a record points at comes
    before it."""
    columns_like: str = ""
    """The type whose columns, in the exports of other programs, mean the same here."""
    duplicates_among: tuple[str, ...] = ()
    """The types that are searched for duplicates of a record, its own first; none: no duplicates
    are looked for."""
    is_mergeable: bool = False
    editable: tuple[FieldSpec, ...] = field(init=False, compare=False)
    """The fields a person may write."""
    searched_keys: tuple[str, ...] = field(init=False, compare=False)
    """The fields that the search index reads."""
    searched: tuple[tuple[bool, str, str], ...] = field(init=False, compare=False)
    """The same: whether it holds telephone numbers, the field, the second part of a name or ""."""
    in_order: tuple[tuple[str, str], ...] = field(init=False, compare=False)
    """Pairs of fields of which the first may not be later than the second."""
    _by_key: dict[str, FieldSpec] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {spec.key: spec for spec in self.fields})
        editable = tuple(spec for spec in self.fields if not spec.readonly)
        object.__setattr__(self, "editable", editable)
        searched = tuple(spec.key for spec in self.fields if spec.search)
        object.__setattr__(self, "searched_keys", searched)
        pairs = dict(pair for pair in (*self.title, self.kana) if len(pair) == 2)
        parts = [
            (spec.kind in (Kind.PHONE, Kind.PHONES), spec.key, pairs.get(spec.key, ""))
            for spec in self.fields
            if spec.search and spec.key not in pairs.values()
        ]
        object.__setattr__(self, "searched", tuple(parts))
        in_order = tuple((spec.not_before, spec.key) for spec in self.fields if spec.not_before)
        object.__setattr__(self, "in_order", in_order)

    def __hash__(self) -> int:
        # What is read off a type is cached by it, and no two of a store have one key.
        return hash(self.key)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def field(self, key: str) -> FieldSpec:
        """The field called ``key``.

        Raises:
            UsageError: there is none.
        """
        try:
            return self._by_key[key]
        except KeyError:
            raise self.no_field(key) from None

    def no_field(self, name: str) -> UsageError:
        """The error that ``name`` means none of the fields."""
        return UsageError("field.unknown", field=name, type=self.key, label=self.label())

    def called(self, name: str) -> FieldSpec | None:
        """The field that a person means by ``name``: its key, or its label in either language, as
        it is or was in an earlier version."""
        wanted = fold(name)
        for candidate in (name, wanted, f"{wanted}_at", f"{wanted}_on"):
            if candidate in self:
                return self.field(candidate)
        for names in (FieldSpec.names, FieldSpec.former_names):
            for spec in self.fields:
                if wanted in map(fold, names(spec, self.key)):
                    return spec
        return None

    def nearest(self, words: str) -> list[str]:
        """Up to three fields that are called nearly so, by the key or label that is near."""
        from difflib import get_close_matches

        names = {
            fold(name): name for spec in self.fields for name in reversed(spec.names(self.key))
        }
        return [names[name] for name in get_close_matches(fold(words), names, 3, 0.7)]

    def label(self, n: int = 2, to: Language | None = None) -> str:
        """What a person calls one (``n`` = 1) or many of these records."""
        return t(f"types.{self.key}.{'one' if n == 1 else 'many'}", to=to)

    @property
    def columns(self) -> tuple[FieldSpec, ...]:
        """The fields a list shows where nobody has chosen others."""
        return tuple(spec for spec in self.fields if spec.column)

    @property
    def is_menu(self) -> bool:
        """Whether it has a list of its own in the menu."""
        return self.menu > 0

    @property
    def is_person(self) -> bool:
        """Whether its records are people, with a family name and a given name."""
        return "last_name" in self and "first_name" in self

    @property
    def is_thing(self) -> bool:
        """Whether its records are neither people nor companies, nor belong to one by name."""
        return not self.is_person and not self.company_field

    @property
    def company_field(self) -> str:
        """The field that says which company a record is, or is at; empty where there is none."""
        return next((spec.key for spec in self.fields if spec.match == "company"), "")

    @property
    def company_name_field(self) -> str:
        """The field with the name of the company itself; empty where there is none."""
        field = self.company_field
        return "" if field and self.field(field).target else field

    @property
    def is_ranked(self) -> bool:
        """Whether its list is in the order of names, which then has an index of its own."""
        return self.is_menu and self.default_sort == "sort_key"

    def link_to(self, target: str) -> FieldSpec | None:
        """The first field that points at records of type ``target``, if there is one."""
        return next((s for s in self.fields if s.kind is Kind.LINK and s.target == target), None)


USERS: Final = "users"
"""The type of the people who work with the program, whom the journal names."""

SYSTEM_FIELDS: Final = (
    FieldSpec("id", Kind.INTEGER, section="system", readonly=True, width=8),
    FieldSpec("title", Kind.TEXT, section="system", readonly=True, width=24),
    FieldSpec("external_id", Kind.TEXT, section="system", readonly=True, width=20),
    FieldSpec("created_at", Kind.DATETIME, section="system", readonly=True),
    FieldSpec("created_by", Kind.LINK, section="system", readonly=True, target=USERS),
    FieldSpec("updated_at", Kind.DATETIME, section="system", readonly=True),
    FieldSpec("updated_by", Kind.LINK, section="system", readonly=True, target=USERS),
)
"""Fields that every record has, whatever its type."""

TITLED_FIELDS: Final = tuple(
    replace(spec, column=1) if spec.key == "title" else spec for spec in SYSTEM_FIELDS
)
"""The same for a type whose lists show the title first, since it is made of several fields."""


@dataclass(frozen=True, slots=True)
class Schema:
    """All record types of a store, with its custom fields, its picklists and what a team agreed."""

    types: Mapping[str, RecordType]
    picklists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    hooks: Hooks = NO_HOOKS
    extras: Mapping[str, Any] = field(default_factory=dict)
    """What features have read with it (``Event.SCHEMA``), by name."""
    _rollup_links: dict[str, tuple[FieldSpec, ...]] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    def __iter__(self) -> Iterator[RecordType]:
        return iter(self.types.values())

    def type(self, name: str) -> RecordType:
        """The record type called ``name``, by its plural or its singular.

        Raises:
            UsageError: there is none.
        """
        found = self.types.get(name) or next((r for r in self if r.singular == name), None)
        if found is None:
            known = ", ".join(r.key for r in self)
            raise UsageError("type.unknown", name=name, known=known)
        return found

    @property
    def bare(self) -> Schema:
        """This schema without what features read with it: their words in a filter mean nothing."""
        return replace(self, extras={})

    @property
    def menu(self) -> tuple[RecordType, ...]:
        """The record types that have a list of their own, in the order of the menu."""
        return tuple(sorted((r for r in self if r.is_menu), key=lambda r: r.menu))

    def rollup_links(self, record_type: RecordType) -> tuple[FieldSpec, ...]:
        """The links of a type whose targets hold its roll-ups.

        A custom one is none of them: what is rolled up over it would replace what is rolled up over
        the declared link to the same type.
        """
        found = self._rollup_links.get(record_type.key)
        if found is None:
            wanted = [rollup.field for rollup in record_type.rollups]
            found = self._rollup_links[record_type.key] = tuple(
                spec
                for spec in record_type.fields
                if wanted and spec.kind is Kind.LINK and not spec.readonly and not spec.custom
                if all(field in self.types[spec.target] for field in wanted)
            )
        return found

    def links_to(self, target: str) -> tuple[tuple[RecordType, FieldSpec], ...]:
        """Every field of every type that points at records of type ``target``."""
        return tuple(
            (record_type, spec)
            for record_type in self
            for spec in record_type.fields
            if spec.kind is Kind.LINK and spec.target == target
        )

    def can_link(self, record_type: str, target: str) -> bool:
        """Whether a person may link a record of ``record_type`` to one of type ``target``."""
        return target != USERS and any(
            spec.kind is Kind.LINK and spec.target == target and not spec.readonly
            for spec in self.type(record_type).fields
        )

    def choices(self, picklist: str, *, retired: bool = False) -> tuple[Choice, ...]:
        """The values of a picklist in their order, without the retired ones unless asked for."""
        return tuple(c for c in self.picklists.get(picklist, ()) if retired or not c.is_retired)

    def choice(self, picklist: str, key: str) -> Choice | None:
        """One value of a picklist, retired or not."""
        return next((c for c in self.picklists.get(picklist, ()) if c.key == key), None)

    def choices_called(self, picklist: str, words: str) -> list[Choice]:
        """The values that a person may mean by ``words``, retired or not: a key, a label, or else
        what a label was in an earlier version."""
        wanted, known = fold(words), self.choices(picklist, retired=True)
        found = [choice for choice in known if wanted in map(fold, choice.names)]
        return found or [c for c in known if wanted in map(fold, former_labels(picklist, c.key))]

    def default_choice(self, picklist: str) -> str | None:
        """The key that a new record gets, where the picklist names one."""
        return next((c.key for c in self.choices(picklist) if c.is_default), None)

    def with_custom(
        self,
        custom: Mapping[str, tuple[FieldSpec, ...]],
        picklists: Mapping[str, tuple[Choice, ...]],
    ) -> Schema:
        """This schema with the fields and picklist values that a store's own people added."""
        types = dict(self.types)
        for key, specs in custom.items():
            if key in types:
                declared = types[key]
                types[key] = replace(declared, fields=(*declared.fields, *specs))
        return replace(self, types=types, picklists=picklists)
