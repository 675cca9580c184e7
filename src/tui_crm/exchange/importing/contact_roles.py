"""Join Salesforce's list of contact roles to its list of deals.

Salesforce keeps the contacts of its opportunities in a table of their own; here a deal has one main
contact.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing.status_transforms import is_yes
from tui_crm.exchange.readers.headers import header_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui_crm.exchange.readers.input_file import Progress
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.exchange.readers.source import Source

COLUMN: Final = "ContactId"
"""The header of the column that deals get; it is the one that other exports of theirs have."""

_DEAL, _CONTACT, _PRIMARY, _DELETED = "opportunityid", "contactid", "isprimary", "isdeleted"
_SURE: Final = 15
"""Characters of an id that tell it; the others only check them."""


def are_roles(source: Source) -> bool:
    """Whether a table says which contacts have a part in which deals."""
    return {_DEAL, _CONTACT, _PRIMARY} <= set(map(header_key, source.header))


def with_main_contacts(deals: Source, roles: Source) -> tuple[Source, int]:
    """The deals with their main contacts in one more column, and how many contacts are left over.

    The main contact is the one that is called primary, or the only one. Deals that have such a
    column keep it, and all contacts of the list are left over.
    """
    keys = [header_key(text) for text in deals.header]
    main, contacts = _main(roles)
    if "id" not in keys or _CONTACT in keys:
        return deals, contacts
    place = keys.index("id")

    read = partial(_with_contacts, deals, main, place)
    joined = replace(deals, header=(*deals.header, COLUMN), read=read)
    return joined, contacts - len(main)


def _with_contacts(
    deals: Source, main: Mapping[str, str], place: int, progress: Progress | None
) -> Iterator[Row]:
    for row in deals.read(progress):
        if row.problem is not None:
            yield row
            continue
        contact = main.get(row.cells[place].strip()[:_SURE], "")
        yield row._replace(cells=(*row.cells, contact), raw=(*row.raw, contact))


def _main(roles: Source) -> tuple[Mapping[str, str], int]:
    """The main contact by deal, and how many contacts there are in all."""
    places = {header_key(text): place for place, text in enumerate(roles.header)}
    primary: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    contacts = 0
    for row in roles.rows():
        if row.problem is not None:
            continue
        deal = row.cells[places[_DEAL]].strip()[:_SURE]
        contact = row.cells[places[_CONTACT]].strip()
        is_gone = _DELETED in places and is_yes(row.cells[places[_DELETED]])
        if not deal or not contact or is_gone:
            continue
        contacts += 1
        if is_yes(row.cells[places[_PRIMARY]]):
            primary.setdefault(deal, contact)
        else:
            others.setdefault(deal, []).append(contact)
    alone = {deal: found[0] for deal, found in others.items() if len(found) == 1}
    return {**alone, **primary}, contacts
