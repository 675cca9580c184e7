"""Our own people, by whatever a file calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.exchange.importing.bounded_counter import LIMIT
from tui_crm.exchange.importing.external_ids import external_id
from tui_crm.language.fold import fold
from tui_crm.language.names import name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.importing.cells import Cleaner
    from tui_crm.store.import_lookups import NamedUser
    from tui_crm.store.model import Value


class Owners:
    """Finds users by user name, full name, e-mail address or foreign number.

    ``missed`` has fields of the row at hand and whom they name, where nobody is called so; the
    taker empties it.
    """

    def __init__(self, users: Sequence[NamedUser], prefix: str) -> None:
        self.missed: list[tuple[str, str]] = []
        self._prefix = prefix
        self._known: dict[str, int] = {}
        for user_id, *names in users:
            self._known |= {name_key(name): user_id for name in names if name}
        self._by_text: dict[str, int | None] = {}

    def finder(self, field: str) -> Cleaner:
        """The cleaner of a column that goes to ``field``: the id of a user, or None."""

        def find(text: str) -> Value:
            found = self._by_text.get(text, 0)
            if found == 0:
                number = fold(external_id(text, self._prefix))
                found = self._known.get(name_key(text)) or self._known.get(number)
                if len(self._by_text) < LIMIT:
                    self._by_text[text] = found
            if found is None and text.strip():
                self.missed.append((field, " ".join(text.split())))
            return found

        return find
