"""``crm delete``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli.messages import agrees, can_ask, remark
from tui_crm.cli.options import AsJson, TypeName, Yes
from tui_crm.cli.report import answer
from tui_crm.cli.session import Session
from tui_crm.i18n import t
from tui_crm.store import commands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.commands import DeletePlan

_NAMED = 3
"""How many titles a question names."""


def delete_records(
    session: Session,
    type_name: TypeName,
    record_ids: Annotated[list[str], typer.Argument(metavar="ID")],
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Delete records, and what cannot be without them."""
    record_type = session.schema.type(type_name)
    with session.reading() as connection:
        ids = list(
            dict.fromkeys(session.find(connection, record_type, words) for words in record_ids)
        )
    plan = commands.plan_delete(session.store, record_type.key, ids)
    if not yes and can_ask() and not _agrees(session, plan, ids):
        remark("left_alone")
        return
    batch = commands.delete(session.store, plan, note="")
    data = {"type": record_type.key, "deleted": ids, "also": plan.also}
    n = sum(map(len, plan.all.values()))
    answer(session, batch, "delete.done", data, as_json=as_json, n=n)


def _agrees(session: Session, plan: DeletePlan, ids: Sequence[int]) -> bool:
    """Ask, naming what goes and what goes with it."""
    also = [
        t("cli.delete.also", n=n, type=label) for label, n in plan.also_in_words(session.schema)
    ]
    key = "delete.ask_also" if also else "delete.ask"
    return agrees(key, also=", ".join(also), what=_named(session, plan, ids))


def _named(session: Session, plan: DeletePlan, ids: Sequence[int]) -> str:
    label = session.schema.type(plan.type).label(1)
    named = ", ".join(
        t("cli.delete.one", type=label, id=record_id, title=title)
        for record_id, title in plan.titles.items()
        if record_id in ids[:_NAMED]
    )
    rest = len(ids) - _NAMED
    return named if rest <= 0 else t("cli.delete.more_of_them", named=named, n=rest)
