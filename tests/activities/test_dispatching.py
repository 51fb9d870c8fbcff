"""The dispatcher with a real SMTP server: nothing lost, nothing doubled, and a reminder rather late than twice."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Any

import pytest
import structlog
from sqlmodel import Session, select

from activities.channels import Channel, ChannelAway, OutboxChannel
from activities.dispatching import LEASE, Dispatcher
from activities.smtp import SmtpChannel
from domain.letter import Envelope
from domain.phases.convening.commands import AnswerInvitation, Reply
from letters.rendering import render_bundle
from models.engine import Database, DatabaseAway
from models.letter_outcomes import Outcome, Reason, Sent
from models.links import by_token
from models.states import LetterState
from models.tables import Bundle, Letter
from tests.fixtures.correspondence import CANARIES, Post, beside, everything_about_letters, hashed
from tests.fixtures.mail import MailServer, mail_server
from tests.fixtures.rules import COORDINATOR, START

MINUTE = timedelta(minutes=1)
HOLDER = "kanaria.holder-01@example.org"


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


def dispatcher(post: Post, channel: Channel, clock: Callable[[], datetime] = lambda: START) -> Dispatcher:
    url, sender = "https://talkoot.example.org", "talkoot@example.org"
    return Dispatcher(post.database, post.vault, post.keys, channel, url, sender, clock, idle_seconds=0.2)


def replace_clock(dispatching: Dispatcher, now: datetime) -> Dispatcher:
    """The same, at another hour, with leases that outlast the day."""
    dispatching.clock, dispatching.lease = (lambda: now), timedelta(days=1)
    return dispatching


async def pass_at(post: Post, channel: Channel, now: datetime = START) -> int:
    return await dispatcher(post, channel, lambda: now).one_pass(now)


@asynccontextmanager
async def running(dispatching: Dispatcher) -> AsyncIterator[None]:
    task = asyncio.create_task(dispatching.run())
    yield
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


async def until(holds: Callable[[], bool], *, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  what a test waits for does not announce itself
            await asyncio.sleep(0.02)


class Collecting:
    """A channel that takes a moment for every letter and keeps them."""

    def __init__(self, seconds: float = 0.002) -> None:
        self.seconds = seconds
        self.begun = 0
        self.messages: list[EmailMessage] = []

    async def send(self, message: EmailMessage) -> Outcome:
        self.begun += 1
        await asyncio.sleep(self.seconds)
        self.messages.append(message)
        return Sent("collecting")

    async def close(self) -> None:
        pass


async def test_letters_reach_the_mail_server_and_their_links_open_the_right_seat(post: Post, mail: MailServer) -> None:
    assert await pass_at(post, mail.channel) == 3
    letter = await post.letter("holder-01")
    assert (letter.state, letter.channel, letter.sent_at) == (LetterState.SENT, "smtp", START)
    assert letter.reply is not None
    assert letter.reply.startswith("250 ")
    (raw,) = mail.taken[HOLDER]
    message = message_from_bytes(raw, policy=POLICY)
    assert isinstance(message, EmailMessage)
    assert (message.defects, message["Message-ID"]) == ([], letter.message_id)
    plain = message.get_body(("plain",))
    assert plain is not None
    token = next(line for line in plain.get_content().splitlines() if "/p/" in line).rpartition("/p/")[2]
    link = await post.database.read(lambda session: by_token(session, hashed(token), START))
    assert link is not None
    assert (link.seat, link.actor) == ("seat-01", "holder-01")


async def test_an_answer_in_time_spares_the_letter(post: Post, mail: MailServer) -> None:
    post.play.seat_says("seat-01", AnswerInvitation(Reply.YES))
    await post.store()
    await pass_at(post, mail.channel)
    assert HOLDER not in mail.taken
    assert (await post.letter("holder-01")).reason == Reason.ANSWERED


async def test_sixty_letters_by_two_dispatchers_go_out_once_each(database: Database) -> None:
    post, channel = await Post.open(database, seats=59, deputies=False), Collecting()
    async with running(dispatcher(post, channel)), running(dispatcher(post, channel)):
        await until(lambda: len(channel.messages) >= 60, seconds=60)
    assert set(Counter(message["Message-ID"] for message in channel.messages).values()) == {1}
    assert Counter(row.state for row in (await post.letters()).values()) == {LetterState.SENT: 60}


async def test_a_mailbox_that_is_busy_gets_its_letter_later(post: Post, mail: MailServer) -> None:
    mail.recipients[HOLDER] = "451 4.7.1 busy"
    await pass_at(post, mail.channel)
    letter = await post.letter("holder-01")
    assert (letter.state, letter.reason) == (LetterState.WAITING, Reason.DEFERRED)
    del mail.recipients[HOLDER]
    assert letter.lease_until is not None
    assert MINUTE <= letter.lease_until - START < 1.25 * MINUTE
    assert await pass_at(post, mail.channel, letter.lease_until - timedelta(seconds=1)) == 0
    assert await pass_at(post, mail.channel, letter.lease_until) == 1
    assert (await post.letter("holder-01")).state is LetterState.SENT


async def test_an_address_that_does_not_exist_fails_at_once_and_the_others_go_out(post: Post, mail: MailServer) -> None:
    mail.recipients[HOLDER] = f"550 5.1.1 <{HOLDER}> user kanaria.holder-01 unknown"
    await pass_at(post, mail.channel)
    letter = await post.letter("holder-01")
    assert (letter.state, letter.reason, letter.reply) == (
        LetterState.FAILED,
        Reason.REFUSED,
        "550 5.1.1 … user … unknown",
    )
    assert (await post.letter("holder-02")).state is LetterState.SENT


async def test_cut_off_after_the_message_an_invitation_goes_out_again_under_its_message_id(
    post: Post, mail: MailServer
) -> None:
    mail.cut_after_data = True
    await pass_at(post, mail.channel)
    assert (await post.letter("holder-01")).reason == Reason.UNCERTAIN
    mail.cut_after_data = False
    await pass_at(post, mail.channel, START + 2 * MINUTE)
    first, second = (message_from_bytes(raw, policy=POLICY)["Message-ID"] for raw in mail.taken[HOLDER])
    assert first == second
    assert (await post.letter("holder-01")).state is LetterState.SENT


async def test_cut_off_after_the_message_a_reminder_is_held(post: Post, mail: MailServer) -> None:
    await pass_at(post, OutboxChannel())
    now = await post.wait(8)
    mail.cut_after_data = True
    await pass_at(post, mail.channel, now)
    letter = await post.letter("holder-01", "0.remind")
    assert (letter.state, letter.reason) == (LetterState.HELD, Reason.UNCERTAIN)
    mail.cut_after_data = False
    assert await pass_at(post, mail.channel, now + 2 * LEASE) == 0
    assert len(mail.taken[HOLDER]) == 1


async def test_a_server_that_cannot_be_reached_costs_no_attempt(post: Post) -> None:
    nowhere = SmtpChannel.of("smtp://127.0.0.1:1")
    with pytest.raises(ChannelAway):
        await pass_at(post, nowhere)
    letter = await post.letter("holder-01")
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 0)


async def test_a_password_never_travels_unencrypted(post: Post, mail: MailServer) -> None:
    with pytest.raises(ChannelAway):
        await pass_at(post, SmtpChannel.of(f"smtp://talkoot:secret@127.0.0.1:{mail.port}"))
    assert not mail.taken


async def test_an_erased_person_gets_no_letter(post: Post) -> None:
    await post.erase("holder-01")
    await pass_at(post, OutboxChannel())
    letter = await post.letter("holder-01")
    assert (letter.state, letter.reason) == (LetterState.SUPPRESSED, Reason.ERASED)


async def test_a_database_that_is_away_stops_the_dispatcher_only_for_a_while(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.dispatching._LONGEST_BACK_OFF", 0.05)
    write, failures, channel = post.database.write, [DatabaseAway("away"), RuntimeError("odd")], Collecting()

    async def write_later(work):
        if failures:
            raise failures.pop()
        return await write(work)

    monkeypatch.setattr(post.database, "write", write_later)
    async with running(dispatcher(post, channel)):
        await until(lambda: len(channel.messages) == 3)


async def test_letters_in_hand_are_brought_to_their_end_when_the_dispatcher_stops(post: Post) -> None:
    channel = Collecting(seconds=0.3)
    async with running(dispatcher(post, channel)):
        await until(lambda: channel.begun == 3)
    assert {row.state for row in (await post.letters()).values()} == {LetterState.SENT}


async def test_no_name_address_or_link_is_kept_with_letters_or_logged(
    post: Post, mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail.recipients[HOLDER] = f"550 no such user {HOLDER}"
    mail.recipients["kanaria.holder-02@example.org"] = "452 kanaria.holder-02 has no room"
    with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as logged:
        await pass_at(post, mail.channel)
    kept = await everything_about_letters(post.database)
    tokens = [post.keys.link_token(row.id) for row in (await post.letters()).values()]
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]  # the test server
    assert logged
    for secret in (*CANARIES, *tokens):
        assert secret not in kept
        assert secret not in f"{logged} {ours}"
    assert (await post.letter(COORDINATOR.actor)).state is LetterState.SENT


async def test_what_was_claimed_in_time_and_lay_until_the_evening_does_not_go_in_the_night(post: Post) -> None:
    channel, night = Collecting(), START.replace(hour=19)  # nine in the evening in Helsinki
    late = replace_clock(dispatcher(post, channel), night)
    assert await late.one_pass(START) == 3
    assert channel.messages == []
    letter = await post.letter("holder-01")
    assert (letter.state, letter.reason, letter.bundle_id) == (LetterState.WAITING, None, None)
    assert await late.one_pass(night) == 0, "the next claim lets it wait"
    assert await pass_at(post, channel, START + timedelta(days=1)) == 3


async def test_a_letter_that_cannot_be_written_is_set_aside_and_the_others_of_its_message_go(post: Post) -> None:
    await beside(post)
    poison = await post.letter("holder-01")

    def spoil(session: Session) -> None:
        session.get_one(Letter, poison.id).step = "read_back.99"  # there is no such entry

    await post.database.write(spoil)
    channel, counted = Collecting(), list[str]()
    sending = dispatcher(post, channel)
    sending.counted = counted.append
    await sending.one_pass(START)
    rows = await post.database.read(lambda session: session.exec(select(Letter)).all())
    ended = {row.id: (row.state, row.reason) for row in rows}
    assert ended.pop(poison.id) == (LetterState.FAILED, Reason.UNWRITABLE)
    assert set(ended.values()) == {(LetterState.SENT, None)}
    assert len(channel.messages) == 3
    assert Counter(counted) == {"sent": 5, "unwritable": 1}


async def test_a_message_names_the_address_that_stops_reminders_by_its_bundle(post: Post) -> None:
    channel = Collecting()
    envelopes: list[Envelope] = []

    def rendered(parts: list[Any], envelope: Envelope, **how: Any) -> EmailMessage:
        envelopes.append(envelope)
        return render_bundle(parts, envelope, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("activities.writing.render_bundle", rendered)
        await pass_at(post, channel)
    bundles = await post.database.read(lambda session: session.exec(select(Bundle)).all())
    said = {envelope.message_id: envelope.unsubscribe for envelope in envelopes}
    for bundle in bundles:
        address, _, token = (said[bundle.message_id] or "").rpartition("/")
        assert (address, hashed(token)) == ("https://talkoot.example.org/u", bundle.unsubscribe_sha256)
