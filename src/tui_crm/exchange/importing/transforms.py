"""Row transforms: what several cells give together, such as the parts of a full name."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.exchange.importing import status_transforms, targets
from tui_crm.exchange.importing.dates import moment_reader
from tui_crm.exchange.importing.import_row import NoticeKind, RowNotice
from tui_crm.exchange.importing.status_transforms import RowTransform, texts
from tui_crm.i18n import t
from tui_crm.language.addresses import split_address
from tui_crm.language.formats import stored
from tui_crm.language.known_names import is_family_name, split_known
from tui_crm.language.name_parts import split_full_name
from tui_crm.language.names import full_name, has_cjk
from tui_crm.store.values import pack_tags, unpack_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_crm.exchange.importing.cells import CellContext
    from tui_crm.exchange.importing.columns import TableMapping
    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.store.model import RecordType, Value

_LONGEST_ADDRESS: Final = 500
"""Characters; what is longer is no address, and stays whole."""

_MINUTES: Final = re.compile(r"\d{1,4}(?:\.\d+)?")
_POLITE: Final = frozenset(("様", "さま", "殿", "どの", "御中", "さん", "氏", "先生", "くん"))


def row_transforms(
    record_type: RecordType, mapping: TableMapping, context: CellContext
) -> list[RowTransform]:
    """The steps that a table of these columns needs, in their order."""
    places: dict[str, list[int]] = {}
    names: dict[int, str] = {}
    for column in mapping.used:
        places.setdefault(column.target, []).append(column.index)
        names[column.index] = column.name
    makers: dict[str, Callable[[list[int], dict[int, str]], RowTransform]] = {
        targets.FULL_NAME: _full_name,
        targets.MIDDLE_NAME: _middle_name,
        targets.MINUTES: _minutes,
        targets.FULL_KANA: _full_kana,
        targets.FULL_ADDRESS: _full_address,
        targets.CONVERTED: status_transforms.converted,
        targets.DELETED: status_transforms.deleted,
        targets.DONE: partial(status_transforms.done, moment=_moment_of(context)),
        targets.ACTIVE: status_transforms.active,
        targets.OUTCOME: status_transforms.outcome,
        targets.CLOSED: partial(status_transforms.closed, outcomes=places.get(targets.OUTCOME, ())),
        targets.OWN_ID: _own_id,
        targets.SUBJECT: _subject,
    }
    found = []
    for target, make in makers.items():
        if target in places and (target not in record_type or target == targets.OWN_ID):
            found.append(make(places[target], names))
    if targets.NOTE in places:
        found.append(_notes(places[targets.NOTE], names))
    if targets.GIVEN_NAME in places or targets.FAMILY_NAME in places:
        found.append(_user_name(places))
    if targets.GIVEN_NAME in record_type.import_targets:
        found.append(_login)
    if mapping.is_own:
        return found
    found += _status_steps(record_type, places, names)
    if "street" in record_type and "street" in places:
        found.append(_street_with_prefecture)
    if "email_2" in record_type and "email_2" in places:
        found.append(_first_email_first)
    if record_type.is_person:
        found.append(_stand_in(places.get(targets.SUBJECT, [])))
    found += _kind_of_table(record_type, mapping)
    return found


def _status_steps(
    record_type: RecordType, places: dict[str, list[int]], names: dict[int, str]
) -> list[RowTransform]:
    """What the words of a status say beside the value that they stand for."""
    found = []
    status, said = record_type.status_field, record_type.import_targets
    if status in places:
        found.append(status_transforms.deleted_status(places[status], names))
        if targets.CONVERTED in said and targets.CONVERTED not in places:
            found.append(status_transforms.converted_status(places[status], names))
        if targets.DONE in said:
            found.append(status_transforms.open_where_blank)
        if targets.CLOSED in said:
            found.append(status_transforms.closed_stage(places[status], names))
    if "done_at" in places and targets.DONE in said:
        found.append(status_transforms.open_until_done)
    return found


def _moment_of(context: CellContext) -> Callable[[str], Value]:
    """A function that reads points in time; None where a text is none."""
    read = moment_reader(context.reader, context.day_order)

    def moment(text: str) -> Value:
        try:
            return read(text)
        except CrmError:
            return None

    return moment


def _full_name(places: list[int], names: dict[int, str]) -> RowTransform:
    """A name in one column, where the columns for its parts have none."""

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        values = import_row.values
        if values.get("last_name") or values.get("first_name"):
            return
        for text in texts(cells, places)[:1]:
            if text == values.get("company"):
                return  # the card of a company
            name = split_full_name(text)
            last, first = name.last, name.first
            if not first and has_cjk(last):
                if known := split_known(last):
                    last, first = known
                elif len(last) > 2 and not is_family_name(last):
                    _mark_whole(import_row, names[places[0]])
            parts = {
                "last_name": last,
                "first_name": first,
                "salutation": name.salutation,
                "job_title": _title_in(name.honorific),
            }
            for key, part in parts.items():
                if part:
                    values.setdefault(key, part)
            if name.remark or _is_degree(name.honorific):
                # What stands beside a name has no field of its own.
                import_row.notes.append(f"{names[places[0]]}: {text}")

    return step


def _mark_whole(import_row: ImportRow, column: str) -> None:
    """Let people find a name that could not be parted, by a tag and in the report."""
    doubt = RowNotice(NoticeKind.DOUBT, "last_name", column, targets.WHOLE_NAME)
    import_row.notices.append(doubt)
    tags = unpack_tags(import_row.values.get("tags"))
    import_row.values["tags"] = pack_tags([*tags, t("import.tag_whole_name")])


def _title_in(honorific: str) -> str:
    """The 部長 of 部長様; politeness alone is no title."""
    for polite in _POLITE:
        honorific = honorific.removesuffix(polite)
    return honorific if has_cjk(honorific) else ""


def _is_degree(honorific: str) -> bool:
    return bool(honorific) and not has_cjk(honorific)


def _middle_name(places: list[int], _: dict[int, str]) -> RowTransform:
    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        for text in texts(cells, places)[:1]:
            first = str(import_row.values.get("first_name") or "")
            import_row.values["first_name"] = f"{first} {text}".strip()

    return step


def _minutes(places: list[int], names: dict[int, str]) -> RowTransform:
    """The end of what has a start and took some minutes; otherwise a note."""

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        values = import_row.values
        for text in texts(cells, places)[:1]:
            start = values.get("start_at")
            if isinstance(start, str) and "end_at" not in values and _MINUTES.fullmatch(text):
                end = datetime.fromisoformat(start) + timedelta(minutes=float(text))
                values["end_at"] = stored(end)
            else:
                import_row.notes.append(f"{names[places[0]]}: {text}")

    return step


def _full_kana(places: list[int], _: dict[int, str]) -> RowTransform:
    """The reading of a whole name, parted where it has a space."""

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        values = import_row.values
        if values.get("last_name_kana") or values.get("first_name_kana"):
            return
        for text in texts(cells, places)[:1]:
            last, _, first = " ".join(text.split()).partition(" ")
            values["last_name_kana"] = last
            if first:
                values["first_name_kana"] = first

    return step


def _full_address(places: list[int], names: dict[int, str]) -> RowTransform:
    """An address in one column (or in several without a meaning of their own)."""

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        said = texts(cells, places)
        if not said:
            return
        values = import_row.values
        if values.get("street") or values.get("city"):
            import_row.notes.append(f"{names[places[0]]}: {' '.join(said)}")
            return
        whole = ("" if has_cjk(said[0]) else ", ").join(said)
        if len(whole) > _LONGEST_ADDRESS:
            values["street"] = whole
            return
        address = split_address(whole)
        if address.postal_code and values.get("postal_code"):
            address = split_address(whole.replace(address.postal_code, "", 1))
        for key in ("postal_code", "country", "state", "city", "street", "building"):
            if part := getattr(address, key):
                values.setdefault(key, part)

    return step


def _street_with_prefecture(import_row: ImportRow, _: Sequence[str]) -> None:
    """住所1 often holds the whole address."""
    values = import_row.values
    street = values.get("street")
    if street and len(str(street)) <= _LONGEST_ADDRESS and not values.keys() & {"state", "city"}:
        address = split_address(str(street))
        if address.state and address.city:
            values |= {"state": address.state, "city": address.city}
            values["street"] = address.street or None
            if address.building:
                values.setdefault("building", address.building)


def _notes(places: list[int], names: dict[int, str]) -> RowTransform:
    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        for place in places:
            for text in texts(cells, [place]):
                import_row.notes.append(f"{names[place]}: {text}")

    return step


def _subject(places: list[int], _: dict[int, str]) -> RowTransform:
    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        import_row.notes[:0] = texts(cells, places)

    return step


def _stand_in(subject: list[int]) -> RowTransform:
    """A person without a family name is called by the given name, by what the lead is about, or by
    the address."""

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        values = import_row.values
        if values.get("last_name") or values.get("company"):
            return
        if values.get("first_name"):
            values["last_name"] = values.pop("first_name")
            return
        for text in texts(cells, subject)[:1]:
            _name_by(import_row, targets.SUBJECT, text)
            import_row.notes.remove(text)
            return
        if address := values.get("email") or values.get("email_2"):
            _name_by(import_row, "email", address)

    return step


def _name_by(import_row: ImportRow, what: str, name: Value) -> None:
    import_row.values["last_name"], import_row.stand_in = name, what
    import_row.notices.append(RowNotice(NoticeKind.STAND_IN, "last_name", text=what))


def _first_email_first(import_row: ImportRow, _: Sequence[str]) -> None:
    """The second address is the first where there is no other."""
    if "email" not in import_row.values and (second := import_row.values.pop("email_2", None)):
        import_row.values["email"] = second


def _own_id(places: list[int], _: dict[int, str]) -> RowTransform:
    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        for text in texts(cells, places)[:1]:
            if text.isascii() and text.isdecimal() and len(text) < 19:
                import_row.own_id = int(text) or None

    return step


def _user_name(places: dict[str, list[int]]) -> RowTransform:
    given = places.get(targets.GIVEN_NAME, [])
    family = places.get(targets.FAMILY_NAME, [])

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        first, last = " ".join(texts(cells, given)), " ".join(texts(cells, family))
        if name := full_name(last, first):
            import_row.values.setdefault("full_name", name)

    return step


def _login(import_row: ImportRow, _: Sequence[str]) -> None:
    """Someone without a user name is known by the address, or by the full name."""
    values = import_row.values
    name = values.get("name") or values.get("email") or values.get("full_name")
    if name:
        values["name"] = name


def _kind_of_table(record_type: RecordType, mapping: TableMapping) -> list[RowTransform]:
    """Which kind of record a whole table is of, where a row does not say."""
    from tui_crm.exchange.headers import header_key
    from tui_crm.exchange.source_programs import generic

    kinds = generic().kinds.get(record_type.key, {})
    kind = next(
        (kinds[header_key(c.header)] for c in mapping.columns if header_key(c.header) in kinds), ""
    )
    if not kind:
        return []

    def step(import_row: ImportRow, _: Sequence[str]) -> None:
        import_row.values.setdefault("kind", kind)

    return [step]
