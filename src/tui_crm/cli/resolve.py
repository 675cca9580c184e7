"""Resolve names of record types, fields and views: key or label, either language, any case."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from tui_crm.errors import NotFoundError, UsageError
from tui_crm.i18n import LANGUAGES, t
from tui_crm.language.fold import fold
from tui_crm.store import views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.cli.session import Session
    from tui_crm.errors import CrmError
    from tui_crm.store.model import FieldSpec, RecordType, Schema
    from tui_crm.store.views import View


_NO_FIELD: Final = frozenset({"field.unknown", "sort.unknown"})
_MOST: Final = 3
_LIKE: Final = 0.7


def type_key(schema: Schema, words: str) -> str:
    """Resolve the name of a record type to its key.

    Raises:
        UsageError: there is none; the nearest names are in the sentence.
    """
    if words in schema.types:
        return words
    wanted = fold(words)
    names = {name: r.key for r in schema for name in _names_of_type(r)}
    if wanted in names:
        return names[wanted]
    close = _closest(wanted, names)
    keys = list(dict.fromkeys(names[name] for name in close))
    if keys:
        raise UsageError("type.unknown_but", name=words, close=", ".join(keys))
    raise UsageError("type.unknown", name=words, known=", ".join(r.key for r in schema))


def _names_of_type(record_type: RecordType) -> list[str]:
    words = [record_type.key, record_type.singular]
    for language in LANGUAGES:
        words += [record_type.label(n, language) for n in (1, 2)]
        also = f"cli.also_called.{record_type.key}"
        words += t(also, to=language).split(", ")
    return [fold(word) for word in words]


def field_key(record_type: RecordType, words: str) -> str:
    """Resolve the name of a field to its key; ``words`` themselves where nothing matches.

    ``name`` is the title of every record that has no field of that key.
    """
    if words in record_type:
        return words
    wanted = fold(words)
    if wanted == "name":
        return "title"
    for names in (_names_of, _former_names_of, _headers_of):
        keys = [spec.key for spec in record_type.fields if wanted in names(record_type, spec)]
        if len(keys) == 1:
            return keys[0]
    return words


def field_keys(record_type: RecordType, words: str) -> list[str]:
    """Resolve comma-separated field names to keys."""
    return [field_key(record_type, word.strip()) for word in words.split(",") if word.strip()]


def title_key(record_type: RecordType, words: str) -> str:
    """``name`` where the columns asked for name the title so and in no other way."""
    asked = {fold(word) for word in words.split(",")}
    is_so = "name" in asked and "title" not in asked and "name" not in record_type
    return "name" if is_so else "title"


def sort_keys(record_type: RecordType, words: str) -> str:
    """Resolve the field names of a sort order such as ``-Amount, name``."""
    parts = [part.strip() for part in words.split(",") if part.strip()]
    signs = [part[: len(part) - len(part.lstrip("+-"))] for part in parts]
    return ",".join(
        sign + field_key(record_type, part[len(sign) :].strip())
        for sign, part in zip(signs, parts, strict=True)
    )


def _names_of(record_type: RecordType, spec: FieldSpec) -> set[str]:
    return set(map(fold, spec.names(record_type.key)))


def _former_names_of(record_type: RecordType, spec: FieldSpec) -> set[str]:
    return set(map(fold, spec.former_names(record_type.key)))


def _headers_of(_: RecordType, spec: FieldSpec) -> set[str]:
    """What the field is called in anybody's list."""
    return set(map(fold, spec.aliases))


def hint(session: Session, error: CrmError) -> str:
    """A "did you mean" sentence for an unknown field; empty where nothing is close."""
    if error.key not in _NO_FIELD:
        return ""
    named = str(error.params.get("type") or session.type_key)
    known = session.schema.types.get(named)
    return nearest_fields(known, str(error.params["field"])) if known else ""


def nearest_fields(record_type: RecordType, words: str) -> str:
    """A "did you mean" question with similarly named fields; empty where there are none."""
    near = record_type.nearest(words)
    return t("cli.usage.close", close=", ".join(near)) if near else ""


def _closest(word: str, known: Iterable[str]) -> list[str]:
    return get_close_matches(word, known, _MOST, _LIKE)


def saved_views(session: Session, record_type: str = "") -> list[View]:
    """The saved views of one record type or of all, by name."""
    with session.reading() as connection:
        return views.saved_views(session.store, connection, record_type)


def saved_view(session: Session, name: str, record_type: str = "") -> View:
    """The saved view called ``name``, however it is written.

    Raises:
        NotFoundError: there is none.
    """
    wanted = fold(name)
    for view in saved_views(session, record_type):
        if fold(view.name) == wanted:
            return view
    raise NotFoundError("cli.no_view", name=name)


def built_in_views(session: Session, record_type: str = "") -> list[View]:
    """The views that the program brings along, of one record type or of all of the menu."""
    keys = [record_type] if record_type else [each.key for each in session.schema.menu]
    return [view for key in keys for view in views.own_views(session.schema.type(key))]


def named_view(session: Session, name: str, record_type: str = "") -> View:
    """The view called ``name``: a saved one, else one of the program's own, by key or by name.

    Raises:
        NotFoundError: there is none.
    """
    try:
        return saved_view(session, name, record_type)
    except NotFoundError:
        wanted = fold(name)
        for view in built_in_views(session, record_type):
            names = (view.key, view.label(view.type), *view.former_labels(view.type))
            if wanted in map(fold, names):
                return view
        raise
