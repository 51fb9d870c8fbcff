"""A letter about one of several says which: what was written of it comes from the vault, and is in no other place."""

from __future__ import annotations

from typing import Any

import pytest

from domain.facts import Level
from domain.letter import LetterFacts, Voice
from domain.matters.application.events import SectionAllotted, SectionChanged
from domain.merging.commands import OfferMerge
from domain.phases.establishment.commands import AnswerCheckIn, Condition, Ground
from domain.phases.joint_planning.commands import DefineIndicator
from domain.phases.need_identification.commands import AnswerNeed, OwnAnswer, StateProblem, SubmitNeed
from domain.phases.piloting.events import IndicatorRedefined
from domain.sealed import Sealed
from domain.seats import Sector
from letters.composing import compose
from models.engine import Database
from models.letter_abouts import About, about
from models.letter_facts import Correspondence
from models.letters import of_initiative
from models.tables import Obligation
from tests.domain.correcting.histories import corrector
from tests.domain.matters.applications import PREPARATION
from tests.domain.phases.test_establishment import establish
from tests.domain.phases.test_establishment_checking_in import wait_for
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import START, text


async def sealed(post: Post, subject: str, words: str) -> Sealed:
    """Words that lie in the vault."""
    put = post.vault.put
    commitment = await post.database.write(lambda session: put(session, subject, "text", words, START))
    return Sealed(commitment, len(words), "fi")


async def told(post: Post, duty: str) -> list[LetterFacts]:
    """The facts of the first letters about a duty, in the order of what they are about."""
    correspondence = Correspondence(post.vault, post.keys, "http://localhost")

    def read(session: Any) -> list[LetterFacts]:
        rows = [row for row in of_initiative(session, INITIATIVE) if (row.kind, row.step) == (duty, "invitation")]
        found = [correspondence.facts(session, row.id, START) for row in rows]
        return sorted((facts for facts in found if facts is not None), key=lambda facts: facts.about)

    return await post.database.read(read)


@pytest.fixture
async def post(database: Database) -> Post:
    """Two needs, one of a seat's holder and one of a resident, each still to be answered."""
    post = await Post.open(database, phase="need_identification")

    post.play.seat_says("seat-01", SubmitNeed(await sealed(post, "person:person-holder-01", "Kyytejä puuttuu.")))
    resident = await sealed(post, f"initiative:{INITIATIVE}", "Tie on huono.")
    post.play.say(SubmitNeed(resident, Sector.RESIDENT))
    await post.store()
    return post


async def test_each_need_to_be_answered_is_named_with_its_text(post: Post) -> None:
    needs = await told(post, "answer_need")
    assert [(facts.about, facts.written) for facts in needs] == [("n1", "Kyytejä puuttuu."), ("n2", "Tie on huono.")]
    assert "Kyytejä" not in repr(needs)


async def test_the_text_of_one_who_was_erased_is_gone_and_the_need_still_named(post: Post) -> None:
    await post.erase("holder-01")
    needs = await told(post, "answer_need")
    assert [(facts.about, facts.written) for facts in needs] == [("n1", None), ("n2", "Tie on huono.")]


async def test_duties_about_nothing_in_particular_or_about_a_number_name_nothing(post: Post) -> None:
    post.play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    post.play.say(StateProblem(text()))
    await post.store()
    for duty in ("submit_need", "state_problem", "confirm_statement"):
        assert {(facts.about, facts.written) for facts in await told(post, duty)} == {("", None)}


async def test_each_ground_is_named(database: Database) -> None:
    post = await Post.open(database, phase="establishment")
    assert [facts.about for facts in await told(post, "evidence_ground")] == sorted(Ground)


async def test_an_indicator_is_named_however_often_it_is_asked(database: Database) -> None:
    post = await Post.open(database, phase="joint_planning")
    words = "Kävijöitä illassa"
    definition = await sealed(post, f"initiative:{INITIATIVE}", words)
    post.play.say(DefineIndicator(definition, Level.OUTPUT, "seat-02", "P1M", 10))
    await post.store()
    asked = Obligation(
        initiative_id=INITIATIVE, id="piloting.1/observe/seat-02/i1.3", kind="observe", phase="piloting", seat="seat-02"
    )
    assert await database.read(lambda session: about(session, post.vault, asked)) == About("i1", words)


