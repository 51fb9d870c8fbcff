"""The demo names real places and public bodies, and nobody: people are called by their role."""

from __future__ import annotations

from collections import Counter

from demo.cast import (
    REGION,
    Seat,
    council_seats,
    initiative_seats,
    organisations,
)

SEATS = [*council_seats(), *initiative_seats()]
ROLES = ("edustaja", "varaedustaja", "jäsen", "varajäsen")


def people(seat: Seat) -> tuple[tuple[str, str], ...]:
    return (seat.holder, seat.address("edustaja")), (seat.deputy, seat.address("varaedustaja"))


def test_the_data_says_where_it_comes_from() -> None:
    assert "Posti" in REGION["source"]


def test_there_are_nineteen_municipalities_with_their_codes() -> None:
    municipalities = [one for one in organisations() if one.sector == "municipality"]
    assert len(municipalities) == 19
    assert len({one.municipality for one in municipalities}) == 19


def test_there_are_three_leader_groups_and_one_wellbeing_county() -> None:
    sectors = Counter(one.sector for one in organisations())
    assert (sectors["leader"], sectors["wellbeing_county"]) == (3, 1)


def test_the_council_has_fourteen_seats_with_personal_deputies() -> None:
    assert len(council_seats()) == 14
    assert all(seat.holder != seat.deputy for seat in council_seats())


def test_the_initiative_has_twelve_seats_of_six_sectors() -> None:
    sectors = {one.key: one.sector for one in organisations()}
    assert len(initiative_seats()) == 12
    assert len({sectors[seat.organisation] for seat in initiative_seats()}) == 6


def test_every_address_is_at_the_domain_reserved_for_examples() -> None:
    addresses = [address for seat in SEATS for _, address in people(seat)]
    assert all(address.endswith("@example.org") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_every_person_is_called_by_a_role() -> None:
    assert all(any(role in name.split(",")[0].split() for role in ROLES) for seat in SEATS for name, _ in people(seat))


def test_every_village_is_a_postal_area_of_the_source() -> None:
    villages = {one["name"] for one in REGION["villages"]}
    named = {one.name.partition(", ")[2] for one in organisations() if ", " in one.name}
    assert named <= villages


def test_no_organisation_is_named_twice() -> None:
    names = [(one.name, one.sector) for one in organisations()]
    assert len(set(names)) == len(names)
