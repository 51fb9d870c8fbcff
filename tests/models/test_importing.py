"""Files taken into the register, on both databases: whole or not at all, and the same one again changes nothing."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import func, select

from domain.sheets.columns import COLUMNS, Kind
from domain.sheets.reading import read
from models import enrolment, register
from models.importing import files
from models.importing.outcomes import FileFaulty, Import, Verdict
from models.tables import Mandate, Organisation, Person, RegisterSeat, metadata
from tests.fixtures.registered import NOW, Registered

ORGANISATIONS = """nimi;sektori;y-tunnus;kunta;toimialat
Kylä ry;yhdistys;1234567-1;297;culture
Nuorten ryhmä;vapaa ryhmä;;297;
Kyläkauppa;yritys;;;
"""
PERSONS = """nimi;sähköposti;kieli
Kylän edustaja;KYLA@example.org;fi
Ryhmän edustaja;ryhma@Example.org;sv
Kylän varaedustaja;vara@example.org;
Nimetön toimija;;
"""
SEATS = """organisaatio;tehtävä;edustaja;varaedustaja;kausi alkaa;kausi päättyy
1234567-1;Edustaja;kyla@example.org;;1.1.2026;31.12.2026
Kylä ry;Sihteeri;Kylän varaedustaja;kyla@example.org;1.1.2026;
järjestöneuvosto;Jäsen;Kylän edustaja;;1.1.2026;
"""
MANDATES = """antaja;saaja;kunnat;teemat;voimassa alkaen;voimassa asti;kokous
Järjestöneuvosto;1234567-1;297;youth;1.1.2026;31.12.2026;3/2025 § 12
Järjestöneuvosto;Kylä ry;*;*;1.1.2026;31.12.2027;4/2026 § 1
"""


async def take(registered: Registered, kind: Kind, content: str, work: Any = files.take) -> Import:
    """What became of a file."""
    reading = read(kind, content.encode())
    done: Import = await registered.database.write(lambda s: work(s, registered.vault, kind, reading, NOW))
    return done


async def preview(registered: Registered, kind: Kind, content: str) -> Import:
    return await take(registered, kind, content, files.preview)


async def faults(registered: Registered, kind: Kind, content: str) -> list[tuple[int, str]]:
    """Where the faults of a file are; each says why and what to do, and a preview tells the same."""
    with pytest.raises(FileFaulty) as told:
        await take(registered, kind, content)
    assert all(fault.reason and fault.remedy for fault in told.value.faults)
    assert (await preview(registered, kind, content)).faults == told.value.faults
    return [(fault.line, fault.column) for fault in told.value.faults]


async def standing(registered: Registered) -> dict[str, Any]:
    """Every row of the register and of the vault."""
    tables = ("organisation", "person", "register_seat", "mandate", "private_value", "subject_key")

    def rows(s: Any) -> dict[str, Any]:
        return {name: sorted(map(repr, s.execute(select(metadata.tables[name])).all())) for name in tables}

    return await registered.database.read(rows)


def counts(done: Import) -> tuple[int, int, int]:
    return done.new, done.changed, done.unchanged


ALL = [
    (Kind.ORGANISATIONS, ORGANISATIONS, (1, 1, 1)),
    (Kind.PERSONS, PERSONS, (2, 1, 1)),
    (Kind.SEATS, SEATS, (2, 1, 0)),
    (Kind.MANDATES, MANDATES, (1, 0, 1)),
]


async def test_files_in_their_order_make_a_register_and_again_change_nothing(registered: Registered) -> None:
    for kind, content, expected in ALL:
        foreseen = await preview(registered, kind, content)
        done = await take(registered, kind, content)
        assert counts(foreseen) == counts(done) == expected
        assert [(o.line, o.verdict, o.fields) for o in foreseen.lines] == [
            (o.line, o.verdict, o.fields) for o in done.lines
        ]
        assert (foreseen.taken, done.taken) == (False, True)
    before = await standing(registered)
    for kind, content, _ in ALL:
        again = await take(registered, kind, content)
        assert counts(again) == (0, 0, len(again.lines))
    assert await standing(registered) == before


@pytest.mark.parametrize(("kind", "content", "expected"), ALL[:2])
async def test_a_preview_changes_nothing(registered: Registered, kind: Kind, content: str, expected: Any) -> None:
    before = await standing(registered)
    done = await preview(registered, kind, content)
    assert counts(done) == expected
    assert await standing(registered) == before
    assert {o.verdict: o.id is None for o in done.lines if o.verdict is Verdict.NEW} == {Verdict.NEW: True}


async def test_what_was_taken_stands_in_the_register(registered: Registered) -> None:
    for kind, content, _ in ALL:
        await take(registered, kind, content)

    def rows(s: Any) -> Any:
        seat = s.exec(select(RegisterSeat).where(RegisterSeat.role_title == "Sihteeri")).one()
        mandate = s.exec(select(Mandate).where(Mandate.meeting_reference == "4/2026 § 1")).one()
        people = register.reveal_persons(s, registered.vault, s.exec(select(Person)).all())
        return s.get(Organisation, registered.village), seat, mandate, people

    village, seat, mandate, people = await registered.database.read(rows)
    assert (village.fields, village.business_id) == (["culture"], "1234567-1")
    assert (seat.organisation_id, seat.holder_id, seat.deputy_id) == (
        registered.village,
        registered.deputy,
        registered.chair,
    )
    assert (mandate.acts, mandate.places, mandate.valid_until) == (["*"], ["*"], date(2027, 12, 31))
    assert sorted((p.name or "", p.address or "", p.language) for p in people) == [
        ("Kylän edustaja", "kyla@example.org", "fi"),
        ("Kylän varaedustaja", "vara@example.org", "fi"),
        ("Nimetön toimija", "", "fi"),
        ("Ryhmän edustaja", "ryhma@example.org", "sv"),
    ]


async def test_a_line_says_which_fields_it_changes(registered: Registered) -> None:
    done = await take(registered, Kind.ORGANISATIONS, ORGANISATIONS)
    village, group, shop = done.lines
    assert (village.line, village.verdict, village.id, village.fields) == (
        2,
        "changed",
        registered.village,
        ("fields",),
    )
    assert (group.line, group.verdict, group.what) == (3, "new", "Nuorten ryhmä")
    assert (shop.line, shop.verdict, shop.id) == (4, "unchanged", registered.shop)


async def test_a_column_that_is_not_there_keeps_and_an_empty_cell_empties(registered: Registered) -> None:
    await take(registered, Kind.SEATS, SEATS)
    without = "organisaatio;tehtävä;edustaja;kausi alkaa\nKylä ry;Sihteeri;Kylän varaedustaja;2026-01-01\n"
    assert counts(await take(registered, Kind.SEATS, without)) == (0, 0, 1)
    emptied = SEATS.replace("Kylän varaedustaja;kyla@example.org", "Kylän varaedustaja;")
    done = await take(registered, Kind.SEATS, emptied)
    assert [o.fields for o in done.lines] == [(), ("deputy_id",), ()]
    cleared = "nimi;sektori;kunta;toimialat\nKylä ry;yhdistys;;\n"
    assert (await take(registered, Kind.ORGANISATIONS, cleared)).lines[0].fields == ("municipality",)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_page_on_the_register_marks_what_an_empty_cell_empties(kind: Kind) -> None:
    page = (Path(__file__).parents[2] / "docs" / "register.md").read_text(encoding="utf-8")
    marked = {line[2:].split(" ∅ ")[0] for line in page.splitlines() if line.startswith("| ") and " ∅ | " in line}
    emptied = files._DESKS[kind].may_be_empty
    assert {column.field for column in COLUMNS[kind] if column.titles[0] in marked} == set(emptied)


async def test_business_ids_and_addresses_are_added_and_never_emptied(registered: Registered) -> None:
    added = "nimi;sektori;y-tunnus\nKyläkauppa;yritys;7654321-0\nKylä ry;yhdistys;\n"
    done = await take(registered, Kind.ORGANISATIONS, added)
    assert [o.fields for o in done.lines] == [("business_id",), ()]
    people = await take(registered, Kind.PERSONS, "nimi;sähköposti\nKylän edustaja;\n")
    assert counts(people) == (0, 0, 1)


async def test_the_same_name_with_another_address_is_told_as_a_namesake(registered: Registered) -> None:
    done = await preview(
        registered, Kind.PERSONS, "nimi;sähköposti\nKylän edustaja;muu@example.org\nUusi;u@example.org\n"
    )
    assert [(o.verdict, o.namesake) for o in done.lines] == [("new", True), ("new", False)]


async def test_a_company_s_will_and_readiness_come_by_file(registered: Registered) -> None:
    said = (
        "nimi;sektori;tahtotila;tahtotilan ilmaisi;valmius;valmiuden ilmaisi\n"
        "Kyläkauppa;yritys;1.2.2026;kyla@example.org;2.2.2026;Kylän varaedustaja\n"
    )
    assert len((await take(registered, Kind.ORGANISATIONS, said)).lines[0].fields) == 4
    row = await registered.database.read(lambda s: s.get(Organisation, registered.shop))
    assert (row.will_on, row.will_by) == (date(2026, 2, 1), registered.chair)
    assert (row.readiness_on, row.readiness_by) == (date(2026, 2, 2), registered.deputy)


WRONG: list[tuple[Kind, str, list[tuple[int, str]]]] = [
    (Kind.ORGANISATIONS, "nimi;sektori\nA;yhdistys\na;yhdistys\nB;kerho\n", [(3, ""), (4, "sektori")]),
    (
        Kind.ORGANISATIONS,
        "nimi;sektori;y-tunnus\nKylä ry;yhdistys;\nToinen nimi;yhdistys;1234567-1\nRyhmä;vapaa ryhmä;1111111-1\n",
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


async def test_two_who_send_the_same_file_at_once_enter_it_once(registered: Registered) -> None:
    done = await asyncio.gather(*(take(registered, Kind.PERSONS, PERSONS) for _ in range(3)))
    assert sorted(counts(each) for each in done) == [(0, 0, 4), (0, 0, 4), (2, 1, 1)]
    assert await registered.database.read(lambda s: s.exec(select(func.count()).select_from(Person)).one()) == 4


async def test_names_of_a_file_lie_in_the_vault_alone(registered: Registered) -> None:
    await take(registered, Kind.PERSONS, PERSONS)

    def stored(s: Any) -> str:
        return repr([s.execute(text(f"SELECT * FROM {name}")).all() for name in metadata.tables])

    everything = await registered.database.read(stored)
    for secret in ("Ryhmän edustaja", "ryhma@example.org", "Nimetön"):
        assert secret not in everything


async def test_thousands_of_lines_are_one_transaction_of_seconds(registered: Registered) -> None:
    lines = 2_000
    content = "nimi;sähköposti\n" + "".join(f"Toimija {n};t{n}@example.org\n" for n in range(lines))
    assert counts(await take(registered, Kind.PERSONS, content)) == (lines, 0, 0)
    assert counts(await take(registered, Kind.PERSONS, content)) == (0, 0, lines)
