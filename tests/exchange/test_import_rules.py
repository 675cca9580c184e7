"""What a team has agreed on holds for imports: who gets the records, and what must stay out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.exchange.importing import bring, counts, given, records
from tests.records import add
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.features.duplicates.candidates import mark_distinct
from tui_crm.store import match_index
from tui_crm.store.journal import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.query import Listing, Query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store


@pytest.fixture
def team(store: Store) -> dict[str, int]:
    """Four users by name; sato is who imports."""
    ids = {name: add(store, "users", name=name) for name in ("suzuki", "tanaka", "mori")}
    return {"sato": 1, **ids}


def lines(count: int, *more: str) -> list[str]:
    return [f"人{n}|会社{n}{''.join('|' + each for each in more)}" for n in range(count)]


def owners(store: Store) -> Counter[Any]:
    return Counter(row["owner"] for row in records(store, "leads", "owner"))


def test_an_import_is_shared_out_evenly_among_three(
    store: Store, team: dict[str, int], tmp_path: Path
) -> None:
    add(store, "assignment_rules", name="All", members=["suzuki", "tanaka", "mori"])
    report = bring(store, given(tmp_path, "姓|会社名", *lines(1_202)))
    assert report.created == 1_202
    assert sorted(owners(store).values()) == [400, 401, 401]
    [said] = [each for each in sentences_of(report, {}) if "assignment rules" in each]
    assert "suzuki (401)" in said
    bring(store, given(tmp_path, "姓|会社名", "後|後の会社", name="later.csv"))
    assert sorted(owners(store).values()) == [401, 401, 401]


def test_rejected_rows_take_nobodys_turn(
    store: Store, team: dict[str, int], tmp_path: Path
) -> None:
    add(store, "assignment_rules", name="All", members=["suzuki", "tanaka"])
    add(store, "work_rules", name="Mail", needed=["email"])
    rows = [f"人{n}|会社{n}|{f'a{n}@x{n}.example' if n % 2 else ''}" for n in range(40)]
    report = bring(store, given(tmp_path, "姓|会社名|メール", *rows))
    assert counts(report) == (20, 0, 0, 20)
    assert owners(store) == {team["suzuki"]: 10, team["tanaka"]: 10}


def test_the_first_rule_that_fits_decides_and_a_named_owner_stays(
    store: Store, team: dict[str, int], tmp_path: Path
) -> None:
    add(store, "assignment_rules", name="Rest", position=9, members=["mori"])
    large = "employees>=100 or 会社名~ホールディングス"
    add(store, "assignment_rules", name="Large", position=2, condition=large, members=["suzuki"])
    add(
        store, "assignment_rules", name="Kanto", position=1, condition="state=東京都",
        members=["tanaka"],
    )  # fmt: skip
    add(store, "assignment_rules", name="Off", position=0, members=["sato"], is_inactive=1)
    path = given(
        tmp_path,
        "姓|会社名|都道府県|従業員数|自社担当",
        "一|A|東京都|500|", "二|B|大阪府|500|", "三|Cホールディングス|||", "四|D||5|",
        "五|E|東京都||sato",
    )  # fmt: skip
    bring(store, path)
    found = [row["owner"] for row in records(store, "leads", "owner")]
    names = ("tanaka", "suzuki", "suzuki", "mori", "sato")
    assert found == [team[name] for name in names]


def test_a_dry_run_takes_no_turn_and_shows_the_owners(
    store: Store, team: dict[str, int], tmp_path: Path
) -> None:
    add(store, "assignment_rules", name="All", members=["suzuki", "tanaka"])
    path = given(tmp_path, "姓|会社名", *lines(3))
    for _ in range(2):
        bring(store, path, dry_run=True)
    bring(store, path)
    assert [row["owner"] for row in records(store, "leads", "owner")] == [
        team["suzuki"], team["tanaka"], team["suzuki"],
    ]  # fmt: skip


def test_what_lacks_a_field_is_rejected_with_one_sentence(store: Store, tmp_path: Path) -> None:
    add(store, "work_rules", name="Reach", condition="status=qualified", needed=["email", "phone"])
    path = given(
        tmp_path, "姓|会社名|状態|メール|電話",
        "一|A|qualified||", "二|B|new||", "三|C|qualified|c@c.example|03-1234-5678",
    )  # fmt: skip
    report = bring(store, path)
    assert counts(report) == (2, 0, 0, 1)
    (rejected,) = report.outcomes
    assert rejected.sentence == "E-mail, Phone are missing, which the rule “Reach” wants."
    assert report.errors_file is not None
    assert "Reach" in report.errors_file.read_text("utf-8-sig")


def incomplete(store: Store, record_type: str = "leads") -> list[int]:
    listing = Listing(store.schema, Query(record_type, "incomplete=yes"), store.query_context())
    return sorted(listing.ids(store.connection))


def test_allowed_rows_come_in_and_are_the_ones_that_the_view_lists(
    store: Store, tmp_path: Path
) -> None:
    add(store, "work_rules", name="Reach", condition="status=new", needed=["email"])
    path = given(
        tmp_path, "姓|会社名|状態|メール", "一|A|new|", "二|B|working|", "三|C|new|c@c.example"
    )
    assert bring(store, path, dry_run=True).failed == 1
    report = bring(store, path, allow_incomplete=True)
    assert (counts(report), report.incomplete) == ((3, 0, 0, 0), 1)
    assert incomplete(store) == [1]
    assert report.as_json()["incomplete"] == 1
    said = sentences_of(report, {})
    assert any("team rule" in sentence for sentence in said)


def test_a_row_that_repeats_a_rejected_one_is_rejected_with_it(
    store: Store, tmp_path: Path
) -> None:
    add(store, "work_rules", name="Phone", needed=["phone"])
    path = given(
        tmp_path,
        "姓|会社名|メール|電話",
        "一|A|a@a.example|",
        "一|A|a@a.example|",
        "二|B||03-1111-2222",
    )
    report = bring(store, path)
    assert counts(report) == (1, 0, 0, 2)


@pytest.mark.parametrize("way", [Duplicates.FILL, Duplicates.OVERWRITE])
def test_a_record_that_a_row_would_make_break_a_rule_stays_as_it_is(
    store: Store, tmp_path: Path, way: Duplicates
) -> None:
    add(store, "leads", last_name="一", company="A", email="a@a.example", status=None)
    add(store, "work_rules", name="Phone", condition="rating=hot", needed=["phone"])
    path = given(tmp_path, "姓|会社名|メール|評価", "一|A|a@a.example|hot")
    report = bring(store, path, duplicates=way)
    assert counts(report) == (0, 0, 0, 1)
    assert records(store, "leads", "rating") == [{"rating": None}]
    both = given(
        tmp_path, "姓|会社名|メール|評価|電話", "一|A|a@a.example|hot|03-1111-2222", name="b.csv"
    )
    assert counts(bring(store, both, duplicates=way)) == (0, 1, 0, 0)


def test_what_was_broken_before_does_not_bar_other_changes(store: Store, tmp_path: Path) -> None:
    add(store, "leads", last_name="一", company="A", email="a@a.example")
    add(store, "work_rules", name="Phone", needed=["phone"])
    path = given(tmp_path, "姓|会社名|メール|部署", "一|A|a@a.example|営業部")
    assert counts(bring(store, path, duplicates=Duplicates.FILL)) == (0, 1, 0, 0)


def test_an_account_that_a_contact_brings_along_keeps_the_rules(
    store: Store, tmp_path: Path
) -> None:
    add(store, "work_rules", name="Phone", record_type="accounts", needed=["phone"])
    path = given(tmp_path, "姓|会社名", "一|新会社")
    report = bring(store, path, to="contacts")
    assert counts(report) == (0, 0, 0, 1)
    assert "Phone" in report.outcomes[0].sentence
    assert counts(bring(store, path, to="contacts", allow_incomplete=True)) == (1, 0, 0, 0)
    assert incomplete(store, "accounts") == [1]


def test_a_contact_there_is_gets_no_account_that_breaks_a_rule(
    store: Store, tmp_path: Path
) -> None:
    add(store, "contacts", last_name="一", email="a@a.example")
    add(store, "work_rules", name="Phone", record_type="accounts", needed=["phone"])
    path = given(tmp_path, "姓|会社名|メール", "一|新会社|a@a.example")
    report = bring(store, path, to="contacts", duplicates=Duplicates.FILL)
    assert counts(report) == (0, 0, 0, 1)
    assert records(store, "accounts", "name") == []
    report = bring(store, path, to="contacts", duplicates=Duplicates.FILL, allow_incomplete=True)
    assert counts(report) == (0, 1, 0, 0)
    assert records(store, "contacts", "account") == [{"account": 1}]


def test_nobody_gets_what_they_may_not_own(
    store: Store, team: dict[str, int], tmp_path: Path
) -> None:
    add(store, "work_rules", name="Two", kind="owners", owners=["suzuki", "tanaka"])
    path = given(tmp_path, "姓|会社名|自社担当", "一|A|suzuki", "二|B|mori", "三|C|")
    report = bring(store, path)
    assert counts(report) == (1, 0, 0, 2)
    assert owners(store) == {team["suzuki"]: 1}
    add(store, "assignment_rules", name="All", members=["tanaka", "mori"])
    report = bring(store, given(tmp_path, "姓|会社名", *lines(4), name="more.csv"))
    assert counts(report) == (2, 0, 0, 2)


def test_taking_the_import_back_leaves_the_rules_working(
    store: Store, team: dict[str, int], tmp_path: Path
) -> None:
    add(store, "assignment_rules", name="All", members=["suzuki", "tanaka", "mori"])
    report = bring(store, given(tmp_path, "姓|会社名", *lines(4)))
    assert report.batch is not None
    taken = undo.undo(store, report.batch)
    assert (taken.restored, taken.blocked) == (4, ())
    bring(store, given(tmp_path, "姓|会社名", *lines(3)))
    assert sorted(owners(store).values()) == [1, 1, 1]


def test_rules_cost_a_few_questions_a_chunk_and_not_one_a_row(
    store: Store, team: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = given(tmp_path, "姓|会社名|状態", *lines(1_000, "working"))
    asked = _asking(monkeypatch)
    bring(store, path, dry_run=True)
    without = len(asked)
    add(store, "assignment_rules", name="Kanto", condition="state=東京都", members=["mori"])
    add(store, "assignment_rules", name="All", members=["suzuki", "tanaka"])
    add(store, "work_rules", name="Mail", condition="status=qualified", needed=["email"])
    add(store, "work_rules", name="Own", kind="owners", owners=["suzuki", "tanaka"])
    asked.clear()
    bring(store, path, dry_run=True)
    assert len(asked) - without < 60


def _asking(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    from tui_crm.store.db import connection

    asked: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        original = getattr(connection.Connection, name)

        def ask(self: Connection, sql: str, *rest: Any, **more: Any) -> Any:
            asked.append(sql)
            return original(self, sql, *rest, **more)

        return ask

    for name in ("rows", "row", "run"):
        monkeypatch.setattr(connection.Connection, name, counted(name))
    return asked


def test_a_link_to_a_row_further_down_keeps_the_rules_too(store: Store, tmp_path: Path) -> None:
    """What breaks a rule by its head office comes in without one, and the report says why."""
    rule = {"record_type": "accounts", "condition": 'parent!=""', "needed": ["phone"]}
    add(store, "work_rules", name="Reach", **rule)
    rows = ["支店A|本社|", "支店B|本社|03-1234-5678", "本社||"]
    options = {"to": "accounts"}
    report = bring(store, given(tmp_path, "会社名|親取引先|電話", *rows), **options)
    assert counts(report) == (3, 0, 0, 0)
    head = {row["name"]: row["id"] for row in records(store, "accounts", "name", "id")}["本社"]
    found = {row["name"]: row["parent"] for row in records(store, "accounts", "name", "parent")}
    assert found == {"支店A": None, "支店B": head, "本社": None}
    [said] = [each for each in sentences_of(report, {}) if "Reach" in each]
    assert "One link in parent was left out" in said


def test_a_pair_told_apart_elsewhere_means_the_records_that_it_names(
    store: Store, tmp_path: Path
) -> None:
    for name in ("Other", "Abe", "Baba", "Chiba", "Chiba"):
        add(store, "leads", last_name=name)
    rows = ["leads|1|2|Abe ≠ Baba", "leads|1|2|Abe ≠ Doi", "leads|4|5|Chiba ≠ Chiba"]
    path = given(tmp_path, "Record type|First no.|Second no.|Names", *rows)
    report = bring(store, path, to="distinct_pairs")
    assert counts(report) == (2, 0, 0, 1)
    assert "Abe ≠ Doi" in report.outcomes[0].sentence
    assert match_index.distinct_pairs(store.connection, "leads") == {(2, 3), (4, 5)}


def test_pairs_come_back_into_their_own_store_whatever_they_are_called_now(
    store: Store, tmp_path: Path
) -> None:
    one, other = (add(store, "leads", last_name=name) for name in ("Abe", "Baba"))
    mark_distinct(store, "leads", [(one, other)])
    with unit(store, "edit") as work:
        work.update("leads", one, {"last_name": "Chiba"})
    path = given(tmp_path, "Record type|First no.|Second no.|Names", "leads|1|2|Abe ≠ Baba")
    assert counts(bring(store, path, to="distinct_pairs")) == (0, 0, 1, 0)
