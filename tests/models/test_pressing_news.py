"""News that a meeting is not then does not wait for the next message of its reader, if that would come too late."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select, update

from domain.commands import Command
from domain.correspondence.settling import SETTLES
from domain.matters.meetings.commands import CancelMeeting, FixMeeting, MoveMeeting
from models.engine import Database
from models.letter_claims import next_due
from models.states import LetterState, Rhythm
from models.tables import Bundle, Letter, Person
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import START, text
from tests.models.bundling import all_sent

DAY = timedelta(days=1)
MEETS = START + 3 * DAY  # Thursday, 10.00 in Helsinki
OFF, LATER = CancelMeeting("m1", text()), MoveMeeting("m1", START + 30 * DAY)


@pytest.fixture
async def post(database: Database) -> Post:
    """Two people who have been asked on Monday to a meeting on Thursday."""
    opened = await Post.open(database)
    opened.play.say(FixMeeting(MEETS))
    await opened.store()
    await all_sent(opened)
    return opened


async def say(post: Post, at: datetime, command: Command) -> None:
    post.play.wait_until(at)
    post.play.say(command)
    await post.store()


async def had_a_message(post: Post, at: datetime) -> None:
    """Both have had that day's message."""
    await post.database.write(
        lambda session: session.execute(update(Bundle).values(composed_at=at - timedelta(hours=1), day=at.date()))
    )


async def news(post: Post) -> list[LetterState]:
    """What became of the letters that tell it."""
    tells = ("m1.2", "withdrawn")

    def read(session: Session) -> list[LetterState]:
        rows = session.exec(select(Letter).where(col(Letter.kind) == "attend_meeting").order_by(col(Letter.id)))
        return [row.state for row in rows if row.obligation_id.endswith(tells[0]) or row.step == tells[1]]

    return await post.database.read(read)


@pytest.mark.parametrize(("command", "settles"), [(OFF, timedelta()), (LATER, SETTLES)])
async def test_who_has_had_todays_message_is_told_today_of_what_is_not_tomorrow(
    post: Post, command: Command, settles: timedelta
) -> None:
    day_before = MEETS - DAY
    await say(post, day_before, command)
    await had_a_message(post, day_before)
    await all_sent(post, day_before + settles)
    assert await news(post) == [LetterState.SENT] * 2


@pytest.mark.parametrize("command", [OFF, LATER])
async def test_who_reads_weekly_is_told_before_the_week_is_over(post: Post, command: Command) -> None:
    await post.database.write(lambda session: session.execute(update(Person).values(rhythm=Rhythm.WEEKLY)))
    await say(post, START + DAY, command)
    await all_sent(post, START + DAY + SETTLES)
    assert await news(post) == [LetterState.SENT] * 2


async def test_what_is_not_in_a_few_days_waits_for_tomorrows_message(post: Post) -> None:
    await say(post, START + DAY, OFF)
    await had_a_message(post, START + DAY)
    assert await all_sent(post, START + DAY) == []
    tomorrow = START + 2 * DAY - timedelta(hours=1)  # 9.00 in Helsinki
    assert await post.database.read(next_due) == tomorrow
    await all_sent(post, tomorrow)
    assert await news(post) == [LetterState.SENT] * 2


async def test_at_night_nobody_is_told_and_in_the_morning_before_the_window_opens(post: Post) -> None:
    night = MEETS - timedelta(hours=12)  # 22.00 in Helsinki
    await say(post, night, OFF)
    assert await all_sent(post, night) == []
    assert await post.database.read(next_due) == MEETS - timedelta(hours=3)  # 7.00


async def test_whoever_never_heard_of_the_first_moment_does_not_count_on_it(post: Post) -> None:
    never = update(Letter).where(col(Letter.kind) == "attend_meeting").values(state=LetterState.FAILED)
    await post.database.write(lambda session: session.execute(never))
    await say(post, MEETS - DAY, LATER)
    await had_a_message(post, MEETS - DAY)
    assert await all_sent(post, MEETS - DAY + SETTLES) == []
    assert await news(post) == [LetterState.WAITING] * 2
