"""The least that an export can be: a bare cursor into ``csv.writer``. Takes the store, the file."""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path


def main() -> None:
    """Write all leads with all their columns."""
    rows = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT * FROM leads")
    with Path(sys.argv[2]).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([column[0] for column in rows.description])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
