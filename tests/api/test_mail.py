"""Mail that came back: what it changes, whom it reaches, and that the same message counts once."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from activities.accounting import Accountant
from api import mail
from domain.letter import UNDELIVERED
from letters.rendering import render
from models import returned_letters
from models.closed_addresses import is_closed, open_again
from models.engine import Database
from models.letter_facts import Correspondence
from models.letter_outcomes import Outcome, Reason, Sent
from models.states import LetterState
from models.stops import stops_of
from models.tables import Bundle, Initiative, LedgerEntry, Letter, Person
from tests.api.web.bundles import bundled
from tests.api.web.rehearsal import Rehearsal, rehearsing
from tests.fixtures.correspondence import INITIATIVE, TITLE
from tests.fixtures.rules import COORDINATOR

CORPUS = Path(__file__).parents[1] / "letters" / "inbound" / "corpus"
HOLDER = "holder-02"
PERSON = f"person-{HOLDER}"
BUNDLE = "b-sent-in-november"
BODY = {"Content-Type": "message/rfc822"}


class Mailbox:
    """Takes what is handed over, or says what became of it instead."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.outcome: Outcome = Sent("smtp", "250 ok")

    async def __call__(self, message: EmailMessage) -> Outcome:
        if isinstance(self.outcome, Sent):
            self.got.append(message_from_bytes(message.as_bytes(), policy=default))  # type: ignore[arg-type]
        return self.outcome


@pytest.fixture
async def stage(database: Database) -> Any:
    async with rehearsing(database, seats=3) as stage:
        stage.services.sender = "talkoot@talkoot.example.org"
        stage.services.hand_over = Mailbox()
        await bundled(stage, HOLDER, BUNDLE)
        await bundled(stage, "holder-03", "b-other")

        def named(session: Session) -> None:
            for bundle in session.exec(select(Bundle)):
                bundle.message_id = f"<{bundle.id}@talkoot.example.org>"
            for letter in session.exec(select(Letter).where(Letter.state == LetterState.SENT)):
                letter.accounted_seq = 7

        await database.write(named)
        yield stage


def box(stage: Rehearsal) -> Mailbox:
    assert isinstance(stage.services.hand_over, Mailbox)
    return stage.services.hand_over


def message(name: str) -> bytes:
    return (CORPUS / f"{name}.eml").read_bytes()


async def letter(stage: Rehearsal, actor: str = HOLDER) -> Letter:
    return await stage.post.letter(actor)


async def closed(stage: Rehearsal, person: str = PERSON) -> bool:
    return await stage.services.database.read(
        lambda session: is_closed(session, session.get_one(Person, person).address_ref or "")
    )


async def test_a_hard_bounce_closes_the_address_marks_the_letter_and_tells_the_coordinator_once(
    stage: Rehearsal,
) -> None:
    for news in (True, False):
        taken = await mail.take(stage.services, message("postfix_unknown_user"))
        assert (taken.kind, taken.code, taken.closed, taken.news) == ("hard_bounce", "5.1.1", True, news)
    again = await mail.take(stage.services, message("gmail_no_such_user"))
    assert again.news is False
    row = await letter(stage)
    assert (row.state, row.reason, row.reply) == (LetterState.FAILED, Reason.BOUNCED, "550 5.1.1")
    assert (row.accounted_seq, row.sent_at is not None) == (None, True)
    assert taken.letters == (row.id,)
    other = await letter(stage, "holder-03")
    assert (other.state, other.accounted_seq) == (LetterState.SENT, 7)
    assert await closed(stage)
    assert not await closed(stage, "person-holder-03")
    assert box(stage).got == [], "it goes the way of all letters, and at their hours"
    (told,) = await notices(stage)
    assert (told.actor, told.state, told.due_at) == (COORDINATOR.actor, LetterState.WAITING, stage.post.play.now)
    said = await written(stage, told)
    assert f"Kanarialintu {HOLDER} ({PERSON})" in said.get_content()
    assert "5.1.1" in said.get_content()
    assert f"http://talkoot.example/initiatives/{INITIATIVE}" in said.get_content()
    assert TITLE in said["Subject"]
    assert "/p/" not in said.get_content()


