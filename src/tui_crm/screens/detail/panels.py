"""The panels of a record's page: which there are, and which lists each of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from tui_crm import manifest
from tui_crm.i18n import has, t
from tui_crm.screens.widgets.tabbed_panel import Tab
from tui_crm.store.model import USERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.store.model import RecordType, Schema
    from tui_crm.store.related import RelatedList

TIMELINE: Final = "timeline"
CHANGES: Final = "changes"
"""What a panel shows beside the related lists, which are named by their own keys."""

TIMELINE_DIGIT: Final = "1"
CHANGES_DIGIT: Final = "0"
SMALL: Final = ("2", "3", "4", "5", "6", "7", "8", "9")
"""The panels of which a page shows the first rows beside the one that is open."""


@dataclass(frozen=True, slots=True)
class PagePanel:
    """A panel: its digit, and what it shows, the first at first."""

    digit: str
    keys: tuple[str, ...]

    def next_key(self, key: str) -> str:
        """What it shows when its digit is pressed while it shows ``key``."""
        if key not in self.keys:
            return self.keys[0]
        return self.keys[(self.keys.index(key) + 1) % len(self.keys)]


def panels_of(
    schema: Schema, record_type: RecordType, lists: Sequence[RelatedList]
) -> tuple[PagePanel, ...]:
    """The panels of a page with these lists, which are in the order of their panels.

    A user has no timeline: nothing is done with them.
    """
    by_digit = {
        digit: tuple(each.key for each in of_digit)
        for digit, of_digit in groupby(lists, lambda each: schema.type(each.record_type).panel)
    }
    if record_type.key != USERS:
        by_digit[TIMELINE_DIGIT] = (TIMELINE, *by_digit.get(TIMELINE_DIGIT, ()))
    found = [PagePanel(digit, by_digit[digit]) for digit in sorted(by_digit)]
    return (*found, PagePanel(CHANGES_DIGIT, (CHANGES,)))


def tabs_of(
    panels: Sequence[PagePanel], names: Mapping[str, str], counts: Mapping[str, int], open_key: str
) -> list[Tab]:
    """A tab for each panel: what it shows, or would show when it is opened."""
    shown = (open_key if open_key in panel.keys else panel.keys[0] for panel in panels)
    return [
        Tab.of(panel.digit, names[key], counts[key])
        for panel, key in zip(panels, shown, strict=True)
    ]


def names_of(schema: Schema, lists: Sequence[RelatedList], target: str) -> dict[str, str]:
    """The name of all that a page of type ``target`` shows, by its key."""
    named = {each.key: label_of(schema, each, target) for each in lists}
    return {TIMELINE: t("detail.timeline"), CHANGES: t("detail.changes"), **named}


def label_of(schema: Schema, each: RelatedList, target: str) -> str:
    """The label of a related list of a record of type ``target``."""
    part = ".".join(filter(None, (each.record_type, each.part)))
    for key in (
        f"detail.list.{target}.{each.key}",
        f"detail.list.{each.key}",
        f"detail.list.{part}",
    ):
        if has(key):
            return t(key)
    declared = schema.type(each.record_type)
    fields = [spec for _, spec in schema.links_to(target) if spec in declared.fields]
    field = declared.field(each.field)
    if len([spec for spec in fields if not spec.readonly]) > 1:
        return t("detail.list_by", types=declared.label(), field=field.label(declared.key))
    return declared.label()


def added_from(schema: Schema, lists: Sequence[RelatedList], open_key: str) -> RelatedList | None:
    """The list that a new record is added to; from the timeline the first with its own dialog.

    None where nothing can be added, as what a conversion links.
    """
    if open_key == TIMELINE:
        dialogs = manifest.named(lambda feature: feature.add_dialogs)
        in_timeline = (e for e in lists if schema.type(e.record_type).panel == TIMELINE_DIGIT)
        return next((each for each in in_timeline if each.record_type in dialogs), None)
    each = next((each for each in lists if each.key == open_key), None)
    is_fixed = each is None or schema.type(each.record_type).field(each.field).readonly
    return None if is_fixed else each
