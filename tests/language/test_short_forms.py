"""The legal form of a company is a sign where its name does not fit."""

from __future__ import annotations

import pytest

from tui_crm.language.short_forms import with_short_form


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("株式会社青空", "㈱青空"),
        ("青空株式会社", "青空㈱"),
        ("有限会社 山川商店", "㈲山川商店"),
        ("合同会社朝日野", "(同)朝日野"),
        ("医療法人若葉会", "(医)若葉会"),
        ("㈱あさひ", "㈱あさひ"),
        ("株式会社", "株式会社"),
        ("日本株式会社協会", "日本株式会社協会"),
        ("Aoba Inc.", "Aoba Inc."),
    ],
)
def test_a_form_at_either_end_becomes_a_sign(name: str, short: str) -> None:
    assert with_short_form(name) == short