async def test_an_indicator_that_measures_something_else_by_now_is_asked_by_its_newest_definition(
    database: Database,
) -> None:
    post = await Post.open(database, phase="joint_planning")
    subject = f"initiative:{INITIATIVE}"
    former, newer = await sealed(post, subject, "Kävijöitä illassa"), await sealed(post, subject, "Eri kävijöitä")
    post.play.say(DefineIndicator(former, Level.OUTPUT, "seat-02", "P1M", 10))
    post.play.record((IndicatorRedefined("i1", 2, newer, former),))
    await post.store()
    asked = Obligation(
        initiative_id=INITIATIVE, id="piloting.1/observe/seat-02/i1.3", kind="observe", phase="piloting", seat="seat-02"
    )
    assert await database.read(lambda session: about(session, post.vault, asked)) == About("i1", "Eri kävijöitä")


async def test_a_section_is_named_by_its_newest_title(database: Database) -> None:
    post = await Post.open(database, phase="joint_planning", seats=3, model=PREPARATION)
    subject = f"initiative:{INITIATIVE}"
    former, newer = await sealed(post, subject, "Tavotteet"), await sealed(post, subject, "Tavoitteet")
    post.play.record(
        (
            SectionAllotted("s1", former, "seat-01", "seat-02", ()),
            SectionChanged("s1", "seat-01", "seat-02", (), newer),
            SectionChanged("s1", "seat-03", "seat-02", ()),
        )
    )
    await post.store()
    asked = Obligation(
        initiative_id=INITIATIVE,
        id="joint_planning.1/write_section/seat-03/s1",
        kind="write_section",
        phase="joint_planning",
        seat="seat-03",
    )
    assert await database.read(lambda session: about(session, post.vault, asked)) == About("s1", "Tavoitteet")


async def test_a_letter_reads_what_was_said_as_it_was_put_right(post: Post) -> None:
    entry = next(entry.seq for entry in post.play.entries if entry.event.KIND == "need.submitted")
    better = await sealed(post, "person:person-holder-01", "Kyytejä kouluun.")
    post.play.correct(entry, SubmitNeed(better), corrector(post.play, entry), reason=text())
    await post.store()
    needs = await told(post, "answer_need")
    assert [(facts.about, facts.written) for facts in needs] == [("n1", "Kyytejä kouluun."), ("n2", "Tie on huono.")]


async def test_whoever_is_asked_to_take_an_initiative_in_is_told_into_which(post: Post) -> None:
    post.play.say(OfferMerge("initiative-2", "holder-02", text()))
    await post.store()
    (facts,) = await told(post, "take_in")
    assert (facts.voice, facts.about, facts.written) == (Voice.OFFERED, "initiative-2", None)
    sheet = compose(facts, "fi")
    assert "pyytää sinua ottamaan sen osaksi omaasi" in sheet.paragraphs[0]
    assert sheet.why == "Koordinoit aloitetta, jonka osaksi tätä tarjotaan."


async def test_a_need_that_a_practice_left_is_named_with_its_words_if_there_were_any(database: Database) -> None:
    post = await Post.open(database, phase="establishment")
    establish(post.play)
    words = await sealed(post, "person:person-holder-02", "Kuljettaja lopetti.")
    for number, note in enumerate((words, None), 1):
        wait_for(post.play, number)
        post.play.seat_says("seat-02", AnswerCheckIn(Condition.SHRUNK, note))
    await post.store()
    needs = await told(post, "answer_linked_need")
    assert [(facts.about, facts.written) for facts in needs] == [("w1-1", "Kuljettaja lopetti."), ("w1-2", "")]
    for facts in needs:
        assert compose(facts, "fi").facts