async def notices(stage: Rehearsal) -> list[Letter]:
    """The letters to those who coordinate that tell of an address that takes no mail."""
    told = select(Letter).where(Letter.kind == UNDELIVERED).order_by(Letter.id)
    return await stage.services.database.read(lambda session: list(session.exec(told)))


async def written(stage: Rehearsal, row: Letter) -> EmailMessage:
    """What stands in such a letter, as plain text."""
    services = stage.services
    known = Correspondence(services.vault, services.keys, services.public_url)
    facts = await services.database.read(lambda session: known.facts(session, row.id, stage.post.play.now))
    assert facts is not None
    message = render(facts, sender=services.sender, date=stage.post.play.now)
    plain = message.get_body(("plain",))
    assert plain is not None
    plain["Subject"] = message["Subject"]
    return plain  # type: ignore[return-value]


async def test_a_letter_of_an_address_that_is_open_again_need_not_be_said(stage: Rehearsal) -> None:
    await mail.take(stage.services, message("postfix_unknown_user"))
    (told,) = await notices(stage)

    def why(session: Session) -> Reason | None:
        return returned_letters.needless(session, told, session.get_one(Initiative, INITIATIVE))

    assert await stage.services.database.read(why) is None
    await stage.services.database.write(
        lambda session: open_again(session, session.get_one(Person, PERSON).address_ref or "")
    )
    assert await stage.services.database.read(why) is Reason.SUPERSEDED


async def test_the_ledger_tells_that_a_letter_came_back_after_it_was_sent(stage: Rehearsal) -> None:
    database, now = stage.services.database, stage.post.play.now
    id_ = (await letter(stage)).id

    def untold(session: Session) -> None:
        session.get_one(Letter, id_).accounted_seq = None

    def told(session: Session) -> list[tuple[str, str | None, str | None]]:
        rows = session.exec(select(LedgerEntry).where(LedgerEntry.stream == f"letters:{INITIATIVE}"))
        said = [json.loads(row.bytes_text) for row in rows]
        about = [(one["type"], one["data"]) for one in said if one["data"]["letter"] == id_]
        return [(kind, data.get("reason"), data.get("code")) for kind, data in about]

    await database.write(untold)
    await Accountant(database).one_pass(now)
    await mail.take(stage.services, message("postfix_unknown_user"))
    await Accountant(database).one_pass(now)
    assert (await database.read(told))[-2:] == [("letter.sent", None, None), ("letter.failed", "bounced", "550 5.1.1")]


@pytest.mark.parametrize("name", ["outlook_policy", "postfix_given_up_mailbox_full"])
async def test_a_letter_that_came_back_for_another_reason_leaves_the_address_open(stage: Rehearsal, name: str) -> None:
    taken = await mail.take(stage.services, message(name))
    assert (taken.kind, taken.closed, taken.news) == ("hard_bounce", False, True)
    assert (await letter(stage)).reason == Reason.BOUNCED
    assert not await closed(stage)
    assert box(stage).got == []


async def test_a_letter_that_a_server_has_given_up_has_failed_and_leaves_the_address_open(stage: Rehearsal) -> None:
    given_up = message("postfix_delayed").replace(b"Action: delayed", b"Action: failed")
    for news in (True, False):
        taken = await mail.take(stage.services, given_up)
        assert (taken.kind, taken.code, taken.closed, taken.news) == ("hard_bounce", "4.4.1", False, news)
    row = await letter(stage)
    assert (row.state, row.reason, row.reply) == (LetterState.FAILED, Reason.BOUNCED, "450 4.4.1")
    assert not await closed(stage)
    assert box(stage).got == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("postfix_delayed", "soft_bounce"),
        ("delivered_receipt", "automatic"),
        ("read_receipt", "automatic"),
        *((file.stem, "automatic") for file in sorted(CORPUS.glob("vacation_*"))),
        ("ticket_system", "automatic"),
        ("arf_not_spam", "automatic"),
    ],
)
async def test_what_programs_say_is_no_answer_and_changes_nothing(stage: Rehearsal, name: str, kind: str) -> None:
    entries = len(stage.post.play.entries)
    taken = await mail.take(stage.services, message(name))
    assert (taken.kind, taken.news, taken.letters) == (kind, False, ((await letter(stage)).id,))
    assert ((await letter(stage)).state, (await letter(stage)).accounted_seq) == (LetterState.SENT, 7)
    assert not await closed(stage)
    assert box(stage).got == []
    assert len(stage.post.play.entries) == entries


