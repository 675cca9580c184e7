"""The editing of a record, from what it opens with until it is saved or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from tui_crm.screens import factories
from tui_crm.screens.form.draft_keeper import AUTOSAVE_SECONDS, DraftKeeper, draft_of, restore
from tui_crm.screens.form.pane import FormPane
from tui_crm.screens.form.request import open_form, save_form
from tui_crm.store.records import VersionConflictError
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.errors import CrmError
    from tui_crm.screens.form.request import FormRequest, OpenedForm
    from tui_crm.screens.form.state import FormState
    from tui_crm.screens.screen import CrmScreen
    from tui_crm.store.db.store import Store
    from tui_crm.store.drafts import FormDraft, KeptDraft


class SavedRecord(Protocol):
    """A record that was written."""

    @property
    def id(self) -> int:
        """Its number."""


Write: TypeAlias = "Callable[[Store, FormState], SavedRecord]"


class EditSession:
    """Reads what a form opens with, keeps its draft, saves it, and leaves its screen.

    The screen is a view of it: it shows ``pane``, and offers the keys.
    """

    def __init__(
        self, screen: CrmScreen[int | None], request: FormRequest, write: Write | None = None
    ) -> None:
        """``write`` is what ``save`` does to a form that is valid; it writes the record."""
        self.request = request
        self.pane: FormPane | None = None
        """The fields, as soon as they are there."""
        self._screen = screen
        self._write: Write = write or self._write_record
        self._keeper: DraftKeeper | None = None

    def _write_record(self, store: Store, state: FormState) -> SavedRecord:
        return save_form(store, self.request, state)

    async def read(self) -> OpenedForm:
        """Read what the form opens with.

        Raises:
            NotFoundError: the record is gone.
            UsageError: it is read-only, as a converted lead is.
        """
        app = self._screen.app
        return await app.read_written(open_form, app.store, self.request, app.config.currency)

    def begin(self, opened: OpenedForm) -> FormPane:
        """The fields of what was opened, to be mounted."""
        self.request = opened.request
        self.pane = FormPane(opened.request, opened.state)
        return self.pane

    # --- saving ---------------------------------------------------------------------------------

    async def save(self) -> bool:
        """Write what was typed and leave; whether it did: it shows errors, or there are no fields.

        Raises:
            CrmError: the store cannot be written to. Nothing that was typed is lost.
        """
        pane = self.pane
        if pane is None:
            return False
        if self.request.record_id is not None and not pane.state.is_changed:
            await self.leave()
            return True
        saved = await self._written(pane)
        if saved is not None:
            await self.leave(saved.id)
        return saved is not None

    async def _written(self, pane: FormPane) -> SavedRecord | None:
        await pane.complete()
        app, state = self._screen.app, pane.state
        wrong = state.check_all()
        while wrong is None:
            try:
                return await app.write(self._write, app.store, state)
            except InvalidRecordError as error:
                wrong = state.blame(error.problems)
                if wrong is None:
                    raise
            except VersionConflictError as conflict:
                if not await self._settle(pane, conflict):
                    pane.sheet.draw_anew()
                    return None
        pane.sheet.go_to(wrong)
        return None

    async def _settle(self, pane: FormPane, conflict: VersionConflictError) -> bool:
        """Resolve an edit conflict with somebody else's change; False if that was cancelled."""
        from tui_crm.screens.form.conflict import Conflict, ConflictScreen

        state, theirs = pane.state, conflict.theirs
        titles = {key: entry.text for key, entry in state.entries.items()}
        mine = {key: value for key, value in conflict.changes.items() if key in state.record_type}
        sides = Conflict(
            state.schema, state.schema.type(self.request.type), state.base, mine, theirs
        )
        kept = await self._screen.app.ask(ConflictScreen(sides, titles))
        if kept is None:
            return False
        state.rebase(theirs.values, theirs.links, theirs.version, kept)
        pane.sheet.show_current()
        return True

    # --- the draft ------------------------------------------------------------------------------

    @property
    def draft_failure(self) -> CrmError | None:
        """Why the draft is not kept, while it is not."""
        return self._keeper.failure if self._keeper is not None else None

    @property
    def _draft(self) -> FormDraft | None:
        return draft_of(self.pane.state) if self.pane is not None else None

    def begin_draft(self, form: str, show_failure: Callable[[], object]) -> None:
        """Keep what is typed from now on under the key ``form``, every second."""
        self._keeper = DraftKeeper(self._screen.app, form, show_failure)
        self._screen.set_interval(AUTOSAVE_SECONDS, self.keep_draft)

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        if self._keeper is not None:
            self._screen.run_worker(self._keeper.keep(self._draft), group="draft")

    def keep_draft_at_once(self) -> None:
        """Keep what was typed last, in case the program ends with the form still open."""
        if self._keeper is not None:
            self._keeper.keep_at_once(self._draft)

    async def restore(self, left: KeptDraft) -> None:
        """Put back what was ``left`` behind by another session, and keep it in its place."""
        if self.pane is not None and self._keeper is not None:
            restore(self.pane.state, left.draft)
            self.pane.sheet.show_current()
            await self._keeper.keep(self._draft)
            await self._keeper.forget(left.key)

    async def drop(self, left: KeptDraft) -> None:
        """Throw away what was ``left`` behind by another session."""
        if self._keeper is not None:
            await self._keeper.forget(left.key)

    # --- the way out ----------------------------------------------------------------------------

    @property
    def is_unsaved(self) -> bool:
        """Whether anything was typed that is not written."""
        return self.pane is not None and self.pane.state.is_changed

    async def give_up(self) -> bool:
        """Leave without saving, after a confirmation; True if the form was closed."""
        if self._screen.is_saving or (self.is_unsaved and not await self._is_discarded()):
            return False
        await self.leave()
        return True

    async def _is_discarded(self) -> bool:
        answer = await self._screen.app.ask(factories.confirm_discard())
        return answer is True

    async def leave(self, result: int | None = None) -> None:
        """Close the form, without its draft."""
        if self._keeper is not None:
            await self._keeper.end()
        self._screen.leave(result)
