"""Read a table as the values of records: all of an import that asks no store.

It can be handed to another process (``reading_process.py``): what the store says that cells are
read by is taken along.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing.amounts import Amounts
from tui_crm.exchange.importing.cells import CellContext
from tui_crm.exchange.importing.import_row import ImportRow
from tui_crm.exchange.importing.new_fields import no_link
from tui_crm.exchange.importing.owners import Owners
from tui_crm.exchange.importing.picklists import Picklists
from tui_crm.exchange.importing.row_reader import RowReader, Tools
from tui_crm.store.values import ValueParser

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from datetime import datetime

    from tui_crm.exchange.importing.amounts import AmountPlan
    from tui_crm.exchange.importing.columns import TableMapping
    from tui_crm.exchange.importing.dates import DayOrder
    from tui_crm.exchange.importing.options import ImportOptions
    from tui_crm.exchange.importing.picklists import NewChoice
    from tui_crm.exchange.readers.source import Source
    from tui_crm.store.import_lookups import NamedUser
    from tui_crm.store.model import FieldSpec, RecordType, Schema

PIECE: Final = 500
"""Rows that are read, looked up and written together."""


@dataclass(slots=True)
class RowPiece:
    """Some rows of a table, with the values that picklists lack.

    ``bytes_read`` counts from the beginning of the file.
    """

    rows: list[ImportRow]
    new_choices: tuple[NewChoice, ...] = ()
    bytes_read: int = 0
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table, and all that its rows are read by.

    ``now`` is local and has its zone; ``currency`` is the field of a type with amounts that holds
    theirs; ``fresh`` are the fields that the import makes; ``essential`` those whose row is
    rejected where their value cannot be read; ``first_words`` has the first cells of picklists, by
    field.
    """

    source: Source
    record_type: RecordType
    mapping: TableMapping
    options: ImportOptions
    schema: Schema = field(repr=False)
    now: datetime
    users: Sequence[NamedUser]
    currency: FieldSpec
    amounts: AmountPlan
    region: str
    day_order: DayOrder
    fresh: frozenset[str]
    essential: frozenset[str]
    first_words: Mapping[str, set[str]]

    def pieces(self, limit: int | None = None) -> Generator[RowPiece]:
        """The rows in their order, or the first ``limit`` of them; one piece at least.

        Raises:
            FileError: the file cannot be read to its end.
            UsageError: a value that every row is to get cannot be read.
        """
        mapping, options = self.mapping, self.options
        prefix = mapping.origin.prefix if mapping.origin else ""
        picklists = Picklists(
            self.schema,
            options.unknown_choices,
            options.choices,
            to_the_letter=mapping.is_own,
            fresh=self.fresh,
            sample=self.first_words,
        )
        currencies = picklists.cleaner(self.currency)
        amounts = Amounts(self.record_type, self.amounts, currencies, is_own=mapping.is_own)
        context = CellContext(
            reader=ValueParser(self.schema, self.now, no_link, self.amounts.currency),
            to_the_letter=mapping.is_own,
            is_guarded=self.source.format.is_table,
            home=options.region,
            region=self.region,
            day_order=self.day_order,
        )
        owners = Owners(self.users, prefix)
        tools = Tools(context, picklists, owners, prefix, amounts, self.essential)
        reader = RowReader(self.record_type, mapping, tools)
        bytes_read = 0

        def note(done: int) -> None:
            nonlocal bytes_read
            bytes_read = done

        rows = islice(self.source.rows(note), limit)
        part = list(islice(rows, PIECE))
        while True:
            read = []
            for place, row in enumerate(part):
                if row.problem is None:
                    import_row = reader.read(row)
                else:
                    import_row = ImportRow(row.line, problem=row.problem)
                import_row.rows, import_row.place = part, place
                read.append(import_row)
            piece = RowPiece(read, tuple(picklists.new), bytes_read)
            picklists.new.clear()
            part = list(islice(rows, PIECE))
            piece.is_last = not part
            yield piece
            if not part:
                return
