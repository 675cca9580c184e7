"""Lists of other programs: what they call things is known, and what they left open is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, mapped, records
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.exchange.importing.report_sentences import sentences_of

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


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


def test_deals_of_pipedrive_are_won_or_lost_whatever_stage_they_had_come_to(
    store: Store, tmp_path: Path
) -> None:
    path = given(
        tmp_path,
        "Deal - Title|Deal - Organization|Deal - Stage|Deal - Status|Deal - Won time"
        "|Deal - Lost time|Deal - Lost reason",
        "更新|みなと|Proposal Made|Won|2026-01-05 10:00:00||",
        "増設|みなと|Qualified|Lost||2026-02-05 10:00:00|価格",
        "新規|みなと|Proposal Made|Open|||",
    )
    report = bring(store, path)
    assert (counts(report), report.unmapped) == ((3, 0, 0, 0), ())
    keys = ("stage", "closed_at", "lost_reason")
    assert [tuple(deal.values()) for deal in records(store, "deals", *keys)] == [
        ("won", "2026-01-05T01:00:00Z", None),
        ("lost", "2026-02-05T01:00:00Z", "価格"),
        ("proposal", None, None),
    ]
    assert counts(bring(store, path)) == (0, 0, 3, 0)


def test_activities_of_pipedrive_are_history_or_still_to_do(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "姓|名|会社名", "森|恵|みなと"), to="contacts")
    bring(store, given(tmp_path, "商談名|取引先名", "更新|みなと"), to="deals")
    path = given(
        tmp_path,
        "Activity - Subject|Activity - Type|Activity - Due date|Activity - Done"
        "|Activity - Contact person|Activity - Organization|Activity - Deal",
        "電話する|call|2027-01-05|To do|森 恵|みなと|更新",
        "訪問した|meeting|2025-01-05|Done|森 恵||",
        "忘れた|task|2025-02-05|To do||幽霊商事|",
    )
    report = bring(store, path)
    assert (report.type, counts(report), report.unmapped) == ("activities", (3, 0, 0, 0), ())
    keys = ("kind", "status", "contact", "account", "deal")
    assert [tuple(each.values()) for each in records(store, "activities", *keys)] == [
        ("call", "planned", 1, 1, 1),
        ("meeting", "done", 1, None, None),
        ("task", "planned", None, None, None),
    ]
    assert report.unknown_links == {"account": {"幽霊商事": 1}}


def test_a_deal_without_an_account_is_one_of_its_contacts(store: Store, tmp_path: Path) -> None:
    people = given(tmp_path, "姓|名|会社名", "森|恵|みなと", "大野|健|")
    bring(store, people, to="contacts")
    path = given(
        tmp_path,
        "商談名|主担当者|取引先名",
        "更新|森 恵|",
        "増設|森 恵|はるか",
        "新規|大野 健|",
    )
    report = bring(store, path)
    assert counts(report) == (2, 0, 0, 1)
    assert report.outcomes[-1].sentence == (
        "Its contact has no account; give the contact one, or the deal. Account is required."
    )
    found = records(store, "deals", "account", "primary_contact")
    assert [tuple(deal.values()) for deal in found] == [(1, 1), (2, 1)]
    alone = given(tmp_path, "商談名|主担当者", "更新 2|森 恵")
    assert counts(bring(store, alone, to="deals")) == (1, 0, 0, 0)


def deal(store: Store) -> tuple[object, ...]:
    (found,) = records(store, "deals", "stage", "probability", "closed_at")
    return tuple(found.values())


def test_a_stage_from_a_file_brings_what_follows_from_it(store: Store, tmp_path: Path) -> None:
    header = "POTENTIALID|Potential Name|Stage|Account Name|Closing Date"
    path = given(tmp_path, header, "7|更新|Needs Analysis|みなと|2026-12-31")
    bring(store, path)
    assert deal(store) == ("needs", 20, None)
    assert counts(bring(store, path, duplicates=Duplicates.OVERWRITE)) == (0, 0, 1, 0)
    won = given(tmp_path, header, "7|更新|Closed Won|みなと|2026-11-15", name="b.csv")
    bring(store, won, duplicates=Duplicates.FILL)
    assert deal(store) == ("needs", 20, None), "an open deal has not been closed on any day"
    bring(store, won, duplicates=Duplicates.OVERWRITE)
    assert deal(store) == ("won", 100, "2026-11-15T03:00:00Z")
    assert counts(bring(store, won, duplicates=Duplicates.OVERWRITE)) == (0, 0, 1, 0)
    bring(store, path, duplicates=Duplicates.OVERWRITE)
    assert deal(store) == ("needs", 20, None)


def test_a_list_of_ours_that_was_worked_on_elsewhere_closes_deals_too(
    store: Store, tmp_path: Path
) -> None:
    bring(store, given(tmp_path, "商談名|取引先名|ステージ", "更新|みなと|needs"), to="deals")
    path = given(tmp_path, "番号|商談名|取引先|ステージ", "1|更新|みなと|won")
    report = bring(store, path, to="deals", match="id", duplicates=Duplicates.OVERWRITE)
    assert counts(report) == (0, 1, 0, 0)
    assert deal(store) == ("won", 100, "2026-11-21T03:00:00Z")


def test_a_task_that_is_still_to_do_is_not_done_on_any_day(store: Store, tmp_path: Path) -> None:
    header = "Task Owner|Subject|Due Date|Status"
    bring(store, given(tmp_path, header, "sato|送付|2027-01-05|Not Started"))
    path = given(tmp_path, header, "sato|送付|2027-01-05|Completed", name="b.csv")
    options = {"to": "activities", "match": "subject"}
    bring(store, path, duplicates=Duplicates.FILL, **options)
    assert records(store, "activities", "status", "done_at") == [
        {"status": "planned", "done_at": None}
    ]
    bring(store, path, duplicates=Duplicates.OVERWRITE, **options)
    (task,) = records(store, "activities", "status", "done_at")
    assert task["status"] == "done"
    assert task["done_at"] is not None


GOOGLE = (
    "First Name|Last Name|Labels|E-mail 1 - Label|E-mail 1 - Value|E-mail 2 - Label"
    "|E-mail 2 - Value|E-mail 3 - Label|E-mail 3 - Value|Phone 1 - {kind}|Phone 1 - Value"
    "|Phone 2 - {kind}"
    "|Phone 2 - Value|Phone 3 - {kind}|Phone 3 - Value|Phone 4 - {kind}|Phone 4 - Value"
)


@pytest.mark.parametrize("kind", ["Label", "Type"])
def test_googles_labels_say_what_a_number_is_for(store: Store, tmp_path: Path, kind: str) -> None:
    path = given(
        tmp_path,
        GOOGLE.format(kind=kind),
        "Aya|Mori|* myContacts ::: Expo|* Home|h@x.example|Work|w@x.example|Paris|p@x.example"
        "|Home|03-1111-0000|Mobile|090-1111-2222|* Work|03-1111-2222|Work Fax|03-1111-3333",
        "Ben|Kato|* myContacts|* Work|b@x.example ::: b2@x.example||||"
        "|Home|03-2222-1111 ::: 03-2222-2222|Mobile|090-2222-1111 ::: 090-2222-2222"
        "|Pager|0123456789||",
    )
    report = bring(store, path)
    assert report.unmapped == ()
    aya, ben = records(store, "leads")
    assert (aya["email"], aya["email_2"]) == ("w@x.example", "p@x.example")
    assert aya["more_emails"] == "\nHome\th@x.example\n"
    assert (aya["phone"], aya["mobile"]) == ("03-1111-2222", "090-1111-2222")
    assert (aya["fax"], aya["more_phones"]) == ("03-1111-3333", "\nHome\t03-1111-0000\n")
    assert (aya["tags"], ben.get("tags")) == ("\nExpo\n", None)
    assert (ben["email"], ben["email_2"]) == ("b@x.example", "b2@x.example")
    assert (ben["phone"], ben["mobile"]) == ("03-2222-1111", "090-2222-1111")
    assert ben["more_phones"] == (
        "\nMobile\t090-2222-2222\nPager\t0123-45-6789\nHome\t03-2222-2222\n"
    )
    assert "description" not in aya
    assert "description" not in ben


def test_pipedrives_people_and_their_numbers(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Person - ID|Person - Name|Person - Organization|Person - Email - Work"
        "|Person - Email - Other|Person - Phone - Work|Person - Phone - Home"
        "|Person - Phone - Mobile|Person - Phone - Other",
        "1|Ann Ray|X Ltd||a@x.example|||+1 608-271-9001|",
        "2|Bob Roy|Y Ltd|b@y.example|b2@y.example|+1 608-271-9002|+1 608-271-9003|+1 608-271-9004"
        "|+1 608-271-9005",
    )
    assert bring(store, path).unmapped == ()
    ann, bob = records(store, "leads")
    assert (ann["email"], ann["mobile"], ann.get("phone")) == (
        "a@x.example",
        "+1 608-271-9001",
        None,
    )
    assert (bob["email"], bob["email_2"]) == ("b@y.example", "b2@y.example")
    assert (bob["phone"], bob["mobile"]) == ("+1 608-271-9002", "+1 608-271-9004")
    assert bob["more_phones"] == "\nOther\t+1 608-271-9005\nHome\t+1 608-271-9003\n"


def test_pipedrives_deals_and_activities_are_linked(store: Store, tmp_path: Path) -> None:
    people = given(
        tmp_path,
        "Person - ID|Person - Name|Person - Organization|Person - Email - Work",
        "7|Ann Ray|X Ltd|a@x.example",
        name="people.csv",
    )
    deals = given(
        tmp_path,
        "Deal - ID|Deal - Title|Deal - Stage|Deal - Organization|Person - ID|Person - Name",
        "3|Big one|Qualified|X Ltd|7|Ann R.",
        name="deals.csv",
    )
    acts = given(
        tmp_path,
        "Activity - Subject|Activity - Type|Activity - Due date|Deal - Title|Person - Name"
        "|Organization - Name",
        "Call her|Call|2026-12-01|Big one|Ann Ray|X Ltd",
        name="acts.csv",
    )
    bring(store, people, to="contacts")
    bring(store, deals)
    bring(store, acts)
    ((account, contact),) = store.connection.rows("SELECT account, primary_contact FROM deals")
    assert (account, contact) == (1, 1)
    ((deal, contact, account),) = store.connection.rows(
        "SELECT deal, contact, account FROM activities"
    )
    assert (deal, contact, account) == (1, 1, 1)


def test_the_card_of_a_group_is_no_person(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Sales team\nMEMBER:urn:uuid:1\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nX-ADDRESSBOOKSERVER-KIND:group\nN:Friends;;;;\nFN:Friends\n"
        "END:VCARD\nBEGIN:VCARD\nVERSION:4.0\nFN:Jan Berg\nN:Berg;Jan;;;\nEND:VCARD\n"
    )
    report = bring(store, path)
    assert counts(report) == (1, 0, 2, 0)
    assert "2 cards of groups were left out, lines 1 “Sales team”, 7 “Friends”." in sentences_of(
        report, {}
    )


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Phone - Work", "phone"),
        ("Email (Home)", "email_2"),
        ("Email (private)", "email_2"),
        ("E-mail 4 - Value", "email_2"),
        ("Work Fax 2", "fax"),
        ("Telephone (mobile)", "mobile"),
        ("携帯電話2", "mobile"),
        ("Secondary Phone", "phone"),
        ("Additional email addresses", "more_emails"),
        ("Phone bill", ""),
        ("Email status", ""),
    ],
)
def test_a_header_of_usual_words_says_which_number_it_has(header: str, target: str) -> None:
    assert mapped(["Last Name", header]).columns[1].target == target


def test_a_second_address_that_is_none_does_not_cost_the_record(
    store: Store, tmp_path: Path
) -> None:
    header = "Last Name|Email|E-mail 5|Phone 1 - Label|Phone 1 - Value|Email 4"
    path = given(tmp_path, header, "Mori|a@x.example|nonsense|Work|03-1111-2222|b@x.example")
    report = bring(store, path)
    assert counts(report) == (1, 0, 0, 0)
    (lead,) = records(store, "leads")
    assert (lead["email"], lead["email_2"]) == ("a@x.example", "b@x.example")
    assert lead["description"] == "E-mail 5: nonsense"
    assert report.noticed
    bad = given(tmp_path, header, "Kato|c@x.example|nonsense|||", name="bad.csv")
    assert counts(bring(store, bad, is_strict=True)) == (0, 0, 0, 1)


def test_minutes_give_a_call_its_end(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Subject|Call Start Time|Call Duration (in minutes)",
        "a|2026-04-15T23:03:00Z|7",
        "b|2026-04-15T23:03:00Z|about 7",
    )
    bring(store, path)
    first, second = records(store, "activities", "kind", "start_at", "end_at", "description")
    assert (first["kind"], first["end_at"]) == ("call", "2026-04-15T23:10:00Z")
    assert second["end_at"] is None
    assert second["description"] == "Call Duration (in minutes): about 7"
