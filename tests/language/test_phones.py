from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.language.notices import Notice
from tui_crm.language.phones import normalise_phone, phone_key

PHONELIKE = st.text(st.sampled_from("0123456789+-() .,/内線extE"), max_size=25)


@pytest.mark.parametrize(
    ("text", "e164", "display"),
    [
        ("03-1234-5678", "+81312345678", "03-1234-5678"),
        ("0312345678", "+81312345678", "03-1234-5678"),
        ("０３（１２３４）５６７８", "+81312345678", "03-1234-5678"),
        ("(03) 1234 5678", "+81312345678", "03-1234-5678"),
        ("03ー1234ー5678", "+81312345678", "03-1234-5678"),
        ("09012345678", "+819012345678", "090-1234-5678"),
        ("+81-90-1234-5678", "+819012345678", "090-1234-5678"),
        ("+81 (0)90-1234-5678", "+819012345678", "090-1234-5678"),
        ("0081 90 1234 5678", "+819012345678", "090-1234-5678"),
        ("819012345678", "+819012345678", "090-1234-5678"),
        ("0120123456", "+81120123456", "0120-123-456"),
        ("08001234567", "+818001234567", "0800-123-4567"),
        ("050-1234-5678", "+815012345678", "050-1234-5678"),
        ("0198872715", "+81198872715", "0198-87-2715"),
        ("TEL: 03-1234-5678（代）", "+81312345678", "03-1234-5678"),
        ("℡03-1234-5678", "+81312345678", "03-1234-5678"),
        ("tel:+81-3-1234-5678", "+81312345678", "03-1234-5678"),
        ("'09012345678", "+819012345678", "090-1234-5678"),
        ("010 1 202 555 0100", "+12025550100", "+1 202-555-0100"),
        ("+44 20 7946 0958", "+442079460958", "+44 20 7946 0958"),
    ],
)
def test_every_spelling_dials_one_number(text: str, e164: str, display: str) -> None:
    phone = normalise_phone(text)
    assert phone is not None
    assert (phone.e164, phone.display, phone.warning) == (e164, display, None)


@pytest.mark.parametrize("text", ["04 50 11 22 33", "06.11.22.33.44", "01-23-45-67-89"])
def test_pairs_as_in_france_are_no_japanese_number(text: str) -> None:
    phone = normalise_phone(text)
    assert phone is not None
    assert (phone.e164, phone.display, phone.warning) == ("", text, Notice.PHONE_UNPLACED)
    assert phone_key(text) == "".join(filter(str.isdecimal, text))
    assert phone_key(text, "FR").startswith("+33")


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("202.555.0100", "US", "+12025550100"),
        ("+1 (202) 555-0100", "US", "+12025550100"),
        ("04 50 11 22 33", "FR", "+33450112233"),
        ("030 1234567", "DE", "+49301234567"),
    ],
)
def test_a_number_is_dialled_from_its_region(text: str, region: str, e164: str) -> None:
    phone = normalise_phone(text, region)
    assert phone is not None
    assert phone.e164 == e164


@pytest.mark.parametrize(
    "text",
    [
        "03-1234-5678 内線12",
        "03-1234-5678（内線 12）",
        "03-1234-5678(代) 内線：12",
        "0312345678 ext. 12",
        "03-1234-5678 x12",
        "+81312345678;ext=12",
    ],
)
def test_extensions_are_kept(text: str) -> None:
    phone = normalise_phone(text)
    assert phone is not None
    assert (phone.e164, phone.extension) == ("+81312345678", "12")
    assert phone.display == "03-1234-5678 内線12"
    assert phone_key(text) == "+81312345678x12" != phone_key("03-1234-5678")


@pytest.mark.parametrize(
    ("text", "e164", "display", "warning"),
    [
        ("9012345678", "+819012345678", "090-1234-5678", Notice.PHONE_LOST_ZERO),
        ("312345678", "+81312345678", "03-1234-5678", Notice.PHONE_LOST_ZERO),
        ("90-1234-5678", "+819012345678", "090-1234-5678", Notice.PHONE_LOST_ZERO),
        ("9012345678.0", "+819012345678", "090-1234-5678", Notice.PHONE_LOST_ZERO),
        ("8.19012345678E+11", "+819012345678", "090-1234-5678", None),
        ("8.1E+10", "", "8.1E+10", Notice.PHONE_LOST_DIGITS),
        ("017687133", "+8117687133", "017687133", Notice.PHONE_DOUBTFUL),
        ("901-234-5678", "", "901-234-5678", Notice.PHONE_UNPLACED),
        ("2754733370", "", "2754733370", Notice.PHONE_UNPLACED),
        ("03-1234-5678 / 090-1111-2222", "+81312345678", "03-1234-5678", Notice.PHONE_SEVERAL),
    ],
)
def test_damage_is_repaired_where_certain_and_named(
    text: str, e164: str, display: str, warning: Notice | None
) -> None:
    phone = normalise_phone(text)
    assert phone is not None
    assert (phone.e164, phone.display, phone.warning) == (e164, display, warning)


@pytest.mark.parametrize(
    "text", ["call me", "n/a", "", "-", "-2237", "12345", "110", "((((((", "+" * 300, "9" * 5000]
)
def test_what_is_no_telephone_number_is_none(text: str) -> None:
    assert normalise_phone(text) is None
    assert phone_key(text) == ""


def test_keys_match_across_formats() -> None:
    assert phone_key("+1 (202) 555-0100", "US") == phone_key("202.555.0100", "US")
    assert phone_key("660-485-0224") == phone_key("(660) 485 0224") == "6604850224"
    assert phone_key("8.1E+10") == ""


@given(st.text() | PHONELIKE)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    phone = normalise_phone(text)
    assert phone_key(text) == "" or phone is not None
    if phone is not None:
        again = normalise_phone(phone.display)
        assert again is not None
        assert (again.e164, again.extension) == (phone.e164, phone.extension)
        assert again.display == phone.display


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("notice", list(Notice))
def test_every_notice_has_its_sentence(notice: Notice, language: str) -> None:
    from tui_crm import i18n

    assert i18n.t(f"errors.{notice.value}", to=language).endswith((".", "。"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("tel:+44-114-272-6444,1234", "+44 114 272 6444 ext. 1234"),
        ("tel:+81-3-1234-5678;ext=12", "03-1234-5678 内線12"),
        ("+81312345678p12", "03-1234-5678 内線12"),
        ("+5493516315733 ext.", "+54 9 351 631-5733"),
        ("03-1234-5678 内線", "03-1234-5678"),
        ("03-1234-5678 x", "03-1234-5678"),
    ],
)
def test_what_is_dialled_after_the_number_is_an_extension(text: str, display: str) -> None:
    found = normalise_phone(text)
    assert found is not None
    assert (found.display, found.warning) == (display, None)
