"""Bundles that may have gone, that have not left, and that go without one of their letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from domain.phases.convening.commands import AnswerInvitation, Reply
from models.engine import Database
from models.letter_bundles import goes_until
from models.letter_outcomes import (
    MOST_ATTEMPTS,
    Deferred,
    Reason,
    Sent,
    Uncertain,
    Unsent,
    Unwritable,
    set_aside,
)
from models.states import LetterState
from models.tables import Bundle, Letter
from tests.fixtures.correspondence import BESIDE, INITIATIVE, Post, beside
from tests.fixtures.rules import START
from tests.models.bundling import (
    DAY,
    LEASE,
    claimed,
    ended,
    hers,
    is_hers,
    of_maija,
    reminded,
)


@pytest.fixture
async def post(database: Database) -> Post:
    """Two initiatives that have just invited the same two people."""
    found = await Post.open(database)
    await beside(found)
    return found


async def test_one_that_may_have_gone_goes_again_whole_if_it_holds_a_first_letter(post: Post) -> None:
    now = await reminded(post)

    def first_beside(session: Session) -> None:
        reminder = session.exec(select(Letter).where(Letter.initiative_id == BESIDE, Letter.step == "0.remind")).all()
        for letter in reminder:
            letter.step = "back.9"

    await post.database.write(first_beside)
    bundle = await hers(post, await claimed(post, now))
    assert (bundle.is_first, bundle.again) == (True, False)
    again = await hers(post, await claimed(post, now + LEASE))
    assert (again.id, again.message_id, set(again.letters)) == (bundle.id, bundle.message_id, set(bundle.letters))
    assert (again.again, again.lease_until > bundle.lease_until) == (True, True)
    assert await ended(post, bundle, Unsent(), now) == 0, "its lease is over"
    assert await ended(post, again, Sent("smtp"), now) == 2


async def test_one_of_reminders_alone_is_held_and_takes_the_certain_outcome(post: Post) -> None:
    now = await reminded(post)
    bundle = await hers(post, await claimed(post, now))
    assert not bundle.is_first
    assert not any([await is_hers(post, again) for again in await claimed(post, now + LEASE)])
    reminders = [letter for (_, step), letter in (await of_maija(post)).items() if step == "0.remind"]
    assert {(letter.state, letter.reason) for letter in reminders} == {(LetterState.HELD, Reason.UNCERTAIN)}
    assert await ended(post, bundle, Sent("smtp"), now) == 2


async def test_what_was_answered_meanwhile_is_not_said_again(post: Post) -> None:
    bundle = await hers(post, await claimed(post))
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    again = await hers(post, await claimed(post, START + LEASE))
    letters = await of_maija(post)
    assert again.letters == (letters[BESIDE, "invitation"].id,)
    assert again.id == bundle.id
    answered = letters[INITIATIVE, "invitation"]
    assert (answered.state, answered.reason) == (LetterState.HELD, Reason.UNCERTAIN)
    await ended(post, again, Sent("smtp"), START + LEASE)
    assert (await of_maija(post))[INITIATIVE, "invitation"].state is LetterState.HELD


async def test_one_that_goes_again_on_another_day_is_the_message_of_that_day(post: Post) -> None:
    bundle = await hers(post, await claimed(post))
    await ended(post, bundle, Uncertain("smtp"))
    tomorrow = START + DAY

    def more(session: Session) -> None:
        first = session.exec(
            select(Letter).where(Letter.initiative_id == INITIATIVE, Letter.actor == "holder-01")
        ).one()
        fresh = {"id": "new", "step": "read_back.9", "due_at": tomorrow, "state": LetterState.WAITING, "attempts": 0}
        empty = dict.fromkeys(("bundle_id", "token_sha256", "lease_until", "reason", "message_id"))
        session.add(Letter(**first.model_dump() | fresh | empty))

    await post.database.write(more)
    again = await hers(post, await claimed(post, tomorrow))
    assert again.id == bundle.id
    row = await post.database.read(lambda session: session.get_one(Bundle, bundle.id))
    assert (row.day, row.composed_at) == (tomorrow.date(), tomorrow)
    assert (await of_maija(post))[INITIATIVE, "read_back.9"].state is LetterState.WAITING


async def test_a_message_that_has_certainly_not_left_is_as_if_it_had_never_been_composed(post: Post) -> None:
    bundle = await hers(post, await claimed(post))
    assert await ended(post, bundle, Unsent(START + LEASE)) == 2
    for letter in (await of_maija(post)).values():
        assert (letter.state, letter.attempts, letter.bundle_id, letter.message_id) == (
            LetterState.WAITING,
            0,
            None,
            None,
        )
    assert await post.database.read(lambda session: session.get(Bundle, bundle.id)) is None
    assert not any([await is_hers(post, other) for other in await claimed(post, START + LEASE / 2)])
    assert (await hers(post, await claimed(post, START + LEASE))).id != bundle.id


async def test_one_that_may_have_gone_waits_for_a_mail_server_as_long_as_that_is_away(post: Post) -> None:
    bundle, now = await hers(post, await claimed(post)), START
    assert await ended(post, bundle, Uncertain("smtp")) == 2
    now += 2 * LEASE
    for _ in range(2 * MOST_ATTEMPTS):
        again = await hers(post, await claimed(post, now))
        assert (again.id, again.again) == (bundle.id, True)
        assert await ended(post, again, Unsent(), now) == 2
        now += timedelta(minutes=1)
    assert await ended(post, await hers(post, await claimed(post, now)), Sent("smtp"), now) == 2
    assert {letter.state for letter in (await of_maija(post)).values()} == {LetterState.SENT}


async def test_a_message_refused_for_now_is_composed_anew_and_without_what_was_answered(post: Post) -> None:
    bundle = await hers(post, await claimed(post))
    await ended(post, bundle, Deferred("smtp", "451 later"))
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    letters = await of_maija(post)
    assert {letter.reason for letter in letters.values()} == {Reason.DEFERRED}
    again = await hers(post, await claimed(post, START + LEASE))
    assert (again.letters, again.attempts) == ((letters[BESIDE, "invitation"].id,), 2)
    assert (await of_maija(post))[INITIATIVE, "invitation"].reason == Reason.ANSWERED


async def test_letters_that_were_refused_again_and_again_fail_and_keep_no_others(post: Post) -> None:
    def tried(session: Session) -> None:
        query = update(Letter).where(col(Letter.actor) == "holder-01").values(attempts=MOST_ATTEMPTS - 1)
        session.execute(query)

    await post.database.write(tried)
    await ended(post, await hers(post, await claimed(post)), Deferred("smtp", "451 later"))
    letters = await of_maija(post)
    spent, other = letters[INITIATIVE, "invitation"], letters[BESIDE, "invitation"]
    assert (spent.state, spent.reason, spent.reply) == (LetterState.FAILED, Reason.DEFERRED, "451 later")
    assert (other.state, other.attempts) == (LetterState.WAITING, 1)


async def test_a_letter_set_aside_leaves_the_others_of_its_message(post: Post) -> None:
    bundle = await hers(post, await claimed(post))
    poison, other = bundle.letters
    await post.database.write(lambda session: set_aside(session, bundle, poison, Unwritable()))
    assert await ended(post, bundle, Sent("smtp")) == 1
    states = {letter.id: letter.state for letter in (await of_maija(post)).values()}
    assert states == {poison: LetterState.FAILED, other: LetterState.SENT}


async def test_a_letter_set_aside_from_a_message_that_goes_again_is_not_told_as_sent(post: Post) -> None:
    bundle = replace(await hers(post, await claimed(post)), again=True)
    poison, other = bundle.letters
    await post.database.write(lambda session: set_aside(session, bundle, poison, Unwritable()))
    assert await ended(post, bundle, Sent("smtp")) == 1
    states = {letter.id: (letter.state, letter.reason) for letter in (await of_maija(post)).values()}
    assert states == {poison: (LetterState.HELD, Reason.UNCERTAIN), other: (LetterState.SENT, None)}


async def test_what_is_answered_after_the_claim_is_noticed_before_it_goes(post: Post) -> None:
    bundle = await hers(post, await claimed(post))
    assert await post.database.read(lambda session: goes_until(session, bundle, START))
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    assert not await post.database.read(lambda session: goes_until(session, bundle, START))
