"""How a letter's meeting or due day stands in calendars: one id for good, one number more for each change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.commands import Extend, PauseUntil, Resume
from domain.letter import InCalendar, LetterFacts, Voice
from domain.matters.meetings.commands import CancelMeeting, FixMeeting, MoveMeeting, WriteAgenda
from domain.sealed import Sealed
from models.engine import Database
from models.letter_facts import Correspondence
from models.letters import of_initiative
from models.states import LetterState, Rhythm
from models.tables import Letter, Person
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import COORDINATOR, START, text

ZONE = "Europe/Helsinki"
FIRST, SECOND, THIRD = (START + timedelta(days=days, hours=7, minutes=30) for days in (28, 29, 35))


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def told(post: Post, duty: str, actor: str = "holder-01") -> list[LetterFacts]:
    """The facts of one reader's letters about a duty, as they became due, by version of what is asked."""
    correspondence = Correspondence(post.vault, post.keys, "http://localhost")

    def read(session: Any) -> list[LetterFacts]:
        rows = [row for row in of_initiative(session, INITIATIVE) if (row.kind, row.actor) == (duty, actor)]
        rows.sort(key=lambda row: (row.obligation_id, row.step == "withdrawn"))
        return [f for row in rows if isinstance(f := correspondence.facts(session, row.id, post.play.now), LetterFacts)]

    return await post.database.read(read)


async def agenda(post: Post, words: str) -> Sealed:
    subject, put = f"initiative:{INITIATIVE}", post.vault.put
    ref = await post.database.write(lambda session: put(session, subject, "agenda", words, START))
    return Sealed(ref, len(words), "fi")


async def test_a_meeting_keeps_its_id_while_it_is_moved_and_each_letter_tells_its_own_moment(post: Post) -> None:
    post.play.say(FixMeeting(FIRST, agenda=await agenda(post, "Kyydit")))
    post.play.say(MoveMeeting("m1", SECOND))
    post.play.say(MoveMeeting("m1", THIRD))
    await post.store()
    letters = await told(post, "attend_meeting")
    uid = f"{INITIATIVE}.m1@talkoot"
    assert [letter.in_calendar for letter in letters] == [
        InCalendar(uid, sequence, ZONE, is_meeting=True) for sequence in range(3)
    ]
    assert [letter.meets_at for letter in letters] == [_wall(moment) for moment in (FIRST, SECOND, THIRD)]
    assert {letter.agenda for letter in letters} == {"Kyydit"}
    assert "Kyydit" not in repr(letters)


async def test_a_move_is_told_to_those_alone_who_got_a_letter_about_the_former_moment(post: Post) -> None:
    post.play.say(FixMeeting(FIRST))
    await post.store()

    def sent(session: Any) -> None:
        for row in of_initiative(session, INITIATIVE):
            if (row.kind, row.actor) == ("attend_meeting", "holder-01"):
                session.get_one(Letter, row.id).state = LetterState.SENT

    await post.database.write(sent)
    post.play.say(MoveMeeting("m1", SECOND))
    post.play.say(MoveMeeting("m1", THIRD))
    await post.store()
    for actor, moved in (("holder-01", [False, True, True]), ("holder-02", [False, False, False])):
        assert [letter.moved for letter in await told(post, "attend_meeting", actor)] == moved


async def test_the_last_agenda_is_told_and_another_meeting_has_its_own_id(post: Post) -> None:
    post.play.say(FixMeeting(FIRST, agenda=await agenda(post, "Ensin")))
    post.play.say(FixMeeting(SECOND))
    post.play.say(WriteAgenda("m1", await agenda(post, "Sitten")))
    await post.store()
    found = {
        letter.in_calendar.uid: letter.agenda for letter in await told(post, "attend_meeting") if letter.in_calendar
    }
    assert found == {f"{INITIATIVE}.m1@talkoot": "Sitten", f"{INITIATIVE}.m2@talkoot": None}


async def test_a_meeting_that_is_called_off_counts_one_change_more(post: Post) -> None:
    post.play.say(FixMeeting(FIRST))
    post.play.say(MoveMeeting("m1", SECOND))
    post.play.say(CancelMeeting("m1", text()))
    await post.store()
    last = (await told(post, "attend_meeting"))[-1]
    assert (last.voice, last.meets_at) == (Voice.WITHDRAWN, _wall(SECOND))
    assert last.in_calendar == InCalendar(f"{INITIATIVE}.m1@talkoot", 2, ZONE, is_meeting=True)


async def test_a_due_day_counts_how_often_it_was_set_anew(post: Post) -> None:
    async def kept() -> tuple[InCalendar | None, datetime]:
        (letter,) = await told(post, "answer_invitation")
        return letter.in_calendar, datetime.combine(letter.due_on, datetime.min.time())

    uid = f"{INITIATIVE}.convening.1.answer_invitation.seat-01@talkoot"
    before, day = await kept()
    assert before == InCalendar(uid, 0, ZONE)
    post.play.say(Extend("5wd", text(), "convening.1/answer_invitation/seat-01"))
    post.play.say(Extend("5wd", text(), "convening.1/answer_invitation/seat-02"))
    await post.store()
    after, later = await kept()
    assert (after, later - day) == (InCalendar(uid, 1, ZONE), timedelta(days=7))
    post.play.say(PauseUntil(post.play.now + timedelta(days=20)))
    post.play.wait(7)
    post.play.say(Resume())
    await post.store()
    again, latest = await kept()
    assert again == InCalendar(uid, 2, ZONE)
    assert latest > later
    assert (await kept())[0] == again  # asked again, nothing is counted twice


async def test_whoever_is_only_told_that_others_are_late_has_nothing_to_keep_in_mind(post: Post) -> None:
    await post.wait(40)
    late = [one for one in await told(post, "answer_invitation", COORDINATOR.actor) if one.voice is Voice.ESCALATION]
    assert late
    assert {letter.in_calendar for letter in late} == {None}


async def test_a_letter_tells_the_coordinators_number_and_how_often_its_reader_wants_letters(post: Post) -> None:
    def change(session: Any) -> None:
        put, subject = post.vault.put, "person:person-actor-coordinator"
        coordinator = session.get_one(Person, "person-actor-coordinator")
        coordinator.phone_ref = put(session, subject, "person.phone", "040 000 0000", START)
        session.get_one(Person, "person-holder-01").rhythm = Rhythm.WEEKLY

    await post.database.write(change)
    (weekly,), (daily,) = [await told(post, "answer_invitation", actor) for actor in ("holder-01", "holder-02")]
    assert (weekly.phone, weekly.weekly, daily.weekly) == ("040 000 0000", True, False)
    assert "040" not in repr(weekly)
    own = await told(post, "cultivate", COORDINATOR.actor) or await told(post, "name_chair", COORDINATOR.actor)
    assert [letter.phone for letter in own] == [None]


def _wall(moment: datetime) -> datetime:
    return (moment + timedelta(hours=2)).replace(tzinfo=None)  # Finland in winter
