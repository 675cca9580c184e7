"""The draft of an open form: what was typed, kept in the store every second until it is saved."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.store import drafts
from tui_crm.store.drafts import FormDraft
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.screens.form.state import FormState
    from tui_crm.screens.host import CrmHost


AUTOSAVE_SECONDS: Final = 1.0
"""Interval between two autosaves."""

HEARTBEAT_SECONDS: Final = 40.0
"""Seconds after which a draft is written again, to say that its window still lives."""


class DraftKeeper:
    """Autosaves the draft of one open form; ``show`` is called when its ``failure`` changes."""

    def __init__(self, host: CrmHost, form: str, show: Callable[[], object]) -> None:
        self._host = host
        self._show = show
        self._store = host.store
        self._key = drafts.new_key(form)
        self._kept: FormDraft | None = None
        self._at = 0.0
        self._turn = asyncio.Lock()
        self._is_over = False
        self.failure: CrmError | None = None
        """Why the draft is not kept, while it is not."""

    async def keep(self, draft: FormDraft | None) -> None:
        """Save ``draft`` if it is due; None drops the one in the store."""
        if self._turn.locked() or not self._is_due(draft):
            return
        before = self.failure
        async with self._turn:
            try:
                if draft is None:
                    await asyncio.to_thread(drafts.drop, self._store, self._key)
                else:
                    await asyncio.to_thread(drafts.save, self._store, self._key, draft)
                await self._host.watcher.catch_up()
            except CrmError as error:
                self.failure = error
            else:
                self.failure = None
                self._kept, self._at = draft, monotonic()
        if self.failure != before:
            self._show()

    def keep_at_once(self, draft: FormDraft | None) -> None:
        """Save ``draft``, or the last one again, when the program ends with the form still open."""
        draft = draft or self._kept
        if draft is not None and not self._is_over:
            try:
                drafts.save(self._store, self._key, draft, is_left=True)
            except CrmError as error:
                self.failure = error

    async def end(self) -> None:
        """Drop the draft, after the form was saved or cancelled."""
        self._is_over = True
        async with self._turn:
            if self._kept is not None:
                await self.forget(self._key)

    async def forget(self, key: str) -> None:
        try:
            await asyncio.to_thread(drafts.drop, self._store, key)
            await self._host.watcher.catch_up()
        except CrmError as error:
            self.failure = error

    def _is_due(self, draft: FormDraft | None) -> bool:
        if self._is_over:
            return False
        return draft != self._kept or (
            draft is not None and monotonic() - self._at > HEARTBEAT_SECONDS
        )


def draft_of(state: FormState) -> FormDraft | None:
    """The draft of a form: every changed field, relative dates resolved; None without changes."""
    changed = {key: entry for key, entry in state.entries.items() if entry.is_changed}
    if not changed:
        return None
    links = {
        key: int(entry.value)
        for key, entry in changed.items()
        if entry.spec.kind is Kind.LINK and entry.value is not None
    }
    texts = {
        key: entry.text
        if entry.mistake or key in links
        else state.text_of(entry.spec, entry.value, entry.text)
        for key, entry in changed.items()
    }
    return FormDraft(texts, links, state.version)


def restore(state: FormState, draft: FormDraft) -> None:
    """Fill a form from a draft, as far as its fields still exist."""
    for key, text in draft.texts.items():
        if key not in state.entries:
            continue
        if key in draft.links:
            state.fill(key, draft.links[key], text)
        else:
            state.type_in(key, text)
    if draft.version is not None:
        state.version = draft.version
