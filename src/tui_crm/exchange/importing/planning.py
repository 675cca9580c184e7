"""Plan an import: all that is settled before a row is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.errors import UsageError
from tui_crm.exchange.headers import header_set
from tui_crm.exchange.importing import mapping as mappings
from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.amounts import AmountPlan
from tui_crm.exchange.importing.columns import ColumnUse, MappedBy, TableMapping
from tui_crm.exchange.importing.conventions import SAMPLE, detect_in_sample
from tui_crm.exchange.importing.dates import DayOrder
from tui_crm.exchange.importing.identity import Identity
from tui_crm.exchange.importing.mapping import propose
from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.exchange.importing.report import ImportReport
from tui_crm.exchange.importing.table_types import TableType, tell_type
from tui_crm.exchange.importing.vocabulary import own_type
from tui_crm.exchange.question import UnansweredError
from tui_crm.exchange.readers.open_source import open_source
from tui_crm.exchange.readers.source import Format, Source
from tui_crm.exchange.source_programs import recognise
from tui_crm.i18n import t
from tui_crm.store import import_mappings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.question import ImportQuestion
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.exchange.source_programs import SourceProgram
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType

_HEADED: Final = frozenset({Format.VCF, Format.JSON, Format.JSONL})
"""Formats whose columns always have names."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A table, the record type it becomes, and what becomes of its columns.

    ``saved`` is the name of the saved mapping that was used; ``sample`` holds the first rows.
    """

    source: Source
    path: Path | None
    record_type: RecordType
    mapping: TableMapping
    options: ImportOptions
    table: TableType
    """What the table is a list of, as far as it could be told."""
    sample: tuple[Row, ...] = ()
    saved: str = ""
    day_order: DayOrder = DayOrder.UNKNOWN
    region: str = "JP"
    """Where telephone numbers without a country code are, as far as the rows do not say."""
    amounts: AmountPlan = field(default_factory=AmountPlan)
    new_fields: tuple[FieldSpec, ...] = ()
    """Custom fields that the import makes; the record type has them already."""
    is_studied: bool = False
    """Whether more rows than the sample have been looked at."""

    @property
    def dayfirst(self) -> bool:
        """Whether 1/2/2026 is read as 1 February."""
        return self.day_order is DayOrder.DAY

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of the required fields that no column, constant or default gives; those of which
        one is enough stand as one."""
        given = {column.target for column in self.mapping.used}
        given |= {key for key, _ in self.mapping.constants}
        found = []
        for spec in self.record_type.fields:
            is_needed = spec.required or spec.required_without
            if is_needed and not given & _giving(self.record_type, spec):
                found.append(spec)
        names: dict[str, None] = {}
        for spec in found:
            one = [spec, *(each for each in found if each.key == spec.required_without)]
            if spec.required_without and len(one) == 1:
                continue  # the other is given
            ordered = [each.label(self.record_type.key) for each in found if each in one]
            names[t("import.or").join(ordered)] = None
        return tuple(names)

    @property
    def questions(self) -> tuple[ImportQuestion, ...]:
        """What a person has to answer: what the table is a list of, how it is read, its amounts."""
        asked = (self.table.question, *self.source.questions, self.amounts.question)
        return tuple(filter(None, asked))

    def check(self) -> None:
        """Refuse a plan that cannot be carried out.

        Raises:
            UnansweredError: a person has to answer one of ``questions`` first.
            UsageError: a required field is given by nothing.
        """
        for question in self.questions:
            raise UnansweredError(question)
        if missing := self.missing:
            guesses = ", ".join(
                f'--map "{column.name}={column.guess}"' for column in self.mapping.guesses
            )
            raise UsageError(
                "import.required_unmapped" + ("_guess" if guesses else ""),
                fields=t("import.comma").join(missing),
                columns=", ".join(c.name for c in self.mapping.columns if not c.target) or "–",
                guesses=guesses,
            )

    def with_targets(self, wanted: dict[str, str]) -> ImportPlan:
        """The plan with some columns going elsewhere; an empty target leaves a column out."""
        changed = self.mapping.with_targets(wanted, self.record_type, MappedBy.GIVEN)
        return replace(self, mapping=changed)

    def blank_report(self) -> ImportReport:
        """The report of this plan before the first row."""
        return ImportReport(
            file=self.source.name,
            type=self.record_type.key,
            encoding=self.source.encoding,
            dry_run=self.options.dry_run,
            region=self.region if self.region != self.options.region else "",
            about_file=self.source.remarks,
        )


def plan_import(
    store: Store, path: Path | BinaryIO, options: ImportOptions | None = None
) -> ImportPlan:
    """Look at a file (or at a stream, such as standard input) and propose how to import it.

    What people have settled goes first: ``--map``, then the saved mapping that was named or that
    was made for the same headers, then what the headers say.

    Raises:
        NotFoundError: there is no such file, or no saved mapping of that name.
        FileError: it cannot be read.
        UsageError: an option names a column, field, type or value that does not exist.
    """
    options = options or ImportOptions()
    source = open_source(path, options.source)
    return plan_table(store, source, path if isinstance(path, Path) else None, options)


