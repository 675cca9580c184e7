"""The two classes of all screens and dialogs: what they can do, their header and their footer."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import getters, on
from textual.binding import BindingsMap
from textual.events import ScreenResume
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widget import Widget

from tui_crm import manifest
from tui_crm.errors import CrmError
from tui_crm.i18n import t
from tui_crm.keymap import key_name
from tui_crm.manifest import ALWAYS_IN_FOOTER, NO_KEY
from tui_crm.screens import actions
from tui_crm.screens.action_node import ActionNode
from tui_crm.screens.backdrop import Backdrop
from tui_crm.screens.compositor import WholeCharacterCompositor
from tui_crm.screens.host import CrmHost, Unsaved
from tui_crm.screens.key_queue import holds_keys, under_way
from tui_crm.screens.list.messages import FetchFailed
from tui_crm.screens.notices import NoticeLine
from tui_crm.screens.widgets.footer import FooterLine, KeyHint
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from rich.console import RenderableType
    from textual import events
    from textual._path import CSSPathType
    from textual.dom import DOMNode
    from textual.geometry import Offset

    from tui_crm.manifest import Action
    from tui_crm.screens.store_watcher import Tick
    from tui_crm.screens.widgets.header import Destination
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, Schema

T = TypeVar("T")

DIALOG_CSS: Final = Path(__file__).parent / "dialogs" / "dialog.tcss"
"""How dialogs look; one with a look of its own names both."""


@dataclass(frozen=True, slots=True)
class AvailableAction:
    """An action that is available now, the node that runs it, and its keys."""

    action: Action
    node: DOMNode
    keys: str
    label: str
    """What it does, in words."""

    @property
    def hint(self) -> KeyHint:
        """The key hint of the action."""
        is_kept = self.action.footer >= ALWAYS_IN_FOOTER
        return KeyHint(self.keys.split(" ")[0], self.label, self.action.id, is_kept)


@dataclass(frozen=True, slots=True)
class JumpTarget:
    """A place on a screen that jump mode can go to, and the callback that goes there."""

    place: Offset
    go: Callable[[], object]


class CrmScreen(ActionNode, Screen[ScreenResultType]):
    """A full screen, with a ``HeaderLine`` and a ``FooterLine`` that it keeps up to date."""

    app = getters.app(CrmHost)

    _mode = ""
    """The mode in whose stack it is."""

    _path: tuple[str, ...] = ()
    """Where one is, outermost first."""

    def __init__(
        self, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name, id, classes)
        self._compositor = WholeCharacterCompositor()
        known = {binding.id or "" for _, binding in self._bindings}
        # A feature may have been installed after the class was made.
        late = actions.bindings(self.scope, known=known) if self.scope else []
        if late:
            self._bindings = BindingsMap.merge([self._bindings, BindingsMap(late)])

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Put the line of the notices into every screen, in front of all else."""
        super()._extend_compose(widgets)
        widgets.append(NoticeLine())
        self._set_breakpoints()

    def _set_breakpoints(self) -> None:
        """Know the size before the first layout, which Textual would do again after a resize."""
        app = self.app
        found = self._get_breakpoint_classes(app.size.width, app.HORIZONTAL_BREAKPOINTS or [])
        found |= self._get_breakpoint_classes(app.size.height, app.VERTICAL_BREAKPOINTS or [])
        self.update_classes(dict.fromkeys(found, True), update=False)

    @on(ScreenResume)
    def show_standing_notice(self) -> None:
        """Show what was said while another screen covered this one, or has just been said."""
        if not self.is_modal:
            self.app.notices.go_to(self)
        self.query_one(NoticeLine).show(self.app.notices.standing)

    @property
    def store(self) -> Store:
        """The open store."""
        return self.app.store

    @property
    def schema(self) -> Schema:
        """What is declared of the record types of the store."""
        return self.store.schema

    def leave(self, result: ScreenResultType | None = None) -> None:
        """Dismiss with ``result``, together with any dialog on top.

        Where the person has gone to another list meanwhile, this screen goes when they come back.
        """
        if self not in self.app.screen_stack:
            return
        while self.app.screen is not self:
            self.app.screen.dismiss(None)
        self.dismiss(result)

    @property
    def is_saving(self) -> bool:
        """Whether a worker in the group ``save`` is under way, which is not to be cancelled."""
        return under_way(self, "save") is not None

    def action_cancel(self) -> None:
        """Leave without a result, unless saving has begun; ask first where something is unsaved."""
        if isinstance(self, Unsaved):
            self._give_up(self)
        elif not self.is_saving:
            self.leave()

    @holds_keys("cancel", exclusive=True)
    async def _give_up(self, unsaved: Unsaved) -> None:
        await unsaved.give_up()

    @holds_keys("open")
    async def load(self, read: Callable[[], Awaitable[T]], show: Callable[[T], object]) -> None:
        """Show what the screen is about once it is read; what is typed waits for that.

        ``show`` may be a coroutine function. The screen closes, and says why, where it cannot be
        read.
        """
        try:
            found = await read()
        except CrmError as error:
            self.app.say_error(error)
            self.leave()
            return
        shown = show(found)
        if isawaitable(shown):
            await shown

    def on_mount(self) -> None:
        """Update the footer when the available actions change, and the clock when it ticks."""
        self.bindings_updated_signal.subscribe(self, lambda _: self.show_keys())
        self.show_keys()
        self.app.watcher.ticked.subscribe(self, self._show_tick)
        self._mode = self.app.current_mode
        self._show_header()

    def available_actions(self) -> list[AvailableAction]:
        """The available actions, those of the focused widget first."""
        found: dict[str, AvailableAction] = {}
        for key, active in self.active_bindings.items():
            action = actions.find(active.binding.id or "")
            if action is None or not active.enabled:
                continue
            before = found.get(action.id)
            keys = [before.keys] if before else []
            keys += [key_name(key)] if not key.startswith(NO_KEY) else []
            found[action.id] = AvailableAction(
                action, active.node, " ".join(keys), self.words_for(action)
            )
        return list(found.values())

    @holds_keys("act")
    async def action_call(self, action_id: str) -> None:
        """Call the function of an action, with the screen and the field that it is about."""
        action = manifest.actions()[action_id]
        spec = self._field_of(action)
        await manifest.load(action.call)(self, *([] if spec is None else [spec]))

    def _field_of(self, action: Action) -> FieldSpec | None:
        if self.record_type is None or not action.field:
            return None
        return actions.field_of(action, self.record_type)

    def explain_key(
        self, event: events.Key, is_meant: Callable[[Action], bool], sentence: str
    ) -> None:
        """Say why a key does nothing now, where it is that of an action which ``is_meant``."""
        keys = self.app.keymap.keys
        wanted = [
            each
            for each in actions.in_scope(self.scope)
            if event.key in keys[each.id] and self._is_for_type(each)
        ]
        refused = next(filter(is_meant, wanted), None)
        if refused is not None:
            event.stop()
            self.app.say(sentence, "warning")
            if refused.by_digit:
                self.app.key_queue.drop_digit()

    def on_key(self, event: events.Key) -> None:
        """Say where it is done now what a key did until recently, if the key does nothing here."""
        moved = actions.moved_from(self.scope, event.key)
        if moved is None or not (self._has_needs(moved) and self._is_for_type(moved)):
            return
        active = self.active_bindings.get(event.key)
        if active is None or not active.enabled:
            event.stop()
            self.app.say(self._moved_words(moved, event.key), "warning")
            if moved.by_digit:
                self.app.key_queue.drop_digit()

    def _moved_words(self, moved: Action, key: str) -> str:
        keys = self.app.keymap.keys
        means = next((each for each in actions.on_records() if key in keys[each.id]), None)
        sentence = "ui.key_moved" if means is None else "ui.key_means"
        return t(
            sentence,
            key=key_name(key),
            means="" if means is None else self.words_for(means),
            what=self.words_for(moved),
            now=self.app.key_of(moved.done_by or moved.id),
        )

    def words_for(self, action: Action) -> str:
        """The label of an action on this screen; of what sets a status, the label of that field."""
        spec = self._field_of(action)
        if action.field != manifest.STATUS or spec is None or self.record_type is None:
            return t(action.label_key)
        return spec.label(self.record_type.key).lower()

    async def carry_out(self, offer: AvailableAction) -> None:
        """Run an available action."""
        await self.app.run_action(offer.action.textual_action, offer.node)

    @on(FooterLine.Chosen)
    async def carry_out_clicked(self, event: FooterLine.Chosen) -> None:
        """Run the action of the key hint that was clicked."""
        for offer in self.available_actions():
            if offer.action.id == event.action:
                await self.carry_out(offer)

    def show_keys(self) -> None:
        """Update the footer, if there is one."""
        for footer in self.query(FooterLine):
            shown = {self._focused_scope(), "table", "app"}
            wanted = [
                offer
                for offer in self.available_actions()
                if offer.action.footer and offer.keys and not shown.isdisjoint(offer.action.scopes)
            ]
            wanted.sort(key=lambda offer: offer.action.footer)
            footer.show([offer.hint for offer in wanted])

    def _focused_scope(self) -> str:
        nodes = [self] if self.focused is None else self.focused.ancestors_with_self
        return next((scope for node in nodes if (scope := getattr(node, "scope", ""))), "")

    @on(FetchFailed)
    def say_what_failed(self, event: FetchFailed) -> None:
        """Show the error; an unexpected one ends the program with a crash report."""
        if not isinstance(event.error, CrmError):
            raise event.error
        self.app.say_error(event.error)

    def _show_header(self) -> None:
        self._show_tick(self.app.watcher.last)

    def _as_reached_here(self, destination: Destination) -> Destination:
        """With its figure; with its key only where that leads there and means nothing else."""
        destination = destination._replace(
            figure=self.app.watcher.last.figures.get(destination.mode, "")
        )
        action = manifest.actions().get(f"go.{destination.mode}")
        is_reached = action is not None and self.scope in action.scopes
        return destination if is_reached else destination._replace(key="")

    def show_title(
        self, path: Sequence[str], *facts: str, filters: str = "", warning: str = ""
    ) -> None:
        """Say where one is on the edge of the panel, and in the title of the terminal."""
        self.query_one(Panel).show_title(path, *facts, filters=filters, warning=warning)
        self._path = tuple(path)
        if self.is_current:
            self.app.set_terminal_title(self._path)

    @on(ScreenResume)
    def name_terminal(self) -> None:
        """Name the terminal after this screen again, which another one has covered."""
        if self._path:
            self.app.set_terminal_title(self._path)

    @on(HeaderLine.Chosen)
    def go_to_destination(self, event: HeaderLine.Chosen) -> None:
        """Go to the list that was clicked in the header."""
        self.app.action_go(event.mode)

    def _show_tick(self, tick: Tick) -> None:
        for header in self.query(HeaderLine):
            header.show_map([*map(self._as_reached_here, self.app.destinations)], self._mode)
            header.show_time(tick.now, tick.overdue)
            header.show_remark("" if self.app.keeps_settings else t("ui.sample_data"))

    def targets(self) -> list[JumpTarget]:
        """The targets of jump mode: by default, all focusable widgets."""
        takers = [node for node in self.query("*") if isinstance(node, Widget) and node.focusable]
        return [JumpTarget(node.region.offset, node.focus) for node in takers if node.region]

    def relabel(self) -> None:
        """Redraw in the current language."""
        self.show_keys()
        self._show_header()


class CrmModal(ModalScreen[ScreenResultType], CrmScreen[ScreenResultType]):
    """A modal dialog; ``escape`` closes it without a result."""

    scope: ClassVar[str] = "dialog"
    CSS_PATH: ClassVar[CSSPathType | None] = DIALOG_CSS

    def render(self) -> RenderableType:
        """The screen behind, tinted."""
        behind = super().render()
        if isinstance(behind, BackgroundScreen):
            return Backdrop(behind.screen, behind.color)
        return behind
