"""Tell the record type of a table by the name of its file, such as ``Contacts_001.csv``."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from tui_crm.language.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.model import Schema

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
