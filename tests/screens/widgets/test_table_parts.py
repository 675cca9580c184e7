"""Columns in a width, ids in parts, rows in a cache, marks in ranges."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.column_layout import GAP, SMALLEST, Column, lay_out
from tui_crm.screens.list.rows import IdList, Marks, RowCache, TableRow

columns = st.lists(
    st.builds(
        Column,
        key=st.just("k"),
        label=st.just("K"),
        width=st.integers(0, 40),
        priority=st.integers(1, 5),
        flexible=st.booleans(),
    ),
    max_size=8,
)


def keys(chosen: list[Column], width: int) -> str:
    return "".join(slot.column.key for slot in lay_out(chosen, width))


@given(chosen=columns, width=st.integers(0, 200))
def test_columns_stand_side_by_side_within_the_width(chosen: list[Column], width: int) -> None:
    slots = lay_out(chosen, width)
    x = 0
    for slot in slots:
        assert slot.x == x
        assert slot.width >= 1
        assert chosen[slot.index] is slot.column
        x += slot.width + GAP
    assert not slots or x - GAP <= width
    if any(slot.column.flexible for slot in slots):
        assert x - GAP == width or all(slot.width <= slot.column.width for slot in slots)


def test_highest_priority_is_dropped_first_and_one_never() -> None:
    chosen = [
        Column(key, key, 10, priority) for key, priority in zip("abcd", (1, 4, 2, 4), strict=True)
    ]
    assert [keys(chosen, width) for width in (46, 45, 33, 21, 12)] == [
        "abcd",
        "abc",
        "ac",
        "a",
        "a",
    ]


def test_spare_width_is_shared_by_weight() -> None:
    chosen = [
        Column("a", "A", 10, 1, flexible=True),
        Column("b", "B", 10, 1),
        Column("c", "C", 20, 1, flexible=True),
    ]
    assert [slot.width for slot in lay_out(chosen, 44 + 30)] == [20, 10, 40]


def test_flexible_column_gives_way_before_another_is_cut() -> None:
    chosen = [Column("a", "A", 20, 1, flexible=True), Column("b", "B", 10, 1)]
    assert [slot.width for slot in lay_out(chosen, 20)] == [8, 10]
    assert [slot.width for slot in lay_out(chosen, 10)] == [SMALLEST, 4]


@given(
    parts=st.lists(st.lists(st.integers(0, 50)), max_size=5),
    a=st.integers(-5, 60),
    b=st.integers(-5, 60),
)
def test_ids_in_parts_are_one_list(parts: list[list[int]], a: int, b: int) -> None:
    whole = [record for part in parts for record in part]
    ids = IdList()
    for part in parts:
        ids.extend(array("q", part))
    assert list(ids) == whole
    assert len(ids) == len(whole)
    assert ids.span(a, b) == whole[max(0, a) : max(0, b)]
    assert ids.at(a) == (whole[a] if 0 <= a < len(whole) else None)
    found = ids.index(b, near=a)
    assert (whole[found] == b) if found is not None else b not in whole


def test_id_far_away_is_found() -> None:
    ids = IdList(array("q", range(100_000)))
    assert ids.index(99_000, near=10) == 99_000
    assert ids.index(-1, near=10) is None


def test_array_that_its_owner_fills_on_is_not_counted_twice() -> None:
    own = array("q", [1, 2])
    ids = IdList(own)
    own.append(3)
    ids.extend(array("q", [3]))
    assert list(ids) == ids.span(0, 9) == [1, 2, 3]
    assert ids.index(3, near=0) == 2


def test_cache_forgets_the_rows_seen_longest_ago() -> None:
    cache = RowCache(limit=3)
    cache.keep(TableRow(i, ()) for i in (1, 2, 3))
    cache.keep([TableRow(1, ())])
    cache.keep([TableRow(4, ())])
    assert [cache.has(i) for i in (1, 2, 3, 4)] == [True, False, True, True]
    assert len(cache) == 3


def test_cache_says_which_rows_look_different() -> None:
    cache = RowCache()
    cache.keep([TableRow(1, ("a",)), TableRow(2, ("b",))])
    kept = cache.get(1)
    cache.expire()
    assert cache.missing([1, 2, 3]) == [1, 2, 3]
    assert cache.keep([TableRow(1, ("a",)), TableRow(2, ("B",))]) == {2}
    assert cache.get(1) is kept


def test_cache_tells_the_deleted_from_the_unseen() -> None:
    cache = RowCache()
    cache.keep([TableRow(1, ())])
    cache.drop([1])
    assert cache.is_gone(1)
    assert not cache.is_gone(2)
    cache.expire([1])
    assert not cache.is_gone(1)


@given(st.integers(0, 20), st.lists(st.integers(0, 20), min_size=1, max_size=12))
def test_range_is_what_lies_between_its_ends(start: int, moves: list[int]) -> None:
    ids = IdList(array("q", range(100, 121)))
    marks = Marks()
    here = start
    for there in moves:
        marks.extend(ids, here, there)
        here = there
        assert marks.ids == set(range(100 + min(start, here), 101 + max(start, here)))


@pytest.mark.parametrize(("start", "stop"), [(5, 5), (9, 4), (50, 60)])
def test_span_of_nothing_is_empty(start: int, stop: int) -> None:
    assert IdList(array("q", range(10))).span(start, stop) == []


def test_a_column_that_has_room_enough_leaves_the_rest_to_others() -> None:
    columns = [
        Column("subject", "", 18, 1, flexible=True, most=20),
        Column("about", "", 20, 2, flexible=True, most=60),
    ]
    assert [slot.width for slot in lay_out(columns, 82)] == [20, 60]
    assert [slot.width for slot in lay_out(columns, 120)] == [20, 60]
    assert sum(slot.width for slot in lay_out(columns, 60)) == 58


def test_a_column_that_wants_no_cells_hides_no_other() -> None:
    chosen = [Column("sign", "", 0, 1, flexible=True), Column("subject", "", 10, 1, flexible=True)]
    (slot,) = lay_out(chosen, 30)
    assert (slot.index, slot.x, slot.width) == (1, 0, 30)
    assert lay_out(chosen[:1], 30) == ()
