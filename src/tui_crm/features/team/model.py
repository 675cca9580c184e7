"""A person who works with this program."""

from __future__ import annotations

from typing import ClassVar

from tui_crm.store import declaration
from tui_crm.store.model import RecordType
from tui_crm.store.record_base import Record


class User(Record, table=True):
    """ユーザー."""

    __tablename__ = "users"
    about: ClassVar[RecordType] = RecordType(
        singular="user",
        title=(("full_name",), ("name",)),
        menu=7,
        offered_where="is_inactive!=yes",
        identity=(("external_id",), ("name",), ("email",)),
        aliases=("user",),
        file_names=("user", "users", "owners", "members", "ユーザー", "ユーザ"),
        import_targets=("given_name", "family_name", "active"),
        import_place=0,
    )

    name: str | None = declaration.text(
        required=True,
        column=1,
        width=16,
        search=True,
        aliases="user name, login, alias, ユーザー名",
    )
    full_name: str | None = declaration.text(
        column=2, width=20, search=True, aliases="full name, name, 氏名"
    )
    email: str | None = declaration.email(
        column=3, width=28, search=True, aliases="email, e-mail, メール"
    )
    is_inactive: int | None = declaration.boolean(column=4, width=8, aliases="inactive, 無効")
