"""How many values of real lists land where they belong, cell by cell.

``python benchmarks/landing_score.py [FOLDER]`` reads ``../shared/data`` (or FOLDER). Each file is
imported into an empty store as ``crm import FILE`` does it, read once more by ``csv``, ``calamine``
or ``vobject``, and every cell that has a home (``mapping_score.txt``) is compared with the record
that its row became. It prints what is wrong, and by source: values landed right ÷ values with a
home. Rows that are left out with a reason are counted apart; links by number, which need another
file, owners, and marks of what was deleted or converted are not compared.
"""

from __future__ import annotations

import csv
import io
import os
import re
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from import_samples import HERE, options_of, samples
from mapping_score import truth

from tui_crm.errors import CrmError
from tui_crm.exchange.headers import column_names
from tui_crm.exchange.importing.conventions import detect_in_all_rows
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.report import Action
from tui_crm.exchange.question import Topic
from tui_crm.exchange.source_programs import synonyms
from tui_crm.features.program import open_store
from tui_crm.store.import_lookups import read_fields
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.importing.report import RowOutcome
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType

SHOWN: Final = 12
"""Wrong values that are printed for one column."""

_NOT_COMPARED: Final = frozenset(
    {"owner", "deleted", "converted", "converted_at", "outcome", "closed", "parent", "done"}
)
_ADDRESS: Final = ("state", "city", "street", "building", "postal_code", "country")
_PHONES: Final = ("phone", "mobile", "fax", "more_phones")
_MAILS: Final = ("email", "email_2", "more_emails")
_NAMES: Final = ("salutation", "last_name", "first_name")
_BLANK: Final = frozenset({"", "-", "n/a", "none", "select", "なし", "該当なし", "nan"})
_DATES: Final = (
    *("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"),
    *("%Y-%m-%d", "%d %b, %Y %H:%M:%S", "%m/%d/%y %I:%M %p", "%m/%d/%y", "%Y/%m/%d", "%d/%m/%Y"),
)
Cells = dict[int, list[str]]


def rows_of(path: Path) -> Cells:
    """The rows of a table by the line on which each begins, read without our own reader."""
    if path.suffix in (".xls", ".xlsx"):
        from python_calamine import CalamineWorkbook

        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        table = sheet.to_python(skip_empty_area=False)
        return {line: [_plain(cell) for cell in row] for line, row in enumerate(table, 1)}
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252" if "salesforce" in path.parts else "cp932"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    found, start = {}, 1
    reader = csv.reader(io.StringIO(text, newline=""))
    for row in reader:
        found[start] = row
        start = reader.line_num + 1
    return found


