"""The data that everything is measured on: seeded leads with twelve filled columns.

Japanese and English, with surnames spread as in life, so that a search hits about as many as it
would at a customer's. ``python benchmarks/sample.py FOLDER 100000`` makes ``100000.csv`` and
``100000.db``.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui_crm.features.demo.cast import Cast
from tui_crm.features.program import open_store
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.model import Value

COLUMNS = (
    "last_name",
    "first_name",
    "company",
    "email",
    "phone",
    "mobile",
    "postal_code",
    "state",
    "city",
    "street",
    "status",
    "lead_source",
)
STATUSES = ("new", "working", "contacted", "qualified", "unqualified")
SOURCES = ("web", "phone", "exhibition", "referral", "seminar", "mail")
RARE = "阿井宇江尾加木久家古佐志須世曽田知津手戸奈仁布根野波比福部穂真見武目茂矢湯世良里瑠麗路和"
"""Characters that rare surnames are put together from."""


def leads(count: int) -> Iterator[dict[str, Value]]:
    """``count`` leads, the same ones every time."""
    dice = random.Random(7)
    casts = (Cast("ja", dice), Cast("ja", dice), Cast("en", dice))
    for number in range(count):
        cast = dice.choice(casts)
        person, company, place = cast.person(), cast.company(), cast.place()
        last = person.last
        if dice.random() < 0.6:  # most people have a surname that is not among the fifty commonest
            last = "".join(dice.choices(RARE, k=2)) if cast.is_japanese else f"{last}{number % 997}"
        yield {
            "last_name": last,
            "first_name": person.first,
            "company": company.name + (f" {number % 4999}" if dice.random() < 0.7 else ""),
            "email": f"p{number}@x{number % 9973}.example",
            "phone": _phone(dice),
            "mobile": f"090-{dice.randint(1000, 9999)}-{dice.randint(0, 9999):04}",
            "postal_code": place.postal_code,
            "state": place.state,
            "city": place.city,
            "street": place.street,
            "status": dice.choice(STATUSES),
            "lead_source": dice.choice(SOURCES),
        }


def _phone(dice: random.Random) -> str:
    return f"03-{dice.randint(3000, 9999)}-{dice.randint(0, 9999):04}"


def write_csv(path: Path, count: int) -> None:
    """The leads as a list that somebody bought."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(leads(count))


def write_store(path: Path, count: int) -> None:
    """The leads as a store of ours."""
    store = open_store(path, user="benchmark")
    with unit(store, "import") as work:
        leads_type = work.schema.type("leads")
        work.create_many("leads", (work.with_defaults(leads_type, lead) for lead in leads(count)))
    store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


def make(folder: Path, count: int) -> tuple[Path, Path]:
    """The list and the store of ``count`` leads, made once."""
    folder.mkdir(parents=True, exist_ok=True)
    table, store = folder / f"{count}.csv", folder / f"{count}.db"
    if not table.exists():
        write_csv(table, count)
    if not store.exists():
        write_store(store, count)
    return table, store


if __name__ == "__main__":
    for size in sys.argv[2:]:
        print(*make(Path(sys.argv[1]), int(size)), sep="\n")
