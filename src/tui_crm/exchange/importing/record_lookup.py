"""Look up records by name, hundreds at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.language.companies import company_key
from tui_crm.language.fold import fold
from tui_crm.language.name_parts import split_full_name
from tui_crm.store import import_lookups, match_index, match_keys
from tui_crm.store.derive import sort_key_of
from tui_crm.store.match_keys import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType


def named(connection: Connection, target: RecordType, texts: Iterable[str]) -> dict[str, list[int]]:
    """The records that are called so, by text; for a company one, where there is a best one."""
    texts = list(dict.fromkeys(texts))
    if target.company_name_field and not target.is_person:
        return _companies(connection, target, texts)
    as_values = {text: named_values(target, text) for text in texts}
    sorts = {text: sort_key_of(target, values) for text, values in as_values.items()}
    found = import_lookups.ids_by(connection, target, "sort_key", set(sorts.values()))
    keys = {
        text: match_keys.person(values["last_name"], values["first_name"])
        for text, values in as_values.items()
        if "last_name" in values
    }
    by_key = (
        match_index.lookup_many(connection, target.key, set(keys.values()) - {""})
        if target.duplicates_among
        else {}
    )
    candidates = {
        text: {*found.get(sorts[text], ()), *by_key.get(keys.get(text, ""), ())} for text in texts
    }
    titles = import_lookups.read_fields(
        connection, target, {i for ids in candidates.values() for i in ids}, ("title",)
    )
    return {
        text: [i for i in sorted(ids) if _is_called(str(titles[i]["title"]), text)]
        for text, ids in candidates.items()
    }


def named_values(target: RecordType, text: str) -> dict[str, str]:
    """The values of a record that is called ``text``."""
    if target.is_person:
        name = split_full_name(text)
        return {"last_name": name.last, "first_name": name.first}
    return {target.company_name_field or target.title[0][0]: text}


def _companies(
    connection: Connection, target: RecordType, texts: Sequence[str]
) -> dict[str, list[int]]:
    keys = {text: match_keys.company(text) for text in texts}
    holders = match_index.lookup_many(connection, target.key, set(keys.values()) - {""})
    ids = {i for found in holders.values() for i in found}
    name_field = target.company_name_field
    names = import_lookups.read_fields(connection, target, ids, (name_field,))
    found = {}
    for text in texts:
        candidates = [(i, str(names[i][name_field])) for i in holders.get(keys[text], ())]
        if best := _best_company(text, sorted(candidates)):
            found[text] = [best]
    return found


def _best_company(text: str, candidates: Sequence[tuple[int, str]]) -> int | None:
    """The company that a name means: spelled so, or of the same form and branch, or the only one
    where one of both does not tell its form."""
    same = [i for i, name in candidates if fold(name) == fold(text)]
    wanted = company_key(text)
    keys = [(i, company_key(name)) for i, name in candidates]
    keys = [(i, key) for i, key in keys if key.branch == wanted.branch and key.core == wanted.core]
    exact = [i for i, key in keys if key.legal_form == wanted.legal_form]
    loose = [i for i, key in keys if not key.legal_form or not wanted.legal_form]
    if same or exact:
        return (same or exact)[0]
    return loose[0] if len(keys) == 1 and loose else None


def name_key(target: RecordType, text: str) -> str:
    """What two spellings of the name of one record have in common.

    For a company that is its name with its legal form and its branch.
    """
    if not target.company_name_field:
        return letters(text)
    key = company_key(text)
    return f"{key.core}/{key.legal_form}/{key.branch}"


def _is_called(title: str, text: str) -> bool:
    if letters(title) == letters(text):
        return True
    name = split_full_name(text)
    return letters(title) in (letters(name.last + name.first), letters(name.first + name.last))
