"""How well duplicates are found: precision and recall on labelled lists, and the time it takes.

``python benchmarks/matching.py FOLDER`` reads the lists from ``FOLDER`` (``matching/febrl/…``,
``japanese/edinet/…``).
A pair counts as found where both records are in one group. Other sites of a company are proposals
of their own, measured apart.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import tempfile
import time
import unicodedata
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from tui_crm.features.duplicates.candidates import find_duplicates_of
from tui_crm.features.duplicates.groups import find_all
from tui_crm.features.duplicates.scoring import BRANCH, POSSIBLE, SURE, Relation
from tui_crm.features.program import open_store
from tui_crm.i18n import t
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.model import Value

Labelled = tuple[str, dict[str, "Value"]]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs that were found, that are there, and that were found rightly."""

    found: int
    there: int
    right: int
    seconds: float

    def __str__(self) -> str:
        f1 = 2 * self.right / (self.found + self.there)
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.there if self.there else 1.0
        counts = f"{self.right} of {self.there} pairs, {self.found - self.right} wrong"
        scores = f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"
        return f"{scores}  ({counts}, {self.seconds:.1f} s)"


def people(path: Path) -> Iterator[Labelled]:
    """FEBRL: people with slips of the pen; ``rec-12-org`` and ``rec-12-dup-0`` are one."""
    with path.open(newline="", encoding="ascii") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            number = re.match(r"rec-\d+", row["rec_id"])
            born = row["date_of_birth"]
            is_day = len(born) == 8 and born.isdigit()
            yield (
                number[0] if number else "",
                {
                    "last_name": row["surname"] or None,
                    "first_name": row["given_name"] or None,
                    "street": " ".join(filter(None, (row["street_number"], row["address_1"])))
                    or None,
                    "city": row["suburb"] or None,
                    "state": row["state"] or None,
                    "postal_code": row["postcode"] or None,
                    "birthday": f"{born[:4]}-{born[4:6]}-{born[6:]}" if is_day else None,
                },
            )


def organisations(path: Path) -> Iterator[Labelled]:
    """Early childhood sites of Chicago from several lists, joined by hand (``True Id``)."""
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = " ".join(row["Site name"].split())
            if name:
                yield (
                    row["True Id"],
                    {
                        "name": name,
                        "street": " ".join(row["Address"].split()) or None,
                        "postal_code": row["Zip"] or None,
                        "phone": f"312-{row['Phone']}" if row["Phone"] else None,
                    },
                )


FORMS = {
    "株式会社": ("㈱", "(株)", "（株）", "株式会社 ", "株式会社　", "ｶﾌﾞｼｷｶﾞｲｼｬ "),
    "有限会社": ("㈲", "(有)", "有限会社 "),
    "合同会社": ("(同)", "合同会社　"),
    "CO., LTD.": ("Co Ltd", "Co.,Ltd.", "CO.LTD.", "Company Limited"),
    "Co., Ltd.": ("Co Ltd", "CO.,LTD.", "co.ltd", "Company Limited"),
    "CORPORATION": ("Corp.", "Corporation"),
    "Inc.": ("INC", "Inc", "Incorporated"),
}
VARIANTS = str.maketrans("高崎斉沢浜辺国学島", "髙﨑齋澤濱邊國學嶋")
HALF_WIDTH = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}


def companies(path: Path, *, in_english: bool) -> Iterator[Labelled]:
    """EDINET: every company as it is filed, and once more as somebody else may have typed it."""
    dice = random.Random(3)
    with path.open(newline="", encoding="cp932") as file:
        next(file)
        for row in csv.DictReader(file):
            name = row["提出者名（英字）" if in_english else "提出者名"].strip()
            number = row["提出者法人番号"]
            if not name or not number:
                continue
            street = row["所在地"] or None
            yield number, {"name": name, "street": street}
            yield number, {"name": respelt(name, dice), "street": street}


def respelt(name: str, dice: random.Random) -> str:
    """The same name, written in another way."""
    for form, others in FORMS.items():
        if form in name:
            name = name.replace(form, dice.choice(others))
            break
    match dice.randrange(4):
        case 0:
            return "".join(HALF_WIDTH.get(character, character) for character in name)
        case 1:
            return name.translate(VARIANTS)
        case 2:
            return name.upper() if dice.random() < 0.5 else f" {name} "
        case _:
            return unicodedata.normalize("NFKC", name)


