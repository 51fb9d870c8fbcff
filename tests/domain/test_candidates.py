"""Which seats an initiative may take in on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.candidates import Candidate
from domain.refusals import CompanyNotReady, OrganisationClosed, Refusal, SeatOutOfTerm
from domain.seats import Sector

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
DAY, ONE = date(2026, 6, 15), timedelta(days=1)
VILLAGE = Candidate("seat_1", "org_1", Sector.ASSOCIATION, FIRST, LAST)
SHOP = replace(VILLAGE, sector=Sector.COMPANY, will_on=DAY, readiness_on=DAY)


@pytest.mark.parametrize("day", [FIRST, DAY, LAST])
def test_a_seat_is_taken_in_on_any_day_of_its_term(day: date) -> None:
    VILLAGE.require(day, "seats.0")


def test_a_term_without_an_end_goes_on() -> None:
    replace(VILLAGE, term_until=None).require(date(2099, 1, 1), "seats.0")


@pytest.mark.parametrize(("day", "named"), [(FIRST - ONE, "2026-01-01"), (LAST + ONE, "2027-12-31")])
def test_a_term_that_has_not_begun_or_is_over_is_told_with_its_day(day: date, named: str) -> None:
    with pytest.raises(SeatOutOfTerm, match=f"{named}, and today is {day}") as told:
        VILLAGE.require(day, "seats.3")
    assert (told.value.path, bool(told.value.remedy)) == ("seats.3", True)


@pytest.mark.parametrize(("closed_on", "refused"), [(DAY, True), (DAY - ONE, True), (DAY + ONE, False)])
def test_an_organisation_takes_part_until_the_day_it_closes(closed_on: date, refused: bool) -> None:
    seat = replace(VILLAGE, closed_on=closed_on)
    if not refused:
        seat.require(DAY, "seats.0")
        return
    with pytest.raises(OrganisationClosed, match=str(closed_on)):
        seat.require(DAY, "seats.0")


def test_a_company_with_will_and_readiness_is_invited() -> None:
    SHOP.require(DAY, "seats.0")


@pytest.mark.parametrize(
    ("said", "missing", "not_missing"),
    [
        ({"will_on": None}, "will_on, will_by", "readiness_on"),
        ({"readiness_on": None}, "readiness_on, readiness_by", "will_on"),
        ({"will_on": None, "readiness_on": None}, "will_on, will_by, readiness_on, readiness_by", "seat_2"),
        ({"will_on": DAY + ONE}, "will_on, will_by", "readiness_on"),
    ],
)
def test_a_company_is_not_invited_before_will_and_readiness_are_recorded(
    said: dict[str, date | None], missing: str, not_missing: str
) -> None:
    with pytest.raises(CompanyNotReady) as told:
        replace(SHOP, **said).require(DAY, "seats.7")
    assert told.value.path == "seats.7"
    assert missing in told.value.remedy
    assert not_missing not in told.value.remedy


@pytest.mark.parametrize("sector", [sector for sector in Sector if sector is not Sector.COMPANY])
def test_nobody_but_companies_has_to_say_that_they_are_ready(sector: Sector) -> None:
    replace(VILLAGE, sector=sector).require(DAY, "seats.0")


@pytest.mark.parametrize(
    "refused",
    [
        replace(VILLAGE, term_until=DAY - ONE),
        replace(VILLAGE, closed_on=DAY),
        replace(SHOP, will_on=None),
    ],
)
def test_every_refusal_says_where_and_what_to_do(refused: Candidate) -> None:
    with pytest.raises(Refusal) as told:
        refused.require(DAY, "seats.1")
    assert told.value.path == "seats.1"
    assert told.value.remedy
