"""The terminal UI: its modes, its keys, what it does when something fails."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, work

from tui_crm import i18n, keymap, manifest, paths, terminal
from tui_crm.errors import ExitCode
from tui_crm.i18n import t
from tui_crm.sanitize import shortened, visible
from tui_crm.screens import actions, factories, ime
from tui_crm.screens.host import CrmHost
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.theme import DARK, THEMES
from tui_crm.screens.warm_up import warm_up
from tui_crm.terminal import Suspension

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from textual.binding import BindingType
    from textual.driver import Driver

    from tui_crm.config import Config
    from tui_crm.keymap import Keymap
    from tui_crm.screens.list.row_source import FirstPage
    from tui_crm.screens.screen import AvailableAction
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.summary import UndoCandidate

PASTE_SHOWN: Final = 20
"""Cells of a text that is said to belong nowhere."""

LOOK_AT_TERMINAL: Final = 1.0
"""Seconds between two looks whether the terminal is still there."""


class CrmApp(CrmHost, inherit_bindings=False):
    """The app. It begins with the list of leads."""

    TITLE = "crm"
    CSS_PATH = ["app.tcss", "screens/list/record_list.tcss"]
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("app")

    def __init__(
        self,
        config: Config,
        store: Store,
        keys: Keymap | None = None,
        first: Future[FirstPage] | None = None,
        config_file: Path | None = None,
        *,
        keeps_settings: bool = True,
    ) -> None:
        i18n.use(config.language)
        self.DEFAULT_MODE = first_list(store)  # type: ignore[misc]
        super().__init__(config, store, keys or keymap.load(config.keys))
        self.config_file = config_file
        self.keeps_settings = keeps_settings
        self.suspension = Suspension(self)
        self._undoing = asyncio.Lock()
        for each in store.schema.menu:
            ready = first if each.key == self.DEFAULT_MODE else None
            self.add_mode(each.key, partial(factories.record_list, each.key, first=ready))
        for name, ref in manifest.named(lambda feature: feature.modes).items():
            self.add_mode(name, partial(factories.make, ref))
        self.set_keymap(self.keymap.different)
        for theme in THEMES:
            self.register_theme(theme)
        self.use_theme(config.theme)

    def get_driver_class(self) -> type[Driver]:
        """The driver of the terminal."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual
        from tui_crm.key_driver import KeyDriver  # there is none for Windows

        return KeyDriver

    def use_theme(self, name: str) -> None:
        """Show in this theme, or in the usual one where it is unknown or would be unreadable."""
        theme = self.available_themes.get(name)
        # Without colour, Textual's themes for 16 colours are black on black.
        self.theme = DARK.name if theme is None or (theme.ansi and self.no_color) else name

    def on_mount(self) -> None:
        """Listen to what would end the program."""
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._end_by, number)
        if not self.is_headless:
            self.set_interval(LOOK_AT_TERMINAL, self._end_without_terminal)
        self.suspension.listen()

    def _end_without_terminal(self) -> None:
        if not terminal.has_terminal():
            self._end_by(signal.SIGHUP)

    def _end_by(self, number: signal.Signals) -> None:
        """Leave because of a signal, whether or not there is still a terminal to give back."""
        terminal.detach_lost_terminal()
        self.exit(return_code=128 + number)

    def on_ready(self) -> None:
        """Begin to watch the store, and to load what keys will need: the first screen stands."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.watcher.start()
        if not self.is_headless:
            self._warm_up()

    @work(group="warm up")
    async def _warm_up(self) -> None:
        await warm_up(self)

    def on_unmount(self) -> None:
        """Stop to watch; give the terminal its title back."""
        self.watcher.stop()
        self.restore_terminal_title()

    def meant(self, event: events.Key) -> events.Key:
        """Take a key that was typed with the input method left on as what it is."""
        character = event.character or ""
        focused = self.focused
        if focused and focused.check_consume_key(event.key, character):
            return event
        plain = ime.typed_key(character) if character and not event.is_forwarded else None
        if plain is None:
            if not character.isascii():
                self._say_no_text_field(character)
            return event
        key = events.Key(keymap.textual_name(plain), plain).set_sender(self)
        key.time = event.time
        return key

    def on_paste(self, event: events.Paste) -> None:
        """Say that nothing takes a text that was pasted, or given by an input method, here."""
        takes_text = self.focused is not None and self.focused.check_consume_key("a", "a")
        if event.text.strip() and not takes_text:
            self._say_no_text_field(event.text)

    def _say_no_text_field(self, text: str) -> None:
        shown = shortened(visible(text.strip()), PASTE_SHOWN)
        words = t("ui.no_text_field", text=shown)
        if self.notices.standing is None or self.notices.standing.words != words:
            self.say(words, "warning")

    async def action_back(self) -> None:
        """Leave the screen that covers another one."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def action_help(self) -> None:
        """Show what every key does here, and do the one that is chosen."""
        screen = self.screen

        async def carry_out(chosen: AvailableAction | None) -> None:
            if chosen is not None and isinstance(screen, CrmScreen):
                await screen.carry_out(chosen)

        if isinstance(screen, CrmScreen):
            self.push_screen(factories.help_page(screen.available_actions()), carry_out)

    def action_jump(self) -> None:
        """Go to the place whose letter is pressed."""
        if isinstance(self.screen, CrmScreen):
            jump = factories.jump(self.screen.targets())
            self.push_screen(jump, lambda target: target and target.go())

    def action_palette(self) -> None:
        """Find an action, a record, a view or a list by its words, and go there."""
        from tui_crm.screens.palette import PaletteScreen

        async def do(deed: Callable[[], object] | None) -> None:
            done = deed() if deed is not None else None
            if isinstance(done, Awaitable):
                await done

        screen = self.screen
        if isinstance(screen, CrmScreen):
            self.push_screen(PaletteScreen(screen.available_actions(), screen.carry_out), do)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the palette's key to a dialog, which has no palette over it.

        The language is changed where all that is shown follows it.
        """
        if action == "palette":
            return isinstance(self.screen, CrmScreen) and not self.screen.is_modal
        if action == "language" and self.screen.is_modal:
            screen = self.screen
            return isinstance(screen, CrmScreen) and type(screen).relabel != CrmScreen.relabel
        return super().check_action(action, parameters)

    @holds_keys("undo")
    async def action_undo(self) -> None:
        """Take back the last thing that this person did."""
        from tui_crm.store.journal.summary import last_change

        async with self._undoing:
            await self._reverse(last_change, "ui.undone", "changes.take_back")

    @holds_keys("undo")
    async def action_redo(self) -> None:
        """Take the last undo back."""
        from tui_crm.store.journal.summary import last_undo

        async with self._undoing:
            await self._reverse(last_undo, "ui.redone", "changes.do_again")

    async def _reverse(
        self, find: Callable[[Store, str], UndoCandidate], sentence: str, question: str
    ) -> None:
        """Take back what ``find`` gives, after a question where it was not done in this window."""
        from tui_crm.store.journal.undo import undo

        async with self._writing:  # so that it is the last also of what is being written
            found = await self.read(find, self.store, self.config.currency)
        if found.id not in self.own_batches:
            details = [t("changes.elsewhere", at=found.at)]
            ask = factories.confirm(t(question, what=found.words), t("ui.yes_do_it"), details)
            if not await self.ask(ask):
                return
        report = await self.write(undo, self.store, found.id)
        self.say_reversed(sentence, found.words, report.blocked)

    def action_language(self) -> None:
        """Say everything in the other language, from now on."""
        others = [each for each in i18n.LANGUAGES if each != i18n.language()]
        i18n.use(others[0])
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, CrmScreen):
                    screen.relabel()
        self.watcher.count()
        self.keep("language", others[0])

    def action_theme(self) -> None:
        """Choose how everything looks."""
        self.push_screen(factories.themes(), self._keep_theme)

    def _keep_theme(self, chosen: str | None) -> None:
        if chosen:
            self.use_theme(chosen)
            self.keep("theme", chosen)

    @work(group="settings")
    async def keep(self, name: str, value: str) -> None:
        """Write a setting down for the next time, unless this is a demo."""
        if not self.keeps_settings:
            return
        from tui_crm.config import set_value

        await self.read(set_value, self.config_file, name, value)

    async def action_quit(self) -> None:
        """Leave, when what is being written has been written; ask first where that takes long."""
        if self.stop_write is not None:
            self._leave_during_write()
            return
        async with self._writing:
            self.exit()

    @holds_keys("quit", once=True)
    async def _leave_during_write(self) -> None:
        words = [t(f"import_wizard.quit_{key}") for key in ("question", "yes", "no", "detail")]
        question, yes, no, detail = words
        if not await self.ask(factories.confirm(question, yes, [detail], no=no)):
            return
        if self.stop_write is None:
            self.say(t("import_wizard.quit_too_late"), "warning")
            return
        self.stop_write()
        async with self._writing:
            self.exit()

    def _fatal_error(self) -> None:
        """Say that it failed, and where the report is; Textual would print every local value."""
        from tui_crm import crash

        error = self._exception or RuntimeError()
        path = crash.write(error)
        sentence = t("ui.crashed", path=visible(str(path or "–")))
        self.bell()
        self._exit_renderables.append(sentence)
        self._close_messages_no_wait()


def first_list(store: Store) -> str:
    """The record type whose list is shown first: that of the menu."""
    return store.schema.menu[0].key


def run(config: Config, config_file: Path | None = None, *, keeps_settings: bool = True) -> int:
    """Open the store and show it until the person leaves; the exit code.

    Without ``keeps_settings`` the language and the theme that are chosen go with the program.

    Raises:
        CrmError: the store or the key map cannot be opened; nothing has been shown.
    """
    from tui_crm.features.program import open_store
    from tui_crm.screens.list.row_source import open_list

    i18n.use(config.language)
    keys = keymap.load(config.keys, paths.default_keymap())
    store = open_store(
        config.store,
        user=config.user,
        currency=config.currency,
        usual_currency=config.usual_currency,
    )
    reader = ThreadPoolExecutor(1, "crm-first")
    try:
        # A store that cannot be read fails here, with a sentence.
        first = reader.submit(open_list, store, first_list(store), store.currency)
        app = CrmApp(config, store, keys, first, config_file, keeps_settings=keeps_settings)
        app.run()
        return app.return_code or ExitCode.OK
    finally:
        reader.shutdown()
        store.close()
