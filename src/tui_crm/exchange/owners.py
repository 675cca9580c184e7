"""Our own people, by whatever a file calls them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui_crm.exchange.drafts import external_id
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
        self.unknown: Counter[str] = Counter()
        self._prefix = prefix
        self._known: dict[str, int] = {}
        for user_id, *names in import_lookups.users(connection):
            self._known |= {fold(name): user_id for name in names if name}
        self._by_text: dict[str, int | None] = {}

    def find(self, text: str) -> Value:
        """The id of the user that ``text`` names, or None."""
        if text not in self._by_text:
            word = fold(text)
            number = fold(external_id(text, self._prefix))
            self._by_text[text] = self._known.get(word) or self._known.get(number)
        found = self._by_text[text]
        if found is None and text.strip():
            self.unknown[" ".join(text.split())] += 1
        return found
