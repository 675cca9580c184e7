"""Mark the lines of a table that are no records: totals, footers, group headings, headers.

Each is told by its own words and by what stands beside them, so that a company called 合計株式会社
or Total Energies stays a record. Nothing is dropped here: the line gets a problem that names it,
and is counted with the rows that were skipped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.readers.rows import OtherLine, ProblemKind, Row, RowProblem
from tui_crm.exchange.source_programs import is_header_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_crm.exchange.readers.input_file import Progress
    from tui_crm.exchange.readers.source import Source

FOOTER_LINES: Final = 40
"""Lines at the end of a table that can be its footer."""

_NUMBER: Final = (
    r"[-+(△▲]*[¥￥$€£]?\s*[\d０-９][\d０-９,，.．\s]*"
    r"(?:%|％|円|[名件人社個台本枚点歳]様?|万円|千円|[A-Z]{3}|€|(?:records?|rows?|items?|leads?|contacts?))?\)?"
)
_AMOUNT: Final = re.compile(_NUMBER, re.IGNORECASE)
_DIALLED: Final = re.compile(r"\+?0\d{8,}")
_OPEN, _CLOSE = r"[\s\-－―—=＝*＊【\[(（<＜]*", r"[\s\-－―—=＝*＊】\])）>＞:：]*"
_WORDS: Final = (
    r"総\s*合\s*計|合\s*計|小\s*計|総\s*計|累\s*計|計|件\s*数|総件数|合計件数|人数|以\s*上|平\s*均"
    r"|grand\s*totals?|sub-?\s*totals?|totals?|total\s*records?|record\s*count|sum|count|average"
    r"|(?:zwischen|gesamt|end)?summe|gesamt(?:betrag|ergebnis|anzahl)?|insgesamt"
    r"|total\s*g[ée]n[ée]ral|sous-?\s*total|totaux|total\s*(?:general|geral)|suma\s*total"
    r"|(?:sub)?total[ei]|totale\s*(?:generale|complessivo)|(?:sub|eind)?totaal|totalt|i\s*alt|razem"
    r"|sum[ae]|somma|итого|всего|сумма|总\s*计|合\s*计|小\s*计|總\s*計|总\s*数"
    r"|합\s*계|소\s*계|총\s*계|(?:ara\s*|genel\s*)?toplam"
)
_TOTAL: Final = re.compile(rf"{_OPEN}(?:{_WORDS}){_CLOSE}(?:{_NUMBER})?{_CLOSE}", re.IGNORECASE)
_NAMES_TOO: Final = re.compile(r"sum[ae]|somma|razem|totale", re.IGNORECASE)
"""Words of totals that people and companies are called by as well."""

_TOTAL_OF: Final = re.compile(
    r"(?P<of>\S.*?)\s*[\s:：の]?(?P<word>小計|合計|総計|計|小计|合计|总计|sub-?totals?|totals?|count)",
    re.IGNORECASE,
)
_SURE: Final = frozenset(("小計", "合計", "総計", "小计", "合计", "总计"))
_STARTS: Final = frozenset(
    "合小総累計件人以平总總ивсИВС합소총gGsStTrRcCaAzZeEiI-－―—=＝*＊【[(（<＜"
)
_ENDS: Final = ("計", "计", "계", "otal", "otals", "OTAL", "OTALS", "ount", "OUNT")
"""What the words of totals begin and end with, so that hardly any row is looked at closely."""

_GROUP: Final = re.compile(
    r".*[(（]\s*\d[\d,]*\s*(?:records?|rows?|items?|件|名|社)\s*[)）]", re.IGNORECASE
)
_HEADING: Final = re.compile(
    r"[■□◆◇●○▼▽▶]\s*\S.*|【[^】]+】|[＜<≪《][^＞>≫》@]+[＞>≫》]|={2,}.+={2,}"
)
_FOOTER: Final = re.compile(
    r"(?:copyright\b|©|\(c\)).*|.*\ball rights reserved\b.*|confidential\b.*|.*do not distribute.*"
    r"|(?:report )?(?:generated|printed|exported|created)\s+(?:by|on|at)\b.*|page \d+ of \d+"
    r"|(?:applied )?filters?(?: by| applied)?\s*:.*|.{0,4}end of (?:report|list|file).{0,4}"
    r"|(?:作成|出力|印刷|抽出|発行)(?:日時?|者)\s*[:：].*|[※注]\s*[)）:：]?.*|[(（]注[)）].*",
    re.IGNORECASE,
)
_SHOWN: Final = 80


def mark_other_lines(source: Source, progress: Progress | None) -> Iterator[Row]:
    """The rows of a table; each line that is no record gets a problem that says what it is."""
    held: list[Row] = []
    width = len(source.header)
    is_wide = width > 1
    names = {name.strip() for name in source.header} if source.header_line else set()
    before: Row | None = None
    for row in source.read(progress):
        cells = row.cells
        first = cells[0].strip() or next((cell.strip() for cell in cells if cell.strip()), "")
        is_lone = is_wide and len(cells) - cells.count("") == 1
        if (
            is_lone
            or row.problem is not None
            or before is None
            or first in names
            or first[:1] in _STARTS
            or first.endswith(_ENDS)
        ):
            row = _told(source, row, first, before)
            is_footer = row.problem is not None and row.problem.kind is OtherLine.FOOTER
            is_lone = is_wide and (is_footer or is_lone)
        if is_lone and len(held) < FOOTER_LINES and (held or _is_apart(row, before)):
            held.append(row)
            continue
        if held:
            yield from held
            held.clear()
        yield row
        before = row
    yield from _footer(held, width)


def _told(source: Source, row: Row, first: str, before: Row | None) -> Row:
    """The row, with the kind of line that it is where it is no record."""
    problem = row.problem
    if problem is not None and problem.kind not in (ProblemKind.TOO_FEW, ProblemKind.TOO_MANY):
        return row
    kind = _kind(source, row.cells, first, before)
    if kind is None and problem is not None and _FOOTER.fullmatch(_text(row)):
        kind = OtherLine.FOOTER  # with a delimiter in its sentence
    return row if kind is None else _as(row, kind)


def _as(row: Row, kind: OtherLine) -> Row:
    return row._replace(problem=RowProblem(kind, detail=_text(row)))


def _text(row: Row) -> str:
    return " ".join(cell.strip() for cell in row.cells if cell.strip())[:_SHOWN]


def _kind(source: Source, cells: Sequence[str], first: str, before: Row | None) -> OtherLine | None:
    if _TOTAL.fullmatch(first) and _is_total(
        cells, first, is_counted=_NAMES_TOO.fullmatch(first) is not None
    ):
        return OtherLine.TOTAL
    if found := _TOTAL_OF.fullmatch(first):
        is_of = before is not None and found["of"] in before.cells
        if (is_of or found["word"] in _SURE) and _is_total(cells, first, is_counted=True):
            return OtherLine.TOTAL
    if len(source.header) > 1 and len(cells) - cells.count("") == 1:
        if _GROUP.fullmatch(first) or _HEADING.fullmatch(first):
            return OtherLine.GROUP
        if _FOOTER.fullmatch(first):
            return OtherLine.FOOTER
    if source.header_line and _is_header(source.header, cells, first, is_next=before is None):
        return OtherLine.SECOND_HEADER if before is None else OtherLine.REPEATED_HEADER
    return None


def _is_total(cells: Sequence[str], first: str, *, is_counted: bool = False) -> bool:
    """Whether nothing stands beside the word but numbers; ``is_counted``: and one at least."""
    others = [cell.strip() for cell in cells if cell.strip()]
    others.remove(first)
    if is_counted and not others:
        return False
    return all(
        (_AMOUNT.fullmatch(text) and not _DIALLED.fullmatch(text)) or _TOTAL.fullmatch(text)
        for text in others
    )


def _is_header(header: Sequence[str], cells: Sequence[str], first: str, *, is_next: bool) -> bool:
    """Whether a line says again what the columns are called: in the same words, or right below the
    header in others."""
    if not is_next and not any(name.strip() == first for name in header):
        return False
    filled = [(place, cell.strip()) for place, cell in enumerate(cells) if cell.strip()]
    if len(filled) < 2 or len(cells) > len(header):
        return False
    place = filled[0][0]
    if header[place].strip() == first:
        return all(header[at].strip() == text for at, text in filled)
    return is_next and all(is_header_word(text) for _, text in filled)


def _is_apart(row: Row, before: Row | None) -> bool:
    """Whether blank lines stand above a row."""
    if before is None:
        return False
    lines = sum(cell.count("\n") for cell in before.raw)
    return row.line > before.line + lines + 1


def _footer(held: Sequence[Row], width: int) -> Iterator[Row]:
    """What stands at the end below blank lines, in one cell each: a report's footer, if any of it
    sounds like one, or if it was never written as rows of the table."""
    is_ragged = width > 2 and all(len(row.cells) == 1 for row in held)
    is_footer = is_ragged or any(
        row.problem is not None and row.problem.kind is OtherLine.FOOTER for row in held
    )
    for row in held:
        is_known = row.problem is not None and isinstance(row.problem.kind, OtherLine)
        yield _as(row, OtherLine.FOOTER) if is_footer and not is_known else row
