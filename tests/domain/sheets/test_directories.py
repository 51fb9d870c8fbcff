"""Whom a cell means."""

from __future__ import annotations

import pytest

from domain.sheets.directories import Ambiguous, NotListed, Organisations, Persons


@pytest.fixture
def organisations() -> Organisations:
    known = Organisations()
    known.add("org_1", "Kylä ry", "297", "1234567-1")
    known.add("org_2", "Talkooryhmä", "297", None)
    known.add("org_3", "Talkooryhmä", "140", None)
    known.add("org_4", "Kauppa", None, None)
    return known


@pytest.mark.parametrize("reference", ["1234567-1", "Kylä ry", " kylä  RY", "Kyla\u0308 ry", "org_1"])
def test_an_organisation_is_meant_by_business_id_name_or_id(organisations: Organisations, reference: str) -> None:
    assert organisations.meant(reference, "given_by") == "org_1"


def test_one_that_is_not_there_or_two_of_a_name_are_told(organisations: Organisations) -> None:
    for reference, refusal in (("7654321-2", NotListed), ("Kylät", NotListed), ("Talkooryhmä", Ambiguous)):
        with pytest.raises(refusal) as told:
            organisations.meant(reference, "given_by")
        assert (told.value.path, bool(told.value.remedy)) == ("given_by", True)
    assert organisations.meant("org_3", "given_by") == "org_3"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (("Uusi nimi", None, "1234567-1"), "org_1"),
        (("Kylä ry", None, None), "org_1"),
        (("KYLÄ RY", "297", None), "org_1"),
        (("Kylä ry", "140", None), None),
        (("Kylä ry", "297", "7654321-2"), None),
        (("Talkooryhmä", "140", None), "org_3"),
        (("Talkooryhmä", "204", None), None),
        (("Kauppa", "297", "7654321-2"), "org_4"),
        (("Kauppa", None, None), "org_4"),
        (("Aivan uusi", None, None), None),
    ],
)
def test_a_line_is_about_the_organisation_that_nothing_tells_apart(
    organisations: Organisations, line: tuple[str, str | None, str | None], found: str | None
) -> None:
    assert organisations.like(*line) == found


def test_a_line_that_may_be_about_two_is_told(organisations: Organisations) -> None:
    with pytest.raises(Ambiguous) as told:
        organisations.like("Talkooryhmä", None, None)
    assert told.value.path == "name"


@pytest.fixture
def persons() -> Persons:
    known = Persons()
    known.add("per_1", "Kylän edustaja", "kyla@example.org")
    known.add("per_2", "Edustaja", None)
    known.add("per_3", "Edustaja", "toinen@example.org")
    known.add("per_4", "Varaedustaja", None)
    known.add("per_5", "Rahastonhoitaja", "yhteinen@example.org")
    known.add("per_6", "Sihteeri", "yhteinen@example.org")
    known.add("per_7", "Talkoolainen", None)
    known.add("per_8", "Talkoolainen", None)
    known.add("per_9", "Toimisto", "yhteinen@example.org")
    known.add("per_10", "Toimisto", "yhteinen@example.org")
    return known


@pytest.mark.parametrize(
    ("reference", "person"),
    [
        ("KYLA@example.org", "per_1"),
        ("kylän edustaja", "per_1"),
        ("per_2", "per_2"),
        ("Varaedustaja", "per_4"),
        ("Sihteeri <yhteinen@example.org>", "per_6"),
        ("rahastonhoitaja<YHTEINEN@example.org>", "per_5"),
        ("Edustaja <toinen@example.org>", "per_3"),
        ("per_10", "per_10"),
    ],
)
def test_a_person_is_meant_by_address_name_both_or_id(persons: Persons, reference: str, person: str) -> None:
    assert persons.meant(reference, "holder_id") == person


@pytest.mark.parametrize(
    ("reference", "refusal"),
    [
        ("x@example.org", NotListed),
        ("Puheenjohtaja", NotListed),
        ("Edustaja", Ambiguous),
        ("yhteinen@example.org", Ambiguous),
        ("Sihteeri <kyla@example.org>", NotListed),
        ("Toimisto <yhteinen@example.org>", Ambiguous),
    ],
)
def test_a_person_who_is_not_there_or_not_alone_is_told_without_the_name(
    persons: Persons, reference: str, refusal: type[NotListed]
) -> None:
    with pytest.raises(refusal) as told:
        persons.meant(reference, "holder_id")
    assert (told.value.path, bool(told.value.remedy)) == ("holder_id", True)
    assert reference not in told.value.reason + told.value.remedy


@pytest.mark.parametrize(
    ("reference", "both"),
    [("Edustaja", True), ("yhteinen@example.org", True), ("Toimisto <yhteinen@example.org>", False)],
)
def test_of_several_the_remedy_is_something_else_than_was_written(persons: Persons, reference: str, both: bool) -> None:
    with pytest.raises(Ambiguous) as told:
        persons.meant(reference, "holder_id")
    assert ("Nimi <nimi@example.org>" in told.value.remedy) is both
    assert "the register's id" in told.value.remedy


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (("Uusi nimi", "kyla@example.org"), "per_1"),
        (("Varaedustaja", "vara@example.org"), "per_4"),
        (("Varaedustaja", None), "per_4"),
        (("Kylän edustaja", None), "per_1"),
        (("Kylän edustaja", "muu@example.org"), None),
        (("Sihteeri", "yhteinen@example.org"), "per_6"),
        (("Edustaja", "kolmas@example.org"), "per_2"),
        (("Talkoolainen", "uusi@example.org"), None),
        (("Aivan uusi", None), None),
    ],
)
def test_a_line_is_about_the_person_of_its_address_or_name(
    persons: Persons, line: tuple[str, str | None], found: str | None
) -> None:
    assert persons.like(*line) == found


def test_a_line_that_may_be_about_two_people_is_told(persons: Persons) -> None:
    for line, remedy in (
        (("Edustaja", None), "give the address"),
        (("Kolmas", "yhteinen@example.org"), "write the name of one of them"),
    ):
        with pytest.raises(Ambiguous) as told:
            persons.like(*line)
        assert told.value.remedy.startswith(remedy)


def test_an_address_that_was_given_is_known_from_then_on(persons: Persons) -> None:
    persons.add("per_4", "Varaedustaja", "vara@example.org")
    assert persons.like("Varaedustaja", "vara@example.org") == "per_4"
    assert persons.like("Varaedustaja", "muu@example.org") is None
    assert persons.has_namesake("varaedustaja")
