"""Collect the files of one import: named ones, a folder, or a zip; and say what is left out.

The name of a file, such as ``Contacts_001.csv``, says which list it is in an export.

A ``Bundle`` says which of its files may hold tables. What is in them is looked at when they are
planned (``bundle_plan``).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.errors import CrmError, FileError
from tui_crm.exchange.readers import file_type, input_file
from tui_crm.exchange.readers.archive import unpack
from tui_crm.i18n import t
from tui_crm.language.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui_crm.exchange.readers.archive import Member
    from tui_crm.store.model import Schema

SUFFIXES: Final = frozenset(
    (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".vcf", ".json", ".jsonl")
)
"""How the names of files end that may hold tables; others are left in a folder or a zip."""

FILES_LIMIT: Final = 2_000
"""Files of a folder that are looked at."""

_DEEPEST: Final = 4
"""Folders in folders that are looked into."""

_NO_PATH: Final = re.compile(r"[^\w.()（）\- ]+")
_ARCHIVES: Final = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not imported; ``str()`` says why, in the language in use.

    ``kind`` ends a key of the ``import`` catalog (``left_…``); ``error`` is what could not be
    read, where that is the reason; ``n`` is how many things in it are lost, where that is known.
    """

    name: str
    kind: str
    error: CrmError | None = None
    n: int = 0

    def __str__(self) -> str:
        return str(self.error) if self.error else t(f"import.left_{self.kind}", n=self.n)


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A file that may hold a table: where it is, the name that people know it by, and the path
    beside which its rejected rows go."""

    source: Path | BinaryIO | input_file.InputFile
    name: str
    beside: Path | None
    is_named: bool
    """Somebody named this very file, so that it is imported or refused, never left out."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is imported as one: its name, its files, and those that are left out."""

    name: str
    files: tuple[BundleFile, ...]
    left_out: tuple[LeftOut, ...] = ()


def is_bundle(paths: Sequence[Path | BinaryIO]) -> bool:
    """Whether an import is of several files at once: named, in a folder, or in a zip.

    Raises:
        FileError: a file cannot be read.
    """
    if len(paths) != 1:
        return True
    (path,) = paths
    return isinstance(path, Path) and (path.is_dir() or _is_archive(path))


def gather(schema: Schema, paths: Sequence[Path | BinaryIO]) -> Bundle:
    """The files that some paths name; folders and zips are looked into.

    Raises:
        NotFoundError: there is no such file.
        FileError: a folder or a zip cannot be read, or holds nothing that may be a table.
    """
    files: list[BundleFile] = []
    left: list[LeftOut] = []
    for path in paths:
        if not isinstance(path, Path):
            files.append(BundleFile(path, t("read.standard_input"), None, is_named=True))
        elif path.is_dir():
            _take_folder(schema, path, files, left)
        elif _is_archive(path):
            _take_archive(schema, path, files, left)
        else:
            files.append(BundleFile(path, str(path), path, is_named=True))
    if not files:
        names = ", ".join(str(path) for path in paths)
        raise FileError("read.no_tables", file=names, names=named(left))
    return Bundle(_bundle_name(paths), tuple(files), tuple(left))


def named(left: Sequence[LeftOut]) -> str:
    """The first of the files that were left out, for a sentence."""
    shown = t("import.comma").join(each.name for each in left[:10])
    more = len(left) - 10
    return (shown + (t("import.and_more", n=more) if more > 0 else "")) or "–"


def _bundle_name(paths: Sequence[Path | BinaryIO]) -> str:
    first = paths[0]
    name = str(first) if isinstance(first, Path) else t("read.standard_input")
    return name if len(paths) == 1 else t("import.and_others", file=name, n=len(paths) - 1)


def _is_archive(path: Path) -> bool:
    try:
        return file_type.is_archive(input_file.open_input(path))
    except FileError as error:
        if error.key == "read.empty":
            return False
        raise


def _take_folder(
    schema: Schema, folder: Path, files: list[BundleFile], left: list[LeftOut]
) -> None:
    for path in _walk(folder):
        name = f"{folder.name or folder}/{path.relative_to(folder).as_posix()}"
        if (reason := _why_left(schema, name)) is not None:
            left.append(reason)
        else:
            files.append(BundleFile(path, name, path, is_named=False))


