"""Anchors: a checkpoint leaves the house daily and when an initiative ends, once, and the house tells it."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import Session, select, update

from activities.anchoring import Anchors
from activities.channels import ChannelAway
from domain.actors import Role
from domain.house import OPERATOR, STREAM, HouseEvent, LogAnchored
from domain.ledger.checkpoints import read, short
from domain.ledger.entries import decode
from models import api_keys, enrolment, log_checkpoints, staff
from models.append import entries_after
from models.engine import Database
from models.letter_outcomes import Deferred, Outcome, Refused, Sent
from models.log_anchors import Leaving, claim
from models.log_watch import standing
from models.signing import Signer
from models.states import KeyRole
from models.tables import Anchor, ApiKey
from models.vault import Vault
from stack.remembering import given
from tests.activities.test_sequencing import SIGNING, say, sequencer
from tests.models.test_log_sequencing import NOW

DAY = timedelta(days=1)
ARCHIVE = "arkisto@kylat.example"
VAULT = Vault(b"v" * 32)


class Post:
    """A channel that keeps what it takes, and answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: list[Outcome | BaseException] = []

    async def send(self, message: EmailMessage) -> Outcome:
        answer = self.answers.pop(0) if self.answers else Sent("ok")
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Sent):
            self.taken.append(message)
        return answer

    async def close(self) -> None:
        """Nothing is kept."""

    @property
    def readers(self) -> list[str]:
        return [str(message["To"]) for message in self.taken]


def anchors(database: Database, post: Post, *to: str) -> Anchors:
    return Anchors(database, VAULT, post, "talkoot@kylat.example", to or (ARCHIVE,), DAY, clock=lambda: NOW)


async def told(database: Database) -> list[LogAnchored]:
    entries = await database.read(lambda session: entries_after(session, STREAM, 0))
    events = [decode(entry.text, HouseEvent).event for entry in entries]
    return [event for event in events if isinstance(event, LogAnchored)]


async def sealed(database: Database, folder: Path, stream: str, kind: str = "test.said") -> None:
    await say(database, stream, 1, 1, kind)
    await sequencer(database, folder).one_pass(NOW + timedelta(days=len(stream)))


async def test_a_checkpoint_goes_out_each_day_and_at_once_when_an_initiative_has_ended(
    database: Database, tmp_path: Path
) -> None:
    post = Post()
    ours = anchors(database, post)
    assert await ours.one_pass(NOW) == 0
    await sealed(database, tmp_path, "a")
    assert await ours.one_pass(NOW) == 1
    assert await ours.one_pass(NOW) == 0
    await sealed(database, tmp_path, "aa")
    assert await ours.one_pass(NOW + DAY / 2) == 0
    await sealed(database, tmp_path, "aaa", "initiative.ended")
    assert await ours.one_pass(NOW + DAY / 2) == 1
    assert await ours.one_pass(NOW + DAY / 2) == 0
    await sealed(database, tmp_path, "aaaa")
    assert await ours.one_pass(NOW + DAY / 2 + DAY) == 1
    assert [(one.reason, one.reached, one.missed) for one in await told(database)] == [
        ("daily", 1, 0),
        ("ended", 1, 0),
        ("daily", 1, 0),
    ]
    assert (await database.read(standing)).anchored_at == NOW


async def test_what_goes_out_is_the_signed_checkpoint_as_a_file_and_in_words(
    database: Database, tmp_path: Path
) -> None:
    post = Post()
    await sealed(database, tmp_path, "a")
    await anchors(database, post).one_pass(NOW)
    kept = await database.read(log_checkpoints.newest)
    assert kept is not None
    (message,) = post.taken
    (file,) = message.iter_attachments()
    assert file.get_payload(decode=True) == kept.text.encode()
    assert file.get_content() == kept.text
    text = message.get_body(("plain",))
    assert text is not None
    assert short(read(kept.text).checkpoint) in text.get_content()
    signer = Signer("kylat.example", SIGNING.seed)
    for form in (text.get_content(), text.get_content().replace("\n", "\r\n"), kept.text):
        (tmp_path / "kept.txt").write_text(form, encoding="utf-8", newline="")
        assert given(tmp_path / "kept.txt", signer).size == kept.size


async def test_auditors_get_it_too_by_role_or_while_their_key_lives_and_nobody_twice(
    database: Database, tmp_path: Path
) -> None:
    post = Post()
    await sealed(database, tmp_path, "a")

    def enter(session):  # type: ignore[no-untyped-def]
        by_key = (("Aino", KeyRole.AUDITOR), ("Eino", KeyRole.AUDITOR), ("Koo", KeyRole.COORDINATOR))
        for name, role in (*by_key, ("Oona", Role.AUDITOR), ("Iiro", Role.ADMIN)):
            person = enrolment.create_person(
                session, VAULT, name=name, address=f"{name.lower()}@kylat.example", language="fi", now=NOW
            )
            session.flush()
            if isinstance(role, Role):
                staff.give(session, VAULT, person.id, role, by=OPERATOR, now=NOW)
            else:
                api_keys.create(session, role, name, NOW, person_id=person.id)
        session.flush()
        session.execute(update(ApiKey).where(ApiKey.label == "Eino").values(revoked_at=NOW))  # type: ignore[arg-type]

    await database.write(enter)
    assert await anchors(database, post, ARCHIVE, "aino@kylat.example").one_pass(NOW) == 3
    assert sorted(post.readers) == sorted(["aino@kylat.example", ARCHIVE, "oona@kylat.example"])


