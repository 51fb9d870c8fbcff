"""What is foreseen of letters is what is then written and sent; and foreseeing leaves nothing behind."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from domain.commands import CallVote, Command, Hold, PauseUntil, RemindAll, Resume, Said, TakeExit
from domain.deciding import decide
from domain.events import Spared
from domain.folding import after_all
from domain.foreseeing import led_on
from domain.letter import TOLD, Voice
from domain.matters.meetings.commands import CancelMeeting, FixMeeting, MoveMeeting, PollDates
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.refusals import Refusal
from models import closed_addresses, stops
from models.engine import Database
from models.foreseen_letters import ForeseenLetter, Happening, HeadMoved, Mail, Way, foresee
from models.letter_claims import claim, next_claim
from models.letter_outcomes import Reason, Sent, record
from models.letters import of_initiative
from models.states import LetterState, Rhythm
from models.tables import Letter, Person
from tests.domain.journeys import journeys, relay
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.databases import everything
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, START, Play, text

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def seen(post: Post, command: Command) -> Mail:
    """What is foreseen of a command now. Raises the Refusal."""
    play = post.play
    events = decide(play.initiative, Said(command, COORDINATOR, play.now), play.now).events
    following = after_all(play.initiative, events, play.now)
    rests_until = following.paused.until if following.paused else None
    appends = tuple(led_on(play.initiative, events, play.now))
    happening = Happening(INITIATIVE, len(play.entries), appends, play.now, rests_until)
    return await post.database.tried(lambda session: foresee(session, post.vault, post.keys, happening))


async def done(post: Post, command: Command) -> None:
    """The same in earnest, with the opening that follows an exit."""
    post.play.say(command)
    await post.store()
    if relay(post.play):
        await post.store()


async def passed(post: Post, at: datetime) -> datetime | None:
    """The dispatcher comes by and sends what it claims; when it looks again."""

    def deal(session: Session) -> datetime | None:
        for one in claim(session, post.keys, at, lease=5 * MINUTE, limit=1000, domain="example.org"):
            assert record(session, one, Sent("test"), at)
        return next_claim(session)

    return await post.database.write(deal)


async def rows(post: Post) -> dict[str, Letter]:
    letters = await post.database.read(lambda session: of_initiative(session, INITIATIVE))
    return {letter.id: letter for letter in letters}


@dataclass(frozen=True)
class Readers:
    """Who has no address, a closed one, has stopped reminders, is forgotten, or wants letters weekly and after noon; by
    the number of the seat.
    """

    paper: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    stopped: frozenset[int] = frozenset()
    erased: frozenset[int] = frozenset()
    weekly: frozenset[int] = frozenset()

    async def enter(self, post: Post) -> None:
        """Enter it in the register."""

        def enter(session: Session) -> None:
            for number in self.paper:
                session.get_one(Person, _person(number)).address_ref = None
            for number in self.closed - self.paper:
                address = session.get_one(Person, _person(number)).address_ref
                closed_addresses.close(session, str(address), _person(number), "5.1.1", START)
            for number in self.stopped:
                stops.stop(session, _person(number), stops.By.PERSON, START)
            for number in self.weekly:
                person = session.get_one(Person, _person(number))
                person.rhythm, person.quiet_from, person.quiet_until = Rhythm.WEEKLY, "21:00", "12:00"

        await post.database.write(enter)
        for number in self.erased:
            await post.erase(f"holder-{number:02}")


def _person(number: int) -> str:
    return f"person-holder-{number:02}"


few = st.frozensets(st.integers(1, 6), max_size=1)
readers = st.builds(Readers, few, few, few, few, few)


def commands(play: Play, days: int) -> list[Command]:
    """What is for many, and so is foreseen."""
    at = play.now + timedelta(days=days)
    exits: list[Command] = [TakeExit(exit, None if exit is ExitKind.ADVANCE else text()) for exit in ExitKind]
    votes: list[Command] = [CallVote(exit) for exit in (ExitKind.ADVANCE, ExitKind.STOP)]
    meetings: list[Command] = [PollDates((at,)), FixMeeting(at), MoveMeeting("m1", at), CancelMeeting("m1", text())]
    rests: list[Command] = [Hold(at, text(), text()), PauseUntil(at), Resume()]
    return [RemindAll(), *exits, *votes, *meetings, *rests]


async def law(file: Path, play: Play, who: Readers, choose: int, days: int, sent: bool) -> bool:
    """The law for one initiative and the first command from `choose` on that it takes; false where it takes none."""
    database = Database.open(f"sqlite:///{file}")
    try:
        post = Post(database, play)
        await database.write(lambda session: post._enrol(session, 6, True))
        await post.store()
        await who.enter(post)
        if sent:
            await passed(post, play.now)
        choice = commands(play, days)
        for command in (*choice[choose % len(choice) :], *choice[: choose % len(choice)]):
            before = await everything(database)
            try:
                foreseen = await seen(post, command)
            except Refusal as refusal:
                with pytest.raises(type(refusal)):
                    play.say(command)
                continue
            assert await everything(database) == before
            await holds(post, command, foreseen)
            return True
        return False
    finally:
        await database.close()


async def holds(post: Post, command: Command, foreseen: Mail) -> None:
    """What is now written, taken back and sent is what was foreseen."""
    before, now = await rows(post), post.play.now
    await done(post, command)
    after = await rows(post)
    spared = [one for one in foreseen.stays if one.letter is None]
    written = {one.letter for one in (*foreseen.goes, *foreseen.stays)} - {None}
    assert written == after.keys() - before.keys()
    assert all(one.because in ("asked_lately", "asked_often") for one in spared)
    for one in (*foreseen.goes, *foreseen.stays):
        row = after.get(one.letter or "")
        assert row is None or (row.actor, row.obligation_id, row.step) == (one.actor, one.obligation, one.step)
    if post.play.initiative.paused is None:
        await went(post, foreseen, now)


async def went(post: Post, foreseen: Mail, now: datetime) -> None:
    """Each letter leaves at its moment and in its company, and those that stay say why."""
    at: datetime | None = now
    for _ in range(60):
        if at is None:
            break
        after = await passed(post, at)
        at = max(after, at + timedelta(seconds=1)) if after is not None else None
    became = await rows(post)
    bundles = Counter(row.bundle_id for row in became.values())
    for one in foreseen.goes:
        row = became[str(one.letter)]
        if one.by is Way.PAPER:
            assert (row.state, row.reason) == (LetterState.HELD, Reason.TO_PRINT)
        elif one.leaves_at is not None:
            assert (row.state, row.sent_at) == (LetterState.SENT, one.leaves_at)
        assert bundles[row.bundle_id] - 1 == one.others
    for one in (*foreseen.stays, *foreseen.taken_back):
        if one.letter is not None:
            assert became[one.letter].state in (LetterState.SUPPRESSED, LetterState.SUPERSEDED)
            assert became[one.letter].reason == one.because


@examples(20)
@given(
    play=journeys(most=8),
    who=readers,
    choose=st.integers(0, 40),
    days=st.sampled_from([9, 30, 45]),
    sent=st.booleans(),
    later=st.integers(0, 6),
    hours=st.integers(0, 23),
)
def test_what_is_foreseen_of_letters_is_what_is_written_and_sent(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    play: Play,
    who: Readers,
    choose: int,
    days: int,
    sent: bool,
    later: int,
    hours: int,
) -> None:
    for command in (FixMeeting(play.now + 30 * DAY), FixMeeting(play.now + 60 * DAY)):
        with suppress(Refusal):
            play.say(command)
    play.wait_until(play.now + later * DAY + timedelta(hours=hours))
    relay(play)
    file = tmp_path_factory.mktemp("law") / "talkoot.db"
    shutil.copyfile(sqlite_template, file)
    asyncio.run(law(file, play, who, choose, days, sent))
    shutil.rmtree(file.parent)


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