def _walk(folder: Path, depth: int = 0) -> Iterator[Path]:
    """The files in a folder and in those in it, in the order of their names; hidden ones and links
    to folders aside."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise FileError("read.unreadable", file=str(folder), reason=error.strerror) from error
    if len(found) > FILES_LIMIT:
        raise FileError("read.folder_too_large", file=str(folder), n=FILES_LIMIT)
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST:
                yield from _walk(folder / entry.name, depth + 1)
        elif entry.is_file():
            yield folder / entry.name


def _take_archive(schema: Schema, path: Path, files: list[BundleFile], left: list[LeftOut]) -> None:
    file = input_file.open_input(path)

    def wanted(member: Member) -> bool:
        name = member.name
        if PurePosixPath(name).name.startswith(".") or name.startswith("__MACOSX/"):
            return False
        reason = _why_left(schema, name)
        if reason is not None:
            left.append(reason)
        return reason is None

    for name, taken in unpack(file, wanted).items():
        if taken is None:
            left.append(LeftOut(name, "empty"))
            continue
        plain = PurePosixPath(name)
        suffix = plain.suffix if plain.suffix.lower() in (".csv", ".tsv", ".txt") else ".csv"
        stem = _NO_PATH.sub("_", plain.stem)[:60]
        beside = path.with_name(f"{path.stem}-{stem}{suffix}")
        files.append(BundleFile(taken, name, beside, is_named=False))


def _why_left(schema: Schema, name: str) -> LeftOut | None:
    """Why a file in a folder or a zip is no table that could be imported, as its name tells."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _ARCHIVES:
        return LeftOut(name, "archive")
    if suffix not in SUFFIXES:
        return LeftOut(name, "no_table")
    if is_errors_file(name):
        return LeftOut(name, "errors")
    if kind := foreign_kind_of_file(schema, name):
        return LeftOut(name, kind)
    return None


# --- what the name of a file says -----------------------------------------------------------------

_FOREIGN: Final = {
    "cases": (
        *("case", "cases", "casecomment", "casehistory", "ticket", "tickets", "solution"),
        *("solutions", "ケース", "問い合わせ", "チケット"),
    ),
    "products": (
        *("product", "products", "product2", "pricebook", "pricebooks", "pricebook2"),
        *("pricebookentry", "opportunitylineitem", "lineitem", "lineitems", "asset", "assets"),
        *("dealproducts", "商品", "製品"),
    ),
    "invoices": (
        *("quote", "quotes", "quotelineitem", "invoice", "invoices", "salesorder", "salesorders"),
        *("purchaseorder", "purchaseorders", "order", "orders", "orderitem", "contract"),
        *("contracts", "vendor", "vendors", "subscriptions", "見積", "請求書", "契約"),
    ),
    "campaigns": (
        *("campaign", "campaigns", "campaignmember", "campaignmembers", "marketingemail"),
        "キャンペーン",
    ),
    "attachments": (
        *("attachment", "attachments", "document", "documents", "contentversion"),
        *("contentdocument", "contentdocumentlink", "添付ファイル"),
    ),
    "emails": ("email", "emails", "emailmessage", "emailtemplate", "feeditem", "feedcomment"),
    "setup": (
        *("profile", "role", "roles", "userrole", "groupmember", "recordtype"),
        *("businesshours", "queue", "territory", "permissionset"),
        *("accountteammember", "accountcontactrole", "accountcontactrelation"),
        *("opportunityhistory", "leadhistory", "accounthistory", "contacthistory", "loginhistory"),
        *("opportunitycompetitor", "opportunitypartner", "opportunityfieldhistory", "stages"),
    ),
}
_AFFIX: Final = re.compile(r"^(?:hubspotcrmexports|all|zoho|crm|export|my)+|(?:export|list|一覧)+$")
_NO_SIGN: Final = re.compile(r"[\W_]+")
_NO_LETTER: Final = re.compile(r"[\W_\d]+")
_ERRORS: Final = re.compile(r"-errors(?:-\d+)?$", re.IGNORECASE)


def type_of_file(schema: Schema, name: str) -> str:
    """The record type whose list a file of this name is in an export; empty where it says none."""
    return _known(name, {each.key: each.file_names for each in schema})


def foreign_kind_of_file(schema: Schema, name: str) -> str:
    """The kind of list that a file of this name is, where no such list is kept here: ``cases``,
    ``products`` …, as ``tell_type`` calls them; empty where the name says none."""
    kind = _known(name, _FOREIGN)
    return "" if kind in schema.types and schema.types[kind].file_names else kind


def is_errors_file(name: str) -> bool:
    """Whether a name is one that an import gives to the rows that it rejected."""
    return _ERRORS.search(PurePath(name).stem) is not None


def _known(name: str, kinds: Mapping[str, tuple[str, ...]]) -> str:
    """The kind whose words a name is, as it stands or less what exports put around it."""
    stem = fold(_ERRORS.sub("", PurePath(name).stem)).partition("(")[0]
    plain = _NO_LETTER.sub("", stem)
    tries = (_NO_SIGN.sub("", stem), plain, _AFFIX.sub("", plain))
    for word in tries:
        for kind, words in kinds.items():
            if word in words:
                return kind
    return ""
