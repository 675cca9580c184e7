"""What an attached file is, told by its name and its first bytes: a kind in words, or a program."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from tui_crm.i18n import t

_KINDS: Final = {
    "pdf": "pdf",
    "document": "doc docx docm odt rtf pages",
    "sheet": "xls xlsx xlsm ods csv tsv numbers",
    "slides": "ppt pptx pptm odp key",
    "picture": "png jpg jpeg gif webp svg bmp tif tiff heic",
    "text": "txt md log json xml yaml yml",
    "web": "html htm mhtml",
    "mail": "eml msg",
    "card": "vcf",
    "calendar": "ics",
    "archive": "zip 7z rar gz tgz tar bz2 xz lzh",
    "sound": "mp3 m4a wav ogg flac",
    "film": "mp4 mov avi mkv webm",
}
_KIND_OF: Final = {ending: kind for kind, endings in _KINDS.items() for ending in endings.split()}

_PROGRAMS: Final = """
    action apk app appimage appref-ms bat bash bin bundle cgi chm cmd com command cpl csh deb
    desktop dll dmg elf exe fish gadget hta inf ins iso jar jnlp js jse ksh library-ms lnk lua mjs
    msc msi msix msp mst out php pif pkg pl ps1 ps1xml psc1 psm1 py pyc pyw pyz rb reg rpm run scf
    scpt scr search-ms settingcontent-ms sh shb shs so sys terminal tool url vb vbe vbs vhd vhdx
    webloc workflow ws wsc wsf wsh xbap xll zsh
"""
"""Endings that a system runs, or follows to a program, when such a file is opened."""

_MAGIC: Final = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"[Desktop Entry]",
)
"""First bytes of programs of Windows and Linux, scripts, Mach-O, Java, and what starts one."""

HEAD: Final = 512
"""Bytes of a file that ``is_program`` looks at."""


def kind_words(name: str) -> str:
    """What a file is called by its ending: PDF, Spreadsheet, or just a file."""
    return t(f"files.kind.{_KIND_OF.get(_ending(name), 'other')}")


def size_words(size: int) -> str:
    """A size in bytes as a person reads it: 340 B, 12 KB, 1.2 MB."""
    if size < 1000:
        return f"{size} B"
    for unit in ("KB", "MB"):
        size_in = size / 1000 if unit == "KB" else size / 1000**2
        if size_in < 999.5:
            return f"{size_in:.1f} {unit}" if size_in < 9.95 else f"{size_in:.0f} {unit}"
    return f"{size / 1000**3:.1f} GB"


def is_program(name: str, head: bytes) -> bool:
    """Whether opening a file would run something, by its name or its first bytes."""
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _ending(name) in _PROGRAMS.split() or begins.startswith(_MAGIC)


def _ending(name: str) -> str:
    return PurePath(name.rstrip(" .")).suffix.removeprefix(".").lower()
