"""All that one database says otherwise than another, under one name for both.

``sqlite.py`` and ``postgres.py`` say it. Everything else in ``store`` and in the ``queries.py`` of
features is SQL that both understand, with a ``?`` for each parameter, and with the functions of
``store/sql_functions.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.model import Kind

Phrases: TypeAlias = "Sequence[Sequence[Sequence[str]]]"
"""What a search index is asked for: of each group one phrase, which is a row of search pairs."""


class Dialect(Protocol):
    """The SQL of one database. What a method gives is a piece of SQL, unless it says otherwise."""

    begin_write: str
    """Begins a transaction that nobody else's write can come between."""

    begin_read: str
    """Begins a transaction that sees everything as of its first query."""

    data_version: str
    """A query for a number that changes when somebody else has written to the store."""

    def column_type(self, kind: Kind) -> str:
        """The type of a column for values of ``kind``; texts are sorted by code point."""
        ...

    def has_column(self) -> str:
        """A query for a row where a table, the first parameter, has a column, the second."""
        ...

    def typed(self, kind: Kind) -> str:
        """A parameter that holds a value of ``kind``, where nothing else tells its type."""
        ...

    def contains(self, text: str) -> str:
        """The condition that an expression holds the text of a parameter."""
        ...

    def bytes_at(self, start: str, size: int) -> str:
        """So many bytes of a parameter, from the number ``start`` on; beyond its end none."""
        ...

    def differs(self, one: str, other: str) -> str:
        """The condition that two expressions are not alike; two blanks are."""
        ...

    def by_index(self, name: str) -> str:
        """What follows a table's name in FROM to have it read by an index, if that can be said."""
        ...

    def local_day(self, moment: str) -> str:
        """The local day (``YYYY-MM-DD``) of a stored point in time; a stored day is itself."""
        ...

    def first_of_week(self, day: str) -> str:
        """The Monday (``YYYY-MM-DD``) of the week of a day."""
        ...

    def create_key_table(self, name: str) -> str:
        """Makes the table of match keys called ``name`` (quoted), if it is not there."""
        ...

    def create_search_index(self, name: str) -> Sequence[str]:
        """The statements that make the search index ``name`` (quoted), if it is not there."""
        ...

    def pairs_to_store(self, pairs: str) -> str:
        """Search pairs with blanks between them as a value that the index takes; no SQL."""
        ...

    def search_query(self, phrases: Phrases) -> str:
        """What ``search_hits`` is asked for, as a value; empty for nothing. No SQL.

        A phrase of one letter stands for all pairs that begin with it.
        """
        ...

    def search_hits(self, name: str) -> str:
        """A query for the records that an index finds, as ``hit``, in the order of their ids.

        It ends in a condition; its parameter is a ``search_query``.
        """
        ...

    def add_to_search(self, name: str) -> str:
        """Adds a record to an index; its parameters are the id and the ``pairs_to_store``."""
        ...

    def take_from_search(self, name: str) -> str:
        """Takes a record out; the parameters are those that it was added with."""
        ...

    def clear_search(self, name: str) -> str:
        """Takes all records out of an index."""
        ...
