"""Opening and saving of forms: what is asked for, what the form starts with, how it is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.i18n import has, t
from tui_crm.screens.form.state import FormState
from tui_crm.store import commands, drafts
from tui_crm.store.defaults import defaults
from tui_crm.store.journal.hooks import allocated_fields
from tui_crm.store.model import USERS, Kind
from tui_crm.store.records import is_frozen, read, titles
from tui_crm.store.values import ValueParser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.commands import Written
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.drafts import KeptDraft
    from tui_crm.store.model import FieldSpec, RecordType, Value
    from tui_crm.store.records import Record


@dataclass(frozen=True, slots=True)
class FormRequest:
    """A request for a form: of a record, of a new one prefilled with ``values``, or of a clone."""

    type: str
    record_id: int | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    clone_of: int | None = None
    only: tuple[str, ...] | None = None
    """The fields that it shows; all that can be written where None."""

    def draft_form(self, user: str) -> str:
        """The key of its draft: the same request has the same key."""
        given = sorted((key, value) for key, value in self.values.items())
        return repr((user, self.type, self.record_id, self.clone_of, given, self.only))


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """An opened form: its state, the record's title, and a draft left behind, if any."""

    request: FormRequest
    state: FormState
    title: str
    draft: KeptDraft | None
    about: str = ""
    """The record that a new one is begun for."""


def open_form(store: Store, request: FormRequest, currency: str) -> OpenedForm:
    """Read what the form starts with.

    Raises:
        NotFoundError: the record is gone.
        UsageError: it is read-only, as a converted lead is.
    """
    schema = store.schema
    declared = schema.type(request.type)
    record: Record | None = None
    with store.reading() as connection:
        source = request.record_id if request.record_id is not None else request.clone_of
        if source is not None:
            record = read(connection, declared, source)
        base: dict[str, Value] = {}
        allocated: tuple[str, ...] = ()
        if record is not None and request.record_id is not None:
            if is_frozen(declared, record):
                raise UsageError("record.frozen", title=record.title)
            base = dict(record.values)
            values = {**base, **request.values}
        elif record is not None:
            values = {spec.key: record[spec.key] for spec in declared.editable}
        else:
            user = store.query_context().user_id
            usual = defaults(schema, declared, user)
            allocated = allocated_fields(schema, declared)
            values = {k: v for k, v in usual.items() if k not in allocated} | dict(request.values)
        names = dict(record.links) if record is not None else {}
        names.update(_titles(connection, declared, values, names))
        form = request.draft_form(store.user)
        draft = drafts.left_behind(connection, form, store.now())
    reader = ValueParser(schema, store.local_now(), _by_hand, currency)
    state = FormState(schema, declared, reader, base, values, names, only=request.only)
    for key in allocated:
        if key in state.entries and values.get(key) is None:
            state.entries[key].notice = t(f"form.allocated.{key}")
    _show_hints(declared, state)
    if base and record is not None:
        state.version = record.version
        request = replace(request, record_id=record.id)
    title = record.title if record is not None else ""
    return OpenedForm(request, state, title, draft, _about(declared, request, names))


def _show_hints(declared: RecordType, state: FormState) -> None:
    """Show hints beside blank fields, where the catalogs have them."""
    for key, entry in state.entries.items():
        hint = f"form.hint.{declared.key}.{key}"
        if not entry.text and has(hint):
            entry.notice = t(hint)


def _about(declared: RecordType, request: FormRequest, names: Mapping[str, str]) -> str:
    if request.record_id is not None:
        return ""
    given = (s for s in declared.editable if s.kind is Kind.LINK and s.target != USERS)
    return next((names.get(s.key, "") for s in given if request.values.get(s.key)), "")


def save_form(store: Store, request: FormRequest, state: FormState) -> Written:
    """Save the form as one change.

    Raises:
        InvalidRecordError: a rule is broken.
        VersionConflictError: somebody has saved the record since it was read.
    """
    changes = state.changes()
    if request.record_id is None:
        is_clone = request.clone_of is not None
        kind = "clone" if is_clone else store.schema.type(request.type).add_kind
        return commands.add(store, request.type, changes, kind=kind)
    return commands.edit(store, request.type, request.record_id, changes, version=state.version)


def heading(request: FormRequest, label: str, title: str) -> str:
    """The title of the form."""
    if request.record_id is not None:
        return t("form.edit", title=title)
    key = "form.clone" if request.clone_of is not None else "form.new"
    return t(key, type=label, title=title)


def _titles(
    connection: Connection,
    declared: RecordType,
    values: Mapping[str, Value],
    known: Mapping[str, str],
) -> dict[str, str]:
    """The titles of linked records that the record did not bring along."""
    found = {}
    for spec in declared.editable:
        value = values.get(spec.key)
        if spec.kind is Kind.LINK and value is not None and not known.get(spec.key):
            title = titles(connection, spec.target, [int(value)]).get(int(value), "")
            found[spec.key] = title or str(value)
    return found


def _by_hand(spec: FieldSpec, _text: str) -> int:
    """Refuse a link that was typed but not chosen."""
    raise UsageError("value.link_not_chosen", field=spec.key)
