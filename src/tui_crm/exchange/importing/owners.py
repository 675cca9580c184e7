"""Our own people, by whatever a file calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.exchange.importing.bounded_counter import LIMIT
from tui_crm.exchange.importing.row_reader import external_id
from tui_crm.language.fold import fold
from tui_crm.language.names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_crm.exchange.importing.report import ImportReport
    from tui_crm.exchange.importing.row_reader import ImportRow
    from tui_crm.store.import_lookups import NamedUser
    from tui_crm.store.model import Value


class Owners:
    """Finds users by user name, full name, e-mail address or foreign number.

    ``missed`` holds those of the row at hand that nobody is called; the taker empties it.
    """

    def __init__(self, users: Sequence[NamedUser], prefix: str) -> None:
        self.missed: list[str] = []
        self._prefix = prefix
        self._known: dict[str, int] = {}
        for user_id, *names in users:
            self._known |= {name_key(name): user_id for name in names if name}
        self._by_text: dict[str, int | None] = {}

    def find(self, text: str) -> Value:
        """The id of the user that ``text`` names, or None."""
        found = self._by_text.get(text, 0)
        if found == 0:
            number = fold(external_id(text, self._prefix))
            found = self._known.get(name_key(text)) or self._known.get(number)
            if len(self._by_text) < LIMIT:
                self._by_text[text] = found
        if found is None and text.strip():
            self.missed.append(" ".join(text.split()))
        return found


def count_owners(report: ImportReport, created: Iterable[ImportRow], owner_field: str) -> None:
    """Count whom the rules have given new records, and whose fell to the one who imports."""
    for import_row in created:
        owner = import_row.values.get(owner_field)
        if owner is None:
            for name in import_row.unknown_owners:
                report.unknown_owners.add(name)
        elif import_row.is_assigned:
            report.assigned[int(owner)] += 1
