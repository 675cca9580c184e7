"""The one way to write: a unit of work is one transaction and one batch in the journal.

The journal keeps what every touched record was before and after. History, undo and the answer to
"has somebody changed this since?" all come from it. Records that were created one after the other
stand in it as one run, without their values, which are in the records themselves: an import of
100,000 rows adds one line.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from tui_crm.errors import NotFoundError
from tui_crm.store import counters, custom_fields, links, registry, users, validate
from tui_crm.store.defaults import defaults
from tui_crm.store.journal import history
from tui_crm.store.journal.history import Op
from tui_crm.store.journal.hooks import (
    Event,
    HookContext,
    Save,
    Saved,
    allocate,
    derive,
    problems,
)
from tui_crm.store.journal.log import BatchLog, image_of, not_kept
from tui_crm.store.journal.writer import TableWriter
from tui_crm.store.model import USERS
from tui_crm.store.records import CHUNK, VersionConflictError, chunks, read
from tui_crm.store.rollups import TouchedTargets
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from tui_crm.store.bloom_filter import BloomFilter
    from tui_crm.store.db.store import Store
    from tui_crm.store.derive import Derived
    from tui_crm.store.journal.history import Change
    from tui_crm.store.journal.hooks import Hook
    from tui_crm.store.journal.writer import Stored
    from tui_crm.store.model import RecordType, Schema, Value


_T = TypeVar("_T")


@contextmanager
def unit(store: Store, kind: str, note: str = "", *, dry_run: bool = False) -> Iterator[UnitOfWork]:
    """Write whole or not at all.

    Args:
        store: where to.
        kind: what is done: ``edit``, ``import``, ``convert``, … (the key of its words).
        note: more of it in words, for the list of past changes.
        dry_run: do everything, then take it back; the unit has no ``batch`` in the end.
    """
    _ = store.schema  # before the transaction, since reading it may need one of its own
    with store.write_lock:
        with store.connection.transaction(keep=not dry_run):
            work = UnitOfWork(store, store.schema_now(), kind, note)
            yield work
            work.finish()
        if dry_run:
            work.forget()
        elif work.touches_schema:
            store.reload_schema()


class UnitOfWork:
    """What one transaction does to records. Begun by ``unit``, which keeps it whole."""

    def __init__(self, store: Store, schema: Schema, kind: str, note: str) -> None:
        self.store = store
        self.connection = store.connection
        self.kind = kind
        self.note = note
        self.info: dict[str, Any] = {}
        self.undoes: int | None = None
        self.is_reversal = False
        """Whether records come back as they were: what followed from them comes back, too."""
        self.touches_schema = False
        self.now = store.now()
        self._writers: dict[str, TableWriter] = {}
        self._known_keys: dict[str, BloomFilter] = {}
        self._defaults: dict[str, dict[str, Value]] = {}
        self._touched = TouchedTargets()
        self._use(schema)
        self.user_id = users.user_id(self.writer(USERS), self.connection, store.user, self.now)
        self._log = BatchLog(self.connection, self.now, (self.user_id, store.user))
        self._due: dict[Callable[[UnitOfWork, Any], object], set[Any]] = {}

    @property
    def batch(self) -> int | None:
        """The number of the change; None while nothing was changed, and after a dry run."""
        return self._log.batch

    @property
    def context(self) -> HookContext:
        """What hooks may ask."""
        return HookContext(self.connection, self.schema, self.store.query_context, self.now)

    def before_commit(
        self, function: Callable[[UnitOfWork, set[_T]], object], items: Iterable[_T]
    ) -> None:
        """Have ``function`` called before the commit, once with all ``items`` it is given here."""
        self._due.setdefault(function, set()).update(items)

    def forget(self) -> None:
        """What was written down has been taken back; called by ``unit``."""
        self._log.batch = None

    def writer(self, record_type: str) -> TableWriter:
        """The rows of a record type; what goes through here is not in the journal by itself."""
        found = self._writers.get(record_type)
        if found is None:
            declared = self.schema.type(record_type)
            found = self._writers[record_type] = TableWriter(
                self.connection, declared, self._known_keys
            )
        return found

    def reload_schema(self) -> None:
        """See the custom fields and picklist values that this unit itself has added."""
        custom_fields.ensure_columns(self.connection)
        self._use(registry.load(self.connection, self.store.program.declared))

    def _use(self, schema: Schema) -> None:
        """Read everything off a schema: what was read off another one may be wrong now."""
        self.schema = schema
        self._schema_types = registry.schema_types(schema.hooks)
        self._touched.use(schema)
        self._writers.clear()
        self._defaults.clear()
        self._not_kept: dict[str, frozenset[str]] = {}

    # --- what a person does -------------------------------------------------------------------

    def create(self, record_type: str, values: Mapping[str, Value]) -> int:
        """Add a record, with the defaults for what ``values`` leave out; its id.

        Raises:
            InvalidRecordError: the values break a rule.
        """
        declared = self.schema.type(record_type)
        save = Save({}, self.with_defaults(declared, values), values.keys())
        derive(self.context, declared, [save])
        allocate(self.context, declared, [save])
        self.check(declared, save.changes)
        return self.create_many(record_type, [save.changes], as_is=True)[0]

    def check(
        self,
        record_type: RecordType,
        values: Mapping[str, Value],
        only: Collection[str] | None = None,
    ) -> None:
        """Raise ``InvalidRecordError`` where a record breaks a rule, ours or of the team.

        With ``only``, as far as those fields have a part in it.
        """
        validate.check(self.schema, record_type, values, only)
        found = problems(self.context, record_type, [values], None if only is None else [only])
        if found:
            raise InvalidRecordError(record_type, found[0])

    def _check_many(
        self,
        record_type: RecordType,
        stands: Sequence[Mapping[str, Value]],
        changes: Sequence[Mapping[str, Value]],
    ) -> None:
        rows = [{**before, **each} for before, each in zip(stands, changes, strict=True)]
        for row, each in zip(rows, changes, strict=True):
            validate.check(self.schema, record_type, row, each.keys())
        found = problems(self.context, record_type, rows, [each.keys() for each in changes])
        if found:
            raise InvalidRecordError(record_type, found[min(found)])

    def create_many(
        self,
        record_type: str,
        rows: Iterable[Mapping[str, Value]],
        *,
        as_is: bool = False,
        worked_out: Iterable[Derived | None] = (),
    ) -> Sequence[int]:
        """Add records that ``with_defaults`` has completed and ``check`` would pass; their ids.

        ``as_is``: what follows from their values stands in them already. ``worked_out`` are their
        titles and keys, in the same order, where somebody has them; they are looked at again. Reads
        ``rows`` a few hundred at a time, so there may be any number of them. Hooks are called after
        each part, when it stands in the journal: they may write records of the same type.
        """
        writer = self.writer(record_type)
        is_followed = bool(self._followers(Event.AFTER_SAVE, record_type))
        stamps: dict[str, Value] = {
            "created_at": self.now,
            "created_by": self.user_id,
            "updated_at": self.now,
            "updated_by": self.user_id,
        }
        created: list[int] = []
        remaining, known = iter(rows), iter(worked_out)
        while part := list(islice(remaining, CHUNK)):
            if not as_is:
                part = self._derived(writer.record_type, [({}, row) for row in part])
            first = counters.next_id(self.connection, record_type)
            ids = range(first, first + len(part))
            counters.set_next_id(self.connection, record_type, ids.stop)
            full = [{**stamps, **row, "id": n} for n, row in zip(ids, part, strict=True)]
            writer.insert(((1, row) for row in full), islice(known, len(full)))
            self._touched.note(record_type, full)
            self.log(Op.CREATE, record_type, ids, version=1, is_more=bool(created))
            created += ids
            if is_followed:
                self._after_save(record_type, [Saved({}, row) for row in full])
        return created

    def update(
        self,
        record_type: str,
        record_id: int,
        changes: Mapping[str, Value],
        *,
        version: int | None = None,
    ) -> bool:
        """Change fields of a record; False where nothing was different.

        What is worked out or stamped at each write, such as the title, is nobody's to change.

        Raises:
            NotFoundError: there is no such record.
            VersionConflictError: it is no longer at ``version``.
            InvalidRecordError: it would break a rule.
        """
        found = self._standing(record_type, record_id, version, changes)
        declared = self.schema.type(record_type)
        [changes] = self._derived(declared, [(found.values, changes)])
        self.check(declared, {**found.values, **changes}, changes.keys())
        saved = self._write(declared, [(found, changes)])
        self._after_save(record_type, saved)
        return bool(saved)

    def require_version(self, record_type: str, record_id: int, version: int) -> None:
        """Refuse to go on where a record is not what it was when it was read.

        Raises:
            NotFoundError: it is gone.
            VersionConflictError: it is no longer at ``version``.
        """
        self._standing(record_type, record_id, version, {})

    def update_many(
        self,
        record_type: str,
        changes: Sequence[tuple[int, Mapping[str, Value]]],
        *,
        as_is: bool = False,
        enforce: bool = True,
        blanks_only: bool = False,
    ) -> int:
        """Change fields of many records; how many were different.

        Args:
            record_type: the type of all of them.
            changes: by id; a record is named once.
            as_is: what follows from the changes is among them already.
            enforce: whether ``check`` is called; not where the caller has left out what a rule
                bars, or where no rule may bar the change.
            blanks_only: leave fields alone that hold something.

        Raises:
            InvalidRecordError: a record would break a rule.
        """
        declared = self.schema.type(record_type)
        touched = 0
        for start in range(0, len(changes), CHUNK):
            part = changes[start : start + CHUNK]
            found = self.writer(record_type).read([record_id for record_id, _ in part])
            wanted = [each for _, each in part]
            stands = [found[record_id].values for record_id, _ in part]
            if blanks_only:
                wanted = [
                    {key: value for key, value in each.items() if values[key] is None}
                    for values, each in zip(stands, wanted, strict=True)
                ]
            if not as_is:
                wanted = self._derived(declared, list(zip(stands, wanted, strict=True)))
            if enforce:
                self._check_many(declared, stands, wanted)
            rows = [found[record_id] for record_id, _ in part]
            saved = self._write(declared, zip(rows, wanted, strict=True))
            self._after_save(record_type, saved)
            touched += len(saved)
        return touched

    def delete(self, record_type: str, ids: Iterable[int]) -> int:
        """Delete records, and what hangs on nothing else; how many records went in all.

        What merely points at them keeps standing and loses the link.
        """
        doomed = links.cascade(self.connection, self.schema, record_type, ids)
        for owner, owner_ids in doomed.items():
            for linking, spec, linking_ids in links.pointing_at(
                self.connection, self.schema, owner, owner_ids
            ):
                loose = [i for i in linking_ids if i not in doomed.get(linking.key, ())]
                # What it points at is going, so that no rule can keep the link.
                loosened = [(i, {spec.key: None}) for i in loose]
                self.update_many(linking.key, loosened, enforce=False)
        for owner, owner_ids in doomed.items():
            for part in chunks(sorted(owner_ids)):
                self.remove(owner, self.writer(owner).read(part))
        return sum(map(len, doomed.values()))

    def with_defaults(
        self, record_type: RecordType, values: Mapping[str, Value]
    ) -> dict[str, Value]:
        """``values`` with the defaults of the fields that they do not name."""
        usual = self._defaults.get(record_type.key)
        if usual is None:
            usual = defaults(self.schema, record_type, self.user_id)
            self._defaults[record_type.key] = usual
        return {**usual, **values}

    def completed(self, record_type: RecordType, values: Mapping[str, Value]) -> dict[str, Value]:
        """``values`` of a new record with the defaults, and with what follows from them."""
        save = Save({}, self.with_defaults(record_type, values), values.keys())
        derive(self.context, record_type, [save])
        return save.changes

    def allocated(
        self, record_type: RecordType, rows: Sequence[Mapping[str, Value]]
    ) -> list[dict[str, Value]]:
        """The values of new records with the defaults, and with what hooks allocate to them."""
        saves = [Save({}, self.with_defaults(record_type, row), row.keys()) for row in rows]
        allocate(self.context, record_type, saves)
        return [save.changes for save in saves]

    # --- what undo does too -------------------------------------------------------------------

    def restore(self, record_type: str, images: Sequence[Mapping[str, Value]]) -> None:
        """Put deleted records back under their old ids."""
        stamps: dict[str, Value] = {"updated_at": self.now, "updated_by": self.user_id}
        writer = self.writer(record_type)
        for image in images:
            values = {**image, **stamps}
            version = int(values.pop("version") or 0) + 1
            writer.insert([(version, values)])
            self._touched.note(record_type, [values])
            only = range(int(image["id"] or 0), int(image["id"] or 0) + 1)
            self.log(Op.CREATE, record_type, only, version=version, title=str(image["title"]))
            self._after_save(record_type, [Saved({}, values)])

    def remove(self, record_type: str, rows: Mapping[int, Stored]) -> None:
        """Take out rows as they were read, whatever points at them; the journal keeps them."""
        self._touched.note(record_type, [stored.values for stored in rows.values()])
        self.writer(record_type).delete(rows)
        for run in links.runs(sorted(rows)):
            images = [image_of(rows[record_id]) for record_id in run]
            self.log(
                Op.DELETE,
                record_type,
                run,
                version=rows[run[0]].version,
                title=str(images[0]["title"]),
                before=images,
            )
        followers = self._followers(Event.AFTER_DELETE, record_type) if rows else ()
        for hook in followers:
            deleted = [stored.values for stored in rows.values()]
            hook(self, self.schema.type(record_type), deleted)

    def log(
        self,
        op: Op,
        record_type: str,
        ids: range,
        *,
        version: int,
        title: str = "",
        before: object = None,
        after: object = None,
        is_more: bool = False,
    ) -> None:
        """Write down what was done to a record, or to a run of them.

        ``is_more``: the run goes on where the line before ends, if that is still the last one.
        """
        self.touches_schema |= record_type in self._schema_types
        if is_more and self._log.extend(op, record_type, ids):
            return
        self._log.add(
            op, record_type, ids, version=version, title=title, before=before, after=after
        )

    def not_kept(self, record_type: str) -> frozenset[str]:
        """The fields that are no part of what a record of this type was."""
        found = self._not_kept.get(record_type)
        if found is None:
            found = self._not_kept[record_type] = not_kept(self.schema, record_type)
        return found

    def changes_of(self, record_type: str, record_id: int, *, after_batch: int) -> list[Change]:
        """What happened to a record after a batch, oldest first, and in this very unit, too."""
        self._log.flush()
        return history.changes_of(self.connection, record_type, record_id, after_batch=after_batch)

    def finish(self) -> None:
        """Complete the batch; called by ``unit``."""
        if self.touches_schema:
            custom_fields.ensure_columns(self.connection)
        while self._due:
            function = next(iter(self._due))
            function(self, self._due.pop(function))
        self._touched.refresh(self.connection, self.schema)
        self._log.close(self.kind, self.note, self.info, self.undoes)

    # ------------------------------------------------------------------------------------------

    def _standing(
        self, record_type: str, record_id: int, version: int | None, changes: Mapping[str, Value]
    ) -> Stored:
        found = self.writer(record_type).read([record_id]).get(record_id)
        declared = self.schema.type(record_type)
        if found is None:
            raise NotFoundError("record.missing", type=declared.label(1), id=record_id)
        if version is not None and version != found.version:
            theirs = read(self.connection, declared, record_id)
            raise VersionConflictError(theirs, changes)
        return found

    def _write(
        self, record_type: RecordType, changes: Iterable[tuple[Stored, Mapping[str, Value]]]
    ) -> list[Saved]:
        """Write changes to records as they stand; those that were different."""
        not_kept = self.not_kept(record_type.key)
        stamps: dict[str, Value] = {"updated_at": self.now, "updated_by": self.user_id}
        rows: list[tuple[Stored, dict[str, Value], dict[str, Value]]] = []
        for stands, wanted in changes:
            values = stands.values
            different = {k: v for k, v in wanted.items() if values[k] != v and k not in not_kept}
            if different:
                rows.append((stands, {**values, **different}, different))
        self.writer(record_type.key).update(
            (stands, after, {**different, **stamps}) for stands, after, different in rows
        )
        images = [image for stands, after, _ in rows for image in (stands.values, after)]
        self._touched.note(record_type.key, images)
        for stands, _, different in rows:
            values = stands.values
            record_id = int(values["id"] or 0)
            self.log(
                Op.UPDATE,
                record_type.key,
                range(record_id, record_id + 1),
                version=stands.version + 1,
                title=str(values["title"]),
                before={key: values[key] for key in different},
                after=different,
            )
        return [Saved(stands.values, after) for stands, after, _ in rows]

    def _derived(
        self,
        record_type: RecordType,
        saves: Sequence[tuple[Mapping[str, Value], Mapping[str, Value]]],
    ) -> list[Mapping[str, Value]]:
        """The changes to records as they stand, with what follows from them."""
        if not self.schema.hooks.of(Event.BEFORE_SAVE, record_type.key):
            return [changes for _, changes in saves]
        found = [Save(before, dict(changes), changes.keys()) for before, changes in saves]
        derive(self.context, record_type, found)
        return [save.changes for save in found]

    def _after_save(self, record_type: str, saved: Sequence[Saved]) -> None:
        for hook in self._followers(Event.AFTER_SAVE, record_type) if saved else ():
            hook(self, self.schema.type(record_type), saved)

    def _followers(self, event: Event, record_type: str) -> Sequence[Hook]:
        """The hooks that are called after a write: in a reversal, those that write nothing."""
        hooks = self.schema.hooks.of(event, record_type)
        return [hook for hook in hooks if not hook.writes] if self.is_reversal else hooks
