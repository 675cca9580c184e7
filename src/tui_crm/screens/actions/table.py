"""The actions that the screens bring along; those of features stand in their manifests."""

from __future__ import annotations

from typing import Final

from tui_crm.screens.actions import forms, lists, pages

ACTIONS: Final = (
    *lists.APP,
    *lists.RECORD,
    *lists.LIST,
    *pages.DETAIL,
    *lists.TABLE,
    *lists.FIND,
    *lists.CHOOSE,
    *lists.DIALOG,
    *forms.FIELD,
    *forms.FORM,
    *pages.CHANGES,
)
