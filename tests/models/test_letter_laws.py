"""The law of letters: whatever happens, the balance closes, and the ledger says what the rows say."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, update

from activities.channels import ChannelAway
from activities.dispatching import LEASE, Dispatcher
from domain.commands import TakeExit
from domain.correspondence.accounts import STREAM, End, LetterEnded, LetterEvent, Said
from domain.ledger.entries import decode
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.refusals import NotHeld, Refusal
from models import letter_balances
from models.append import entries_after
from models.engine import Database
from models.letter_accounts import By, account
from models.letter_outcomes import Deferred, Outcome, Refused, Sent, Uncertain, Unwritable
from models.letter_settling import settle
from models.letters import of_initiative
from models.states import LetterState
from models.tables import Letter
from stack.verifying import verify_ledger
from tests.domain.correspondence.ends import end_of
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.databases import PostgresHere
from tests.fixtures.profiles import examples
from tests.fixtures.rules import START, text

ACTS = ("send", "send", "late", "answer", "wait", "account", "account", "settle", "stop")


class Killed(BaseException):
    """The dispatcher is gone while it sends."""


class Whims:
    """A channel that does anything that a channel may do."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    async def send(self, message: EmailMessage) -> Outcome:
        told: list[Any] = [
            *(Sent("smtp", "250 2.0.0 OK"), Sent("smtp"), Deferred("smtp", "451 4.7.1 later"), Uncertain("smtp")),
            *(Refused("smtp", "550 5.1.1 no"), Unwritable(), ChannelAway("away"), Killed()),
        ]
        outcome = self.chance.choice(told)
        if isinstance(outcome, BaseException):
            raise outcome
        done: Outcome = outcome
        return done

    async def close(self) -> None:
        pass


async def act(post: Post, what: str, chance: random.Random) -> None:
    """Something happens, if it may happen now."""
    match what:
        case "send":
            await sent(post, chance)
        case "late":  # whoever had a lease has lost it
            post.play.now += 2 * LEASE
            await sent(post, chance)
        case "wait":
            await post.wait(chance.randint(1, 12))
        case "account":
            now, limit = post.play.now, chance.randint(1, 9)
            await post.database.write(lambda session: account(session, now, limit=limit))
        case "settle":
            await settled(post, chance)
        case "answer" | "stop":
            with suppress(Refusal):
                if what == "answer":
                    seat, reply = chance.choice(("seat-01", "seat-02")), chance.choice((Reply.YES, Reply.DEPUTY))
                    post.play.seat_says(seat, AnswerInvitation(reply))
                else:
                    post.play.say(TakeExit(ExitKind.STOP, text()))
            await post.store()


async def sent(post: Post, chance: random.Random) -> None:
    now = post.play.now
    sending = Dispatcher(
        post.database, post.vault, post.keys, Whims(chance), "https://t.example", "t@example.org", lambda: now
    )
    with suppress(ChannelAway, Killed):
        await sending.one_pass(now)


async def settled(post: Post, chance: random.Random) -> None:
    letter, said, now = chance.choice(await rows(post)), chance.choice(list(Said)), post.play.now
    try:
        await post.database.write(lambda s: settle(s, INITIATIVE, letter.id, said, By("actor-coordinator"), now))
    except NotHeld:
        assert letter.state is not LetterState.HELD


async def rows(post: Post) -> Sequence[Letter]:
    return await post.database.read(lambda session: of_initiative(session, INITIATIVE))


async def holds(post: Post) -> None:
    """The balance closes, in all and by obligation, and the ledger says of each letter what it is to say."""
    letters = await rows(post)
    by_obligation = await post.database.read(lambda session: letter_balances.by_obligation(session, INITIATIVE))
    whole = (await post.database.read(letter_balances.overall)).balance
    assert whole == letter_balances.together(by_obligation.values()).balance
    assert whole.closes
    assert all(tally.balance.closes for tally in by_obligation.values())
    assert whole.due == len(letters)
    states = Counter(letter.state for letter in letters)
    assert {end: getattr(whole, end) for end in End} == {end: states[LetterState(end)] for end in End}
    entries = await post.database.read(lambda session: entries_after(session, STREAM + INITIATIVE, 0))
    told: dict[str, list[tuple[int, End]]] = {}
    for entry in entries:
        event = decode(entry.text, LetterEvent).event
        assert isinstance(event, LetterEnded)
        told.setdefault(event.letter, []).append((entry.seq, end_of(event)))
    for letter in letters:
        said = told.get(letter.id, [])
        if letter.accounted_seq is not None:
            assert said[-1] == (letter.accounted_seq, End(letter.state))
        ends = [end for _, end in said]
        assert End.HELD not in ends[1:], "a letter is held once, and nothing is told of it twice"
        assert len(ends) == len(set(ends))
        assert len(ends) <= 1 or ends[0] is End.HELD


async def played(url: str, happens: list[str], seed: int) -> None:
    database, chance = Database.open(url), random.Random(seed)
    try:
        post = await Post.open(database)
        for what in happens:
            await act(post, what, chance)
            await holds(post)
        now = post.play.now
        await database.write(lambda session: account(session, now, limit=1000))
        await holds(post)
        assert (await database.read(letter_balances.overall)).balance.unaccounted == 0
        assert (await verify_ledger(database)).broken == ()
    finally:
        await database.close()


COURSES = st.lists(st.sampled_from(ACTS), min_size=3, max_size=25)


@examples(12)
@given(COURSES, st.integers(0, 2**32))
def test_the_balance_closes_whatever_happens_on_sqlite(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, happens: list[str], seed: int
) -> None:
    file = tmp_path_factory.mktemp("law") / "talkoot.db"
    shutil.copyfile(sqlite_template, file)
    asyncio.run(played(f"sqlite:///{file}", happens, seed))
    file.unlink()


@pytest.mark.postgres
@examples(6)
@given(COURSES, st.integers(0, 2**32))
def test_the_balance_closes_whatever_happens_on_postgresql(
    postgres_server: PostgresHere, happens: list[str], seed: int
) -> None:
    asyncio.run(played(postgres_server.emptied(), happens, seed))


async def test_a_ledger_that_says_otherwise_than_the_rows_is_missed_in_the_balance(database: Database) -> None:
    post = await Post.open(database)
    await database.write(lambda session: session.execute(update(Letter).values(state=LetterState.SENT)))
    await database.write(lambda session: account(session, START, limit=10))
    assert (await database.read(letter_balances.overall)).balance.closes
    letter = (await rows(post))[0].id
    forged = update(Letter).where(col(Letter.id) == letter).values(state=LetterState.FAILED)
    await database.write(lambda session: session.execute(forged))
    found = (await database.read(letter_balances.overall)).balance
    assert (found.ended, found.accounted, found.unaccounted, found.closes) == (3, 2, 0, False)
