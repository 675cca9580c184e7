"""Work out which fields of a record a row that matches it fills or overwrites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.options import Blank, Duplicates
from tui_crm.i18n import t
from tui_crm.store.journal.hooks import Event, Save
from tui_crm.store.model import Kind
from tui_crm.store.values import pack_tags, unpack_tags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.exchange.importing.columns import TableMapping
    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.options import ImportOptions
    from tui_crm.store.journal.hooks import Hook, HookContext
    from tui_crm.store.model import FieldSpec, RecordType, Value

_ONLY_NEW: Final = frozenset({"created_at", *targets.CONVERSION})
"""Fields that a record gets when it is made and keeps."""

_ONLY_BLANK: Final = frozenset({targets.EXTERNAL_ID})
"""Fields that are filled and never replaced."""


class FieldUpdates:
    """The updates of records of one type, as the options say."""

    def __init__(
        self,
        context: HookContext,
        record_type: RecordType,
        mapping: TableMapping,
        options: ImportOptions,
    ) -> None:
        self._context = context
        self._record_type = record_type
        self._options = options
        hooks = context.schema.hooks.of(Event.BEFORE_SAVE, record_type.key)
        # What puts the fields of a change itself in order is called when it is written.
        self._hooks = [hook for hook in hooks if set(hook.sets).isdisjoint(hook.on)]
        needed = {key for s in record_type.fields for key in _needed(s)}
        kept = needed | _ONLY_NEW | _ONLY_BLANK
        mapped = dict.fromkeys(column.target for column in mapping.used)
        self._clearable = [key for key in mapped if key in record_type and key not in kept]
        money = [spec for spec in record_type.fields if spec.kind is Kind.MONEY]
        self.fields = (
            *self._clearable,
            *(key for s in money for key in (s.key, s.currency) if key in record_type),
            *(key for hook in self._hooks for key in hook.sets),
        )
        """Fields of a record that decide about others, whatever the row says."""

    def changes(self, import_row: ImportRow, image: Mapping[str, Value]) -> dict[str, Value]:
        """What a row changes in a record that stands as ``image`` says."""
        values = import_row.values
        is_fill = self._options.duplicates is Duplicates.FILL
        found: dict[str, Value] = {}
        for key, value in values.items():
            stands = image.get(key)
            if key in _ONLY_NEW or value == stands or (import_row.stand_in and key == "last_name"):
                continue
            if stands is None or not (is_fill or key in _ONLY_BLANK):
                found[key] = value
        if not is_fill and self._options.blank is Blank.CLEAR:
            found |= {
                key: None
                for key in self._clearable
                if values.get(key) is None and image.get(key) is not None
            }
        self._keep_money_whole(values, image, found)
        self._keep_what_was_written(import_row, image, found)
        _tell_no_other_name(import_row, image, found)
        for hook in self._hooks:
            self._follow(hook, values, image, found)
        return found

    def _follow(
        self,
        hook: Hook,
        values: Mapping[str, Value],
        image: Mapping[str, Value],
        found: dict[str, Value],
    ) -> None:
        """Put into ``found`` what follows from it, and take out what follows from nothing in it."""
        if any(key in found for key in hook.on):
            said = {key: values[key] for key in hook.sets if key in values}
            save = Save(image, {**said, **found}, values.keys())
            hook(self._context, self._record_type, [save])
            is_fill = self._options.duplicates is Duplicates.FILL
            for key in hook.sets:
                value, stands = save.changes.get(key), image.get(key)
                if value != stands and not (is_fill and stands is not None):
                    found.setdefault(key, value)
        elif any(key in values and values[key] != image.get(key) for key in hook.on):
            for key in hook.sets:
                found.pop(key, None)

    def _keep_what_was_written(
        self, import_row: ImportRow, image: Mapping[str, Value], found: dict[str, Value]
    ) -> None:
        """Put notes of the import below what a person wrote, unless a cell replaces that."""
        body = targets.body(self._record_type)
        stands = image.get(body)
        lines = dict.fromkeys(import_row.notes)
        if stands is None or not lines or found.get(body) != "\n".join(lines):
            return
        written = str(stands).split("\n")
        if more := [line for line in lines if line not in written]:
            found[body] = "\n".join([*written, *more])
        else:
            del found[body]

    def _keep_money_whole(
        self, values: Mapping[str, Value], image: Mapping[str, Value], found: dict[str, Value]
    ) -> None:
        """An amount without its own currency would be another amount."""
        for spec in self._record_type.fields:
            if spec.kind is not Kind.MONEY or spec.key not in found or found[spec.key] is None:
                continue
            currency = values.get(spec.currency)
            if currency is None or currency == image.get(spec.currency):
                continue
            others = [
                s.key
                for s in self._record_type.fields
                if s.kind is Kind.MONEY and s.currency == spec.currency and s.key not in found
            ]
            if any(image.get(other) is not None for other in others):
                del found[spec.key]
            else:
                found[spec.currency] = currency


def _tell_no_other_name(
    import_row: ImportRow, image: Mapping[str, Value], found: dict[str, Value]
) -> None:
    """Take out the tag of a name that could not be parted, where the record keeps its own name."""
    tag = t("import.tag_whole_name")
    is_whole = any(notice.text == targets.WHOLE_NAME for notice in import_row.notices)
    if "last_name" in found or not is_whole or tag in unpack_tags(image.get("tags")):
        return
    tags = [each for each in unpack_tags(found.get("tags")) if each != tag]
    if tags:
        found["tags"] = pack_tags(tags)
    else:
        found.pop("tags", None)


def _needed(spec: FieldSpec) -> tuple[str, ...]:
    """The fields that a blank cell must not clear."""
    if spec.required:
        return (spec.key,)
    return (spec.key, spec.required_without) if spec.required_without else ()
