"""Transforms for the words of a status: done, converted, deleted, won, lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.exchange.formula_escape import unescape_formula
from tui_crm.exchange.headers import header_key
from tui_crm.exchange.importing.cells import is_nothing
from tui_crm.exchange.source_programs import synonyms
from tui_crm.i18n import t
from tui_crm.language import yes_no
from tui_crm.language.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.store.model import Value

_MEMO: Final = 2_000
"""Words of a status that are remembered."""

RowTransform: TypeAlias = "Callable[[ImportRow, Sequence[str]], None]"
"""Works on a row, with the cells of its row at hand."""


def _words(*words: str) -> frozenset[str]:
    return frozenset(map(fold, words))


_YES: Final = yes_no.YES | _words(
    *("x", "☒", "完了", "completed", "complete", "done", "closed", "finished", "100%")
)
_NO: Final = yes_no.NO | _words(
    *("未完了", "未完", "未済", "未着手", "未対応", "not done", "to do", "todo", "to-do", "open"),
    *("pending", "incomplete", "not completed", "not started", "0%"),
)
_DATED: Final = re.compile(
    r"\D*(?:(?:19|20)\d\d\s*[-/.]|\d{1,4}\s*年)\s*\d{1,2}(?!\d).*"  # 2026-11, 令和8年11月
    r"|\D*\d{1,2}\s*[-/]\s*(?:19|20)\d\d(?!\d).*"
    r"|\D*\d{1,4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,4}(?!\d).*"
    r"|\d{5}(?:\.\d+)?|\d{8}|\d{10,13}"
)
"""A date with its year, or of three parts; or a number of days or seconds. 3/4 is a fraction."""
_CONVERTED: Final = _words(
    *(
        "converted",
        "closed - converted",
        "closed converted",
        "closed (converted)",
        "converted lead",
    ),
    *("商談化済み", "商談化済", "商談化", "変換済み", "変換済", "取引開始済み", "取引開始済"),
    *("取引先化済み", "コンバート済み", "コンバート済"),
)
_ACTIVE: Final = _words("active", "enabled", "confirmed", "有効", "在籍")
_INACTIVE: Final = _words("inactive", "disabled", "deactivated", "deleted", "無効", "退職")
_DELETED: Final = _words("deleted", "trashed", "in trash", "削除済み", "削除済", "削除")
_CLOSED: Final = {
    **dict.fromkeys(_words("won", "closed won", "closedwon", "受注", "成約"), "won"),
    **dict.fromkeys(_words("lost", "closed lost", "closedlost", "失注", "敗戦", "不成立"), "lost"),
    **dict.fromkeys(_words("abandoned", "cancelled", "canceled", "見送り", "キャンセル"), "lost"),
}
_ONLY_CLOSED: Final = _words(
    *("closed", "close", "completed", "complete", "done", "finished", "終了", "完了", "クローズ")
)


def texts(cells: Sequence[str], places: Iterable[int]) -> list[str]:
    """The texts of some cells of a row, without those that are empty or say so in words."""
    found = [unescape_formula(cells[place].strip()) for place in places]
    return [text for text in found if text and not is_nothing(text)]


def _saying(is_said: Callable[[str], bool]) -> Callable[[Sequence[str], Iterable[int]], bool]:
    """A function of a row and some places: whether a cell there says so. The words of a status
    repeat themselves, so that they are remembered."""
    known: dict[str, bool] = {}

    def says(cells: Sequence[str], places: Iterable[int]) -> bool:
        for place in places:
            found = known.get(cell := cells[place])
            if found is None:
                found = any(map(is_said, texts(cells, (place,))))
                if len(known) < _MEMO:
                    known[cell] = found
            if found:
                return True
        return False

    return says


def _of(column: str, error: UsageError) -> str:
    return t("import.of_column", column=column, why=error)


def is_yes(text: str) -> bool:
    """Whether a word, a tick or a date means yes."""
    word = fold(text)
    return word in _YES or (word not in _NO and _DATED.fullmatch(word) is not None)


def converted(places: list[int], _: dict[int, str]) -> RowTransform:
    """Whether a lead was converted, by a column that says so: our own has the moment."""

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        said = texts(cells, places)
        import_row.is_converted = any(fold(text) not in _NO for text in said)

    return step


def converted_status(places: list[int], _: dict[int, str]) -> RowTransform:
    """Whether the status of a lead, in the words of its file, is that it was converted."""

    says = _saying(lambda text: fold(text) in _CONVERTED)

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        if says(cells, places):
            import_row.is_converted = True

    return step


def deleted(places: list[int], _: dict[int, str]) -> RowTransform:
    """Whether a record was deleted, by a column that says so."""

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        if any(fold(text) in _DELETED or is_yes(text) for text in texts(cells, places)):
            import_row.is_deleted = True

    return step


def deleted_status(places: list[int], _: dict[int, str]) -> RowTransform:
    """Whether the status of a record is that it was deleted."""

    says = _saying(lambda text: fold(text) in _DELETED)

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        if says(cells, places):
            import_row.is_deleted = True

    return step


def closed(places: list[int], names: dict[int, str], outcomes: Sequence[int]) -> RowTransform:
    """Whether a deal was closed; a column that says that it was not won says that it was lost.

    ``outcomes`` are the places of columns that say whether it was won.
    """
    won = [place for place in outcomes if _outcome_named(names[place]) == "won"]

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        values = import_row.values
        if values.get("stage") in ("won", "lost"):
            return
        if any(is_yes(text) for text in texts(cells, places)):
            if any(fold(text) in _NO for text in texts(cells, won)):
                values["stage"] = "lost"
            elif values.get("probability") in (0, 100):
                values["stage"] = "won" if values["probability"] else "lost"
            else:
                import_row.closed_by = names[places[0]]

    return step


def active(places: list[int], names: dict[int, str]) -> RowTransform:
    """Whether a user still works here, by a column that says so."""

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        for text in texts(cells, places)[:1]:
            word = fold(text)
            if word in _ACTIVE or is_yes(text):
                import_row.values["is_inactive"] = 0
            elif word in _INACTIVE or word in _NO:
                import_row.values["is_inactive"] = 1
            else:
                error = UsageError("import.active_unknown", value=text[:60])
                import_row.left_out.append(_of(names[places[0]], error))

    return step


def open_until_done(import_row: ImportRow, _: Sequence[str]) -> None:
    """An activity whose file says when it was done is open where that is blank."""
    import_row.values.setdefault(
        "status", "done" if import_row.values.get("done_at") else "planned"
    )


def done(places: list[int], names: dict[int, str], moment: Callable[[str], Value]) -> RowTransform:
    """Whether an activity is done: what its column does not call done is open, also in the past.

    ``moment`` reads the day on which it was done, where the column has that.
    """
    known = synonyms("activity_status")

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        if import_row.values.get("status"):
            return
        import_row.values["status"] = "planned"
        for text in texts(cells, places)[:1]:
            word = fold(text)
            if is_yes(text):
                import_row.values["status"] = "done"
                if word not in _YES:
                    import_row.values.setdefault("done_at", moment(text))
            elif word in known:
                import_row.values["status"] = known[word]
            elif word not in _NO:
                error = UsageError("import.done_unknown", value=text[:60])
                import_row.problems.append(_of(names[places[0]], error))

    return step


def open_where_blank(import_row: ImportRow, _: Sequence[str]) -> None:
    """An activity whose file has a status, and no word there, is open, also in the past."""
    import_row.values.setdefault("status", "planned")


def outcome(places: list[int], names: dict[int, str]) -> RowTransform:
    """What was won or lost is so, whatever stage it had come to.

    A column may hold the outcome, or be called one and say yes or no (``IsWon``, 失注).
    """
    meant = {place: _outcome_named(names[place]) for place in places}

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        for place in places:
            for text in texts(cells, [place]):
                if stage := _CLOSED.get(fold(text)):
                    import_row.values["stage"] = stage
                elif meant[place] and is_yes(text):
                    import_row.values["stage"] = meant[place]
                elif fold(text) in _DELETED:
                    import_row.is_deleted = True

    return step


def _outcome_named(header: str) -> str:
    key = header_key(header)
    if "won" in key or "受注" in key or "成約" in key:
        return "won"
    return "lost" if "lost" in key or "失注" in key else ""


def closed_stage(places: list[int], names: dict[int, str]) -> RowTransform:
    """A stage that only says that the deal is closed is won or lost by its probability; without
    one, nobody can say which."""

    says = _saying(lambda text: fold(text) in _ONLY_CLOSED)

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        values = import_row.values
        if values.get("stage") in ("won", "lost"):
            return
        if says(cells, places):
            if values.get("probability") in (0, 100):
                values["stage"] = "won" if values["probability"] else "lost"
                return
            error = UsageError("import.stage_closed", value=texts(cells, places)[0][:60])
            import_row.problems.append(_of(names[places[0]], error))

    return step
