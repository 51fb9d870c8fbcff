"""Accounts of letters: each end has its entry, once and in order, whoever is killed at whichever statement."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select, update

from domain.correspondence.accounts import STREAM, LetterEnded, LetterEvent, LetterHeld, LetterSent
from domain.ledger.chain import Head, walk
from domain.ledger.entries import Recorded, decode
from models.append import entries_after
from models.engine import Database
from models.letter_accounts import ENDED, account, waits
from models.letter_claims import claim
from models.letter_outcomes import Deferred, Reason, Refused, Sent, Uncertain, record
from models.letters import of_initiative
from models.states import LetterState
from models.tables import Letter, StreamHead
from stack.verifying import verify_ledger
from tests.domain.correspondence.ends import end_of
from tests.fixtures.correspondence import CANARIES, INITIATIVE, Post
from tests.fixtures.rules import START

LEASE = timedelta(minutes=5)
OURS = STREAM + INITIATIVE


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def accounted(post: Post, now: datetime = START, limit: int = 500) -> int:
    return len(await post.database.write(lambda session: account(session, now, limit=limit)))


async def stream(post: Post) -> list[Recorded]:
    """The entries about letters, in order."""
    entries = await post.database.read(lambda session: entries_after(session, OURS, 0))
    return [decode(entry.text, LetterEvent) for entry in entries]


async def rows(post: Post) -> list[Letter]:
    return list(await post.database.read(lambda session: of_initiative(session, INITIATIVE)))


async def end_all(post: Post, **values: Any) -> None:
    """Let every letter end in this way."""
    end = {"state": LetterState.SENT, "sent_at": START, "channel": "smtp", "reply": "250 2.0.0 OK"} | values
    await post.database.write(lambda session: session.execute(update(Letter).values(end)))


async def told_as_it_is(post: Post) -> None:
    """What the ledger says last of each letter is what its row says; the stream is whole and ends at its head."""
    said = {entry.event.letter: entry for entry in await stream(post) if isinstance(entry.event, LetterEnded)}
    ended = {row.id: row for row in await rows(post) if row.state.is_final}
    assert {id_: (end_of(entry.event), entry.seq) for id_, entry in said.items()} == {
        id_: (row.state.value, row.accounted_seq) for id_, row in ended.items()
    }
    entries = await post.database.read(lambda session: entries_after(session, OURS, 0))
    head = await post.database.read(lambda session: session.get(StreamHead, OURS))
    assert head is not None
    assert walk(OURS, entries) == Head(head.seq, head.hash)
    assert (await verify_ledger(post.database)).broken == ()


async def test_an_entry_tells_how_a_letter_ended_with_codes_only(post: Post) -> None:
    await end_all(post, reply="250 2.1.5 kanaria.holder-01@example.org OK", bundle_id="b1")
    assert await accounted(post) == 3
    letter = await post.letter("holder-01")
    told = next(entry for entry in await stream(post) if entry.event.letter == letter.id)  # type: ignore[attr-defined]
    assert told.event == LetterSent(
        letter=letter.id,
        obligation=letter.obligation_id,
        to="holder-01",
        duty="answer_invitation",
        step="invitation",
        due_at=START,
        channel="smtp",
        sent_at=START,
        code="250 2.1.5",
        bundle=hashlib.sha256(f"b1\n{INITIATIVE}".encode()).hexdigest()[:32],  # elsewhere it has another name
    )
    assert (told.at, told.actor, told.cause, letter.accounted_seq) == (START, "rule", None, told.seq)
    texts = [entry.text for entry in await post.database.read(lambda session: entries_after(session, OURS, 0))]
    assert not [text for text in texts for canary in CANARIES if canary in text]
    assert {text.partition('"model":"')[2].partition('"')[0] for text in texts} == {
        f"{post.play.initiative.charter.model.id}@{post.play.initiative.charter.model.version}"
    }


@pytest.mark.parametrize("reason", [Reason.STOPPED, Reason.RESTRICTED, Reason.ERASED])
async def test_what_a_person_has_asked_for_themselves_is_told_by_no_entry(post: Post, reason: Reason) -> None:
    await end_all(post, state=LetterState.SUPPRESSED, reason=reason, sent_at=None, channel=None, reply=None)
    await accounted(post)
    assert {entry.event.reason for entry in await stream(post)} == {"personal"}  # type: ignore[attr-defined]
    texts = [entry.text for entry in await post.database.read(lambda session: entries_after(session, OURS, 0))]
    assert not [text for text in texts if reason in text]
    assert {row.reason for row in await rows(post)} == {reason}, "who coordinates is told as long as it holds"


async def test_what_has_not_ended_has_no_entry_and_what_has_ended_gets_one_only(post: Post) -> None:
    assert not await post.database.read(waits)
    assert await accounted(post) == 0
    await end_all(post)
    assert await post.database.read(waits)
    assert [await accounted(post), await accounted(post)] == [3, 0]
    await told_as_it_is(post)


async def test_every_end_has_an_entry_of_its_own_kind(post: Post) -> None:
    ends = [state for state in LetterState if state.is_final]
    await post.wait(60)
    letters = await rows(post)
    assert len(letters) >= len(ends)

    def end(session: Any) -> None:
        for number, letter in enumerate(letters):
            session.get_one(Letter, letter.id).state = ends[number % len(ends)]

    await post.database.write(end)
    await accounted(post)
    assert Counter(entry.event.KIND for entry in await stream(post)).keys() == {f"letter.{end}" for end in ends}
    await told_as_it_is(post)


async def test_a_held_letter_that_turns_out_to_be_sent_is_told_of_anew(post: Post) -> None:
    (claimed,) = await post.database.write(
        lambda session: claim(session, post.keys, START, lease=LEASE, limit=1, domain="example.org")
    )
    in_it, as_held = col(Letter.id).in_(claimed.letters), {"state": LetterState.HELD, "reason": Reason.UNCERTAIN}
    held = update(Letter).where(in_it).values(as_held)
    await post.database.write(lambda session: session.execute(held))
    await accounted(post)
    for outcome in (Uncertain("smtp"), Sent("smtp", "250 OK")):  # the first says nothing new of a reminder
        await post.database.write(lambda s, o=outcome: record(s, replaced(claimed, is_first=False), o, START))  # type: ignore[misc]
        await accounted(post)
    assert [type(entry.event) for entry in await stream(post)] == [LetterHeld, LetterSent]
    await told_as_it_is(post)


def replaced(claimed: Any, **changes: Any) -> Any:
    return type(claimed)(**{**vars(claimed), **changes})


@pytest.mark.parametrize("outcome", [Deferred("smtp", "451 4.7.1 later"), Refused("smtp", "550-5.1.1 no such user")])
async def test_of_a_refusal_the_codes_are_kept(post: Post, outcome: Deferred | Refused) -> None:
    now = START
    for _ in range(5):
        claimed = await post.database.write(
            lambda session, now=now: claim(session, post.keys, now, lease=LEASE, limit=1, domain="example.org")  # type: ignore[misc]
        )
        for one in claimed:
            await post.database.write(lambda s, one=one: record(s, one, outcome, START))  # type: ignore[misc]
        now += timedelta(minutes=1)
    await end_all_but_failed(post)
    await accounted(post)
    codes = {entry.event.code for entry in await stream(post) if entry.event.KIND == "letter.failed"}  # type: ignore[attr-defined]
    assert codes <= {"451 4.7.1", "550 5.1.1"}
    await told_as_it_is(post)


async def end_all_but_failed(post: Post) -> None:
    waiting = update(Letter).where(col(Letter.state) != LetterState.FAILED)
    await post.database.write(lambda session: session.execute(waiting.values(state=LetterState.SUPPRESSED)))


async def test_time_never_falls_within_a_stream_whatever_clocks_do(post: Post) -> None:
    await end_all(post)
    for hours in (5, -5, 1):
        assert await accounted(post, START + timedelta(hours=hours), limit=1) == 1
    assert [entry.at for entry in await stream(post)] == [START + timedelta(hours=5)] * 3
    await told_as_it_is(post)


@contextmanager
def listening(database: Database, note: Any) -> Iterator[None]:
    event.listen(database._writer, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(database._writer, "before_cursor_execute", note)


async def test_a_thousand_at_once_take_a_few_statements(database: Database) -> None:
    post = await Post.open(database, seats=999, deputies=False)
    await end_all(post)
    statements: list[str] = []
    with listening(database, lambda *call: statements.append(call[2])):
        assert await accounted(post, limit=1000) == 1000
    said = [statement for statement in statements if statement.split()[0] in ("SELECT", "INSERT", "UPDATE")]
    assert len(said) == 8
    await told_as_it_is(post)


class Killed(BaseException):
    """The process is gone: nothing runs after it, and its connection is cut."""


async def let_go(post: Post, letters: int) -> None:
    """Wait until the database has noticed that whoever was killed holds no letters any more."""
    free = select(Letter.id).where(*ENDED).with_for_update(skip_locked=True)
    async with asyncio.timeout(10):
        while len(await post.database.write(lambda session: session.exec(free).all())) < letters:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_killed_at_any_statement_nothing_is_lost_doubled_or_reordered(post: Post) -> None:
    await end_all(post)
    await accounted(post, limit=1)
    for fatal in count(1):
        await let_go(post, 2)
        before, reached = await stream(post), list[str]()

        def kill(*call: Any, fatal: int = fatal, reached: list[str] = reached) -> None:
            reached.append(call[2])
            if len(reached) == fatal:
                raise Killed

        with listening(post.database, kill), suppress(Killed):
            await accounted(post)
        if len(reached) < fatal:
            break
        assert await stream(post) == before
    assert fatal > 8
    await told_as_it_is(post)


async def test_several_side_by_side_write_each_entry_once(database: Database) -> None:
    post = await Post.open(database, seats=119, deputies=False)
    await end_all(post)
    while sum(await asyncio.gather(*(accounted(post, limit=7) for _ in range(8)))):
        pass
    assert len(await stream(post)) == 120
    await told_as_it_is(post)
    assert (await post.database.read(lambda session: session.exec(select(StreamHead)).one())).seq == 120
