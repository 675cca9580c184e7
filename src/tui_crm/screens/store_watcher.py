"""Polls once a second: the clock, and whether another process has written to the store."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.signal import Signal

from tui_crm import manifest
from tui_crm.errors import CrmError
from tui_crm.screens.key_queue import begin_worker
from tui_crm.screens.map_figures import read_figures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from textual.timer import Timer

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema

POLL_SECONDS: Final = 1.0
QUIET_SECONDS: Final = 0.3
"""So long after a change the lists are counted, unless another one comes."""


class Tick(NamedTuple):
    """The local time, and what there is to do: what is overdue, and what waits in each list."""

    now: datetime
    overdue: int = 0
    figures: Mapping[str, str] = MappingProxyType({})
    """What the map of the header says beside each list."""


class StoreWatcher:
    """Watches ``data_version`` of the store, from one thread as it is per connection."""

    def __init__(self, host: CrmHost) -> None:
        self._host = host
        self._thread = ThreadPoolExecutor(1, "crm-watcher")
        self._seen: int | None = None
        self._batch = 0
        self._has_failed = False
        self._timer: Timer | None = None
        self._is_looking = False
        self.last = Tick(host.store.local_now())
        self.ticked: Signal[Tick] = Signal(host, "ticked")
        """Published when the minute or the count has changed."""

    def start(self) -> None:
        """Start polling, after the first paint."""
        self._timer = self._host.set_interval(POLL_SECONDS, self._tick)
        self._host.changed.subscribe(self._host, lambda _: self.count(), immediate=True)
        self._host.run_worker(self._look(), group="watcher")
        self.count()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        # What is read in it reads the connection that is closed next.
        self._thread.shutdown(cancel_futures=True)

    async def catch_up(self, *, is_told: bool = False) -> None:
        """Ignore the changes so far: this process wrote them.

        A batch that came meanwhile is told all the same, unless the caller tells it.
        """
        if self._timer is not None:
            before = self._batch if self._seen is not None else None
            await self._has_changed()
            if before not in (None, self._batch) and not is_told:
                self._host.changed.publish(False)

    def _tick(self) -> None:
        now = self._host.store.local_now()
        if (now.hour, now.minute) != (self.last.now.hour, self.last.now.minute):
            self.count()
        if not self._is_looking:
            self._host.run_worker(self._look(), group="watcher")

    async def _look(self) -> None:
        self._is_looking = True
        try:
            if await self._has_changed():
                await self._host.read(_read_schema, self._host.store)
                self._host.changed.publish(False)
            self._has_failed = False
        except CrmError as error:
            if not self._has_failed:
                self._has_failed = True
                self._host.say_error(error)
        finally:
            self._is_looking = False

    async def _has_changed(self) -> bool:
        loop = asyncio.get_running_loop()
        found, self._batch = await loop.run_in_executor(self._thread, self._read)
        before, self._seen = self._seen, found
        return before not in (None, found)

    def _read(self) -> tuple[int, int]:
        from tui_crm.store.journal import history

        store = self._host.store
        version = store.data_version()
        return version, history.newest(store.connection)

    def count(self) -> None:
        """Count again, after a change or for the words of another language."""
        self._host.run_worker(self._recount(), group="overdue")
        begin_worker(self._host, self._recount_lists, "figures", exclusive=True)

    async def _recount(self) -> None:
        store = self._host.store
        overdue = await self._host.read(count_overdue, store)
        self._publish(self.last._replace(overdue=overdue))

    async def _recount_lists(self) -> None:
        """Count what the lists have; a million rows take a while, so not once for each change."""
        await asyncio.sleep(QUIET_SECONDS)
        host = self._host
        figures = await host.read(read_figures, host.store, host.config.currency)
        self._publish(self.last._replace(figures=figures))

    def _publish(self, counted: Tick) -> None:
        self.last = counted._replace(now=self._host.store.local_now())
        self.ticked.publish(self.last)


def _read_schema(store: Store) -> Schema:
    """Reload custom fields and picklists."""
    store.reload_schema()
    return store.schema


def count_overdue(store: Store) -> int:
    """How much this user should have done by now."""
    return sum(count(store) for count in manifest.handed_in(lambda feature: feature.due_counts))
