"""Warnings about values that are accepted all the same."""

from __future__ import annotations

from enum import StrEnum

from tui_crm.i18n import t


class Notice(StrEnum):
    """A doubt about a value, by its key in the ``errors`` catalog."""

    PHONE_LOST_ZERO = "language.phone_lost_zero"
    PHONE_LOST_DIGITS = "language.phone_lost_digits"
    PHONE_UNPLACED = "language.phone_unplaced"
    PHONE_DOUBTFUL = "language.phone_doubtful"
    PHONE_SEVERAL = "language.phone_several"
    PHONE_RANGE = "language.phone_range"
    EMAIL_OLD_MOBILE = "language.email_old_mobile"
    EMAIL_SEVERAL = "language.email_several"

    @property
    def sentence(self) -> str:
        """The doubt in words, in the language in use."""
        return t(f"errors.{self.value}")
