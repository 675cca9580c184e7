"""Find branches of a company (支店, 営業所, 工場) and make them children of their head office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import NotFoundError
from tui_crm.language.companies import company_key
from tui_crm.store import match_index
from tui_crm.store.journal.unit import unit
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

RECORD_TYPE: Final = "accounts"
_STEP: Final = 2_000


@dataclass(frozen=True, slots=True)
class Family:
    """A head office, and those of its branches that are not its children yet."""

    head: int
    branches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Account:
    id: int
    legal_form: str
    branch: str
    is_head_office: bool
    parent: int | None


def find_branches(store: Store, progress: Callable[[int, int], None] | None = None) -> list[Family]:
    """Accounts named like another one with a branch behind it, which have no parent yet.

    Companies of differing legal forms are not one; pairs that somebody has called different are
    left out.
    """
    accounts = store.schema.type(RECORD_TYPE)
    by_core: dict[str, list[_Account]] = {}
    with store.reading() as connection:
        total = Listing(store.schema, Query(RECORD_TYPE), store.query_context()).count(connection)
        rows = match_index.fields_of_all(connection, accounts, ("name", "parent"))
        for place, (record_id, name, parent) in enumerate(rows):
            if progress is not None and place % _STEP == 0:
                progress(place, total)
            key = company_key(str(name or ""))
            above = None if parent is None else int(parent)
            account = _Account(
                int(record_id or 0), key.legal_form, key.branch, key.is_head_office, above
            )
            by_core.setdefault(key.core, []).append(account)
        distinct = match_index.distinct_pairs(connection, RECORD_TYPE)
    found = [_family(same, distinct) for same in by_core.values() if len(same) > 1]
    return sorted((f for f in found if f is not None), key=lambda family: family.head)


def _family(same: list[_Account], distinct: set[tuple[int, int]]) -> Family | None:
    heads = [one for one in same if one.is_head_office or not one.branch]
    heads.sort(key=lambda one: (bool(one.branch), one.id))
    if not heads:
        return None
    head = heads[0]
    branches = tuple(
        one.id
        for one in same
        if one.branch
        and not one.is_head_office
        and one.parent is None
        and one.id != head.parent
        and len({one.legal_form, head.legal_form} - {""}) < 2
        and (min(one.id, head.id), max(one.id, head.id)) not in distinct
    )
    return Family(head.id, branches) if branches else None


def put_below(store: Store, head: int, branches: Sequence[int]) -> int | None:
    """Make accounts children of another one, as far as they have no parent; the batch.

    Raises:
        NotFoundError: the head office is gone.
    """
    with unit(store, "bulk_edit") as work:
        accounts = work.schema.type(RECORD_TYPE)
        above = {head}
        parent: Value = read(work.connection, accounts, head)["parent"]
        while parent is not None and int(parent) not in above:
            above.add(int(parent))
            parent = read(work.connection, accounts, int(parent))["parent"]
        rows = work.writer(RECORD_TYPE).read([i for i in branches if i not in above])
        work.note = read(work.connection, accounts, head).title
        changes: list[tuple[int, Mapping[str, Value]]] = [
            (record_id, {"parent": head})
            for record_id, stored in rows.items()
            if stored.values["parent"] is None
        ]
        if not rows:
            raise NotFoundError("record.missing", type=accounts.label(1), id=branches[0])
        work.update_many(RECORD_TYPE, changes)
    return work.batch
