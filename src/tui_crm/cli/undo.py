"""``crm undo``, ``crm redo`` and ``crm history``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from tui_crm.cli import change_log, completion
from tui_crm.cli.messages import agrees, can_ask, remark, tell
from tui_crm.cli.options import AsJson, Format, Output, Yes
from tui_crm.cli.output import PlainRow, write_rows
from tui_crm.cli.report import answer
from tui_crm.cli.session import Session
from tui_crm.errors import ExitCode, NotFoundError, UsageError
from tui_crm.i18n import t
from tui_crm.language.formats import stamp
from tui_crm.store import records
from tui_crm.store.journal import history

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.history import Batch
    from tui_crm.store.records import Record

_NAMED: Final = 20
"""Records that stay as they are which a person is told of one by one."""


def undo_change(
    session: Session,
    batch: Annotated[int | None, typer.Argument(metavar="CHANGE", min=1)] = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Undo a change: the one with this number, or the user's last one.

    A person is asked about the last one, which another window may have made meanwhile.
    """
    if batch is None:
        with session.reading() as connection:
            last = history.last_undoable(connection, session.config.user)
        if last is None:
            raise NotFoundError("cli.nothing_to_undo")
        batch = last.id
        if not yes and can_ask():
            what, at = _words(session, last), stamp(last.at, session.now)
            if not agrees("undo.ask", id=batch, at=at, what=what):
                remark("left_alone")
                return
    _take_back(session, batch, "undo.done", as_json)


def redo_change(session: Session, as_json: AsJson = False) -> None:
    """Redo the user's last undo."""
    with session.reading() as connection:
        last = history.last_redoable(connection, session.config.user)
    if last is None:
        raise NotFoundError("cli.nothing_to_redo")
    _take_back(session, last.id, "redo.done", as_json)


def _take_back(session: Session, batch: int, sentence: str, as_json: bool) -> None:
    from tui_crm.store.journal.undo import undo

    with session.reading() as connection:
        origin = history.origin_of(connection, history.get(connection, batch))
    what = _words(session, origin)
    report = undo(session.store, batch)
    blocked = [{"type": b.type, "id": b.id, "reason": b.reason} for b in report.blocked]
    answer(
        session,
        report.batch,
        sentence,
        {
            "undone": report.undone.id,
            "of": origin.id,
            "restored": report.restored,
            "blocked": blocked,
        },
        as_json=as_json,
        undone=origin.id if sentence == "redo.done" else report.undone.id,
        what=what,
    )
    if (also := report.undone.info.get("also_created")) and not (as_json or blocked):
        tell(t("cli.undo.also", what=change_log.also_in_words(session.schema, also)))
    if blocked:
        tell(t("cli.undo.blocked", n=len(blocked)))
        for each in report.blocked[:_NAMED]:
            tell(f"  {each.reason}")
        if len(blocked) > _NAMED:
            tell(f"  {t('cli.undo.rest', n=len(blocked) - _NAMED)}")
        raise typer.Exit(ExitCode.PARTIAL)


def _words(session: Session, batch: Batch) -> str:
    from tui_crm.store.journal.summary import change_words

    with session.reading() as connection:
        words = change_words(
            connection, session.schema, batch, currency=session.currency, now=session.now
        )
    return str(words)


def show_history(
    session: Session,
    out: Output,
    type_name: Annotated[
        str, typer.Argument(metavar="TYPE", autocompletion=completion.record_types)
    ] = "",
    record_id: Annotated[str, typer.Argument(metavar="ID")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1)] = 50,
) -> None:
    """List the changes of the store or of one record, newest first."""
    with session.reading() as connection:
        if not type_name:
            found = history.latest(connection, limit=limit)
            facts = change_log.batch_facts(session, connection, found)
            write_rows(out.format, change_log.batch_columns(), facts, empty=t("cli.history.none"))
            return
        if not record_id:
            raise UsageError("cli.history_id", type=type_name)
        record_type = session.schema.type(type_name)
        record = records.read(
            connection, record_type, session.find(connection, record_type, record_id)
        )
        _write_history(session, connection, record, out.format, limit)


def _write_history(
    session: Session, connection: Connection, record: Record, form: Format, limit: int
) -> None:
    columns = change_log.history_columns()
    if form in (Format.JSON, Format.JSONL):
        entries = change_log.entries_of(session, connection, record)
        facts = [PlainRow(columns, entry) for entry in entries]
    else:
        facts = change_log.history_facts(session, connection, record)
    write_rows(form, columns, facts[:limit], empty=t("cli.history.none"))
