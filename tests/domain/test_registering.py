"""Rules of the register's rows, each by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import Malformed
from domain.registering import is_business_id, is_phone, require_organisation
from domain.seats import Sector

NUMBERS = st.integers(0, 9_999_999).map(lambda number: f"{number:07}")


@given(NUMBERS)
def test_at_most_one_digit_fits_a_number(number: str) -> None:
    assert sum(is_business_id(f"{number}-{digit}") for digit in range(10)) <= 1


@given(NUMBERS, st.integers(0, 9), st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, check: int, place: int, by: int) -> None:
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not (is_business_id(f"{number}-{check}") and is_business_id(f"{wrong}-{check}"))


@given(NUMBERS, st.integers(0, 9), st.integers(0, 5))
def test_two_neighbours_that_changed_places_are_always_found(number: str, check: int, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    both = is_business_id(f"{number}-{check}") and is_business_id(f"{swapped}-{check}")
    assert not both or swapped == number


@pytest.mark.parametrize("text", ["1234567-1", "9876543-0", "9123450-6"])
def test_a_business_id_whose_digit_fits(text: str) -> None:
    assert is_business_id(text)
    require_organisation(Sector.ASSOCIATION, text)


@pytest.mark.parametrize(
    "text", ["", "1234567-2", "12345671", "1234567-12", "1234567-1\n", "１２３４５６７-1", "1111111-1"]
)
def test_no_business_id_is_like_this(text: str) -> None:
    assert not is_business_id(text)
    with pytest.raises(Malformed) as refused:
        require_organisation(Sector.ASSOCIATION, text)
    assert refused.value.path == "business_id"
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text",
    ["040 123 4567", "0401234567", "+358 40 123 4567", "+358401234567", "(017) 123 456", "09-1234567", "+46 8 123 45"],
)
def test_a_number_that_can_be_dialled(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "112", "40 123 4567", "+358 (0)40 123 4567", "+0401234567", "040 123 4567 9999 9999", "00"),
        *(
            "040 123 4567 (Matti)",
            "040\n1234567",
            "040/1234567",
            "٠٤٠١٢٣٤٥٦٧",
            " 0401234567",
            "+123456",
            "040-123 4567-",
        ),
    ],
)
def test_no_number_is_like_this(text: str) -> None:
    assert not is_phone(text)
