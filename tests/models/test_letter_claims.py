"""Claiming: who gets which letter, and whether it is still owed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.commands import PauseUntil, Resume, TakeExit
from domain.deciding import opening
from domain.matters.support.commands import PromiseSupport, RequestSupport, SupportLevel
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.engine import Database
from models.letter_claims import claim, next_due
from models.letter_outcomes import MOST_ATTEMPTS, ClaimedBundle, Reason, Sent, record
from models.letters import of_initiative
from models.states import LetterState
from models.tables import Actor
from tests.fixtures.correspondence import INITIATIVE, Post, hashed
from tests.fixtures.rules import COORDINATOR, START, text

LEASE = timedelta(minutes=5)


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def claimed(post: Post, now: datetime = START, limit: int = 50) -> list[ClaimedBundle]:
    return await post.database.write(
        lambda session: claim(session, post.keys, now, lease=LEASE, limit=limit, domain="example.org")
    )


async def state(post: Post, actor: str, step: str = "invitation") -> tuple[LetterState, str | None]:
    letter = await post.letter(actor, step)
    return letter.state, letter.reason


async def test_letters_that_are_due_are_leased_once(post: Post) -> None:
    first = await claimed(post)
    assert len(first) == 3  # two invitations and the coordinator's task
    assert await claimed(post) == []
    letter = await post.letter("holder-01")
    assert (letter.state, letter.attempts, letter.lease_until) == (LetterState.CLAIMED, 1, START + LEASE)
    assert letter.message_id == f"<{letter.bundle_id}@example.org>"
    assert sorted(one.message_id for one in first) == sorted(
        {row.message_id for row in (await post.letters()).values()}
    )


async def test_only_the_hash_of_a_personal_link_is_kept_and_the_coordinator_gets_none(post: Post) -> None:
    await claimed(post)
    letter = await post.letter("holder-01")
    assert letter.token_sha256 == hashed(post.keys.link_token(letter.id))
    assert (await post.letter(COORDINATOR.actor)).token_sha256 is None


async def test_a_limit_is_kept_also_over_letters_that_are_suppressed(post: Post) -> None:
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    assert [len(await claimed(post, limit=1)) for _ in range(3)] == [1, 1, 0]


async def test_two_at_once_never_get_the_same_letter(database: Database) -> None:
    post = await Post.open(database, seats=40, deputies=False)
    batches: list[list[ClaimedBundle]] = []
    while any(fresh := await asyncio.gather(*(claimed(post, limit=7) for _ in range(8)))):
        batches += fresh
    ids = [letter for batch in batches for bundle in batch for letter in bundle.letters]
    assert len(ids) == len(set(ids)) == 41


async def test_an_answer_between_tick_and_claim_suppresses_the_letter(post: Post) -> None:
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    await claimed(post)
    assert await state(post, "holder-01") == (LetterState.SUPPRESSED, Reason.ANSWERED)
    assert await state(post, "holder-02") == (LetterState.CLAIMED, None)


async def test_a_matter_that_was_handed_over_is_told_to_the_deputy_only(post: Post) -> None:
    post.play.seat_says("seat-01", AnswerInvitation(Reply.DEPUTY))
    await post.store()
    await claimed(post)
    assert await state(post, "holder-01") == (LetterState.SUPPRESSED, Reason.HANDED_OVER)
    assert await state(post, "deputy-01", "handed_over") == (LetterState.CLAIMED, None)


async def test_an_ended_initiative_asks_nothing_more(post: Post) -> None:
    asked = await post.letter("holder-01")
    post.play.say(TakeExit(ExitKind.STOP, text()))
    await post.store()
    assert asked.id not in {letter for bundle in await claimed(post) for letter in bundle.letters}
    assert await state(post, "holder-01") == (LetterState.SUPPRESSED, Reason.ENDED)


async def test_letters_of_a_paused_initiative_wait_until_it_goes_on(post: Post) -> None:
    post.play.say(PauseUntil(START + timedelta(days=20)))
    await post.store()
    assert await claimed(post) == []
    assert await post.database.read(next_due) is None
    post.play.say(Resume())
    await post.store()
    assert len(await claimed(post)) == 3


async def test_a_program_without_a_person_gets_no_letter(post: Post) -> None:
    def of_a_program(session) -> None:
        session.get_one(Actor, COORDINATOR.actor).person_id = None

    await post.database.write(of_a_program)
    await claimed(post)
    assert await state(post, COORDINATOR.actor) == (LetterState.SUPPRESSED, Reason.NO_ADDRESS)


async def test_an_erased_person_is_not_written_to_and_not_to_be_reached_otherwise_either(post: Post) -> None:
    await post.erase("holder-01")
    await claimed(post)
    assert await state(post, "holder-01") == (LetterState.SUPPRESSED, Reason.ERASED)
    assert (await post.letter("holder-01")).token_sha256 is None
    assert await state(post, "holder-02") == (LetterState.CLAIMED, None)


async def test_a_letter_that_comes_too_late_for_the_window_waits_for_the_next(post: Post) -> None:
    evening = datetime(2026, 1, 16, 14, 0, tzinfo=UTC)  # Friday, 16.00 in Helsinki: the window has closed
    monday = datetime(2026, 1, 19, 7, 0, tzinfo=UTC)
    assert await claimed(post, evening) == []
    letter = await post.letter("holder-01")
    assert (letter.state, letter.lease_until, letter.attempts) == (LetterState.WAITING, monday, 0)
    assert await post.database.read(next_due) == monday
    assert await claimed(post, monday - timedelta(seconds=1)) == []
    assert len(await claimed(post, monday)) == 3


async def test_after_a_lost_lease_an_invitation_goes_out_again_under_the_same_message_id(post: Post) -> None:
    await claimed(post)
    before = await post.letter("holder-01")
    assert len(await claimed(post, START + LEASE)) == 3
    again = await post.letter("holder-01")
    assert (again.message_id, again.token_sha256, again.attempts) == (before.message_id, before.token_sha256, 2)


async def test_after_a_lost_lease_a_reminder_is_held(post: Post) -> None:
    for bundle in await claimed(post):
        await post.database.write(lambda s, bundle=bundle: record(s, bundle, Sent("smtp"), START))  # type: ignore[misc]
    now = await post.wait(10)
    await claimed(post, now)
    reminder = ("holder-01", "0.remind")
    assert await state(post, *reminder) == (LetterState.CLAIMED, None)
    await claimed(post, now + LEASE)
    assert await state(post, *reminder) == (LetterState.HELD, Reason.UNCERTAIN)


async def test_a_letter_that_may_have_gone_out_is_held_once_its_matter_is_settled(post: Post) -> None:
    await claimed(post)
    post.play.seat_says("seat-01", AnswerInvitation(Reply.NO))
    await post.store()
    await claimed(post, START + LEASE)
    assert await state(post, "holder-01") == (LetterState.HELD, Reason.UNCERTAIN)


async def test_an_invitation_that_never_comes_through_is_held_in_the_end(post: Post) -> None:
    for attempt in range(MOST_ATTEMPTS + 1):
        await claimed(post, START + attempt * LEASE)
    assert await state(post, "holder-01") == (LetterState.HELD, Reason.UNCERTAIN)


async def test_whoever_fell_silent_is_told_to_the_coordinator_even_after_the_lapse(post: Post) -> None:
    await post.wait(40)  # seat 1 lapsed; the dispatcher was down all the while
    await claimed(post, datetime(2026, 2, 23, 8, 0, tzinfo=UTC))  # the next Monday, in the window
    assert await state(post, "holder-01", "0.remind") == (LetterState.SUPPRESSED, Reason.LAPSED)
    letters = await post.letters()
    assert letters[COORDINATOR.actor, "4.escalate"].state is LetterState.CLAIMED


async def test_the_next_moment_is_the_earliest_of_due_letters_and_lease_ends(post: Post) -> None:
    assert await post.database.read(next_due) == START
    await claimed(post)
    assert await post.database.read(next_due) == START + LEASE


async def test_whoever_fell_silent_beside_the_phases_is_told_of_in_a_later_phase_too(
    post: Post,
) -> None:
    post.play.seat_says("seat-01", RequestSupport(SupportLevel.ACTOR, text()))
    post.play.say(PromiseSupport("r1", "seat-02"))
    await post.store()
    post.play.wait_until(post.play.now + timedelta(days=37))
    lapsed = [o.state for o in post.play.initiative.of_duty("give_support")]
    assert lapsed == [ObligationState.LAPSED]
    post.play.record(opening(post.play.initiative, "joint_planning", post.play.now))
    await post.store()
    await claimed(post, post.play.now)
    letters = await post.database.read(lambda session: of_initiative(session, INITIATIVE))
    told = {letter.step: letter.state for letter in letters if letter.kind == "give_support"}
    assert told["4.escalate"] is LetterState.CLAIMED
    assert {state for step, state in told.items() if step != "4.escalate"} == {LetterState.SUPPRESSED}
