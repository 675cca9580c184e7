"""The changes of one batch put back, record by record, as far as nothing stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.i18n import t
from tui_crm.store import in_use, links
from tui_crm.store.journal import history
from tui_crm.store.journal.history import Op
from tui_crm.store.model import Kind
from tui_crm.store.records import chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui_crm.store.journal.history import Batch, Change
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.journal.writer import Stored
    from tui_crm.store.model import Value


@dataclass(frozen=True, slots=True)
class Blocked:
    """A record that could not be put back, and why."""

    type: str
    id: int
    title: str
    reason: str


class Reversal:
    """The changes of one batch, taken back newest first."""

    def __init__(
        self,
        work: UnitOfWork,
        undone: Batch,
        is_wanted: Callable[[Change], bool],
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._work = work
        self._undone = undone
        self._progress = progress
        self._created: dict[str, list[range]] = {}
        self._deleted: dict[str, list[range]] = {}
        for change in history.changes(work.connection, undone.id):
            if change.op is not Op.UPDATE and is_wanted(change):
                runs = self._created if change.op is Op.CREATE else self._deleted
                run = range(change.record_id, change.last_id + 1)
                runs.setdefault(change.record_type, []).append(run)
        self._stays: dict[str, set[int]] = {}
        self.changes: list[int] = []
        self.restored = 0
        self.blocked: list[Blocked] = []

    def take_back(self, change: Change) -> None:
        """Take one of them back, or say why not."""
        self.changes.append(change.id)
        match change.op:
            case Op.UPDATE:
                self._take_back_update(change)
            case Op.CREATE:
                self._take_back_creates(change)
            case Op.DELETE:
                self._take_back_deletes(change)
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            batch = self._undone
            total = batch.created + batch.updated + batch.deleted
            self._progress(min(self.restored + len(self.blocked), total), total)

    def _take_back_update(self, change: Change) -> None:
        writer = self._work.writer(change.record_type)
        found = writer.read([change.record_id]).get(change.record_id)
        if found is None:
            self._block(change.record_type, change.record_id, change.title, "undo.deleted_since")
            return
        values = found.values
        # A field that is gone (a retired custom one) has nothing to be put back into.
        not_kept = self._work.not_kept(change.record_type)
        before = {
            key: value
            for key, value in change.before.items()
            if key in values and key not in not_kept
        }
        if any(values[key] != change.after[key] for key in before):
            self._block(
                change.record_type, change.record_id, str(values["title"]), "undo.changed_since"
            )
            return
        missing = self._missing_target(change.record_type, before)
        if missing:
            self._block(change.record_type, change.record_id, change.title, "undo.target_gone")
            return
        # It was so before, whatever the rules are by now.
        back = [(change.record_id, before)]
        self._work.update_many(change.record_type, back, as_is=True, enforce=False)
        self.restored += 1

    def _take_back_creates(self, change: Change) -> None:
        ids = range(change.record_id, change.last_id + 1)
        record_type = self._work.schema.type(change.record_type)
        own_links = [spec for spec in record_type.fields if spec.target == record_type.key]
        if own_links and len(ids) > 1:
            # One of the run that stays keeps those that it points at, and so on.
            for part in chunks(ids):
                self._removable(change, part)
            self._keep_what_stays_needs(change, [spec.key for spec in own_links])
        for part in chunks(ids):
            stays = self._stays.get(change.record_type, set())
            rows = self._removable(change, [i for i in part if i not in stays])
            self._work.remove(change.record_type, rows)
            self.restored += len(rows)
            self._tell()

    def _removable(self, change: Change, ids: Sequence[int]) -> dict[int, Stored]:
        """Those of the created records that can go; the others are blocked."""
        removable: dict[int, Stored] = {}
        found = self._work.writer(change.record_type).read(ids)
        needed = self._needed_elsewhere(change.record_type, ids)
        for record_id in ids:
            if record_id not in found:
                self._block(change.record_type, record_id, change.title, "undo.deleted_since")
                continue
            stored = found[record_id]
            title = str(stored.values["title"])
            is_touched = stored.version != change.version
            if is_touched and self._differs(change, record_id, stored.values):
                self._block(change.record_type, record_id, title, "undo.changed_since")
            elif record_id in needed:
                self._block(change.record_type, record_id, title, "undo.needed", needed[record_id])
            elif what := in_use.holder(
                self._work.connection, self._work.schema, change.record_type, stored.values
            ):
                self._block(change.record_type, record_id, title, "undo.needed", what)
            else:
                removable[record_id] = stored
        return removable

    def _keep_what_stays_needs(self, change: Change, own_links: Sequence[str]) -> None:
        writer = self._work.writer(change.record_type)
        stays = self._stays.setdefault(change.record_type, set())
        ids = range(change.record_id, change.last_id + 1)
        newly = set(stays)
        while newly:
            rows = writer.read(sorted(newly))
            newly = set()
            for stored in rows.values():
                for target in (stored.values[key] for key in own_links):
                    if isinstance(target, int) and target in ids and target not in stays:
                        what = str(stored.values["title"])
                        self._block(change.record_type, target, "", "undo.needed", what)
                        newly.add(target)

    def _take_back_deletes(self, change: Change) -> None:
        writer = self._work.writer(change.record_type)
        known = {spec.key for spec in writer.record_type.fields} | {"version"}
        images = []
        for image in change.images:
            values = {key: value for key, value in image.items() if key in known}
            if self._missing_target(change.record_type, values):
                self._block(
                    change.record_type,
                    int(image["id"] or 0),
                    str(image["title"]),
                    "undo.target_gone",
                )
            else:
                images.append(values)
        self._work.restore(change.record_type, images)
        self.restored += len(images)

    def _differs(self, change: Change, record_id: int, values: Mapping[str, Value]) -> bool:
        """Whether a created record was another when this undo began than when its batch ended."""
        began = dict(values)
        as_created: dict[str, Value] | None = dict(values)
        later = self._work.changes_of(change.record_type, record_id, after_batch=change.batch)
        for since in reversed(later):
            if since.op is Op.UPDATE and as_created is not None:
                as_created.update(since.before)
                if since.batch == self._work.batch:  # what this very undo has put back already
                    began.update(since.before)
            elif since.op is Op.CREATE:
                as_created = None
            elif since.op is Op.DELETE:
                as_created = dict(since.images[record_id - since.record_id])
                as_created.pop("version", None)
        not_kept = self._work.not_kept(change.record_type)
        return as_created is None or any(
            as_created.get(key) != began.get(key)
            for key in as_created.keys() | began.keys()
            if key not in not_kept
        )

    def _needed_elsewhere(self, record_type: str, ids: Sequence[int]) -> dict[int, str]:
        """The records that others point at, with the title of one of those."""
        needed: dict[int, str] = {}
        for linking, spec, linking_ids in links.pointing_at(
            self._work.connection, self._work.schema, record_type, ids
        ):
            same_batch = self._created.get(linking.key, ())
            stays = self._stays.get(linking.key, set())
            others = [
                i for i in linking_ids if i in stays or not any(i in run for run in same_batch)
            ]
            for stored in self._work.writer(linking.key).read(others).values():
                target = int(stored.values[spec.key] or 0)
                needed[target] = f"{linking.label(1)} {stored.values['title']}"
        return needed

    def _missing_target(self, record_type: str, values: Mapping[str, Value]) -> bool:
        for spec in self._work.schema.type(record_type).fields:
            target = values.get(spec.key)
            if spec.kind is not Kind.LINK or target is None or target == values.get("id"):
                continue
            if any(target in run for run in self._deleted.get(spec.target, ())):
                continue  # it comes back in this very undo
            if not self._work.writer(spec.target).read([int(target)]):
                return True
        return False

    def _block(
        self, record_type: str, record_id: int, title: str, reason: str, what: str = ""
    ) -> None:
        since = [
            history.get(self._work.connection, change.batch)
            for change in history.changes_of(
                self._work.connection, record_type, record_id, after_batch=self._undone.id
            )
            if change.batch != self._work.batch
        ]
        self._stays.setdefault(record_type, set()).add(record_id)
        last = since[-1] if since else self._undone
        label = self._work.schema.type(record_type).label(1)
        sentence = t(
            f"errors.{reason}",
            type=label,
            id=record_id,
            title=title,
            by=last.user,
            at=last.at,
            batch=last.id,
            what=what,
        )
        self.blocked.append(Blocked(record_type, record_id, title, sentence))
