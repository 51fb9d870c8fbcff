"""Bundles: one message for a person over all initiatives, within their budget, frozen as it is claimed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select, update

from domain.phases.convening.commands import AnswerInvitation, Reply
from models import pauses
from models.engine import Database
from models.keys import token_sha256
from models.letter_bundles import still_due
from models.letter_claims import claim, next_claim, next_due
from models.letter_outcomes import (
    MOST_ATTEMPTS,
    ClaimedBundle,
    Deferred,
    Outcome,
    Reason,
    Sent,
    Uncertain,
    Unsent,
    Unwritable,
    record,
    set_aside,
)
from models.states import LetterState, Rhythm
from models.tables import Actor, Bundle, ClosedAddress, Letter, Person, Stopped
from tests.fixtures.correspondence import BESIDE, INITIATIVE, Post, beside
from tests.fixtures.rules import COORDINATOR, START

LEASE, DAY = timedelta(minutes=5), timedelta(days=1)
MAIJA = "person-holder-01"


@pytest.fixture
async def post(database: Database) -> Post:
    """Two initiatives that have just invited the same two people."""
    found = await Post.open(database)
    await beside(found)
    return found


async def claimed(post: Post, now: datetime = START, limit: int = 50) -> list[ClaimedBundle]:
    return await post.database.write(
        lambda session: claim(session, post.keys, now, lease=LEASE, limit=limit, domain="example.org")
    )


async def ended(post: Post, bundle: ClaimedBundle, outcome: Outcome, now: datetime = START) -> int:
    return await post.database.write(lambda session: record(session, bundle, outcome, now))


async def all_sent(post: Post, now: datetime = START) -> Sequence[ClaimedBundle]:
    bundles = await claimed(post, now)
    for bundle in bundles:
        assert await ended(post, bundle, Sent("smtp", "250 ok"), now) == len(bundle.letters)
    return bundles


async def of_maija(post: Post) -> dict[tuple[str, str], Letter]:
    """Her letters by initiative and step."""

    def read(session: Session) -> dict[tuple[str, str], Letter]:
        rows = session.exec(select(Letter).join(Actor, col(Actor.id) == Letter.actor).where(Actor.person_id == MAIJA))
        return {(row.initiative_id, row.step): row for row in rows}

    return await post.database.read(read)


async def hers(post: Post, bundles: Sequence[ClaimedBundle]) -> ClaimedBundle:
    ids = {letter.id for letter in (await of_maija(post)).values()}
    (found,) = [bundle for bundle in bundles if ids & set(bundle.letters)]
    return found


async def wishes(post: Post, **columns: object) -> None:
    await post.database.write(
        lambda session: session.execute(update(Person).where(col(Person.id) == MAIJA).values(columns))
    )


async def reminded(post: Post) -> datetime:
    """The first invitations have gone, and a reminder of each falls due; when."""
    await all_sent(post)
    now = await post.wait(8)

    def remind_beside(session: Session) -> None:
        for letter in session.exec(select(Letter).where(Letter.initiative_id == INITIATIVE, Letter.step == "0.remind")):
            other = {"id": letter.id[::-1], "initiative_id": BESIDE, "actor": f"{letter.actor} too"}
            session.add(Letter(**letter.model_dump() | other))

    await post.database.write(remind_beside)
    return now


async def test_what_is_due_for_a_person_in_all_initiatives_is_one_message(post: Post) -> None:
    bundle = await hers(post, await claimed(post))
    letters = await of_maija(post)
    assert set(bundle.letters) == {letter.id for letter in letters.values()}
    assert len(bundle.letters) == 2
    assert {letter.message_id for letter in letters.values()} == {f"<{bundle.id}@example.org>"}
    row = await post.database.read(lambda session: session.get_one(Bundle, bundle.id))
    assert (row.person_id, row.day, row.state, row.attempts) == (MAIJA, START.date(), LetterState.CLAIMED, 1)
    assert row.unsubscribe_sha256 == token_sha256(post.keys.unsubscribe_token(bundle.id))


async def test_the_outcome_is_that_of_the_bundle_and_of_all_its_letters(post: Post) -> None:
    bundle = await hers(post, await claimed(post))
    assert await ended(post, bundle, Sent("smtp", "250 ok"), START + LEASE / 2) == 2
    row = await post.database.read(lambda session: session.get_one(Bundle, bundle.id))
    for one in (row, *(await of_maija(post)).values()):
        assert (one.state, one.sent_at, one.channel, one.reply) == (
            LetterState.SENT,
            START + LEASE / 2,
            "smtp",
            "250 ok",
        )


async def test_a_person_gets_one_message_a_day_and_the_rest_is_asked_again_the_next(post: Post) -> None:
    await later(post)
    assert len((await hers(post, await all_sent(post))).letters) == 1
    assert await all_sent(post, START + LEASE) == []
    tomorrow = datetime(2026, 1, 13, 7, 0, tzinfo=UTC)
    waits = (await of_maija(post))[BESIDE, "invitation"]
    assert (waits.state, waits.lease_until, waits.attempts) == (LetterState.WAITING, tomorrow, 0)
    assert await post.database.read(next_due) == tomorrow
    assert len((await hers(post, await all_sent(post, tomorrow))).letters) == 1


async def test_a_week_passes_between_the_messages_of_whoever_wants_it_so(post: Post) -> None:
    await later(post)
    await wishes(post, rhythm=Rhythm.WEEKLY)
    await all_sent(post)
    went = []
    for day in range(1, 9):
        went += [day for bundle in await all_sent(post, START + day * DAY) if await _is_hers(post, bundle)]
    assert went == [7]


async def later(post: Post) -> None:
    """What the second initiative asks falls due a moment after what the first one does."""
    change = update(Letter).where(col(Letter.initiative_id) == BESIDE).values(due_at=START + LEASE)
    await post.database.write(lambda session: session.execute(change))


async def _is_hers(post: Post, bundle: ClaimedBundle) -> bool:
    return bool({letter.id for letter in (await of_maija(post)).values()} & set(bundle.letters))


async def test_who_wants_letters_daily_again_need_not_wait_for_the_end_of_the_week(post: Post) -> None:
    await later(post)
    await wishes(post, rhythm=Rhythm.WEEKLY)
    await all_sent(post)
    await claimed(post, START + LEASE)
    await wishes(post, rhythm=Rhythm.DAILY)
    assert await _is_hers(post, await hers(post, await all_sent(post, START + LEASE + DAY)))


async def test_nothing_comes_in_quiet_hours(post: Post) -> None:
    await wishes(post, quiet_from="08:00", quiet_until="11:00")
    bundles = await claimed(post)  # at ten in Helsinki
    assert not any([await _is_hers(post, bundle) for bundle in bundles])
    assert await _is_hers(post, await hers(post, await claimed(post, START + timedelta(hours=1))))


async def test_a_fourth_letter_about_one_thing_is_left_to_the_coordinator(post: Post) -> None:
    now = await reminded(post)

    def gone(session: Session) -> None:
        first = session.exec(
            select(Letter).where(Letter.initiative_id == INITIATIVE, Letter.actor == "holder-01")
        ).all()[0]
        for step in ("back.7", "back.8"):
            session.add(Letter(**first.model_dump() | {"id": step, "step": step, "token_sha256": None}))

    await post.database.write(gone)
    await all_sent(post, now)
    letters = await of_maija(post)
    over = letters[INITIATIVE, "0.remind"]
    assert (over.state, over.reason) == (LetterState.SUPPRESSED, Reason.OVER_BUDGET)
    assert letters[BESIDE, "0.remind"].state is LetterState.SENT


async def test_of_two_reminders_for_one_thing_the_newer_goes(post: Post) -> None:
    await all_sent(post)
    now = await post.wait(11)
    await all_sent(post, now)
    letters = await of_maija(post)
    older, newer = letters[INITIATIVE, "0.remind"], letters[INITIATIVE, "1.remind"]
    assert (older.state, older.reason, newer.state) == (LetterState.SUPERSEDED, Reason.SUPERSEDED, LetterState.SENT)


@pytest.mark.parametrize(
    "scope", [(INITIATIVE, "convening.1/answer_invitation/seat-01"), (INITIATIVE, ""), ("", "")], ids=str
)
async def test_stopped_reminders_do_not_go_and_first_letters_do(post: Post, scope: tuple[str, str]) -> None:
    stop = Stopped(person_id=MAIJA, initiative_id=scope[0], obligation_id=scope[1], stopped_at=START, by=MAIJA)
    await post.database.write(lambda session: session.add(stop))
    now = await reminded(post)
    await all_sent(post, now)
    letters = await of_maija(post)
    assert letters[INITIATIVE, "invitation"].state is LetterState.SENT
    assert letters[INITIATIVE, "0.remind"].reason == Reason.STOPPED
    assert letters[BESIDE, "0.remind"].reason == (None if scope[0] else Reason.STOPPED)


async def test_nothing_goes_to_an_address_that_has_bounced_or_with_a_link_that_was_taken_back(post: Post) -> None:
    def close(session: Session) -> None:
        ref = session.get_one(Person, MAIJA).address_ref
        session.add(ClosedAddress(address_ref=ref, person_id=MAIJA, closed_at=START, code="5.1.1"))
        other = update(Letter).where(col(Letter.actor) == "holder-02").values(revoked_at=START)
        session.execute(other)

    await post.database.write(close)
    await claimed(post)
    assert {letter.reason for letter in (await of_maija(post)).values()} == {Reason.BOUNCED}
    revoked = await post.letter("holder-02")
    assert (revoked.state, revoked.reason) == (LetterState.SUPPRESSED, Reason.REVOKED)


async def test_letters_to_somebody_without_an_address_are_held_as_one_until_they_are_printed(post: Post) -> None:
    await wishes(post, address_ref=None)
    assert not any([await _is_hers(post, bundle) for bundle in await claimed(post)])
    letters = (await of_maija(post)).values()
    assert {(letter.state, letter.reason) for letter in letters} == {(LetterState.HELD, Reason.TO_PRINT)}
    (bundle,) = {letter.bundle_id for letter in letters}
    row = await post.database.read(lambda session: session.get_one(Bundle, bundle))
    assert (row.state, row.lease_until) == (LetterState.HELD, None)
    assert all(letter.token_sha256 for letter in letters), "the link on paper opens nothing"
    assert await claimed(post, START + LEASE) != [], "the others' leases are over"
    assert {letter.state for letter in (await of_maija(post)).values()} == {LetterState.HELD}


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
    assert not any([await _is_hers(post, again) for again in await claimed(post, now + LEASE)])
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
    assert not any([await _is_hers(post, other) for other in await claimed(post, START + LEASE / 2)])
    assert (await hers(post, await claimed(post, START + LEASE))).id != bundle.id


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


async def test_what_is_answered_after_the_claim_is_noticed_before_it_goes(post: Post) -> None:
    bundle = await hers(post, await claimed(post))
    assert await post.database.read(lambda session: still_due(session, bundle))
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    assert not await post.database.read(lambda session: still_due(session, bundle))


async def test_while_the_sending_is_paused_nothing_is_claimed_and_nothing_is_lost(post: Post) -> None:
    await post.database.write(lambda session: pauses.pause(session, "key:1", START))
    assert await claimed(post) == []
    assert await post.database.read(next_claim) is None
    assert await post.database.read(next_due) == START
    await post.database.write(pauses.resume)
    assert len(await claimed(post)) == 3


async def test_dispatchers_side_by_side_never_give_one_person_two_messages_on_a_day(database: Database) -> None:
    post = await Post.open(database, seats=12, deputies=False)
    await beside(post)

    async def dispatcher() -> None:
        for _ in range(8):
            for bundle in await claimed(post, limit=2):
                await ended(post, bundle, Sent("smtp"))

    await asyncio.gather(*(dispatcher() for _ in range(4)))
    rows = await database.read(lambda session: session.exec(select(Bundle)).all())
    assert set(Counter(row.person_id for row in rows).values()) == {1}
    assert len(rows) == 13
    letters = await database.read(lambda session: session.exec(select(Letter)).all())
    assert {letter.state for letter in letters} == {LetterState.SENT}
    assert COORDINATOR.actor in {letter.actor for letter in letters}
