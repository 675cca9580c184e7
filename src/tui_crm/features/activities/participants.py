"""Whom an activity is with, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.features.activities.plans import Customer


def with_whom(customers: Sequence[Customer]) -> str:
    """Whom an activity is with, in words."""
    first, *others = customers
    return t("activity.and_others", title=first.title, n=len(others)) if others else first.title


def about_whom(customers: Sequence[Customer]) -> str:
    """More about the only customer; where there are several, that each has an activity."""
    first, *others = customers
    if others:
        return t("activity.each", n=len(customers))
    return t("activity.company", company=first.company, phone=first.phone)
