"""The law of what is foreseen of letters: it is what is then written and sent, whatever has happened before."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import CallVote, Command, Hold, PauseUntil, RemindAll, Resume, TakeExit
from domain.matters.meetings.commands import CancelMeeting, FixMeeting, MoveMeeting, PollDates
from domain.operating_model import ExitKind
from domain.refusals import Refusal
from models.engine import Database
from models.foreseen_letters import Mail, Way
from models.letter_outcomes import Reason
from models.states import LetterState
from tests.domain.journeys import journeys, relay
from tests.fixtures.correspondence import Post
from tests.fixtures.databases import everything
from tests.fixtures.foreseen import DAY, Readers, passed, readers, rows, seen
from tests.fixtures.profiles import examples
from tests.fixtures.rules import Play, text


async def done(post: Post, command: Command) -> None:
    """The same in earnest, with the opening that follows an exit."""
    post.play.say(command)
    await post.store()
    if relay(post.play):
        await post.store()


def commands(play: Play, days: int) -> list[Command]:
    """What is for many, and so is foreseen."""
    at = play.now + timedelta(days=days)
    exits: list[Command] = [TakeExit(exit, None if exit is ExitKind.ADVANCE else text()) for exit in ExitKind]
    votes: list[Command] = [CallVote(exit) for exit in (ExitKind.ADVANCE, ExitKind.STOP)]
    meetings: list[Command] = [PollDates((at,)), FixMeeting(at), MoveMeeting("m1", at), CancelMeeting("m1", text())]
    rests: list[Command] = [Hold(at, text(), text()), PauseUntil(at), Resume()]
    return [RemindAll(), *exits, *votes, *meetings, *rests]


async def law(file: Path, play: Play, who: Readers, choose: int, days: int, sent: bool) -> None:
    """The law for one initiative and the first command from `choose` on that it takes."""
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
            return
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
