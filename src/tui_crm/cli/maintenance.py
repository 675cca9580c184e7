"""``crm backup``, ``crm restore``, ``crm check`` and ``crm migrate``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli.messages import agrees, can_ask, remark, tell
from tui_crm.cli.options import AsJson, Output, Yes
from tui_crm.cli.output import OutputColumn, PlainRow, write_object, write_rows
from tui_crm.cli.report import say
from tui_crm.cli.session import Session
from tui_crm.errors import ExitCode, NotFoundError, StoreError, UsageError
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.paths import expanded
from tui_crm.store.db import backup, backup_files
from tui_crm.store.db import restore as restores
from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.db.store import version_in

if TYPE_CHECKING:
    from tui_crm.store.db.check.finding import Finding


def back_up(
    session: Session,
    out: Output,
    file: Annotated[Path | None, typer.Argument(metavar="FILE")] = None,
    list_: Annotated[bool, typer.Option("--list")] = False,
) -> None:
    """Copy the store and its attached files, or list the copies there are."""
    if list_:
        _list_backups(session, out)
        return
    as_json = out.as_json
    store = session.open(create=False)
    made = backup.back_up(store, expanded(file).absolute() if file else None)
    if as_json:
        write_object({"file": str(made), "bytes": made.stat().st_size})
    else:
        say(str(made))


def _list_backups(session: Session, out: Output) -> None:
    columns = [
        OutputColumn("at", t("cli.column.at"), 20),
        OutputColumn("reason", t("cli.column.reason"), 16),
        OutputColumn("bytes", t("cli.column.bytes"), 14, is_right=True),
        OutputColumn("file", t("cli.column.file")),
    ]
    facts = [
        PlainRow(
            columns,
            {
                "file": str(each.path),
                "at": formats.stored(each.at),
                "reason": each.reason,
                "bytes": each.path.stat().st_size,
            },
            {"at": formats.moment(each.at)},
        )
        for each in backup_files.existing(session.config.store)
    ]
    write_rows(out.format, columns, facts, empty=t("cli.backup.none"))


def restore(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup in the place of the store, which is itself backed up before."""
    path, source = session.config.store, expanded(file).absolute()
    if source == path:
        raise UsageError("cli.restore_itself")
    if not source.exists():
        raise NotFoundError("read.not_found", file=source)
    if not yes and os.path.lexists(path):
        if not can_ask():
            raise UsageError("cli.restore_yes", path=path)
        if not agrees("restore.ask", path=path, source=source):
            remark("left_alone")
            return
    done = restores.restore(path, source)
    if as_json:
        before = {"backup": done.backup, "set_aside": done.set_aside}
        kept = {key: str(file) if file else None for key, file in before.items()}
        write_object({"store": str(path), "restored": str(source), **kept})
        return
    say(t("cli.restore.done", path=path, source=source))
    if done.backup is not None:
        say(t("cli.restore.backed_up", kept=done.backup))
    if done.set_aside is not None:
        say(t("cli.restore.set_aside", kept=done.set_aside))


def check_store(
    session: Session,
    repair: Annotated[bool, typer.Option("--repair")] = False,
    as_json: AsJson = False,
) -> None:
    """Check the integrity of the store; repair derived data, if asked."""
    from tui_crm.store.db.check.run import check

    store = session.open(create=False)
    if repair:
        if store.is_copy:
            raise StoreError("store.copy", path=store.path)
        backup.back_up_file(store.path, reason=backup_files.BEFORE_REPAIR)
    report = check(store, repair=repair)
    if as_json:
        write_object(
            {
                "store": str(store.path),
                "whole": report.is_whole,
                "records": report.records,
                "changes": report.batches,
                "findings": [_as_json(finding) for finding in report.findings],
            }
        )
    else:
        for finding in report.findings:
            mark = "check.repaired" if finding.is_repaired else "check.found"
            say(t(f"cli.{mark}", sentence=finding.sentence))
        key = "whole" if report.is_whole else "not_whole"
        say(t(f"cli.check.{key}", path=store.path, n=report.records, changes=report.batches))
    if not report.is_whole:
        _advise(session, report.findings)
        raise typer.Exit(ExitCode.FAILED)


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "area": finding.area.value,
        "problem": finding.key,
        "sentence": finding.sentence,
        "repaired": finding.is_repaired,
    }


def _advise(session: Session, findings: tuple[Finding, ...]) -> None:
    """Tell what to do about remaining problems: repair, or restore a backup."""
    from tui_crm.store.db.check.finding import Area

    left = [finding for finding in findings if not finding.is_repaired]
    derived = (Area.KEYS, Area.SEARCH, Area.MATCHING, Area.DATES, Area.COUNTERS)
    if any(finding.area in derived or finding.is_mendable for finding in left):
        tell(t("cli.check.try_repair"))
        return
    good = backup_files.newest_good(session.config.store)
    key = "try_backup" if good else "no_backup"
    tell(t(f"cli.check.{key}", path=good))


def migrate(session: Session, as_json: AsJson = False) -> None:
    """Bring the store to the version of this program, after a backup."""
    path = session.config.store
    before = version_in(path)
    session.open(create=False, announces_upgrade=False)
    if as_json:
        write_object({"store": str(path), "from": before, "to": HEAD})
    elif before == HEAD:
        say(t("cli.migrate.current", path=path, version=HEAD))
    else:
        say(t("cli.migrate.done", path=path, before=before, version=HEAD))
