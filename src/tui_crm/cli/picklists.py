"""``crm choices``: the values of picklists."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli import completion
from tui_crm.cli.options import Output
from tui_crm.cli.output import OutputColumn, PlainRow, write_rows
from tui_crm.cli.report import answer
from tui_crm.cli.session import Session
from tui_crm.errors import NotFoundError, UsageError
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.store import commands, picklists

if TYPE_CHECKING:
    from tui_crm.store.model import Schema, Value


class Act(StrEnum):
    """What can be done to a value of a picklist."""

    ADD = "add"
    RENAME = "rename"
    RETIRE = "retire"
    DEFAULT = "default"
    MOVE = "move"


def manage_choices(
    session: Session,
    out: Output,
    picklist: Annotated[
        str, typer.Argument(metavar="LIST", autocompletion=completion.picklists)
    ] = "",
    act: Annotated[Act | None, typer.Argument(metavar="ACT")] = None,
    value: Annotated[str, typer.Argument(metavar="VALUE")] = "",
    ja: Annotated[str | None, typer.Option("--ja", metavar="TEXT")] = None,
    en: Annotated[str | None, typer.Option("--en", metavar="TEXT")] = None,
    meaning: Annotated[str | None, typer.Option("--meaning", metavar="TEXT")] = None,
    to: Annotated[int | None, typer.Option("--to", metavar="N", min=1)] = None,
) -> None:
    """Write the picklists or the values of one, or change a value."""
    session.makes_store = act is not None
    if not picklist:
        _list_picklists(session, out)
        return
    picklist = _named(session.schema, picklist)
    if act is None:
        _list_values(session, out, picklist)
        return
    if not value:
        raise UsageError("cli.choice_value", list=picklist, act=act.value)
    as_json = out.as_json
    given: dict[str, Value] = {"ja": ja, "en": en, "meaning": meaning}
    changes: dict[str, Value] = {name: text for name, text in given.items() if text is not None}
    batch = _change(session, picklist, act, value, changes, to)
    answer(
        session,
        batch,
        f"choices.{act.value}.done",
        {"list": picklist, "value": value},
        as_json=as_json,
        list=picklist,
        value=value,
    )


def _named(schema: Schema, words: str) -> str:
    """The picklist of that name, or the one that a field of that key or label is chosen from.

    Raises:
        NotFoundError: there is none.
        UsageError: there is more than one.
    """
    known = picklists.known_picklists(schema)
    wanted = fold(words)
    same = [name for name in known if fold(name) == wanted]
    found = same or sorted(
        {
            spec.choices
            for key, record_type in schema.types.items()
            for spec in record_type.fields
            if spec.choices in known
            and wanted in map(fold, (*spec.names(key), *spec.former_names(key)))
        }
    )
    if not found:
        raise NotFoundError("cli.no_picklist", name=words)
    if len(found) > 1:
        raise UsageError("cli.picklists_so_called", name=words, lists=", ".join(found))
    return found[0]


def _change(
    session: Session,
    picklist: str,
    act: Act,
    value: str,
    changes: dict[str, Value],
    to: int | None,
) -> int | None:
    store = session.store
    match act:
        case Act.ADD:
            words = {name: str(text) for name, text in changes.items()}
            return commands.add_choice(store, picklist, value, **words)
        case Act.MOVE:
            if to is None:
                raise UsageError("cli.move_where")
            return commands.move_choice(store, picklist, value, to)
        case Act.RETIRE:
            return commands.edit_choice(store, picklist, value, {"is_retired": 1, "is_default": 0})
        case Act.DEFAULT:
            return commands.edit_choice(store, picklist, value, {"is_default": 1})
        case Act.RENAME:
            if not changes:
                raise UsageError("cli.nothing_given")
            return commands.edit_choice(store, picklist, value, changes)


def _list_picklists(session: Session, out: Output) -> None:
    columns = [
        OutputColumn("list", t("fields.picklist"), 24),
        OutputColumn("n", t("cli.column.n"), 8, is_right=True),
        OutputColumn("values", t("cli.column.values"), 80, priority=2),
    ]
    facts = []
    for name in picklists.known_picklists(session.schema):
        known = session.schema.choices(name)
        data = {"list": name, "n": len(known), "values": [choice.key for choice in known]}
        facts.append(PlainRow(columns, data, {"values": ", ".join(c.label() for c in known)}))
    write_rows(out.format, columns, facts)


def _list_values(session: Session, out: Output, picklist: str) -> None:
    columns = [
        OutputColumn("key", t("fields.key"), 20),
        OutputColumn("ja", t("fields.ja"), 20),
        OutputColumn("en", t("fields.en"), 20),
        OutputColumn("default", t("fields.is_default"), 8),
        OutputColumn("retired", t("fields.is_retired"), 8, priority=2),
        OutputColumn("meaning", t("fields.meaning"), 10, priority=2),
    ]
    facts = [
        PlainRow(
            columns,
            {
                "key": choice.key,
                "ja": choice.ja,
                "en": choice.en,
                "position": choice.position,
                "default": choice.is_default,
                "retired": choice.is_retired,
                "meaning": choice.meaning or None,
            },
            {
                "default": t("cli.yes") if choice.is_default else "",
                "retired": t("cli.yes") if choice.is_retired else "",
            },
        )
        for choice in session.schema.choices(picklist, retired=True)
    ]
    write_rows(out.format, columns, facts, empty=t("cli.choices.none", list=picklist))
