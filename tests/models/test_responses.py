"""What works, read from the database and counted anew from the events, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from domain.commands import RemindAll
from domain.correspondence.responses import Question, responded
from domain.events import ObligationFulfilled, ObligationOpened, ReminderDue
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.engine import Database
from models.responses import questions
from models.states import LetterState
from models.tables import Letter
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import START

SEATS = 6
ANSWERS = {1: 0, 2: 3, 3: 9, 4: 16}
"""By the number of a seat: how many days after the question it answers."""


@pytest.fixture
async def post(database: Database) -> Post:
    """Seats that answer one after the other, two that never do, and every letter sent when it was due."""
    post = await Post.open(database, seats=SEATS)
    passed = 0
    for seat, days in ANSWERS.items():
        post.play.wait(days - passed)
        passed = days
        post.play.seat_says(f"seat-{seat:02}", AnswerInvitation(Reply.YES if seat % 2 else Reply.NO))
    post.play.wait(4)
    await post.store()

    await database.write(_sent)
    return post


def _sent(session: Session) -> None:
    for letter in session.exec(select(Letter)).all():
        if letter.state is LetterState.WAITING:
            letter.state, letter.sent_at = LetterState.SENT, letter.due_at


async def asked(post: Post, **of: str) -> list[Question]:
    return await post.database.read(lambda session: list(questions(session, START - timedelta(days=1), **of)))


async def test_every_question_to_a_seat_is_read_with_its_letters_and_its_answer(post: Post) -> None:
    found = responded(await asked(post, initiative=INITIATIVE))
    events = [(entry.at, entry.event) for entry in post.play.entries]
    opened = {e.obligation: at for at, e in events if isinstance(e, ObligationOpened) and e.seat}
    answered = {e.obligation: at for at, e in events if isinstance(e, ObligationFulfilled) and e.obligation in opened}
    assert (found.asked, found.answered) == (len(opened), len(answered))
    days = Counter((at - opened[duty]).days for duty, at in answered.items())
    assert {one.first: one.answers for one in found.by_day if one.answers} == days
    steps = Counter(e.step + 1 for _, e in events if isinstance(e, ReminderDue) and e.obligation in opened)
    assert {one.first: one.letters for one in found.by_step if one.first > 0} == steps
    assert sum(one.answers for one in found.by_step) == len(answered) == len(ANSWERS)
    assert [(one.sectors, one.asked) for one in found.by_sector] == [(("association",), len(opened))]


async def test_a_letter_by_which_a_coordinator_reminds_all_is_a_mark_and_an_answer_after_it_is_due_to_it(
    database: Database,
) -> None:
    post = await Post.open(database, seats=SEATS)
    post.play.wait(3)
    post.play.say(RemindAll())
    post.play.wait(1)
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    await database.write(_sent)
    found = responded(await asked(post))
    last = found.by_step[-1]
    assert (last.actions, last.letters, last.answers) == (("reminded",), SEATS, 1)
    assert sum(one.answers for one in found.by_step) == 1
    assert {one.first: one.reminders for one in found.by_day if one.reminders}[3] >= SEATS


async def test_of_another_or_of_an_earlier_time_nothing_is_read(post: Post) -> None:
    assert await asked(post, initiative="initiative-2") == []
    assert await asked(post, principal="person:per_0") == []
    later = post.play.now + timedelta(days=1)
    assert await post.database.read(lambda session: list(questions(session, later))) == []
    assert len(await asked(post)) == len(await asked(post, initiative=INITIATIVE)) > 0
