"""What rows tell of why nothing is heard from somebody, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from domain.correspondence.silences import Asked, Post, Why
from models import closed_addresses, stops
from models.asked import asked_about
from models.engine import Database
from models.letter_outcomes import Reason
from models.states import CallResult, LetterState
from models.stops import By
from models.tables import Letter, Person, PhoneCall
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.correspondence import Post as Office
from tests.fixtures.rules import START

OWED = "convening.1/answer_invitation/seat-01"
WHO = "holder-01"


@pytest.fixture
async def post(database: Database) -> Office:
    return await Office.open(database, seats=1)


async def asked(post: Office, actor: str = WHO) -> Asked:
    return await post.database.read(lambda session: asked_about(session, INITIATIVE, [OWED])[OWED][actor])


async def became(post: Office, state: LetterState, reason: Reason | None = None, **more: Any) -> None:
    """What became of the invitation."""
    letter = await post.letter(WHO)

    def write(session: Session) -> None:
        row = session.get_one(Letter, letter.id)
        for name, value in {"state": state, "reason": reason, **more}.items():
            setattr(row, name, value)

    await post.database.write(write)


ENDS = [
    (LetterState.WAITING, None, Post.COMING),
    (LetterState.CLAIMED, None, Post.COMING),
    (LetterState.SENT, None, Post.SENT),
    (LetterState.FAILED, Reason.REFUSED, Post.LOST),
    (LetterState.FAILED, Reason.UNWRITABLE, Post.LOST),
    (LetterState.HELD, Reason.UNCERTAIN, Post.SENT),
    (LetterState.HELD, Reason.TO_PRINT, Post.COMING),
    (LetterState.SUPPRESSED, Reason.NO_ADDRESS, Post.LOST),
    (LetterState.SUPPRESSED, Reason.BOUNCED, Post.LOST),
    (LetterState.SUPPRESSED, Reason.OVER_BUDGET, Post.KEPT_BACK),
    (LetterState.SUPPRESSED, Reason.STOPPED, None),
    (LetterState.SUPERSEDED, Reason.SUPERSEDED, None),
]


@pytest.mark.parametrize(("state", "reason", "expected"), ENDS)
async def test_what_became_of_a_letter(
    post: Office, state: LetterState, reason: Reason | None, expected: Post | None
) -> None:
    await became(post, state, reason)
    assert (await asked(post)).letters == ((expected,) if expected else ())
    assert (await asked(post, "deputy-01")) == Asked()


async def test_of_a_letter_that_was_kept_back_it_is_told_when_it_was_due(post: Office) -> None:
    assert (await asked(post)).kept_back is None
    await became(post, LetterState.SUPPRESSED, Reason.OVER_BUDGET, due_at=START + timedelta(days=2))
    assert (await asked(post)).kept_back == START + timedelta(days=2)


async def test_a_look_at_the_page_counts_from_the_question_on(post: Office) -> None:
    for since, read in ((timedelta(hours=-1), False), (timedelta(hours=1), True)):
        await became(post, LetterState.SENT, opened_at=START - timedelta(days=9), last_seen_at=START + since)
        assert (await asked(post)).has_read is read


REACH: dict[str, Callable[[Session, Person], object]] = {
    "no address": lambda session, person: setattr(person, "address_ref", None),
    "closed": lambda session, person: closed_addresses.close(session, person.address_ref or "", person.id, "5", START),
}


@pytest.mark.parametrize("how", sorted(REACH))
async def test_whom_no_mail_can_reach(post: Office, how: str) -> None:
    await post.database.write(lambda session: REACH[how](session, session.get_one(Person, f"person-{WHO}")) and None)
    assert not (await asked(post)).is_reachable
    await became(post, LetterState.SENT, channel="paper")
    assert (await asked(post)).is_reachable


async def test_whoever_was_erased_is_reached_by_nothing(post: Office) -> None:
    await post.erase(WHO)
    assert (await asked(post)).why is Why.UNDELIVERED


WIDTHS = [{}, {"initiative_id": INITIATIVE}, {"initiative_id": INITIATIVE, "obligation_id": OWED}]


@pytest.mark.parametrize(
    ("by", "why"),
    [
        *((by, Why.STOPPED) for by in (By.ONE_CLICK, By.PERSON, By.COORDINATOR, By.COMPLAINT)),
        (By.TOO_BUSY, Why.TOO_BUSY),
        (By.DECLINED, Why.DECLINED),
        (By.WRONG_PERSON, Why.WRONG_PERSON),
    ],
)
@pytest.mark.parametrize(
    "about", [{}, {"initiative_id": INITIATIVE}, {"initiative_id": INITIATIVE, "obligation_id": OWED}]
)
async def test_what_was_said_in_stopping_reminders(post: Office, by: By, why: Why, about: dict[str, str]) -> None:
    await post.database.write(lambda session: stops.stop(session, f"person-{WHO}", by, START, **about))
    assert (await asked(post)).said is why


async def test_of_a_duty_that_somebody_will_not_answer_it_is_told_since_when(post: Office) -> None:
    about = {"initiative_id": INITIATIVE, "obligation_id": OWED}
    await post.database.write(lambda session: stops.stop(session, f"person-{WHO}", By.PERSON, START, **about))
    assert (await asked(post)).declined is None
    await post.database.write(lambda session: stops.stop(session, f"person-{WHO}", By.DECLINED, START, **about))
    assert (await asked(post)).declined == START


async def test_what_was_stopped_elsewhere_says_nothing_here(post: Office) -> None:
    def elsewhere(session: Session) -> None:
        stops.stop(session, f"person-{WHO}", By.TOO_BUSY, START, initiative_id="initiative-2")
        stops.stop(session, f"person-{WHO}", By.TOO_BUSY, START, initiative_id=INITIATIVE, obligation_id="another")

    await post.database.write(elsewhere)
    assert (await asked(post)).said is None


async def test_an_address_of_somebody_else_is_told_until_the_register_has_another(post: Office) -> None:
    def close(session: Session) -> None:
        person = session.get_one(Person, f"person-{WHO}")
        closed_addresses.close(session, person.address_ref or "", person.id, closed_addresses.WRONG_PERSON, START)

    await post.database.write(close)
    assert (await asked(post)).said is Why.WRONG_PERSON
    await post.database.write(lambda session: setattr(session.get_one(Person, f"person-{WHO}"), "address_ref", "new"))
    assert (await asked(post)).why is None


async def test_who_declined_on_the_phone_has_declined(post: Office) -> None:
    def call(session: Session) -> None:
        about = {"initiative_id": INITIATIVE, "obligation_id": OWED, "actor": WHO, "by": "key:1", "called_at": START}
        for number, result in enumerate((CallResult.NO_ANSWER, CallResult.DECLINED)):
            session.add(PhoneCall(id=str(number), result=result, **about))

    await post.database.write(call)
    assert (await asked(post)).said is Why.DECLINED
