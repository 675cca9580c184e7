"""What an import will do: looked at, changed and settled before a row is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.errors import UsageError
from tui_crm.exchange import mapping as mappings
from tui_crm.exchange import targets
from tui_crm.exchange.amounts import currency_of_table
from tui_crm.exchange.columns import How, TableMapping, Why
from tui_crm.exchange.headers import header_set
from tui_crm.exchange.identity import Identity
from tui_crm.exchange.mapping import propose
from tui_crm.exchange.options import ImportOptions
from tui_crm.exchange.origins import recognise_type
from tui_crm.exchange.regions import region_of_table
from tui_crm.exchange.report import ImportReport
from tui_crm.exchange.source import Format, Source, open_source
from tui_crm.exchange.vocabulary import own_type
from tui_crm.language.money import digits_of
from tui_crm.store import import_mappings
from tui_crm.store.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.rows import Row
    from tui_crm.store.engine import Store
    from tui_crm.store.schema import FieldSpec, RecordType

SAMPLE: Final = 200
"""Rows that a mapping is proposed from."""

_HEADED: Final = frozenset({Format.VCF, Format.JSON, Format.JSONL})
"""Formats whose columns always have names."""

_CENTS: Final = re.compile(r"\s*-?[\d,]+\.\d?[1-9]\d?\s*|\s*-?[\d,]+\.[1-9]\s*")
_PARTED: Final = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b")


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
    sample: tuple[Row, ...] = ()
    saved: str = ""
    dayfirst: bool = False
    region: str = "JP"
    """Where telephone numbers without a country code are, as far as the rows do not say."""
    currency: str = "JPY"
    """What amounts are in (ISO 4217), as far as the rows do not say."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of the required fields that no column, constant or default gives."""
        given = {column.target for column in self.mapping.used}
        given |= {key for key, _ in self.mapping.constants}
        found = []
        for spec in self.record_type.fields:
            is_needed = spec.required or spec.required_without
            if is_needed and not given & _giving(self.record_type, spec):
                found.append(spec)
        return tuple(
            spec.label(self.record_type.key)
            for spec in found
            if not spec.required_without or self.record_type.field(spec.required_without) in found
        )

    def check(self) -> None:
        """Raise UsageError where a required field is given by nothing, amounts have no currency
        that they can be in, or a person has to say how the file is read."""
        for doubt in self.source.doubts:
            raise UsageError(f"read.{doubt.kind.value}", doubt=doubt)
        if self._needs_currency():
            raise UsageError("import.currency_needed", currency=self.currency)
        if missing := self.missing:
            guesses = ", ".join(
                f'--map "{column.name}={column.guess}"' for column in self.mapping.guesses
            )
            raise UsageError(
                "import.required_unmapped" + ("_guess" if guesses else ""),
                fields=", ".join(missing),
                columns=", ".join(c.name for c in self.mapping.columns if not c.target) or "–",
                guesses=guesses,
            )

    def _needs_currency(self) -> bool:
        """Whether most amounts have cents, and nothing says of what: no yen has any."""
        given = {column.target for column in self.mapping.used} | dict(
            self.mapping.constants
        ).keys()
        if digits_of(self.currency) or "currency" in given:
            return False
        amounts = [text for text in _cells(self, Kind.MONEY) if text.strip()]
        return 2 * sum(1 for text in amounts if _CENTS.fullmatch(text)) > len(amounts)

    def with_targets(self, wanted: dict[str, str]) -> ImportPlan:
        """The plan with some columns going elsewhere; an empty target leaves a column out."""
        changed = self.mapping.with_targets(wanted, self.record_type, How.GIVEN)
        return replace(self, mapping=changed)

    def with_options(self, options: ImportOptions) -> ImportPlan:
        """The plan with other options about rows; those about the file need a plan of its own."""
        Identity(self.record_type, options.match)
        return replace(self, options=options)

    def blank_report(self) -> ImportReport:
        """A report in which nothing has happened yet."""
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
    sample = tuple(source.sample(SAMPLE))
    schema = store.schema
    named = options.to or own_type(schema, source.header) or recognise_type(source.header)
    saved = None
    if options.mapping:
        saved = import_mappings.get(store.connection, options.mapping)
        named = options.to or saved.record_type
    record_type = schema.type(named)
    if not saved and not options.maps:
        saved = import_mappings.find(store.connection, record_type.key, _headers(source))
    is_headed = bool(source.header_line) or source.format in _HEADED
    rows = [row.cells for row in sample if row.problem is None]
    mapping = propose(record_type, source.header, rows, is_headed=is_headed)
    if saved:
        mapping = _with_saved(mapping, record_type, saved.targets)
    if options.maps:
        mapping = mapping.with_targets(dict(options.maps), record_type, How.GIVEN)
    mapping = _with_constants(mapping, record_type, options.sets)
    plan = ImportPlan(
        source=source,
        path=path if isinstance(path, Path) else None,
        record_type=record_type,
        mapping=mapping,
        options=options,
        sample=sample,
        saved=saved.name if saved else "",
    )
    return _told_by_cells(plan)


