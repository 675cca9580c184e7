"""Views, as the lists on the screen and the palette use them."""

from __future__ import annotations

from tui_crm.store.views import CONVERTED, USUAL, View, default_view, own_views, saved_views

__all__ = ["CONVERTED", "USUAL", "View", "default_view", "own_views", "saved_views"]