@pytest.mark.parametrize("answer", [Deferred("smtp", "451"), Refused("smtp", "550"), ChannelAway("away")])
async def test_what_could_not_be_sent_is_tried_again_and_only_then_told(
    database: Database, tmp_path: Path, answer: Outcome | Exception
) -> None:
    post = Post()
    ours = anchors(database, post)
    await sealed(database, tmp_path, "a")
    post.answers = [answer, answer]
    assert await ours.one_pass(NOW) == 0
    assert await ours.one_pass(NOW + timedelta(minutes=1)) == 0
    assert await told(database) == []
    assert post.answers == [answer]
    assert await ours.one_pass(NOW + timedelta(minutes=3)) == 0
    assert await ours.one_pass(NOW + timedelta(minutes=10)) == 1
    assert [one.reached for one in await told(database)] == [1]


async def test_one_that_is_missed_is_counted_and_the_others_have_it(database: Database, tmp_path: Path) -> None:
    post = Post()
    post.answers = [Refused("smtp", "550 no such user")]
    await sealed(database, tmp_path, "a")
    assert await anchors(database, post, "a@b.example", ARCHIVE, "not an address").one_pass(NOW) == 1
    assert [(one.reached, one.missed) for one in await told(database)] == [(1, 2)]


async def test_one_that_was_missed_gets_it_later_and_nobody_else_gets_it_twice(
    database: Database, tmp_path: Path
) -> None:
    post, other = Post(), "b@b.example"
    ours = anchors(database, post, ARCHIVE, other)
    post.answers = [Sent("ok"), Deferred("smtp", "451"), Deferred("smtp", "451")]
    await sealed(database, tmp_path, "a")
    assert await ours.one_pass(NOW) == 1
    assert [await ours.one_pass(NOW + timedelta(minutes=minutes)) for minutes in (1, 2, 3, 4)] == [0, 0, 0, 1]
    assert await ours.one_pass(NOW + DAY / 2) == 0
    assert post.readers == [ARCHIVE, other]
    assert [(one.reached, one.missed) for one in await told(database)] == [(1, 1), (1, 0)]


async def test_whom_no_mail_reaches_is_given_up_and_keeps_no_later_checkpoint_back(
    database: Database, tmp_path: Path
) -> None:
    post, other = Post(), "b@b.example"
    ours = anchors(database, post, ARCHIVE, other)
    post.answers = [Sent("ok"), *[Refused("smtp", "550") for _ in range(20)]]
    await sealed(database, tmp_path, "a")
    for hours in range(24):
        await ours.one_pass(NOW + timedelta(minutes=50 * hours))
    tried = len(post.answers)
    assert tried > 5
    await sealed(database, tmp_path, "aa", "initiative.ended")
    post.answers = []
    assert await ours.one_pass(NOW + timedelta(hours=20, minutes=1)) == 2


async def test_a_new_size_does_not_begin_the_waiting_anew(database: Database, tmp_path: Path) -> None:
    post = Post()
    ours = anchors(database, post)
    post.answers = [ChannelAway("away")] * 4
    for number, minutes in enumerate((0, 3, 5)):
        await sealed(database, tmp_path, "a" * (number + 1))
        await ours.one_pass(NOW + timedelta(minutes=minutes))
    assert len(post.answers) == 1
    await sealed(database, tmp_path, "aaaa")
    assert await ours.one_pass(NOW + timedelta(minutes=7)) == 0
    assert len(post.answers) == 1  # eight minutes have to pass, as after any third attempt
    await ours.one_pass(NOW + timedelta(minutes=8))
    assert post.answers == []


async def test_while_one_size_is_sent_no_other_one_is(database: Database, tmp_path: Path) -> None:
    class Slow(Post):
        async def send(self, message: EmailMessage) -> Outcome:
            await sealed(database, tmp_path, "aa")
            assert await anchors(database, Post()).one_pass(NOW + 2 * DAY / 1000) == 0
            return await super().send(message)

    await sealed(database, tmp_path, "a")
    assert await anchors(database, Slow()).one_pass(NOW) == 1


async def test_of_two_who_claim_at_once_one_sends(database: Database, tmp_path: Path) -> None:
    await sealed(database, tmp_path, "a")
    begun = threading.Event()

    def first(session: Session) -> Leaving | None:
        mine = claim(session, NOW, DAY)
        begun.set()
        time.sleep(0.3)  # what is claimed is not committed yet
        return mine

    one = asyncio.create_task(database.write(first))
    await asyncio.to_thread(begun.wait)
    await sealed(database, tmp_path, "aa")
    other = await database.write(lambda session: claim(session, NOW, DAY))
    assert await one is not None
    assert other is None


async def test_while_one_sends_it_nobody_else_does_and_after_its_end_somebody_may(
    database: Database, tmp_path: Path
) -> None:
    await sealed(database, tmp_path, "a")
    post, dying = Post(), Post()
    dying.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        await anchors(database, dying).one_pass(NOW)
    assert await anchors(database, post).one_pass(NOW + timedelta(minutes=4)) == 0
    assert await anchors(database, post).one_pass(NOW + timedelta(minutes=6)) == 1


async def test_whoever_asks_sends_the_newest_again(database: Database, tmp_path: Path) -> None:
    post = Post()
    await sealed(database, tmp_path, "a")
    ours = anchors(database, post)
    assert [await ours.one_pass(NOW, asked=True) for _ in range(2)] == [1, 1]
    rows = await database.read(lambda session: session.exec(select(Anchor)).all())
    assert [(row.size, row.attempts) for row in rows] == [(1, 2)]
