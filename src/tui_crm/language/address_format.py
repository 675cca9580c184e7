"""A postal address in parts, and in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.language.names import has_cjk

if TYPE_CHECKING:
    from tui_crm.i18n import Language


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in parts; a part that is not there is empty.

    ``postal_code`` of Japan is ``150-0002``; ``city`` holds 郡 and 区 too; ``street`` is the town
    with its block numbers (渋谷1-2-3), ``building`` what follows them.
    """

    postal_code: str = ""
    state: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    country: str = ""


def format_address(address: Address, language: Language) -> str:
    """An address in one line: 〒 → prefecture → city → street → building in Japanese, and the other
    way round, with commas, in English."""
    parts = [address.state, address.city, address.street, address.building]
    parts = [part for part in (part.strip() for part in parts) if part]
    country = address.country.strip()
    code = address.postal_code.strip()
    if language == "ja":
        line = ""
        for place, part in enumerate(parts):
            is_joined = (
                has_cjk(line[-1:])
                and has_cjk(part)
                and not (place and part == address.building.strip())
            )
            line += part if not line or is_joined else f" {part}"
        code = f"〒{code}" if code and not code.startswith("〒") else code
        return " ".join(part for part in (country, code, line) if part)
    parts.reverse()
    if code:
        # In English the code follows the name of the state.
        parts[-1:] = [f"{parts[-1]} {code}" if parts else code]
    return ", ".join(part for part in (*parts, country) if part)
