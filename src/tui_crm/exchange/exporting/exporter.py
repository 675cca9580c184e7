"""Export records to a file of any format, a few hundred at a time."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.exchange.exporting.cells import Cells, columns_of, header_of
from tui_crm.exchange.exporting.charset import Charset
from tui_crm.exchange.exporting.options import ExportFormat
from tui_crm.exchange.exporting.writers import (
    SHEET_ROWS,
    CharsetProbe,
    JsonLines,
    RecordWriter,
    TextTable,
    Workbook,
)
from tui_crm.exchange.formula_escape import escape_formula
from tui_crm.i18n import has, t
from tui_crm.output_file import Destination, destination, whole_file
from tui_crm.store.journal.hooks import Event
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_crm.exchange.exporting.options import ExportOptions
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType

_TableWriter: TypeAlias = TextTable | CharsetProbe | Workbook

CHUNK: Final = 500
"""Records that are read together."""


@dataclass(slots=True)
class ExportReport:
    """What was written. ``path`` is None for a stream.

    ``guarded`` counts cells that got an apostrophe, so that no spreadsheet runs them, ``live``
    those of a CSV file that it would run;
    ``replaced`` characters that a look-alike stands for, ``lost`` those that became a question
    mark.
    """

    type: str
    format: str
    encoding: str
    path: Path | None = None
    rows: int = 0
    columns: tuple[str, ...] = ()
    guarded: int = 0
    live: int = 0
    replaced: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """The report for scripts."""
        return {
            "type": self.type,
            "format": str(self.format),
            "encoding": self.encoding,
            "file": str(self.path) if self.path else None,
            "rows": self.rows,
            "columns": list(self.columns),
            "guarded": self.guarded,
            "live": self.live,
            "replaced": dict(self.replaced),
            "lost": dict(self.lost),
        }

    def remarks(self) -> list[str]:
        """What a person should know beside the count, one sentence each."""
        said = []
        if self.guarded:
            said.append(t("export.guarded", n=self.guarded))
        if self.live:
            said.append(t("export.live", n=self.live))
        for key, counts in (("replaced", self.replaced), ("lost", self.lost)):
            if counts:
                characters = " ".join(char for char, _ in counts.most_common(20))
                said.append(
                    t(f"export.{key}", n=counts.total(), chars=characters, encoding=self.encoding)
                )
        return said


def export(
    store: Store,
    options: ExportOptions,
    target: Destination | Path | BinaryIO,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> ExportReport:
    """Write records to a file, or to a stream such as standard output.

    Args:
        store: where from, as of one moment.
        options: which records, and how.
        target: a file is there whole afterwards, or as it was before; a path where one stands is
            refused.
        progress: told how many of how many records are written.

    Raises:
        UsageError: the type has no such field, cannot be written in this format, or the encoding
            lacks characters; then nothing has been written.
        FileError: the file cannot be written.
    """
    if isinstance(target, Path):
        target = destination(target, spared=(store.path,))
    schema = store.schema
    record_type = schema.type(options.type)
    specs = columns_of(record_type, options.columns)
    with store.reading() as connection:
        ids: Sequence[int] = options.ids or ()
        if options.ids is None:
            query = Query(record_type.key, options.where, options.search, options.sort)
            ids = Listing(schema, query, store.query_context()).ids(connection)
        if options.format == ExportFormat.XLSX and len(ids) > SHEET_ROWS:
            raise UsageError("export.too_many_rows", n=len(ids), limit=SHEET_ROWS)
        job = _Job(store, connection, options, record_type, specs, ids)
        report = job.report()
        job.look_ahead(report)
        opened = whole_file(target) if isinstance(target, Destination) else nullcontext(target)
        with opened as stream:
            report.rows = job.write(job.sink(stream), progress)
        report.path = target.path if isinstance(target, Destination) else None
        report.guarded = job.cells.guarded
        if options.format in (ExportFormat.CSV, ExportFormat.TSV):
            report.live = job.cells.live
    return report


class _Job:
    """One export, with all that it needs."""

    def __init__(
        self,
        store: Store,
        connection: Connection,
        options: ExportOptions,
        record_type: RecordType,
        specs: Sequence[FieldSpec],
        ids: Sequence[int],
    ) -> None:
        self._connection = connection
        self._options = options
        self._record_type = record_type
        self._specs = specs
        self._ids = ids
        self._header = tuple(
            escape_formula(text, for_spreadsheet=options.for_excel)
            for text in header_of(record_type, specs, options.headers)
        )
        self._charset = Charset.of(options.codec)
        self._schema = store.schema
        self._currency = store.currency
        self.cells = self._cell_writer()

    def report(self) -> ExportReport:
        """The report before the first record."""
        keys = tuple(spec.key for spec in self._specs)
        format_ = self._options.format
        return ExportReport(self._record_type.key, format_, self._charset.codec, columns=keys)

    def look_ahead(self, report: ExportReport) -> None:
        """Check that the encoding has all characters, before anything is written."""
        if not self._charset.is_partial:
            return
        cells = self._cell_writer()
        self.write(CharsetProbe(self._header, cells, self._charset), None)
        report.replaced = self._charset.replaced
        if not self._options.lossy:
            self._charset.check()
        report.lost = self._charset.missing

    def write(
        self, sink: _TableWriter | RecordWriter, progress: Callable[[int, int], None] | None
    ) -> int:
        """Write all records to ``sink``, and count them."""
        written = 0
        try:
            sink.begin()
            for start in range(0, len(self._ids), CHUNK):
                part = self._ids[start : start + CHUNK]
                if isinstance(sink, _TableWriter):
                    written += sink.add_rows(part)
                else:
                    for record in read_many(self._connection, self._record_type, part):
                        sink.add(record)
                        written += 1
                if progress is not None:
                    progress(written, len(self._ids))
        except BaseException:
            sink.abandon()
            raise
        sink.end()
        return written

    def sink(self, stream: BinaryIO) -> _TableWriter | RecordWriter:
        """The writer for the format of this export."""
        match self._options.format:
            case ExportFormat.CSV | ExportFormat.TSV as format_:
                delimiter = "," if format_ == ExportFormat.CSV else "\t"
                return TextTable(stream, self._header, self.cells, self._charset, delimiter)
            case ExportFormat.XLSX:
                title = self._record_type.label()
                return Workbook(stream, self._header, self._specs, self.cells, title)
            case ExportFormat.JSON | ExportFormat.JSONL as format_:
                return JsonLines(stream, self._specs, format_, self._currency)
        return self._registered(self._options.format, stream)

    def _registered(self, format_: str, stream: BinaryIO) -> RecordWriter:
        """The writer that a feature has for this type and format."""
        fitting = [
            hook for hook in self._schema.hooks.all(Event.EXPORT) if format_ in hook.name.split()
        ]
        for hook in fitting:
            if self._record_type.key in hook.types:
                writer: RecordWriter = hook(stream)
                return writer
        kind = f"errors.export.kind_{format_}"
        types = [self._schema.type(key).label() for hook in fitting for key in hook.types]
        raise UsageError(
            "export.not_for_type",
            type=self._record_type.label(),
            format=t(kind) if has(kind) else format_,
            types=t("import.comma").join(types),
        )

    def _cell_writer(self) -> Cells:
        options = self._options
        return Cells(
            self._connection,
            self._schema,
            self._record_type,
            self._specs,
            options.headers,
            for_excel=options.for_excel,
            currency=self._currency,
        )
