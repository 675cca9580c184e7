"""Texts that a stranger might put into a field: markup, escapes, overrides, widths."""

from __future__ import annotations

MARKUP = [
    "[/]",
    "[/",
    "[red]a[/blue]",
    "[@click=app.quit]x[/]",
    "[$primary]x",
    "[type=x, v={'a[0]'}]",
    "[ACME] Ltd [/b]",
    "x\\",
]
ESCAPES = [
    "A\x1b]52;c;ZXZpbA==\x1b\\B",
    "\x1b]2;PWN\x1b\\x",
    "\x1b]8;;http://evil/\x1b\\click\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[HPWNED",
    "A\u009b31mR",
    "\x1bP$q\x1b\\",
    "abc\u202egnp.exe",
    "AAAA\rBB",
    "a\x00b\tc\nd",
    "\u2066x\u2069\u200f",
]
WIDE = ["髙﨑㈱" * 30, "👩\u200d👩\u200d👧" * 20, "e\u0301" * 200, "ｶﾞ" * 60]

TEXTS = [*MARKUP, *ESCAPES, *WIDE]
FORBIDDEN = [
    *map(chr, range(0x20)),
    "\x7f",
    *map(chr, range(0x80, 0xA0)),
    "\u202e",
    "\u2066",
    "\u200f",
]
"""Characters that never reach the terminal from data."""
