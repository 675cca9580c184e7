from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.language.emails import (
    FREE_MAIL_DOMAINS,
    DomainKind,
    Email,
    domain_kind,
    domain_of,
    email_key,
    is_role,
    normalise_email,
)
from tui_crm.language.notices import Notice

MAILLIKE = st.text(st.sampled_from('ab.@-<>é日ß;, "xn-jpXN'), max_size=20)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ichiro@tatitute.example", "ichiro@tatitute.example"),
        ("Yamada@Example.COM", "Yamada@example.com"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", "taro@example.com"),
        ("mailto:a@b.co?subject=x", "a@b.co"),
        ("Taro <taro@b.jp>", "taro@b.jp"),
        ('"Yamada, Taro" <taro@b.jp>', "taro@b.jp"),
        ("info@b.com (山田)", "info@b.com"),
        ("a@b.com.", "a@b.com"),
        ("o'brien+crm@b.co.uk", "o'brien+crm@b.co.uk"),
        ("TARO@BÜCHER.de", "TARO@bücher.de"),
        ("x@xn--bcher-kva.de", "x@bücher.de"),
        ("taro@日本語.jp", "taro@日本語.jp"),
    ],
)
def test_an_address_is_found_in_its_wrappings(text: str, address: str) -> None:
    email = normalise_email(text)
    assert email is not None
    assert (email.address, email.warning) == (address, None)


@pytest.mark.parametrize(
    "text",
    [
        *("", "n/a", "@", "a@b", "a@localhost", "a@@b.com", "a..b@example.com", "a@-b.com"),
        *("a@1.2.3.4", "a\x1b@b.com", "\ud800@b.com"),
        *("a@" + "b" * 64 + ".com", "l" * 65 + "@b.com", "a" * 9999),
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert normalise_email(text) is None
    assert email_key(text) == ""


@pytest.mark.parametrize("text", ["a..b@docomo.ne.jp", "a.@ezweb.ne.jp", '"a..b"@DoCoMo.ne.jp'])
def test_old_mobile_addresses_are_taken_with_a_warning(text: str) -> None:
    email = normalise_email(text)
    assert email is not None
    assert email.warning is Notice.EMAIL_OLD_MOBILE
    assert '"' not in email.address


def test_the_first_of_several_is_taken_with_a_warning() -> None:
    email = normalise_email("a@b.com; c@d.com")
    assert email is not None
    assert (email.address, email.warning) == ("a@b.com", Notice.EMAIL_SEVERAL)


def test_keys_do_not_know_case() -> None:
    assert email_key("Taro@Example.com") == email_key("taro@EXAMPLE.COM")
    assert email_key("taro@BÜCHER.de") == email_key("taro@xn--bcher-kva.de")


@given(st.text() | st.emails() | MAILLIKE)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    email = normalise_email(text)
    if email is not None:
        again = normalise_email(email.address)
        assert again is not None
        assert again.address == email.address
        assert email_key(email_key(text)) == email_key(text) == email_key(email.address)


def test_a_hostile_address_is_refused_at_once() -> None:
    begun = time.process_time()
    for hostile in ("a." * 500, "a@" + "b-" * 500, "<" * 1000, "a@" + "b." * 500, '"' * 1000):
        assert normalise_email(hostile) is None
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("taro@gmail.com", DomainKind.FREE),
        ("taro@Docomo.ne.jp", DomainKind.FREE),
        ("taro@t.vodafone.ne.jp", DomainKind.FREE),
        ("taro@aqua.ocn.ne.jp", DomainKind.FREE),
        ("gmail.com", DomainKind.FREE),
        ("taro@tatitute.example", DomainKind.COMPANY),
        ("taro@notgmail.com", DomainKind.COMPANY),
    ],
)
def test_free_mail_is_told_from_a_company(address: str, kind: DomainKind) -> None:
    assert domain_kind(address) is kind
    assert all(domain == domain_of(domain) for domain in FREE_MAIL_DOMAINS)


def test_an_office_is_told_from_a_person() -> None:
    assert is_role("Info@tatitute.example")
    assert is_role("sales+web@tatitute.example")
    assert not is_role("ichiro@tatitute.example")


@pytest.mark.parametrize(
    "text",
    [
        *("suzuki@aoba.co，jp", "suzuki@aoba.com, au", "ken. suzuki@aoba.co.jp"),
        *("ken suzuki@aoba.co.jp", "<ken. suzuki@aoba.co.jp>", "suzuki@aoba. co.jp"),
        *("suzuki@aoba.co .jp", "suzuki@aoba.co. jp", "suzuki @aoba.co.jp", "suzuki@ aoba.co.jp"),
        *("suzuki@aoba.co、jp", "SUZUKI@AOBA.CO，JP", "suzuki@aoba.co;jp", "suzuki@aoba.co\njp"),
        *("ken_ suzuki@aoba.co.jp", "a@aoba.co.jp, b"),
    ],
)
def test_an_address_is_never_shortened(text: str) -> None:
    assert normalise_email(text) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Ken Suzuki ken.suzuki@aoba.co.jp", "ken.suzuki@aoba.co.jp"),
        ("Mr. Suzuki suzuki@aoba.co.jp", "suzuki@aoba.co.jp"),
        ("suzuki@aoba.co.jp (work)", "suzuki@aoba.co.jp"),
        ("suzuki@aoba.co.jp 個人", "suzuki@aoba.co.jp"),
        ("鈴木 suzuki@aoba.co.jp", "suzuki@aoba.co.jp"),
        ("E-mail: suzuki@aoba.co.jp", "suzuki@aoba.co.jp"),
        ("suzuki@aoba.co。jp", "suzuki@aoba.co.jp"),
    ],
)
def test_a_whole_address_is_found_beside_other_words(text: str, address: str) -> None:
    assert normalise_email(text) == Email(address)


def test_an_address_beside_one_in_angle_brackets_is_told_of() -> None:
    several = Notice.EMAIL_SEVERAL
    assert normalise_email("Ken <ken@x.example>, ann@y.example") == Email("ken@x.example", several)
    assert normalise_email("ken@x.example <ken@x.example>") == Email("ken@x.example")