def _plain(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _letters(text: str) -> str:
    """A text without blanks and signs, width and case, katakana as hiragana."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kana = "".join(chr(ord(c) - 96) if "ァ" <= c <= "ヶ" else c for c in folded)
    return re.sub(r"[\W_]+", "", kana)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


def _moment(text: str) -> datetime | None:
    """A point in time as these files write it, in UTC where nothing else is said."""
    for form in _DATES:
        try:
            found = datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


class Judge:
    """Compares the cells of one file with the records that they became."""

    def __init__(self, store: Store, record_type: RecordType) -> None:
        self._schema = store.schema
        self._type = record_type

    def is_right(self, target: str, text: str, record: dict[str, Any]) -> bool:
        """Whether a cell is where it belongs, and says what it said."""
        everything = _letters(" ".join(str(v) for v in record.values() if v is not None))
        if target in ("note", "subject", "description", "middle_name"):
            return _letters(text) in everything
        if target in ("full_name", "given_name", "family_name"):
            found = _letters(self._joined(record, (*_NAMES, "full_name", "job_title")))
            return (
                all(_letters(word) in found for word in text.split())
                or _letters(text) in everything
            )
        if target == "first_name":  # with the middle name behind it
            return str(record.get(target)).startswith(text.strip())
        if target == "full_kana":
            found = _letters(self._joined(record, ("last_name_kana", "first_name_kana")))
            return _letters(text) == found
        if target == "full_address":
            found = _letters(self._joined(record, _ADDRESS))
            words = [_letters(word) for word in re.split(r"[\s,]+", text)]
            return all(word in found for word in words)
        if target == "minutes":
            ends = [datetime.fromisoformat(record[key]) for key in ("start_at", "end_at")]
            return (ends[1] - ends[0]).total_seconds() == float(text) * 60
        if target in _PHONES:
            return self._is_phone(target, text, record)
        if target in _MAILS:
            found = self._joined(record, (target,) if target == "email" else _MAILS)
            return text.strip().casefold() in found.casefold()
        if target not in record and target not in self._type:
            return False
        return self._is_value(target, text, record.get(target), everything)

    def _joined(self, record: dict[str, Any], keys: Iterable[str]) -> str:
        return " ".join(str(record[key]) for key in keys if record.get(key) is not None)

    def _is_phone(self, target: str, text: str, record: dict[str, Any]) -> bool:
        places = (target,) if target in ("mobile", "fax") else _PHONES
        wanted = re.split(r"(?i)ext\.?|x|内線", text)
        found = _digits(self._joined(record, places))
        if target == "fax":
            found += _digits(self._joined(record, ("more_phones", "description")))
        main = _digits(wanted[0]).removeprefix("001").lstrip("0")
        return main[-9:] in found and all(_digits(part) in found for part in wanted[1:])

    def _is_value(self, target: str, text: str, value: Any, everything: str) -> bool:
        spec = self._type.field(target)
        if spec.kind in (Kind.DATE, Kind.DATETIME):
            moment = _moment(text)
            return moment is not None and str(value)[:10] == moment.strftime("%Y-%m-%d")
        if spec.choices:
            choice = self._schema.choice(spec.choices, str(value)) if value else None
            labels = {_letters(each) for each in (choice.en, choice.ja)} if choice else set()
            meant = {_letters(k) for k, v in synonyms(spec.choices).items() if v == value}
            return _letters(text) in labels | meant | {_letters(str(value))}
        if spec.kind in (Kind.MONEY, Kind.INTEGER):
            number = float(re.sub(r"[^\d.E-]", "", text) or "nan")
            stored = (
                float(re.sub(r"[^\d.-]", "", str(value)) or "nan") if value is not None else None
            )
            return stored in (number, number * 100)
        if spec.kind is Kind.BOOLEAN:
            return bool(value) == (text.strip().casefold() in ("1", "true", "yes", "はい"))
        if spec.kind is Kind.URL:
            bare = re.sub(r"^https?://|/$", "", text.strip().casefold())
            return bare in str(value).casefold()
        if spec.kind is Kind.TAGS:
            return all(_letters(part) in _letters(str(value)) for part in text.split(","))
        if spec.kind is Kind.LINK:
            return value is not None
        if target == "external_id":
            bare = str(value).rpartition(":")[2]
            return text.strip().startswith(bare) and len(text.strip()) - len(bare) in (0, 3)
        if target in ("street", "city", "state", "building", "company", "name"):
            return _letters(text) in _letters(str(value)) or _letters(text) in everything
        return _letters(text) == _letters(str(value))


def judge_table(path: Path, said: str, homes: dict[str, str]) -> tuple[int, int, int, list[str]]:
    """Values right, values with a home, rows left out, and what is wrong in words."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "crm.db", user="sato")
        try:
            options = options_of(said, Path(folder) / "errors.csv")
            outcomes: dict[int, RowOutcome] = {}
            try:
                plan = _plan(store, path, options)
                run_import(store, plan, on_row=lambda each: outcomes.__setitem__(each.line, each))
            except CrmError as error:
                return 0, 0, 0, [f"refused: {error}"]
            record_type = plan.record_type
            keys = [spec.key for spec in record_type.fields]
            ids = [each.record_id for each in outcomes.values() if each.record_id]
            records = read_fields(store.connection, record_type, ids, keys)
            names = column_names(plan.source.header)
            judge = Judge(store, record_type)
            return _compare(rows_of(path), names, homes, (outcomes, records), judge)
        finally:
            store.close()


def _plan(store: Store, path: Path, options: ImportOptions) -> ImportPlan:
    """A plan with the likely answers to what is asked about encoding and currency."""
    plan = plan_import(store, path, options)
    for question in plan.source.questions:
        if question.topic is Topic.ENCODING:
            read = replace(options.source, encoding=question.answers[0][0])
            options = replace(options, source=read)
    if (asked := detect_in_all_rows(plan).amounts.question) is not None:
        options = replace(options, currency=asked.likely or "USD")
    return plan_import(store, path, options)


def _compare(
    rows: Cells,
    names: tuple[str, ...],
    homes: dict[str, str],
    became: tuple[dict[int, RowOutcome], dict[int, dict[str, Any]]],
    judge: Judge,
) -> tuple[int, int, int, list[str]]:
    outcomes, records = became
    right, counted, left, wrong = 0, 0, 0, []
    shown: dict[str, int] = defaultdict(int)
    for line, outcome in sorted(outcomes.items()):
        record = records.get(outcome.record_id or 0)
        if outcome.action is not Action.CREATED or record is None:
            left += 1
            continue
        for name, text in zip(names, rows.get(line, ()), strict=False):
            target = homes.get(name, "")
            is_link = target.endswith(".external_id") or target in _NOT_COMPARED
            if not target or is_link or text.strip().casefold() in _BLANK:
                continue
            counted += 1
            if judge.is_right(target, text, record):
                right += 1
                continue
            shown[name] += 1
            if shown[name] <= SHOWN:
                key = target if target in record else "description"
                wrong.append(f"line {line}, {name}: {text!r} → {target}: {record.get(key)!r}")
    return right, counted, left, wrong


def judge_cards(path: Path) -> tuple[int, int, int, list[str]]:
    """The same for contact cards: names, companies, titles, numbers and addresses of mail."""
    import vobject

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "crm.db", user="sato")
        try:
            plan = plan_import(store, path, ImportOptions(errors=Path(folder) / "errors.vcf"))
            report = run_import(store, plan)
            keys = [spec.key for spec in plan.record_type.fields]
            ids = [row[0] for row in store.connection.rows("SELECT id FROM leads")]
            found = read_fields(store.connection, plan.record_type, ids, keys).values()
        except CrmError as error:
            return 0, 0, 0, [f"refused: {error}"]
        finally:
            store.close()
    everything = " ".join(str(v) for record in found for v in record.values() if v is not None)
    letters, numbers = _letters(everything), _digits(everything)
    rejected = {each.line for each in report.outcomes if each.action is Action.FAILED}
    right, counted, wrong = 0, 0, []
    try:
        cards = list(
            vobject.readComponents(_text_of_cards(path), allowQP=True, ignoreUnreadable=True)
        )
    except (vobject.base.ParseError, AttributeError, ValueError) as error:
        return 0, 0, 0, [f"vobject cannot read it: {error}"]
    for card in cards:
        second = min((line.lineNumber for line in card.lines() if line.lineNumber), default=0)
        if second - 1 in rejected:
            continue
        for line in card.lines():
            for value in _card_values(line):
                counted += 1
                is_number = line.name in ("TEL",)
                if (_digits(value)[-9:] in numbers) if is_number else (_letters(value) in letters):
                    right += 1
                else:
                    wrong.append(f"{line.name}: {value!r}")
    return right, counted, report.skipped + report.failed, wrong


