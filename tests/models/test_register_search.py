"""The register is searched by words, by place and sector, and by names that are opened one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.seats import Sector
from domain.sheets.directories import Ambiguous, NotListed
from models import enrolment, register_search
from models.engine import Database
from models.meanings import Meanings
from models.vault import Vault

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
TODAY = NOW.date()
VAULT = Vault(b"v" * 32)


@pytest.fixture
async def register(database: Database) -> dict[str, str]:
    """Two associations with a seat each, a municipality, and two people of one name; ids by what they are called."""

    def enter(session: Any) -> dict[str, str]:
        def organisation(name: str, sector: Sector, place: str, **more: Any) -> str:
            return enrolment.create_organisation(
                session, name=name, sector=sector, municipality=place, now=NOW, **more
            ).id

        def person(name: str, address: str | None) -> str:
            return enrolment.create_person(session, VAULT, name=name, address=address, language="fi", now=NOW).id

        ids = {
            "äkki": organisation("Äkkilän kyläyhdistys ry", Sector.ASSOCIATION, "297"),
            "over": organisation("100 % kylä", Sector.ASSOCIATION, "140"),
            "kuopio": organisation("Kuopio", Sector.MUNICIPALITY, "297"),
            "aino": person("Aino Åström", "aino@example.org"),
            "other": person("Aino Åström", "toinen@example.org"),
            "alone": person("Väinö", None),
        }
        session.flush()
        for name, title, until in (("äkki", "Sihteeri", None), ("over", "Puheenjohtaja", date(2026, 8, 31))):
            seat = enrolment.create_seat(
                session,
                organisation_id=ids[name],
                role_title=title,
                holder_id=ids["aino"],
                term_from=date(2026, 1, 1),
                term_until=until,
            )
            ids[title] = seat.id
        return ids

    return await database.write(enter)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ÄKKILÄN", {"äkki"}),
        ("äkki ry", {"äkki"}),
        ("100 %", {"over"}),
        ("%", {"over"}),
        ("_", set()),
        ("", {"äkki", "over", "kuopio"}),
    ],
)
async def test_organisations_hold_each_of_the_words_however_they_are_written(
    database: Database, register: dict[str, str], words: str, found: set[str]
) -> None:
    rows = await database.read(lambda s: register_search.organisations(s, words=words))
    assert {row.id for row in rows} == {register[name] for name in found}


async def test_seats_for_a_start_have_a_term_that_runs_and_are_narrowed_by_place_and_sector(
    database: Database, register: dict[str, str]
) -> None:
    async def found(**wanted: Any) -> set[str]:
        rows = await database.read(lambda s: register_search.seats(s, **wanted))
        return {seat.id for seat, _ in rows}

    assert await found() == {register["Sihteeri"], register["Puheenjohtaja"]}
    assert await found(day=TODAY) == {register["Sihteeri"]}
    assert await found(place="140") == {register["Puheenjohtaja"]}
    assert await found(sector="company") == set()
    assert await found(words="sihteeri äkki") == {register["Sihteeri"]}


async def test_people_are_found_by_name_and_address_a_page_at_a_time(
    database: Database, register: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.register_search._AT_ONCE", 1)
    both = await database.read(lambda s: register_search.persons(s, VAULT, words="aino ÅSTRÖM"))
    assert {one.id for one in both} == {register["aino"], register["other"]}
    (one,) = await database.read(lambda s: register_search.persons(s, VAULT, words="aino", limit=1))
    (rest,) = await database.read(lambda s: register_search.persons(s, VAULT, words="aino", after=one.id))
    assert {one.id, rest.id} == {register["aino"], register["other"]}
    every = await database.read(lambda s: register_search.persons(s, VAULT))
    assert len(every) == 3


async def test_whom_somebody_names_is_found_or_refused(database: Database, register: dict[str, str]) -> None:
    async def meant(look: Callable[[Meanings], str]) -> str:
        return await database.read(lambda s: look(Meanings(s, VAULT, NOW)))

    assert await meant(lambda m: m.person("väinö", "x")) == register["alone"]
    assert await meant(lambda m: m.person("Aino Åström <toinen@example.org>", "x")) == register["other"]
    assert await meant(lambda m: m.organisation("kuopio", "x")) == register["kuopio"]
    for look, refusal in (
        (lambda m: m.person("Aino Åström", "x"), Ambiguous),
        (lambda m: m.person("nobody", "x"), NotListed),
        (lambda m: m.mandate("1/2026", register["kuopio"], "x"), NotListed),
    ):
        with pytest.raises(refusal):
            await meant(look)
