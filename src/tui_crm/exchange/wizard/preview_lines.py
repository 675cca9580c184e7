"""The lines of the preview: counts, remarks, troubled rows, first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.report import Action
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.exchange.wizard.column_lines import GO_ON
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.sanitize import wrapped
from tui_crm.screens.widgets.line_list import Line, Piece, line
from tui_crm.store.model import Kind
from tui_crm.store.values import to_display

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.importing.preview import Preview, Tried
    from tui_crm.exchange.importing.report import ImportReport
    from tui_crm.exchange.wizard.job import ImportJob
    from tui_crm.store.model import RecordType, Schema, Value

TROUBLED: Final = "troubled"
FIRST: Final = "first"

_SIGNS: Final = {
    Action.CREATED: "+ ",
    Action.UPDATED: "~ ",
    Action.SKIPPED: "= ",
    Action.FAILED: "! ",
}
_FIELDS_SHOWN: Final = 8


def preview_lines(
    job: ImportJob, schema: Schema, cells: int, waiting: str, failure: str, key: str
) -> list[Line]:
    """All lines; ``waiting`` is said until there is a preview, ``failure`` where there is none;
    ``key`` tries all rows."""
    found = job.preview
    if failure:
        return [
            line(Piece(("! " if n == 0 else "  ") + text, cells, "warning"))
            for n, text in enumerate(wrapped(failure, cells - 2))
        ]
    if found is None:
        return [line(Piece(f"… {waiting}", cells, "muted"))]
    record_type = schema.type(found.report.type)
    lines = [*_summary(found, record_type, cells, key)]
    if job.mended:
        words = t("import_wizard.mended_rows", n=len(job.mended))
        lines.append(line(Piece(f"  {words}", cells, "muted")))
    if found.troubled:
        words = t("import_wizard.troubled", n=found.report.failed)
        lines += [line(), line(Piece(words, cells, "head"))]
        for place, tried in enumerate(found.troubled):
            is_mended = tried.row.line in job.mended
            lines.append(_row_line(tried, cells, (TROUBLED, place), is_mended=is_mended))
    remarks = list(remark_lines(found.report, record_type, cells))
    lines += [line(), line(Piece(t("import_wizard.remarks"), cells, "head"))] if remarks else []
    lines += remarks
    if found.first:
        words = t("import_wizard.first_rows", n=len(found.first))
        lines += [line(), line(Piece(words, cells, "head"))]
        lines += [_row_line(tried, cells, (FIRST, n)) for n, tried in enumerate(found.first)]
    return lines


def _summary(found: Preview, record_type: RecordType, cells: int, key: str) -> Iterator[Line]:
    report = found.report
    words = t("import_wizard.import_now", file=report.file.rpartition("/")[2])
    yield line(Piece(f"▶ {words}", cells, "label"), ref=GO_ON)
    yield line(Piece(f"  {counts(report, record_type)}", cells, "strong"))
    if not found.is_whole:
        words = t("import_wizard.only_first", n=number(report.rows), key=key)
        for text in wrapped(words, cells - 2):
            yield line(Piece(f"  {text}", cells, "warning"))


def counts(report: ImportReport, record_type: RecordType) -> str:
    """How many rows, and what becomes of them: the words that the signs of the rows mean."""
    parts = [t("import_wizard.count_rows", n=report.rows, rows=number(report.rows))]
    for action in Action:
        if count := getattr(report, action.value):
            words = t(f"import_wizard.count_{action.value}", n=count, count=number(count))
            parts.append(_SIGNS[action] + words)
    return t("import_wizard.counts", type=record_type.label(), parts=" · ".join(parts))


def remark_lines(report: ImportReport, record_type: RecordType, cells: int) -> Iterator[Line]:
    """What else a person should know, in the words of the command line."""
    labels = {spec.key: spec.label(report.type) for spec in record_type.fields}
    for remark in sentences_of(report, labels):
        first, *more = wrapped(remark, max(1, cells - 4)) or [""]
        yield line(Piece("  · ", 4, "muted"), Piece(first, cells - 4, "muted"))
        for text in more:
            yield line(Piece("", 4), Piece(text, cells - 4, "muted"))


def _row_line(tried: Tried, cells: int, ref: tuple[str, int], *, is_mended: bool = False) -> Line:
    outcome = tried.outcome
    is_failed = outcome.action is Action.FAILED
    sign = _SIGNS[outcome.action]
    title = max(10, min(30, cells * 30 // 100))
    words = outcome.sentence
    if is_mended:
        words = t("import_wizard.still", why=words)
    return line(
        Piece(sign, 2, "warning" if is_failed else "sign"),
        Piece(str(outcome.line).rjust(6) + "  ", 8, "muted"),
        Piece(outcome.title, title),
        Piece("", 2),
        Piece(words, max(0, cells - title - 12), "warning" if is_failed else "muted"),
        ref=ref,
    )


def about_row(plan: ImportPlan, schema: Schema, tried: Tried) -> str:
    """All that is to be said of one row: why, and which fields it would have or change."""
    outcome = tried.outcome
    if outcome.action is Action.FAILED:
        return "! " + outcome.sentence
    record_type = schema.type(plan.record_type.key)
    parts = [
        _change(schema, record_type, key, before, after, is_new=outcome.action is Action.CREATED)
        for key, (before, after) in list(outcome.changes.items())[:_FIELDS_SHOWN]
        if key in record_type
    ]
    return outcome.sentence + ("\n" + " · ".join(parts) if parts else "")


def _change(
    schema: Schema,
    record_type: RecordType,
    key: str,
    before: Value,
    after: Value,
    *,
    is_new: bool,
) -> str:
    spec = record_type.field(key)

    def words(value: Value) -> str:
        if value is None:
            return "–"
        if spec.kind in (Kind.MONEY, Kind.LINK):
            return str(value)
        return to_display(schema, spec, value)

    label = targets.label(record_type, key)
    return f"{label}: {words(after)}" if is_new else f"{label}: {words(before)} → {words(after)}"
