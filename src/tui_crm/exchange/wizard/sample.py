"""The second step of the wizard: whether the file was read as it is meant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters
from textual.content import Content
from textual.widgets import Static

from tui_crm.exchange.question import Topic
from tui_crm.exchange.readers.dialect import DELIMITERS
from tui_crm.exchange.readers.layout import Unnamed
from tui_crm.exchange.readers.source import Format
from tui_crm.exchange.wizard.job import (
    as_read,
    encodings,
    first_readable,
    open_plan,
    other_headers,
    with_source,
)
from tui_crm.exchange.wizard.pane import ImportPane, WizardStep
from tui_crm.i18n import t
from tui_crm.sanitize import visible, width, wrapped
from tui_crm.screens import actions, factories
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.widgets.line_list import Line, LineList, Piece, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.exchange.importing.options import ImportOptions
    from tui_crm.exchange.importing.planning import ImportPlan

ROWS: Final = 60
WIDEST: Final = 24

_TEXTS: Final = frozenset({Format.CSV})
_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "cp932": "Shift_JIS (cp932)",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "JIS (ISO-2022-JP)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1254": "Windows-1254",
    "mac_roman": "Mac Roman",
    "cp850": "DOS (cp850)",
    "cp437": "DOS (cp437)",
    "cp1251": "Windows-1251",
    "gb18030": "GB18030",
    "big5": "Big5",
    "euc_kr": "EUC-KR",
}


class ImportSamplePane(ImportPane):
    """The first rows as they were read, and keys that read them otherwise."""

    scope: ClassVar[str] = "import_sample"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("import_sample")

    lines = getters.query_one(LineList)
    _first = 0
    """The column on the left."""

    def compose(self) -> ComposeResult:
        """How it was read, and the rows."""
        yield Static(id="import-facts")
        yield LineList()

    def on_mount(self) -> None:
        """Show the rows."""
        self.lines.focus()
        self._show()

    def _show(self) -> None:
        plan = self.job.plan
        self._first = min(self._first, max(0, len(plan.source.header) - 1))
        self.query_one("#import-facts", Static).update(Content("\n".join(facts(plan))))
        self.lines.show(self._lines)
        self.post_message(self.Changed())

    def _lines(self, cells: int) -> Sequence[Line]:
        return sample_lines(self.job.plan, cells, self._first)

    async def finish(self) -> WizardStep | None:
        """The columns follow; how the file is read now is how a person wants it."""
        if (question := self.job.plan.table.question) is not None:
            self.say(str(question))
            self.action_type()
            return None
        if self.job.plan.source.questions:
            await self._keep_reading()
        return WizardStep.COLUMNS

    async def _keep_reading(self) -> None:
        job = self.job
        options = as_read(job.plan, job.options)
        if job.path is not None:
            proposed = await self.app.read(open_plan, self.app.store, job.path, options, job.here)
            job.take(job.path, proposed, options)

    @property
    def has_encoding(self) -> bool:
        """Whether the file is text, which may have been read in the wrong encoding."""
        return self.job.plan.source.encoding is not None

    @property
    def has_delimiters(self) -> bool:
        """Whether there are delimiters between its cells."""
        return self.job.plan.source.format in _TEXTS

    @property
    def has_sheets(self) -> bool:
        """Whether another sheet can be read."""
        return len(self.job.plan.source.sheets) > 1

    @property
    def has_unnamed(self) -> bool:
        """Whether it was asked what columns without a header are."""
        questions = self.job.plan.source.questions
        is_asked = any(question.topic is Topic.HEADER for question in questions)
        return is_asked or self.job.options.source.unnamed is not None

    @property
    def has_header(self) -> bool:
        """Whether a row may be the header row."""
        return self.job.plan.source.format not in (Format.VCF, Format.JSON, Format.JSONL)

    def action_move(self, rows: int) -> None:
        """Scroll."""
        self.lines.action_move(rows)

    def action_across(self, columns: int) -> None:
        """Look at the columns further right or left."""
        last = len(self.job.plan.source.header) - 1
        self._first = max(0, min(self._first + columns, last))
        self.lines.show(self._lines)

    def action_encoding(self, step: int) -> None:
        """Read the file in the next encoding."""
        plan = self.job.plan
        known = encodings(self.job.found_encoding, self.job.likely_encodings)
        here = known.index(plan.source.encoding) if plan.source.encoding in known else 0
        turned = [known[(here + step * n) % len(known)] for n in range(1, len(known))]
        self._try(with_source(self.job.options, encoding=name) for name in turned)

    def action_delimiter(self) -> None:
        """Cut the rows at another character."""
        now = self.job.plan.source.delimiter
        here = DELIMITERS.index(now) if now in DELIMITERS else -1
        turned = [DELIMITERS[(here + n) % len(DELIMITERS)] for n in range(1, len(DELIMITERS))]
        self._try(with_source(self.job.options, delimiter=mark, header_row=None) for mark in turned)

    def action_sheet(self) -> None:
        """Read the next sheet of the workbook."""
        source = self.job.plan.source
        here = source.sheets.index(source.sheet) if source.sheet in source.sheets else -1
        count = len(source.sheets)
        turned = [source.sheets[(here + n) % count] for n in range(1, count)]
        self._try(with_source(self.job.options, sheet=name, header_row=None) for name in turned)

    def action_header(self, step: int) -> None:
        """Take another line for the header."""
        self._try(other_headers(self.job.plan, self.job.options, step))

    def action_unnamed(self) -> None:
        """Take a blank in the header for a column, or for none."""
        now = self.job.options.source.unnamed
        other = Unnamed.NOTHING if now is Unnamed.COLUMN else Unnamed.COLUMN
        self._try([with_source(self.job.options, unnamed=other)])

    def action_no_header(self) -> None:
        """Take every line for a row, or find the header again."""
        has_none = self.job.plan.source.header_line == 0
        self._try([with_source(self.job.options, header_row=None if has_none else 0)])

    @holds_keys("ask", exclusive=True)
    async def action_type(self) -> None:
        """Choose what the rows become."""
        schema = self.app.store.schema
        types = [(each.key, each.label()) for each in schema.menu if not each.is_setup]
        now = self.job.plan.record_type.key
        chosen = await self.app.ask(
            factories.pick(t("import_wizard.type"), types, now, by_digit=True)
        )
        if chosen is not None:
            self._try([replace(self.job.options, to=chosen)])

    @holds_keys("look", exclusive=True)
    async def _try(self, choices: Iterable[ImportOptions]) -> None:
        job = self.job
        if job.path is None:
            return
        found = await self.app.read(
            first_readable, self.app.store, job.path, iter(choices), job.here
        )
        if found is None:
            self.say(t("import_wizard.no_other"))
            return
        options, proposed = found
        job.take(job.path, proposed, options)
        self.say("")
        self._show()


def facts(plan: ImportPlan) -> list[str]:
    """How a file was read, and what it becomes: two sentences."""
    source = plan.source
    read = [source.format.value.upper()]
    if source.encoding:
        read.append(_NAMES.get(source.encoding, source.encoding))
    if source.format is Format.CSV:
        mark = source.delimiter
        key = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe", None: "none"}.get(mark)
        words = t(f"import_wizard.delimiter_{key}") if key else t("import_wizard.cut", mark=mark)
        read.append(words)
    if source.sheet:
        read.append(t("import_wizard.sheet", sheet=source.sheet))
    if source.header_line:
        read.append(t("import_wizard.header_line", line=source.header_line))
    elif source.format in (Format.CSV, Format.XLSX, Format.XLS, Format.ODS):
        read.append(t("import_wizard.no_header"))
    become = t("import_wizard.becomes", type=plan.record_type.label())
    known = known_words(plan)
    return [visible(" · ".join(read)), visible(" · ".join([become, known] if known else [become]))]


def known_words(plan: ImportPlan) -> str:
    """By what the columns were known, where they were."""
    if plan.saved:
        return t("import_wizard.saved_mapping", name=plan.saved)
    if plan.mapping.is_own:
        return t("import_wizard.own_export")
    if plan.mapping.origin:
        return t("import_wizard.origin", name=plan.mapping.origin.title)
    return ""


def sample_lines(plan: ImportPlan, cells: int, first: int) -> list[Line]:
    """What stands above the header, the header, and the first rows, from a column on."""
    source = plan.source
    rows = plan.sample[:ROWS]
    numbers = max((width(str(row.line)) for row in rows), default=1) + 1
    widths = []
    for column in range(first, min(len(source.header), first + cells)):
        texts = [source.header[column], *(r.cells[column] for r in rows if column < len(r.cells))]
        widths.append(max(3, min(WIDEST, max(width(text[: 2 * WIDEST]) for text in texts))))
    found = [
        line(Piece("", numbers + 2), Piece(text, max(0, cells - numbers - 2), "muted"))
        for text in source.preamble
        if text.strip()
    ]
    for sign, said in [
        *(("? ", str(each)) for each in (plan.table.question, *source.questions) if each),
        *(("! ", str(remark)) for remark in source.remarks),
    ]:
        for place, text in enumerate(wrapped(said, max(1, cells - 2))):
            found.append(line(Piece("  " if place else sign, 2, "warning"), Piece(text, cells - 2)))
    number = str(source.header_line) if source.header_line else ""
    head = [Piece("▶ ", 2, "sign"), Piece(number.rjust(numbers - 1) + " ", numbers, "muted")]
    found.append(line(*head, *_cells(source.header[first:], widths, "strong")))
    for row in rows:
        start = [Piece("! " if row.problem else "", 2, "warning")]
        start.append(Piece(str(row.line).rjust(numbers - 1) + " ", numbers, "muted"))
        found.append(line(*start, *_cells(row.cells[first:], widths, "plain")))
        if row.problem:
            room = max(0, cells - numbers - 2)
            found.append(line(Piece("", numbers + 2), Piece(str(row.problem), room, "warning")))
    return found


def _cells(texts: Sequence[str], widths: Sequence[int], part: str) -> list[Piece]:
    found = []
    for text, size in zip(texts, widths, strict=False):
        found += [Piece(text, size, part), Piece("", 2)]
    return found
