"""What may be chosen in a field, for the text that was typed so far."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_crm.language.fold import fold
from tui_crm.language.search_terms import haystack, plain
from tui_crm.screens.widgets.option_popup import Option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.store.model import FieldSpec, Schema, Value

MOST = 200


def matching_choices(schema: Schema, spec: FieldSpec, text: str, initial: Value) -> list[Option]:
    """The values of a field's picklist that ``text`` may mean: those that begin with it first.

    A retired value is offered only where it is the ``initial`` one.
    """
    wanted = plain(text)
    begins, holds = [], []
    for choice in schema.choices(spec.choices, retired=True):
        if choice.is_retired and choice.key != initial:
            continue
        names = [haystack(name) for name in (choice.label(), choice.key, choice.ja, choice.en)]
        option = Option(choice.key, choice.label())
        if any(name.startswith(wanted) for name in names):
            begins.append(option)
        elif any(wanted in name for name in names):
            holds.append(option)
    return begins + holds


def matching_tags(known: Iterable[str], text: str) -> list[Option]:
    """The tags that the last one in ``text`` may become; each option is the whole text then."""
    found = re.fullmatch(r"(?s)(.*[,、，;]\s*)?(.*)", text)
    before, last = (found[1] or "", found[2]) if found else ("", text)
    has = {fold(tag) for tag in re.split(r"[,、，;]", before)}
    wanted = fold(last)
    return [
        Option(f"{before}{tag}, ", tag)
        for tag in known
        if wanted in haystack(tag) and fold(tag) not in has and fold(tag) != wanted
    ][:MOST]
