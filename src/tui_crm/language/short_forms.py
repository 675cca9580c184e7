"""Legal forms as signs, for cells that are too narrow for a company's name.

Apart from ``legal_forms.py``, whose patterns take longer to compile than a first
list may take to be drawn.
"""

from __future__ import annotations

from typing import Final

_SHORT_FORMS: Final = {
    "株式会社": "㈱",
    "有限会社": "㈲",
    "合同会社": "(同)",
    "合資会社": "㈾",
    "合名会社": "㈴",
    "一般社団法人": "(一社)",
    "一般財団法人": "(一財)",
    "社会福祉法人": "(福)",
    "医療法人": "(医)",
    "学校法人": "(学)",
}
"""As people write them on envelopes and in tables."""


def with_short_form(name: str) -> str:
    """A company's name with its legal form as a sign: ㈱青空; as it is where there is none."""
    for form, sign in _SHORT_FORMS.items():
        if name.startswith(form) and len(name) > len(form):
            return sign + name.removeprefix(form).lstrip(" \u3000")
        if name.endswith(form) and len(name) > len(form):
            return name.removesuffix(form).rstrip(" \u3000") + sign
    return name
