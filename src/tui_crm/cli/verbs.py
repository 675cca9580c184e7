"""The verbs of all features as a tree of words: ``view`` and below it ``save``."""

from __future__ import annotations

from tui_crm import manifest


def names_under(prefix: str) -> list[str]:
    """The verbs directly under ``prefix``, in order; groups of verbs once.

    >>> names_under("view ")
    ['save', 'show', 'delete']
    """
    found = (
        name.removeprefix(prefix).split()[0] for name in manifest.verbs() if name.startswith(prefix)
    )
    return list(dict.fromkeys(found))
