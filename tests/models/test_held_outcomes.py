"""What becomes of what an open call holds follows from what its initiative decides, or the one that it goes on in."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select

from domain.events import Event, NeedTakenIn
from domain.facts import NeedAnswer, NeedOrigin
from domain.ledger.entries import Recorded
from domain.letter import CALLED
from domain.phases.need_identification.events import NeedAnswered, NeedSubmitted
from domain.seats import Sector
from models import held_outcomes
from models.engine import Database
from models.held_keeping import SETTLING
from models.tables import HeldNeed, Letter
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import COORDINATOR, START, text
from tests.models.test_held_keeping import sweep
from tests.models.test_held_needs import MOMENT, at_open_call, send

OTHER = "initiative-2"


async def happens(post: Post, initiative: str, seq: int, event: Event) -> None:
    entry = Recorded(seq, START, COORDINATOR.actor, None, event, None)

    def write(session: Session) -> None:
        held_outcomes.settle(session, post.vault, initiative, [entry])

    await post.database.write(write)


async def test_what_is_being_taken_in_outlasts_its_day_until_it_can_be_known_what_became_of_it(
    database: Database,
) -> None:
    post = await at_open_call(database)
    held = await send(post)
    assert isinstance(held, HeldNeed)
    at, expires = held.expires_at - MOMENT, held.expires_at

    def take_in(session: Session) -> Any:
        return held_outcomes.looked_up(session, INITIATIVE, held.id, at, with_text=True)

    text_ref = (await post.database.write(take_in))["text"]
    assert await sweep(post, expires) == 0
    assert await post.database.read(lambda session: post.vault.missing(session, [held.text_ref])) == set()
    assert text_ref
    assert await sweep(post, at + SETTLING) == 1


async def test_a_need_that_goes_on_in_another_initiative_is_answered_from_there_by_letter(database: Database) -> None:
    post = await at_open_call(database)
    held = await send(post)
    assert isinstance(held, HeldNeed)

    def confirm(session: Session) -> None:
        session.get_one(HeldNeed, held.id).confirmed_at = START

    await post.database.write(confirm)
    await happens(post, INITIATIVE, 5, NeedSubmitted("n1", Sector.RESIDENT, text(), held=held.id))
    taken_in = NeedTakenIn("n7", Sector.RESIDENT, NeedOrigin(INITIATIVE, "n1", 5))
    await happens(post, OTHER, 8, taken_in)
    await happens(post, OTHER, 9, NeedAnswered("n7", NeedAnswer.TAKEN_UP, text()))

    def told(session: Session) -> list[Any]:
        letters = session.exec(select(Letter).where(Letter.kind == CALLED))
        return [(letter.initiative_id, letter.obligation_id, letter.step) for letter in letters]

    assert await post.database.read(told) == [(OTHER, f"{CALLED}/{held.id}", "answered.9")]
