"""What is foreseen of letters is what is then written and sent; and foreseeing leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.commands import PauseUntil, RemindAll, Said, TakeExit
from domain.deciding import decide
from domain.events import Spared
from domain.letter import TOLD, Voice
from domain.matters.meetings.commands import FixMeeting, PollDates
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.engine import Database
from models.foreseen_letters import ForeseenLetter, Happening, HeadMoved, Way, foresee
from models.letter_outcomes import Reason
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.foreseen import DAY, Readers, passed, seen
from tests.fixtures.rules import COORDINATOR, text


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database, seats=3)


def by_actor(letters: tuple[ForeseenLetter, ...]) -> dict[str, ForeseenLetter]:
    return {one.actor: one for one in letters}


async def test_each_letter_is_told_with_its_reader_its_seat_its_moment_and_its_way(post: Post) -> None:
    await Readers(paper=frozenset({2}), closed=frozenset({3})).enter(post)
    at = post.play.now + 30 * DAY
    foreseen = await seen(post, FixMeeting(at))
    first, second = (by_actor(foreseen.goes)[f"holder-0{number}"] for number in (1, 2))
    assert (first.person, first.organisation, first.seat) == ("Kanarialintu holder-01", "Yhdistys 01", "seat-01")
    assert (first.duty, first.step, first.voice) == ("attend_meeting", "invitation", Voice.INVITATION)
    assert (first.by, first.leaves_at) == (Way.MAIL, post.play.now)
    assert second.by is Way.PAPER
    (third,) = foreseen.stays
    assert (third.actor, third.because, third.leaves_at, third.by) == ("holder-03", Reason.BOUNCED, None, None)
    assert not foreseen.taken_back


async def test_whoever_has_had_the_message_of_the_day_gets_the_next_tomorrow_all_in_one(post: Post) -> None:
    await passed(post, post.play.now)
    post.play.say(FixMeeting(post.play.now + 30 * DAY))
    await post.store()
    foreseen = await seen(post, PollDates((post.play.now + 20 * DAY,)))
    tomorrow = post.play.initiative.calendar.next_slot(post.play.now + DAY - 2 * timedelta(hours=1))
    to_seats = [one for one in foreseen.goes if one.seat]
    assert {(one.leaves_at, one.others) for one in to_seats} == {(tomorrow, 1)}
    assert len(to_seats) == 3


async def test_whoever_wants_letters_weekly_gets_it_a_week_later_outside_their_quiet_hours(post: Post) -> None:
    await Readers(weekly=frozenset({1})).enter(post)
    await passed(post, post.play.now + timedelta(hours=3))
    foreseen = by_actor((await seen(post, FixMeeting(post.play.now + 30 * DAY))).goes)
    weekly, daily = (foreseen[f"holder-0{number}"].leaves_at for number in (1, 2))
    assert weekly is not None
    assert daily is not None
    calendar = post.play.initiative.calendar
    assert (calendar.local(weekly).date() - calendar.local(daily).date()).days == 6
    assert calendar.local(weekly).hour == 12


async def test_what_is_said_at_night_leaves_in_the_morning(post: Post) -> None:
    night = await post.wait(1) + timedelta(hours=12)
    post.play.wait_until(night)
    foreseen = await seen(post, FixMeeting(night + 30 * DAY))
    calendar = post.play.initiative.calendar
    assert {one.leaves_at for one in foreseen.goes} == {calendar.next_slot(night)}
    assert calendar.next_slot(night) > night


async def test_while_an_initiative_rests_nothing_leaves_before_it_goes_on(post: Post) -> None:
    until = post.play.now + 10 * DAY
    foreseen = await seen(post, PauseUntil(until))
    assert (foreseen.goes, foreseen.taken_back) == ((), ())
    post.play.say(PauseUntil(until))
    await post.store()
    resting = await seen(post, FixMeeting(until + 30 * DAY))
    assert all(one.leaves_at is not None and one.leaves_at >= until for one in resting.goes)
    assert len(resting.goes) == 3


async def test_names_are_left_out_for_whoever_may_not_read_them(post: Post) -> None:
    play = post.play
    events = decide(play.initiative, Said(FixMeeting(play.now + 30 * DAY), COORDINATOR, play.now), play.now).events
    happening = Happening(INITIATIVE, len(play.entries), (events,), play.now)
    mail = await post.database.tried(lambda session: foresee(session, post.vault, post.keys, happening, names=False))
    assert [one.person for one in mail.goes] == [None] * 3
    assert all(one.organisation for one in mail.goes)


async def test_an_initiative_that_has_gone_on_is_looked_at_anew(post: Post) -> None:
    late = Happening(INITIATIVE, len(post.play.entries) - 1, ((),), post.play.now)
    with pytest.raises(HeadMoved):
        await post.database.tried(lambda session: foresee(session, post.vault, post.keys, late))


async def test_whoever_is_not_reminded_is_told_with_the_reason(post: Post) -> None:
    await passed(post, post.play.now)
    await post.wait(4)
    post.play.seat_says("seat-01", AnswerInvitation(Reply.DEPUTY))  # a new letter, to the deputy
    await post.store()
    foreseen = await seen(post, RemindAll())
    assert {one.actor: one.because for one in foreseen.stays} == {"deputy-01": Spared.ASKED_LATELY}
    (spared,) = foreseen.stays
    assert (spared.letter, spared.person) == (None, "Kanarialintu deputy-01")
    assert by_actor(foreseen.goes).keys() == {"holder-02", "holder-03"}
    assert {one.voice for one in foreseen.goes} == {Voice.REMINDER}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_exit_tells_the_mail_of_the_phase_that_follows(post: Post) -> None:
    foreseen = await seen(post, TakeExit(ExitKind.LOOP_BACK, text()))
    assert {one.duty for one in foreseen.goes} >= {TOLD, "submit_need"}
    assert {one.because for one in foreseen.taken_back} == {Reason.LAPSED}
    assert {one.duty for one in foreseen.taken_back} == {"answer_invitation", "name_chair"}
