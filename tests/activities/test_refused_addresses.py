"""An address that a mail server refuses as a letter is handed over: closed like one that bounced, and told of."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from activities.dispatching import Dispatcher
from domain.letter import UNDELIVERED
from models.closed_addresses import is_closed
from models.engine import Database
from models.letter_outcomes import Outcome, Reason, Refused, Sent
from models.states import LetterState
from models.tables import Letter, Person
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import COORDINATOR, START

HOLDER = "kanaria.holder-01@example.org"
DAY = timedelta(days=1)


class Server:
    """A mail server that says this of one address, and takes all else."""

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.got: list[EmailMessage] = []

    async def send(self, message: EmailMessage) -> Outcome:
        await asyncio.sleep(0)
        if HOLDER in message["To"]:
            return Refused("smtp", self.reply)
        self.got.append(message)
        return Sent("smtp", "250 ok")

    async def close(self) -> None:
        pass


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def sent_by(post: Post, server: Server, *moments: datetime) -> None:
    """Let all go that is due by these moments."""
    where = ("https://talkoot.example.org", "talkoot@example.org")
    for now in moments:
        dispatcher = Dispatcher(post.database, post.vault, post.keys, server, *where, lambda now=now: now)  # type: ignore[misc]
        while await dispatcher.one_pass(now):
            pass


async def closed(post: Post, actor: str) -> bool:
    return await post.database.read(
        lambda session: is_closed(session, session.get_one(Person, f"person-{actor}").address_ref or "")
    )


async def told(post: Post) -> list[Letter]:
    query = select(Letter).where(Letter.kind == UNDELIVERED)
    return await post.database.read(lambda session: list(session.exec(query)))


@pytest.mark.parametrize("reply", ["550 5.1.1 no such user", "550 5.2.1 disabled", "556 5.1.10 takes no mail"])
async def test_an_address_without_a_mailbox_is_closed_and_its_coordinator_told_by_letter(
    post: Post, reply: str
) -> None:
    server = Server(reply)
    await sent_by(post, server, START, START + DAY)
    assert await closed(post, "holder-01")
    assert not await closed(post, "holder-02")
    refused = await post.letter("holder-01")
    assert (refused.state, refused.reason) == (LetterState.FAILED, Reason.REFUSED)
    (letter,) = await told(post)
    assert (letter.actor, letter.state) == (COORDINATOR.actor, LetterState.SENT)
    (said,) = [one for one in server.got if "person-holder-01" in one.as_bytes().decode()]
    assert "kanaria.actor-coordinator@example.org" in said["To"]


@pytest.mark.parametrize("reply", ["550 no", "550 5.7.1 a filter", "552 5.2.2 full", "554 5.0.0 something"])
async def test_a_refusal_that_is_not_about_the_mailbox_closes_nothing(post: Post, reply: str) -> None:
    await sent_by(post, Server(reply), START, START + DAY)
    assert (await post.letter("holder-01")).reason == Reason.REFUSED
    assert not await closed(post, "holder-01")
    assert await told(post) == []


async def test_it_is_told_once_however_many_letters_are_kept_from_the_address(post: Post) -> None:
    server = Server("550 5.1.1 no such user")
    await sent_by(post, server, START)
    now = await post.wait(11)
    await sent_by(post, server, now, now + DAY)
    assert len(await told(post)) == 1
