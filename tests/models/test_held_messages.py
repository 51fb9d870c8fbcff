"""Held messages: several people settle their letters, and what holds nothing any more is held no longer."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import Session, col, select, update

from domain.correspondence.accounts import Said
from models import held_messages
from models.engine import Database
from models.letter_accounts import By
from models.letter_outcomes import ClaimedBundle, Reason
from models.letter_settling import settle
from models.states import LetterState
from models.tables import Bundle, Letter
from tests.fixtures.correspondence import INITIATIVE, Post, beside
from tests.fixtures.rules import START
from tests.models.bundling import claimed, hers


@pytest.fixture
async def post(database: Database) -> Post:
    """Two initiatives that have just invited the same two people."""
    found = await Post.open(database)
    await beside(found)
    return found


async def held(post: Post) -> ClaimedBundle:
    """Her message, of which nobody knows whether it has gone; its two letters are of two initiatives."""
    message = await hers(post, await claimed(post))

    def hold(session: Session) -> None:
        session.get_one(Bundle, message.id).state = LetterState.HELD
        for id_ in message.letters:
            letter = session.get_one(Letter, id_)
            letter.state, letter.reason = LetterState.HELD, Reason.UNCERTAIN

    await post.database.write(hold)
    return message


async def say(post: Post, letter: str, said: Said) -> None:
    def write(session: Session) -> None:
        settle(session, session.get_one(Letter, letter).initiative_id, letter, said, By("actor-coordinator"), START)

    await post.database.write(write)


async def state(post: Post, message: ClaimedBundle) -> LetterState:
    return (await post.database.read(lambda session: session.get_one(Bundle, message.id))).state


@pytest.mark.parametrize("first", list(Said))
async def test_a_message_of_which_one_letter_has_gone_has_gone_whoever_speaks_last(post: Post, first: Said) -> None:
    message = await held(post)
    one, other = message.letters
    await say(post, one, first)
    assert await state(post, message) is LetterState.HELD
    await say(post, other, Said.SENT if first is Said.NOT_SENT else Said.NOT_SENT)
    assert await state(post, message) is LetterState.SENT


async def test_two_who_settle_two_letters_of_one_message_at_once_do_not_wait_for_each_other_for_ever(
    post: Post,
) -> None:
    message = await held(post)
    one, other = message.letters
    into_one = update(Letter).where(col(Letter.id).in_(message.letters)).values(initiative_id=INITIATIVE)
    about = update(Letter).where(col(Letter.id) == other).values(step="reminded.9")
    for _ in range(10):
        await post.database.write(lambda session: (session.execute(about), session.execute(into_one)))
        await asyncio.gather(say(post, one, Said.SENT), say(post, other, Said.SENT), say(post, one, Said.SENT))
        assert await state(post, message) is LetterState.SENT
        await post.database.write(lambda session: _again(session, message))


def _again(session: Session, message: ClaimedBundle) -> None:
    session.get_one(Bundle, message.id).state = LetterState.HELD
    for letter in session.exec(select(Letter).where(Letter.bundle_id == message.id)):
        letter.state, letter.reason = LetterState.HELD, Reason.UNCERTAIN


async def test_two_initiatives_that_settle_at_once_leave_no_message_held(post: Post) -> None:
    for _ in range(5):
        message = await held(post)
        await asyncio.gather(*(say(post, letter, Said.NOT_SENT) for letter in message.letters))
        assert await state(post, message) is LetterState.FAILED
        free = update(Letter).where(col(Letter.id).in_(message.letters))
        waits = free.values(state=LetterState.WAITING, bundle_id=None, lease_until=None)
        await post.database.write(lambda session, waits=waits: session.execute(waits))  # type: ignore[misc]


async def test_a_message_whose_letters_were_all_taken_back_is_held_no_longer(post: Post) -> None:
    message = await held(post)
    assert await post.database.write(held_messages.sweep) == 0
    one, other = message.letters
    for letter, ends in ((one, 0), (other, 1)):
        back = update(Letter).where(col(Letter.id) == letter).values(state=LetterState.SUPERSEDED)
        await post.database.write(lambda session, back=back: session.execute(back))  # type: ignore[misc]
        assert await post.database.write(held_messages.sweep) == ends
    assert await state(post, message) is LetterState.SUPPRESSED
