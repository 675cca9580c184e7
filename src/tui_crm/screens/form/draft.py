"""What a half-filled form must not lose, and how it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store.drafts import FormDraft
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from tui_crm.screens.form.state import FormState


def draft_of(state: FormState) -> FormDraft | None:
    """Every field that was changed, words as the dates they mean; None where none was."""
    changed = {key: entry for key, entry in state.entries.items() if entry.is_changed}
    if not changed:
        return None
    links = {
        key: int(entry.value)
        for key, entry in changed.items()
        if entry.spec.kind is Kind.LINK and entry.value is not None
    }
    texts = {
        key: entry.text
        if entry.mistake or key in links
        else state.text_of(entry.spec, entry.value, entry.text)
        for key, entry in changed.items()
    }
    return FormDraft(texts, links, state.version)


def restore(state: FormState, draft: FormDraft) -> None:
    """Put back what a draft kept, as far as those fields are still there."""
    for key, text in draft.texts.items():
        if key not in state.entries:
            continue
        if key in draft.links:
            state.fill(key, draft.links[key], text)
        else:
            state.type_in(key, text)
    if draft.version is not None:
        state.version = draft.version
