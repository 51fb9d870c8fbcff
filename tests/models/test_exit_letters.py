"""Letters that tell of exits: one to each person, sent though the initiative has ended, and no other after it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from domain.commands import Hold, TakeExit
from domain.initiative import RECHECK
from domain.letter import GROUND_LAPSED, RESULTS, TOLD, ExitFacts
from domain.operating_model import ExitKind
from domain.phases.establishment.commands import EvidenceGround, Ground, NameReceiver
from domain.phases.evaluation.commands import PublishResults, WriteReport
from models.engine import Database
from models.keys import token_sha256
from models.letter_claims import claim, next_due
from models.letter_facts import Correspondence
from models.letter_outcomes import Reason, Sent, record
from models.letters import of_initiative, still_to_come
from models.links import by_token, revoke
from models.states import LetterState
from models.tables import Letter
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import COORDINATOR, text

LEASE = timedelta(minutes=5)


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def claimed(post: Post, now: datetime | None = None) -> list[Letter]:
    """The letters that go out now; all are sent."""
    moment = now or post.play.now

    def take(session: Session) -> list[Letter]:
        found = claim(session, post.keys, moment, lease=LEASE, limit=50, domain="example.org")
        for one in found:
            assert record(session, one, Sent("test"), moment)
        return [session.get_one(Letter, one).model_copy() for bundle in found for one in bundle.letters]

    return await post.database.write(take)


async def stopped(post: Post) -> None:
    post.play.say(TakeExit(ExitKind.STOP, text(), thanks=text()))
    await post.store()


async def test_of_a_corrected_hold_goes_out_only_how_it_reads_now(post: Post) -> None:
    until = post.play.now + timedelta(days=30)
    post.play.say(Hold(until, text(), text()))
    entry = len(post.play.entries)
    await post.store()
    post.play.correct(entry, Hold(until - timedelta(days=9), text(), text()), reason=text())
    await post.store()
    out = await claimed(post)
    assert {(row.actor, row.step, row.obligation_id.partition("/")[0]) for row in out if row.kind == TOLD} == {
        ("holder-01", "hold", f"convening.{entry + 2}"),
        ("holder-02", "hold", f"convening.{entry + 2}"),
    }
    rows = await post.database.read(lambda session: of_initiative(session, INITIATIVE))
    former = [row for row in rows if row.kind == TOLD and row.id not in {one.id for one in out}]
    assert {(row.state, row.reason) for row in former} == {(LetterState.SUPERSEDED, Reason.SUPERSEDED)}


async def test_after_a_stop_only_letters_that_tell_of_it_go_out(post: Post) -> None:
    await stopped(post)
    out = await claimed(post)
    assert sorted((row.actor, row.kind, row.step) for row in out) == [
        ("holder-01", TOLD, "stop"),
        ("holder-02", TOLD, "stop"),
    ]
    rows = await post.database.read(lambda session: of_initiative(session, INITIATIVE))
    others = [row for row in rows if row.kind != TOLD]
    assert {(row.state, row.reason) for row in others} == {(LetterState.SUPPRESSED, Reason.ENDED)}
    assert await post.database.read(lambda session: still_to_come(session, INITIATIVE)) == 0
    assert await claimed(post, post.play.now + timedelta(days=400)) == []


async def test_what_was_taken_by_nobody_is_told_to_the_coordinator_without_a_link(post: Post) -> None:
    await post.wait(400)
    out = {row.actor: row for row in await claimed(post)}
    assert set(out) == {"holder-01", "holder-02", COORDINATOR.actor}
    assert (out[COORDINATOR.actor].token_sha256, out["holder-01"].token_sha256 is None) == (None, False)


async def test_the_facts_are_those_of_the_entry_it_tells_of(post: Post) -> None:
    await stopped(post)
    row = next(row for row in await claimed(post) if row.actor == "holder-01")
    correspondence = Correspondence(post.vault, post.keys, "https://talkoot.example")
    facts = await post.database.read(lambda session: correspondence.facts(session, row.id, post.play.now))
    assert isinstance(facts, ExitFacts)
    assert (facts.exit, facts.by, facts.mandate, facts.to_titles) == ("stop", "role", "3/2025 § 12", {})
    assert (facts.organisation, facts.decided_on) == ("Yhdistys 01", post.play.now.date())
    assert facts.link.startswith("https://talkoot.example/p/")


async def facts_of(post: Post, row: Letter) -> ExitFacts:
    correspondence = Correspondence(post.vault, post.keys, "https://talkoot.example")
    facts = await post.database.read(lambda session: correspondence.facts(session, row.id, post.play.now))
    assert isinstance(facts, ExitFacts)
    return facts


async def test_whoever_gave_input_gets_one_letter_with_the_results_which_asks_nothing(database: Database) -> None:
    post = await Post.open(database, phase="evaluation")
    post.play.say(WriteReport(text()))
    post.play.say(PublishResults(text()))
    await post.store()
    out = {row.actor: row for row in await claimed(post) if row.kind == TOLD}
    assert {actor: row.step for actor, row in out.items()} == {"holder-01": RESULTS, "holder-02": RESULTS}
    facts = await facts_of(post, out["holder-01"])
    assert (facts.exit, facts.by, facts.mandate, facts.opens_a_door) == (RESULTS, "", "", True)
    assert facts.phase_titles["en"] == "Evaluation"


async def test_a_ground_that_lapses_is_told_to_the_coordinator_and_its_receiver(database: Database) -> None:
    post = await Post.open(database, phase="establishment")
    until = post.play.now.date() + timedelta(days=60)
    post.play.say(EvidenceGround(Ground.MONEY, text(), until))
    post.play.say(NameReceiver("seat-01"))
    await post.store()
    await post.wait(63)
    out = {row.actor: row for row in await claimed(post) if row.kind == TOLD}
    assert {actor: row.step for actor, row in out.items()} == {
        COORDINATOR.actor: GROUND_LAPSED,
        "holder-01": GROUND_LAPSED,
    }
    facts = await facts_of(post, out["holder-01"])
    assert (facts.ground, facts.until, facts.by) == ("money", until, "")


async def test_its_link_opens_the_seats_page_for_thirty_days_and_can_be_taken_back(post: Post) -> None:
    await stopped(post)
    row = next(row for row in await claimed(post) if row.actor == "holder-01")
    token, now = token_sha256(post.keys.link_token(row.id)), post.play.now
    link = await post.database.read(lambda session: by_token(session, token, now))
    assert link is not None
    assert (link.seat, link.actor, link.passed_on) == ("seat-01", "holder-01", False)
    assert await post.database.read(lambda session: by_token(session, token, now + timedelta(days=31))) is None
    taken = await post.database.write(lambda session: revoke(session, now, initiative=INITIATIVE, seat="seat-01"))
    assert row.id in taken
    assert await post.database.read(lambda session: by_token(session, token, now)) is None


async def test_while_a_phase_rests_only_the_rest_itself_is_written_about(post: Post) -> None:
    until = post.play.now + timedelta(days=40)
    post.play.say(Hold(until, text(), text()))
    await post.store()
    assert {(row.kind, row.step) for row in await claimed(post)} == {(TOLD, "hold")}
    await post.wait(40)
    out = await claimed(post, post.play.initiative.calendar.next_slot(post.play.now))
    assert {(row.kind, row.actor) for row in out} == {(RECHECK, COORDINATOR.actor)}
    post.play.say(TakeExit(ExitKind.STOP, text()))
    await post.store()
    slot = post.play.initiative.calendar.next_slot(post.play.now)
    assert {(row.kind, row.step) for row in await claimed(post, slot)} == {(TOLD, "stop")}


async def test_the_next_letter_is_not_one_that_waits_for_the_end_of_a_rest(post: Post) -> None:
    post.play.say(Hold(post.play.now + timedelta(days=40), text(), text()))
    await post.store()
    assert await post.database.read(next_due) == post.play.now
    await claimed(post)
    assert await post.database.read(next_due) is None
