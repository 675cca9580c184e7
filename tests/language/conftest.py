"""Generated texts may be the first to load a library's tables: no example has a time limit."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("language", deadline=None)
settings.load_profile("language")
