"""Bundles: one message for a person over all initiatives, within their budget, frozen as it is claimed."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select, update

from models import pauses
from models.engine import Database
from models.keys import token_sha256
from models.letter_claims import next_claim, next_due
from models.letter_outcomes import (
    Reason,
    Sent,
)
from models.states import LetterState, Rhythm
from models.tables import Bundle, ClosedAddress, Letter, Person, Stopped
from tests.fixtures.correspondence import BESIDE, INITIATIVE, Post, beside
from tests.fixtures.rules import COORDINATOR, START
from tests.models.bundling import (
    DAY,
    LEASE,
    MAIJA,
    all_sent,
    claimed,
    ended,
    hers,
    is_hers,
    later,
    of_maija,
    reminded,
    wishes,
)


@pytest.fixture
async def post(database: Database) -> Post:
    """Two initiatives that have just invited the same two people."""
    found = await Post.open(database)
    await beside(found)
    return found


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
        went += [day for bundle in await all_sent(post, START + day * DAY) if await is_hers(post, bundle)]
    assert went == [7]


async def test_who_wants_letters_daily_again_need_not_wait_for_the_end_of_the_week(post: Post) -> None:
    await later(post)
    await wishes(post, rhythm=Rhythm.WEEKLY)
    await all_sent(post)
    await claimed(post, START + LEASE)
    await wishes(post, rhythm=Rhythm.DAILY)
    assert await is_hers(post, await hers(post, await all_sent(post, START + LEASE + DAY)))


async def test_nothing_comes_in_quiet_hours(post: Post) -> None:
    await wishes(post, quiet_from="08:00", quiet_until="11:00")
    bundles = await claimed(post)  # at ten in Helsinki
    assert not any([await is_hers(post, bundle) for bundle in bundles])
    assert await is_hers(post, await hers(post, await claimed(post, START + timedelta(hours=1))))


async def test_a_fourth_letter_about_one_thing_is_left_to_the_coordinator(post: Post) -> None:
    now = await reminded(post)

    def gone(session: Session) -> None:
        hers = select(Letter).where(Letter.initiative_id == INITIATIVE, Letter.actor == "holder-01")
        first = session.exec(hers.where(Letter.step != "0.remind")).one()
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
    assert not any([await is_hers(post, bundle) for bundle in await claimed(post)])
    letters = (await of_maija(post)).values()
    assert {(letter.state, letter.reason) for letter in letters} == {(LetterState.HELD, Reason.TO_PRINT)}
    (bundle,) = {letter.bundle_id for letter in letters}
    row = await post.database.read(lambda session: session.get_one(Bundle, bundle))
    assert (row.state, row.lease_until) == (LetterState.HELD, None)
    assert not any(letter.token_sha256 for letter in letters), "a link opens before anybody has posted it"
    assert await claimed(post, START + LEASE) != [], "the others' leases are over"
    assert {letter.state for letter in (await of_maija(post)).values()} == {LetterState.HELD}


async def test_a_reminder_does_not_join_the_first_letter_that_still_waits_to_be_posted(post: Post) -> None:
    await wishes(post, address_ref=None)
    await claimed(post, await reminded(post))
    letters = await of_maija(post)
    for initiative in (INITIATIVE, BESIDE):
        first, reminder = letters[initiative, "invitation"], letters[initiative, "0.remind"]
        assert (first.state, first.reason) == (LetterState.HELD, Reason.TO_PRINT)
        assert (reminder.state, reminder.reason, reminder.bundle_id) == (
            LetterState.SUPERSEDED,
            Reason.SUPERSEDED,
            None,
        )


async def test_of_two_reminders_of_one_thing_only_the_newer_waits_to_be_posted(post: Post) -> None:
    now = await reminded(post)
    await wishes(post, address_ref=None)
    await claimed(post, now)

    def remind_again(session: Session) -> None:
        of_hers = select(Letter).where(Letter.initiative_id == INITIATIVE, Letter.actor == "holder-01")
        (earlier,) = session.exec(of_hers.where(Letter.step == "0.remind")).all()
        assert (earlier.state, earlier.reason) == (LetterState.HELD, Reason.TO_PRINT)
        fresh = {"id": "again", "step": "1.remind", "due_at": now + DAY, "state": LetterState.WAITING}
        unbound = {"reason": None, "bundle_id": None, "message_id": None, "attempts": 0}
        session.add(Letter(**earlier.model_dump() | fresh | unbound))

    await post.database.write(remind_again)
    await claimed(post, now + DAY)
    letters = await of_maija(post)
    assert letters[INITIATIVE, "0.remind"].state is LetterState.SUPERSEDED
    assert letters[INITIATIVE, "1.remind"].reason == Reason.TO_PRINT
    assert letters[BESIDE, "0.remind"].reason == Reason.TO_PRINT, "nothing newer asks for that"


async def test_while_the_sending_is_paused_nothing_is_claimed_and_nothing_is_lost(post: Post) -> None:
    await post.database.write(lambda session: pauses.pause(session, "key:1", START))
    assert await claimed(post) == []
    assert await post.database.read(next_claim) is None
    assert await post.database.read(next_due) == START
    await post.database.write(lambda session: pauses.resume(session, "key:1", START))
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
