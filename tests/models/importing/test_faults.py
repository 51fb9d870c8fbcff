"""Files with faults, on both databases: nothing is taken, and all faults are told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.sheets.columns import Kind
from models import enrolment
from models.importing.outcomes import FileFaulty
from models.tables import RegisterSeat
from tests.fixtures.imported import MANDATES, PERSONS, SEATS, counts, faults, standing, take
from tests.fixtures.registered import NOW, Registered

WRONG: list[tuple[Kind, str, list[tuple[int, str]]]] = [
    (Kind.ORGANISATIONS, "nimi;sektori\nA;yhdistys\na;yhdistys\nB;kerho\n", [(3, ""), (4, "sektori")]),
    (
        Kind.ORGANISATIONS,
        "nimi;sektori;y-tunnus\nKylä ry;yhdistys;\nToinen nimi;yhdistys;1234567-1\nRyhmä;vapaa ryhmä;1111112-8\n",
        [(3, ""), (4, "y-tunnus")],
    ),
    (
        Kind.ORGANISATIONS,
        "Name;Sector;Will on;Will by\n"
        "Kylä ry;association;1.2.2026;kyla@example.org\n"
        "Kyläkauppa;company;1.2.2026;\n"
        "Kioski;company;;kyla@example.org\n"
        "Baari;company;1.2.2026;tuntematon@example.org\n"
        "Huoltamo;company;1.2.2027;kyla@example.org\n",
        [(2, "Will on"), (3, "Will by"), (4, "Will on"), (5, "Will by"), (6, "Will on")],
    ),
    (
        Kind.PERSONS,
        "nimi;sähköposti\nA;a@example.org\nB;A@example.org\nC;c@-example..org\nKylän edustaja;\nD;kyla@example.org\n",
        [(3, ""), (4, "sähköposti"), (6, "")],
    ),
    (
        Kind.SEATS,
        "organisaatio;tehtävä;edustaja;varaedustaja;kausi alkaa;kausi päättyy\n"
        "Tuntematon;x;kyla@example.org;;1.1.2026;\n"
        "Kylä ry;x;Ei kukaan;;1.1.2026;\n"
        "Kylä ry;x;kyla@example.org;kyla@example.org;1.1.2026;\n"
        "Kylä ry;x;kyla@example.org;;1.1.2026;31.12.2025\n"
        "Kylä ry;Edustaja;kyla@example.org;;1.6.2026;\n"
        "Kylä ry;y;kyla@example.org;;1.1.2026;\n"
        "kylä RY;Y;Kylän edustaja;;2026-01-01;\n",
        [
            (2, "organisaatio"),
            (3, "edustaja"),
            (4, "varaedustaja"),
            (5, "kausi päättyy"),
            (6, "kausi alkaa"),
            (8, ""),
        ],
    ),
    (
        Kind.MANDATES,
        "antaja;saaja;kunnat;teemat;voimassa alkaen;voimassa asti;kokous\n"
        "Tuntematon;Kylä ry;*;*;1.1.2026;1.1.2027;1/2026\n"
        "Järjestöneuvosto;Tuntematon;*;*;1.1.2026;1.1.2027;1/2026\n"
        "Järjestöneuvosto;Kylä ry;*;*;1.1.2026;1.1.2025;1/2026\n"
        "Järjestöneuvosto;Kylä ry;*;*;1.1.2026;1.1.2027;2/2026\n"
        "Järjestöneuvosto;Kylä ry;297;*;1.1.2026;1.1.2027;2/2026\n",
        [(2, "antaja"), (3, "saaja"), (4, "voimassa asti"), (6, "")],
    ),
]


@pytest.mark.parametrize(("kind", "content", "where"), WRONG, ids=range(len(WRONG)))
async def test_of_a_file_with_faults_nothing_is_taken_and_all_of_them_are_told(
    registered: Registered, kind: Kind, content: str, where: list[tuple[int, str]]
) -> None:
    before = await standing(registered)
    assert await faults(registered, kind, content) == where
    assert await standing(registered) == before


async def test_two_organisations_of_one_name_are_told_apart_by_more_than_the_name(registered: Registered) -> None:
    await take(registered, Kind.ORGANISATIONS, "nimi;sektori;kunta\nTalkoot;vapaa ryhmä;297\nTalkoot;vapaa ryhmä;140\n")
    assert await faults(registered, Kind.ORGANISATIONS, "nimi;sektori\nTalkoot;vapaa ryhmä\n") == [(2, "nimi")]
    seat = "organisaatio;tehtävä;edustaja;kausi alkaa\nTalkoot;x;kyla@example.org;1.1.2026\n"
    assert await faults(registered, Kind.SEATS, seat) == [(2, "organisaatio")]


async def test_a_mandate_that_an_initiative_stands_on_is_not_changed_by_a_file(registered: Registered) -> None:
    await registered.taken_in(on=date(2026, 6, 1))
    changed = MANDATES.replace("297;youth", "297;culture")
    assert await faults(registered, Kind.MANDATES, changed) == [(2, "teemat")]
    ended = MANDATES.replace("31.12.2026", "30.6.2026")
    assert (await take(registered, Kind.MANDATES, ended)).lines[0].fields == ("valid_until",)


async def test_an_erased_person_is_not_meant_by_any_name(registered: Registered) -> None:
    subject = enrolment.subject_of(registered.chair)
    await registered.database.write(lambda s: registered.vault.erase(s, subject, NOW))
    assert await faults(registered, Kind.SEATS, SEATS) == [(2, "edustaja"), (3, "varaedustaja"), (4, "edustaja")]
    assert counts(await take(registered, Kind.PERSONS, PERSONS)) == (3, 1, 0)


async def test_of_two_people_with_one_address_a_file_means_the_one_it_says(registered: Registered) -> None:
    shared, ids = "toimisto@example.org", dict[str, str]()

    def enter(s: Any) -> None:
        for name in ("Sihteeri", "Rahastonhoitaja"):
            person = enrolment.create_person(s, registered.vault, name=name, language="fi", address=shared, now=NOW)
            ids[name] = person.id

    await registered.database.write(enter)
    head = "organisaatio;tehtävä;edustaja;varaedustaja;kausi alkaa\n"
    with pytest.raises(FileFaulty) as told:
        await take(registered, Kind.SEATS, f"{head}Kylä ry;a;{shared};;1.1.2026\n")
    (fault,) = told.value.faults
    assert (fault.line, fault.column, fault.reason) == (2, "edustaja", "2 people are meant by this")
    assert fault.remedy.startswith("write name and address, as Nimi <nimi@example.org>, or the register's id")
    lines = f"Kylä ry;a;Sihteeri <{shared}>;{ids['Rahastonhoitaja']};1.1.2026\n"
    taken = await take(registered, Kind.SEATS, head + lines)
    seat = await registered.database.read(lambda s: s.get(RegisterSeat, taken.lines[0].id))
    assert (seat.holder_id, seat.deputy_id) == (ids["Sihteeri"], ids["Rahastonhoitaja"])
    people = f"nimi;sähköposti;kieli\nSihteeri;{shared};sv\nRahastonhoitaja;{shared};en\n"
    assert counts(await take(registered, Kind.PERSONS, people)) == (0, 2, 0)
    assert await faults(registered, Kind.PERSONS, f"nimi;sähköposti\nKolmas;{shared}\n") == [(2, "sähköposti")]
