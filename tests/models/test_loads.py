"""Loads: counted over all initiatives, by person, organisation and sector."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from domain.loading import Load
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.seats import Sector
from models.engine import Database
from models.loads import By, loads, most_loaded
from models.states import InitiativeStatus, LetterState
from models.tables import Initiative, Mandate, Taking
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import COORDINATOR, START

FIRST, SECOND = "person-holder-01", "person-holder-02"
TODAY = date(2026, 1, 12)


@pytest.fixture
async def post(database: Database) -> Post:
    """Two seats are invited to convene."""
    post = await Post.open(database)

    def take_in(session: Session) -> None:
        mandate = {
            "id": "mandate-1",
            "given_by": "org-backbone",
            "given_to": "org-backbone",
            "meeting_reference": "1/2026",
        }
        words = {"acts": ["*"], "places": ["*"], "themes": ["*"]}
        session.add(Mandate(**mandate, **words, valid_from=TODAY, valid_until=TODAY))
        session.flush()
        for seat in ("seat-01", "seat-02"):
            session.add(Taking(seat_id=seat, initiative_id=INITIATIVE, mandate_id="mandate-1", taken_on=TODAY))

    await post.database.write(take_in)
    return post


async def of(post: Post, by: By, *names: str, days: int = 0) -> dict[str, Load]:
    now = START + timedelta(days=days)
    return await post.database.read(lambda session: loads(session, by, names, now))


async def test_a_person_has_their_open_duties_by_the_week_they_are_due_and_their_seats(post: Post) -> None:
    found = await of(post, By.PERSON, FIRST, "person-nobody")
    assert found == {FIRST: Load(duties=1, seats=1, weeks=(0, 0, 1, 0)), "person-nobody": Load()}
    assert (await of(post, By.PERSON, FIRST, days=30))[FIRST].weeks == (1, 0, 0, 0)


async def test_what_was_answered_is_no_load(post: Post) -> None:
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    found = await of(post, By.PERSON, FIRST, SECOND)
    assert [load.duties for load in found.values()] == [0, 1]


async def test_letters_of_thirty_days_count(post: Post) -> None:
    letter = await post.letter("holder-01")

    def sent(session: Session) -> None:
        row = session.merge(letter)
        row.state, row.sent_at = LetterState.SENT, START

    await post.database.write(sent)
    assert (await of(post, By.PERSON, FIRST, days=29))[FIRST].letters == 1
    assert (await of(post, By.PERSON, FIRST, days=31))[FIRST].letters == 0
    assert (await of(post, By.ORGANISATION, "org-01"))["org-01"].letters == 1


async def test_organisations_and_sectors_bear_what_their_seats_do(post: Post) -> None:
    assert (await of(post, By.ORGANISATION, "org-01"))["org-01"] == Load(duties=1, seats=1, weeks=(0, 0, 1, 0))
    association = (await of(post, By.SECTOR, Sector.ASSOCIATION))[Sector.ASSOCIATION]
    assert (association.duties, association.seats) == (2, 2)


async def test_a_seat_of_an_initiative_that_has_ended_is_none(post: Post) -> None:
    def end(session: Session) -> None:
        session.get_one(Initiative, INITIATIVE).status = InitiativeStatus.ENDED

    await post.database.write(end)
    for by, one in ((By.PERSON, FIRST), (By.ORGANISATION, "org-01"), (By.SECTOR, Sector.ASSOCIATION)):
        assert (await of(post, by, one))[one].seats == 0


async def test_whoever_is_asked_most_comes_first(post: Post) -> None:
    async def most(by: By, limit: int) -> dict[str, int]:
        found = await post.database.read(lambda session: most_loaded(session, by, limit, START))
        return {one: load.duties for one, load in found.items()}

    assert [*await most(By.PERSON, 2)] == [f"person-{COORDINATOR.actor}", FIRST]
    assert await most(By.SECTOR, 1) == {"association": 2}
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    post.play.seat_says("seat-02", AnswerInvitation(Reply.YES))
    await post.store()
    assert await most(By.SECTOR, 7) == {}
