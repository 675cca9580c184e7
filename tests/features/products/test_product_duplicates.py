"""Products are compared and merged by what they declare; no line about them stands elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.screens.record_host import Desk, RecordHost
from tui_crm.features.duplicates.candidates import find_duplicates_of
from tui_crm.features.duplicates.groups import find_all
from tui_crm.features.duplicates.screen import DuplicatesScreen

if TYPE_CHECKING:
    from tests.cli.conftest import Crm
    from tui_crm.store.db.store import Store


def test_products_of_one_code_or_one_name_are_duplicates(crm: Crm) -> None:
    crm("add", "products", "name=Carbon rod", "code=R-100")
    crm("add", "products", "name=Carbon Rod 2.7 m", "code=r100")
    crm("add", "products", "name=Bamboo rod", "code=R-200")
    crm("add", "products", "name=bamboo rod")
    found = crm.json("duplicates", "products")
    assert sorted(tuple(each["records"]) for each in found) == [(1, 2), (3, 4)]
    assert {tuple(each["reasons"]) for each in found} == {("same code",), ("same name",)}


def test_a_new_product_is_told_of_its_twin(crm: Crm) -> None:
    crm("add", "products", "name=Carbon rod", "code=R-100")
    said = crm.run("add", "products", "name=carbon rod")
    assert "Carbon rod” already: same name" in said.stderr


def test_misspelt_names_are_possible_duplicates(store: Store, crm: Crm) -> None:
    crm("add", "products", "name=Bamboo fishing rod")
    crm("add", "products", "name=Bambo fishing rod")
    with store.reading() as connection:
        typed = {"name": "Bamboo fishing rods"}
        found = find_duplicates_of(connection, store.schema, "products", typed, least=0.6)
    assert sorted(each.id for each in found) == [1, 2]
    assert [group.records for group in find_all(store, "products", least=0.6)] == [(1, 2)]


def test_products_are_merged_without_losing_what_was_said_of_them(crm: Crm) -> None:
    crm("add", "products", "name=Carbon rod", "code=R-100", "description=light", "tags=new")
    crm("add", "products", "name=Carbon rod", "price=12,800", "description=stiff", "tags=sale")
    crm("merge", "products", "1", "2")
    kept = crm.json("show", "products", "1")
    assert (kept["price"], kept["tags"]) == (12_800, ["new", "sale"])
    assert kept["description"] == "light\n\nstiff"
    crm("undo", "--yes")
    assert len(crm.json("list", "products")) == 2
    assert crm.json("show", "products", "1")["description"] == "light"


def test_products_that_are_not_the_same_are_not_proposed_again(crm: Crm) -> None:
    crm("add", "products", "name=Carbon rod")
    crm("add", "products", "name=Carbon rod")
    crm("distinct", "products", "1", "2")
    assert crm.json("duplicates", "products") == []


async def test_the_screen_of_duplicates_goes_through_products_too(store: Store, crm: Crm) -> None:
    crm("add", "products", "name=Carbon rod", "code=R-100", "price=12,800")
    crm("add", "products", "name=Carbon rod", "code=R100")
    app = RecordHost(store, DuplicatesScreen("products"))
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Desk(app, pilot)
        await desk.rest()
        assert "[Products]" in desk.text
        assert "same code, same name" in desk.text
        assert "12,800" in desk.text
        await desk.press("m", "enter", "enter")
        assert "No products look like duplicates" in desk.text
    assert [each["price"] for each in crm.json("list", "products")] == [12_800]
