"""The version of the store that this program reads and writes."""

from __future__ import annotations

from typing import Final

HEAD: Final = 9

NEW_PICKLISTS: Final = "new_picklists"
"""What a step sets among the attributes of Alembic's configuration to have picklists planted that
came with it: their names."""

STALE_KEYS: Final = "stale_keys"
"""What a step sets among the attributes of Alembic's configuration where sort, search and match
keys must be computed anew; that is done once, when all steps are, by the code of today."""
