"""The driver of the terminal: what was typed together, and what only came together.

An escape that another key follows at once is a key of its own: Textual takes the two for one key
with ``alt``, or drops the escape, so that what was to be cancelled would be saved; and after an
escape it waits a tenth of a second. Several characters that an input method commits are one text,
as if it were pasted: taken for keys, the kana of a name would run as commands.
"""

from __future__ import annotations

import os
import re
import selectors
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from textual.message import Message

    from tui_crm.screens.host import CrmHost

ESCAPE: Final = "\x1b"

ESCAPE_DELAY: Final = 0.025
"""Seconds after which an escape begins nothing; a terminal sends a sequence in one piece."""

POLL: Final = 0.1
"""Seconds after which the thread looks whether the program has ended."""

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

_PASTE: Final = re.compile(f"({re.escape(PASTE_BEGINS)}|{re.escape(PASTE_ENDS)})")

_COMMITTED: Final = re.compile(
    r"((?=[^\x00-\x7f]{2})[\uff01-\uff5e]*[^\x00-\x7f\uff01-\uff5e][^\x00-\x7f]*)"
)
"""Several characters beyond ASCII; full-width letters alone are keys that were typed fast."""

_UNFINISHED: Final = re.compile(r"\x1b(?:O|\[[0-9;<?]*)?$")

_GOES_ON: Final = r"\[\]OPX^_bf\x7f\t"
"""What makes a sequence with an escape before it, such as a word's move of macOS."""


class KeyReader:
    """Gives the events of what a terminal sends.

    With the characters ``alt``, an escape stands for that key.
    """

    def __init__(self, alt: Set[str] = frozenset()) -> None:
        self._alt = {ESCAPE + character for character in alt}
        with_alt = "".join(f"{re.escape(pair)}|" for pair in sorted(self._alt))
        self._alone = re.compile(rf"({with_alt}\x1b(?=[^{_GOES_ON}]))")
        self._parser = XTermParser()
        self._held = ""
        self._is_pasting = False

    @property
    def is_waiting(self) -> bool:
        """Whether it is open what an escape means."""
        return bool(self._held)

    def feed(self, text: str) -> Iterator[Message]:
        """The events of what came now."""
        text, self._held = self._held + text, ""
        if unfinished := _UNFINISHED.search(text):
            self._held, text = unfinished[0], text[: unfinished.start()]
        yield from self._events(text)

    def go_on(self) -> Iterator[Message]:
        """The events of what was waited for, where nothing came for a while."""
        held, self._held = self._held, ""
        if held == ESCAPE and not self._is_pasting:
            yield events.Key("escape", ESCAPE)
        else:
            yield from self._events(held)
        yield from self._parser.tick()

    def close(self) -> None:
        """Nothing comes any more."""
        with suppress(EOFError, ParseError):
            list(self._parser.feed(""))

    def _events(self, text: str) -> Iterator[Message]:
        for part in filter(None, _PASTE.split(text)):
            if part in (PASTE_BEGINS, PASTE_ENDS):
                self._is_pasting = part == PASTE_BEGINS
            if self._is_pasting or part == PASTE_ENDS:
                yield from self._parser.feed(part)
                continue
            for piece in filter(None, self._alone.split(part)):
                if piece == ESCAPE:
                    yield events.Key("escape", ESCAPE)
                elif piece in self._alt:
                    yield events.Key(f"alt+{piece[1]}", piece[1])
                else:
                    yield from self._typed(piece)

    def _typed(self, text: str) -> Iterator[Message]:
        """Keys; what an input method gives at once is a text, and no keys that it would spell."""
        for place, piece in enumerate(_COMMITTED.split(text)):
            if place % 2:
                yield events.Paste(piece)
            elif piece:
                yield from self._parser.feed(piece)


class KeyDriver(LinuxDriver):
    """Textual's driver, with a ``KeyReader``."""

    def run_input_thread(self) -> None:
        """Hand over what is typed until the program ends."""
        keymap = cast("CrmHost", self._app).keymap
        named = {key for keys in keymap.keys.values() for key in keys}
        reader = KeyReader({key[4:] for key in named if key.startswith("alt+") and len(key) == 5})
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(ESCAPE_DELAY if reader.is_waiting else POLL):
                    found = reader.feed(decode(os.read(self.fileno, 4096)))
                else:
                    found = reader.go_on()
                for event in found:
                    self.process_message(event)
        reader.close()
