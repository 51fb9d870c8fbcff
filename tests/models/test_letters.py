"""Letters as doors and pages ask for them, and the facts of a letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.commands import CallVote
from domain.letter import Ahead, LetterFacts, Voice
from domain.operating_model import Addressee, ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.engine import Database
from models.letter_claims import claim
from models.letter_facts import Correspondence
from models.letter_outcomes import Reason, Sent, record
from models.letters import addressee, of_initiative, outbox
from models.states import LetterState
from tests.fixtures.correspondence import INITIATIVE, TITLE, Post
from tests.fixtures.rules import COORDINATOR, START


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def send_all(post: Post, now=START) -> None:
    def send(session) -> None:
        lease = timedelta(minutes=5)
        for number, letter in enumerate(claim(session, post.keys, now, lease=lease, limit=99, domain="example.org")):
            record(session, letter, Sent("outbox"), now + timedelta(seconds=number))

    await post.database.write(send)


async def facts(post: Post, actor: str, step: str = "invitation", now=START) -> LetterFacts | None:
    letter = await post.letter(actor, step)
    correspondence = Correspondence(post.vault, post.keys, "https://talkoot.example.org/")
    return await post.database.read(lambda session: correspondence.facts(session, letter.id, now))


async def test_an_invitation_tells_who_asks_what_by_when_and_what_comes_if_nobody_answers(post: Post) -> None:
    await send_all(post)
    letter, told = await post.letter("holder-01"), await facts(post, "holder-01")
    assert told is not None
    assert told == replace(
        told,
        message_id=f"<{letter.bundle_id}@example.org>",
        follows=None,
        voice=Voice.INVITATION,
        duty="answer_invitation",
        languages=("en", "fi", "sv", "en"),
        name="Kanarialintu holder-01",
        address="kanaria.holder-01@example.org",
        reply_to=f"kanaria.{COORDINATOR.actor}@example.org",
        initiative=TITLE,
        backbone="Järjestöneuvosto",
        organisation="Yhdistys 01",
        role="puheenjohtaja",
        asked_on=date(2026, 1, 12),
        due_on=date(2026, 1, 26),
        overdue=False,
        ahead=Ahead(reminds=True, has_deputy=True, deputy_next=True, hands_on=True),
        link=f"https://talkoot.example.org/p/{post.keys.link_token(letter.id)}",
    )
    assert told.duty_titles["en"] == "Answer the invitation"
    assert told.phase_titles["fi"] == "Koollekutsuminen"


async def test_facts_do_not_show_names_addresses_or_links_when_printed(post: Post) -> None:
    printed = repr(await facts(post, "holder-01"))
    assert not [secret for secret in ("anaria", "kyytirinki", "/p/") if secret in printed]


async def test_the_coordinators_task_leads_to_the_initiative_and_has_no_door(post: Post) -> None:
    told = await facts(post, COORDINATOR.actor)
    assert told is not None
    assert (told.voice, told.link) == (Voice.TASK, f"https://talkoot.example.org/initiatives/{INITIATIVE}")
    assert (told.organisation, told.reply_to) == ("", None)


async def test_a_deputy_who_took_the_matter_over_is_reminded_and_has_nobody_to_pass_it_on_to(post: Post) -> None:
    post.play.seat_says("seat-01", AnswerInvitation(Reply.DEPUTY))
    await post.store()
    await send_all(post)
    first = await facts(post, "deputy-01", "handed_over")
    now = await post.wait(16)
    nudged = await facts(post, "deputy-01", "2.nudge", now)
    assert first is not None
    assert nudged is not None
    assert (first.voice, first.ahead) == (Voice.HANDED_OVER, Ahead(reminds=True, has_deputy=False, deputy_next=False))
    assert (nudged.voice, nudged.overdue, nudged.follows) == (Voice.REMINDER, True, first.message_id)


async def test_of_what_a_coordinator_owes_no_step_for_a_deputy_is_one_more_letter(post: Post) -> None:
    await post.wait(80)
    letters = await post.database.read(lambda session: of_initiative(session, INITIATIVE))
    tasks = {row.step: (row.state, row.reason) for row in letters if row.kind == "name_chair"}
    unsent = (LetterState.SUPPRESSED, Reason.NO_DEPUTY)
    assert tasks["2.nudge"] == tasks["3.offer"] == unsent
    assert {step for step, what in tasks.items() if what != unsent} == {
        "invitation",
        "0.remind",
        "1.remind",
        "4.escalate",
    }


async def test_of_a_seat_with_a_deputy_every_step_is_a_letter(post: Post) -> None:
    await post.wait(40)
    letters = await post.database.read(lambda session: of_initiative(session, INITIATIVE))
    of_seat = {(row.actor, row.step) for row in letters if row.obligation_id.endswith("/seat-01")}
    assert {("deputy-01", "2.nudge"), ("deputy-01", "3.offer"), (COORDINATOR.actor, "4.escalate")} < of_seat
    assert not [row for row in letters if row.reason == Reason.NO_DEPUTY and row.kind == "answer_invitation"]


async def test_votes_have_no_title_of_their_own_but_the_ladder_of_the_gate(post: Post) -> None:
    for seat in ("seat-01", "seat-02"):
        post.play.seat_says(seat, AnswerInvitation(Reply.YES))
    post.play.say(CallVote(ExitKind.LOOP_BACK))
    post.play.wait(0)
    await post.store()
    letter = next(row for row in (await post.letters()).values() if row.kind == "consent")
    correspondence = Correspondence(post.vault, post.keys, "http://localhost")
    told = await post.database.read(lambda session: correspondence.facts(session, letter.id, START))
    assert told is not None
    assert (told.duty_titles, told.ahead.reminds, told.ahead.deputy_next) == ({}, True, False)


async def test_whoever_was_erased_has_no_facts(post: Post) -> None:
    await post.erase("holder-01")
    assert await facts(post, "holder-01") is None


async def test_the_outbox_shows_what_was_sent_newest_first(post: Post) -> None:
    assert await post.database.read(outbox) == []
    await send_all(post)
    sent = await post.database.read(lambda session: outbox(session, limit=2))
    assert [row.sent_at for row in sent] == [START + timedelta(seconds=2), START + timedelta(seconds=1)]


async def test_a_letter_is_to_a_seats_holder_its_deputy_or_the_coordinator(post: Post) -> None:
    await post.wait(16)

    def told(session) -> set[tuple[Addressee, bool]]:
        return {(addressee(session, row), row.actor == COORDINATOR.actor) for row in of_initiative(session, INITIATIVE)}

    assert await post.database.read(told) == {
        (Addressee.HOLDER, False),
        (Addressee.DEPUTY, False),
        (Addressee.COORDINATOR, True),
    }


async def test_the_letters_of_an_initiative_come_in_pages(post: Post) -> None:
    await post.wait(12)
    every = await post.database.read(lambda session: of_initiative(session, INITIATIVE))
    first = await post.database.read(lambda session: of_initiative(session, INITIATIVE, limit=3))
    key = (first[-1].due_at, first[-1].id)
    rest = await post.database.read(lambda session: of_initiative(session, INITIATIVE, after=key))
    assert [row.id for row in (*first, *rest)] == [row.id for row in every]
    assert len(every) > 3
