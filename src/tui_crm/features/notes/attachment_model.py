"""A file that belongs to a record; its content is in the store's own folder, named by its hash."""

from __future__ import annotations

from typing import ClassVar

from tui_crm.store import declaration
from tui_crm.store.model import RecordType, RelatedPart
from tui_crm.store.record_base import Record


class Attachment(Record, table=True):
    """添付ファイル."""

    __tablename__ = "attachments"
    about: ClassVar[RecordType] = RecordType(
        singular="attachment",
        title=(("name",),),
        default_sort="-created_at",
        parts=(RelatedPart(columns=("name", "size", "created_at", "created_by")),),
        panel="4",
    )

    name: str | None = declaration.text(required=True, column=1, width=30, search=True)
    size: int | None = declaration.integer(readonly=True, column=2, width=10)
    sha256: str | None = declaration.text(readonly=True, width=64)
    lead: int | None = declaration.link("leads", owned=True, column=3, width=18)
    account: int | None = declaration.link("accounts", owned=True, column=4, width=20)
    contact: int | None = declaration.link("contacts", owned=True, width=18)
    deal: int | None = declaration.link("deals", owned=True, width=20)
