"""Autocomplete options, suggested values and duplicates for a form that is being filled in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.language.search_terms import equality_key, haystack
from tui_crm.screens.widgets.option_popup import Option
from tui_crm.store import related, suggest
from tui_crm.store.model import Kind
from tui_crm.store.possible_duplicates import possible_duplicates
from tui_crm.store.query import Listing, Query, page
from tui_crm.store.records import find, titles
from tui_crm.store.values import to_display

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value
    from tui_crm.store.possible_duplicates import Match
    from tui_crm.store.query import PageRow

MOST: Final = 20
_DETAILS: Final = 3
_LEAST_SCORE: Final = 0.5

POSTAL_CODE: Final = "postal_code"


@dataclass(frozen=True, slots=True)
class Filled:
    """A suggested value for a field, and its source in words."""

    key: str
    value: str
    notice: str = ""


def link_options(
    store: Store,
    record_type: str,
    spec: FieldSpec,
    text: str,
    values: Mapping[str, Value],
    own_id: int | None,
) -> list[Option]:
    """Autocomplete options of a link: records of the same account first, "create new" last."""
    schema = store.schema
    target = schema.type(spec.target)
    anyone = target.offered_where
    shared = related.shared_links(schema, record_type, values, spec.target)
    terms = [f"{key}={value}" for key, value in shared.items()]
    near = " and ".join([*terms, anyone] if anyone else terms)
    sort = "" if text.strip() else "-updated_at"
    with store.reading() as connection:
        ids: dict[int, None] = {}
        for where in dict.fromkeys((near, anyone)):
            listing = Listing(schema, Query(target.key, where, text, sort), store.query_context())
            ids.update(dict.fromkeys(listing.ids(connection, limit=MOST)))
        wanted = [i for i in ids if i != own_id or spec.target != record_type][:MOST]
        details = _detail_fields(target)
        rows = page(connection, target, wanted, ["title", *(s.key for s in details)])
    options = [_option(store, details, row) for row in rows]
    if text.strip():
        options.append(Option(text.strip(), t("form.create", title=text.strip()), is_new=True))
    return options


def _detail_fields(target: RecordType) -> list[FieldSpec]:
    titled = {key for alternative in target.title for key in alternative} | {"title"}
    specs = sorted(target.columns, key=lambda spec: spec.column)
    return [s for s in specs if s.key not in titled and s.kind is not Kind.DATETIME][:_DETAILS]


def _option(store: Store, details: Sequence[FieldSpec], row: PageRow) -> Option:
    title, *values = row.values
    for spec, value in zip(details, values, strict=True):
        linked = str(value) if spec.kind is Kind.LINK else ""
        words = "" if value is None else to_display(store.schema, spec, value, title=linked)
        if words:
            return Option(row.id, str(title), words)
    return Option(row.id, str(title))


def tag_options(store: Store, record_type: str, spec: FieldSpec, text: str) -> list[Option]:
    """Autocomplete options of a tag field: known tags."""
    with store.reading() as connection:
        known = suggest.known_tags(connection, store.schema.type(record_type), spec)
    return matching_tags(known, text)


def named(store: Store, spec: FieldSpec, text: str) -> tuple[int, str] | None:
    """Id and title of the one record with that number or title; None for none or several."""
    with store.reading() as connection:
        try:
            found = find(connection, store.schema.type(spec.target), text.strip())
        except CrmError:
            return None
        return found, titles(connection, spec.target, [found])[found]


def address_of_code(values: Mapping[str, Value], key: str) -> list[Filled]:
    """The blank address fields that follow from the postal code in the field ``key``."""
    from tui_crm.language.addresses import postal_lookup

    typed = unicodedata.normalize("NFKC", str(values.get(key) or ""))
    code = re.sub(r"[\s〒ー‐−–—―-]", "", typed)
    found = postal_lookup(code)
    if found is None:
        return []
    prefix = key.removesuffix(POSTAL_CODE)
    filled = [Filled(key, f"{code[:3]}-{code[3:]}")]
    for name, value in zip(("state", "city", "street"), found, strict=True):
        if value and values.get(prefix + name) is None:
            filled.append(Filled(prefix + name, value))
    return filled


def code_of_address(values: Mapping[str, Value], key: str) -> list[Filled]:
    """The postal code of the address that the field ``key`` belongs to, if it is blank."""
    from tui_crm.language.address_format import Address
    from tui_crm.language.addresses import postal_code_for

    prefix = "shipping_" if key.startswith("shipping_") else ""
    if values.get(prefix + POSTAL_CODE) is not None:
        return []
    parts = {name: str(values.get(prefix + name) or "") for name in ("state", "city", "street")}
    code = postal_code_for(Address(**parts))
    return [Filled(prefix + POSTAL_CODE, code, t("form.code_of_address"))] if code else []


def reading(store: Store, record_type: str, values: Mapping[str, Value], key: str) -> list[Filled]:
    """The kana of the name in the field ``key``, if it is known and blank."""
    target = suggest.reading_field(store.schema.type(record_type), key)
    text = str(values.get(key) or "")
    if target is None or not text or values.get(target) is not None:
        return []
    with store.reading() as connection:
        found = suggest.known_reading(connection, store.schema, key, text)
    return [Filled(target, found, t("form.known_reading"))] if found else []


def fill_from(
    store: Store, record_type: str, values: Mapping[str, Value], key: str
) -> list[Filled]:
    """Suggested values for blank fields that follow from the field ``key``."""
    if key.endswith(POSTAL_CODE):
        return address_of_code(values, key)
    if key.removeprefix("shipping_") in ("city", "street"):
        return code_of_address(values, key)
    return reading(store, record_type, values, key)


def duplicates(
    store: Store, record_type: str, values: Mapping[str, Value], own_id: int | None
) -> tuple[Match, ...]:
    """Records that may be duplicates of what is being entered."""
    with store.reading() as connection:
        return possible_duplicates(
            connection, store.schema, record_type, values, limit=5, exclude=own_id
        )


MOST_TAGS: Final = 200


def matching_choices(schema: Schema, spec: FieldSpec, text: str, initial: Value) -> list[Option]:
    """Autocomplete options of a picklist: values that begin with ``text``, then those with it.

    A digit that no value holds is the place of the one that is meant. A retired value is offered
    only where it is the ``initial`` one.
    """
    wanted = equality_key(text)
    begins, holds, offered = [], [], []
    for choice in schema.choices(spec.choices, retired=True):
        if choice.is_retired and choice.key != initial:
            continue
        names = [haystack(name) for name in (choice.label(), choice.key, choice.ja, choice.en)]
        option = Option(choice.key, choice.label())
        offered.append(option)
        if any(name.startswith(wanted) for name in names):
            begins.append(option)
        elif any(wanted in name for name in names):
            holds.append(option)
    if wanted.isdecimal() and len(wanted) == 1 and not (begins or holds):
        return offered[int(wanted) - 1 : int(wanted)] if wanted != "0" else []
    return begins + holds


def matching_tags(known: Iterable[str], text: str) -> list[Option]:
    """Known tags that complete the last one in ``text``; an option is the whole new text."""
    found = re.fullmatch(r"(?s)(.*[,、，;]\s*)?(.*)", text)
    before, last = (found[1] or "", found[2]) if found else ("", text)
    has = {fold(tag) for tag in re.split(r"[,、，;]", before)}
    wanted = fold(last)
    return [
        Option(f"{before}{tag}, ", tag)
        for tag in known
        if wanted in haystack(tag) and fold(tag) not in has and fold(tag) != wanted
    ][:MOST_TAGS]
