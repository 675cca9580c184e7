"""The numbers of records in the program that a table comes from."""

from __future__ import annotations

import re
from typing import Final

from tui_crm.errors import UsageError

_SHORTENED: Final = re.compile(r"[0-9]([.,][0-9]+)?[Ee]\+?1[1-9]")


def whole_id(text: str, prefix: str) -> str:
    """The ``external_id`` that a cell gives, which tells records apart.

    Raises:
        UsageError: a spreadsheet has shortened it, so that many records would be taken for one.
    """
    if _SHORTENED.fullmatch(text.strip()):
        raise UsageError("language.number_shortened", value=text)
    return external_id(text, prefix)


def external_id(text: str, prefix: str) -> str:
    """The number of a record in another program, as it is kept here: ``zoho:4563``."""
    plain = " ".join(text.split())
    if prefix == "zoho":
        plain = plain.removeprefix("zcrm_")
    if prefix == "salesforce" and len(plain) == 18 and plain.isalnum():
        plain = plain[:15]  # the last three only check the case of the others
    return f"{prefix}:{plain}" if prefix and plain else plain
