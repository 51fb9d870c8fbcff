"""Letters that read back what was entered for a seat: its words from the vault, its link, and until when to correct."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from activities.channels import OutboxChannel
from activities.dispatching import Dispatcher
from domain.actors import Channel, Role, Speaker
from domain.commands import Command
from domain.letter import Voice
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.sealed import Sealed
from letters.bundling import compose_whole
from letters.composing import compose
from models.engine import Database
from models.letter_facts import Correspondence
from models.states import LetterState
from models.tables import Letter, Person
from tests.domain.correcting.histories import heard
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import COORDINATOR, START, text

REASON = "Syksy on liian täynnä."
INSTEAD = {
    "fi": "Tämä tuli aiemman vastauksesi tilalle.",
    "fi-selko": "Tämä on nyt vastauksesi. Aiempi vastauksesi ei ole enää voimassa.",
    "sv": "Detta ersätter ditt tidigare svar.",
    "en": "This takes the place of your earlier answer.",
}
GONE = {
    "fi": "Aiempi vastauksesi poistettiin: se ei ole enää voimassa.",
    "fi-selko": "Poistimme aiemman vastauksesi. Se ei ole enää voimassa.",
    "sv": "Ditt tidigare svar togs bort: det gäller inte längre.",
    "en": "Your earlier answer was taken back: it counts no more.",
}


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def enter(post: Post, command: Command, seat: str = "seat-01") -> Letter:
    """The coordinator enters a phone call; the letter that reads it back."""
    known = len(post.play.entries)
    post.play.say(command, Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, seat, COORDINATOR.actor))
    said = post.play.entries[known:]
    post.play.entries[known:] = [replace(entry, cause="k1") for entry in said]
    await post.store("k1")
    letters = await post.letters()
    return next(row for (_, step), row in letters.items() if step.startswith("read_back."))


async def refusal(post: Post) -> AnswerInvitation:
    """An answer with words that lie in the vault."""
    ref = await post.database.write(
        lambda session: post.vault.put(session, "person:person-holder-01", "reason", REASON, START)
    )
    return AnswerInvitation(Reply.NO, Sealed(ref, len(REASON), "fi"))


async def test_it_tells_what_was_written_down_and_until_when_it_can_be_corrected(post: Post) -> None:
    letter = await enter(post, await refusal(post))
    correspondence = Correspondence(post.vault, post.keys, "http://talkoot.example")
    facts = await post.database.read(lambda session: correspondence.facts(session, letter.id, START))
    assert facts is not None
    assert (facts.voice, facts.due_on) == (Voice.READ_BACK, START.date() + timedelta(days=7))
    sheet = compose(facts, "en")
    assert sheet.heading == "We wrote this down for you"
    assert "You will not join." in sheet.paragraphs
    assert f"“{REASON}”" in sheet.paragraphs
    assert ("Correct it by", "Monday 19 January 2026") in sheet.facts
    assert "/p/" in sheet.link


async def corrected(post: Post, entry: int, answer: Command | None) -> Letter:
    """The coordinator enters what a seat corrects by phone; the letter that reads this back."""
    known = len(post.play.entries)
    post.play.correct(entry, answer, heard("seat-01"), reason=text())
    said = post.play.entries[known:]
    post.play.entries[known:] = [replace(one, cause="k2") for one in said]
    await post.store("k2")
    number = next(one.seq for one in said if one.event.KIND == "entry.read_back")
    return (await post.letters())["holder-01", f"read_back.{number}"]


async def test_it_tells_what_stands_now_in_the_place_of_an_earlier_answer(post: Post) -> None:
    await enter(post, AnswerInvitation(Reply.YES))
    entry = next(one.seq for one in post.play.entries if one.event.KIND == "invitation.accepted")
    letter = await corrected(post, entry, await refusal(post))
    correspondence = Correspondence(post.vault, post.keys, "http://talkoot.example")
    facts = await post.database.read(lambda session: correspondence.facts(session, letter.id, START))
    assert facts is not None
    for language, instead in INSTEAD.items():
        assert instead in compose(facts, language).paragraphs
    sheet = compose(facts, "en")
    assert "You will not join." in sheet.paragraphs
    assert f"“{REASON}”" in sheet.paragraphs
    assert ("Correct it by", "Monday 19 January 2026") in sheet.facts


async def test_it_tells_of_an_answer_that_was_taken_back_in_the_words_of_that_answer(post: Post) -> None:
    await enter(post, await refusal(post))
    entry = next(one.seq for one in post.play.entries if one.event.KIND == "invitation.declined")
    letter = await corrected(post, entry, None)
    correspondence = Correspondence(post.vault, post.keys, "http://talkoot.example")
    facts = await post.database.read(lambda session: correspondence.facts(session, letter.id, START))
    assert facts is not None
    for language, gone in GONE.items():
        assert gone in compose(facts, language).paragraphs
    assert f"“{REASON}”" in compose(facts, "en").paragraphs


async def test_once_erased_it_tells_no_words(post: Post) -> None:
    letter = await enter(post, await refusal(post))
    await post.database.write(lambda session: post.vault.erase(session, "person:person-holder-01", START))
    correspondence = Correspondence(post.vault, post.keys, "http://talkoot.example")
    facts = await post.database.read(lambda session: correspondence.facts(session, letter.id, START))
    assert facts is None or facts.wrote is None or facts.wrote.text is None


async def test_it_goes_out_though_what_it_is_about_has_been_answered(post: Post) -> None:
    letter = await enter(post, AnswerInvitation(Reply.YES))
    channel = OutboxChannel()
    dispatcher = Dispatcher(
        post.database, post.vault, post.keys, channel, "http://t.example", "talkoot@example.org", lambda: START
    )
    while await dispatcher.one_pass(START):
        pass
    rows = await post.letters()
    assert rows[letter.actor, letter.step].state is LetterState.SENT
    assert rows[letter.actor, "invitation"].state is LetterState.SUPPRESSED


async def test_two_people_with_one_mailbox_are_each_told_whom_a_letter_is_for(post: Post) -> None:
    shared = await post.database.write(
        lambda session: post.vault.put(session, "person:both", "person.address", "kylä@example.org", START)
    )

    def share(session: object) -> None:
        for actor in ("holder-01", "holder-02"):
            session.get(Person, f"person-{actor}").address_ref = shared  # type: ignore[attr-defined]

    await post.database.write(share)
    correspondence = Correspondence(post.vault, post.keys, "http://talkoot.example")
    told = []
    for number in ("01", "02"):
        letter = await post.letter(f"holder-{number}")
        facts = await post.database.read(lambda session, id_=letter.id: correspondence.facts(session, id_, START))  # type: ignore[misc]
        assert facts is not None
        letter = compose_whole((facts,))
        assert f"Kanarialintu holder-{number}" in letter.greeting
        assert letter.only is not None
        assert f"Yhdistys {number}" in letter.only.why
        told.append((facts.address, facts.link))
    assert told[0][0] == told[1][0] == "kylä@example.org"
    assert told[0][1] != told[1][1]