def plan_table(
    store: Store,
    source: Source,
    path: Path | None,
    options: ImportOptions,
    *,
    likely: str = "",
    origin: SourceProgram | None = None,
) -> ImportPlan:
    """Propose how to import a table that was opened; as ``plan_import`` does.

    Args:
        store: where to.
        source: the table.
        path: the file beside which its rejected rows go; None for a stream.
        options: what a person has settled.
        likely: the record type that its file is called after, for a table that does not say more.
        origin: the program that it comes from, where its own headers do not tell.
    """
    sample = tuple(source.sample(SAMPLE))
    schema = store.schema
    rows = [row.cells for row in sample if row.problem is None]
    named = options.to or own_type(schema, source.header)
    table = TableType(named) if named else tell_type(schema, source.header, rows)
    is_program = recognise(source.header) is not None
    if likely and not named and table.may_be(schema.type(likely), is_program=is_program):
        table = TableType(likely)
    named = table.record_type
    saved = None
    if options.mapping:
        saved = import_mappings.get(store.connection, options.mapping)
        named = options.to or saved.record_type
        table = TableType(named)
    record_type = schema.type(named)
    if not saved and not options.maps:
        saved = import_mappings.find(store.connection, record_type.key, _headers(source))
    is_headed = bool(source.header_line) or source.format in _HEADED
    mapping = propose(record_type, source.header, rows, is_headed=is_headed, origin=origin)
    if saved:
        mapping = _with_saved(mapping, record_type, saved.targets)
    if options.maps:
        mapping = mapping.with_targets(dict(options.maps), record_type, MappedBy.GIVEN)
    mapping = _with_constants(mapping, record_type, options.sets)
    plan = ImportPlan(
        source=source,
        path=path,
        record_type=record_type,
        mapping=mapping,
        options=options,
        table=TableType(named) if saved else table,
        sample=sample,
        saved=saved.name if saved else "",
    )
    Identity(plan.record_type, options.match)
    return detect_in_sample(plan)


def settle(proposed: ImportPlan, wanted: dict[str, str], options: ImportOptions) -> ImportPlan:
    """A plan as it would be with ``wanted`` as its ``maps``, and with other options about rows.

    ``proposed`` was planned without either, and without constants.

    Raises:
        UsageError: an option names a column, field or value that does not exist.
    """
    record_type = proposed.record_type
    mapping = proposed.mapping
    if wanted:
        mapping = mapping.with_targets(wanted, record_type, MappedBy.GIVEN)
    mapping = _with_constants(mapping, record_type, options.sets)
    Identity(record_type, options.match)
    return detect_in_sample(replace(proposed, mapping=mapping, options=options))


def _headers(source: Source) -> str:
    headers = header_set(text for text in source.header if not mappings.is_note(text))
    return headers.encode("utf-8", "replace").decode()  # a wrong encoding leaves half characters


def _with_saved(
    mapping: TableMapping, record_type: RecordType, saved: Sequence[tuple[str, str]]
) -> TableMapping:
    """The mapping as it was saved, as far as its columns and fields still exist."""
    by_name = {column.name: column for column in mapping.columns}
    wanted = {
        name: target
        for name, target in saved
        if name in by_name and (not target or targets.accepts(record_type, target))
    }
    return mapping.with_targets(wanted, record_type, MappedBy.SAVED)


def _with_constants(
    mapping: TableMapping, record_type: RecordType, sets: Sequence[tuple[str, str]]
) -> TableMapping:
    """Fields that every row gets are not taken from a column too."""
    for key, _ in sets:
        spec = record_type.field(key)
        if spec.readonly:
            raise UsageError("import.protected", field=spec.label(record_type.key), key=key)
    keys = {key for key, _ in sets}
    columns = tuple(
        replace(column, target="", how=MappedBy.NONE, use=ColumnUse.TAKEN)
        if column.target in keys
        else column
        for column in mapping.columns
    )
    return replace(mapping, columns=columns, constants=tuple(sets))


def _giving(record_type: RecordType, spec: FieldSpec) -> set[str]:
    """The targets of which each can fill a required field."""
    found = {spec.key, f"{spec.key}{targets.BY_ID}"}
    if spec.default is not None:
        return {*found, targets.IGNORE, ""} | {s.key for s in record_type.fields} | {"any"}
    if record_type.is_person and spec.key == "last_name":
        found |= {targets.FULL_NAME, "first_name", "email", "email_2", targets.SUBJECT}
    if targets.GIVEN_NAME in record_type.import_targets and spec.key == "name":
        found |= {"email", "full_name", targets.GIVEN_NAME, targets.FAMILY_NAME}
    return found.union(*((name, f"{name}{targets.BY_ID}") for name in spec.through))


def remember_mapping(store: Store, plan: ImportPlan, report: ImportReport, name: str) -> None:
    """Save the mapping of an import under a name, with the fields that it made.

    Raises:
        UsageError: the name is blank or too long.
    """
    pairs = tuple((c.name, report.mapping.get(c.name, "")) for c in plan.mapping.columns)
    headers = _headers(plan.source)
    saved = import_mappings.SavedMapping(name, plan.record_type.key, headers, pairs)
    import_mappings.save(store, saved)
