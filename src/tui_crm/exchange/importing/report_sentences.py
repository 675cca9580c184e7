"""Say what an import did beside its counts, a sentence each, for shell and screen alike."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from tui_crm.exchange.importing.report import Reason
from tui_crm.exchange.readers.rows import OtherLine
from tui_crm.i18n import has, t
from tui_crm.store.journal.history import given_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tui_crm.exchange.importing.report import ImportReport, RowOutcome

_NAMED: Final = 20
_LINES_NAMED: Final = 5
_LIKE_NAMED: Final = 3


def sentences_of(report: ImportReport, labels: Mapping[str, str]) -> list[str]:
    """What a person should know beside the counts, one sentence each.

    ``labels`` are the words for fields by key.
    """
    said = [str(remark) for remark in report.about_file]
    for kind in OtherLine:
        if count := report.reasons[kind]:
            said.append(
                _t(report, f"import.many_why_{kind.value}", n=count, lines=_lines_of(report, kind))
            )
    for reason in (Reason.CONVERTED_THERE, Reason.DELETED_THERE, Reason.CONVERTED_HERE):
        if count := report.reasons[reason]:
            said.append(_t(report, f"import.many_why_{reason.value}", n=count))
    said += _met_sentences(report)
    if report.unmapped:
        names = _listed(report.unmapped)
        said.append(_t(report, "import.unmapped", n=len(report.unmapped), columns=names))
    if report.unknown_owners:
        key = "import.unowned" if report.is_unowned else "import.unknown_owners"
        said.append(_t(report, key, owners=_counted(report.unknown_owners)))
    if report.assigned:
        named = Counter({report.owner_names[owner]: n for owner, n in report.assigned.items()})
        said.append(t("import.assigned", owners=_counted(named)))
    said += given_sentences(report.given, dry_run=report.dry_run)
    for key, counts in report.unknown_links.items():
        label = labels.get(key) or t(f"import.target_{key}")
        said.append(
            t("import.unknown_links", field=label, n=counts.total(), values=_counted(counts))
        )
    for key, counts in report.barred_links.items():
        label = labels.get(key, key)
        said.append(
            _t(report, "import.barred_links", field=label, n=counts.total(), why=_counted(counts))
        )
    for key, values in report.added_choices.items():
        label = labels.get(key, key)
        said.append(
            _t(
                report,
                "import.added_choices",
                field=label,
                n=len(values),
                values=_first(values),
            )
        )
    for key, matched in report.matched_choices.items():
        pairs = [t("import.taken_for", word=word, value=value) for word, value in matched.items()]
        label = labels.get(key, key)
        said.append(_t(report, "import.matched_choices", field=label, values=_first(pairs)))
    for key, counts in report.dropped_choices.items():
        label = labels.get(key, key)
        said.append(
            _t(
                report,
                "import.dropped_choices",
                field=label,
                n=counts.total(),
                values=_counted(counts),
            )
        )
    if report.added_fields:
        fields = [
            t("import.field_of_kind", field=name, kind=t(f"cli.fields.kind.{kind.value}"))
            for name, kind in report.added_fields.items()
        ]
        said.append(_t(report, "import.added_fields", fields=_listed(fields)))
    for key, n in report.created_along.items():
        sentence = f"import.{key}_created"
        sentence = sentence if has(sentence) else "import.missing_created"
        said.append(_t(report, sentence, n=n, type=t(f"types.{key}.many")))
    if report.incomplete:
        said.append(t("import.incomplete", n=report.incomplete))
    if report.region:
        said.append(t("import.region", region=report.region))
    if report.presumed_amounts:
        said.append(_currency(report))
    for what, count in report.stood_in.items():
        said.append(t(f"import.stood_in_{what}", n=count))
    for (column, notice), seen in report.noticed.items():
        lines = _listed(map(str, seen.lines))
        words = t(f"errors.{notice}")
        said.append(t("import.noticed", column=column, n=seen.count, lines=lines, what=words))
    return said


def _met_sentences(report: ImportReport) -> Iterator[str]:
    """How many rows were known, and how many came in as doubts, with the first few of each."""
    for reason in (
        Reason.SAME_STORED,
        Reason.NOTHING_NEW,
        Reason.SAME_LINE,
        Reason.MERGED_AWAY,
    ):
        if count := report.skip_reasons[reason]:
            yield _t(report, f"import.many_why_{reason.value}", n=count)
            yield from _first_lines(each for each in report.skipped_rows if each.reason is reason)
    if count := report.reasons[Reason.DOUBT]:
        yield _t(report, "import.many_why_doubt", n=count, type=report.type)
        yield from _first_lines(report.doubts)


def _t(report: ImportReport, key: str, **params: Any) -> str:
    """A sentence about what was done; of a dry run, about what would be."""
    dry = f"{key}_dry"
    return t(dry if report.dry_run and has(dry) else key, **params)


def _lines_of(report: ImportReport, reason: OtherLine) -> str:
    """The first lines that were left out for this reason, with their text."""
    lines = [
        t("import.line_text", line=each.line, text=each.title) if each.title else str(each.line)
        for each in report.left_out
        if each.reason is reason
    ]
    more = report.reasons[reason] - _LINES_NAMED
    named = _listed(lines[:_LINES_NAMED])
    return named + (t("import.and_more", n=more) if more > 0 else "")


def _currency(report: ImportReport) -> str:
    currency = report.presumed_currency
    other = "USD" if currency != "USD" else "JPY"
    return t("import.currency", n=report.presumed_amounts, currency=currency, other=other)


def _first_lines(outcomes: Iterable[RowOutcome]) -> Iterator[str]:
    for each in islice(outcomes, _LIKE_NAMED):
        yield t("import.line_why", line=each.line, title=each.title, why=each.sentence)


def _counted(counts: Counter[str]) -> str:
    shown = [t("import.counted", value=value, n=n) for value, n in counts.most_common(10)]
    more = len(counts) - len(shown)
    return _listed(shown) + (t("import.and_more", n=more) if more > 0 else "")


def _first(words: Sequence[str]) -> str:
    more = len(words) - _NAMED
    return _listed(words[:_NAMED]) + (t("import.and_more", n=more) if more > 0 else "")


def _listed(words: Iterable[str]) -> str:
    return t("import.comma").join(words)
