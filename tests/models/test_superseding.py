"""Letters about a meeting as it is no longer are taken back at once, by the entry that moves it or calls it off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from domain.commands import TakeExit
from domain.correspondence.settling import SETTLES
from domain.matters.meetings.commands import AttendMeeting, CancelMeeting, Coming, FixMeeting, MoveMeeting
from domain.operating_model import ExitKind
from models.engine import Database
from models.letter_claims import claim
from models.letter_outcomes import ClaimedBundle, Reason, Sent, record
from models.letters import of_initiative
from models.states import LetterState
from models.tables import Letter
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import text

DAY, SEATS = timedelta(days=1), ("seat-01", "seat-02", "seat-03")
SUPERSEDED = (LetterState.SUPERSEDED, Reason.SUPERSEDED)


@pytest.fixture
async def post(database: Database) -> Post:
    """An initiative with a meeting, of which no letter has left."""
    opened = await Post.open(database, seats=len(SEATS))
    opened.play.say(FixMeeting(opened.play.now + 40 * DAY))
    await opened.store()
    return opened


async def come_by(post: Post, *, after: timedelta = timedelta(), sent: bool = True) -> list[ClaimedBundle]:
    """The dispatcher claims what may leave, and has sent it or is just about to."""
    at = post.play.now + after

    def deal(session: Session) -> list[ClaimedBundle]:
        claimed = claim(session, post.keys, at, lease=timedelta(minutes=5), limit=100, domain="example.org")
        for one in claimed if sent else ():
            record(session, one, Sent("test"), at)
        return claimed

    return await post.database.write(deal)


async def move(post: Post, days: int) -> None:
    post.play.say(MoveMeeting("m1", post.play.now + days * DAY))
    await post.store()


async def became(
    post: Post, seat: str, version: str = "m1", step: str = "invitation"
) -> tuple[LetterState, str | None]:
    """What has become of a letter about the meeting."""
    letters = await post.database.read(lambda session: of_initiative(session, INITIATIVE))
    about = f"meetings.0/attend_meeting/{seat}/{version}"
    (row,) = [row for row in letters if (row.obligation_id, row.step) == (about, step)]
    return row.state, row.reason


async def set_to(post: Post, seat: str, state: LetterState, reason: Reason | None) -> None:
    """Let the invitation of a seat be in this state."""

    def change(session: Session) -> None:
        for row in of_initiative(session, INITIATIVE):
            if row.obligation_id == f"meetings.0/attend_meeting/{seat}/m1":
                session.get_one(Letter, row.id).state, row.reason = state, reason

    await post.database.write(change)


async def test_what_has_not_left_is_taken_back_by_the_entry_that_moves_the_meeting(post: Post) -> None:
    await move(post, 50)
    assert [await became(post, seat) for seat in SEATS] == [SUPERSEDED] * 3
    assert [await became(post, seat, "m1.2") for seat in SEATS] == [(LetterState.WAITING, None)] * 3


async def test_a_letter_on_the_pile_to_be_posted_is_taken_back_and_one_that_may_have_gone_is_not(post: Post) -> None:
    await set_to(post, "seat-01", LetterState.HELD, Reason.TO_PRINT)
    await set_to(post, "seat-02", LetterState.HELD, Reason.UNCERTAIN)
    await set_to(post, "seat-03", LetterState.WAITING, Reason.DEFERRED)
    await move(post, 50)
    assert await became(post, "seat-01") == SUPERSEDED
    assert await became(post, "seat-02") == (LetterState.HELD, Reason.UNCERTAIN)
    assert await became(post, "seat-03") == SUPERSEDED


async def test_a_letter_that_is_just_going_out_goes_and_a_later_one_tells_that_it_moved(post: Post) -> None:
    claimed = await come_by(post, sent=False)
    await move(post, 50)
    assert [await became(post, seat) for seat in SEATS] == [(LetterState.CLAIMED, None)] * 3
    for one in claimed:
        assert await post.database.write(lambda session, one=one: record(session, one, Sent("test"), post.play.now))  # type: ignore[misc]
    assert await come_by(post, after=SETTLES) == []
    assert len(await come_by(post, after=DAY)) == 3


async def test_of_a_meeting_moved_five_times_only_the_last_letter_leaves(post: Post) -> None:
    await come_by(post)
    assert [await became(post, seat) for seat in SEATS] == [(LetterState.SENT, None)] * 3
    await post.wait(1)  # each has had the one message of that day
    for days in (50, 51, 52, 53, 54):
        await move(post, days)
        post.play.wait_until(post.play.now + timedelta(seconds=10))
        assert await come_by(post) == []
    assert await come_by(post, after=SETTLES - timedelta(seconds=11)) == []
    assert len(await come_by(post, after=SETTLES)) == 3
    assert [await became(post, "seat-01", f"m1.{n}") for n in (2, 3, 4, 5)] == [SUPERSEDED] * 4
    assert await became(post, "seat-01", "m1.6") == (LetterState.SENT, None)


async def test_five_moves_in_one_append_leave_one_letter(post: Post) -> None:
    for days in (50, 51, 52, 53, 54):
        post.play.say(MoveMeeting("m1", post.play.now + days * DAY))
    await post.store()
    assert [await became(post, "seat-02", f"m1.{n}") for n in (2, 3, 4, 5)] == [SUPERSEDED] * 4
    assert await became(post, "seat-02", "m1.6") == (LetterState.WAITING, None)


async def test_whoever_has_never_heard_of_a_meeting_is_not_told_that_it_is_off(post: Post) -> None:
    await set_to(post, "seat-01", LetterState.SENT, None)
    post.play.seat_says("seat-02", AttendMeeting("m1", Coming.YES))
    await post.store()
    await move(post, 50)
    post.play.seat_says("seat-02", AttendMeeting("m1", Coming.YES))
    post.play.say(CancelMeeting("m1", text()))
    await post.store()
    told = [await became(post, seat, "m1.2", "withdrawn") for seat in SEATS]
    assert told == [(LetterState.WAITING, None), (LetterState.WAITING, None), SUPERSEDED]
    await come_by(post, after=DAY)
    left = [await became(post, seat, "m1.2", "withdrawn") for seat in SEATS]
    assert left == [(LetterState.SENT, None), (LetterState.SENT, None), SUPERSEDED]


async def test_a_meeting_that_ends_with_its_initiative_is_called_off_by_the_end(post: Post) -> None:
    await set_to(post, "seat-01", LetterState.HELD, Reason.TO_PRINT)
    post.play.say(TakeExit(ExitKind.STOP, text()))
    await post.store()
    assert [await became(post, seat) for seat in SEATS] == [(LetterState.SUPPRESSED, Reason.ENDED)] * 3
