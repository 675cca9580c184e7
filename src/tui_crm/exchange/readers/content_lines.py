"""Parse the content lines of a vCard: unfold, decode, unescape (RFC 6350, 2426; vCard 2.1).

They are unfolded as bytes, because a fold may part the bytes of one character, and each is decoded
by its own CHARSET, because Japanese phones write UTF-8 and Shift_JIS into one card. For both the
usual parsers of text are too late.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.exchange.readers.decoding import codec_for, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PROPERTY: Final = re.compile(rb"[A-Za-z0-9_.\-]+[;:]")
_QUOTED_PRINTABLE: Final = re.compile(rb"[^:]*[;=]QUOTED-PRINTABLE[;:]", re.IGNORECASE)
_LONGEST_HEAD: Final = 4_096
"""Bytes in which the name and the parameters of a property end."""

_PARAMETER: Final = re.compile(r';((?:[^";:]|"[^"]*")*)')
_ENCODINGS: Final = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Property:
    """One property. ``name``, parameter names and ``types`` are in capitals; ``value`` is as it
    stands, still with its backslashes; ``is_binary``: a picture or a sound, with no value here.
    """

    name: str
    types: frozenset[str]
    params: dict[str, str]
    value: str
    group: str = ""
    is_binary: bool = False

    def text(self) -> str:
        """The value as one text."""
        return unescape(self.value)

    def parts(self) -> list[str]:
        """The value cut at its semicolons."""
        return [unescape(part) for part in split(self.value, ";")]


def unescape(text: str) -> str:
    r"""A text without its backslashes: ``\n`` is a line end, ``\,`` a comma."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def split(text: str, mark: str) -> list[str]:
    """A value cut at each ``mark`` without a backslash before it, still escaped."""
    if "\\" not in text:
        return text.split(mark)
    return re.findall(rf"(?:^|{mark})((?:\\.|[^\\{mark}]++)*+\\?)", text, re.DOTALL)


def unfold(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines from the lines of a card, without their ends.

    A line that begins with a blank goes on with the one before it, as does one after a soft break
    of quoted-printable text, and, in vCard 2.1, one that is no property but follows a backslash.
    """
    last = bytearray()  # a line of a million folds would be copied a million times as bytes
    is_printable = False
    for line in lines:
        bare = line.rstrip(b"\r\n")
        is_head = len(last) < _LONGEST_HEAD
        if is_printable and last.endswith(b"="):
            last[-1:] = bare
        elif not bare or bare.startswith(b"#"):
            continue
        elif bare[:1] in (b" ", b"\t") and last:
            last += bare[1:]
        elif last.endswith(b"\\") and not _PROPERTY.match(bare):
            last[-1:] = b"\\n" + bare
        else:
            if last:
                yield bytes(last)
            last, is_head = bytearray(bare), True
        if is_head:
            is_printable = bool(_QUOTED_PRINTABLE.match(last, 0, _LONGEST_HEAD))
    if last:
        yield bytes(last)


def parse(line: bytes, encoding: str) -> Property:
    """The property on a whole line; without a name, the text of a line that is none.

    Bytes that do not decode come as ``decoding.RAW`` gives them.
    """
    head, mark, value = _cut(line)
    if not mark or not _PROPERTY.match(line):
        return Property("", frozenset(), {}, decode(line, encoding))
    name, _, rest = decode(head, encoding).partition(";")
    group, _, name = name.rpartition(".")
    params, types = _parameters(";" + rest if rest else "")
    encoded = params.get("ENCODING", "").upper()
    if encoded in ("BASE64", "B") or value.startswith(b"data:"):
        return Property(name.upper(), types, params, "", group, is_binary=True)
    if encoded == "QUOTED-PRINTABLE":
        value = binascii.a2b_qp(value)
    return Property(name.upper(), types, params, decode(value, _codec(params, encoding)), group)


def _cut(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Name and parameters, the colon, and the value; a colon in quotes does not count."""
    at, quotes = -1, 0
    while (end := line.find(b":", at + 1)) >= 0:
        quotes += line.count(b'"', at + 1, end)
        at = end
        if quotes % 2 == 0:
            return line[:at], b":", line[at + 1 :]
    return line.partition(b":")


def _parameters(text: str) -> tuple[dict[str, str], frozenset[str]]:
    """Parameters by name, and the types, which vCard 2.1 writes without TYPE= before them."""
    params: dict[str, str] = {}
    types: list[str] = []
    for found in _PARAMETER.finditer(text):
        name, is_named, value = found[1].partition("=")
        name, value = name.strip().upper(), value.strip().strip('"')
        if not is_named and name in _ENCODINGS:
            params["ENCODING"] = name
        elif not is_named:
            types.append(name)
        elif name == "TYPE":
            types.extend(value.upper().split(","))
        else:
            params[name] = value
    return params, frozenset(kind.strip().strip('"') for kind in types)


def _codec(params: dict[str, str], encoding: str) -> str:
    if "CHARSET" not in params:
        return encoding
    try:
        return codec_for(params["CHARSET"])
    except UsageError:
        return encoding