def _text_of_cards(path: Path) -> str:
    """A file of cards, each line in the encoding that it names, or else in that of most cards."""
    lines = []
    for line in path.read_bytes().splitlines(keepends=True):
        named = re.match(rb"[^:]*CHARSET=([\w-]+)", line, re.IGNORECASE)
        codecs = [named[1].decode("ascii")] if named else ["utf-8", "cp932"]
        for codec in codecs:
            try:
                lines.append(line.decode(codec.replace("SHIFT_JIS", "cp932")))
                break
            except UnicodeDecodeError:
                continue
        else:
            lines.append(line.decode("utf-8", "replace"))
    return "".join(lines)


def _card_values(line: Any) -> list[str]:
    """The values of a line of a card that have a home."""
    value: Any = getattr(line, "value", None)  # a card in a card has none
    match line.name if value is not None else "":
        case "N":
            parts = [value.family, value.given]
        case "ORG":
            parts = list(value) if isinstance(value, list) else [value]
        case "ADR":
            parts = [value.street, value.city, value.region, value.code]
        case "EMAIL":
            parts = [parseaddr(str(value))[1] or str(value)]
        case "TEL" | "TITLE" | "NOTE":
            parts = [str(value)]
        case _:
            return []
    flat = [each for part in parts for each in (part if isinstance(part, list) else [part])]
    bare = [str(each).removesuffix("\\eof") for each in flat]  # vobject's, behind a lone backslash
    return [each for each in bare if _letters(each)]


def main() -> None:
    """Score every source, and print what is wrong."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "shared" / "data"
    homes, done = truth(), set()
    scores: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    work = [(sample.group.partition(",")[0], sample.path, sample.said) for sample in samples()]
    work += [("vCard", str(p.relative_to(data)), "") for p in sorted(data.glob("vcard/*/*.vcf"))]
    for source, path, said in work:
        is_card = path.endswith(".vcf")
        if path in done or not (is_card or path in homes):
            continue
        done.add(path)
        if is_card:
            found = judge_cards(data / path)
        else:
            said = said or ("--converted import" if "Leads.csv" in path else "")
            found = judge_table(data / path, said, homes[path])
        for place, number in enumerate(found[:3]):
            scores[source][place] += number
        for words in found[3]:
            print(f"{path}: {words}")
    for source, (right, counted, left) in scores.items():
        share = right / counted if counted else 1.0
        print(f"{share:.4f}  {right:6} of {counted:6}  {left:5} rows left out  {source}")


if __name__ == "__main__":
    main()
