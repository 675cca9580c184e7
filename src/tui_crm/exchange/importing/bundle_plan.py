"""Plan the import of several files as one, in the order that their links need."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.errors import CrmError, FileError, UsageError
from tui_crm.exchange.headers import header_key
from tui_crm.exchange.importing import match_rules, targets
from tui_crm.exchange.importing.bundle import (
    Bundle,
    LeftOut,
    foreign_kind_of_file,
    gather,
    named,
    type_of_file,
)
from tui_crm.exchange.importing.options import Duplicates, ImportOptions
from tui_crm.exchange.importing.planning import ImportPlan, plan_table
from tui_crm.exchange.importing.status_transforms import is_yes
from tui_crm.exchange.readers.open_source import open_source
from tui_crm.exchange.readers.source import Format
from tui_crm.exchange.source_programs import recognise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tui_crm.exchange.importing.bundle import BundleFile
    from tui_crm.exchange.readers.input_file import Progress
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.exchange.readers.source import Source
    from tui_crm.exchange.source_programs import SourceProgram
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema

_TELLING: Final = frozenset({"last_name", "company", "email", "phone", "mobile"})
"""Fields of which a table of unknown words has one if it is a list of people or companies."""


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """Tables that become records in one change, in their order, and the files that are left out."""

    name: str
    tables: tuple[ImportPlan, ...]
    left_out: tuple[LeftOut, ...] = ()

    def check(self) -> None:
        """Raise UsageError, with the name of the file, where a table cannot be imported so."""
        for plan in self.tables:
            try:
                plan.check()
            except UsageError as error:
                raise InFileError(plan.source.name, error) from error


class InFileError(UsageError):
    """What is wrong with one of several files."""

    def __init__(self, file: str, error: CrmError) -> None:
        super().__init__("import.in_file", file=file, why=error)
        self.error = error


def plan_bundle(
    store: Store,
    paths: Sequence[Path | BinaryIO],
    options: ImportOptions | None = None,
    *,
    without: Sequence[str] = (),
    usual_ways: bool = False,
) -> BundlePlan:
    """Look at several files, a folder or a zip, and propose how to import them in one change.

    What an option names, it does to the tables that have it: ``maps`` to those with such a column,
    ``sets`` to those whose records have such a field.

    Args:
        store: where to.
        paths: the files; folders and zips are looked into.
        options: what a person has settled.
        without: names of files that are left out, with their folders or without.
        usual_ways: nobody has said what is done with rows that are records already.

    Raises:
        NotFoundError: there is no such file, or no saved mapping of that name.
        FileError: a file that was named cannot be read, or none of all holds a table.
        UsageError: an option names what none of the tables has, or does not go with several.
    """
    options = options or ImportOptions()
    schema = store.schema
    bundle = gather(schema, paths)
    left = list(bundle.left_out)
    opened: list[tuple[BundleFile, Source]] = []
    for file in bundle.files:
        if _is_without(file.name, without):
            left.append(LeftOut(file.name, "asked"))
            continue
        try:
            source = open_source(file.source, options.source)
        except CrmError as error:
            if file.is_named:
                raise
            left.append(LeftOut(file.name, "unreadable", error))
        else:
            opened.append((file, source))
    opened = _with_roles(schema, opened, left)
    _check_options(bundle, opened, options)
    origin = _common_origin(opened)
    tables = []
    for file, source in opened:
        likely = type_of_file(schema, file.name)
        plan = _plan(store, file, source, options, likely, origin, usual_ways=usual_ways)
        if reason := _why_left(schema, file, plan, has_origin=origin is not None):
            left.append(LeftOut(file.name, reason))
        else:
            tables.append(plan)
    _check_used(tables, options)
    if not tables:
        raise FileError("read.no_tables", file=bundle.name, names=named(left))
    # What a row points at is imported before it; tables of one type stay as they came.
    tables.sort(key=lambda plan: plan.record_type.import_place)
    return BundlePlan(bundle.name, tuple(tables), tuple(left))


def _plan(
    store: Store,
    file: BundleFile,
    source: Source,
    options: ImportOptions,
    likely: str,
    origin: SourceProgram | None,
    *,
    usual_ways: bool,
) -> ImportPlan:
    """The plan of one table, with those options that mean something for it."""
    bare = replace(options, maps=(), sets=(), match="", mapping=options.mapping)
    try:
        plan = plan_table(store, source, file.beside, bare, likely=likely, origin=origin)
        fitting = _fitting(plan, options)
        if usual_ways and plan.record_type.is_setup:
            fitting = replace(fitting, duplicates=Duplicates.OVERWRITE)
        if fitting == bare:
            return plan
        fitted = replace(fitting, to=plan.record_type.key)
        plan = plan_table(store, source, file.beside, fitted, likely=likely, origin=origin)
    except UsageError as error:
        raise InFileError(source.name, error) from error
    return plan


def _fitting(plan: ImportPlan, options: ImportOptions) -> ImportOptions:
    """The options as far as a table has the columns, and its records the fields, that they name."""
    record_type = plan.record_type
    maps = tuple(
        (name, target)
        for name, target in options.maps
        if _has_column(plan, name) and (not target or targets.accepts(record_type, target))
    )
    sets = tuple((key, value) for key, value in options.sets if key in record_type)
    match = options.match
    try:
        match_rules.parse(record_type, match)
    except UsageError:
        match = ""
    return replace(options, maps=maps, sets=sets, match=match)


def _has_column(plan: ImportPlan, name: str) -> bool:
    try:
        plan.mapping.column(name)
    except UsageError:
        return False
    return not name.isdigit()


def _with_roles(
    schema: Schema, opened: Sequence[tuple[BundleFile, Source]], left: list[LeftOut]
) -> list[tuple[BundleFile, Source]]:
    """The tables without the lists of contacts of deals, which are joined to the list of deals."""
    found = []
    roles = [each for each in opened if are_roles(each[1])]
    for file, source in opened:
        if are_roles(source):
            continue
        known = recognise(source.header)
        if known and targets.OUTCOME in schema.type(known[1]).import_targets:
            for other, contacts in roles:
                source, n = with_main_contacts(source, contacts)
                left.append(LeftOut(other.name, "roles", n=n))
            roles = []
        found.append((file, source))
    left += [LeftOut(other.name, "unknown") for other, _ in roles]
    return found


def _check_options(
    bundle: Bundle, opened: Sequence[tuple[BundleFile, Source]], options: ImportOptions
) -> None:
    """Refuse what goes with one table alone."""
    if len(opened) < 2:
        return
    if options.save_mapping:
        raise UsageError("import.one_table", option="--save-mapping")
    if all(file.is_named for file, _ in opened):
        return
    for option, value in (
        ("--to", options.to),
        ("--mapping", options.mapping),
        ("--header-row", options.source.header_row),
        ("--sheet", options.source.sheet),
    ):
        if value not in (None, ""):
            raise UsageError("import.named_tables", option=option, file=bundle.name)


def _check_used(tables: Sequence[ImportPlan], options: ImportOptions) -> None:
    """Refuse options that name what none of the tables has."""
    for name, target in options.maps:
        if not any((name, target) in plan.options.maps for plan in tables):
            raise UsageError("import.map_nowhere", name=name, target=target)
    for key, _ in options.sets:
        if not any(key in plan.record_type for plan in tables):
            raise UsageError("import.set_nowhere", key=key)
    if options.match and not any(plan.options.match for plan in tables):
        raise UsageError("import.match_nowhere", match=options.match)


def _is_without(name: str, without: Sequence[str]) -> bool:
    return any(name == each or name.endswith("/" + each.lstrip("/")) for each in without)


def _common_origin(opened: Sequence[tuple[BundleFile, Source]]) -> SourceProgram | None:
    """The program that most tables say they come from, for those that do not say."""
    found = [known[0] for _, source in opened if (known := recognise(source.header))]
    counts = Counter(origin.title for origin in found)
    most = counts.most_common(1)[0][0] if counts else ""
    return next((origin for origin in found if origin.title == most), None)


def _why_left(schema: Schema, file: BundleFile, plan: ImportPlan, *, has_origin: bool) -> str:
    """Why a table has no place here; empty where it has one.

    The name of a file that somebody named counts only where its columns tell nothing. Of others,
    what is not known is left in the export of a program, where it is a list of that program's own;
    elsewhere it is taken if it has columns that only people or companies have.
    """
    if plan.table.foreign_kind:
        return plan.table.foreign_kind
    if file.is_named:
        return "" if plan.table.is_known else foreign_kind_of_file(schema, file.name)
    is_program = recognise(plan.source.header) is not None
    is_said = is_program or plan.mapping.is_own or plan.source.format is Format.VCF
    is_people = plan.record_type.is_person and not type_of_file(schema, file.name)
    if is_said or (plan.table.is_known and not (is_people and has_origin)):
        return ""
    is_telling = bool({column.target for column in plan.mapping.used} & _TELLING)
    return "" if is_telling and not plan.missing and not has_origin else "unknown"


# --- the contact roles of Salesforce --------------------------------------------------------------
# It keeps the contacts of its opportunities in a table of their own; here a deal has one main
# contact.

COLUMN: Final = "ContactId"
"""The header of the column that deals get; it is the one that other exports of theirs have."""

_DEAL, _CONTACT, _PRIMARY, _DELETED = "opportunityid", "contactid", "isprimary", "isdeleted"
_SURE: Final = 15
"""Characters of an id that tell it; the others only check them."""


def are_roles(source: Source) -> bool:
    """Whether a table says which contacts have a part in which deals."""
    return {_DEAL, _CONTACT, _PRIMARY} <= set(map(header_key, source.header))


def with_main_contacts(deals: Source, roles: Source) -> tuple[Source, int]:
    """The deals with their main contacts in one more column, and how many contacts are left over.

    The main contact is the one that is called primary, or the only one. Deals that have such a
    column keep it, and all contacts of the list are left over.
    """
    keys = [header_key(text) for text in deals.header]
    main, contacts = _main(roles)
    if "id" not in keys or _CONTACT in keys:
        return deals, contacts
    place = keys.index("id")

    read = partial(_with_contacts, deals, main, place)
    joined = replace(deals, header=(*deals.header, COLUMN), read=read)
    return joined, contacts - len(main)


def _with_contacts(
    deals: Source, main: Mapping[str, str], place: int, progress: Progress | None
) -> Iterator[Row]:
    for row in deals.read(progress):
        if row.problem is not None:
            yield row
            continue
        contact = main.get(row.cells[place].strip()[:_SURE], "")
        yield row._replace(cells=(*row.cells, contact), raw=(*row.raw, contact))


def _main(roles: Source) -> tuple[Mapping[str, str], int]:
    """The main contact by deal, and how many contacts there are in all."""
    places = {header_key(text): place for place, text in enumerate(roles.header)}
    primary: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    contacts = 0
    for row in roles.rows():
        if row.problem is not None:
            continue
        deal = row.cells[places[_DEAL]].strip()[:_SURE]
        contact = row.cells[places[_CONTACT]].strip()
        is_gone = _DELETED in places and is_yes(row.cells[places[_DELETED]])
        if not deal or not contact or is_gone:
            continue
        contacts += 1
        if is_yes(row.cells[places[_PRIMARY]]):
            primary.setdefault(deal, contact)
        else:
            others.setdefault(deal, []).append(contact)
    alone = {deal: found[0] for deal, found in others.items() if len(found) == 1}
    return {**alone, **primary}, contacts
