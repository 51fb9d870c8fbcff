"""Sign-in letters on their way: sent once, tried again, and never for those who are not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import Session

from activities.channels import ChannelAway
from activities.door_letters import AGAIN, DoorLetters
from domain.actors import Role
from domain.house import OPERATOR
from domain.staff.asking import Bounds
from models import enrolment, erasing, sign_in_links, staff
from models.engine import Database
from models.keys import KeyRing
from models.letter_outcomes import Deferred, Outcome, Refused, Sent
from models.sign_in_letters import DoorPost
from models.sign_in_links import Asked
from models.vault import Vault

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEYS = KeyRing(b"v" * 32, b"l" * 32)
VAULT = Vault(KEYS.master)


@dataclass
class Server:
    """A mail server that answers as it is told."""

    answer: Outcome | ChannelAway = field(default_factory=lambda: Sent("test"))
    letters: list[EmailMessage] = field(default_factory=list)

    async def send(self, message: EmailMessage) -> Outcome:
        if isinstance(self.answer, ChannelAway):
            raise self.answer
        self.letters.append(message)
        return self.answer

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Desk:
    """A loop whose clock is set by hand, and somebody who has asked for a link."""

    database: Database
    server: Server
    person: str
    now: datetime = NOON

    async def one_pass(self) -> int:
        post = DoorPost(VAULT, KEYS, "https://talkoot.example")
        loop = DoorLetters(self.database, post, self.server, "talkoot@example.org", clock=lambda: self.now)
        return await loop.one_pass(self.now)


@pytest.fixture
async def desk(database: Database) -> Desk:
    def enter(session: Session) -> str:
        row = enrolment.create_person(session, VAULT, name="Aino", address="a@example.org", language="sv", now=NOON)
        session.flush()
        staff.give(session, VAULT, row.id, Role.AUDITOR, by=OPERATOR, now=NOON)
        sign_in_links.ask(session, VAULT, KEYS, Bounds(), Asked("a@example.org", None, "b", "fi", None), NOON)
        return row.id

    return Desk(database, Server(), await database.write(enter))


async def test_a_letter_goes_out_once_and_its_token_opens_the_link(desk: Desk) -> None:
    assert (await desk.one_pass(), await desk.one_pass()) == (1, 0)
    body = desk.server.letters[0].get_body(("plain",))
    assert body is not None
    token = body.get_content().partition("/sign-in/")[2].split()[0]
    found = await desk.database.read(lambda s: sign_in_links.by_token(s, token, NOON))
    assert found is not None
    assert found.person_id == desk.person


async def test_what_the_server_did_not_take_now_is_tried_again_after_a_minute(desk: Desk) -> None:
    desk.server.answer = Deferred("test", "450")
    assert await desk.one_pass() == 0
    assert len(desk.server.letters) == 1
    await desk.one_pass()
    assert len(desk.server.letters) == 1
    desk.now, desk.server.answer = NOON + AGAIN, Sent("test")
    assert await desk.one_pass() == 1
    assert desk.server.letters[0]["Message-ID"] == desk.server.letters[1]["Message-ID"]


async def test_what_is_refused_for_good_is_not_tried_again(desk: Desk) -> None:
    desk.server.answer = Refused("test", "550")
    await desk.one_pass()
    desk.now += timedelta(minutes=10)
    await desk.one_pass()
    assert len(desk.server.letters) == 1


async def test_while_no_mail_can_be_sent_the_letter_waits(desk: Desk) -> None:
    desk.server.answer = ChannelAway("no server")
    with pytest.raises(ChannelAway):
        await desk.one_pass()
    desk.server.answer = Sent("test")
    assert await desk.one_pass() == 1


async def test_a_letter_that_outlived_its_link_is_not_sent(desk: Desk) -> None:
    desk.now += timedelta(minutes=15)
    assert await desk.one_pass() == 0
    assert desk.server.letters == []


async def test_nothing_is_sent_to_somebody_who_was_erased_meanwhile(desk: Desk) -> None:
    await desk.database.write(lambda s: erasing.erase(s, VAULT, desk.person, NOON))
    assert await desk.one_pass() == 0
    assert desk.server.letters == []
