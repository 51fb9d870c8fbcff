"""What people write back: handed on to whoever coordinates, once, at no wrong hour, and not kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from api import mail
from models.letter_outcomes import Refused, Sent, Unsent
from models.states import LetterState
from models.tables import Bundle, Idempotency, Letter, Person
from tests.api import test_mail
from tests.api.test_mail import box, letter, message
from tests.api.web.rehearsal import Rehearsal
from tests.fixtures.rules import COORDINATOR

stage = test_mail.stage
MORNING = datetime(2026, 1, 13, 8, 0, tzinfo=UTC)  # ten in Helsinki


async def test_what_a_person_writes_is_handed_on_once_and_not_kept(stage: Rehearsal) -> None:
    raw = message("reply_gmail")
    for news in (True, False):
        taken = await mail.take(stage.services, b"Received: by another way\r\n" * (not news) + raw)
        assert (taken.kind, taken.news) == ("reply", news)
    (told,) = box(stage).got
    assert told["Reply-To"] == "edustaja@posti.example.com"
    assert told["To"] == "kanaria.actor-coordinator@example.org"
    said = told.get_body().get_content()
    assert "Tulen mielelläni, mutta torstai ei käy." in said
    assert "salainen" not in said  # the link that somebody's program quoted
    assert "Hei, tulisitko mukaan?" in said
    assert list(told.iter_attachments()) == []
    stored = await everything(stage)
    assert not [word for word in ("mielell", "posti.example.com", "torstai") if word in stored]


async def everything(stage: Rehearsal) -> str:
    """What the tables about letters and stamps hold, as text."""

    def read(session: Session) -> str:
        rows = [*session.exec(select(Letter)), *session.exec(select(Bundle)), *session.exec(select(Idempotency))]
        return "\n".join(row.model_dump_json() for row in rows)

    return await stage.services.database.read(read)


async def test_while_nothing_can_be_handed_on_the_message_is_to_be_brought_again(stage: Rehearsal) -> None:
    box(stage).outcome = Unsent()
    for _ in range(2):
        with pytest.raises(mail.Unavailable):
            await mail.take(stage.services, message("reply_gmail"))
    assert (await letter(stage)).state is LetterState.SENT
    assert (await mail.take(stage.services, message("postfix_unknown_user"))).closed, "that goes by letter"
    box(stage).outcome = Sent("smtp")
    assert (await mail.take(stage.services, message("reply_gmail"))).news is True
    assert len(box(stage).got) == 1


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-01-12T04:59", None),  # before seven in Helsinki
        ("2026-01-12T19:00", None),  # from nine in the evening on
        ("2026-01-12T12:30", ("14:00", "16:00")),  # an hour of their own
    ],
)
async def test_nobody_is_woken_by_a_reply_and_it_comes_in_the_morning(
    stage: Rehearsal, at: str, quiet: tuple[str, str] | None
) -> None:
    night = datetime.fromisoformat(f"{at}+00:00")

    def resting(session: Session) -> None:
        person = session.get_one(Person, "person-actor-coordinator")
        person.quiet_from, person.quiet_until = quiet or (None, None)

    await stage.services.database.write(resting)
    stage.services.clock = lambda: night
    with pytest.raises(mail.Unavailable) as refusal:
        await mail.take(stage.services, message("reply_gmail"))
    assert refusal.value.remedy
    assert box(stage).got == []
    stage.services.clock = lambda: MORNING
    assert (await mail.take(stage.services, message("reply_gmail"))).news is True
    assert len(box(stage).got) == 1


async def test_a_coordinator_whose_server_refuses_leaves_nobody_to_tell_of_a_reply(stage: Rehearsal) -> None:
    box(stage).outcome = Refused("smtp", "550 no")
    for _ in range(2):
        with pytest.raises(mail.NobodyToTell):
            await mail.take(stage.services, message("reply_gmail"))


async def test_a_reply_is_not_lost_where_the_coordinator_has_no_address(stage: Rehearsal) -> None:
    await stage.post.erase(COORDINATOR.actor)
    with pytest.raises(mail.NobodyToTell) as refusal:
        await mail.take(stage.services, message("reply_with_attachment"))
    assert refusal.value.remedy
    assert (await mail.take(stage.services, message("exim_old_plain"))).closed is True
