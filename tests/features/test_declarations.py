"""What is declared wrongly is refused by name, before it is written down as literals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from sqlmodel import SQLModel

from tui_crm.features import generate
from tui_crm.features.generated import PICKLISTS, RECORD_TYPES
from tui_crm.store import declaration
from tui_crm.store.model import RecordType, RelatedPart, UsualView
from tui_crm.store.record_base import Record

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def bicycle() -> Iterator[type[Record]]:
    """A record type two of whose fields are told something of the wrong type."""

    class Bicycle(Record, table=True):
        __tablename__ = "bicycles"
        about: ClassVar[RecordType] = RecordType(singular="bicycle", title=(("frame",),))

        frame: str | None = declaration.text(column=1, carries_to=("contacts.title",))
        colour: str | None = declaration.text(width="16")
        bell: int | None = declaration.boolean(aliases="bell, ベル")

    yield Bicycle
    SQLModel.metadata.remove(Bicycle.__table__)  # type: ignore[attr-defined]


def test_a_field_that_is_told_something_of_the_wrong_type_is_named(bicycle: type[Record]) -> None:
    with pytest.raises(declaration.DeclarationError) as refused:
        generate.read_class(bicycle)
    assert str(refused.value).splitlines() == [
        "Bicycle.frame: carries_to takes a string with commas, not ('contacts.title',)",
        "Bicycle.colour: width takes a value of type int, not '16'",
    ]


@pytest.mark.parametrize(
    ("said", "attribute", "word"),
    [
        ({"status_field": "stage"}, "status_field", "'stage'"),
        ({"owner_field": "keeper"}, "owner_field", "'keeper'"),
        ({"kana": ("reading",)}, "kana", "'reading'"),
        ({"title": (("last_name", "forename"),)}, "title", "'forename'"),
        ({"identity": (("email",), ("serial",))}, "identity", "'serial'"),
        ({"default_sort": "-rank"}, "default_sort", "rank"),
        ({"base_where": "colour=red"}, "base_where", "colour"),
        ({"views": (UsualView("hot", "rating=hottest"),)}, "views: hot", "hottest"),
        ({"views": (UsualView("hot", "rating=hot and"),)}, "views: hot", ""),
        ({"views": (UsualView("hot", "rating=hot", "-heat"),)}, "views: hot", "heat"),
        ({"parts": (RelatedPart("red", "colour=red"),)}, "parts: red", "colour"),
    ],
)
def test_what_a_type_says_of_itself_and_cannot_mean_is_named(
    said: dict[str, Any], attribute: str, word: str
) -> None:
    types = [replace(each, **said) if each.key == "leads" else each for each in RECORD_TYPES]
    (problem,) = generate.problems(types, PICKLISTS)
    assert problem.startswith(f"leads: {attribute}: ")
    assert word in problem.removeprefix(f"leads: {attribute}: ")


def test_the_literals_are_left_alone_where_a_type_is_declared_wrongly(
    monkeypatch: pytest.MonkeyPatch, bicycle: type[Record]
) -> None:
    before = generate.TARGET.read_text("utf-8")
    monkeypatch.setattr(generate, "record_classes", lambda: [bicycle])
    with pytest.raises(SystemExit, match=r"Bicycle\.frame"):
        generate.main()
    assert generate.TARGET.read_text("utf-8") == before
