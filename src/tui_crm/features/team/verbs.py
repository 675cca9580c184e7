"""``crm rules``: what a team has agreed on, as a list or as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli.messages import remark
from tui_crm.cli.options import Output
from tui_crm.cli.output import OutputColumn, PlainRow, write_object, write_rows
from tui_crm.cli.report import answer, say
from tui_crm.cli.session import Session
from tui_crm.errors import FileError, UsageError
from tui_crm.features.team import rules_file
from tui_crm.features.team.queries import users_called
from tui_crm.i18n import t
from tui_crm.output_file import whole_file
from tui_crm.paths import expanded
from tui_crm.store.filter.words import part_in_words
from tui_crm.store.values import to_display, unpack_tags
from tui_crm.text_file import read_stream, read_text

if TYPE_CHECKING:
    from tui_crm.store.records import Record


def manage_rules(
    session: Session,
    out: Output,
    export: Annotated[str, typer.Option("--export", metavar="FILE")] = "",
    load: Annotated[str, typer.Option("--load", metavar="FILE")] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite")] = False,
) -> None:
    """Write the rules of the team, all of them, or take them over from a file."""
    if export and load:
        raise UsageError("cli.rules_both")
    if export:
        _export(session, export, overwrite=overwrite, as_json=out.as_json)
    elif load:
        _load(session, load, as_json=out.as_json)
    else:
        _list(session, out)


def _list(session: Session, out: Output) -> None:
    columns = [
        OutputColumn("rule", t("fields.kind"), 16),
        OutputColumn("id", t("fields.id"), 4, is_right=True),
        OutputColumn("name", t("fields.name"), 24),
        OutputColumn("type", t("fields.record_type"), 12),
        OutputColumn("condition", t("fields.condition"), 32),
        OutputColumn("says", t("cli.column.says"), 32),
        OutputColumn("in_force", t("cli.column.in_force"), 8, priority=2),
    ]
    facts = [
        _fact(session, columns, rule)
        for key in rules_file.TABLES
        for rule in rules_file.all_rules(session.store, key)
    ]
    write_rows(out.format, columns, facts, empty=t("cli.rules.none"))


def _fact(session: Session, columns: list[OutputColumn], rule: Record) -> PlainRow:
    schema, declared = session.schema, session.schema.type(rule.type)
    data: dict[str, object] = {"rule": rule.type, "id": rule.id}
    words: dict[str, str] = {}
    for spec in declared.editable:
        value = rule[spec.key]
        is_list = spec.key in ("members", "needed", "owners")
        data[spec.key] = unpack_tags(value) if is_list else value
        words[spec.key] = (
            to_display(schema, spec, value, now=session.now) if value is not None else ""
        )
        if spec.key in ("members", "owners"):
            words[spec.key] = t("ui.comma").join(_people(session, unpack_tags(value)))
    for key in ("condition", "needed"):
        of = rule.text("record_type")
        words[key] = part_in_words(schema, rule.type, of, key, rule[key]) or ""
    days = t("cli.rules.days", n=rule.number("days")) if rule["days"] is not None else ""
    says = [words.get("needed", ""), words.get("owners", ""), days]
    if rule.type == "assignment_rules":
        says = [f"{words['members']} ({words['how']})"]
    kind = words.get("kind") or declared.label(1)
    view = {
        "rule": kind,
        "type": words["record_type"],
        "condition": words["condition"],
        "says": " ".join(filter(None, says)),
        "in_force": t("cli.yes") if not rule["is_inactive"] else t("cli.no"),
    }
    return PlainRow(columns, data, view)


def _people(session: Session, names: list[str]) -> list[str]:
    """The names; one that nobody has (any more) is told."""
    known = [bool(users_called(session.store.connection, [name])) for name in names]
    return [
        name if is_known else t("cli.rules.nobody", name=name)
        for name, is_known in zip(names, known, strict=True)
    ]


def _export(session: Session, name: str, *, overwrite: bool, as_json: bool) -> None:
    text = rules_file.write(session.store)
    if name == "-":
        sys.stdout.write(text)
        return
    to = session.destination(Path(name), overwrite=overwrite)
    if to is None:
        remark("left_alone")
        return
    with whole_file(to) as stream:
        stream.write(text.encode())
    n = sum(len(rules_file.all_rules(session.store, key)) for key in rules_file.TABLES)
    if as_json:
        write_object({"rules": n, "file": str(to.path)})
    else:
        say(t("cli.rules.exported", n=n, path=to.path))


def _load(session: Session, name: str, *, as_json: bool) -> None:
    try:
        is_piped = name == "-"
        path = expanded(name)
        text = read_stream(sys.stdin) if is_piped else read_text(path, "utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise FileError("rules.file", path=name, why=why) from error
    done = rules_file.load(session.store, text)
    counts = {"added": done.added, "changed": done.changed, "removed": done.removed}
    answer(session, done.batch, "rules.done", counts, as_json=as_json, **counts)
