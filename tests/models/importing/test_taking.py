"""Files taken into the register, on both databases: the same one again changes nothing."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import func, select

from domain.sheets.columns import COLUMNS, Kind
from models import register
from models.importing import files
from models.importing.outcomes import Verdict
from models.states import Rhythm
from models.tables import Mandate, Organisation, Person, RegisterSeat, metadata
from tests.fixtures.imported import MANDATES, ORGANISATIONS, PERSONS, SEATS, counts, faults, preview, standing, take
from tests.fixtures.registered import Registered

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
    page = (Path(__file__).parents[3] / "docs" / "register.md").read_text(encoding="utf-8")
    marked = {line[2:].split(" ∅ ")[0] for line in page.splitlines() if line.startswith("| ") and " ∅ | " in line}
    emptied = files._DESKS[kind].may_be_empty
    assert {column.field for column in COLUMNS[kind] if column.titles[0] in marked} == set(emptied)


async def test_business_ids_and_addresses_are_added_and_never_emptied(registered: Registered) -> None:
    added = "nimi;sektori;y-tunnus\nKyläkauppa;yritys;7654321-2\nKylä ry;yhdistys;\n"
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


async def test_phone_numbers_come_by_file_and_an_empty_cell_leaves_them(registered: Registered) -> None:
    said = "nimi;sähköposti;puhelin\nKylän edustaja;kyla@example.org;040 123 4567\nUusi;;017 123 456\n"
    foreseen, done = await preview(registered, Kind.PERSONS, said), await take(registered, Kind.PERSONS, said)
    assert counts(foreseen) == counts(done) == (1, 1, 0)
    assert done.lines[0].fields == foreseen.lines[0].fields == ("phone",)
    assert counts(await take(registered, Kind.PERSONS, said)) == (0, 0, 2)
    assert counts(await take(registered, Kind.PERSONS, said.replace("040 123 4567", ""))) == (0, 0, 2)

    def numbers(s: Any) -> set[str | None]:
        return {p.phone for p in register.reveal_persons(s, registered.vault, s.exec(select(Person)).all())}

    assert await registered.database.read(numbers) == {"040 123 4567", "017 123 456", None}


async def test_a_file_says_how_somebody_wants_their_letters(registered: Registered) -> None:
    titles, of_maija = "nimi;kirjeet;hiljaista alkaen;hiljaista asti", "Maija Mallikas;{};{};{}"
    for said, wanted in (
        (("viikoittain", "18.00", "10:00"), (Rhythm.WEEKLY, "18:00", "10:00")),
        (("daily", "", ""), (Rhythm.DAILY, "18:00", "10:00")),
    ):
        await take(registered, Kind.PERSONS, f"{titles}\n{of_maija.format(*said)}\n")
        (row,) = await registered.database.read(
            lambda s: [person for person in s.exec(select(Person)).all() if person.quiet_from]
        )
        assert (row.rhythm, row.quiet_from, row.quiet_until) == wanted


@pytest.mark.parametrize(("hours", "column"), [("18:00;", "hiljaista asti"), ("08:00;15:30", "hiljaista asti")])
async def test_quiet_hours_in_which_no_letter_could_come_are_a_fault_of_their_line(
    registered: Registered, hours: str, column: str
) -> None:
    file = f"nimi;hiljaista alkaen;hiljaista asti\nMaija;{hours}\n"
    assert await faults(registered, Kind.PERSONS, file) == [(2, column)]
