"""Read a row of a table as the values of a record, before it is known which record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.errors import CrmError, NotFoundError, UsageError
from tui_crm.exchange.importing import dates, targets, transforms
from tui_crm.exchange.importing.cells import CellContext, cleaner_for, is_nothing, is_several
from tui_crm.exchange.importing.channels import SINGLE, Channels
from tui_crm.exchange.importing.external_ids import whole_id
from tui_crm.exchange.importing.import_row import ImportRow, LinkText, NoticeKind, RowNotice
from tui_crm.exchange.importing.regions import region_beside, region_finder
from tui_crm.i18n import t
from tui_crm.language.invisible import without_invisible
from tui_crm.language.names import has_cjk
from tui_crm.store.model import USERS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.importing.amounts import Amounts
    from tui_crm.exchange.importing.cells import Cleaner
    from tui_crm.exchange.importing.channels import Given
    from tui_crm.exchange.importing.columns import Column, TableMapping
    from tui_crm.exchange.importing.owners import Owners
    from tui_crm.exchange.importing.picklists import Picklists
    from tui_crm.exchange.importing.status_transforms import RowTransform
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.store.model import FieldSpec, RecordType, Value

_LONGEST_PROBLEM: Final = 300
_INTERNATIONAL: Final = ("+", "(")
"""What a number with a calling code begins with."""

_SEVERAL: Final = ";"
_WITH_SEVERAL: Final = "hubspot"
"""The program that puts the ids of several records into one cell."""

_KEPT_IN_NOTE: Final = frozenset(
    f"import.{word}"
    for word in (
        *("amount_open", "amount_rough", "count_rough", "range_kept", "several_links"),
        "value_left_out",
    )
)
"""Doubts that say of words of the file that they went into the note."""

_SWAPPED: Final = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Tools:
    """The context in which the cells of one table are read."""

    context: CellContext
    picklists: Picklists
    owners: Owners
    prefix: str
    amounts: Amounts
    essential: frozenset[str] = frozenset()
    """Fields whose row is rejected where their value cannot be read."""


_Plain: TypeAlias = "tuple[int, str, Cleaner, str]"


class RowReader:
    """Reads the rows of one table by its mapping."""

    def __init__(self, record_type: RecordType, mapping: TableMapping, tools: Tools) -> None:
        self.record_type = record_type
        self._amounts = tools.amounts
        self._mapping = mapping
        self._tools = tools
        self._plain: list[_Plain] = []
        self._spare: list[_Plain] = []
        self._joined: list[tuple[str, list[int], Cleaner, str]] = []
        self._money: list[tuple[int, str]] = []
        self._links: list[tuple[int, str, str, bool]] = []
        self._steps: list[RowTransform] = []
        self._further: list[Given] = []
        self._constants: dict[str, Value] = {}
        self._constant_links: dict[str, LinkText] = {}
        self._constant_notices: list[RowNotice] = []
        self._body = targets.body(record_type)
        self._set_constants()
        self._channels: Channels | None = None
        if not mapping.is_own and any(spec.is_labelled for spec in record_type.fields):
            self._channels = Channels(record_type, mapping, tools.context)
        for target, columns in self._by_target().items():
            self._prepare(target, columns)
        self._steps += transforms.row_transforms(record_type, mapping, tools.context)
        places = {
            key: [c.index for c in mapping.used if c.target == key]
            for key in ("start_at", "end_at")
        }
        if "all_day" in record_type and places["start_at"]:
            self._steps.append(
                dates.whole_days(places["start_at"], places["end_at"], tools.context)
            )
        self._region_of = region_finder(tools.context.region)
        self._phones = []
        if not tools.context.to_the_letter:
            self._phones = [
                column.index
                for column in mapping.used
                if column.target in record_type
                and record_type.field(column.target).kind in (Kind.PHONE, Kind.PHONES)
            ]
        if len(self._phones) < 2:
            self._phones = []
        countries = [column.index for column in mapping.used if column.target == "country"]
        self._country = countries[0] if countries and not tools.context.to_the_letter else None

    def read(self, row: Row) -> ImportRow:
        """The values of a row that has no problem of its own."""
        import_row = ImportRow(row.line, dict(self._constants))
        values, cells, noticed = import_row.values, row.cells, self._tools.context.noticed
        if not "".join(cells).isprintable():
            cells = tuple(map(without_invisible, cells))
        if self._country is not None:
            self._tools.context.region = self._region_of(cells[self._country])
        if self._phones:
            context = self._tools.context
            context.beside = ""
            if context.region == context.home:
                numbers = [text for at in self._phones if (text := cells[at])[:1] in _INTERNATIONAL]
                if numbers:
                    context.beside = region_beside(numbers, context.home)
        for index, key, clean, name in self._plain:
            text = cells[index]
            if text:
                try:
                    value = clean(text)
                except CrmError as error:
                    self._take_problem(import_row, key, name, text, error)
                    continue
                if value is not None:
                    values[key] = value
                if noticed:
                    self._part_several(key, text, name)
                    self._note_doubts(import_row, key, name, text)
        if self._joined or self._spare or self._money or self._links:
            self._read_more(import_row, cells)
        if self._channels is not None:
            self._reach(import_row, self._channels, cells)
        for step in self._steps:
            step(import_row, cells)
        if missed := self._tools.owners.missed:
            for key, person in missed:
                self._miss(import_row, key, person)
            missed.clear()
        if found := self._tools.picklists.notices:
            import_row.notices += found
            found.clear()
        if self._constant_notices:
            import_row.notices += self._constant_notices
        if import_row.notes:
            self._keep_notes(import_row)
        return import_row

    def _miss(self, import_row: ImportRow, key: str, person: str) -> None:
        """Tell of somebody who is no user, and keep the name."""
        if key == self.record_type.owner_field:
            import_row.notices.append(RowNotice(NoticeKind.UNKNOWN_OWNER, key, person))
            import_row.notes.append(t("import.owner_line", name=person))
            return
        import_row.notices.append(RowNotice(NoticeKind.UNKNOWN_LINK, key, person))
        label = self.record_type.field(key).label(self.record_type.key)
        import_row.notes.append(f"{label}: {person}")

    def _reach(self, import_row: ImportRow, channels: Channels, cells: Sequence[str]) -> None:
        """Numbers and addresses that no column alone says the field of."""
        given = [*self._further, *channels.given(cells)]
        self._further.clear()
        if not given:
            return
        found = []
        for each in given:
            try:
                value = channels.clean(each)
            except CrmError as error:
                further = channels.further_field(each.kind)
                self._take_problem(import_row, further, each.name, each.text, error)
                continue
            if value:
                found.append((each, value))
            if self._tools.context.noticed:
                self._note_doubts(import_row, "", each.name, each.text)
        channels.settle(import_row.values, found)

    def _read_more(self, import_row: ImportRow, cells: Sequence[str]) -> None:
        values = import_row.values
        for key, indexes, clean, name in self._joined:
            text = _join([cells[i] for i in indexes], self.record_type.field(key).kind)
            if text:
                self._put(import_row, key, clean, text, name)
        for index, key, clean, name in self._spare:
            if text := cells[index]:
                stands = values.get(key)
                self._put(import_row, key, clean, text, name)
                if stands is not None and values.get(key) != stands:
                    values[key] = stands
                    import_row.notes.append(f"{name}: {text.strip()}")
        for index, name in self._money:
            if (text := cells[index]) and not is_nothing(text):
                self._read_money(import_row, index, text, name)
        import_row.links.update(self._constant_links)
        for index, key, name, is_id in self._links:
            text = self._tools.context.bare(cells[index].strip())
            if (
                text
                and key not in import_row.links
                and not is_nothing(text)
                and (text != "0" or not is_id)
            ):
                if is_id and _SEVERAL in text and self._tools.prefix == _WITH_SEVERAL:
                    text, *others = filter(None, map(str.strip, text.split(_SEVERAL)))
                    if others:
                        import_row.notes.append(f"{name}: {', '.join(others)}")
                        self._doubt(import_row, key, name, "import.several_links")
                try:
                    wanted = whole_id(text, self._tools.prefix) if is_id else text
                except UsageError as error:
                    self._take_problem(import_row, key, name, text, error)
                    continue
                import_row.links[key] = LinkText(wanted, name, is_id)

    def _put(self, import_row: ImportRow, key: str, clean: Cleaner, text: str, name: str) -> None:
        try:
            value = clean(text)
        except CrmError as error:
            self._take_problem(import_row, key, name, text, error)
            return
        if value is not None:
            import_row.values[key] = value
        if self._tools.context.noticed:
            self._note_doubts(import_row, key, name, text)

    def _take_problem(
        self, import_row: ImportRow, key: str, name: str, text: str, error: CrmError
    ) -> None:
        """Reject a row whose value cannot be read, or leave out a value that is a minor one."""
        sentence = _problem(name, error)
        if key in self._tools.essential:
            import_row.problems.append(sentence)
            return
        import_row.notes.append(f"{name}: {text.strip()[:_LONGEST_PROBLEM]}")
        if error.key == "import.range":  # nothing to mend: it says all that is known
            self._doubt(import_row, key, name, "import.range_kept")
            return
        import_row.left_out.append(sentence)
        kept = "import.value_left_out" if self._body else "import.value_blanked"
        self._doubt(import_row, key, name, kept)

    def _read_money(self, import_row: ImportRow, index: int, text: str, name: str) -> None:
        text = self._tools.context.bare(text.strip())
        try:
            said = self._amounts.put(import_row.values, index, text)
        except CrmError as error:
            import_row.problems.append(_problem(name, error))
            return
        if said.is_presumed:
            import_row.notices.append(RowNotice(NoticeKind.PRESUMED_CURRENCY, said.field))
        if said.doubt:
            self._tools.context.noticed.append(said.doubt)
            self._note_doubts(import_row, said.field, name, text)

    def _note_doubts(self, import_row: ImportRow, key: str, name: str, text: str) -> None:
        for notice in self._tools.context.noticed:
            self._doubt(import_row, key, name, notice)
            if is_several(notice):
                import_row.notes.append(f"{name}: {text.strip()}")
        self._tools.context.noticed.clear()

    def _doubt(self, import_row: ImportRow, key: str, column: str, notice: str) -> None:
        """Tell of a doubt about a column that goes to the field ``key``, or into the note."""
        key = self._body if notice in _KEPT_IN_NOTE else key
        import_row.notices.append(RowNotice(NoticeKind.DOUBT, key, column, notice))

    def _part_several(self, key: str, text: str, name: str) -> None:
        """What a cell holds beside the first number or address is no doubt where it has a place."""
        noticed = self._tools.context.noticed
        channels = self._channels
        if channels is None or not any(map(is_several, noticed)) or not channels.has_room(key):
            return
        if further := channels.further(key, text, name):
            self._further += further
            noticed[:] = [notice for notice in noticed if not is_several(notice)]

    def _keep_notes(self, import_row: ImportRow) -> None:
        if self._body:
            stands = import_row.values.get(self._body)
            lines = dict.fromkeys(import_row.notes)
            import_row.values[self._body] = "\n".join([str(stands), *lines] if stands else lines)

    # --- made once ----------------------------------------------------------------------------

    def _by_target(self) -> dict[str, list[Column]]:
        grouped: dict[str, list[Column]] = {}
        for column in self._mapping.used:
            grouped.setdefault(column.target, []).append(column)
        return grouped

    def _prepare(self, target: str, columns: Sequence[Column]) -> None:
        columns = sorted(columns, key=lambda column: column.is_spare)
        first = columns[0]
        if target.endswith(targets.BY_ID):
            self._links += [(c.index, target, c.name, True) for c in columns]
            return
        if target not in self.record_type or target == targets.OWN_ID:
            return  # made of several columns, or of no field: a step takes it
        spec = self.record_type.field(target)
        if self._channels is not None and spec.kind in SINGLE:
            columns = [
                column
                for place, column in enumerate(columns)
                if not self._channels.take(column, is_first=place == 0)
            ]
            self._plain += [(c.index, target, self._cleaner(spec), c.name) for c in columns]
        elif spec.kind is Kind.LINK and spec.target != USERS:
            self._links += [(c.index, target, c.name, False) for c in columns]
        elif spec.kind is Kind.MONEY:
            self._money.append((first.index, first.name))
        elif first.is_joined and len(columns) > 1:
            indexes = [column.index for column in sorted(columns, key=lambda c: c.index)]
            self._joined.append((target, indexes, self._cleaner(spec), first.name))
        else:
            clean = self._cleaner(spec)
            self._plain.append((first.index, target, clean, first.name))
            self._spare += [(c.index, target, clean, c.name) for c in columns[1:]]

    def _cleaner(self, spec: FieldSpec) -> Cleaner:
        bare = self._tools.context.bare
        if spec.kind is Kind.CHOICE:
            choose = self._tools.picklists.cleaner(spec)
            return lambda text: choose(bare(text) if text[0] == "'" else text)
        if spec.kind is Kind.LINK:
            find = self._tools.owners.finder(spec.key)
            return lambda text: find(bare(text))
        if spec.key == targets.EXTERNAL_ID:
            prefix = self._tools.prefix
            return lambda text: whole_id(bare(text), prefix) or None
        clean = cleaner_for(spec, self._tools.context)
        if spec.kind in (Kind.INTEGER, Kind.NUMBER) and self._amounts.number_mark == ",":
            return lambda text: clean(text.translate(_SWAPPED))
        return clean

    def _set_constants(self) -> None:
        """Read what ``--set`` gives every row, once.

        Raises:
            NotFoundError: it names a user whom nobody is.
            UsageError: a value cannot be read.
        """
        for key, text in self._mapping.constants:
            spec = self.record_type.field(key)
            if spec.kind is Kind.LINK and spec.target != USERS:
                self._constant_links[key] = LinkText(text, spec.label(self.record_type.key), False)
            elif spec.kind is Kind.MONEY:
                self._constants[key] = self._tools.context.reader.read(spec, text)
            else:
                self._constants[key] = self._cleaner(spec)(text)
        tools = self._tools
        for _, person in tools.owners.missed:
            raise NotFoundError("record.not_found", type=t(f"types.{USERS}.one"), words=person)
        tools.context.noticed.clear()
        self._constant_notices += tools.picklists.notices
        tools.picklists.notices.clear()


def _problem(name: str, error: CrmError) -> str:
    """What is wrong with a cell, short enough to be read, however long the cell is."""
    words = str(error)
    short = words if len(words) <= _LONGEST_PROBLEM else words[:_LONGEST_PROBLEM] + "…"
    return t("import.of_column", column=name, why=short)


def _join(texts: Sequence[str], kind: Kind) -> str:
    """Texts of several columns as one: lines of a long text, parts of an address, words."""
    filled = [text.strip() for text in texts if text.strip()]
    if kind in (Kind.LONG_TEXT, Kind.TAGS):
        return "\n".join(filled)
    joined = ""
    for text in filled:
        between = "" if not joined or (has_cjk(joined[-1]) and not text[:1].isascii()) else " "
        if joined and has_cjk(joined[-1]) and text[:1].isdecimal():
            between = ""
        joined += between + text
    return joined
