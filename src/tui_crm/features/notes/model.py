"""What somebody wrote down about a customer."""

from __future__ import annotations

from typing import ClassVar

from tui_crm.store import declaration
from tui_crm.store.model import RecordType, RelatedPart
from tui_crm.store.record_base import Record


class Note(Record, table=True):
    """メモ."""

    __tablename__ = "notes"
    about: ClassVar[RecordType] = RecordType(
        singular="note",
        add_kind="note",
        title=(("subject",), ("body",)),
        default_sort="-created_at",
        menu=6,
        parts=(RelatedPart(columns=("created_at", "body", "created_by")),),
        panel="1",
        related_place=2,
        identity=(
            ("external_id",),
            ("body", "subject", "lead", "contact", "account", "deal", "created_at"),
        ),
        is_blank_telling=True,
        aliases=("note",),
        file_names=("note", "notes", "メモ"),
        import_targets=("related.external_id",),
        import_place=80,
    )

    subject: str | None = declaration.text(
        column=1, width=24, search=True, aliases="title, note title, subject, 件名, タイトル"
    )
    body: str | None = declaration.long_text(
        required=True,
        column=2,
        width=40,
        search=True,
        aliases="body, note, content, note content, 本文, 内容",
    )
    lead: int | None = declaration.link(
        "leads", owned=True, column=3, width=18, aliases="lead, 見込み客"
    )
    account: int | None = declaration.link(
        "accounts", owned=True, column=4, width=20, aliases="account, company, 取引先"
    )
    contact: int | None = declaration.link(
        "contacts", owned=True, width=18, aliases="contact, 連絡先"
    )
    deal: int | None = declaration.link("deals", owned=True, width=20, aliases="deal, 商談")