def settle(proposed: ImportPlan, wanted: dict[str, str], options: ImportOptions) -> ImportPlan:
    """A plan as it would be with ``wanted`` as its ``maps``, and with other options about rows.

    ``proposed`` was planned without either, and without constants.

    Raises:
        UsageError: an option names a column, field or value that does not exist.
    """
    record_type = proposed.record_type
    mapping = proposed.mapping
    if wanted:
        mapping = mapping.with_targets(wanted, record_type, How.GIVEN)
    mapping = _with_constants(mapping, record_type, options.sets)
    return _told_by_cells(replace(proposed, mapping=mapping, options=options))


def _told_by_cells(plan: ImportPlan) -> ImportPlan:
    """The plan with what only the cells can tell, now that it is known where they go."""
    options = plan.options
    Identity(plan.record_type, options.match)
    dayfirst = _is_dayfirst(plan) if options.dayfirst is None else options.dayfirst
    region, currency = options.region, options.currency
    if not plan.mapping.is_own:
        region = region_of_table(_cells(plan, Kind.PHONE), region)
        currency = currency_of_table(_countries(plan), region, options.region, currency)
    return replace(plan, dayfirst=dayfirst, region=region, currency=currency)


def _headers(source: Source) -> str:
    headers = header_set(text for text in source.header if not mappings.is_reason(text))
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
    return mapping.with_targets(wanted, record_type, How.SAVED)


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
        replace(column, target="", how=How.NONE, why=Why.TAKEN) if column.target in keys else column
        for column in mapping.columns
    )
    return replace(mapping, columns=columns, constants=tuple(sets))


def _giving(record_type: RecordType, spec: FieldSpec) -> set[str]:
    """The targets of which each can fill a required field."""
    found = {spec.key, f"{spec.key}{targets.BY_ID}"}
    if spec.default is not None:
        return {*found, targets.IGNORE, ""} | {s.key for s in record_type.fields} | {"any"}
    match (record_type.key, spec.key):
        case ("leads" | "contacts", "last_name"):
            found |= {targets.FULL_NAME, "first_name", "email", "email_2", targets.SUBJECT}
        case ("deals", "account"):
            found |= {targets.LEAD_ID, "primary_contact", f"primary_contact{targets.BY_ID}"}
        case ("users", "name"):
            found |= {"email", "full_name", targets.GIVEN_NAME, targets.FAMILY_NAME}
    return found


def _is_dayfirst(plan: ImportPlan) -> bool:
    """Whether 1/2/2026 is 1 February, told by the dates in the sample that can only be one."""
    cells = _cells(plan, Kind.DATE, Kind.DATETIME)
    parts = [found.groups() for cell in cells if (found := _PARTED.match(cell))]
    day_is_first = any(int(first) > 12 for first, _ in parts)
    return day_is_first and not any(int(second) > 12 for _, second in parts)


def _cells(plan: ImportPlan, *kinds: Kind) -> list[str]:
    """The cells of the sample that go to fields of these kinds."""
    places = [
        column.index
        for column in plan.mapping.used
        if column.target in plan.record_type and plan.record_type.field(column.target).kind in kinds
    ]
    return [row.cells[place] for row in plan.sample if row.problem is None for place in places]


def _countries(plan: ImportPlan) -> list[str]:
    """The cells of the sample that name a country."""
    places = [column.index for column in plan.mapping.used if column.target == "country"]
    return [row.cells[place] for row in plan.sample if row.problem is None for place in places]


def remember_mapping(store: Store, plan: ImportPlan, report: ImportReport, name: str) -> None:
    """Save the mapping of an import under a name, with the fields that it made.

    Raises:
        UsageError: the name is blank or too long.
    """
    pairs = tuple((c.name, report.mapping.get(c.name, "")) for c in plan.mapping.columns)
    headers = _headers(plan.source)
    saved = import_mappings.SavedMapping(name, plan.record_type.key, headers, pairs)
    import_mappings.save(store, saved)
