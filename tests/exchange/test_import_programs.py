"""Lists of other programs: what they call things is known, and what they left open is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.exchange.importing import bring, counts, given, mapped, records
from tui_crm.exchange.options import Duplicates

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.engine import Store


def test_headers_of_hubspot_find_their_fields_and_leave_two_aside(
    store: Store, tmp_path: Path
) -> None:
    header = (
        "Record ID|First Name|Last Name|Email|Phone Number|Mobile Phone Number|Job Title"
        "|Company Name|City|State/Region|Postal Code|Website URL|Contact owner|Lifecycle Stage"
    )
    found = {column.header: column.target for column in mapped(header.split("|")).columns}
    assert "" not in {target for name, target in found.items() if name != "Lifecycle Stage"}
    report = bring(
        store,
        given(tmp_path, header, "1|Ann|Baker|a@x.example||||X||||x.example|Bo Lee|Customer"),
        dry_run=True,
    )
    assert report.unmapped == ("Lifecycle Stage",)
    assert report.unknown_owners == {"Bo Lee": 1}, "told before anything is written"
    assert records(store, "leads") == []


def test_stages_of_zoho_find_their_places(store: Store, tmp_path: Path) -> None:
    stages = {
        "Closed Won": "won",
        "Closed Lost to Competition": "lost",
        "Closed Lost": "lost",
        "Proposal/Price Quote": "quote",
        "Negotiation/Review": "negotiation",
        "Needs Analysis": "needs",
        "Qualification": "qualification",
    }
    rows = [f"d{n}|{stage}|みなと" for n, stage in enumerate(stages)]
    report = bring(store, given(tmp_path, "Potential Name|Stage|Account Name", *rows))
    assert report.added_choices == {}
    found = [deal["stage"] for deal in records(store, "deals", "stage")]
    assert found == list(stages.values())


def test_an_account_that_was_typed_by_hand_is_filled_and_not_doubled(
    store: Store, tmp_path: Path
) -> None:
    bring(store, given(tmp_path, "取引先名|電話", "㈱みなと商会|03-1111-2222"), to="accounts")
    path = given(
        tmp_path,
        "ACCOUNTID|Account Name|Phone|Website",
        "77|株式会社みなと商会|03-9999-9999|minato.example",
    )
    report = bring(store, path, duplicates=Duplicates.FILL)
    assert counts(report) == (0, 1, 0, 0)
    assert records(store, "accounts", "name", "phone", "website", "external_id") == [
        {
            "name": "㈱みなと商会",
            "phone": "03-1111-2222",
            "website": "minato.example",
            "external_id": "zoho:77",
        }
    ]
    assert counts(bring(store, path, duplicates=Duplicates.FILL)) == (0, 0, 1, 0)


def test_rows_of_an_unknown_owner_go_to_whom_they_are_given(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "USER_ID|Full Name|Email", "1|山田 一郎|yamada@x.example"))
    path = given(tmp_path, "姓|自社担当", "森|幽霊")
    bring(store, path, sets=(("owner", "山田 一郎"),))
    assert records(store, "leads", "owner") == [{"owner": 2}]
