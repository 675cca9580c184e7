"""Country codes in telephone numbers are split as the numbering plan of the world has them."""

from __future__ import annotations

import phonenumbers
import pytest

from tui_crm.language.search_terms import split_country_code


@pytest.mark.parametrize("code", sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE))
def test_the_code_of_each_country_is_split_from_its_numbers(code: int) -> None:
    assert split_country_code(f"{code}23456789") == (str(code), "23456789")
