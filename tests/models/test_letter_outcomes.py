"""What became of a letter: each outcome, and who may say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models.engine import Database
from models.letter_claims import claim
from models.letter_outcomes import (
    MOST_ATTEMPTS,
    ClaimedBundle,
    Deferred,
    Faltered,
    Outcome,
    Reason,
    Refused,
    Sent,
    Suppressed,
    Uncertain,
    Unsent,
    Unwritable,
    record,
)
from models.states import LetterState
from models.tables import Bundle, Letter
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import START

LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database, seats=1)


async def claimed(post: Post, now=START) -> ClaimedBundle:
    """The invitation, claimed anew."""
    letters = await post.database.write(
        lambda session: claim(session, post.keys, now, lease=LEASE, limit=9, domain="example.org")
    )
    id_ = (await post.letter("holder-01")).id
    return next(bundle for bundle in letters if id_ in bundle.letters)


async def after(post: Post, claim: ClaimedBundle, outcome: Outcome, now=START) -> Letter:
    await post.database.write(lambda session: record(session, claim, outcome, now))
    return await post.letter("holder-01")


async def test_a_sent_letter_tells_when_how_and_what_was_replied(post: Post) -> None:
    letter = await after(post, await claimed(post), Sent("smtp", "250 ok"), START + MINUTE)
    assert (letter.state, letter.sent_at, letter.channel, letter.reply) == (
        LetterState.SENT,
        START + MINUTE,
        "smtp",
        "250 ok",
    )


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (Refused("smtp", "550 no"), LetterState.FAILED, Reason.REFUSED),
        (Unwritable(), LetterState.FAILED, Reason.UNWRITABLE),
        (Suppressed(Reason.NO_ADDRESS), LetterState.SUPPRESSED, Reason.NO_ADDRESS),
    ],
)
async def test_final_outcomes_say_why(post: Post, outcome: Outcome, state: LetterState, reason: Reason) -> None:
    letter = await after(post, await claimed(post), outcome)
    assert (letter.state, letter.reason) == (state, reason)


async def test_a_letter_refused_for_now_comes_again_later_and_later_and_fails_in_the_end(post: Post) -> None:
    now, waits = START, []
    for _ in range(MOST_ATTEMPTS - 1):
        letter = await after(post, await claimed(post, now), Deferred("smtp", "451 later"), now)
        assert (letter.state, letter.due_at, letter.lease_until is not None) == (LetterState.WAITING, START, True)
        waits.append((letter.lease_until - now).total_seconds())
        now = max(letter.lease_until, now)
    assert waits == sorted(waits)
    letter = await after(post, await claimed(post, START + timedelta(days=1)), Deferred("smtp", "451 later"))
    assert (letter.state, letter.reason, letter.reply) == (LetterState.FAILED, Reason.DEFERRED, "451 later")


async def test_an_uncertain_invitation_waits_for_another_attempt_and_a_reminder_is_held(post: Post) -> None:
    claim = await claimed(post)
    letter = await after(post, claim, Uncertain("smtp"))
    assert (letter.state, letter.reason) == (LetterState.WAITING, Reason.UNCERTAIN)
    again = await claimed(post, letter.lease_until)
    reminder = replace(again, is_first=False)
    letter = await after(post, reminder, Uncertain("smtp"))
    assert (letter.state, letter.reason) == (LetterState.HELD, Reason.UNCERTAIN)


async def test_an_attempt_in_which_nothing_left_does_not_count(post: Post) -> None:
    letter = await after(post, await claimed(post), Unsent())
    assert (letter.state, letter.attempts, letter.lease_until) == (LetterState.WAITING, 0, None)


async def test_whoever_lost_the_lease_cannot_say_what_became_of_the_letter(post: Post) -> None:
    lost = await claimed(post)
    mine = await claimed(post, START + LEASE)
    assert (await after(post, lost, Refused("smtp"))).state is LetterState.CLAIMED
    assert (await after(post, mine, Sent("smtp"))).state is LetterState.SENT


async def test_a_letter_held_as_uncertain_is_sent_once_somebody_knows_that_it_was(post: Post) -> None:
    claim = await claimed(post)

    def hold(session) -> None:
        session.get_one(Bundle, claim.id).state = LetterState.HELD
        session.get_one(Letter, claim.letters[0]).state = LetterState.HELD

    await post.database.write(hold)
    assert (await after(post, claim, Sent("smtp"))).state is LetterState.SENT


async def test_what_faltered_before_it_was_handed_over_is_free_after_a_while_and_set_aside_in_the_end(
    post: Post,
) -> None:
    now = START
    for attempt in range(1, MOST_ATTEMPTS):
        letter = await after(post, await claimed(post, now), Faltered(), now)
        assert (letter.state, letter.attempts, letter.bundle_id) == (LetterState.WAITING, attempt, None)
        assert letter.lease_until is not None
        assert letter.lease_until > now
        now = letter.lease_until
    now = START + timedelta(days=1)  # the last time falls behind the window of that day
    letter = await after(post, await claimed(post, now), Faltered(), now)
    assert (letter.state, letter.reason) == (LetterState.FAILED, Reason.UNWRITABLE)


async def test_what_faltered_after_it_may_have_gone_stays_the_same_message(post: Post) -> None:
    await after(post, await claimed(post), Uncertain("smtp"))
    again = await claimed(post, START + 10 * MINUTE)
    assert again.again
    letter = await after(post, again, Faltered(), START + 10 * MINUTE)
    assert (letter.state, letter.reason, letter.bundle_id) == (LetterState.WAITING, Reason.UNCERTAIN, again.id)