def measure(
    rows: list[Labelled], record_type: str, least: float, kind: Relation = Relation.SAME
) -> Score:
    """Find duplicates among ``rows``, or proposals of another kind, and compare with labels."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "crm.db", user="benchmark")
        kept = [row for row in rows if record_type == "accounts" or row[1]["last_name"]]
        with unit(store, "import") as work:
            work.create_many(record_type, [values for _, values in kept])
        label_of = {number: label for number, (label, _) in enumerate(kept, start=1)}
        begun = time.perf_counter()
        found = find_all(store, record_type, least=least, relations=(kind,))
        groups = [group.records for group in found]
        seconds = time.perf_counter() - begun
        store.close()
    by_label: dict[str, list[int]] = {}
    for number, label in label_of.items():
        by_label.setdefault(label, []).append(number)
    there = sum(len(ids) * (len(ids) - 1) // 2 for ids in by_label.values())
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    right = sum(label_of[one] == label_of[other] for one, other in pairs)
    return Score(len(pairs), there, right, seconds)


def misspelt(folder: Path, least: float) -> Score:
    """Names of companies beside the same names with slips: which the first proposal finds."""
    names = [row["company_name"] for row in _rows(folder / "test_names.csv")]
    slips = [row["company_name"] for row in _rows(folder / "adjusted_test_names.csv")]
    found = right = 0
    with tempfile.TemporaryDirectory() as temporary:
        store = open_store(Path(temporary) / "crm.db", user="benchmark")
        with unit(store, "import") as work:
            work.create_many("accounts", [{"name": name} for name in names])
        begun = time.perf_counter()
        with store.reading() as connection:
            for number, name in enumerate(slips, start=1):
                values: dict[str, Value] = {"name": name}
                matches = find_duplicates_of(
                    connection, store.schema, "accounts", values, limit=1, least=least
                )
                found += bool(matches)
                right += bool(matches) and matches[0].id == number
        seconds = time.perf_counter() - begun
        store.close()
    return Score(found, len(names), right, seconds)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


BRANCHES = ("大阪支店", "　横浜営業所", " 本社", "名古屋工場")


def branches(path: Path) -> Score:
    """Branches beside the companies of EDINET: which are called that, and never a duplicate."""
    names = [values["name"] for _, values in companies(path, in_english=False)][::2][:2000]
    found = right = 0
    with tempfile.TemporaryDirectory() as temporary:
        store = open_store(Path(temporary) / "crm.db", user="benchmark")
        with unit(store, "import") as work:
            work.create_many("accounts", [{"name": name} for name in names])
        branch = t("sales.reason.branch")
        begun = time.perf_counter()
        with store.reading() as connection:
            for number, name in enumerate(names):
                values: dict[str, Value] = {"name": f"{name}{BRANCHES[number % len(BRANCHES)]}"}
                matches = find_duplicates_of(
                    connection, store.schema, "accounts", values, limit=1, least=BRANCH
                )
                found += bool(matches)
                right += bool(matches) and branch in matches[0].reasons
        seconds = time.perf_counter() - begun
        store.close()
    return Score(found, len(names), right, seconds)


def main(folder: Path) -> None:
    """Measure everything and write it down."""
    lists, edinet = folder / "matching", folder / "japanese" / "edinet" / "EdinetcodeDlInfo.csv"
    for least, name in ((SURE, "sure"), (POSSIBLE, "possible")):
        for number in (1, 2):
            rows = list(people(lists / "febrl" / f"dataset{number}.csv"))
            print(f"people, FEBRL {number}, {name}: {measure(rows, 'contacts', least)}")
        rows = list(organisations(lists / "dedupe" / "csv_example_input_with_true_ids.csv"))
        print(f"organisations, Chicago, {name}: {measure(rows, 'accounts', least)}")
        for in_english, language in ((False, "Japanese"), (True, "English")):
            rows = list(companies(edinet, in_english=in_english))
            print(f"companies respelt, {language}, {name}: {measure(rows, 'accounts', least)}")
        print(f"company names with slips, {name}: {misspelt(lists / 'dnb', least)}")
    rows = list(organisations(lists / "dedupe" / "csv_example_input_with_true_ids.csv"))
    print(f"organisations, Chicago, other sites: {measure(rows, 'accounts', SURE, Relation.SITE)}")
    rows = list(companies(edinet, in_english=False))
    sites = measure(rows, "accounts", SURE, Relation.SITE)
    print(f"companies respelt, Japanese, other sites: {sites}")
    print(f"branches of companies, Japanese: {branches(edinet)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
