"""Detect the type of a file by its first bytes; its name may mislead."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tui_crm.errors import FileError
from tui_crm.exchange.readers.decoding import decode
from tui_crm.i18n import t

if TYPE_CHECKING:
    from tui_crm.exchange.readers.input_file import InputFile


class Content(StrEnum):
    """What can be read; a workbook's value is its format."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"
    CARDS = "cards"
    JSON = "json"


HEAD: Final = 1 << 16
"""Bytes looked at."""

_STRANGERS: Final = (
    (re.compile(rb"MZ|\x7fELF|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe"), "program"),
    (re.compile(rb"%PDF-"), "pdf"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*", re.DOTALL), "image"),
    (re.compile(rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd"), "archive"),
    (re.compile(rb"SQLite format 3\0"), "database"),
    (re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\0"), "old_excel"),
    (re.compile(rb"\xef\xbf\xbd(?:\xef\xbf\xbd)?\x11", re.DOTALL), "mangled"),
)
_MAIL: Final = re.compile(
    rb"(?:(?:From|To|Cc|Date|Subject|Received|Return-Path|Message-ID|MIME-Version|Delivered-To"
    rb"|Content-Type|X-[\w-]+|DKIM-Signature|Reply-To|Sender):[ \t][^\r\n]*\r?\n"
    rb"(?:[ \t][^\r\n]*\r?\n)*){3}",
    re.IGNORECASE,
)
_HEIC: Final = re.compile(rb".{4}ftyp(?:hei|hev|mif|msf|avi)|RIFF.{4}WEBP", re.DOTALL)
_MAILBOX: Final = re.compile(rb"From \S+ [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d ")
_OLE_MARKS: Final = (
    ("__substg1.0_".encode("utf-16-le"), "mail_outlook"),
    ("WordDocument".encode("utf-16-le"), "document"),
    ("PowerPoint Document".encode("utf-16-le"), "document"),
)
"""Names that the parts of a file by Outlook, Word or PowerPoint have, in its directory."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP: Final = re.compile(r"<(?:!doctype|html|head|body|table|meta|\?xml|!--)", re.IGNORECASE)
_CARD: Final = re.compile(r"BEGIN:VCARD\s", re.IGNORECASE)
_JSON_SUFFIXES: Final = (".json", ".jsonl", ".ndjson")
_JSON: Final = re.compile(r'\[\s*[\[{\]]|\{\s*["}]')


def recognise(file: InputFile) -> Content:
    """A kind of workbook, or TEXT for all else that may hold a table.

    Raises FileError for what is clearly something else, and says what.
    """
    head = file.head(HEAD)
    if head.startswith(b"PK"):
        return _recognise_zip(file)
    if head.startswith(_OLE):
        return _recognise_compound(file)
    if _MAILBOX.match(head):
        raise _stranger(file, "mailbox")
    if _MAIL.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise _stranger(file, "mail")
    if _HEIC.match(head):
        raise _stranger(file, "image")
    for magic, kind in _STRANGERS:
        if magic.match(head):
            raise _stranger(file, kind)
    return Content.TEXT


def recognise_text(file: InputFile, encoding: str) -> Content:
    """CARDS, JSON, or TEXT: lines of cells. Raises FileError for binary data and web pages."""
    head = decode(file.head(HEAD), encoding, is_cut=file.size > HEAD)
    text = head.lstrip("\ufeff \t\r\n")
    if len(_CONTROL.findall(head)) > max(4, len(head) // 20):
        raise _stranger(file, "binary")
    if _MARKUP.match(text):
        raise _stranger(file, "markup")
    if text[:15].upper() == "BEGIN:VCALENDAR":
        raise _stranger(file, "calendar")
    suffix = file.path.suffix.lower()
    if _CARD.match(text) or suffix in (".vcf", ".vcard"):
        return Content.CARDS
    is_json = _JSON.match(text) and suffix not in (".csv", ".tsv", ".txt")
    return Content.JSON if is_json or suffix in _JSON_SUFFIXES else Content.TEXT


def _recognise_compound(file: InputFile) -> Content:
    """A workbook of old Excel, unless it has the parts of another program's file."""
    before = b""
    for block in file.blocks():
        seen = before + block
        for mark, kind in _OLE_MARKS:
            if mark in seen:
                raise _stranger(file, kind)
        if "Workbook".encode("utf-16-le") in seen or "Book\0".encode("utf-16-le") in seen:
            return Content.XLS
        before = block[-64:]
    return Content.XLS


def is_archive(file: InputFile) -> bool:
    """Whether a file is a zip of files, and no workbook or document, which are zips as well.

    Raises FileError for a damaged one.
    """
    return file.head(4).startswith(b"PK\x03\x04") and _kind_of_zip(file) == "archive"


def _recognise_zip(file: InputFile) -> Content:
    kind = _kind_of_zip(file)
    if kind in (Content.XLSX, Content.ODS):
        return Content(kind)
    raise _stranger(file, kind)


def _kind_of_zip(file: InputFile) -> str:
    """The kind of workbook that a zip is, or what it is instead."""
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            names = {name.lower().lstrip("/") for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FileError("read.damaged_workbook", file=file.name) from error
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.startswith("word/") or name.startswith("ppt/") for name in names):
        return "document"
    if any(name.endswith(".iwa") for name in names):
        return "numbers"
    if "[content_types].xml" in names:
        return Content.XLSX
    return Content.ODS if "content.xml" in names else "archive"


def _stranger(file: InputFile, kind: str) -> FileError:
    return FileError("read.not_a_table", file=file.name, kind=t(f"read.kind_{kind}"))
