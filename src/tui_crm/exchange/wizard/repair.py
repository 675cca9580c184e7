"""The dialog that corrects the cells of a rejected row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui_crm.exchange.importing import targets
from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.dialogs.prompt import PromptScreen
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import DIALOG_CSS, CrmModal
from tui_crm.screens.widgets.line_list import Line, LineList, Piece, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.exchange.importing.columns import Column
    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.importing.preview import Tried

MOST_LINES: Final = 14


class CellLines(LineList):
    """The cells, one a line; what is typed or pasted is meant for the one under the cursor."""

    @dataclass
    class Typed(Message):
        """Text that a cell is to begin with."""

        text: str

    def check_consume_key(self, _key: str, character: str | None) -> bool:
        """Whatever can be text is."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Begin to type the cell anew."""
        if event.character is not None and event.is_printable:
            event.stop()
            self.post_message(self.Typed(event.character))

    def on_paste(self, event: events.Paste) -> None:
        """The same with what is pasted, or given by an input method at once."""
        event.stop()
        self.post_message(self.Typed(" ".join(event.text.split("\n"))))


class ImportRepairScreen(CrmModal[tuple[str, ...] | None]):
    """Gives the cells as they are now; none where they are those of the file again."""

    scope: ClassVar[str] = "repair"
    CSS_PATH = [DIALOG_CSS, "import_repair.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("repair")
    AUTO_FOCUS = "CellLines"

    lines = getters.query_one(CellLines)

    def __init__(self, plan: ImportPlan, tried: Tried, before: tuple[str, ...] | None) -> None:
        super().__init__()
        self._plan = plan
        self._tried = tried
        self._before = before
        self._cells = list(tried.row.cells if before is None else before)

    def compose(self) -> ComposeResult:
        """Why, the cells, the keys."""
        with Vertical(classes="dialog"):
            title = t("import_wizard.row_title", line=self._tried.row.line)
            yield Static(Content(title), classes="dialog-title")
            yield Static(
                Content(visible(self._tried.outcome.sentence)),
                id="repair-why",
                classes="dialog-hint -problem",
            )
            yield CellLines()
            hint = t(
                "import_wizard.repair_keys",
                edit=self.app.key_of("repair.edit"),
                insert=self.app.key_of("repair.insert"),
                remove=self.app.key_of("repair.remove"),
                join=self.app.key_of("repair.join"),
                restore=self.app.key_of("repair.restore"),
                done=self.app.key_of("repair.done"),
            )
            yield Static(Content(hint), classes="dialog-hint")

    def on_mount(self) -> None:
        """Begin at the cell that is at fault."""
        self._show()
        self.call_after_refresh(self.lines.go_to, self._faulty() + 1)

    def _show(self) -> None:
        count = max(len(self._plan.mapping.columns), len(self._cells))
        self.lines.styles.height = min(MOST_LINES, count)
        self.lines.show(self._lines)

    def _faulty(self) -> int:
        """The place of the first cell that the reasons name, or of the first."""
        problem = self._tried.row.problem
        if problem is not None and problem.column:
            return problem.column - 1
        for words in self._tried.outcome.problems:
            for column in self._plan.mapping.columns:
                label = targets.label(self._plan.record_type, column.target)
                if words.startswith((f"{column.name}:", f"{label}:")):
                    return column.index
        return 0

    def _lines(self, cells: int) -> Sequence[Line]:
        columns = self._plan.mapping.columns
        header = max(10, cells * 35 // 100)
        found = []
        for place in range(max(len(columns), len(self._cells))):
            name = columns[place].name if place < len(columns) else t("import_wizard.beyond")
            text = self._cells[place] if place < len(self._cells) else ""
            found.append(
                line(
                    Piece(name, header, "label" if self._is_used(place, columns) else "muted"),
                    Piece("", 2),
                    Piece(text, max(0, cells - header - 2)),
                    ref=place + 1,
                )
            )
        return found

    def _is_used(self, place: int, columns: Sequence[Column]) -> bool:
        return place < len(columns) and bool(columns[place].target)

    @property
    def _place(self) -> int:
        here = self.lines.current
        return here - 1 if isinstance(here, int) else 0

    def action_move(self, steps: int) -> None:
        """To another cell."""
        self.lines.action_move(steps)

    @on(LineList.Selected)
    def edit_clicked(self, event: LineList.Selected) -> None:
        """A second click edits the cell."""
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Go on with the text of the cell."""
        self._edit(None)

    @on(CellLines.Typed)
    def type_anew(self, event: CellLines.Typed) -> None:
        """Type the cell anew, as in a spreadsheet."""
        event.stop()
        self._edit(event.text)

    @holds_keys("ask", exclusive=True)
    async def _edit(self, begun: str | None) -> None:
        """Ask for the text of the cell; of one that is ``begun`` anew, from there on."""
        place = self._place
        columns = self._plan.mapping.columns
        title = columns[place].name if place < len(columns) else t("import_wizard.beyond")
        now = self._cells[place] if place < len(self._cells) else ""
        text = now if begun is None else begun
        typed = await self.app.ask(PromptScreen(title, text, is_begun=begun is not None))
        if typed is not None and typed != now:
            self._fill_up(place)
            self._cells[place] = typed
            self._show()

    def action_insert(self) -> None:
        """Put a blank cell here; the others move on."""
        self._fill_up(self._place - 1)
        self._cells.insert(self._place, "")
        self._show()

    def action_remove(self) -> None:
        """Take the cell away; the others move up."""
        if self._place < len(self._cells):
            del self._cells[self._place]
            self._show()

    def action_join(self) -> None:
        """Make one cell of this one and the next, which a delimiter in the text had parted."""
        place = self._place
        if place + 1 < len(self._cells):
            mark = self._plan.source.delimiter or " "
            self._cells[place : place + 2] = [mark.join(self._cells[place : place + 2])]
            self._show()

    def action_restore(self) -> None:
        """Leave the row as it stands in the file, for the file of rejected rows."""
        if self._before is not None:
            self.leave(())
            return
        self._cells = list(self._tried.row.cells)
        self._show()

    def _fill_up(self, place: int) -> None:
        self._cells += [""] * (place + 1 - len(self._cells))

    def action_done(self) -> None:
        """Keep what was changed."""
        cells = tuple(self._cells)
        stood = self._tried.row.cells if self._before is None else self._before
        self.leave(None if cells == stood else cells)
