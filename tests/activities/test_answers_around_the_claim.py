"""Answers at every moment around the claim of a letter: none goes out a second after it was answered."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest
from sqlmodel import Session, col, select

from activities.channels import Channel
from activities.dispatching import Dispatcher
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.engine import Database
from models.letter_outcomes import Outcome, Sent
from models.states import LetterState
from models.tables import Letter
from tests.fixtures.correspondence import Post
from tests.fixtures.faults import SEED, Note, sized
from tests.fixtures.rules import START

INTERLEAVINGS = sized(60, 110)  # in a turn, of which the campaign has ten
MOMENTS = ("before the claim", "after the claim", "as it is handed over", "after it", "beside it")
UNHEARD = MOMENTS[:2]
"""Answers in these moments spare the letter in any case."""
A_SECOND = 1.0


@dataclass
class Stage:
    """One letter at a time, and an answer at a chosen moment. When each was handed over, and when answered."""

    post: Post
    chance: random.Random
    moment: str = ""
    handed: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    unheard: set[str] = field(default_factory=set)

    async def reach(self, moment: str, seat: str | None = None) -> None:
        """Answer for the seat whose letter is in hand, if this is the moment for it."""
        if self.moment == moment:
            self.moment = ""
            await self.answer(seat or await self.in_hand(), moment)

    async def answer(self, seat: str | None, moment: str) -> None:
        """The seat says yes; it is answered once that is stored."""
        if seat is None or seat in self.answered:
            return
        self.post.play.seat_says(seat, AnswerInvitation(Reply.YES))
        await self.post.store()
        self.answered[seat] = time.monotonic()
        self.counted[moment] += 1
        self.unheard |= {seat} if moment in UNHEARD else set()

    async def beside(self) -> None:
        """Answer for a letter that waits at any moment meanwhile."""
        seat = await self.of_a_letter(LetterState.WAITING)
        await asyncio.sleep(self.chance.uniform(0, 0.03))
        await self.answer(seat, "beside it")

    async def in_hand(self) -> str | None:
        """The seat whose letter is claimed, or comes next."""
        return await self.of_a_letter(LetterState.CLAIMED) or await self.of_a_letter(LetterState.WAITING)

    async def of_a_letter(self, state: LetterState) -> str | None:
        """The seat of the first letter in this state."""
        query = select(Letter.obligation_id).where(Letter.state == state).order_by(col(Letter.due_at), col(Letter.id))
        found = await self.post.database.read(lambda session: session.exec(query).first())
        return found.rpartition("/")[2] if found else None


@dataclass
class Watched:
    """A database at whose door the stage is told before each read and write of the dispatcher."""

    database: Database
    stage: Stage
    writes: int = 0

    async def write(self, work: Any) -> Any:
        await self.stage.reach("before the claim" if self.writes == 0 else "after it")
        self.writes += 1
        return await self.database.write(work)

    async def read(self, work: Any) -> Any:
        await self.stage.reach("after the claim")
        return await self.database.read(work)


@dataclass
class Handing(Channel):
    """A channel that takes a moment for each message, in which an answer may come."""

    stage: Stage

    async def send(self, message: EmailMessage) -> Outcome:
        seat = message["To"].addresses[0].username.replace("kanaria.holder", "seat")
        self.stage.handed[seat] = time.monotonic()
        await self.stage.reach("as it is handed over", seat)
        await asyncio.sleep(self.stage.chance.uniform(0, 0.005))
        return Sent("handing")

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("turn", range(sized(1, 10)))
async def test_no_letter_goes_out_a_second_after_its_answer(
    database: Database, turn: int, monkeypatch: pytest.MonkeyPatch, record_property: Note
) -> None:
    monkeypatch.setattr("activities.dispatching.AT_ONCE", 1)
    post = await Post.open(database, seats=INTERLEAVINGS, deputies=False)
    stage = Stage(post, random.Random(SEED + turn))
    watched: Any = Watched(database, stage)
    dispatching = Dispatcher(
        watched, post.vault, post.keys, Handing(stage), "https://t.example", "t@example.org", lambda: START
    )
    await _coordinators_own(post)
    while await stage.of_a_letter(LetterState.WAITING):
        stage.moment, watched.writes = stage.chance.choice(MOMENTS), 0
        answer = asyncio.create_task(stage.beside()) if stage.moment == "beside it" else None
        await dispatching.one_pass(START)
        if answer:
            await answer
    assert [seat for seat, at in stage.answered.items() if stage.handed.get(seat, 0) > at + A_SECOND] == []
    assert stage.unheard.isdisjoint(stage.handed)
    assert set(stage.counted) == set(MOMENTS)
    assert len(stage.answered) > INTERLEAVINGS / 2, dict(stage.counted)
    states = Counter(row.state for row in (await post.letters()).values() if row.actor.startswith("holder"))
    assert states == {LetterState.SENT: len(stage.handed), LetterState.SUPPRESSED: INTERLEAVINGS - len(stage.handed)}
    record_property(f"interleavings on {database.dialect}", dict(stage.counted))


async def _coordinators_own(post: Post) -> None:
    """The coordinator's own letters are none of this."""

    def end(session: Session) -> None:
        for row in session.exec(select(Letter)).all():
            if not row.actor.startswith("holder"):
                row.state = LetterState.SENT

    await post.database.write(end)
