"""Our own people, by whatever a file calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.exchange.drafts import external_id
from tui_crm.exchange.tally import LIMIT, Tally
from tui_crm.language.fold import fold
from tui_crm.store import import_lookups

if TYPE_CHECKING:
    from tui_crm.store.connection import Connection
    from tui_crm.store.schema import Value


class Owners:
    """Finds users by user name, full name, e-mail address or foreign number.

    ``unknown`` counts the rows of those that nobody is called; such a row gets the usual owner.
    """

    def __init__(self, connection: Connection, prefix: str) -> None:
        self.unknown = Tally()
        self._prefix = prefix
        self._known: dict[str, int] = {}
        for user_id, *names in import_lookups.users(connection):
            self._known |= {fold(name): user_id for name in names if name}
        self._by_text: dict[str, int | None] = {}

    def find(self, text: str) -> Value:
        """The id of the user that ``text`` names, or None."""
        found = self._by_text.get(text, 0)
        if found == 0:
            number = fold(external_id(text, self._prefix))
            found = self._known.get(fold(text)) or self._known.get(number)
            if len(self._by_text) < LIMIT:
                self._by_text[text] = found
        if found is None and text.strip():
            self.unknown.note(" ".join(text.split()))
        return found