async def test_a_bounce_of_a_former_address_leaves_the_new_one_open(stage: Rehearsal) -> None:
    vault, later = stage.services.vault, stage.post.play.now + timedelta(hours=1)

    def move(session: Session) -> None:
        ref = vault.put(session, f"person:{PERSON}", "person.address", "uusi@example.org", later)
        session.get_one(Person, PERSON).address_ref = ref

    await stage.services.database.write(move)
    taken = await mail.take(stage.services, message("qmail"))
    assert taken.news is True
    assert (await letter(stage)).reason == Reason.BOUNCED
    assert not await closed(stage)
    assert box(stage).got == []


async def test_a_complaint_stops_all_reminders_of_whoever_complained(stage: Rehearsal) -> None:
    for news in (True, False):
        assert (await mail.take(stage.services, message("arf_abuse"))).news is news
    (row,) = await stage.services.database.read(lambda session: stops_of(session, PERSON))
    assert (row.by, row.initiative_id, row.obligation_id) == ("complaint", "", "")
    assert not await stage.services.database.read(lambda session: stops_of(session, "person-holder-03"))


@pytest.mark.parametrize("name", ["other_new_mail", "other_spam_with_invented_id", "other_bounce_of_elsewhere"])
async def test_mail_about_no_letter_of_ours_is_refused_and_changes_nothing(stage: Rehearsal, name: str) -> None:
    with pytest.raises(mail.NotOurs):
        await mail.take(stage.services, message(name))
    assert box(stage).got == []
    assert not await closed(stage)


async def test_a_forged_bounce_needs_the_message_id_of_a_letter_that_was_sent(stage: Rehearsal) -> None:
    waiting = await letter(stage, "holder-01")
    for id_ in (waiting.id, "b-invented", "talkoot", HOLDER):
        with pytest.raises(mail.NotOurs):
            await mail.take(stage.services, message("qmail").replace(BUNDLE.encode(), id_.encode()))


async def test_over_http_a_message_is_taken_by_its_kind_and_size(stage: Rehearsal) -> None:
    from models import api_keys
    from models.states import KeyRole

    now = datetime.now(stage.post.play.now.tzinfo)
    key = await stage.services.database.write(lambda s: api_keys.create(s, KeyRole.MAIL, "mail", now))
    headers = BODY | {"Authorization": f"Bearer {key}"}
    path = "/api/v1/mail/inbound"
    taken = await stage.client.post(path, content=message("vacation_sv_sieve"), headers=headers)
    assert (taken.status_code, taken.json()["kind"]) == (200, "automatic")
    large = message("reply_gmail") + b"x" * 900_000
    assert (await stage.client.post(path, content=large, headers=headers)).status_code == 200
    cases: list[tuple[bytes, dict[str, str], int, str]] = [
        (b"x" * 1_000_001, {}, 413, "TooLarge"),
        (b"{}", {"Content-Type": "application/json"}, 415, "NotMail"),
        (b"\x00\xff", {}, 422, "Unreadable"),
        (message("other_new_mail"), {}, 422, "NotOurs"),
    ]
    for content, other, status, kind in cases:
        answer = await stage.client.post(path, content=content, headers=headers | other)
        assert (answer.status_code, answer.json()["type"]) == (status, f"urn:talkoot:{kind}")
        assert answer.json()["remedy"]
        assert not re.search("kyla|Uusi", answer.text)
