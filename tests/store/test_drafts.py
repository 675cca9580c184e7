"""A form that was begun is not lost with its window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tui_crm.store import drafts
from tui_crm.store.drafts import FormDraft

if TYPE_CHECKING:
    import pytest

    from tui_crm.store.db.store import Store

FORM = "sato\nleads\nnew"
LATER = "2026-11-21T03:05:00Z"
DRAFT = FormDraft({"last_name": "田中\n\x1b[2J", "company": ""}, {"owner": 3}, version=2)


def gone_process() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def as_if_from(store: Store, key: str, process: int) -> None:
    content = json.loads(store.connection.scalar("SELECT content FROM drafts"))
    content["process"] = process
    with store.connection.transaction():
        store.connection.run(
            "UPDATE drafts SET content = ? WHERE key = ?", (json.dumps(content), key)
        )


def test_a_draft_of_a_window_that_is_gone_is_found_again(store: Store) -> None:
    key = drafts.new_key(FORM)
    drafts.save(store, key, DRAFT)
    as_if_from(store, key, gone_process())
    found = drafts.left_behind(store.connection, FORM, store.now())
    assert found is not None
    assert found.draft == DRAFT
    assert found.key == key


def test_a_draft_that_is_being_written_is_left_alone(store: Store) -> None:
    drafts.save(store, drafts.new_key(FORM), DRAFT)
    assert drafts.left_behind(store.connection, FORM, store.now()) is None


def test_a_draft_that_nobody_touches_is_free_whatever_its_process_does(store: Store) -> None:
    key = drafts.new_key(FORM)
    drafts.save(store, key, DRAFT)
    as_if_from(store, key, os.getpid())
    assert drafts.left_behind(store.connection, FORM, LATER) is not None


def test_a_draft_whose_form_was_left_is_free_at_once(store: Store) -> None:
    drafts.save(store, drafts.new_key(FORM), DRAFT, is_left=True)
    assert drafts.left_behind(store.connection, FORM, store.now()) is not None


def test_a_draft_of_another_machine_is_free_only_in_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as there:
        there.setattr("socket.gethostname", lambda: "elsewhere")
        drafts.save(store, drafts.new_key(FORM), DRAFT)
    assert drafts.left_behind(store.connection, FORM, store.now()) is None
    assert drafts.left_behind(store.connection, FORM, LATER) is not None


def test_a_draft_belongs_to_its_own_form(store: Store) -> None:
    drafts.save(store, drafts.new_key(FORM + "er"), DRAFT)
    assert drafts.left_behind(store.connection, FORM, LATER) is None


def test_saving_again_replaces_and_dropping_forgets(store: Store) -> None:
    key = drafts.new_key(FORM)
    drafts.save(store, key, DRAFT)
    drafts.save(store, key, FormDraft({"city": "港区"}, {}))
    found = drafts.left_behind(store.connection, FORM, LATER)
    assert found is not None
    assert found.draft == FormDraft({"city": "港区"}, {}, None)
    drafts.drop(store, key)
    drafts.drop(store, key)
    assert drafts.left_behind(store.connection, FORM, LATER) is None


def test_a_draft_is_no_part_of_the_journal(store: Store) -> None:
    drafts.save(store, drafts.new_key(FORM), DRAFT)
    assert store.connection.scalar("SELECT count(*) FROM batches") == 0
